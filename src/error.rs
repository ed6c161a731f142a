//! Errors in words: what could not be done, why, what to run next, and the exit code.

use std::fmt;
use std::path::Path;

use crate::escape::shown;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done,
    /// It could not be done: bad data, nothing found.
    Failed,
    Usage,
    /// An assessment is due, which `--exit-code` asked for.
    Due,
    /// Input ended before the end.
    Ended,
    Signal(u8),
    /// Nobody reads the output any more.
    ReaderGone,
    /// A bug in emkit.
    Defect,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Self::Done | Self::ReaderGone => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Defect => 101,
            Self::Due => 3,
            Self::Ended => 130,
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }
}

#[derive(Debug)]
pub struct Failure {
    /// `could not …`, lowercase and without a full stop.
    what: String,
    cause: Option<String>,
    pub hint: Option<String>,
    pub exit: Exit,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cause: None,
            hint: None,
            exit: Exit::Failed,
        }
    }

    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.cause {
            // A cause of several lines goes below what it explains.
            Some(cause) if cause.contains('\n') => write!(f, ":\n{cause}"),
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

pub fn plain(error: &std::io::Error) -> String {
    let message = error.to_string();
    let words = message.split(" (os error").next().unwrap_or_default();
    words.to_lowercase()
}

/// A path to paste into a shell, on one line of visible characters.
pub fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    if shown(path.as_ref()) == path {
        return shell_words::quote(&path).into_owned();
    }
    let escaped = path.bytes().map(|byte| match byte {
        b'\'' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    });
    format!("$'{}'", escaped.collect::<String>())
}
