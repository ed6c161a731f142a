//! Where a person stands in a quarter: what is due, begun and worked on, and how much evidence there is.

use jiff::civil::Date;

use super::assessment::{Answer, Assessment, Focus, State};
use super::feedback::Relation;
use super::log::LogEntry;
use super::period::{DUE_DAYS, Period};
use super::rubric::Rubric;

/// How far an open draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The quarter that the draft is about.
    pub period: Period,
    /// Questions that have been answered, in whatever way; at most `questions`.
    pub answered: usize,
    /// Questions that have a rating.
    pub rated: usize,
    /// Questions that were skipped.
    pub skipped: usize,
    /// Questions that were marked as not applicable.
    pub not_applicable: usize,
    /// Questions of the rubric that the draft was begun with.
    pub questions: usize,
    /// Whether ratings were given first and the texts of claims are still to come. A draft does not
    /// say; it shows where claims have no text and either no answer has one or no question is open.
    pub is_rated_first: bool,
}

impl Progress {
    /// How far a draft under a rubric is.
    pub fn of(draft: &Assessment, rubric: &Rubric) -> Self {
        let questions = rubric.questions().count();
        let mut answers = draft.answers.values();
        let has_claims = answers.any(|answer| answer.lacks_evidence(rubric.evidence_from));
        let has_texts = draft.answers.values().any(Answer::has_evidence);
        let count = |is_such: fn(&State) -> bool| {
            let answers = draft.answers.values();
            answers.filter(|answer| is_such(&answer.state)).count()
        };
        Self {
            period: draft.period,
            answered: draft.answered().min(questions),
            rated: draft.rated().min(questions),
            skipped: count(|state| matches!(state, State::Skipped)),
            not_applicable: count(|state| matches!(state, State::NotApplicable { .. })),
            questions,
            is_rated_first: has_claims && (!has_texts || draft.answered() >= questions),
        }
    }
}

/// How many log entries of a quarter there are about each skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The quarter whose log was counted.
    pub period: Period,
    /// Each skill of the rubric with its entries, in order; one about two skills counts for both.
    pub skills: Vec<(String, usize)>,
    /// Entries about no skill of the rubric.
    pub untagged: usize,
}

impl Tally {
    /// Counts the entries of a quarter.
    pub fn new(period: Period, rubric: &Rubric, entries: &[&LogEntry]) -> Self {
        let about = |skill: &str| entries.iter().filter(|it| it.is_about(skill)).count();
        let skills = rubric.skills.iter();
        let skills = skills.map(|skill| (skill.id.clone(), about(&skill.id)));
        Self {
            period,
            skills: skills.collect(),
            untagged: entries.iter().filter(|it| !it.is_tagged(rubric)).count(),
        }
    }

    /// Whether there is no entry at all.
    pub fn is_empty(&self) -> bool {
        self.untagged == 0 && self.skills.iter().all(|(_, entries)| *entries == 0)
    }
}

/// A quarter on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// The day that this is said of.
    pub today: Date,
    /// The quarter that an assessment begun on this day is about; never a later one than today's.
    pub period: Period,
    /// Whether it has a finished assessment.
    pub is_assessed: bool,
    /// Open drafts, of this quarter or of others, each quarter once and the oldest first.
    pub drafts: Vec<Progress>,
    /// What the last finished assessment chose to work on; empty where it chose nothing.
    pub focus: Vec<Focus>,
    /// The log of the period and, where another quarter runs by now, of that one too.
    pub logs: Vec<Tally>,
    /// How many others have replied about this quarter, by relation; only relations that have.
    pub replies: Vec<(Relation, usize)>,
}

impl Quarter {
    /// Whether it is time: not assessed, and no more than [`DUE_DAYS`] days left.
    pub fn is_due(&self) -> bool {
        !self.is_assessed && self.period.days_left(self.today) <= DUE_DAYS
    }

    /// The draft of the period, where there is one.
    pub fn draft(&self) -> Option<Progress> {
        let mut drafts = self.drafts.iter().copied();
        drafts.find(|draft| draft.period == self.period)
    }

    /// The drafts of other quarters than the one to assess, the oldest first.
    pub fn other_drafts(&self) -> impl Iterator<Item = Progress> {
        let drafts = self.drafts.iter().copied();
        drafts.filter(|draft| draft.period != self.period)
    }
}
