//! Every skill over all periods: its scores, and where two of them stand for the same questions.

use super::assessment::State;
use super::diff::{Diff, Made, SkillDiff, diff};
use super::figure::Exact;
use super::period::Period;
use super::rubric::{Bar, Cluster, Question, Skill};
use super::scoring::{ClusterScore, score_all, score_cluster};

/// All finished assessments of one rubric. The skills are those of the latest.
#[derive(Clone, Debug)]
pub struct History<'a> {
    /// Oldest first, each once.
    pub periods: Vec<Period>,
    /// In the order of the latest rubric.
    pub clusters: Vec<ClusterHistory<'a>>,
    /// In the order of the latest rubric.
    pub skills: Vec<SkillHistory<'a>>,
}

/// A cluster over all periods.
#[derive(Clone, Debug)]
pub struct ClusterHistory<'a> {
    /// As the latest rubric has it.
    pub cluster: &'a Cluster,
    /// For each period.
    pub scores: Vec<ClusterScore>,
}

/// A skill over all periods.
#[derive(Clone, Debug)]
pub struct SkillHistory<'a> {
    /// As the latest rubric has it.
    pub skill: &'a Skill,
    /// For each period, 1 to 5; none where too little was rated or the skill was not asked about.
    pub scores: Vec<Option<Exact>>,
    /// For each period, whether the same questions in the same words were rated as in the one
    /// before; none for the first.
    pub same_questions: Vec<Option<bool>>,
    /// The latest against the first, like for like; none with one period alone.
    pub since_first: Option<SkillDiff<'a>>,
    /// The latest against the one before, like for like; none with one period alone.
    pub since_last: Option<SkillDiff<'a>>,
}

/// What was said to a question in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// Rated, skipped or not applicable.
    State(&'a State),
    /// The rubric of that period did not have it.
    NotAsked,
}

/// A question over all periods.
#[derive(Clone, Debug)]
pub struct QuestionHistory<'a> {
    /// As the latest rubric has it.
    pub question: &'a Question,
    /// For each period.
    pub said: Vec<Said<'a>>,
    /// For each period, whether it was asked in other words than in the one before.
    pub is_reworded: Vec<bool>,
}

impl<'a> History<'a> {
    /// The history of these assessments, oldest first; none where there are none, or where a
    /// rubric has no role at all.
    #[must_use]
    pub fn new(made: &[Made<'a>]) -> Option<Self> {
        let latest = made.last()?;
        let scores: Vec<_> = made
            .iter()
            .map(|made| scores(*made))
            .collect::<Option<_>>()?;
        let diffs: Vec<_> = made.windows(2).map(|pair| diff(pair[0], pair[1])).collect();
        let whole = (made.len() > 1).then(|| diff(made[0], *latest));
        let skills = latest.rubric.skills.iter().map(|skill| {
            let rated = |index: usize| {
                let scores: &Vec<_> = &scores[index];
                let score = scores.iter().find(|score| score.skill.id == skill.id);
                score.map_or(0, |score| score.rated())
            };
            let same = diffs.iter().enumerate().map(|(index, diff)| {
                let compared = of(diff, skill).map_or(0, |skill| skill.compared.len());
                Some(compared == rated(index) && compared == rated(index + 1))
            });
            SkillHistory {
                skill,
                scores: scores
                    .iter()
                    .map(|scores| {
                        let score = scores.iter().find(|score| score.skill.id == skill.id)?;
                        score.score.clone()
                    })
                    .collect(),
                same_questions: std::iter::once(None).chain(same).collect(),
                since_first: whole.as_ref().and_then(|diff| of(diff, skill)).cloned(),
                since_last: diffs.last().and_then(|diff| of(diff, skill)).cloned(),
            }
        });
        let clusters = latest.rubric.clusters.iter().map(|cluster| ClusterHistory {
            cluster,
            scores: scores
                .iter()
                .map(|scores| {
                    let inside = scores
                        .iter()
                        .filter(|score| score.skill.cluster == cluster.id);
                    score_cluster(inside)
                })
                .collect(),
        });
        Some(Self {
            periods: made.iter().map(|made| made.assessment.period).collect(),
            clusters: clusters.collect(),
            skills: skills.collect(),
        })
    }
}

/// The questions of a skill over the same assessments; empty where the latest rubric lacks it.
#[must_use]
pub fn questions<'a>(made: &[Made<'a>], skill: &str) -> Vec<QuestionHistory<'a>> {
    let latest = made.last().and_then(|latest| latest.rubric.skill(skill));
    let questions = latest.map_or(&[][..], |skill| &skill.questions);
    let history = |question: &'a Question| {
        QuestionHistory {
        question,
        said: made.iter().map(|made| said(*made, &question.id)).collect(),
        is_reworded: std::iter::once(false)
            .chain(made.windows(2).map(|pair| {
                let [one, other] = [pair[0], pair[1]].map(|made| made.rubric.question(&question.id));
                matches!((one, other), (Some((_, one)), Some((_, other))) if !one.same_wording(other))
            }))
            .collect(),
    }
    };
    questions.iter().map(history).collect()
}

fn said<'a>(made: Made<'a>, question: &str) -> Said<'a> {
    match (
        made.rubric.question(question),
        made.assessment.answers.get(question),
    ) {
        (Some(_), Some(answer)) => Said::State(&answer.state),
        (Some(_), None) => Said::State(&State::Skipped),
        (None, _) => Said::NotAsked,
    }
}

fn scores(made: Made<'_>) -> Option<Vec<super::scoring::SkillScore<'_>>> {
    let rubric = made.rubric;
    let profile = rubric
        .profile(&made.assessment.role)
        .or(rubric.profiles.first())?;
    // The bar moves gaps, which are no part of a history.
    let bar = Bar {
        profile,
        stage: None,
    };
    Some(score_all(rubric, made.assessment, bar))
}

fn of<'d, 'a>(diff: &'d Diff<'a>, skill: &Skill) -> Option<&'d SkillDiff<'a>> {
    diff.skills.iter().find(|found| found.skill.id == skill.id)
}
