//! An assessment as an assessment file and an answers file say it.

use itertools::Itertools;
use serde_json::{Map, Value};

use crate::domain::assessment::{Answer, Assessment, FocusOutcome, Outcome, State};
use crate::domain::decimal::Hundredths;
use crate::domain::rubric::Rubric;
use crate::format::yaml::{filled, number};

/// Who wrote a file. Only emkit's own files say that a question is skipped; a person's has a limit for
/// each text, while what is saved is always read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Store,
    Person,
}

/// The answers in the rubric's order, then those that it does not know.
pub(crate) fn answers(assessment: &Assessment, rubric: &Rubric) -> Value {
    let place = |id: &str| rubric.questions().position(|(_, it)| it.id == id);
    let answers = assessment.answers.iter();
    let answers = answers.sorted_by_key(|(id, _)| place(id).unwrap_or(usize::MAX));
    let answers = answers.map(|(id, said)| (id.clone(), answer(said, Origin::Store)));
    answers.collect::<Map<_, _>>().into()
}

pub(crate) fn answer(answer: &Answer, origin: Origin) -> Value {
    let reason = match &answer.state {
        State::NotApplicable { reason, .. } => reason.word(),
        _ => "",
    };
    let is_skipped = answer.state == State::Skipped && origin == Origin::Store;
    filled([
        ("rating", answer.rating().map(|it| it.number()).into()),
        ("skipped", is_skipped.into()),
        ("not_applicable", reason.into()),
        ("note", answer.note().into()),
        ("evidence", answer.evidence.as_str().into()),
        ("private", answer.private.into()),
        ("carried", answer.carried.map(|it| it.to_string()).into()),
    ])
}

pub(crate) fn outcomes(assessment: &Assessment) -> Vec<Value> {
    let said = assessment.last_focus.iter();
    let said = said.filter(|item| item.outcome.is_some());
    said.map(focus_and).collect()
}

pub(crate) fn focus(assessment: &Assessment) -> Vec<Value> {
    let focus = assessment.focus.iter().cloned();
    focus.map(|focus| focus_and(&focus.into())).collect()
}

fn focus_and(said: &FocusOutcome) -> Value {
    let (focus, outcome) = (&said.focus, said.outcome.map_or("", Outcome::word));
    filled([
        ("skill", focus.skill.as_str().into()),
        ("action", focus.action.as_str().into()),
        ("outcome", outcome.into()),
        ("note", said.note.as_str().into()),
        ("by", focus.by.map(|day| day.to_string()).into()),
        ("sign", focus.sign.as_str().into()),
        ("private", focus.private.into()),
    ])
}

/// The answer to the closing question: a plain text unless it is private.
pub(crate) fn closing(assessment: &Assessment) -> Value {
    let text = Value::from(assessment.closing.as_str());
    if assessment.closing_private && text != "" {
        return filled([("text", text), ("private", true.into())]);
    }
    text
}

pub(crate) fn highlights(assessment: &Assessment) -> Vec<Value> {
    let highlights = assessment.highlights.iter().map(|highlight| {
        filled([
            ("question", highlight.question.as_deref().into()),
            ("text", highlight.text.as_str().into()),
        ])
    });
    highlights.collect()
}

pub(crate) fn targets(assessment: &Assessment) -> Value {
    let targets = assessment.targets.iter().map(|(skill, target)| {
        let target = number(Hundredths::round(target).as_f64());
        (skill.clone(), target)
    });
    targets.collect::<Map<_, _>>().into()
}
