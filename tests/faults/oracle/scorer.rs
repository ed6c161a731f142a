//! The arithmetic of scores and comparisons once more, from the rules of measurement alone and
//! without a line of emkit's: exact fractions, rounded when they are compared.

use std::collections::BTreeSet;

use num_rational::Ratio;

use super::sample::{Answer, Given, Question, Rubric, Skill};

pub(super) type Exact = Ratio<i128>;

pub(super) struct SkillScore {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) score: Option<Exact>,
    pub(super) supported: Option<Exact>,
    pub(super) level: Option<&'static str>,
    pub(super) target: Exact,
    pub(super) gap: Option<Exact>,
    pub(super) rated: usize,
    pub(super) applicable: usize,
    pub(super) questions: usize,
}

pub(super) struct ClusterScore {
    pub(super) id: String,
    pub(super) mean: Option<Exact>,
    pub(super) lowest: Option<String>,
}

/// What an assessment comes to.
pub(super) struct Scored {
    pub(super) skills: Vec<SkillScore>,
    pub(super) clusters: Vec<ClusterScore>,
}

/// One person's answers for one quarter.
pub(super) struct Assessed<'a> {
    pub(super) rubric: &'a Rubric,
    pub(super) answers: &'a [(String, Answer)],
    pub(super) profile: usize,
    pub(super) stage: Option<usize>,
}

pub(super) fn hundredths(number: impl Into<i128>) -> Exact {
    Exact::new(number.into(), 100)
}

/// As it is printed: two decimals, half away from zero.
pub(super) fn printed(number: Exact) -> String {
    let twice = (number * Exact::from(200)).reduced();
    // Half a hundredth more, then whatever is over is left off.
    let size = if twice < Exact::from(0) {
        -twice
    } else {
        twice
    };
    let rounded = ((size + Exact::from(1)) / Exact::from(2)).to_integer();
    let sign = if number < Exact::from(0) && rounded != 0 {
        "-"
    } else {
        ""
    };
    format!("{sign}{}.{:02}", rounded / 100, rounded % 100)
}

impl Assessed<'_> {
    fn answer(&self, id: &str) -> Option<&Answer> {
        let found = self.answers.iter().find(|(question, _)| question == id);
        found.map(|(_, answer)| answer)
    }

    fn rating(&self, id: &str) -> Option<u8> {
        match self.answer(id)?.given {
            Given::Rated(rating) => Some(rating),
            _ => None,
        }
    }

    fn is_not_applicable(&self, id: &str) -> bool {
        let answer = self.answer(id);
        answer.is_some_and(|answer| matches!(answer.given, Given::NotApplicable(_)))
    }

    /// The text for a question; white space is none.
    fn evidence(&self, id: &str) -> &str {
        self.answer(id).map_or("", |answer| answer.evidence.trim())
    }

    /// What a rating counts in `supported`.
    fn shown(&self, question: &Question, rating: u8) -> u8 {
        let from = self.rubric.evidence_from;
        if rating >= from && self.evidence(&question.id).is_empty() {
            from - 1
        } else {
            rating
        }
    }

    fn target(&self, skill: &Skill) -> Exact {
        let of = |list: &[(String, i32)]| {
            let found = list.iter().find(|(id, _)| *id == skill.id);
            found.map_or(0, |(_, number)| *number)
        };
        let adjust = self
            .stage
            .map_or(0, |stage| of(&self.rubric.stages[stage].1));
        let target = of(&self.rubric.profiles[self.profile].1) + adjust;
        hundredths(target.clamp(100, 500))
    }

    fn score(&self, skill: &Skill) -> SkillScore {
        let applicable = skill
            .questions
            .iter()
            .filter(|question| !self.is_not_applicable(&question.id))
            .count();
        let rated: Vec<(&Question, u8)> = skill
            .questions
            .iter()
            .filter_map(|question| Some((question, self.rating(&question.id)?)))
            .collect();
        let enough = match applicable {
            0 => false,
            1 => rated.len() == 1,
            _ => rated.len() >= 2 && 2 * rated.len() >= applicable,
        };
        let score = mean(rated.iter().map(|(question, rating)| (*question, *rating)));
        let supported = mean(
            rated
                .iter()
                .map(|(question, rating)| (*question, self.shown(question, *rating))),
        );
        let score = score.filter(|_| enough);
        let target = self.target(skill);
        SkillScore {
            id: skill.id.clone(),
            title: skill.title.clone(),
            score,
            supported: supported.filter(|_| enough),
            level: score.map(level),
            target,
            gap: score.map(|score| (target - score).max(Exact::from(0))),
            rated: rated.len(),
            applicable,
            questions: skill.questions.len(),
        }
    }

    pub(super) fn scored(&self) -> Scored {
        let scores = || self.rubric.skills.iter().map(|skill| self.score(skill));
        let clusters = self.rubric.clusters.iter().map(|id| {
            let in_it = self
                .rubric
                .skills
                .iter()
                .filter(|skill| skill.cluster == *id);
            let scored: Vec<(String, Exact)> = in_it
                .filter_map(|skill| Some((skill.id.clone(), self.score(skill).score?)))
                .collect();
            let sum: Exact = scored.iter().map(|(_, score)| *score).sum();
            let count = i128::try_from(scored.len()).expect("a few skills");
            // The first of those that are as low.
            let mut lowest: Option<&(String, Exact)> = None;
            for one in &scored {
                if lowest.is_none_or(|lowest| one.1 < lowest.1) {
                    lowest = Some(one);
                }
            }
            ClusterScore {
                id: id.clone(),
                mean: (count > 0).then(|| sum / Exact::from(count)),
                lowest: lowest.map(|(id, _)| id.clone()),
            }
        });
        Scored {
            clusters: clusters.collect(),
            skills: scores().collect(),
        }
    }
}

/// The mean of ratings by the weights of their questions.
fn mean<'q>(ratings: impl Iterator<Item = (&'q Question, u8)>) -> Option<Exact> {
    let (mut sum, mut weights) = (Exact::from(0), Exact::from(0));
    for (question, rating) in ratings {
        let weight = hundredths(question.weight.unwrap_or(100));
        sum += weight * Exact::from(i128::from(rating));
        weights += weight;
    }
    (weights > Exact::from(0)).then(|| sum / weights)
}

/// The nearest step, halves upward.
fn level(score: Exact) -> &'static str {
    let step = (score + Exact::new(1, 2)).floor().to_integer();
    match step {
        1 => "absent",
        2 => "thin",
        3 => "solid",
        4 => "strong",
        _ => "exceptional",
    }
}

/// What became of a skill between two assessments.
pub(super) struct Change {
    pub(super) id: String,
    pub(super) from: Option<Exact>,
    pub(super) to: Option<Exact>,
    pub(super) compared: usize,
    /// The questions left out, each with every reason that is true of it.
    pub(super) dropped: Vec<(String, BTreeSet<&'static str>)>,
    pub(super) reading: &'static str,
    /// The questions that moved, with both ratings and whether there is new evidence.
    pub(super) moved: Vec<(String, u8, u8, bool)>,
}

impl Change {
    pub(super) fn change(&self) -> Option<Exact> {
        Some(self.to? - self.from?)
    }
}

pub(super) fn changes(then: &Assessed<'_>, now: &Assessed<'_>) -> Vec<Change> {
    let earlier = then.rubric.skills.iter();
    let gone = earlier.filter(|skill| now.rubric.skill(&skill.id).is_none());
    let all = now.rubric.skills.iter().chain(gone);
    all.map(|skill| change(&skill.id, then, now)).collect()
}

fn change(id: &str, then: &Assessed<'_>, now: &Assessed<'_>) -> Change {
    let questions = |assessed: &Assessed<'_>| -> Vec<Question> {
        let skill = assessed.rubric.skill(id);
        skill.map_or_else(Vec::new, |skill| skill.questions.clone())
    };
    let (before, after) = (questions(then), questions(now));
    let mut pairs = Vec::new();
    let mut dropped = Vec::new();
    for question in &after {
        let earlier = before.iter().find(|earlier| earlier.id == question.id);
        let reasons = reasons(then, now, earlier, Some(question));
        if reasons.is_empty() {
            let ratings = (then.rating(&question.id), now.rating(&question.id));
            let (Some(from), Some(to)) = ratings else {
                unreachable!("a question that is left out has a reason");
            };
            pairs.push((question, from, to));
        } else {
            dropped.push((question.id.clone(), reasons));
        }
    }
    for question in &before {
        if !after.iter().any(|later| later.id == question.id) {
            let reasons = reasons(then, now, Some(question), None);
            dropped.push((question.id.clone(), reasons));
        }
    }
    let moved: Vec<_> = pairs
        .iter()
        .filter(|(_, from, to)| from != to)
        .map(|(question, from, to)| {
            let (earlier, text) = (then.evidence(&question.id), now.evidence(&question.id));
            let is_new = !text.is_empty() && text != earlier;
            (question.id.clone(), *from, *to, is_new)
        })
        .collect();
    let from = mean(pairs.iter().map(|(question, from, _)| (*question, *from)));
    let to = mean(pairs.iter().map(|(question, _, to)| (*question, *to)));
    Change {
        id: id.to_owned(),
        reading: reading(from.zip(to).map(|(from, to)| to - from), &moved),
        from,
        to,
        compared: pairs.len(),
        dropped,
        moved,
    }
}

/// Whether the ratings of a skill are of the same questions in the same words as they were before;
/// none where there are no ratings in either.
pub(super) fn are_same_questions(
    then: &Assessed<'_>,
    now: &Assessed<'_>,
    id: &str,
) -> Option<bool> {
    let rated = |assessed: &Assessed<'_>| -> BTreeSet<(String, (usize, usize))> {
        let skill = assessed.rubric.skill(id).into_iter();
        skill
            .flat_map(|skill| &skill.questions)
            .filter(|question| assessed.rating(&question.id).is_some())
            .map(|question| (question.id.clone(), question.wording))
            .collect()
    };
    let (then, now) = (rated(then), rated(now));
    (!then.is_empty() || !now.is_empty()).then_some(then == now)
}

/// Why a question cannot be compared.
fn reasons(
    then: &Assessed<'_>,
    now: &Assessed<'_>,
    earlier: Option<&Question>,
    later: Option<&Question>,
) -> BTreeSet<&'static str> {
    let mut reasons = BTreeSet::new();
    let of = [(then, earlier, "skipped-then"), (now, later, "skipped-now")];
    for (assessed, question, skipped) in of {
        let Some(question) = question else { continue };
        if assessed.is_not_applicable(&question.id) {
            reasons.insert("not-applicable");
        } else if assessed.rating(&question.id).is_none() {
            reasons.insert(skipped);
        }
    }
    match (earlier, later) {
        // A question that was or is not there cannot be called skipped.
        (None, _) => return BTreeSet::from(["new"]),
        (_, None) => return BTreeSet::from(["removed"]),
        (Some(earlier), Some(later)) => {
            if earlier.wording != later.wording {
                reasons.insert("reworded");
            }
        }
    }
    reasons
}

fn reading(change: Option<Exact>, moved: &[(String, u8, u8, bool)]) -> &'static str {
    let Some(change) = change else {
        return "not-comparable";
    };
    if moved.is_empty() {
        return "none";
    }
    let half = Exact::new(1, 2);
    let is_up = change > Exact::from(0);
    let size = if is_up { change } else { -change };
    let that_way = moved.iter().filter(|(_, from, to, _)| (to > from) == is_up);
    let steps: Vec<u8> = that_way
        .map(|(_, from, to, _)| from.abs_diff(*to))
        .collect();
    let both_ways = moved.iter().any(|(_, from, to, _)| to > from)
        && moved.iter().any(|(_, from, to, _)| to < from);
    if both_ways && size < half {
        return "mixed";
    }
    if size >= half && (steps.len() >= 2 || steps.iter().any(|step| *step >= 2)) {
        return "clear";
    }
    "small"
}
