//! The conversation as a state machine: what is asked next, and what each action does to the draft.
//! Prompts drive it and hold no rules of their own; what is to be saved is [`Interview::draft`].

mod action;
mod ending;
mod order;
mod reuse;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use super::assessment::{Answer, Assessment, Focus, State};
use super::log::LogEntry;
use super::rubric::{OWN_ROLE, Question, Rating, RoleTargets, Rubric, Skill};
use super::scoring::{gaps, score_all};
use super::suggest::or_meant;

pub use action::{Action, Event, NOT_HERE, text_too_long};
pub use order::Phase;

/// How many practices are suggested as a focus.
const MAX_SUGGESTED: usize = 3;

/// What is being asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Which role the answers are scored against: one of the rubric's profiles.
    Role,
    /// Which stage the company is in: none, or one of the rubric's stages.
    Stage,
    /// How much of a skill the person wants, by its place in the rubric.
    Wanted(usize),
    /// What came of a focus chosen last time, by its place in `last_focus`.
    LastOutcome(usize),
    /// In words, what came of it.
    LastNote(usize),
    /// The text for a question, by its place among all questions.
    Evidence(usize),
    /// The rating for a question.
    Rating(usize),
    /// The list of all answers.
    Review,
    /// What to work on next.
    Focus,
    /// The rubric's closing question.
    Closing,
    /// The results for the top of the review: at the end, or from memory before the questions.
    Highlights,
    /// Everything is answered: the draft may be finished.
    Done,
    /// Left for another day.
    Stopped,
}

impl Step {
    /// The place of the question that it is about; none where it is about none.
    pub fn place(self) -> Option<usize> {
        match self {
            Self::Evidence(place) | Self::Rating(place) => Some(place),
            _ => None,
        }
    }
}

/// Where an interview opens, and what it asks.
#[derive(Clone, Debug, Default)]
pub struct Opening<'a> {
    /// Ask for the role first.
    pub ask_role: bool,
    /// Ask for the stage after the role.
    pub ask_stage: bool,
    /// Ask only the questions of this skill; the others stay as they are.
    pub skill: Option<String>,
    /// Ask for all ratings first, and then for a text for each that is a claim, from the rubric's
    /// `evidence_from` upward; else each question as a whole.
    pub ratings_first: bool,
    /// The question to open, instead of the first without an answer.
    pub edit: Option<String>,
    /// The draft changes a finished quarter: it opens with the review, or ends with `edit`.
    pub is_finished: bool,
    /// The log of the period.
    pub log: Vec<LogEntry>,
    /// The wording that last time's answers were given in; none where it is this one.
    pub earlier_wording: Option<&'a Rubric>,
}

/// An interview in progress.
///
/// Invariant: [`Self::draft`] holds every word so far, typed lines that are not finished included.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    /// What is asked.
    pub rubric: &'a Rubric,
    previous: Option<&'a Assessment>,
    /// What it was opened with.
    pub opened: Opening<'a>,
    questions: Vec<(&'a Skill, &'a Question)>,
    /// Places of the questions asked in order; the others are reached through the review.
    asked: Vec<usize>,
    /// Everything said so far: what is to be saved.
    pub draft: Assessment,
    /// What is being asked now.
    pub step: Step,
    /// Where an answer leads instead of the next question: back to the review, or to the end.
    returns_to: Option<Step>,
    /// With ratings first: the claims whose texts have come up, by place, and whether they were answered.
    shown: BTreeMap<usize, bool>,
    /// What is asked before the questions, in that order, but for notes on the last focus.
    opening: Vec<Step>,
    reviewed_from: Option<Step>,
    noted_from: Option<Step>,
    /// Sensitive questions whose answers the person has made public in this session, by place.
    shared: BTreeSet<usize>,
    events: Vec<Event>,
    /// The entries taken in this session, in that order: to which place, and the text before it.
    taken: Vec<(usize, LogEntry, String)>,
}

impl<'a> Interview<'a> {
    /// Opens an interview over a draft. `previous` is the last finished assessment, for its focus
    /// and evidence. Refused where the opening names a question that the rubric does not have.
    pub fn open(
        rubric: &'a Rubric,
        draft: Assessment,
        previous: Option<&'a Assessment>,
        opened: Opening<'a>,
    ) -> Result<Self, String> {
        let mut draft = draft;
        for focus in previous.map_or(&[][..], |previous| &previous.focus) {
            let mut known = draft.last_focus.iter().map(|item| &item.focus);
            if !known.any(|it| it.skill == focus.skill && it.action == focus.action) {
                draft.last_focus.push(focus.clone().into());
            }
        }
        let questions: Vec<_> = rubric.questions().collect();
        let is_in = |skill: &Skill| opened.skill.as_ref().is_none_or(|id| *id == skill.id);
        let asked = (0..questions.len()).filter(|place| is_in(questions[*place].0));
        let role = opened.ask_role.then_some(Step::Role);
        let has_stage = opened.ask_stage && !rubric.stages.is_empty();
        let first = role.into_iter().chain(has_stage.then_some(Step::Stage));
        // How much of a skill is wanted is asked until questions are answered, unless it is said.
        let is_due = rubric.own_targets && draft.role == OWN_ROLE && draft.answered() == 0;
        let wanted = (0..rubric.skills.len()).filter(|place| {
            let skill = &rubric.skills[*place];
            is_due && is_in(skill) && !draft.targets.contains_key(&skill.id)
        });
        let last_focus = (0..draft.last_focus.len()).map(Step::LastOutcome);
        let mut interview = Self {
            rubric,
            previous,
            asked: asked.collect(),
            opening: first
                .chain(wanted.map(Step::Wanted))
                .chain(last_focus)
                .collect(),
            opened,
            questions,
            draft,
            step: Step::Review,
            returns_to: None,
            shown: BTreeMap::new(),
            reviewed_from: None,
            noted_from: None,
            shared: BTreeSet::new(),
            events: Vec::new(),
            taken: Vec::new(),
        };
        if let Some(id) = interview.opened.edit.clone() {
            interview.open_question(&id)?;
            if interview.opened.is_finished {
                interview.returns_to = Some(Step::Done);
            }
        } else if !interview.opened.is_finished || interview.opened.skill.is_some() {
            interview.enter(interview.opening_after(None));
        }
        interview.events.clear();
        Ok(interview)
    }

    /// The question at a place of this interview, and its skill.
    pub fn question(&self, place: usize) -> (&'a Skill, &'a Question) {
        self.questions[place]
    }

    /// The answer to the question at a place as it stands. That to a sensitive question starts private.
    pub fn answer(&self, place: usize) -> Answer {
        let stored = self.draft.answer(self.id(place));
        let mut answer = stored.cloned().unwrap_or_default();
        let (_, question) = self.question(place);
        let is_said =
            answer.has_evidence() || !matches!(answer.state, State::Open | State::Skipped);
        answer.private |= question.sensitive && !is_said && !self.shared.contains(&place);
        answer
    }

    fn id(&self, place: usize) -> &'a String {
        &self.question(place).1.id
    }

    /// Last time's answer to the same question, where something was written and the question applied.
    pub fn earlier(&self, place: usize) -> Option<&'a Answer> {
        self.previous?.answer(self.id(place)).filter(|answer| {
            answer.has_evidence() && !matches!(answer.state, State::NotApplicable { .. })
        })
    }

    /// Last time's rating, once there is a new one: an old number in sight becomes the new one.
    pub fn rated_earlier(&self, place: usize) -> Option<Rating> {
        let answer = self.answer(place);
        answer.rating().filter(|_| answer.carried.is_none())?;
        self.previous?.answer(self.id(place))?.rating()
    }

    /// What the answers are scored against; none where the rubric no longer has the role.
    pub fn targets(&self) -> Option<RoleTargets<'a>> {
        let stage = self.draft.stage.as_deref();
        Some(RoleTargets {
            profile: self.rubric.profile(&self.draft.role)?,
            stage: stage.and_then(|stage| self.rubric.stage(stage)),
        })
    }

    /// Whether the targets are what the person says they want.
    pub fn has_wanted(&self) -> bool {
        self.rubric.own_targets && self.draft.role == OWN_ROLE
    }

    /// What could be worked on next: the practices that the largest gaps suggest, at most three.
    pub fn suggestions(&self) -> Vec<Focus> {
        let Some(targets) = self.targets() else {
            return Vec::new();
        };
        let scores = score_all(self.rubric, &self.draft, targets);
        let practices = gaps(self.rubric, &scores).into_iter().filter_map(|score| {
            Some(Focus {
                skill: score.skill.id.clone(),
                action: score.lowest().first()?.question.practice.clone(),
                ..Focus::default()
            })
        });
        practices.take(MAX_SUGGESTED).collect()
    }

    /// The rubric's closing question, where it has one.
    pub fn closing(&self) -> Option<&'a str> {
        self.rubric.closing(self.draft.stage.as_deref())
    }

    /// Last time's answer to the closing question, where there was one.
    pub fn earlier_closing(&self) -> Option<&'a str> {
        let text = self.previous.map(|previous| previous.closing.trim());
        text.filter(|text| !text.is_empty())
    }

    /// The text that belongs to this step; none where there is no place for one.
    pub fn text(&self) -> Option<String> {
        match self.step {
            Step::Closing => Some(self.draft.closing.clone()),
            step => step.place().map(|place| self.answer(place).evidence),
        }
    }

    /// Whether what the step is about is private.
    pub fn is_private(&self) -> bool {
        match self.step {
            Step::Evidence(place) | Step::Rating(place) => self.answer(place).private,
            Step::Focus => self.draft.focus.last().is_some_and(|focus| focus.private),
            Step::Closing | Step::Highlights => self.draft.closing_private,
            _ => false,
        }
    }

    /// The place of a question among those asked and their number, counted from 1. A question
    /// that was opened from the review counts among all, a text among the texts of this session.
    pub fn position(&self, place: usize) -> (usize, usize) {
        let is_text = self.phase() == Some(Phase::Evidence);
        let among = if is_text { &self.texts() } else { &self.asked };
        match among.iter().position(|other| *other == place) {
            Some(position) => (position + 1, among.len()),
            None if is_text => (1, among.len()),
            None => (place + 1, self.questions.len()),
        }
    }

    fn place(&self, id: &str) -> Result<usize, String> {
        let mut ids = self.questions.iter().map(|(_, question)| &question.id);
        let place = ids.clone().position(|known| known == id);
        place.ok_or_else(|| or_meant(format!("there is no question `{id}`"), id, ids.by_ref()))
    }

    fn answer_mut(&mut self, place: usize) -> &mut Answer {
        let id = self.id(place).clone();
        self.draft.answers.entry(id).or_default()
    }

    /// The person's own answer, in the place of one that was carried over.
    fn set_state(&mut self, place: usize, state: State) {
        let private = self.answer(place).private;
        let answer = self.answer_mut(place);
        // A question that is only skipped has nothing to keep private.
        answer.private |= private && state != State::Skipped;
        answer.state = state;
        answer.carried = None;
    }
}
