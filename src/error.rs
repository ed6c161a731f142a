//! What can go wrong, in words: what could not be done, why, what to run next, and the exit code.

use std::fmt;
use std::path::Path;

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done,
    /// It could not be done: bad data, nothing found.
    Failed,
    /// It was called in a wrong way.
    Usage,
    /// Input ended before the end.
    Ended,
    /// A signal arrived, by its number.
    Signal(u8),
    /// Nobody reads the output any more.
    ReaderGone,
}

impl Exit {
    /// The process's exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done | Self::ReaderGone => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Ended => 130,
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }
}

/// An error as a person reads it.
#[derive(Debug)]
pub struct Failure {
    /// `could not …`, lowercase and without a full stop.
    what: String,
    cause: Option<String>,
    pub hint: Option<String>,
    pub exit: Exit,
}

impl Failure {
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cause: None,
            hint: None,
            exit: Exit::Failed,
        }
    }

    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// What to run or do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.cause {
            // A cause of several lines stands under what it explains.
            Some(cause) if cause.contains('\n') => write!(f, ":\n{cause}"),
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

/// An operating system's message without its number.
#[must_use]
pub fn plain(error: &std::io::Error) -> String {
    let message = error.to_string();
    let words = message.split(" (os error").next().unwrap_or_default();
    words.to_lowercase()
}

/// A path as it is typed into a shell.
#[must_use]
pub fn quoted(path: &Path) -> String {
    shell_words::quote(&path.to_string_lossy()).into_owned()
}
