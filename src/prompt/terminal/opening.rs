//! What is asked before the questions: the role, the stage, what came of the last focus.

use super::list::List;
use super::turn::{Turn, dialog_page};
use super::{Asked, Work};
use crate::domain::interview::{Action, Step};
use crate::prompt::command::{is_command, parse};
use crate::prompt::{Reply, text};

impl Turn<'_> {
    pub(super) fn opening(&mut self) -> Asked<Action> {
        let (title, texts, marked) = text::opening::choice(self.interview);
        let mut list = self.list(|| List::numbered(texts, marked));
        let skip = match self.interview.step() {
            Step::Wanted(_) | Step::LastOutcome(_) => " · Ctrl-S leave it out",
            _ => "",
        };
        let foot = format!("↑ ↓ or a number, then Enter{skip} · Esc back · Ctrl-Q quit");
        let index = self.item(&mut list, |width, _| dialog_page(&title, &foot, width));
        self.keep(Work::List(list));
        index.map(Action::Choose)
    }

    pub(super) fn last_note(&mut self, index: usize) -> Asked<Action> {
        let note = &self.interview.draft().last_focus[index].note;
        let title = text::opening::last_note(self.interview, index);
        loop {
            let (line, reply) = self.write_line(&title, note, None);
            if reply.is_none() && is_command(&line) {
                // Where it only told something, the note is still to come.
                self.command(parse(self.interview.step(), &line))?;
                continue;
            }
            if reply == Some(Reply::Action(Action::StepBack)) {
                return Ok(Action::StepBack);
            }
            self.prompt.next.extend(reply);
            return Ok(if line.is_empty() && !note.is_empty() {
                Action::Clear
            } else {
                Action::Write(line)
            });
        }
    }
}
