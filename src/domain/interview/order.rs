//! Which question comes next, and which came before.

use super::{Event, Interview, NextStep, Phase, Step};
use crate::domain::assessment::State;
use crate::domain::rubric::Skill;

impl Interview<'_> {
    /// What follows from an answer: what to tell, and where to go on.
    pub(super) fn answered(&mut self, place: usize) -> Vec<Event> {
        let (skill, question) = self.question(place);
        let (position, of) = self.position(place);
        let mut events = vec![Event::Answered {
            question: question.id.clone(),
            position,
            of,
        }];
        self.close_text(place);
        let is_done = match self.phase() {
            Some(Phase::Evidence) => !self.texts_due().any(|due| self.question(due).0 == skill),
            _ => self.all_answered(|other| other.id == skill.id),
        };
        if is_done {
            events.push(Event::SkillDone {
                skill: skill.id.clone(),
            });
        }
        let next = match self.next {
            NextStep::Question => match self.next_open(place) {
                Some(next) => {
                    if self.crosses_cluster(skill, next) {
                        events.push(Event::ClusterDone {
                            cluster: skill.cluster.clone(),
                        });
                    }
                    self.opening_step(next)
                }
                None => self.next_step().unwrap_or(Step::Review),
            },
            NextStep::Review => Step::Review,
            NextStep::Done => Step::Done,
        };
        events.extend(self.enter(next));
        events
    }

    fn crosses_cluster(&self, from: &Skill, next: usize) -> bool {
        self.question(next).0.cluster != from.cluster
            && self.all_answered(|skill| skill.cluster == from.cluster)
    }

    /// Whether some questions of these skills are asked, and all that are have been dealt with.
    fn all_answered(&self, of: impl Fn(&Skill) -> bool) -> bool {
        let asked = self
            .asked
            .iter()
            .filter(|place| of(self.question(**place).0));
        let mut states = asked.map(|place| self.answer(*place).state).peekable();
        states.peek().is_some() && states.all(|state| state != State::Open)
    }

    fn next_open(&self, place: usize) -> Option<usize> {
        let is_open = |place: &&usize| self.answer(**place).state == State::Open;
        let after = self.asked.iter().filter(|asked| **asked > place);
        after
            .clone()
            .find(is_open)
            .copied()
            .or_else(|| self.first_open())
    }

    /// What is due: the first open question, or with all of them rated the first text.
    pub(super) fn next_step(&self) -> Option<Step> {
        let open = self.first_open().map(|place| self.opening_step(place));
        open.or_else(|| self.texts_due().next().map(Step::Evidence))
    }

    fn first_open(&self) -> Option<usize> {
        self.asked
            .iter()
            .find(|place| self.answer(**place).state == State::Open)
            .copied()
    }

    pub(super) fn step_before(&self, place: usize) -> Option<Step> {
        if self.next != NextStep::Question {
            return Some(Step::Review);
        }
        if self.phase() == Some(Phase::Evidence) {
            return self.text_before(place);
        }
        let before = self.asked.iter().rev().find(|asked| **asked < place);
        match before {
            Some(before) => Some(self.opening_step(*before)),
            None => {
                let last = self.draft.last_focus.len().checked_sub(1);
                last.map(Step::LastOutcome)
                    .or_else(|| self.before_questions())
            }
        }
    }

    /// Where the text before that of a question is asked for; before the first one, the last rating.
    pub(super) fn text_before(&self, place: usize) -> Option<Step> {
        let texts = self.texts();
        let at = texts.iter().position(|text| *text == place);
        match at.and_then(|at| at.checked_sub(1)) {
            Some(before) => Some(self.text_again(texts[before])),
            None => self.last_step(),
        }
    }

    /// The last thing asked before anything of the quarter is.
    pub(super) fn before_questions(&self) -> Option<Step> {
        let last = self.wanted.last().map(|place| Step::Wanted(*place));
        last.or_else(|| self.before_wanted())
    }

    pub(super) fn before_wanted(&self) -> Option<Step> {
        match (self.ask_stage, self.ask_role) {
            (true, _) => Some(Step::Stage),
            (false, true) => Some(Step::Role),
            (false, false) => None,
        }
    }

    pub(super) fn after_opening(&self) -> Step {
        let first = self.wanted.first().map(|place| Step::Wanted(*place));
        first.unwrap_or_else(|| self.after_wanted())
    }

    pub(super) fn after_wanted(&self) -> Step {
        let unsaid = self
            .draft
            .last_focus
            .iter()
            .position(|item| item.outcome.is_none());
        match unsaid {
            Some(index) if self.draft.answered() == 0 => Step::LastOutcome(index),
            _ => self.next_step().unwrap_or(Step::Review),
        }
    }

    pub(super) fn after_focus_item(&self, index: usize) -> Step {
        if index + 1 < self.draft.last_focus.len() {
            Step::LastOutcome(index + 1)
        } else {
            self.next_step().unwrap_or(Step::Review)
        }
    }
}
