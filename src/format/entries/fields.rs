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
pub(in crate::format) enum Origin {
    Store,
    Person,
}

pub(in crate::format) type Answers = Map<Keyed<Spanned<Short<AnswerFields>>>>;

#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::format) struct AnswerFields {
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
pub(in crate::format) struct OutcomeFields {
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
pub(in crate::format) struct FocusFields {
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
pub(in crate::format) struct ClosingFields {
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) text: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) private: Scalar,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::format) struct HighlightFields {
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) question: Scalar,
    #[serde(skip_serializing_if = "Scalar::is_empty")]
    pub(super) text: Scalar,
}

/// What an answers file has. An assessment file has all but the first two, and more.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::format) struct Fields {
    pub(in crate::format) period: Scalar,
    pub(in crate::format) rubric: Scalar,
    pub(in crate::format) answers: Answers,
    pub(in crate::format) last_focus: List<OutcomeFields>,
    pub(in crate::format) focus: List<FocusFields>,
    pub(in crate::format) closing: Map<Short<ClosingFields>>,
    pub(in crate::format) highlights: List<HighlightFields>,
    pub(in crate::format) targets: Map<Keyed<Scalar>>,
}

/// The answers in the rubric's order, then those that it does not know.
pub(in crate::format) fn answers(assessment: &Assessment, rubric: &Rubric) -> Answers {
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
    pub(in crate::format) fn of(answer: &Answer, origin: Origin) -> Self {
        let (reason, note) = match &answer.state {
            State::NotApplicable { reason, note } => (reason.word(), note.as_str()),
            _ => ("", ""),
        };
        let rating = answer.rating().map(Scalar::bare);
        let carried = answer.carried.map(Scalar::of);
        Self {
            rating: rating.unwrap_or_default(),
            skipped: Scalar::bare(answer.state == State::Skipped && origin == Origin::Store),
            not_applicable: Scalar::of(reason),
            note: Scalar::of(note),
            evidence: Scalar::of(&answer.evidence),
            private: Scalar::bare(answer.private),
            carried: carried.unwrap_or_default(),
        }
    }
}

impl FocusFields {
    pub(in crate::format) fn of(focus: &Focus) -> Self {
        Self {
            skill: Text(Scalar::of(&focus.skill)),
            action: Text(Scalar::of(&focus.action)),
            by: focus.by.map(Scalar::of).unwrap_or_default(),
            sign: Scalar::of(&focus.sign),
            private: Scalar::bare(focus.private),
        }
    }
}

impl HighlightFields {
    pub(in crate::format) fn of(highlight: &Highlight) -> Self {
        Self {
            question: Scalar::of(highlight.question.as_deref().unwrap_or_default()),
            text: Scalar::of(&highlight.text),
        }
    }
}

/// What came of the last focus, as far as the person has said.
pub(in crate::format) fn outcomes(assessment: &Assessment) -> impl Iterator<Item = OutcomeFields> {
    let said = assessment.last_focus.iter();
    said.filter_map(|item| {
        Some(OutcomeFields {
            skill: Text(Scalar::of(&item.focus.skill)),
            action: Scalar::of(&item.focus.action),
            outcome: Text(Scalar::of(item.outcome?.word())),
            note: Scalar::of(&item.note),
            by: item.focus.by.map(Scalar::of).unwrap_or_default(),
            sign: Scalar::of(&item.focus.sign),
            private: Scalar::bare(item.focus.private),
        })
    })
}

/// The answer to the closing question: a plain text unless it is private.
pub(in crate::format) fn closing(assessment: &Assessment) -> Option<Short<ClosingFields>> {
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
pub(in crate::format) fn own_targets(assessment: &Assessment) -> Option<Keyed<Scalar>> {
    let targets = assessment.targets.iter().map(|(skill, target)| {
        let target = Hundredths::round(target).as_f64();
        (written(skill.clone()), Scalar::bare(target))
    });
    (!assessment.targets.is_empty()).then(|| Keyed(targets.collect()))
}
