//! Last time's answer, carried over at a standing question: it takes a key instead of a text.

use super::action::{Applied, NOT_HERE};
use super::{Event, Interview};
use crate::domain::assessment::Answer;
use crate::domain::rubric::{Kind, Question};

impl<'a> Interview<'a> {
    /// Last time's answer to a standing question in the same words, or why it can't be carried over.
    pub fn to_carry(&self, place: usize) -> Result<&'a Answer, &'static str> {
        let (_, question) = self.question(place);
        let earlier = self.previous.and_then(|it| it.answer(&question.id));
        let written = self.answer(place).evidence;
        Err(match earlier.filter(|answer| answer.rating().is_some()) {
            _ if question.follows.is_some() => {
                "this answer can't be carried over; the question continues another question"
            }
            _ if question.kind != Kind::Standing => {
                "this answer can't be carried over; the question is asked afresh every quarter"
            }
            None => "there is no rating from last time to carry over",
            Some(earlier) if earlier.carried.is_some() => {
                "this answer was carried over last time; this time the question is asked afresh"
            }
            Some(_) if !self.has_same_wording(question) => {
                "this question was worded differently last time; answer it afresh"
            }
            Some(earlier) if ["", earlier.evidence.trim()].contains(&written.trim()) => {
                return Ok(earlier);
            }
            Some(_) => {
                "you have written something new here; `:clear` removes it, then `:same` works"
            }
        })
    }

    fn has_same_wording(&self, question: &Question) -> bool {
        self.previous.is_some_and(|previous| {
            let wording = self.opened.earlier_wording;
            let wording = wording.filter(|rubric| previous.is_made_with(rubric));
            let earlier = wording.and_then(|rubric| rubric.question(&question.id));
            previous.is_made_with(self.rubric)
                || earlier.is_some_and(|(_, earlier)| earlier.same_wording(question))
        })
    }

    pub(super) fn carry_over(&mut self, place: usize) -> Applied {
        let earlier = self.to_carry(place)?;
        let (_, question) = self.question(place);
        let from = self.previous.ok_or(NOT_HERE)?.period;
        // Whether the answer is private was decided last time; made private now, it stays so.
        let private = earlier.private || self.stored(place).is_some_and(|answer| answer.private);
        let answer = Answer {
            private,
            carried: Some(from),
            ..earlier.clone()
        };
        self.draft.answers.insert(question.id.clone(), answer);
        let evidence = earlier.evidence.clone();
        self.events.push(Event::Carried(evidence, from));
        self.answered(place);
        Ok(())
    }
}
