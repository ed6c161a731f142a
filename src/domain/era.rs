//! Core and growth change places with the times: the same answers under another grouping.

use super::rubric::{Era, Rubric};
use super::scoring::{ClusterScore, SkillScore, score_cluster};

/// How a person would stand in each era of the rubric: over the skills that were core then.
pub fn exposures<'a>(
    rubric: &'a Rubric,
    scores: &[SkillScore<'_>],
) -> Vec<(&'a Era, ClusterScore)> {
    let exposure = |era: &'a Era| {
        let core = scores.iter().filter(|it| era.core.contains(&it.skill.id));
        (era, score_cluster(core))
    };
    rubric.eras.iter().map(exposure).collect()
}

/// The rubric as it would be grouped in an era: its core skills in the first cluster, what else was
/// there in the second. Other clusters stay as they are, and so does a single one.
pub fn regrouped(rubric: &Rubric, era: &Era) -> Rubric {
    let mut regrouped = rubric.clone();
    let [first, second, ..] = rubric.clusters.as_slice() else {
        return regrouped;
    };
    for skill in &mut regrouped.skills {
        if era.core.contains(&skill.id) {
            skill.cluster.clone_from(&first.id);
        } else if skill.cluster == first.id {
            skill.cluster.clone_from(&second.id);
        }
    }
    regrouped
}
