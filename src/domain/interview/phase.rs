//! All ratings first, then the texts: what is asked of a question each time it comes up.

use super::{Event, Interview, NextStep, Step};
use std::cmp::Reverse;

use crate::domain::assessment::State;
use crate::domain::rubric::Rating;

/// In which order ratings and texts are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Question by question: its text, then its rating.
    #[default]
    EvidenceFirst,
    /// The rating of every question, and then, for each rating that is a claim (from the rubric's
    /// `evidence_from` upward) and has no text yet, the text.
    RatingsFirst,
}

/// What is being asked of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its text and its rating, one after the other.
    Whole,
    /// Its rating; the text may come later.
    Ratings,
    /// Its text; the rating stands.
    Evidence,
}

/// How far a claim has come in the texts of this session. Each is asked for once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextState {
    /// It was shown. Left by another way than an answer, it comes again.
    Shown,
    /// It was answered, with a text or without.
    Answered,
}

impl Interview<'_> {
    /// The order in which ratings and texts are asked for.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// What is being asked of the current question; none where no question is asked. A question
    /// opened from the review is always asked as a whole.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        let in_turn = self.order == Order::RatingsFirst && self.next == NextStep::Question;
        match self.step {
            Step::Rating(_) if in_turn => Some(Phase::Ratings),
            Step::Evidence(_) if in_turn => Some(Phase::Evidence),
            Step::Rating(_) | Step::Evidence(_) => Some(Phase::Whole),
            _ => None,
        }
    }

    /// How many claims will still be asked for their text, the current one included; 0 where each
    /// question is asked as a whole.
    #[must_use]
    pub fn texts_left(&self) -> usize {
        self.texts_due().count()
    }

    /// Whether the text of that question will be asked for without the person going there.
    #[must_use]
    pub fn will_ask_for_text(&self, question: &str) -> bool {
        self.next == NextStep::Question
            && self
                .place(question)
                .is_ok_and(|place| self.texts_due().any(|due| due == place))
    }

    pub(super) fn texts_due(&self) -> impl Iterator<Item = usize> {
        let texts = self.texts().into_iter();
        texts.filter(|place| self.is_text_due(*place))
    }

    /// The texts of this session, those that have come up and those that will: the highest claim
    /// first.
    pub(super) fn texts(&self) -> Vec<usize> {
        let asked = self.asked.iter().copied();
        let is_text = |place: &usize| self.shown.contains_key(place) || self.is_text_due(*place);
        let mut texts: Vec<_> = asked.filter(is_text).collect();
        // One that was set aside meanwhile stays in sight of going back.
        let highest = Rating::all().last();
        texts.sort_by_key(|place| Reverse(self.answer(*place).rating().or(highest)));
        texts
    }

    fn is_text_due(&self, place: usize) -> bool {
        let answer = self.answer(place);
        let from = self.rubric.evidence_from;
        self.order == Order::RatingsFirst
            && match self.shown.get(&place) {
                // Its rating is not to be seen.
                _ if answer.carried.is_some() => false,
                None => answer.lacks_evidence(from) || self.is_begun(place),
                Some(TextState::Shown) => answer.rating().is_some_and(|rating| rating >= from),
                Some(TextState::Answered) => false,
            }
    }

    /// Whether the evidence for a question was left half written.
    fn is_begun(&self, place: usize) -> bool {
        let (_, question) = self.question(place);
        self.draft.begun.as_ref() == Some(&question.id)
    }

    /// Notes that evidence is being written for a rating that stands: left now, it is asked for
    /// again.
    pub(super) fn begin_text(&mut self, place: usize) {
        if self.phase() == Some(Phase::Evidence) {
            let (_, question) = self.question(place);
            self.draft.begun = Some(question.id.clone());
        }
    }

    /// What is asked of a question when its turn comes.
    pub(super) fn opening_step(&self, place: usize) -> Step {
        match self.order {
            Order::EvidenceFirst => Step::Evidence(place),
            Order::RatingsFirst => Step::Rating(place),
        }
    }

    /// The last question asked, as it was asked first.
    pub(super) fn last_step(&self) -> Option<Step> {
        self.asked.last().map(|place| self.opening_step(*place))
    }

    /// What came last before the review.
    pub(super) fn last_shown(&self) -> Option<Step> {
        let last_text = self.texts().pop();
        last_text
            .map(|place| self.text_again(place))
            .or_else(|| self.last_step())
    }

    /// Where a text of this session is gone back to. A claim that has been set aside since has to
    /// be rated first.
    pub(super) fn text_again(&self, place: usize) -> Step {
        match self.answer(place).state {
            State::Rated(_) => Step::Evidence(place),
            _ => Step::Rating(place),
        }
    }

    /// Notes that a text has come up.
    pub(super) fn show_text(&mut self, place: usize) -> Vec<Event> {
        let is_first = self.shown.is_empty();
        self.shown.entry(place).or_insert(TextState::Shown);
        let texts = self.texts_left();
        is_first
            .then_some(Event::RatingsDone { texts })
            .into_iter()
            .collect()
    }

    /// Notes that a text has been answered, in its turn or from the review.
    pub(super) fn close_text(&mut self, place: usize) {
        if self.is_begun(place) {
            self.draft.begun = None;
        }
        if self.phase() == Some(Phase::Ratings) || self.answer(place).rating().is_none() {
            return;
        }
        if let Some(text) = self.shown.get_mut(&place) {
            *text = TextState::Answered;
        }
    }
}
