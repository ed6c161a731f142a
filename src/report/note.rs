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
/// rubric's own words. `turn` counts the notes of a report: where two have the same to say, they
/// do not say it in the same words.
#[must_use]
pub fn words(note: &GapNote<'_>, turn: usize) -> String {
    if note.withheld > 0 {
        return beside_private(note, turn);
    }
    let parts = match note.standing {
        Standing::Short => [held_back(note, turn), practice(note), unwritten(note, turn)],
        Standing::Claimed => [Some(claimed(note)), Some(to_show(note)), None],
        _ => [Some(reason(note, turn)), None, None],
    };
    join(&parts)
}

/// The note where some ratings are private. It names one that is not, and says nothing that holds
/// only of all ratings together.
fn beside_private(note: &GapNote<'_>, turn: usize) -> String {
    let lowest = note.lowest.first();
    match note.standing {
        Standing::Short => {
            let lowest = lowest.map_or_else(
                || "What was rated here is private.".to_owned(),
                |(question, rating)| {
                    let (said, id) = (quoted(note, question, *rating), &question.id);
                    format!("{said} That is {id}, at {rating}, the lowest that is not private.")
                },
            );
            join(&[Some(lowest), practice(note), unwritten(note, turn)])
        }
        Standing::Claimed => {
            let claimed = "On target by the ratings, and not by what is written.";
            let named = note.unsupported.iter().map(|(question, _)| question);
            let named: Vec<_> = named.map(|question| question.id.clone()).collect();
            let named = (!named.is_empty()).then(|| format!("Without a text: {}.", list(&named)));
            join(&[Some(claimed.to_owned()), named])
        }
        Standing::Met => "On target.".to_owned(),
        Standing::NothingApplies | Standing::Unscored { .. } => reason(note, turn),
    }
}

/// How the skill stands, without what to do about it.
#[must_use]
pub fn reason(note: &GapNote<'_>, turn: usize) -> String {
    match note.standing {
        Standing::NothingApplies => "No question here applies to you this time.".to_owned(),
        Standing::Unscored { missing } => {
            join(&[Some(unscored(note, missing)), unwritten(note, turn)])
        }
        Standing::Short => join(&[held_back(note, turn), unwritten(note, turn)]),
        Standing::Claimed => claimed(note),
        Standing::Met => join(&[reached(note, turn), unwritten(note, turn)]),
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
fn held_back(note: &GapNote<'_>, turn: usize) -> Option<String> {
    let (first, rating) = *note.lowest.first()?;
    let said = quoted(note, first, rating);
    let (id, rated) = (&first.id, note.rated);
    Some(match (note.at_lowest, note.lowest.get(1)) {
        (1, _) => format!("{said} {}", alone(note, first, rating, turn)),
        (2, Some((second, _))) if rated == 2 => {
            let other = quoted(note, second, rating);
            let second = &second.id;
            format!("Both answers stop at {rating}. On {id}: {said} On {second}: {other}")
        }
        (2, Some((second, _))) => {
            let other = quoted(note, second, rating);
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
fn alone(note: &GapNote<'_>, question: &Question, rating: Rating, turn: usize) -> String {
    let id = &question.id;
    let steps = |to: Rating| to.number() - rating.number();
    match (note.enough, note.after) {
        (Some(enough), _)
            if steps(enough) == 1
                && enough.number() >= WORTH_QUOTING
                && !is_unquoted(note, question) =>
        {
            one_step(id, &quoted(note, question, enough), turn)
        }
        (_, None) => format!("That is {id}, at {rating}, and the only answer here."),
        (_, Some((_, above))) if steps(above) >= FAR => {
            format!("So {id} is at {rating}, while nothing else here is below {above}.")
        }
        (Some(enough), _) if steps(enough) <= FAR => would_do(id, rating, enough, turn),
        (_, Some((other, above))) if note.at_after == 1 => {
            one_above(id, rating, &other.id, above, turn)
        }
        (_, Some((_, above))) => more_above(id, rating, note.at_after, above, turn),
    }
}

/// That the next step on one question reaches the target.
fn one_step(id: &str, step: &str, turn: usize) -> String {
    match turn % 8 {
        0 => format!("One step more on {id} reaches the target: {step}"),
        1 => format!("On {id} the next step would do: {step}"),
        2 => format!("With {id} a step higher you are there: {step}"),
        3 => format!("What is missing is a single step on {id}: {step}"),
        4 => format!("It takes this on {id}, and no more: {step}"),
        5 => format!("The target is one step away on {id}: {step}"),
        6 => format!("Next on {id}, and enough: {step}"),
        _ => format!("You would be on target with this on {id}: {step}"),
    }
}

/// That another rating of one question would reach it.
fn would_do(id: &str, rating: Rating, enough: Rating, turn: usize) -> String {
    match turn % 4 {
        0 => format!("At {enough} instead of {rating}, {id} alone would close the gap."),
        1 => format!("Were {id} a {enough} and not a {rating}, nothing would be missing."),
        2 => format!("{id} decides it: a {enough} there in place of the {rating} is enough."),
        _ => {
            format!("It comes down to {id}, {rating} now; {enough} brings the skill to its target.")
        }
    }
}

/// That one question is lowest and another follows.
fn one_above(id: &str, rating: Rating, other: &str, above: Rating, turn: usize) -> String {
    match turn % 4 {
        0 => format!("That is {id}, at {rating}; {other} comes next, at {above}."),
        1 => format!("First {id} with its {rating}, then {other} with {above}."),
        2 => format!("It is {id} that has the {rating}; {other} follows with {above}."),
        _ => format!("{id} is furthest off with {rating}, before {other} with {above}."),
    }
}

/// That one question is lowest and several stand above it.
fn more_above(id: &str, rating: Rating, more: usize, above: Rating, turn: usize) -> String {
    match turn % 8 {
        0 => format!("It leaves {id} at {rating}, and there are {more} more at {above}."),
        1 => format!("{id} stands at {rating} for it, with {more} others at {above}."),
        2 => format!("That puts {id} at {rating}; after it come {more} at {above}."),
        3 => format!("So {id} has a {rating}, and {more} more have a {above}."),
        4 => format!("Begin there, with {id} at {rating}, before the {more} at {above}."),
        5 => format!("Hence the {rating} on {id}, lowest ahead of {more} at {above}."),
        6 => format!("This is {id}, your {rating}; {more} further ones got {above}."),
        _ => format!("{id} pulls most with its {rating}, then {more} with {above}."),
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
fn reached(note: &GapNote<'_>, turn: usize) -> Option<String> {
    let (question, rating) = note.lowest.first()?;
    let (id, rated) = (&question.id, note.rated);
    Some(match note.at_lowest {
        all if all == rated && rated > 1 => {
            format!("On target, with all {rated} answers at {rating}.")
        }
        1 => match turn % 4 {
            0 => format!("On target; {id} is the lowest, at {rating}."),
            1 => format!("The target is reached; least of all by {id}, with {rating}."),
            2 => format!("Enough for the target. Should you want more: {id} is at {rating}."),
            _ => format!("Nothing is missing here; the lowest answer is the {rating} on {id}."),
        },
        many => format!("On target; of {rated} answers {many} are at {rating}, such as {id}."),
    })
}

/// The claims that nothing was written for.
fn unwritten(note: &GapNote<'_>, turn: usize) -> Option<String> {
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
        [(question, rating)] => Some(one_unwritten(&question.id, *rating, turn)),
        [(one, _), (other, _)] => Some(format!("Neither {} nor {} has a text.", one.id, other.id)),
        many => Some(format!("Still without a text: {}.", names(many))),
    }
}

fn one_unwritten(id: &str, rating: Rating, turn: usize) -> String {
    match turn % 6 {
        0 => format!("The {rating} on {id} still lacks a text."),
        1 => format!("Nothing is written yet for the {rating} on {id}."),
        2 => format!("Behind the {rating} on {id} there are no words so far."),
        3 => format!("For {id}, a {rating}, evidence is to come."),
        4 => format!("And {id}, a {rating}, has nothing to show yet."),
        _ => format!("What backs the {rating} on {id} is not written down."),
    }
}

/// The anchor that was chosen, in quotation marks; the question itself where its answer is private.
fn quoted(note: &GapNote<'_>, question: &Question, rating: Rating) -> String {
    if is_unquoted(note, question) {
        return question.ask.trim().to_owned();
    }
    let anchor = question.anchor(rating).trim();
    format!("“{anchor}”{}", end_of(anchor))
}

fn is_unquoted(note: &GapNote<'_>, question: &Question) -> bool {
    note.unquoted.contains(&question.id.as_str())
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
