//! What the store could not do, and what a check of it found. The command line words what to do, by its kind.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use strum::IntoStaticStr;

use crate::domain::period::Period;
use crate::error::plain;
use crate::escape::shown;
use crate::format::assessment::{Flaw, Unreadable};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing about one file or folder: a sentence, or a failure with its cause.
#[derive(Debug)]
pub struct Error {
    pub kind: Kind,
    pub path: PathBuf,
    /// Nothing is wrong; a person should know it all the same.
    pub is_note: bool,
    text: String,
}

/// What went wrong, as far as what to do about it depends on that. Its word is for other programs.
#[derive(Clone, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// A file or a folder; also what is no file, or too large.
    Unreadable(ErrorKind),
    Missing,
    /// A link whose target is missing.
    #[strum(serialize = "missing")]
    Dangling,
    #[strum(serialize = "unreadable")]
    NotUtf8,
    Newer,
    #[strum(serialize = "cut-short")]
    Empty,
    #[strum(serialize = "cut-short")]
    Unmarked,
    Damaged,
    /// An assessment says that it belongs in this place.
    Misplaced(PathBuf),
    #[strum(serialize = "settings")]
    Config,
    #[strum(serialize = "rubric")]
    BrokenRubric,
    /// The ids of the available ones; the path is the one asked for.
    NoSuchRubric(Vec<String>),
    #[strum(serialize = "rubric")]
    LostRubric,
    Unsaved,
    Busy,
    /// Another program changed or removed the file, and this is what it was to hold.
    Conflict(PathBuf),
    TooMuch,
    /// Something about the log of a quarter.
    Log(Period),
    /// What a person should know, without a remedy.
    Remark,
    UnknownFile,
    UnfinishedSave,
    LeftByEditor,
    /// A version that is kept until the person has seen it; after a conflict with what is in its place.
    KeptVersion(Option<PathBuf>),
    Wording,
    #[strum(serialize = "permissions")]
    OpenToOthers,
    Shared,
    NoLocks,
}

impl Error {
    pub(super) fn new(kind: Kind, path: &Path, text: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.to_owned(),
            is_note: false,
            text: text.into(),
        }
    }

    pub(super) fn unreadable(kind: Kind, path: &Path, cause: impl fmt::Display) -> Self {
        Self::failed(kind, "read", path, cause)
    }

    pub(super) fn unsaved(kind: Kind, path: &Path, cause: impl fmt::Display) -> Self {
        Self::failed(kind, "save to", path, cause)
    }

    pub(super) fn not_saved(path: &Path) -> impl Fn(io::Error) -> Self {
        |error| Self::unsaved(Kind::Unsaved, path, plain(&error))
    }

    pub(super) fn failed(kind: Kind, verb: &str, path: &Path, cause: impl fmt::Display) -> Self {
        let cause = cause.to_string();
        let gap = if cause.contains('\n') { '\n' } else { ' ' };
        let text = format!("could not {verb} `{}`:{gap}{cause}", shown(path));
        Self::new(kind, path, text)
    }

    pub(super) fn assessment(path: &Path, why: &Unreadable) -> Self {
        let kind = match why.flaw {
            Flaw::Broken => Kind::Damaged,
            Flaw::Newer => Kind::Newer,
            Flaw::Unmarked => Kind::Unmarked,
            Flaw::Empty => return Self::unreadable(Kind::Empty, path, "the file is empty"),
        };
        Self::unreadable(kind, path, &why.problems)
    }

    /// A sentence that starts with the path.
    pub(super) fn about(kind: Kind, path: &Path, rest: impl fmt::Display) -> Self {
        Self::new(kind, path, format!("`{}` {rest}", shown(path)))
    }

    pub(super) fn note(mut self) -> Self {
        self.is_note = true;
        self
    }

    pub fn is_conflict(&self) -> bool {
        matches!(self.kind, Kind::Conflict(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}
