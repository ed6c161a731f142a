//! What a key or a typed command does that is not part of writing or choosing.

use super::list::List;
use super::{Asked, TerminalPrompt, keys};
use crate::domain::interview::{Action, Interview, Phase, Rejection, Step};
use crate::prompt::command::Command;
use crate::prompt::editor::{self, Edited};
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, reminder, text};
use crate::ui::Ui;

impl TerminalPrompt {
    /// What a key does that works at the whole step.
    pub(super) fn act(&mut self, interview: &Interview<'_>, key: &Key, ui: &mut Ui) -> Asked<()> {
        match keys::command(key) {
            Some(command) => self.command(interview, command, ui),
            None => Ok(()),
        }
    }

    /// Does what a key or a typed command asks for at this step.
    pub(super) fn command(
        &mut self,
        interview: &Interview<'_>,
        command: Command,
        ui: &mut Ui,
    ) -> Asked<()> {
        match command {
            Command::Action(Action::Skip) if !self.may_skip(interview, ui) => Ok(()),
            Command::Action(action) => Err(action.into()),
            Command::NotApplicable => self.not_applicable(interview, ui),
            Command::Log => self.log(interview, ui),
            Command::Help => self.help(ui),
            Command::Edit => self.edit(interview, ui),
            Command::Unclear(words) => {
                ui.say(&words);
                Ok(())
            }
            Command::Text(_) => Ok(()),
        }
    }

    /// Skipping takes a rating away, which nobody may want who only meant to go on. So it has to
    /// be said twice where there is one.
    fn may_skip(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> bool {
        let (Step::Evidence(place) | Step::Rating(place)) = interview.step() else {
            return true;
        };
        let answer = interview.answer(place);
        let (Some(rating), Some(Phase::Whole)) = (answer.rating(), interview.phase()) else {
            return true;
        };
        let is_said_again = self.skip_asked_at == Some(place);
        self.skip_asked_at = (!is_said_again).then_some(place);
        if !is_said_again {
            ui.say(&format!(
                "skipping removes your rating of {rating}; Ctrl-S again does it, Tab or Enter keep it and go on"
            ));
        }
        is_said_again
    }

    /// Shows the log and takes the entry chosen.
    fn log(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<()> {
        let (Step::Evidence(place) | Step::Rating(place)) = interview.step() else {
            ui.say("that works at a question");
            return Ok(());
        };
        let entries = interview.entries(place);
        if entries.is_empty() {
            ui.say(text::log::NOTHING);
            return Ok(());
        }
        let first = entries.iter().position(|entry| !interview.is_used(entry));
        let mut list = List::numbered(text::log::entries(interview, place), first);
        let title = "Which entry of your log?";
        match self.pick(interview, title, &mut list, ui)? {
            Some(index) => Err(Action::TakeEntry(index).into()),
            None => Ok(()),
        }
    }

    fn edit(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<()> {
        let Some(text) = interview.text() else {
            ui.say(&Rejection::NotHere.to_string());
            return Ok(());
        };
        self.close(ui);
        let edited = self.editor.edit(&text, &reminder(interview));
        self.input.forget_keys();
        ui.hold();
        match edited {
            // It stands on the screen that comes next.
            Ok(Edited::Taken(text)) => {
                self.work = None;
                if matches!(interview.step(), Step::Evidence(_)) {
                    self.next.push_back(Reply::Action(Action::Continue));
                }
                Err(Action::Write(text).into())
            }
            edited => {
                editor::report(edited, self.width(), ui);
                Ok(())
            }
        }
    }
}
