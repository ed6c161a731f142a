//! Gap notes in words: one person telling another. What differs from note to note is the facts,
//! and the sentence follows them, so that eight notes in a row do not sound like a form.

use super::wording::list;
use crate::domain::note::{GapNote, Standing};
use crate::domain::rubric::{Question, Rating};

/// From this step upward a description is one to work toward.
const WORTH_QUOTING: u8 = 3;

/// So many steps are far apart.
const FAR: u8 = 2;

/// The note on one skill as plain sentences, without anything that would need escaping but the
/// rubric's own words.
#[must_use]
pub fn words(note: &GapNote<'_>) -> String {
    let parts = match note.standing {
        Standing::Short => [held_back(note), practice(note), unwritten(note)],
        Standing::Claimed => [Some(claimed(note)), Some(to_show(note)), None],
        _ => [Some(reason(note)), None, None],
    };
    join(&parts)
}

/// How the skill stands, without what to do about it.
#[must_use]
pub fn reason(note: &GapNote<'_>) -> String {
    match note.standing {
        Standing::NothingApplies => "No question here applies to you this time.".to_owned(),
        Standing::Unscored { missing } => join(&[Some(unscored(note, missing)), unwritten(note)]),
        Standing::Short => join(&[held_back(note), unwritten(note)]),
        Standing::Claimed => claimed(note),
        Standing::Met => join(&[reached(note), unwritten(note)]),
    }
}

fn join(parts: &[Option<String>]) -> String {
    let parts: Vec<_> = parts.iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

/// The one thing to try.
fn practice(note: &GapNote<'_>) -> Option<String> {
    Some(sentence(&note.try_next?.practice))
}

fn unscored(note: &GapNote<'_>, missing: usize) -> String {
    match (note.rated, missing) {
        (0, 1) => "Nothing is rated here; one answer gives a score.".to_owned(),
        (0, _) => format!("Nothing is rated here; {missing} answers give a score."),
        (_, 1) => "One more rating, and there is a score.".to_owned(),
        (_, _) => format!("No score yet; it takes {missing} more ratings."),
    }
}

/// The lowest answers in the person's own words, the anchors they chose, and what they do to the
/// skill.
fn held_back(note: &GapNote<'_>) -> Option<String> {
    let (first, rating) = *note.lowest.first()?;
    let said = quoted(first, rating);
    let (id, rated) = (&first.id, note.rated);
    Some(match (note.at_lowest, note.lowest.get(1)) {
        (1, _) => format!("{said} {}", alone(note, first, rating)),
        (2, Some((second, _))) if rated == 2 => {
            let other = quoted(second, rating);
            let second = &second.id;
            format!("Both answers stop at {rating}. On {id}: {said} On {second}: {other}")
        }
        (2, Some((second, _))) => {
            let other = quoted(second, rating);
            let second = &second.id;
            format!("{said} And: {other} Those two, {id} and {second}, are at {rating}.")
        }
        (all, _) if all == rated => {
            format!("All {rated} answers are at {rating}, short of the target. Take {id}: {said}")
        }
        (many, _) => {
            format!("Of {rated} answers {many} are at {rating}. One of them is {id}: {said}")
        }
    })
}

/// What one lowest answer does to its skill.
fn alone(note: &GapNote<'_>, question: &Question, rating: Rating) -> String {
    let id = &question.id;
    let steps = |to: Rating| to.number() - rating.number();
    match (note.enough, note.after) {
        (Some(enough), _) if steps(enough) == 1 && enough.number() >= WORTH_QUOTING => {
            let step = quoted(question, enough);
            format!("One step more on {id} reaches the target: {step}")
        }
        (_, None) => format!("That is {id}, at {rating}, and the only answer here."),
        (_, Some((_, above))) if steps(above) >= FAR => {
            format!("So {id} is at {rating}, while nothing else here is below {above}.")
        }
        (Some(enough), _) if steps(enough) <= FAR => {
            format!(
                "At {enough} instead of {rating}, {id} alone would bring the skill to its target."
            )
        }
        (_, Some((other, above))) if note.at_after == 1 => {
            format!(
                "That is {id}, at {rating}; {} comes next, at {above}.",
                other.id
            )
        }
        (_, Some((_, above))) => {
            let more = note.at_after;
            format!("It leaves {id} at {rating}, and there are {more} more at {above}.")
        }
    }
}

/// That the target is reached by ratings that nothing was written for.
fn claimed(note: &GapNote<'_>) -> String {
    match note.unsupported.as_slice() {
        [(question, rating)] => format!(
            "It would reach the target, but nothing is written behind the {rating} on {}.",
            question.id
        ),
        [(one, _), (other, _)] => format!(
            "The target is reached only by taking {} and {} on trust; neither has a text.",
            one.id, other.id
        ),
        all if all.len() == note.rated => format!(
            "Not one of the {} ratings has a text, and it takes that to be on target.",
            note.rated
        ),
        many => format!(
            "On target by the ratings, and not by what is written: {} have no text.",
            names(many)
        ),
    }
}

/// What to write for a claim.
fn to_show(note: &GapNote<'_>) -> String {
    match (note.unsupported.len(), note.try_next) {
        (1, _) => "Write down what would show it, or rate what you can show.".to_owned(),
        (3.., Some(question)) => {
            format!(
                "Begin with {}: what could somebody else have seen?",
                question.id
            )
        }
        _ => "A few lines for each would settle it, or a lower rating.".to_owned(),
    }
}

/// Where to look next although nothing falls short.
fn reached(note: &GapNote<'_>) -> Option<String> {
    let (question, rating) = note.lowest.first()?;
    let (id, rated) = (&question.id, note.rated);
    Some(match note.at_lowest {
        all if all == rated && rated > 1 => {
            format!("On target, with all {rated} answers at {rating}.")
        }
        1 => format!("On target; {id} is the lowest, at {rating}."),
        many => format!("On target; of {rated} answers {many} are at {rating}, such as {id}."),
    })
}

/// The claims that nothing was written for.
fn unwritten(note: &GapNote<'_>) -> Option<String> {
    let is_lowest = |question: &Question| {
        note.at_lowest == 1
            && note
                .lowest
                .iter()
                .any(|(lowest, _)| lowest.id == question.id)
    };
    match note.unsupported.as_slice() {
        [] => None,
        [(question, _)] if is_lowest(question) => {
            Some("There is no text for that answer either.".to_owned())
        }
        [(question, rating)] => Some(format!(
            "The {rating} on {} still lacks a text.",
            question.id
        )),
        [(one, _), (other, _)] => Some(format!("Neither {} nor {} has a text.", one.id, other.id)),
        many => Some(format!("Still without a text: {}.", names(many))),
    }
}

/// An anchor as it stands, in quotation marks.
fn quoted(question: &Question, rating: Rating) -> String {
    let anchor = question.anchor(rating).trim();
    format!("“{anchor}”{}", end_of(anchor))
}

/// A practice as a sentence of its own.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut rest = text.chars();
    let first: String = rest
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}{}", rest.as_str(), end_of(text))
}

/// The full stop that a text lacks.
fn end_of(text: &str) -> &'static str {
    match text.ends_with(['.', '!', '?', '…', '。']) {
        true => "",
        false => ".",
    }
}

fn names(questions: &[(&Question, Rating)]) -> String {
    let ids: Vec<_> = questions
        .iter()
        .map(|(question, _)| question.id.clone())
        .collect();
    list(&ids)
}
