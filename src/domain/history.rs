//! Every skill over all periods: its scores, and where two of them stand for the same questions.

mod questions;

use std::collections::BTreeMap;

use itertools::Itertools;

use super::decimal::Exact;
use super::diff::{SkillDiff, Snapshot, comparable, diff};
use super::period::Period;
use super::rubric::{Profile, RoleTargets, Rubric, Skill};
use super::scoring::{ScoredCluster, score_all, score_clusters};

pub use questions::{PastAnswer, QuestionHistory, questions};

/// All finished assessments of one rubric. Lists by period have an entry for each, in order.
#[derive(Clone, Debug)]
pub struct History<'a> {
    /// Oldest first, each once; never empty.
    pub periods: Vec<Period>,
    /// As the latest rubric that has it, in that order, with where it stands in the latest period.
    pub clusters: Vec<ScoredCluster<'a>>,
    /// In the order of the latest rubric, then those that only earlier ones had, the last to go first.
    pub skills: Vec<SkillHistory<'a>>,
}

/// A skill over all periods.
#[derive(Clone, Debug)]
pub struct SkillHistory<'a> {
    /// As the latest rubric that has it.
    pub skill: &'a Skill,
    /// Whether the latest rubric has it.
    pub is_current: bool,
    /// For each period, 1 to 5; none where too little was rated or the skill was not asked about.
    pub scores: Vec<Option<Exact>>,
    /// For each period, whether the same questions in the same words were rated as in the assessment
    /// before, none carried over unseen; none for the first, and where neither has a rating.
    pub same_questions: Vec<Option<bool>>,
    /// The same for the latest against the first.
    pub same_as_first: Option<bool>,
    /// The latest against the one before, and against the first, like for like; none with one period alone.
    pub since: [Option<SkillDiff<'a>>; 2],
}

impl<'a> History<'a> {
    /// The history of these assessments, oldest first; none of none.
    pub fn new(made: &[Snapshot<'a>]) -> Option<Self> {
        let latest = *made.last()?;
        // Targets are no part of a history.
        let profile = &Profile::own(BTreeMap::new());
        let bar = RoleTargets {
            profile,
            stage: None,
        };
        let scores = made.iter();
        let scores = scores.map(|made| score_all(made.rubric, made.assessment, bar));
        let scores = scores.collect_vec();
        let since = |then: &Snapshot<'a>| diff(*then, latest);
        let since_last = made.iter().rev().nth(1).map_or_else(Vec::new, since);
        let since_first = match made {
            [first, .., _] => since(first),
            _ => Vec::new(),
        };
        let skills = newest(made).flat_map(|rubric| &rubric.skills);
        let skills = skills.unique_by(|skill| &skill.id).map(|skill| {
            let scores = scores.iter();
            let scores = scores.map(|scores| scores.iter().find(|it| it.skill.id == skill.id));
            let scores = scores.collect_vec();
            let moved = |skills: &[SkillDiff<'a>]| {
                let mut skills = skills.iter();
                skills.find(|it| it.skill.id == skill.id).cloned()
            };
            // All that was rated, then and now, can be compared.
            let is_same = |then: usize, now: usize| {
                let rated = [then, now].map(|at| scores[at].map_or(0, |score| score.rated));
                let compared = || comparable(&skill.id, made[then], made[now]);
                (rated != [0, 0]).then(|| rated == [compared(); 2])
            };
            let last = made.len() - 1;
            let alike = (0..last).map(|then| is_same(then, then + 1));
            SkillHistory {
                skill,
                is_current: latest.rubric.skill(&skill.id).is_some(),
                same_questions: std::iter::once(None).chain(alike).collect(),
                same_as_first: (last > 0).then(|| is_same(0, last)).flatten(),
                since: [moved(&since_last), moved(&since_first)],
                scores: scores.iter().map(|it| it.as_ref()?.score.clone()).collect(),
            }
        });
        let clusters = newest(made).flat_map(|rubric| &rubric.clusters);
        let clusters = clusters.unique_by(|cluster| &cluster.id);
        Some(Self {
            periods: made.iter().map(|made| made.assessment.period).collect(),
            clusters: score_clusters(clusters, scores.last()?),
            skills: skills.collect(),
        })
    }

    /// The skills of a cluster, in order.
    pub fn skills_of(&self, cluster: &str) -> impl Iterator<Item = &SkillHistory<'a>> {
        let skills = self.skills.iter();
        skills.filter(move |skill| skill.skill.cluster == cluster)
    }

    /// The history of one skill and its cluster; none where no rubric has it.
    pub fn of_skill(&self, id: &str) -> Option<Self> {
        let mut history = self.clone();
        history.skills.retain(|skill| skill.skill.id == id);
        let cluster = &history.skills.first()?.skill.cluster;
        history.clusters.retain(|(one, _)| one.id == *cluster);
        Some(history)
    }
}

fn newest<'m, 'a: 'm>(made: &'m [Snapshot<'a>]) -> impl Iterator<Item = &'a Rubric> + 'm {
    made.iter().rev().map(|made| made.rubric)
}
