//! What an assessment and an answers file have in common, as it is in the file; and an assessment put
//! that way.

use serde::{Deserialize, Serialize};

use crate::domain::assessment::{Answer, Assessment, Focus, Highlight, State};
use crate::domain::decimal::Hundredths;
use crate::domain::rubric::Rubric;
use crate::format::yaml::{Keyed, List, Map, Scalar, Short, Spanned, Text, written};

/// Who wrote a file. Only emkit's own files say that a question is skipped; a person's has a limit for
/// each text, while what is saved is always read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Store,
    Person,
}

pub(crate) type Answers = Map<Keyed<Spanned<Short<AnswerFields>>>>;

#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AnswerFields {
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) rating: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) skipped: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) not_applicable: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) note: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) evidence: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) private: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) carried: Scalar,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutcomeFields {
    pub(super) skill: Text,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) action: Scalar,
    pub(super) outcome: Text,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) note: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) by: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) sign: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) private: Scalar,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FocusFields {
    pub(super) skill: Text,
    pub(super) action: Text,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) by: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) sign: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    pub(super) private: Scalar,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ClosingFields {
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) text: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) private: Scalar,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct HighlightFields {
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) question: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) text: Scalar,
}

/// What an answers file has. An assessment file has all but the first two, and more.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fields {
    pub(crate) period: Scalar,
    pub(crate) rubric: Scalar,
    pub(crate) answers: Answers,
    pub(crate) last_focus: List<OutcomeFields>,
    pub(crate) focus: List<FocusFields>,
    pub(crate) closing: Map<Short<ClosingFields>>,
    pub(crate) highlights: List<HighlightFields>,
    pub(crate) targets: Map<Keyed<Scalar>>,
}

/// The answers in the rubric's order, then those that it does not know.
pub(crate) fn answers(assessment: &Assessment, rubric: &Rubric) -> Answers {
    let answers = rubric
        .questions()
        .filter_map(|(_, question)| assessment.answers.get_key_value(&question.id));
    let unknown = assessment.answers.iter();
    let unknown = unknown.filter(|(id, _)| rubric.question(id).is_none());
    let answers = answers.chain(unknown).map(|(id, answer)| {
        let fields = AnswerFields::of(answer, Origin::Store);
        (written(id.clone()), written(Short::Fields(fields)))
    });
    Some(written(Keyed(answers.collect())))
}

impl AnswerFields {
    pub(crate) fn of(answer: &Answer, origin: Origin) -> Self {
        let (reason, note) = match &answer.state {
            State::NotApplicable { reason, note } => (reason.word(), note.as_str()),
            _ => ("", ""),
        };
        Self {
            rating: answer.rating().map(Scalar::bare).unwrap_or_default(),
            skipped: Scalar::bare(answer.state == State::Skipped && origin == Origin::Store),
            not_applicable: Scalar::of(reason),
            note: Scalar::of(note),
            evidence: Scalar::of(&answer.evidence),
            private: Scalar::bare(answer.private),
            carried: Scalar::any(answer.carried),
        }
    }
}

impl FocusFields {
    pub(crate) fn of(focus: &Focus) -> Self {
        Self {
            skill: Text(Scalar::of(&focus.skill)),
            action: Text(Scalar::of(&focus.action)),
            by: Scalar::any(focus.by),
            sign: Scalar::of(&focus.sign),
            private: Scalar::bare(focus.private),
        }
    }
}

impl HighlightFields {
    pub(crate) fn of(highlight: &Highlight) -> Self {
        Self {
            question: Scalar::any(highlight.question.as_ref()),
            text: Scalar::of(&highlight.text),
        }
    }
}

pub(crate) fn outcomes(assessment: &Assessment) -> impl Iterator<Item = OutcomeFields> {
    let said = assessment.last_focus.iter();
    said.filter_map(|item| {
        Some(OutcomeFields {
            skill: Text(Scalar::of(&item.focus.skill)),
            action: Scalar::of(&item.focus.action),
            outcome: Text(Scalar::of(item.outcome?.word())),
            note: Scalar::of(&item.note),
            by: Scalar::any(item.focus.by),
            sign: Scalar::of(&item.focus.sign),
            private: Scalar::bare(item.focus.private),
        })
    })
}

/// The answer to the closing question: a plain text unless it is private.
pub(crate) fn closing(assessment: &Assessment) -> Option<Short<ClosingFields>> {
    let text = &assessment.closing;
    let closing = if assessment.closing_private {
        Short::Fields(ClosingFields {
            text: Scalar::of(text),
            private: Scalar::bare(true),
        })
    } else {
        Short::Text(text.clone())
    };
    (!text.is_empty()).then_some(closing)
}

/// Own targets as the person would write them: `4`, or `3.5`.
pub(crate) fn own_targets(assessment: &Assessment) -> Option<Keyed<Scalar>> {
    let targets = assessment.targets.iter().map(|(skill, target)| {
        let target = Hundredths::round(target).as_f64();
        (written(skill.clone()), Scalar::bare(target))
    });
    (!assessment.targets.is_empty()).then(|| Keyed(targets.collect()))
}
