//! The screen with all answers, from which any of them can be changed.

use super::Asked;
use super::list::{Item, List};
use super::screen::{Page, Section, Tone};
use super::turn::Turn;
use crate::domain::interview::{Action, Interview};
use crate::page::wrap::wrap;
use crate::prompt::text;

/// What is typed, or picked, to end the questions.
const FINISH: &str = "finish";

const FOOT: [&str; 2] = [
    "↑ ↓, then Enter to change an answer · type the start of an id to find it",
    "Esc back to the questions · Ctrl-Q save and quit · F1 all keys",
];

impl Turn<'_> {
    pub(super) fn review(&mut self) -> Asked<Action> {
        let interview = self.interview;
        let mut list = List::new(items(interview), Some(self.first_marked()));
        let index = self.item(&mut list, |width, list| {
            let tally = text::review::tally(interview);
            let row = list.marked.and_then(|index| index.checked_sub(1));
            let asked = row.map(|row| text::review::asked(interview, row));
            let asked = wrap(&asked.unwrap_or_default(), width, "", "");
            let above = vec![
                Section::whole("Your answers", Tone::Strong),
                Section::wrapped(&tally, Tone::Plain, width),
                Section::gap(),
            ];
            let mut page = Page::new(above, &FOOT, width);
            page.below
                .insert(1, Section::giving_way(&asked, Tone::Plain, 2, 1));
            page
        })?;
        if index == 0 {
            return Ok(Action::Finish);
        }
        self.prompt.reviewed = Some(index);
        Ok(Action::GoTo(list.items[index].key.clone()))
    }

    /// The answer that was opened last, else the first that is open; the end where none is.
    fn first_marked(&self) -> usize {
        let open = text::review::open(self.interview).next();
        open.map_or(0, |place| self.prompt.reviewed.unwrap_or(place + 1))
    }
}

fn items(interview: &Interview<'_>) -> Vec<Item> {
    let finish = Item {
        key: FINISH.to_owned(),
        text: "see where you stand, and choose what to work on".to_owned(),
    };
    let answers = text::review::answers(interview).into_iter();
    let answers = answers.map(|(key, text)| Item { key, text });
    std::iter::once(finish).chain(answers).collect()
}
