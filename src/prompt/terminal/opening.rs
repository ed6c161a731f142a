//! What is asked before the questions, and the list of all answers, from which any can be changed.

use super::Asked;
use super::list::{Item, List};
use super::screen::{Page, Section, Tone};
use super::turn::{Turn, dialog_page};
use crate::domain::interview::{Action, Step};
use crate::page::wrap::wrap;
use crate::prompt::command::{Command, is_command, parse};
use crate::prompt::text::words_if;
use crate::prompt::{Reply, text};

impl Turn<'_> {
    pub(super) fn opening(&mut self) -> Asked<Action> {
        let (title, texts, marked) = text::opening::choice(self.interview);
        let choices = texts.into_iter().zip((0..).map(Action::Choose));
        let mut list = List::numbered(choices, marked);
        let may_skip = !matches!(self.interview.step(), Step::Role | Step::Stage);
        let skip = words_if(may_skip, " · Ctrl-S leave it out");
        let foot = format!("↑ ↓ or a number, then Enter{skip} · Esc back · Ctrl-Q quit");
        self.item(&mut list, |width, _| dialog_page(&title, &foot, width))
    }

    pub(super) fn last_note(&mut self, index: usize) -> Asked<Action> {
        let note = &self.interview.draft().last_focus[index].note;
        let title = text::opening::last_note(self.interview, index);
        loop {
            let mut line = note.clone();
            match self.write_line(&title, &mut line, None) {
                // Where it only told something, the note is still to come.
                None if is_command(&line) => {
                    self.command(parse(self.interview.step(), &line))?;
                    continue;
                }
                Some(Reply::Action(Action::StepBack)) => return Ok(Action::StepBack),
                reply => self.prompt.next.extend(reply.map(Command::from)),
            }
            return Ok(if line.is_empty() && !note.is_empty() {
                Action::Clear
            } else {
                Action::Write(line)
            });
        }
    }

    pub(super) fn review(&mut self) -> Asked<Action> {
        let interview = self.interview;
        let foot = [
            "↑ ↓, then Enter to change an answer · type the start of an id to find it",
            "Esc back to the questions · Ctrl-Q save and quit · F1 all keys",
        ];
        let finish = Item {
            key: "finish".to_owned(),
            text: "see where you stand, and choose what to work on".to_owned(),
            action: Action::Finish,
        };
        let answers = text::review::answers(interview).into_iter();
        let answers = answers.map(|(key, text)| Item {
            action: Action::GoTo(key.clone()),
            key,
            text,
        });
        // The answer that was opened last, else the first that is open; the end where none is.
        let open = text::review::open(interview).next();
        let marked = open.map_or(0, |place| self.prompt.reviewed.unwrap_or(place + 1));
        let mut list = List::numbered([], Some(marked));
        list.items.extend(std::iter::once(finish).chain(answers));
        let action = self.item(&mut list, |width, list| {
            let row = list.marked.and_then(|index| index.checked_sub(1));
            let asked = row.map_or_else(String::new, |row| text::review::asked(interview, row));
            let asked = wrap(&asked, width, "", "");
            let above = vec![
                Section::whole("Your answers", Tone::Strong),
                Section::wrapped(&text::review::tally(interview), Tone::Plain, width),
                Section::gap(),
            ];
            let mut page = Page::new(above, &foot, width);
            let asked = Section::giving_way(&asked, Tone::Plain, 2, 1);
            page.below.insert(1, asked);
            page
        })?;
        if matches!(action, Action::GoTo(_)) {
            self.prompt.reviewed = list.marked;
        }
        Ok(action)
    }
}
