//! Last time's answer, carried over at a standing question: it takes a key instead of a text.

use super::rejection::CannotCarry;
use super::{Event, Interview, Rejection};
use crate::domain::assessment::Answer;
use crate::domain::rubric::{Kind, Question};

impl<'a> Interview<'a> {
    /// Whether last time's answer can be carried over at the question in that place.
    #[must_use]
    pub fn can_carry(&self, place: usize) -> bool {
        self.to_carry(place).is_ok()
    }

    /// Last time's answer, where it was given afresh then, to a standing question in the same words.
    fn to_carry(&self, place: usize) -> Result<&'a Answer, CannotCarry> {
        let (_, question) = self.question(place);
        if question.follows.is_some() {
            return Err(CannotCarry::Follows);
        }
        if question.kind != Kind::Standing {
            return Err(CannotCarry::NotStanding);
        }
        let earlier = self
            .previous
            .and_then(|previous| previous.answer(&question.id))
            .filter(|answer| answer.rating().is_some())
            .ok_or(CannotCarry::NotRatedThen)?;
        if earlier.carried.is_some() {
            return Err(CannotCarry::CarriedThen);
        }
        if !self.has_same_wording(question) {
            return Err(CannotCarry::Reworded);
        }
        let written = self.answer(place).evidence;
        if !written.trim().is_empty() && written.trim() != earlier.evidence.trim() {
            return Err(CannotCarry::HasText);
        }
        Ok(earlier)
    }

    fn has_same_wording(&self, question: &Question) -> bool {
        self.previous.is_some_and(|previous| {
            let is_known = |rubric: &&super::Rubric| previous.is_made_with(rubric);
            previous.is_made_with(self.rubric)
                || self
                    .earlier_wording
                    .filter(is_known)
                    .and_then(|rubric| rubric.question(&question.id))
                    .is_some_and(|(_, earlier)| earlier.same_wording(question))
        })
    }

    pub(super) fn carry_over(&mut self, place: usize) -> Result<Vec<Event>, Rejection> {
        let earlier = self.to_carry(place).map_err(Rejection::CannotCarry)?;
        let (_, question) = self.question(place);
        let from = self.previous.ok_or(Rejection::NotHere)?.period;
        // Whether the answer is private was decided last time; made private now, it stays so.
        let private = earlier.private || self.stored(place).is_some_and(|answer| answer.private);
        let answer = Answer {
            private,
            carried: Some(from),
            ..earlier.clone()
        };
        self.draft.answers.insert(question.id.clone(), answer);
        let mut events = vec![Event::Carried {
            evidence: earlier.evidence.clone(),
            from,
        }];
        events.extend(self.answered(place));
        Ok(events)
    }
}
