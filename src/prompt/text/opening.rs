//! The text before the questions: what to expect, role and stage, what came of the last focus.

use crate::domain::assessment::Outcome;
use crate::domain::interview::{Interview, Order, Step};
use crate::domain::rubric::Rating;
use crate::escape::visible;
use crate::report::wording::count;

/// What to expect: the questions, the scale, what the clusters are.
pub(in crate::prompt) fn welcome(interview: &Interview<'_>) -> Vec<String> {
    let rubric = interview.rubric();
    let mut lines = vec![
        format!(
            "emkit · {} · {}",
            visible(&rubric.title),
            interview.draft().period
        ),
        format!("{}.", to_expect(interview)),
        "Saved as you go, on this machine only. Skip or leave whenever you like.".to_owned(),
    ];
    if interview.step() != Step::Review {
        let scale = Rating::all().zip(&rubric.scale);
        lines.extend(
            scale.map(|(rating, step)| {
                visible(&format!("{rating} {}: {}", step.label, step.meaning))
            }),
        );
        let clusters = rubric.clusters.iter();
        lines.extend(clusters.map(|cluster| first_sentence(&cluster.title, &cluster.why)));
    }
    lines
}

/// Said where highlights may be noted before the first answer.
pub(in crate::prompt) fn offers_highlights(interview: &Interview<'_>) -> Option<String> {
    let draft = interview.draft();
    let is_fresh = draft.answered() == 0 && draft.highlights.is_empty();
    let line = "Ctrl-V: first note what you delivered, from memory. You can use it as evidence.";
    (is_fresh && !matches!(interview.step(), Step::Role | Step::Stage)).then(|| line.to_owned())
}

fn to_expect(interview: &Interview<'_>) -> String {
    let questions = interview.rubric().questions().count();
    let left = questions.saturating_sub(interview.draft().answered());
    let from = interview.rubric().evidence_from;
    let is_quick = interview.order() == Order::RatingsFirst && interview.step() != Step::Review;
    match (interview.unanswered(), interview.texts_left()) {
        (0, texts @ 1..) if is_quick => format!(
            "All rated. What's left is evidence for {} of {from} or higher; you can finish at any time",
            count(texts, "rating")
        ),
        (open @ 1.., _) if is_quick => {
            let to_go = if left == questions { "" } else { " to go" };
            format!(
                "{}{to_go}: ratings first, then evidence for {from} or higher; finish at any time",
                count(open, "question")
            )
        }
        _ if left == questions => {
            format!(
                "{}: for each, write a few lines, then rate",
                count(questions, "question")
            )
        }
        _ if left == 0 => format!("{}, all answered", count(questions, "question")),
        _ => format!("{}, {left} to go", count(questions, "question")),
    }
}

pub(in crate::prompt) fn choice(interview: &Interview<'_>) -> (String, Vec<String>) {
    let rubric = interview.rubric();
    match interview.step() {
        Step::Role => (
            "Which role do you want to be scored against? It changes the targets, not the questions."
                .to_owned(),
            rubric
                .profiles
                .iter()
                .map(|profile| first_sentence(&profile.title, &profile.why))
                .collect(),
        ),
        Step::Stage => {
            let none = "None of these: leave the targets as they are".to_owned();
            let stages = rubric.stages.iter();
            let stages = stages.map(|stage| first_sentence(&stage.title, &stage.why));
            (
                "Which stage is your company in? It moves some targets up or down.".to_owned(),
                std::iter::once(none).chain(stages).collect(),
            )
        }
        Step::LastOutcome(index) => {
            let outcomes = Outcome::ALL.iter();
            let outcomes = outcomes.map(|outcome| outcome.word().to_owned());
            (last_focus(interview, index), outcomes.collect())
        }
        _ => (String::new(), Vec::new()),
    }
}

/// A title and what it is; the rest of the explanation is for `emkit rubric show`.
fn first_sentence(title: &str, why: &str) -> String {
    let first = why.split_inclusive(". ").next().unwrap_or_default();
    let first = first.trim().trim_end_matches('.');
    visible(&format!("{title}: {first}"))
}

pub(in crate::prompt) fn chosen(interview: &Interview<'_>) -> Option<usize> {
    let draft = interview.draft();
    let rubric = interview.rubric();
    match (interview.step(), &draft.stage) {
        (Step::Role, _) => {
            let mut profiles = rubric.profiles.iter();
            profiles.position(|profile| profile.id == draft.role)
        }
        (Step::Stage, None) => Some(0),
        (Step::Stage, Some(id)) => {
            let place = rubric.stages.iter().position(|stage| stage.id == *id);
            place.map(|place| place + 1)
        }
        (Step::LastOutcome(index), _) => {
            let outcome = draft.last_focus.get(index)?.outcome?;
            Outcome::ALL.iter().position(|other| *other == outcome)
        }
        _ => None,
    }
}

fn last_focus(interview: &Interview<'_>, index: usize) -> String {
    let focus = &interview.draft().last_focus[index].focus;
    let by = focus.by.map_or_else(String::new, |by| format!(", by {by}"));
    let sign = match focus.sign.trim() {
        "" => String::new(),
        sign => format!(" You'd know it worked if: {}.", sign.trim_end_matches('.')),
    };
    visible(&format!(
        "Last time you chose to work on {}: {}{by}.{sign} What came of it?",
        focus.skill,
        focus.action.trim_end_matches('.')
    ))
}

pub(in crate::prompt) fn last_note(interview: &Interview<'_>, index: usize) -> String {
    let focus = &interview.draft().last_focus[index].focus;
    let focus = visible(&format!("{}: {}", focus.skill, focus.action));
    format!("{focus}\n\nWhat came of it, in a line? It may stay empty.")
}
