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

use anyhow::Result;

use crate::domain::interview::{Action, Event, Interview};
use crate::ui::Ui;
use text::question::QuestionText;

pub use editor::{Edited, Editor, Writing, open_in_editor};
pub use line::LinePrompt;
pub use log::{LogPrompt, Logged};
pub use terminal::TerminalPrompt;

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Action(Action),
    Ended,
    Signal(u8),
}

/// What was asked for, or what to do instead.
type Asked<T> = Result<T, Reply>;

impl From<Action> for Reply {
    fn from(action: Action) -> Self {
        Self::Action(action)
    }
}

impl Reply {
    fn signal(&self) -> Option<u8> {
        match self {
            Self::Signal(number) => Some(*number),
            _ => None,
        }
    }
}

pub trait Prompt {
    /// Asks what the interview wants to know now and returns what was said.
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Reply>;

    /// Asks for one of a few things that are not part of the interview: [`Action::Choose`], or
    /// [`Action::Quit`] where the person would rather leave.
    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Result<Reply>;

    /// Whether a person should be asked to stop here rather than told that they may.
    fn offers_rest(&self, _: &Interview<'_>) -> bool {
        false
    }

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui);

    /// Lines of a text that were typed and have not become part of the interview.
    fn ahead(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// A signal to leave that has come meanwhile, by its number.
    fn signal(&mut self) -> Option<u8>;

    /// Nothing more is asked: the terminal is given back as it was.
    fn leave(&mut self, _: &mut Ui) {}
}

/// What to have in sight while the text of this step is written in an editor.
fn reminder(interview: &Interview<'_>) -> Vec<String> {
    match interview.step().place() {
        Some(place) => QuestionText::new(interview, place, 0).reminder(),
        None => vec![text::ending::closing_ask(interview)],
    }
}
