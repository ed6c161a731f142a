//! Writing in one's own editor: started without a shell, on a file inside the store.

use std::ffi::{OsStr, OsString};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::terminal_guard::{lend, restore_screen};
use crate::domain::assessment::too_long;
use crate::error::{Failure, plain};
use crate::escape::shown;
use crate::store::Editing;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    Taken(String),
    Unchanged,
    /// More often a slip than a wish; `:clear` is the wish.
    Emptied,
}

type Trouble = (String, &'static str);

fn failure(what: &str, (cause, hint): Trouble) -> Failure {
    Failure::new(what).because(cause).hint(hint)
}

const SET_ANOTHER: &str =
    "set `VISUAL` or `EDITOR` to the command of an editor, such as `nano` or `code --wait`";
const TRY_AGAIN: &str = "open the editor again with `:edit`, Ctrl-O or the same command";

/// The person's editor. What it saved stays on disk until emkit has saved it too.
pub struct Editor {
    command: Option<OsString>,
    folder: PathBuf,
    max: usize,
    taken: Option<Editing>,
}

impl Editor {
    /// For texts of up to `max` bytes.
    #[must_use]
    pub fn new(command: Option<OsString>, folder: PathBuf, max: usize) -> Self {
        Self {
            command,
            folder,
            max,
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
        let failed = |trouble| failure("could not take a text from the editor", trouble);
        let command = CommandLine::of(self.command.as_deref()).map_err(failed)?;
        let comments = comments(notes);
        let below = comments.join("\n");
        let shown_text = match below.as_str() {
            "" => text.to_owned(),
            below => format!("{text}\n\n{below}\n"),
        };
        let editing = Editing::begin(&shown_text, &self.folder, self.max + below.len())?;
        let whole = command.whole.clone();
        let saved = command.run(&editing.file()).and_then(|()| {
            let wrong = |cause| (format!("`{whole}`: {cause}"), TRY_AGAIN);
            let text = without(&editing.read().map_err(wrong)?, &comments);
            if text.len() > self.max {
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
                let Some(path) = editing.keep() else {
                    return Err(failure.into());
                };
                let hint = format!(
                    "what the editor left is kept in `{}`; take from it what you want, with `:edit` or by hand, then remove its folder",
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
    let command = CommandLine::of(editor).map_err(failed)?;
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
}

impl CommandLine {
    fn of(editor: Option<&OsStr>) -> Result<Self, Trouble> {
        let wrong = |cause: String| (cause, SET_ANOTHER);
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
        Ok(Self { whole, command })
    }

    fn run(mut self, file: &Path) -> Result<(), Trouble> {
        let status = lend(self.command.arg(file)).map_err(|error| {
            let program = self.command.get_program().to_string_lossy();
            let cause = format!("`{program}` did not start: {}", plain(&error));
            (cause, SET_ANOTHER)
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
        Err((ending, TRY_AGAIN))
    }
}
