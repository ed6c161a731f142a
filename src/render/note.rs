//! Gap notes in words.

use super::wording::{count, list};
use crate::domain::note::{GapNote, Standing};
use crate::domain::rubric::Question;

/// The note on one skill as plain sentences, without anything that would need escaping but the
/// rubric's own words.
#[must_use]
pub fn words(note: &GapNote<'_>) -> String {
    let next = match (note.standing, note.try_next) {
        (Standing::Claimed, Some(question)) => Some(format!(
            "Write down what would show {}, or rate it as what you can show.",
            question.id
        )),
        (_, Some(question)) => Some(format!("Try: {}", question.practice.trim())),
        (_, None) => None,
    };
    let parts: Vec<_> = std::iter::once(reason(note)).chain(next).collect();
    parts.join(" ")
}

/// The first half of a note: how the skill stands, without what to do about it.
#[must_use]
pub fn reason(note: &GapNote<'_>) -> String {
    let mut parts = Vec::new();
    match note.standing {
        Standing::NothingApplies => {
            parts.push("No question here applies to you this time.".to_owned())
        }
        Standing::Unscored { missing } => {
            parts.push(format!(
                "No score yet: rate {} more.",
                count(missing, "question")
            ));
        }
        Standing::Short => parts.extend(held_back(note)),
        Standing::Claimed => {
            parts.push("The claim reaches the target, what is written down does not.".to_owned())
        }
        Standing::Met => parts.extend(lowest(note)),
    }
    if !note.unsupported.is_empty() {
        parts.push(format!(
            "Nothing is written for {}.",
            names(&note.unsupported)
        ));
    }
    parts.join(" ")
}

/// Where to look next although nothing falls short.
fn lowest(note: &GapNote<'_>) -> Option<String> {
    let (question, rating) = note.lowest.first()?;
    Some(format!(
        "Reaches its target; the lowest answer is {} ({rating}).",
        question.id
    ))
}

/// The lowest answers, with what the person said of them by choosing an anchor.
fn held_back(note: &GapNote<'_>) -> Vec<String> {
    note.lowest
        .iter()
        .enumerate()
        .map(|(index, (question, rating))| {
            let lead = if index == 0 { "Held back by" } else { "And by" };
            let anchor = question.anchor(*rating).trim();
            let end = if anchor.ends_with(['.', '!', '?']) {
                ""
            } else {
                "."
            };
            format!("{lead} {} ({rating}): “{anchor}”{end}", question.id)
        })
        .collect()
}

fn names(questions: &[&Question]) -> String {
    let ids: Vec<_> = questions
        .iter()
        .map(|question| question.id.clone())
        .collect();
    list(&ids)
}
