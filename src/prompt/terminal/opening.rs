//! What is asked before the questions: the role, the stage, what came of the last focus.

use anyhow::Result;

use super::dialog::{End, dialog_page};
use super::list::List;
use super::{Given, Taken, TerminalPrompt, Work};
use crate::domain::interview::{Action, Interview, Step};
use crate::prompt::command::is_command;
use crate::prompt::{Reply, words};
use crate::ui::Ui;

impl TerminalPrompt {
    /// One of the things that the interview offers.
    pub(super) fn choice(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Reply> {
        let step = interview.step();
        let rubric = interview.rubric();
        let (title, texts) = match step {
            Step::Role => (
                words::opening::role().to_owned(),
                words::opening::roles(rubric),
            ),
            Step::Stage => (
                words::opening::stage().to_owned(),
                words::opening::stages(rubric),
            ),
            Step::LastOutcome(index) => (
                words::opening::last_focus(interview, index),
                words::opening::outcomes(),
            ),
            _ => return Ok(Reply::Action(Action::Quit)),
        };
        let marked = words::opening::chosen(interview);
        let mut list = match self.resume_work(step) {
            Some(Work::List(list)) => list,
            _ => List::numbered(texts, marked),
        };
        let foot = match step {
            Step::LastOutcome(_) => {
                "↑ ↓ or a number, then Enter · Ctrl-S leave it unsaid · Esc back · Ctrl-Q quit"
            }
            _ => "↑ ↓ or a number, then Enter · Esc back · Ctrl-Q quit",
        };
        loop {
            let taken = self.take(interview, &mut list, ui, |prompt, _| {
                dialog_page(&title, foot, prompt.width())
            })?;
            let reply = match taken {
                Given::Value(Taken::Item(index)) => Reply::Action(Action::Choose(index)),
                Given::Value(Taken::Typed(_)) => continue,
                Given::Reply(reply) => reply,
            };
            self.work = Some((step, Work::List(list)));
            return Ok(reply);
        }
    }

    /// In a line, what came of the last focus.
    pub(super) fn last_note(
        &mut self,
        interview: &Interview<'_>,
        index: usize,
        ui: &mut Ui,
    ) -> Result<Reply> {
        let item = interview.draft().last_focus.get(index);
        let note = item.map(|item| item.note.clone()).unwrap_or_default();
        let title = words::opening::last_note(interview, index);
        loop {
            let (line, end) = self.write_line(&title, &note, ui)?;
            if let End::Taken = end
                && is_command(&line)
            {
                match self.command(interview, &line, ui)? {
                    Some(reply) => return Ok(reply),
                    // It has been answered: the note is still to come.
                    None => continue,
                }
            }
            let is_removed = line.is_empty() && !note.is_empty();
            let action = Reply::Action(match is_removed {
                true => Action::Clear,
                false => Action::Note(line),
            });
            return Ok(match end {
                End::Taken => action,
                End::Back => Reply::Action(Action::Back),
                End::Reply(reply) => {
                    self.next.push_back(reply);
                    action
                }
            });
        }
    }
}
