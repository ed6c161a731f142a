//! Where a person stands in a quarter: what is due, what is begun, what is being worked on, and
//! how much evidence there is.

use jiff::civil::Date;

use super::assessment::{Assessment, Focus};
use super::log::LogEntry;
use super::period::{DUE_DAYS, Period};
use super::rubric::Rubric;

/// How far a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Questions that have been answered, in whatever way.
    pub answered: usize,
    /// Questions of the rubric.
    pub questions: usize,
}

/// A quarter on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// The day that this is said of.
    pub today: Date,
    /// The quarter that an assessment begun on this day is about.
    pub period: Period,
    /// Whether it has a finished assessment.
    pub is_assessed: bool,
    /// The open draft of the period; none where there is none.
    pub draft: Option<Progress>,
    /// What the last finished assessment chose to work on.
    pub focus: Vec<Focus>,
    /// Log entries about each skill of the rubric, in its order; an entry about two counts twice.
    pub logged: Vec<(String, usize)>,
    /// Log entries about none of them.
    pub untagged: usize,
}

impl Quarter {
    /// Gathers what is known of a period on a day. `last` is the last finished assessment up to
    /// the running quarter.
    #[must_use]
    pub fn new(
        today: Date,
        period: Period,
        rubric: &Rubric,
        draft: Option<&Assessment>,
        last: Option<&Assessment>,
        entries: &[&LogEntry],
    ) -> Self {
        let about = |skill: &str| entries.iter().filter(|entry| entry.is_about(skill)).count();
        let has_skill = |entry: &LogEntry| {
            let mut skills = entry.skills.iter();
            skills.any(|id| rubric.skill(id).is_some())
        };
        Self {
            today,
            period,
            is_assessed: last.is_some_and(|last| last.period == period),
            draft: draft.map(|draft| Progress {
                answered: draft.answered(),
                questions: rubric.questions().count(),
            }),
            focus: last.map(|last| last.focus.clone()).unwrap_or_default(),
            logged: rubric
                .skills
                .iter()
                .map(|skill| (skill.id.clone(), about(&skill.id)))
                .collect(),
            untagged: entries.iter().filter(|entry| !has_skill(entry)).count(),
        }
    }

    /// The day by which the assessment should be finished: the last of the quarter.
    #[must_use]
    pub fn due(&self) -> Date {
        self.period.last_day()
    }

    /// Whether it is time: not assessed, and no more than [`DUE_DAYS`] days left.
    #[must_use]
    pub fn is_due(&self) -> bool {
        !self.is_assessed && self.period.days_left(self.today) <= DUE_DAYS
    }
}
