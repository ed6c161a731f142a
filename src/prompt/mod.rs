//! Asking: two ways to put the same interview to a person. What is typed goes to the interview as
//! an [`Action`]; no rule of the interview lives here.

mod command;
mod editor;
mod eta;
mod input;
mod line;
mod log;
mod terminal;
mod terminal_guard;
mod text;

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use self::eta::Eta;
use self::input::Input;
use self::text::question::QuestionText;
use crate::domain::assessment::MAX_TEXT;
use crate::domain::interview::{Action, Event, Interview, Step};
use crate::error::Exit;
use crate::escape::visible;
use crate::ui::Ui;

pub use editor::{Edited, Editor, open_in_editor};
pub use line::LinePrompt;
pub use log::{LogPrompt, Logged};
pub use terminal::TerminalPrompt;
pub use terminal_guard::restore_terminal;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Action(Action),
    /// Input has ended, or a signal has come.
    Exit(Exit),
}

type Asked<T> = Result<T, Reply>;

impl From<Action> for Reply {
    fn from(action: Action) -> Self {
        Self::Action(action)
    }
}

impl Reply {
    /// How the program ends where a person leaves instead of choosing.
    fn exit(self) -> Exit {
        match self {
            Self::Exit(exit) => exit,
            Self::Action(_) => Exit::Done,
        }
    }
}

/// The place of what was chosen, or how the program ends where the person would rather leave.
pub type Choice = Result<usize, Exit>;

pub trait Prompt {
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Reply;

    /// Asks for one of a few things that are not part of the interview.
    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Choice;

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui);

    /// Lines of a text that were typed and have not become part of the interview.
    fn ahead(&mut self) -> Vec<String> {
        Vec::new()
    }

    fn signal(&mut self) -> Option<Exit>;

    /// Nothing more is asked: the terminal is given back as it was.
    fn leave(&mut self, _: &mut Ui) {}
}

struct Tools {
    input: Input,
    editor: Editor,
    eta: Eta,
    has_welcomed: bool,
}

impl Tools {
    fn new(editor: Option<OsString>, folder: PathBuf) -> Result<Self> {
        Ok(Self {
            input: Input::open()?,
            editor: Editor::new(editor, folder, MAX_TEXT),
            eta: Eta::new(),
            has_welcomed: false,
        })
    }

    /// Once role and stage are said. `how` is what to type to note highlights first.
    fn welcome(&mut self, interview: &Interview<'_>, how: &str) -> Option<[String; 2]> {
        let is_due = !self.has_welcomed && !matches!(interview.step, Step::Role | Step::Stage);
        self.has_welcomed |= is_due;
        is_due.then(|| text::steps::welcome(interview, how))
    }

    /// What the person's editor makes of the text of this step; where that is nothing, it is said.
    fn edit(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Option<String> {
        // What to have in sight meanwhile.
        let mut notes = vec![text::steps::closing_ask(interview)];
        if let Some(place) = interview.step.place() {
            let text = QuestionText::new(interview, place, 0);
            let anchors = (1..).zip(text.anchors());
            notes = vec![text.ask()];
            notes.extend(anchors.map(|(number, anchor)| format!("{number}  {}", visible(&anchor))));
        }
        let edited = self.editor.edit(&interview.text()?, &notes);
        self.input.signals.forget_keys();
        match edited {
            Ok(Edited::Taken(text)) => return Some(text),
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
}
