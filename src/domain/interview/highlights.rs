//! The results for the top of the review: offered from the answers, or in the person's own words.

use super::action::{ALREADY_THERE, Applied, EMPTY, NOTHING_TO_MARK, chosen};
use super::{Action, Event, Interview, Rejection, Step};
use crate::domain::assessment::{Highlight, MAX_HIGHLIGHTS, MAX_TEXT};
use crate::domain::log::LogEntry;
use crate::domain::rubric::Kind;

/// How many answers are offered: as many as have a number of one digit.
const MAX_OFFERS: usize = 9;
/// From this rating upward an answer is offered.
const OFFERED_FROM: u8 = 4;

impl Interview<'_> {
    /// The answers offered as highlights, by place: rated 4 or 5 with evidence, neither private nor
    /// carried over, never about trouble. Events come first, then the higher rating.
    pub fn highlight_offers(&self) -> Vec<usize> {
        let is_offered = |place: &usize| {
            let answer = self.answer(*place);
            let (_, question) = self.question(*place);
            let rating = answer.rating().map_or(0, |rating| rating.number());
            rating >= OFFERED_FROM
                && answer.has_evidence()
                && !answer.private
                && answer.carried.is_none()
                && question.kind != Kind::Trouble
        };
        let mut offers: Vec<_> = (0..self.questions.len()).filter(is_offered).collect();
        offers.sort_by_key(|place| {
            let (_, question) = self.question(*place);
            let rating = std::cmp::Reverse(self.answer(*place).rating());
            (question.kind != Kind::Event, rating)
        });
        offers.truncate(MAX_OFFERS);
        offers
    }

    /// What a highlight says: its own words, or else those of the answer.
    pub fn highlight_text(&self, highlight: &Highlight) -> String {
        let answer = highlight.question.as_ref();
        let answer = answer.and_then(|id| self.draft.answer(id));
        match (highlight.text.trim(), answer) {
            ("", Some(answer)) => answer.evidence.clone(),
            _ => highlight.text.clone(),
        }
    }

    /// Whether they are noted from memory, before the questions are answered.
    pub fn is_noting(&self) -> bool {
        self.noted_from.is_some()
    }

    pub(super) fn highlights(&mut self, action: Action) -> Applied {
        match action {
            Action::Choose(index) => {
                let place = *chosen(&self.highlight_offers(), index)?;
                let question = Some(self.id(place).clone());
                let text = String::new();
                self.add_highlight(Highlight { question, text })?;
            }
            Action::Highlight(None, text) => {
                let question = None;
                self.add_highlight(Highlight { question, text })?;
            }
            Action::Highlight(Some(index), text) => {
                if self.is_highlight(&text, Some(index)) {
                    return Err(ALREADY_THERE.into());
                }
                chosen(&self.draft.highlights, index)?;
                self.draft.highlights[index].text = text;
                self.offer_noted();
            }
            Action::Drop(index) => {
                chosen(&self.draft.highlights, index)?;
                self.draft.highlights.remove(index);
            }
            Action::Clear => {
                self.draft.highlights.clear();
                self.events.push(Event::Cleared);
            }
            Action::Private(private) if !self.draft.closing.trim().is_empty() => {
                self.draft.closing_private = private;
                self.events.push(Event::Private(private));
            }
            Action::Private(_) => return Err(NOTHING_TO_MARK.into()),
            action => {
                let next = match (action, self.noted_from) {
                    (Action::Review, _) => Step::Review,
                    (Action::Finish, Some(_)) => Step::Focus,
                    (Action::Continue | Action::Skip | Action::Back, Some(from)) => from,
                    (Action::Continue | Action::Skip | Action::Finish, None) => Step::Done,
                    (Action::Back, None) if self.closing().is_some() => Step::Closing,
                    (Action::Back, None) => Step::Focus,
                    _ => return Err(Rejection::not_here()),
                };
                self.noted_from = None;
                self.enter(next);
            }
        }
        Ok(())
    }

    fn add_highlight(&mut self, highlight: Highlight) -> Applied {
        if highlight.question.is_none() && highlight.text.trim().is_empty() {
            return Err(EMPTY.into());
        }
        let chosen = &self.draft.highlights;
        let words = self.highlight_text(&highlight);
        if chosen.contains(&highlight) || self.is_highlight(&words, None) {
            return Err(ALREADY_THERE.into());
        }
        if chosen.len() == MAX_HIGHLIGHTS {
            let full = format!("{MAX_HIGHLIGHTS} are chosen already; `:clear` takes them all back");
            return Err(full.into());
        }
        self.draft.highlights.push(highlight);
        self.offer_noted();
        Ok(())
    }

    /// Whether a highlight, other than the one in that place, has these words.
    fn is_highlight(&self, words: &str, except: Option<usize>) -> bool {
        let mut chosen = self.draft.highlights.iter().enumerate();
        chosen.any(|(place, chosen)| {
            Some(place) != except && self.highlight_text(chosen).trim() == words.trim()
        })
    }

    /// Has highlights in the person's own words offered as evidence, like entries of the log.
    pub(super) fn offer_noted(&mut self) {
        for highlight in &self.draft.highlights {
            let date = self.draft.started.unwrap_or(self.draft.period.last_day());
            let entry = LogEntry::new(date, &highlight.text, Vec::new());
            let is_own = highlight.question.is_none() && highlight.text.len() <= MAX_TEXT;
            if let Some(entry) = entry.filter(|entry| is_own && !self.log.contains(entry)) {
                self.log.push(entry);
            }
        }
    }

    /// Whether an entry is a highlight that was noted, not one of the log.
    pub fn is_noted(&self, entry: &LogEntry) -> bool {
        self.log[self.logged..].contains(entry)
    }

    pub(super) fn is_still_noted(&self, index: usize) -> bool {
        let mut chosen = self.draft.highlights.iter();
        chosen.any(|highlight| highlight.text.trim() == self.log[index].text)
    }
}
