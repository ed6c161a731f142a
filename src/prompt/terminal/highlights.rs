//! The results for the top of the review: offered answers, the person's own words, what is chosen.

use super::dialog::dialog_page;
use super::list::List;
use super::{Asked, TerminalPrompt};
use crate::domain::interview::{Action, Interview};
use crate::prompt::{Reply, text};
use crate::ui::Ui;

impl TerminalPrompt {
    /// Takes a highlight, changes one, or goes on.
    pub(super) fn highlights(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Action> {
        let mut choices = text::ending::highlight_offers(interview);
        let own = choices.len();
        choices.push("in your own words".to_owned());
        choices.push(if interview.is_noting() {
            "go on with the questions".to_owned()
        } else {
            "finish".to_owned()
        });
        // What is chosen comes last, so that the others keep their numbers.
        let chosen = text::ending::chosen_highlights(interview).into_iter();
        choices.extend(chosen.map(|chosen| format!("change: {chosen}")));
        let is_first = interview.is_noting() && interview.draft().highlights.is_empty();
        let marked = if is_first { own } else { own + 1 };
        let mut list = List::numbered(choices, Some(marked));
        let ask = text::ending::highlights_ask(interview);
        let foot = "↑ ↓ or a number, then Enter · Esc back · Ctrl-Q save and quit · F1 all keys";
        loop {
            let index = self.item(interview, &mut list, ui, |prompt, _| {
                dialog_page(&ask, foot, prompt.width())
            })?;
            if index < own {
                return Ok(Action::Choose(index));
            }
            if index == own + 1 {
                return Ok(Action::Continue);
            }
            let place = index.checked_sub(own + 2);
            if let Some(action) = self.reword(interview, place, ui)? {
                return Ok(action);
            }
        }
    }

    /// A highlight in the person's own words. One that is emptied is taken back.
    fn reword(
        &mut self,
        interview: &Interview<'_>,
        place: Option<usize>,
        ui: &mut Ui,
    ) -> Asked<Option<Action>> {
        let chosen = place.and_then(|place| interview.draft().highlights.get(place));
        let before = chosen.map_or_else(String::new, |chosen| interview.highlight_text(chosen));
        let title = match chosen {
            Some(_) => "Change the words; leave nothing to take it back.",
            None => "What was delivered, and what was your part?",
        };
        let before = before.replace('\n', " ");
        let (text, reply) = self.write_line(title, &before, None, ui);
        let is_same = text == before.trim();
        match reply {
            Some(Reply::Action(Action::StepBack)) => return Ok(None),
            Some(reply) if is_same => return Err(reply),
            reply => self.next.extend(reply),
        }
        Ok(match place {
            _ if is_same => None,
            Some(place) if text.is_empty() => Some(Action::Drop(place)),
            _ if text.is_empty() => None,
            place => Some(Action::Highlight { place, text }),
        })
    }
}
