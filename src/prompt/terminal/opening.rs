//! What is asked before the questions: the role, the stage, what came of the last focus.

use super::dialog::dialog_page;
use super::list::{List, Picked};
use super::{Asked, TerminalPrompt, Work};
use crate::domain::interview::{Action, Interview, Step};
use crate::prompt::command::{is_command, parse};
use crate::prompt::{Reply, text};
use crate::ui::Ui;

impl TerminalPrompt {
    /// One of the things that the interview offers.
    pub(super) fn choice(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Reply> {
        let step = interview.step();
        let (title, texts) = text::opening::choice(interview);
        let marked = text::opening::chosen(interview);
        let mut list = match self.resume_work(step) {
            Some(Work::List(list)) => list,
            _ => List::numbered(texts, marked),
        };
        let foot = match step {
            Step::LastOutcome(_) => {
                "↑ ↓ or a number, then Enter · Ctrl-S leave it out · Esc back · Ctrl-Q quit"
            }
            _ => "↑ ↓ or a number, then Enter · Esc back · Ctrl-Q quit",
        };
        let reply = loop {
            let picked = self.take(interview, &mut list, ui, |prompt, _| {
                dialog_page(&title, foot, prompt.width())
            });
            match picked {
                Ok(Picked::Item(index)) => break Ok(Reply::Action(Action::Choose(index))),
                Ok(_) => {}
                Err(leave) => break Err(leave),
            }
        };
        self.work = Some((step, Work::List(list)));
        reply
    }

    /// In a line, what came of the last focus.
    pub(super) fn last_note(
        &mut self,
        interview: &Interview<'_>,
        index: usize,
        ui: &mut Ui,
    ) -> Asked<Reply> {
        let item = interview.draft().last_focus.get(index);
        let note = item.map(|item| item.note.clone()).unwrap_or_default();
        let title = text::opening::last_note(interview, index);
        loop {
            let (line, reply) = self.write_line(&title, &note, None, ui)?;
            if reply.is_none() && is_command(&line) {
                // Where it only told something, the note is still to come.
                self.command(interview, parse(interview.step(), &line), ui)?;
                continue;
            }
            if reply == Some(Reply::Action(Action::StepBack)) {
                return Err(Action::StepBack.into());
            }
            self.next.extend(reply);
            let is_removed = line.is_empty() && !note.is_empty();
            return Ok(Reply::Action(if is_removed {
                Action::Clear
            } else {
                Action::Note(line)
            }));
        }
    }
}
