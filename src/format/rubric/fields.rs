//! A rubric file as it is written.

use serde::Deserialize;

use crate::format::yaml::{Keyed, List, Scalar, Spanned, Text};

pub(super) type Items<F> = Spanned<Vec<Spanned<F>>>;

/// What a file says for each skill, rating or stage.
pub(super) type PerId = Keyed<Text>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RubricFields {
    pub(super) schema: Text,
    pub(super) id: Text,
    pub(super) version: Text,
    pub(super) title: Text,
    pub(super) when: Option<Text>,
    pub(super) source: List<SourceFields>,
    pub(super) scale: Items<StepFields>,
    pub(super) evidence_from: Text,
    pub(super) clusters: Items<ClusterFields>,
    pub(super) skills: Items<SkillFields>,
    #[serde(default)]
    pub(super) own_targets: Scalar,
    pub(super) profiles: List<ProfileFields>,
    pub(super) stages: List<StageFields>,
    pub(super) eras: List<EraFields>,
    pub(super) closing: Option<ClosingFields>,
    pub(super) review: Option<ReviewFields>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewFields {
    pub(super) title: Option<Text>,
    pub(super) delivered: Option<Text>,
    pub(super) outlook: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceFields {
    pub(super) title: Text,
    pub(super) author: Option<Text>,
    pub(super) published: Option<Text>,
    pub(super) url: Option<Text>,
    pub(super) note: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepFields {
    pub(super) rating: Text,
    pub(super) label: Text,
    pub(super) meaning: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClusterFields {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) why: Text,
    pub(super) reading: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SkillFields {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) cluster: Text,
    pub(super) definition: Text,
    pub(super) examples: Option<Vec<Text>>,
    pub(super) questions: Items<QuestionFields>,
    pub(super) observed: Option<ObservedFields>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ObservedFields {
    pub(super) ask: Text,
    pub(super) anchors: PerId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionFields {
    pub(super) id: Text,
    pub(super) title: Option<Text>,
    pub(super) kind: Option<Text>,
    #[serde(default)]
    pub(super) sensitive: Scalar,
    #[serde(default)]
    pub(super) reputation: Scalar,
    pub(super) ask: Text,
    pub(super) hint: Text,
    pub(super) anchors: PerId,
    pub(super) practice: Text,
    pub(super) weight: Option<Text>,
    pub(super) follows: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFields {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) why: Text,
    pub(super) targets: PerId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StageFields {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) why: Text,
    pub(super) adjust: PerId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EraFields {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) years: Text,
    pub(super) why: Text,
    pub(super) core: Spanned<Vec<Text>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClosingFields {
    pub(super) ask: Text,
    pub(super) stages: Option<PerId>,
}
