//! What a key or a typed command does that is not part of writing or choosing.

use anyhow::Result;

use super::list::List;
use super::{Given, TerminalPrompt, keys};
use crate::domain::interview::{Action, Interview, Pass, Step};
use crate::prompt::command::{Meaning, meaning};
use crate::prompt::editor::{self, Edited};
use crate::prompt::input::INTERRUPT;
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, words};
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
            Meaning::Log => self.log(interview, ui)?,
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

    /// Takes an entry of the log: the only one left at once, else the one chosen.
    fn log(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Option<Reply>> {
        let (Step::Evidence(place) | Step::Rating(place)) = interview.step() else {
            return Ok(None);
        };
        let entries = interview.entries(place);
        if entries.is_empty() {
            ui.say(words::logged::NOTHING);
            return Ok(None);
        }
        if let [entry] = entries.as_slice()
            && !interview.is_used(entry)
        {
            return Ok(Some(Reply::Action(Action::TakeEntry(0))));
        }
        let lines = entries
            .iter()
            .map(|entry| words::logged::line(interview, entry));
        let first = entries.iter().position(|entry| !interview.is_used(entry));
        let mut list = List::numbered(lines.collect(), first);
        let title = "Which entry of your log?";
        Ok(match self.pick(interview, title, &mut list, ui)? {
            Given::Value(Some(index)) => Some(Reply::Action(Action::TakeEntry(index))),
            Given::Value(None) => None,
            Given::Reply(reply) => Some(reply),
        })
    }

    fn edit(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Option<Reply> {
        let text = interview.text()?;
        self.close(ui);
        let edited = self.editor.edit(&text);
        self.input.forget_keys();
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
