//! The conversation as a state machine: what is asked next, and what each thing said does to the
//! draft. Prompts drive it and hold no rules of their own; what is to be saved is [`Interview::draft`].
//! In which [`Order`] texts and ratings are asked for is chosen when it opens.

mod logged;
mod order;
mod pass;
mod refusal;
mod step;

use std::collections::BTreeMap;

use super::assessment::{Answer, Assessment, Focus, MOST_FOCUS, Reason, State};
use super::log::LogEntry;
use super::note::gap_note;
use super::rubric::{Bar, Question, Rating, Rubric, Skill};
use super::scoring::{gaps, score_all};
use logged::Taken;
use pass::Text;

pub use pass::{Order, Pass};
pub use refusal::Refusal;

/// How many practices are suggested as a focus.
const MOST_SUGGESTED: usize = 3;

/// What is being asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Which role the answers are held against: one of the rubric's profiles.
    Role,
    /// Which stage the company is in: none, or one of the rubric's stages.
    Stage,
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
    /// Everything is said: the draft may be finished.
    Done,
    /// Left for another day.
    Stopped,
}

/// What a person may say. Which of them a step takes is for [`Interview::apply`] to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Picks from a list: a role, a stage (0 is none), an outcome, a suggested focus. Counted from 0.
    Choose(usize),
    /// What came of the last focus, in words; may be empty.
    Note(String),
    /// The whole text as it stands, while it may still be written on.
    Write(String),
    /// Leaves what was said as it is and goes on: to the rating, to the next question, to the end.
    Continue,
    /// From the rating back to the text of the same question.
    Text,
    /// Removes the evidence.
    Clear,
    /// Adds last time's evidence for the same question.
    Reuse,
    /// Adds a log entry to the evidence, by its place among [`Interview::entries`], from 0.
    TakeEntry(usize),
    /// Makes private, or no longer, what the step is about: the answer, the focus chosen last, the
    /// answer to the closing question.
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
    /// To what was asked before.
    Back,
    /// To the list of all answers.
    Review,
    /// Opens the question with that id.
    GoTo(String),
    /// Ends the questions; what is open counts as skipped.
    Finish,
    /// One thing to work on next.
    Focus(Focus),
    /// Takes back what was chosen to work on, by its place among the chosen.
    Drop(usize),
    /// Leaves for another day; everything said is kept.
    Quit,
}

/// Something worth telling that an action brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A question was dealt with; its place and the number of questions asked, counted from 1.
    Answered {
        /// Its id.
        question: String,
        /// Its place, from 1.
        position: usize,
        /// How many are asked.
        of: usize,
    },
    /// All questions of a skill that are asked are dealt with.
    SkillDone {
        /// Its id.
        skill: String,
    },
    /// All questions of a cluster are, and the next question belongs to another.
    ClusterDone {
        /// Its id.
        cluster: String,
    },
    /// Every question asked has been rated or set aside, and the texts begin.
    RatingsDone {
        /// How many texts are asked for.
        texts: usize,
    },
    /// The answer is private now, or no longer.
    Private(bool),
    /// Evidence of last time was taken.
    Reused {
        /// What was written then.
        evidence: String,
    },
    /// A log entry was added to the evidence.
    Taken {
        /// What was added.
        evidence: String,
        /// Whether that made the answer private.
        private: bool,
    },
    /// The evidence is empty now.
    Cleared,
}

/// Where an interview opens, and what it asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Ask for the role first.
    pub ask_role: bool,
    /// Ask for the stage after the role.
    pub ask_stage: bool,
    /// Ask only the questions of this skill; the others stay as they are.
    pub skill: Option<String>,
    /// Whether each question is asked as a whole, or all ratings first.
    pub order: Order,
    /// What is shown first.
    pub start: Start,
    /// The log of the period.
    pub log: Vec<LogEntry>,
}

/// What an interview shows first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The first question without an answer.
    #[default]
    Next,
    /// The list of all answers.
    Review,
    /// One question, then the list.
    Edit(String),
    /// One question, and with its answer the interview is over.
    EditOnly(String),
}

/// What the next answer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Onward {
    NextQuestion,
    Review,
    Done,
}

/// An interview in progress.
///
/// Invariant: [`Self::draft`] holds every word said so far, typed lines that are not finished included.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    rubric: &'a Rubric,
    previous: Option<&'a Assessment>,
    questions: Vec<(&'a Skill, &'a Question)>,
    /// Places of the questions asked in order; the others are reached through the review.
    asked: Vec<usize>,
    draft: Assessment,
    step: Step,
    onward: Onward,
    order: Order,
    /// With ratings first: the claims whose texts have come up in this sitting, by place.
    shown: BTreeMap<usize, Text>,
    ask_role: bool,
    ask_stage: bool,
    /// Where the review was opened from.
    reviewed_from: Option<Step>,
    log: Vec<LogEntry>,
    /// The entries that were taken in this sitting, in that order.
    taken: Vec<Taken>,
    /// The questions and the places in the log of entries that went out of a text again.
    untaken: Vec<(usize, usize)>,
}

impl<'a> Interview<'a> {
    /// Opens an interview over a draft. `previous` is the last finished assessment, for its focus
    /// and evidence.
    ///
    /// # Errors
    /// When the opening names a skill or question that the rubric does not have.
    pub fn open(
        rubric: &'a Rubric,
        draft: Assessment,
        previous: Option<&'a Assessment>,
        opening: Opening,
    ) -> Result<Self, Refusal> {
        let questions: Vec<_> = rubric.questions().collect();
        if let Some(skill) = &opening.skill
            && rubric.skill(skill).is_none()
        {
            return Err(no_such_skill(rubric, skill));
        }
        let asked = questions
            .iter()
            .enumerate()
            .filter(|(_, (skill, _))| opening.skill.as_ref().is_none_or(|id| *id == skill.id))
            .map(|(place, _)| place)
            .collect();
        let mut interview = Self {
            rubric,
            previous,
            questions,
            asked,
            draft,
            step: Step::Review,
            onward: Onward::NextQuestion,
            order: opening.order,
            shown: BTreeMap::new(),
            ask_role: opening.ask_role,
            reviewed_from: None,
            log: opening.log,
            taken: Vec::new(),
            untaken: Vec::new(),
            ask_stage: opening.ask_stage && !rubric.stages.is_empty(),
        };
        interview.carry_focus();
        match opening.start {
            Start::Review => interview.step = Step::Review,
            Start::Edit(id) => {
                interview.onward = Onward::Review;
                interview.step = Step::Evidence(interview.place(&id)?);
            }
            Start::EditOnly(id) => {
                interview.onward = Onward::Done;
                interview.step = Step::Evidence(interview.place(&id)?);
            }
            Start::Next if opening.ask_role => interview.step = Step::Role,
            Start::Next => {
                let first = interview.after_opening();
                interview.enter(first);
            }
        }
        Ok(interview)
    }

    /// What is being asked now.
    #[must_use]
    pub fn step(&self) -> Step {
        self.step
    }

    /// Everything said so far: what is to be saved.
    #[must_use]
    pub fn draft(&self) -> &Assessment {
        &self.draft
    }

    /// The rubric of the interview.
    #[must_use]
    pub fn rubric(&self) -> &'a Rubric {
        self.rubric
    }

    /// The question at a place, and its skill.
    #[must_use]
    pub fn question(&self, place: usize) -> Option<(&'a Skill, &'a Question)> {
        self.questions.get(place).copied()
    }

    /// What has been said to the question at a place.
    #[must_use]
    pub fn answer(&self, place: usize) -> Answer {
        self.question(place)
            .and_then(|(_, question)| self.draft.answer(&question.id))
            .cloned()
            .unwrap_or_default()
    }

    /// The question that the one at `place` continues, with what was written for it.
    #[must_use]
    pub fn parent(&self, place: usize) -> Option<(&'a Question, Answer)> {
        let (_, question) = self.question(place)?;
        let (_, parent) = self.rubric.question(question.follows.as_deref()?)?;
        let answer = self.draft.answer(&parent.id).cloned().unwrap_or_default();
        Some((parent, answer))
    }

    /// What was written for the same question last time; none where it was nothing, or where the
    /// question did not apply and the words were not about it.
    #[must_use]
    pub fn earlier(&self, place: usize) -> Option<&'a Answer> {
        let (_, question) = self.question(place)?;
        self.previous?.answer(&question.id).filter(|answer| {
            answer.has_evidence() && !matches!(answer.state, State::NotApplicable { .. })
        })
    }

    /// How the same question was rated last time. Not before it has its rating now: an old number
    /// in sight becomes the new one.
    #[must_use]
    pub fn rated_earlier(&self, place: usize) -> Option<Rating> {
        self.answer(place).rating()?;
        let (_, question) = self.question(place)?;
        self.previous?.answer(&question.id)?.rating()
    }

    /// What could be worked on next: the practices that the largest gaps suggest, at most three.
    #[must_use]
    pub fn suggestions(&self) -> Vec<Focus> {
        let Some(profile) = self.rubric.profile(&self.draft.role) else {
            return Vec::new();
        };
        let stage = self
            .draft
            .stage
            .as_deref()
            .and_then(|stage| self.rubric.stage(stage));
        let scores = score_all(self.rubric, &self.draft, Bar { profile, stage });
        let practices = gaps(self.rubric, &scores).into_iter().filter_map(|score| {
            Some(Focus {
                skill: score.skill.id.clone(),
                action: gap_note(score).try_next()?.practice.clone(),
                ..Focus::default()
            })
        });
        practices.take(MOST_SUGGESTED).collect()
    }

    /// The id of the skill that goes by that id or title, whatever the case.
    fn skill_named(&self, name: &str) -> Option<String> {
        let name = name.to_lowercase();
        let is_named = |skill: &&Skill| skill.id == name || skill.title.to_lowercase() == name;
        self.rubric
            .skills
            .iter()
            .find(is_named)
            .map(|skill| skill.id.clone())
    }

    /// The rubric's closing question, where it has one.
    #[must_use]
    pub fn closing(&self) -> Option<&'a str> {
        self.rubric.closing(self.draft.stage.as_deref())
    }

    /// What was said to the closing question last time; none where it was nothing.
    #[must_use]
    pub fn earlier_closing(&self) -> Option<&'a str> {
        let text = self.previous?.closing.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The text that belongs to this step; none where there is no place for one.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self.step {
            Step::Evidence(place) | Step::Rating(place) => Some(self.answer(place).evidence),
            Step::Closing => Some(self.draft.closing.clone()),
            _ => None,
        }
    }

    /// Whether what the step is about is private.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self.step {
            Step::Evidence(place) | Step::Rating(place) => self.answer(place).private,
            Step::Focus => self.draft.focus.last().is_some_and(|focus| focus.private),
            Step::Closing => self.draft.closing_private,
            _ => false,
        }
    }

    /// How many of the questions asked have no answer yet.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        let is_open = |place: &&usize| self.answer(**place).state == State::Open;
        self.asked.iter().filter(is_open).count()
    }

    /// How many focus lines may still be given.
    #[must_use]
    pub fn focus_left(&self) -> usize {
        MOST_FOCUS.saturating_sub(self.draft.focus.len())
    }

    /// The place of a question among those asked and their number, counted from 1. A question
    /// that was opened from the review counts among all, a text among the texts of this sitting.
    #[must_use]
    pub fn position(&self, place: usize) -> (usize, usize) {
        if self.pass() == Some(Pass::Evidence) {
            let before = self.texts().take_while(|text| *text < place).count();
            return (before + 1, self.texts().count());
        }
        match self.asked.iter().position(|asked| *asked == place) {
            Some(position) => (position + 1, self.asked.len()),
            None => (place + 1, self.questions.len()),
        }
    }

    /// Brings the focus of last time into the draft, to be asked about.
    fn carry_focus(&mut self) {
        for focus in self.previous.map_or(&[][..], |previous| &previous.focus) {
            let known = self
                .draft
                .last_focus
                .iter()
                .any(|item| item.skill == focus.skill && item.action == focus.action);
            if !known {
                self.draft.last_focus.push(focus.clone().into());
            }
        }
    }

    fn place(&self, id: &str) -> Result<usize, Refusal> {
        self.questions
            .iter()
            .position(|(_, question)| question.id == id)
            .ok_or_else(|| Refusal::NoSuchQuestion {
                id: id.to_owned(),
                known: self
                    .questions
                    .iter()
                    .map(|(_, question)| question.id.clone())
                    .collect(),
            })
    }

    fn answer_mut(&mut self, place: usize) -> &mut Answer {
        let id = self
            .question(place)
            .map(|(_, question)| question.id.clone());
        self.draft
            .answers
            .entry(id.unwrap_or_default())
            .or_default()
    }
}

fn no_such_skill(rubric: &Rubric, id: &str) -> Refusal {
    Refusal::NoSuchSkill {
        id: id.to_owned(),
        known: rubric.skills.iter().map(|skill| skill.id.clone()).collect(),
    }
}
