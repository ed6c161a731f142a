//! What is asked before the questions: the role, the stage, what came of the last focus.

use super::dialog::dialog_page;
use super::list::List;
use super::{Asked, TerminalPrompt, Work};
use crate::domain::interview::{Action, Interview, Step};
use crate::prompt::command::{is_command, parse};
use crate::prompt::{Reply, text};
use crate::ui::Ui;

impl TerminalPrompt {
    /// One of the things that the interview offers.
    pub(super) fn opening(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Action> {
        let step = interview.step();
        let (title, texts) = text::opening::choice(interview);
        let marked = text::opening::chosen(interview);
        let mut list = self.list(step, || List::numbered(texts, marked));
        let skip = match step {
            Step::LastOutcome(_) => " · Ctrl-S leave it out",
            _ => "",
        };
        let foot = format!("↑ ↓ or a number, then Enter{skip} · Esc back · Ctrl-Q quit");
        let index = self.item(interview, &mut list, ui, |prompt, _| {
            dialog_page(&title, &foot, prompt.width())
        });
        self.work = Some((step, Work::List(list)));
        index.map(Action::Choose)
    }

    /// In a line, what came of the last focus.
    pub(super) fn last_note(
        &mut self,
        interview: &Interview<'_>,
        index: usize,
        ui: &mut Ui,
    ) -> Asked<Action> {
        let item = interview.draft().last_focus.get(index);
        let note = item.map(|item| item.note.clone()).unwrap_or_default();
        let title = text::opening::last_note(interview, index);
        loop {
            let (line, reply) = self.write_line(&title, &note, None, ui);
            if reply.is_none() && is_command(&line) {
                // Where it only told something, the note is still to come.
                self.command(interview, parse(interview.step(), &line), ui)?;
                continue;
            }
            if reply == Some(Reply::Action(Action::StepBack)) {
                return Ok(Action::StepBack);
            }
            self.next.extend(reply);
            return Ok(if line.is_empty() && !note.is_empty() {
                Action::Clear
            } else {
                Action::Note(line)
            });
        }
    }
}
