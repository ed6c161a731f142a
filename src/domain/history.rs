//! Every skill over all periods: its scores, and where two of them stand for the same questions.

use super::assessment::State;
use super::decimal::Exact;
use super::diff::{Diff, SkillDiff, Snapshot, diff};
use super::period::Period;
use super::privacy::Privacy;
use super::rubric::{Question, RoleTargets, Skill};
use super::scoring::{ScoredCluster, SkillScore, Term, score_all, score_clusters};

/// All finished assessments of one rubric.
///
/// Invariant: whatever has something for each period has as many as there are periods, in their
/// order.
#[derive(Clone, Debug)]
pub struct History<'a> {
    /// Oldest first, each once; never empty.
    pub periods: Vec<Period>,
    /// In the order of the latest rubric, then those that only earlier ones had; each as the latest
    /// that has it, with where it stands in the latest period.
    pub clusters: Vec<ScoredCluster<'a>>,
    /// In the order of the latest rubric, then those that only earlier ones had, the ones that
    /// went last first.
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
    /// For each period, whether the same questions in the same words were rated as in the
    /// assessment before, none of them carried over unseen; none for the first, and where none was
    /// rated in either.
    pub same_questions: Vec<Option<bool>>,
    /// The same for the latest against the first.
    pub same_as_first: Option<bool>,
    /// The latest against the first, like for like; none with one period alone.
    pub since_first: Option<SkillDiff<'a>>,
    /// The latest against the one before, like for like; none with one period alone.
    pub since_last: Option<SkillDiff<'a>>,
}

/// What was said to a question in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastAnswer<'a> {
    /// Rated, skipped or not applicable.
    State(&'a State),
    /// A private answer, by the word for its state.
    Private(&'static str),
    /// The rubric of that period did not have it.
    NotAsked,
}

/// A question over all periods.
#[derive(Clone, Debug)]
pub struct QuestionHistory<'a> {
    /// As the latest rubric that has it.
    pub question: &'a Question,
    /// For each period.
    pub answers: Vec<PastAnswer<'a>>,
    /// For each period, whether it was asked in other words than in the assessment before, or in
    /// words that are not known; never where one of the two did not ask it.
    pub is_reworded: Vec<bool>,
}

impl<'a> History<'a> {
    /// The history of these assessments, oldest first; none where there are none, or where a
    /// rubric has no role at all.
    pub fn new(made: &[Snapshot<'a>]) -> Option<Self> {
        let latest = *made.last()?;
        let scores = made.iter().map(|made| scores(*made));
        let scores: Vec<_> = scores.collect::<Option<_>>()?;
        let since = |earlier: Option<&Snapshot<'a>>| earlier.map(|earlier| diff(*earlier, latest));
        let since_first = since(made.first().filter(|_| made.len() > 1));
        let since_last = since(made.iter().rev().nth(1));
        let skills = every(made, |made| &made.rubric.skills, |skill| &skill.id);
        let skills = skills.into_iter().map(|skill| {
            let of_skill: Vec<_> = scores
                .iter()
                .map(|scores| scores.iter().find(|score| score.skill.id == skill.id))
                .collect();
            let terms = of_skill.iter().map(|it| it.map_or(&[][..], |it| &it.terms));
            let rated: Vec<_> = made.iter().copied().zip(terms).collect();
            let same = rated.windows(2).map(|pair| is_same(pair[0], pair[1]));
            let moved = |diff: &Option<Diff<'a>>| {
                let mut skills = diff.as_ref()?.skills.iter();
                skills.find(|found| found.skill.id == skill.id).cloned()
            };
            Some(SkillHistory {
                skill,
                is_current: latest.rubric.skill(&skill.id).is_some(),
                scores: of_skill.iter().map(|it| (*it)?.score.clone()).collect(),
                same_as_first: is_same(*rated.first()?, *rated.last()?),
                same_questions: std::iter::once(None).chain(same).collect(),
                since_first: moved(&since_first),
                since_last: moved(&since_last),
            })
        });
        let clusters = every(made, |made| &made.rubric.clusters, |cluster| &cluster.id);
        Some(Self {
            periods: made.iter().map(|made| made.assessment.period).collect(),
            clusters: score_clusters(clusters, scores.last()?),
            skills: skills.collect::<Option<_>>()?,
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
        history.clusters.retain(|one| one.cluster.id == *cluster);
        Some(history)
    }
}

/// The questions of a skill over the same assessments, in the order of the latest rubric, then
/// those that only earlier ones had; empty where no rubric has the skill.
pub fn questions<'a>(
    made: &[Snapshot<'a>],
    skill: &str,
    privacy: Privacy,
) -> Vec<QuestionHistory<'a>> {
    let of_skill = |made: &Snapshot<'a>| -> &'a [Question] {
        let skill = made.rubric.skill(skill);
        skill.map_or(&[], |skill| skill.questions.as_slice())
    };
    let questions = every(made, of_skill, |question: &Question| &question.id);
    let histories = questions.into_iter().map(|question| QuestionHistory {
        question,
        answers: made
            .iter()
            .map(|made| past_answer(*made, &question.id, privacy))
            .collect(),
        is_reworded: std::iter::once(false)
            .chain(made.windows(2).map(|pair| {
                let [then, now] = [pair[0], pair[1]].map(|made| made.rubric.question(&question.id));
                matches!((then, now), (Some((_, then)), Some((_, now))) if !pair[1].asks_as(pair[0], [now, then]))
            }))
            .collect(),
    });
    histories.collect()
}

/// Whatever any of the rubrics has, once: as the latest has it that has it, in that order.
fn every<'a, T: 'a>(
    made: &[Snapshot<'a>],
    parts: impl Fn(&Snapshot<'a>) -> &'a [T],
    id: impl Fn(&T) -> &String,
) -> Vec<&'a T> {
    let mut found: Vec<&'a T> = Vec::new();
    for part in made.iter().rev().flat_map(parts) {
        if !found.iter().any(|known| id(known) == id(part)) {
            found.push(part);
        }
    }
    found
}

/// Whether two scores stand for the same questions in the same words, rated both times.
fn is_same(
    (then, before): (Snapshot<'_>, &[Term<'_>]),
    (made, now): (Snapshot<'_>, &[Term<'_>]),
) -> Option<bool> {
    if before.is_empty() && now.is_empty() {
        return None;
    }
    let is_carried = |made: Snapshot<'_>, id: &str| {
        let answer = made.assessment.answer(id);
        answer.is_some_and(|answer| answer.carried.is_some())
    };
    let is_there = |term: &Term<'_>| {
        let id = &term.question.id;
        if is_carried(then, id) || is_carried(made, id) {
            return false;
        }
        let mut known = before.iter().map(|known| known.question);
        known.any(|known| known.id == *id && made.asks_as(then, [term.question, known]))
    };
    Some(before.len() == now.len() && now.iter().all(is_there))
}

fn past_answer<'a>(made: Snapshot<'a>, question: &str, privacy: Privacy) -> PastAnswer<'a> {
    if made.rubric.question(question).is_none() {
        return PastAnswer::NotAsked;
    }
    match made.assessment.answer(question) {
        Some(answer) if answer.private && privacy == Privacy::Withhold => {
            PastAnswer::Private(answer.state.word())
        }
        answer => PastAnswer::State(answer.map_or(&State::Skipped, |answer| &answer.state)),
    }
}

fn scores(made: Snapshot<'_>) -> Option<Vec<SkillScore<'_>>> {
    let rubric = made.rubric;
    let profile = rubric
        .profile(&made.assessment.role)
        .or(rubric.profiles.first())?;
    // The bar moves gaps, which are no part of a history.
    let bar = RoleTargets {
        profile,
        stage: None,
    };
    Some(score_all(rubric, made.assessment, bar))
}
