//! What the store could not do, and what a check of it found. The command line words what to do, by its kind.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

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

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Unreadable(ErrorKind),
    UnreadableFolder(ErrorKind),
    Missing,
    /// A link whose target is missing.
    Dangling,
    DanglingStore,
    /// A folder, a device, or too large a file.
    NotOurs,
    NotUtf8,
    Newer,
    Empty,
    Unmarked,
    Damaged,
    /// An assessment says that it belongs in this place.
    Misplaced(PathBuf),
    NotAcceptable,
    DamagedReply,
    Config,
    BrokenRubric,
    /// The ids of the available ones; the path is the one asked for.
    NoSuchRubric(Vec<String>),
    LostRubric,
    Unsaved,
    NoFolder,
    Busy,
    /// Another program changed or removed the file. Both versions are kept.
    Conflict {
        ours: PathBuf,
        is_removed: bool,
        /// The finished assessment, where a draft is gone because it was finished.
        finished: Option<PathBuf>,
    },
    ChangedMeanwhile,
    TooMuch,
    NotUtf8Log,
    Utf16Log,
    LogTooLarge,
    LogGarbled(Period),
    /// Some of a log could not be read; everything else was.
    UnreadLog(Period),
    Log(Period),
    /// What a person should know, without a remedy.
    Remark,
    EditedByHand,
    /// A copy of that file. In a conflict two machines wrote it: words may be nowhere else.
    Copy {
        of: PathBuf,
        is_conflict: bool,
    },
    UnknownFile,
    UnfinishedSave,
    LeftByEditor,
    OldVersion,
    /// A version that is kept until the person has seen it; after a conflict with what is in its place.
    KeptVersion(Option<PathBuf>),
    Wording,
    OpenToOthers,
    ManyOpenToOthers(PathBuf),
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
        matches!(self.kind, Kind::Conflict { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}

impl Kind {
    /// One word for it, for other programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Missing | Self::Dangling | Self::DanglingStore => "missing",
            Self::Newer => "newer",
            Self::Empty | Self::Unmarked => "cut-short",
            Self::Damaged | Self::DamagedReply => "damaged",
            Self::Misplaced(_) => "misplaced",
            Self::Config => "settings",
            Self::BrokenRubric | Self::NoSuchRubric(_) | Self::LostRubric => "rubric",
            Self::Wording => "wording",
            Self::NotUtf8Log | Self::Utf16Log | Self::UnreadLog(_) | Self::Log(_) => "log",
            Self::Remark => "remark",
            Self::EditedByHand => "edited",
            Self::Copy { .. } => "copy",
            Self::UnknownFile => "unknown-file",
            Self::UnfinishedSave => "unfinished-save",
            Self::LeftByEditor => "left-by-editor",
            Self::OldVersion | Self::KeptVersion(_) => "kept-version",
            Self::OpenToOthers | Self::ManyOpenToOthers(_) => "permissions",
            Self::Shared => "shared",
            Self::NoLocks => "no-locks",
            _ => "unreadable",
        }
    }
}
