//! Writing in one's own editor: started without a shell, on a file inside the store.

use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::Result;

use super::terminal_guard::TerminalGuard;
use super::text::quoted;
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::error::{Failure, plain};
use crate::escape::shown;
use crate::store::{Editing, MAX_BYTES};
use crate::ui::Ui;

/// What came of an editor that ended well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// A new text.
    Taken(String),
    Unchanged,
    /// More often a slip than a wish; `:clear` is the wish.
    Emptied,
}

/// What an editor's command line says.
struct CommandLine {
    whole: String,
    program: String,
    arguments: Vec<String>,
}

/// Why there is no text, and what to do about it.
struct Trouble {
    cause: String,
    hint: &'static str,
}

/// What is written in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// The text for a question of the interview.
    Answer,
    /// An entry of the log, or a whole log.
    Log,
    /// The settings file.
    Config,
}

impl Writing {
    fn set_another(self) -> &'static str {
        match self {
            Self::Answer => SET_ANOTHER,
            Self::Log | Self::Config => {
                "set `VISUAL` or `EDITOR` to the command of an editor, such as `nano` or `code --wait`"
            }
        }
    }

    fn try_again(self) -> &'static str {
        match self {
            Self::Answer => TRY_AGAIN,
            Self::Log | Self::Config => "the same command opens the editor again",
        }
    }

    /// The longest text that is taken from the editor, in bytes.
    fn most(self) -> usize {
        match self {
            Self::Answer => MAX_TEXT,
            Self::Log | Self::Config => usize::try_from(MAX_BYTES).unwrap_or(usize::MAX),
        }
    }
}

const SET_ANOTHER: &str = "write lines here, or leave with `:quit` and set `VISUAL` or `EDITOR` to the command of an editor, such as `nano` or `code --wait`";
const TRY_AGAIN: &str =
    "`:edit` (or Ctrl-O on the screen) opens the editor again; you can also write lines here";

/// The person's editor. What it saved stays on disk until emkit has saved it too.
pub struct Editor {
    command: Option<OsString>,
    /// Where a text lies while it is in the editor.
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

    /// Leaves the text that was taken last on disk, since emkit could not save it, and gives its
    /// place.
    pub fn keep_taken(&mut self) -> Option<PathBuf> {
        self.taken.take()?.keep()
    }

    /// Opens a text in the editor, in a file of its own, with notes below it as comments that are
    /// not part of what comes back.
    ///
    /// # Errors
    /// Where there is no editor, or it fails, or leaves something that is no text. The text before
    /// is unharmed then, and what the editor saved is kept.
    pub fn edit(&mut self, text: &str, notes: &[String]) -> Result<Edited> {
        let failed =
            |cause: &str| Failure::new("could not take a text from the editor").because(cause);
        let command = CommandLine::of(self.command.as_deref())
            .map_err(|cause| failed(&cause).hint(self.writing.set_another()))?;
        let comments: Vec<_> = comments(notes).collect();
        let below = comments.join("\n");
        let shown_text = match comments.as_slice() {
            [] => text.to_owned(),
            _ => format!("{text}\n\n{below}\n"),
        };
        let max = self.writing.most() + below.len();
        let editing = Editing::begin(&shown_text, &self.folder, max)?;
        let saved = command.run(&editing.file(), self.writing).and_then(|()| {
            let saved = editing.read().map_err(|cause| Trouble {
                cause: format!("`{}`: {cause}", command.whole),
                hint: self.writing.try_again(),
            })?;
            let text = without(&saved, &comments);
            if text.len() > self.writing.most() {
                return Err(Trouble {
                    cause: format!("`{}`: what it saved is {}", command.whole, too_long()),
                    hint: self.writing.try_again(),
                });
            }
            Ok(text)
        });
        let Trouble { cause, hint } = match saved {
            Ok(saved) if is_same(&saved, text) => return Ok(Edited::Unchanged),
            Ok(saved) if saved.trim_end().is_empty() => return Ok(Edited::Emptied),
            Ok(saved) => {
                self.taken = Some(editing);
                return Ok(Edited::Taken(saved.trim_end().to_owned()));
            }
            Err(trouble) => trouble,
        };
        let failure = failed(&format!("{cause}; your text here is as it was"));
        Err(match editing.keep() {
            None => failure.hint(hint),
            Some(path) => failure.hint(format!(
                "what the editor left is kept in `{}`; take from it what you want{}, then remove its folder",
                shown(&path),
                match self.writing {
                    Writing::Answer => ", with `:edit` or as lines here",
                    Writing::Log | Writing::Config => "",
                }
            )),
        }
        .into())
    }
}

/// Opens a settings file in the editor, where it lies. It is made first where that is needed, but not
/// without an editor to open it in.
///
/// # Errors
/// Where there is no editor, or it fails, or the file cannot be made.
pub fn open_in_editor(
    editor: Option<&OsStr>,
    file: &Path,
    make: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let failed = |cause: &str, hint: &str| {
        let what = format!("could not edit `{}`", shown(file));
        Failure::new(what).because(cause).hint(hint)
    };
    let writing = Writing::Config;
    let command = CommandLine::of(editor).map_err(|cause| failed(&cause, writing.set_another()))?;
    make()?;
    let ran = command.run(file, writing);
    ran.map_err(|Trouble { cause, hint }| failed(&cause, hint).into())
}

/// Notes as comments, a line each. A line of a person's own that begins with `#` is none of them.
fn comments(notes: &[String]) -> impl Iterator<Item = String> {
    let about = (!notes.is_empty()).then(|| "Lines like these are not saved.".to_owned());
    let notes = about.into_iter().chain(notes.iter().cloned());
    notes.map(|note| format!("# {}", note.replace('\n', " ")))
}

/// The text without the comments that were put below it.
fn without(text: &str, comments: &[String]) -> String {
    if comments.is_empty() {
        return text.to_owned();
    }
    let is_own = |line: &&str| comments.iter().all(|comment| comment != line.trim_end());
    let text: Vec<_> = text.lines().filter(is_own).collect();
    text.join("\n").trim_matches('\n').to_owned()
}

/// Whether an editor changed no more than how lines end.
fn is_same(saved: &str, text: &str) -> bool {
    saved.trim_end() == text.replace("\r\n", "\n").trim_end()
}

/// Says what came of it, and gives the text where there is one.
pub(super) fn report(edited: Result<Edited>, width: usize, ui: &mut Ui) -> Option<String> {
    match edited {
        Ok(Edited::Taken(text)) => {
            ui.say(&quoted(&text, width));
            return Some(text);
        }
        Ok(Edited::Unchanged) => ui.say(
            "Nothing was changed in the editor. If its window is still open, it needs an option to be waited for, such as `code --wait`.",
        ),
        Ok(Edited::Emptied) => ui.say(
            "The file came back empty, so your text is as it was; `:clear` removes it.",
        ),
        Err(error) => ui.error(&error),
    }
    None
}

impl CommandLine {
    /// Splits a command line as a shell does, or says why that cannot be done.
    fn of(editor: Option<&OsStr>) -> Result<Self, String> {
        let editor = editor
            .ok_or("neither `VISUAL` nor `EDITOR` names one, nor `editor` in `config.yaml`")?;
        let shown = editor.to_string_lossy();
        let whole = editor
            .to_str()
            .ok_or_else(|| format!("its command `{shown}` is not UTF-8 text"))?;
        let mut words = shell_words::split(whole)
            .map_err(|_| format!("its command `{whole}` has a quote that is not closed"))?
            .into_iter();
        let program = words.next().filter(|program| !program.is_empty());
        Ok(Self {
            whole: whole.trim().to_owned(),
            program: program.ok_or_else(|| format!("its command `{whole}` names no program"))?,
            arguments: words.collect(),
        })
    }

    /// Runs the editor on a file, and has the terminal as it was when it ends.
    fn run(&self, file: &Path, writing: Writing) -> Result<(), Trouble> {
        let guard = TerminalGuard::new();
        let ended = Command::new(&self.program)
            .args(&self.arguments)
            .arg(file)
            .stdin(TerminalGuard::input())
            .stdout(TerminalGuard::output())
            .status();
        guard.restore_modes();
        let Self { whole, program, .. } = self;
        match ended {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => {
                guard.restore_screen(was_killed(status));
                Err(Trouble {
                    cause: format!("`{whole}` {}", ending(status)),
                    hint: writing.try_again(),
                })
            }
            Err(error) => Err(Trouble {
                cause: match error.kind() {
                    ErrorKind::NotFound => format!("there is no program `{program}`"),
                    ErrorKind::PermissionDenied => format!("`{program}` may not be run"),
                    _ => format!("`{program}`: {}", plain(&error)),
                },
                hint: writing.set_another(),
            }),
        }
    }
}

/// Whether the editor, or one that a script started for it, had no time to tidy up.
fn was_killed(status: ExitStatus) -> bool {
    status.code().is_none_or(|code| code > 128)
}

fn ending(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("ended with exit code {code}"),
        (None, Some(signal)) => format!("was ended by signal {signal}"),
        (None, None) => "ended in an unknown way".to_owned(),
    }
}
