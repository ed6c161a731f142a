//! Writing in one's own editor: started without a shell, on a file inside the store.

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::terminal_guard::{lend, restore_screen};
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::error::{Failure, plain};
use crate::escape::shown;
use crate::store::{Editing, MAX_BYTES};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    Taken(String),
    Unchanged,
    /// More often a slip than a wish; `:clear` is the wish.
    Emptied,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    Answer,
    /// An entry of the log, a whole log, or the settings file.
    File,
}

type Trouble = (String, String);

fn failure(what: &str, (cause, hint): Trouble) -> Failure {
    Failure::new(what).because(cause).hint(hint)
}

impl Writing {
    /// What is said of an answer alone, which can be written without an editor too.
    fn at_answer(self, words: &'static str) -> &'static str {
        if self == Self::Answer { words } else { "" }
    }

    fn set_another(self) -> String {
        let here = self.at_answer("write lines here, or leave with `:quit` and ");
        format!(
            "{here}set `VISUAL` or `EDITOR` to the command of an editor, such as `nano` or `code --wait`"
        )
    }

    fn try_again(self) -> &'static str {
        match self {
            Self::Answer => {
                "`:edit` (or Ctrl-O on the screen) opens the editor again; you can also write lines here"
            }
            Self::File => "the same command opens the editor again",
        }
    }

    fn most(self) -> usize {
        match self {
            Self::Answer => MAX_TEXT,
            Self::File => usize::try_from(MAX_BYTES).unwrap_or(usize::MAX),
        }
    }
}

/// The person's editor. What it saved stays on disk until emkit has saved it too.
pub struct Editor {
    command: Option<OsString>,
    folder: PathBuf,
    writing: Writing,
    taken: Option<Editing>,
}

impl Editor {
    #[must_use]
    pub fn new(command: Option<OsString>, folder: PathBuf, writing: Writing) -> Self {
        Self {
            command,
            folder,
            writing,
            taken: None,
        }
    }

    /// The text that was taken last is in the draft by now.
    pub(super) fn forget_taken(&mut self) {
        self.taken = None;
    }

    /// Leaves the text that was taken last on disk, since emkit could not save it, and says where.
    pub fn keep_taken(&mut self) -> Option<PathBuf> {
        self.taken.take()?.keep()
    }

    /// Opens a text in the editor, with notes below it as comments, which don't come back.
    pub fn edit(&mut self, text: &str, notes: &[String]) -> Result<Edited> {
        let writing = self.writing;
        let failed = |trouble| failure("could not take a text from the editor", trouble);
        let command = CommandLine::of(self.command.as_deref(), writing).map_err(failed)?;
        let comments = comments(notes);
        let below = comments.join("\n");
        let shown_text = match below.as_str() {
            "" => text.to_owned(),
            below => format!("{text}\n\n{below}\n"),
        };
        let editing = Editing::begin(&shown_text, &self.folder, writing.most() + below.len())?;
        let whole = command.whole.clone();
        let saved = command.run(&editing.file()).and_then(|()| {
            let wrong = |cause| {
                (
                    format!("`{whole}`: {cause}"),
                    writing.try_again().to_owned(),
                )
            };
            let text = without(&editing.read().map_err(wrong)?, &comments);
            if text.len() > writing.most() {
                return Err(wrong(format!("what it saved is {}", too_long())));
            }
            Ok(text.trim_end().to_owned())
        });
        match saved {
            // An editor may change how lines end.
            Ok(saved) if saved == text.replace("\r\n", "\n").trim_end() => Ok(Edited::Unchanged),
            Ok(saved) if saved.is_empty() => Ok(Edited::Emptied),
            Ok(saved) => {
                self.taken = Some(editing);
                Ok(Edited::Taken(saved))
            }
            Err((cause, hint)) => {
                let failure = failed((format!("{cause}; your text here is as it was"), hint));
                let how = writing.at_answer(", with `:edit` or as lines here");
                let Some(path) = editing.keep() else {
                    return Err(failure.into());
                };
                let hint = format!(
                    "what the editor left is kept in `{}`; take from it what you want{how}, then remove its folder",
                    shown(&path)
                );
                Err(failure.hint(hint).into())
            }
        }
    }
}

/// Opens a settings file itself. It is made if needed, but not without an editor to open it in.
pub fn open_in_editor(
    editor: Option<&OsStr>,
    file: &Path,
    make: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let failed = |trouble| failure(&format!("could not edit `{}`", shown(file)), trouble);
    let command = CommandLine::of(editor, Writing::File).map_err(failed)?;
    make()?;
    Ok(command.run(file).map_err(failed)?)
}

/// Notes as comments, a line each. A line of a person's own that begins with `#` is none of them.
fn comments(notes: &[String]) -> Vec<String> {
    let about = (!notes.is_empty()).then_some("Lines like these are not saved.");
    let notes = about.into_iter().chain(notes.iter().map(String::as_str));
    let lines = notes.map(|note| note.replace('\n', " "));
    lines.map(|note| format!("# {note}")).collect()
}

fn without(text: &str, comments: &[String]) -> String {
    if comments.is_empty() {
        return text.to_owned();
    }
    let is_own = |line: &&str| comments.iter().all(|comment| comment != line.trim_end());
    let text: Vec<_> = text.lines().filter(is_own).collect();
    text.join("\n").trim_matches('\n').to_owned()
}

struct CommandLine {
    whole: String,
    command: Command,
    writing: Writing,
}

impl CommandLine {
    fn of(editor: Option<&OsStr>, writing: Writing) -> Result<Self, Trouble> {
        let wrong = |cause: String| (cause, writing.set_another());
        let Some(editor) = editor else {
            let cause = "neither `VISUAL` nor `EDITOR` names one, nor `editor` in `config.yaml`";
            return Err(wrong(cause.to_owned()));
        };
        let whole = editor.to_string_lossy();
        let why = |what| wrong(format!("its command `{whole}` {what}"));
        if editor.to_str().is_none() {
            return Err(why("is not UTF-8 text"));
        }
        let words =
            shell_words::split(&whole).map_err(|_| why("has a quote that is not closed"))?;
        let Some((program, arguments)) = words.split_first().filter(|(it, _)| !it.is_empty())
        else {
            return Err(why("names no program"));
        };
        let mut command = Command::new(program);
        command.args(arguments);
        let whole = whole.trim().to_owned();
        Ok(Self {
            whole,
            command,
            writing,
        })
    }

    fn run(mut self, file: &Path) -> Result<(), Trouble> {
        let status = lend(self.command.arg(file)).map_err(|error| {
            let program = self.command.get_program().to_string_lossy();
            let cause = match error.kind() {
                ErrorKind::NotFound => format!("there is no program `{program}`"),
                ErrorKind::PermissionDenied => format!("`{program}` may not be run"),
                _ => format!("`{program}`: {}", plain(&error)),
            };
            (cause, self.writing.set_another())
        })?;
        if status.success() {
            return Ok(());
        }
        // It, or one that a script started for it, had no time to tidy up.
        restore_screen(status.code().is_none_or(|code| code > 128));
        let signal = status.signal().unwrap_or_default();
        let ending = match status.code() {
            Some(code) => format!("`{}` ended with exit code {code}", self.whole),
            None => format!("`{}` was ended by signal {signal}", self.whole),
        };
        Err((ending, self.writing.try_again().to_owned()))
    }
}
