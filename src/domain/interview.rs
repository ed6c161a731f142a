//! The conversation as a state machine: what is asked next, and what each action does to the draft.
//! Prompts drive it and hold no rules of their own; what is to be saved is [`Interview::draft`].

mod ending;
mod order;
mod reuse;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use super::assessment::{Answer, Assessment, Focus, Reason, State, too_long};
use super::decimal::Exact;
use super::log::LogEntry;
use super::period::Period;
use super::rubric::{OWN_ROLE, Question, Rating, RoleTargets, Rubric, Skill};
use super::scoring::{gaps, score_all};

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

/// What a person may do. Which of these a step takes is for [`apply`](Interview::apply) to judge.
/// All places and choices are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Picks from a list: a role, a stage (0 is none), how much is wanted (0 is a 1), an outcome, a
    /// suggested focus, an offered highlight.
    Choose(usize),
    /// The whole text so far: evidence, the closing answer, or what came of the last focus.
    Write(String),
    /// Leaves things as they are and goes on: to the rating, to the next question, to the end.
    Continue,
    /// Removes the evidence, or whatever else the step collects.
    Clear,
    /// Adds last time's evidence for the same question.
    Reuse,
    /// Carries last time's answer over, text and rating.
    Same,
    /// Adds a log entry to the evidence, by its place among [`entries`](Interview::entries).
    TakeEntry(usize),
    /// Makes private, or no longer, the answer, the focus chosen last, or the closing answer.
    Private(bool),
    /// Makes it private, or no longer, whichever it is not.
    TogglePrivate,
    /// As [`Self::Private`] for the focus chosen last, also where the closing question is asked by now.
    FocusPrivate(bool),
    /// Rates the question.
    Rate(Rating),
    /// Goes on without a rating; the text is kept.
    Skip,
    /// Says that the question does not apply.
    NotApplicable {
        /// Why.
        reason: Reason,
        /// Free text; may be empty.
        note: String,
    },
    /// To the question before.
    Back,
    /// One step back: from a rating to its text, from a text to the rating before it.
    StepBack,
    /// To the list of all answers.
    Review,
    /// Opens the question with that id.
    GoTo(String),
    /// Ends the questions; what is open counts as skipped.
    Finish,
    /// One thing to work on next: a new one, or in place of the one in that place.
    Focus(Option<usize>, Focus),
    /// To the highlights, from memory, and back to where the person is now.
    NoteHighlights,
    /// A highlight in one's own words: a new one, or new words for the one in that place.
    Highlight(Option<usize>, String),
    /// Takes back a focus or a highlight, by its place among the chosen.
    Drop(usize),
    /// Leaves for another day; everything so far is kept.
    Quit,
}

/// Something an action brought about that the person should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was said how much of the skill with that id is wanted, which may have been said last time.
    Wanted(String, Rating, Option<Exact>),
    /// The question at that place was dealt with: its position, from 1, and how many are asked.
    Answered(usize, (usize, usize)),
    /// All questions of the skill with that id that are asked are dealt with.
    SkillDone(String),
    /// All questions of a cluster are, and the next question belongs to another.
    ClusterDone,
    /// Every question asked has been rated or set aside, and the texts begin.
    RatingsDone,
    /// The answer is private now, or no longer.
    Private(bool),
    /// This evidence of last time was taken.
    Reused(String),
    /// This evidence, which may be empty, was carried over from that period with its rating.
    Carried(String, Period),
    /// This log entry was added to the evidence.
    Taken(String),
    /// The evidence is empty now.
    Cleared,
}

/// Why an action is not taken where the step takes something else.
pub const NOT_HERE: &str = "that does not work here";

/// Why a text longer than [`MAX_TEXT`](super::assessment::MAX_TEXT) is not taken.
pub fn text_too_long() -> String {
    format!("not taken: the text would be {}", too_long())
}

const ALREADY_THERE: &str = "this is there already";
const EMPTY: &str = "say what you will do";
const NOTHING_TO_MARK: &str = "write it first, then `:private` marks it";

/// Whether an action was taken; where it was not, why, in words, and nothing has changed.
type Applied = Result<(), String>;

/// What is chosen from a list by its place.
fn chosen<T>(list: &[T], place: usize) -> Result<&T, String> {
    list.get(place).ok_or_else(|| match list.len() {
        0 => "there is nothing to choose from here".into(),
        max => format!("choose a number from 1 to {max}"),
    })
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
    /// The last finished assessment.
    pub previous: Option<&'a Assessment>,
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
    /// Whether a rating was opened by going back from the text that backs it.
    is_from_text: bool,
    /// What is asked before the questions, in that order, but for notes on the last focus.
    opening: Vec<Step>,
    reviewed_from: Option<Step>,
    noted_from: Option<Step>,
    /// Sensitive questions whose answers the person has made public in this session, by place.
    shared: BTreeSet<usize>,
    events: Vec<Event>,
    /// The entries taken in this session, each with the place of the question.
    taken: Vec<(usize, LogEntry)>,
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
            is_from_text: false,
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
        let position = among.iter().position(|other| *other == place);
        let all = (place + 1, self.questions.len());
        position.map_or(all, |position| (position + 1, among.len()))
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
