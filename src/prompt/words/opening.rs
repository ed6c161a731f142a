//! The words before the questions: what to expect, role and stage, what came of the last focus.

use crate::domain::assessment::Outcome;
use crate::domain::interview::{Interview, Order, Step};
use crate::domain::rubric::{Profile, Rubric, Stage};
use crate::escape::visible;
use crate::report::wording::count;

/// How long a rating takes that nothing is written for: the 28 questions in some ten minutes.
const SECONDS_A_RATING: usize = 20;

/// What to expect, in a few lines.
pub(in crate::prompt) fn welcome(interview: &Interview<'_>) -> Vec<String> {
    let title = visible(&interview.rubric().title);
    vec![
        format!("emkit · {title} · {}", interview.draft().period),
        format!("{}.", to_expect(interview)),
        "Everything is saved as you write, on this machine only. Skip what you like, leave when you like.".to_owned(),
    ]
}

/// How many questions there are to answer and what each takes.
fn to_expect(interview: &Interview<'_>) -> String {
    let questions = interview.rubric().questions().count();
    let left = questions.saturating_sub(interview.draft().answered());
    let from = interview.rubric().evidence_from;
    let is_quick = interview.order() == Order::RatingsFirst && interview.step() != Step::Review;
    match (interview.unanswered(), interview.texts_left()) {
        (0, texts @ 1..) if is_quick => format!(
            "The ratings are done. What is left is evidence for {} of {from} or higher",
            count(texts, "rating")
        ),
        (open @ 1.., _) if is_quick => {
            let to_go = if left == questions { "" } else { " to go" };
            let minutes = (open * SECONDS_A_RATING).div_ceil(60);
            format!(
                "{}{to_go}: the ratings first, about {}; then evidence only where a rating of {from} or higher needs it",
                count(open, "question"),
                count(minutes, "minute")
            )
        }
        _ => {
            let left = match left {
                0 => "none of them open".to_owned(),
                _ if left == questions => "each with a few lines of yours and a rating: an hour or two, on one day or several".to_owned(),
                _ => format!("{left} to go"),
            };
            format!("{}, {left}", count(questions, "question"))
        }
    }
}

/// What the roles are for, in one sentence.
pub(in crate::prompt) fn role() -> &'static str {
    "Which role should your answers be held against? It changes the targets, not the questions."
}

/// What the stages are for.
pub(in crate::prompt) fn stage() -> &'static str {
    "Which stage is your company in? It moves some targets up or down."
}

/// The roles to choose from.
pub(in crate::prompt) fn roles(rubric: &Rubric) -> Vec<String> {
    rubric
        .profiles
        .iter()
        .map(|Profile { title, why, .. }| choice(title, why))
        .collect()
}

/// The stages to choose from, none of them first.
pub(in crate::prompt) fn stages(rubric: &Rubric) -> Vec<String> {
    let stages = rubric
        .stages
        .iter()
        .map(|Stage { title, why, .. }| choice(title, why));
    std::iter::once("None of these: leave the targets as they are".to_owned())
        .chain(stages)
        .collect()
}

fn choice(title: &str, why: &str) -> String {
    // The first sentence says what it is; the rest is for `rubric show`.
    let why = visible(why);
    let first = why
        .split_inclusive(". ")
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('.');
    format!("{}: {first}", visible(title))
}

/// Which item of a list is what is so already.
pub(in crate::prompt) fn chosen(interview: &Interview<'_>) -> Option<usize> {
    let draft = interview.draft();
    let rubric = interview.rubric();
    match interview.step() {
        Step::Role => rubric
            .profiles
            .iter()
            .position(|profile| profile.id == draft.role),
        Step::Stage => match &draft.stage {
            None => Some(0),
            Some(id) => rubric
                .stages
                .iter()
                .position(|stage| stage.id == *id)
                .map(|place| place + 1),
        },
        Step::LastOutcome(index) => {
            let outcome = draft.last_focus.get(index)?.outcome?;
            Outcome::ALL.iter().position(|other| *other == outcome)
        }
        _ => None,
    }
}

/// What is asked about a focus of last time.
pub(in crate::prompt) fn last_focus(interview: &Interview<'_>, index: usize) -> String {
    let Some(item) = interview.draft().last_focus.get(index) else {
        return String::new();
    };
    visible(&format!(
        "Last time you chose to work on {}: {}. What came of it?",
        item.skill,
        item.action.trim_end_matches('.')
    ))
}

/// What can come of a focus.
pub(in crate::prompt) fn outcomes() -> Vec<String> {
    Outcome::ALL
        .iter()
        .map(|outcome| outcome.word().to_owned())
        .collect()
}

/// What is asked in a line about a focus of last time.
pub(in crate::prompt) fn last_note(interview: &Interview<'_>, index: usize) -> String {
    let Some(item) = interview.draft().last_focus.get(index) else {
        return String::new();
    };
    let focus = visible(&format!("{}: {}", item.skill, item.action));
    format!("{focus}\n\nWhat came of it, in a line? It may stay empty.")
}
