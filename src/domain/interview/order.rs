//! Which question comes next, which came before, and what of it is asked.

use std::cmp::Reverse;

use super::{Event, Interview, Step};
use crate::domain::assessment::State;
use crate::domain::rubric::{Rating, Skill};

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

impl Interview<'_> {
    /// What follows from an answer: what to tell, and where to go on.
    pub(super) fn answered(&mut self, place: usize) {
        let (skill, _) = self.question(place);
        let position = self.position(place);
        self.events.push(Event::Answered(place, position));
        if self.is_begun(place) {
            self.draft.begun = None;
        }
        if self.phase() != Some(Phase::Ratings) && self.answer(place).rating().is_some() {
            let shown = self.shown.entry(place);
            shown.and_modify(|is_answered| *is_answered = true);
        }
        let is_done = match self.phase() {
            Some(Phase::Evidence) => !self.texts_due().any(|due| self.question(due).0 == skill),
            _ => self.all_answered(|other| other.id == skill.id),
        };
        if is_done {
            self.events.push(Event::SkillDone(skill.id.clone()));
        }
        let later = self.open_places().find(|open| *open > place);
        let open = later.or_else(|| self.open_places().next());
        let next = match (self.returns_to, open) {
            (Some(step), _) => step,
            (None, Some(next)) => {
                let is_in = |other: &Skill| other.cluster == skill.cluster;
                if !is_in(self.question(next).0) && self.all_answered(is_in) {
                    self.events.push(Event::ClusterDone);
                }
                self.opening_step(next)
            }
            (None, None) => self.next_step().unwrap_or(Step::Review),
        };
        self.enter(next);
    }

    /// Whether some questions of these skills are asked, and all that are have been dealt with.
    fn all_answered(&self, of: impl Fn(&Skill) -> bool) -> bool {
        let asked = self.asked.iter();
        let asked = asked.filter(|place| of(self.question(**place).0));
        let mut states = asked.map(|place| self.answer(*place).state).peekable();
        states.peek().is_some() && states.all(|state| state != State::Open)
    }

    /// What is due: the first open question, or with all of them rated the first text.
    pub(super) fn next_step(&self) -> Option<Step> {
        let open = self.open_places().map(|place| self.opening_step(place));
        open.chain(self.texts_due().map(Step::Evidence)).next()
    }

    /// Those of the questions asked that have no answer yet, by place.
    pub fn open_places(&self) -> impl Iterator<Item = usize> {
        let asked = self.asked.iter().copied();
        asked.filter(|place| self.answer(*place).state == State::Open)
    }

    /// What was asked before this step: to the review, where it was opened from there.
    pub(super) fn step_before(&self) -> Result<Step, String> {
        let before = match self.step {
            _ if self.returns_to.is_some() => Some(Step::Review),
            Step::LastNote(index) => Some(Step::LastOutcome(index)),
            Step::Rating(place) => self.before(self.opening_step(place)),
            step => self.before(step),
        };
        before.ok_or_else(|| "this is the first thing asked".into())
    }

    pub(super) fn before(&self, step: Step) -> Option<Step> {
        let path = self.path();
        let at = path.iter().position(|asked| *asked == step)?;
        path[..at].last().copied()
    }

    /// Everything that is asked in turn: the opening, the questions, and with ratings first the texts.
    pub(super) fn path(&self) -> Vec<Step> {
        let questions = self.asked.iter().map(|place| self.opening_step(*place));
        let texts = self.texts().into_iter().map(Step::Evidence);
        let opening = self.opening.iter().copied();
        opening.chain(questions).chain(texts).collect()
    }

    /// What comes after a step of the opening, or first of all. The last focus is asked about in a
    /// draft without answers, from the first that has no outcome.
    pub(super) fn opening_after(&self, step: Option<Step>) -> Step {
        let at = self.opening.iter().position(|asked| Some(*asked) == step);
        let mut rest = self.opening[at.map_or(0, |at| at + 1)..].iter().copied();
        let is_in_last_focus = matches!(step, Some(Step::LastOutcome(_)));
        let next = rest.find(|next| match next {
            Step::LastOutcome(index) if !is_in_last_focus => {
                self.draft.answered() == 0 && self.draft.last_focus[*index].outcome.is_none()
            }
            _ => true,
        });
        next.unwrap_or_else(|| self.next_step().unwrap_or(Step::Review))
    }

    /// What is asked of the current question, if any: from the review always its whole.
    pub fn phase(&self) -> Option<Phase> {
        let in_turn = self.opened.ratings_first && self.returns_to.is_none();
        match self.step {
            Step::Rating(_) if in_turn => Some(Phase::Ratings),
            Step::Evidence(_) if in_turn => Some(Phase::Evidence),
            Step::Rating(_) | Step::Evidence(_) => Some(Phase::Whole),
            _ => None,
        }
    }

    /// Whether the text of that question will be asked for without the person going there.
    pub fn will_ask_for_text(&self, place: usize) -> bool {
        self.returns_to.is_none() && self.texts_due().any(|due| due == place)
    }

    /// With ratings first: the claims still to be asked for their text, by place, with the current one.
    pub fn texts_due(&self) -> impl Iterator<Item = usize> {
        let texts = self.texts().into_iter();
        texts.filter(|place| self.is_text_due(*place))
    }

    /// The texts of this session, come up already or not: the highest claim first.
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
        self.opened.ratings_first
            && match self.shown.get(&place) {
                // Its rating is not to be seen.
                _ if answer.carried.is_some() => false,
                None => answer.lacks_evidence(from) || self.is_begun(place),
                // Left by another way than an answer, it comes again.
                Some(is_answered) => !is_answered && answer.rating() >= Some(from),
            }
    }

    fn is_begun(&self, place: usize) -> bool {
        self.draft.begun.as_ref() == Some(self.id(place))
    }

    /// Evidence that is left half written for a rating that stands is asked for again.
    pub(super) fn begin_text(&mut self, place: usize) {
        if self.phase() == Some(Phase::Evidence) {
            self.draft.begun = Some(self.id(place).clone());
        }
    }

    pub(super) fn opening_step(&self, place: usize) -> Step {
        if self.opened.ratings_first {
            Step::Rating(place)
        } else {
            Step::Evidence(place)
        }
    }
}
