//! What came of the last focus, and what the next one is.

use super::Ratings;
use crate::domain::assessment::{FocusOutcome, Outcome};
use crate::domain::diff::Reading;
use crate::report::Report;
use crate::report::diff::{Shown, word};
use crate::report::wording::change;

#[derive(Clone, Debug)]
pub struct FocusWords {
    pub last: Vec<Last>,
    pub next: Vec<Next>,
    /// Said where there is no next one.
    pub none: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Last {
    pub title: String,
    /// What came of it, and whether the skill moved.
    pub outcome: String,
    pub action: String,
    pub note: String,
    /// All of that, behind the title.
    pub said: String,
}

#[derive(Clone, Debug)]
pub struct Next {
    pub title: String,
    pub action: String,
}

pub(super) fn focus(report: &Report<'_>, since: Option<Shown<'_>>, ratings: Ratings) -> FocusWords {
    let title = |id: &str| {
        let skill = report.skill(id);
        skill.map_or_else(|| id.to_owned(), |skill| skill.skill.title.clone())
    };
    let last = report.last_focus().filter_map(|last| {
        let outcome = outcome_words(last.outcome?);
        let moved = since.filter(|_| ratings == Ratings::Shown);
        let moved = moved.and_then(|since| moved_words(last, since));
        let outcome = match moved {
            Some(moved) => format!("{outcome}; {moved}"),
            None => outcome.to_owned(),
        };
        let (action, note) = (last.action.trim(), last.note.trim());
        let said = match (action, note) {
            ("", "") => format!("({outcome})"),
            ("", said) | (said, "") => format!("({outcome}): {said}"),
            (action, note) => format!("({outcome}): {action} · {note}"),
        };
        Some(Last {
            title: title(&last.skill),
            action: action.to_owned(),
            note: note.to_owned(),
            said,
            outcome,
        })
    });
    let next = report.focus().map(|focus| Next {
        title: title(&focus.skill),
        action: focus.action.trim().to_owned(),
    });
    let none = "No focus is chosen for the next quarter.";
    FocusWords {
        last: last.collect(),
        next: next.collect(),
        none: report.assessment.focus.is_empty().then(|| none.to_owned()),
    }
}

fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Partly => "partly done",
        Outcome::Dropped => "dropped",
    }
}

/// Whether the skill moved since the assessment that chose it.
fn moved_words(last: &FocusOutcome, since: Shown<'_>) -> Option<String> {
    let mut skills = since.diff.skills.iter();
    let skill = skills.find(|skill| skill.skill.id == last.skill)?;
    match skill.reading() {
        Reading::NotComparable => None,
        Reading::None => Some("the skill did not move".to_owned()),
        reading => Some(format!(
            "the skill moved {}, {}",
            change(skill.change().as_ref()),
            word(reading)
        )),
    }
}
