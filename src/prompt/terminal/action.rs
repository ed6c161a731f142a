//! What a key or a typed command does that is not part of writing or choosing.

use anyhow::Result;

use super::key::Key;
use super::{TerminalPrompt, keys};
use crate::domain::interview::{Action, Interview, Pass, Step};
use crate::prompt::Reply;
use crate::prompt::command::{Meaning, meaning};
use crate::prompt::editor::{self, Edited};
use crate::prompt::signal::{self, INTERRUPT};
use crate::ui::Ui;

impl TerminalPrompt {
    /// What a key does that works at the whole step.
    pub(super) fn act(
        &mut self,
        interview: &Interview<'_>,
        key: &Key,
        ui: &mut Ui,
    ) -> Result<Option<Reply>> {
        match (key, keys::command(key)) {
            (Key::Help, _) => self.help(ui),
            (Key::Ctrl('d'), _) => Ok(Some(Reply::Signal(INTERRUPT))),
            (_, Some(line)) => self.command(interview, line, ui),
            (_, None) => Ok(None),
        }
    }

    /// What a line that begins with a colon, or a key that stands for one, does at this step.
    pub(super) fn command(
        &mut self,
        interview: &Interview<'_>,
        line: &str,
        ui: &mut Ui,
    ) -> Result<Option<Reply>> {
        let step = interview.step();
        match line {
            ":na" => return self.not_applicable(interview, ui),
            ":reuse" if matches!(step, Step::Evidence(_)) => {
                return Ok(Some(Reply::Action(Action::AddEarlier)));
            }
            ":skip" if !self.may_skip(interview, ui) => return Ok(None),
            _ => {}
        }
        Ok(match meaning(step, line) {
            Meaning::Action(action) => Some(Reply::Action(action)),
            Meaning::Help => self.help(ui)?,
            Meaning::Unclear(words) => {
                ui.say(&words);
                None
            }
            Meaning::Edit => self.edit(interview, ui),
        })
    }

    /// Skipping takes a rating away, which nobody may want who only meant to go on. So it has to
    /// be said twice where there is one.
    fn may_skip(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> bool {
        let (Step::Evidence(place) | Step::Rating(place)) = interview.step() else {
            return true;
        };
        let answer = interview.answer(place);
        let (Some(rating), Some(Pass::Whole)) = (answer.rating(), interview.pass()) else {
            return true;
        };
        let is_said_again = self.skip_asked_at == Some(place);
        self.skip_asked_at = (!is_said_again).then_some(place);
        if !is_said_again {
            ui.say(&format!(
                "skipping takes away your rating of {rating}; Ctrl-S again does it, Tab or Enter go on and keep it"
            ));
        }
        is_said_again
    }

    fn edit(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Option<Reply> {
        let text = interview.text()?;
        self.close(ui);
        let edited = self.editor.edit(&text);
        signal::forget_keys();
        ui.hold();
        match edited {
            // It stands on the screen that comes next.
            Ok(Edited::Taken(text)) => {
                self.work = None;
                Some(Reply::Action(Action::Evidence(text)))
            }
            edited => editor::told(edited, self.width(), ui).map(Reply::Action),
        }
    }
}
