//! How answers become numbers. Everything is exact until it is printed, and rounded once.

use std::cmp::Reverse;

use super::assessment::{Assessment, State};
use super::decimal::{Exact, Small, Weight, exact, hundredths, is_positive, whole};
use super::rubric::{Cluster, OWN_ROLE, Question, Rating, RoleTargets, Rubric, Skill};

/// One rated question's part in a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Term<'a> {
    /// Not marked as not applicable.
    pub question: &'a Question,
    /// What the person gave, 1 to 5.
    pub rating: Rating,
    /// What the rating counts as in `supported`: less than the rating where a claim has no evidence.
    pub supported: Rating,
    /// Whether the answer is private.
    pub private: bool,
}

/// How a skill stands: figures only, all of them recomputable by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillScore<'a> {
    /// As the rubric has it.
    pub skill: &'a Skill,
    /// The rated questions that may be named, in the rubric's order; all of them until some are taken out.
    pub terms: Vec<Term<'a>>,
    /// Questions that have a rating.
    pub rated: usize,
    /// Questions not marked as not applicable.
    pub applicable: usize,
    /// Weighted mean of the ratings, 1 to 5. None where too little is rated, see [`enough`].
    pub score: Option<Exact>,
    /// The same mean over what was shown; never above `score`, and there when it is.
    pub supported: Option<Exact>,
    /// What the role asks for, 1 to 5.
    pub target: Option<Exact>,
    /// Whether the target is how much of it the person wants: more than that is a gap too.
    pub is_wanted: bool,
    /// Target minus score, at least 0 unless it is about what a person wants. None without either.
    pub gap: Option<Exact>,
    /// How far one step on one question would lift the score, where a question has a step left.
    step: Option<Exact>,
}

impl<'a> SkillScore<'a> {
    /// Rated questions that may not be named, as their answers are private.
    pub fn withheld(&self) -> usize {
        self.rated.saturating_sub(self.terms.len())
    }

    /// How the score and what was shown compare with the target.
    pub fn standing(&self) -> Standing {
        if self.score.is_none() {
            let missing = needed(self.applicable).saturating_sub(self.rated);
            return match self.applicable {
                0 => Standing::NothingApplies,
                _ => Standing::Unscored { missing },
            };
        }
        let Some(gap) = self.gap.as_ref().filter(|gap| **gap != whole(0)) else {
            let is_claimed = self.target.is_some() && self.supported < self.target;
            return if is_claimed {
                Standing::Claimed
            } else {
                Standing::Met
            };
        };
        let is_small = self.gap <= self.step && *gap < whole(1);
        if !is_positive(gap) {
            Standing::Above
        } else if is_small && !self.is_wanted {
            Standing::Close
        } else {
            Standing::Short
        }
    }

    /// The questions with the lowest rating of those that may be named, or with the highest where there is
    /// more than the person wants. What is in their own hands comes before what depends on others.
    pub fn lowest(&self) -> Vec<&Term<'a>> {
        let ratings = self.terms.iter().map(|term| term.rating);
        let end = if self.standing() == Standing::Above {
            ratings.max()
        } else {
            ratings.min()
        };
        let terms = self.terms.iter();
        let mut lowest: Vec<_> = terms.filter(|term| Some(term.rating) == end).collect();
        lowest.sort_by_key(|term| term.question.reputation);
        lowest
    }

    /// The step of the scale nearest to the score, halves upward.
    pub fn level(&self) -> Option<Rating> {
        let half = Exact::new(1.into(), 2.into());
        let step = (self.score.as_ref()? + half).floor().to_integer();
        u8::try_from(step).ok().and_then(Rating::new)
    }

    /// The questions whose rating is a claim that nothing was written for.
    pub fn unsupported(&self) -> impl Iterator<Item = &Term<'a>> {
        let terms = self.terms.iter();
        terms.filter(|term| term.supported < term.rating)
    }
}

/// Where a skill stands against its target, claimed and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every question was marked as not applicable.
    NothingApplies,
    /// Too little is rated for a score; so many more ratings are needed.
    Unscored {
        /// At least 1.
        missing: usize,
    },
    /// The score falls short of the target by more than one step on one question.
    Short,
    /// The score falls short, one step on one question would do, and that is less than a step of the whole
    /// skill, as it may not be where there is one question. Of what a person wants, nothing is close.
    Close,
    /// There is more than the person wants.
    Above,
    /// The score reaches the target, what was shown does not.
    Claimed,
    /// Claimed and shown, or nothing to reach.
    Met,
}

impl Standing {
    /// Whether the score falls short of the target.
    pub fn is_short(self) -> bool {
        matches!(self, Self::Short | Self::Close)
    }

    /// Whether the score is short of the target, or above what the person wants.
    pub fn is_off(self) -> bool {
        self.is_short() || self == Self::Above
    }
}

/// A cluster's figures: a mean, and next to it the skill that the mean hides.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterScore {
    /// The mean of the skills that have a score, 1 to 5.
    pub score: Option<Exact>,
    /// The id of the skill with the lowest score; the first in rubric order on a tie.
    pub lowest: Option<String>,
    /// Whether there are several, all with the same score.
    pub is_even: bool,
}

/// A cluster, and where it stands over the skills that are in it.
pub type ScoredCluster<'a> = (&'a Cluster, ClusterScore);

/// How many ratings a score takes: half of what applies, and two (one where one applies).
pub fn needed(applicable: usize) -> usize {
    applicable.div_ceil(2).max(applicable.min(2))
}

/// Whether enough is rated for a score; never where nothing is.
pub fn enough(rated: usize, applicable: usize) -> bool {
    rated > 0 && rated >= needed(applicable)
}

/// The figures of every skill, in the rubric's order.
pub fn score_all<'a>(
    rubric: &'a Rubric,
    assessment: &Assessment,
    bar: RoleTargets<'_>,
) -> Vec<SkillScore<'a>> {
    let skills = rubric.skills.iter();
    let scores = skills.map(|skill| score_skill(rubric, skill, assessment, bar));
    scores.collect()
}

fn score_skill<'a>(
    rubric: &Rubric,
    skill: &'a Skill,
    assessment: &Assessment,
    bar: RoleTargets<'_>,
) -> SkillScore<'a> {
    let mut terms = Vec::new();
    let mut applicable = 0;
    for question in &skill.questions {
        let answer = assessment.answer(&question.id);
        match answer.map(|answer| (&answer.state, answer)) {
            Some((State::NotApplicable { .. }, _)) => continue,
            Some((State::Rated(rating), answer)) => {
                let below = Rating::new(rubric.evidence_from.number() - 1);
                let is_claim = answer.lacks_evidence(rubric.evidence_from);
                terms.push(Term {
                    question,
                    rating: *rating,
                    supported: below.filter(|_| is_claim).unwrap_or(*rating),
                    private: answer.private,
                });
            }
            _ => {}
        }
        applicable += 1;
    }
    let is_scored = enough(terms.len(), applicable);
    let mean = |pick: fn(&Term<'_>) -> Rating| {
        let ratings = terms.iter().map(|term| (pick(term), term.question.weight));
        mean(ratings).filter(|_| is_scored)
    };
    let weights = terms.iter().map(|term| hundredths(term.question.weight));
    let weights: i64 = weights.sum();
    let with_room = terms.iter().filter(|it| it.rating.number() < Rating::MAX);
    let step = with_room.map(|term| term.question.weight).max();
    let score = mean(|term| term.rating);
    let target = target(&skill.id, assessment, bar);
    let is_wanted = rubric.own_targets && bar.profile.id == OWN_ROLE;
    let gap = target.as_ref().zip(score.as_ref());
    let gap = gap.map(|(target, score)| target - score);
    SkillScore {
        skill,
        gap: gap.map(|gap| if is_wanted { gap } else { gap.max(whole(0)) }),
        step: step.map(|step| exact(Small::new(hundredths(step), weights))),
        applicable,
        score,
        supported: mean(|term| term.supported),
        target,
        is_wanted,
        rated: terms.len(),
        terms,
    }
}

/// What the person set, where they are scored against that, else what the role asks for: moved by the
/// stage and kept within the scale; none where the skill is not named.
fn target(skill: &str, assessment: &Assessment, bar: RoleTargets<'_>) -> Option<Exact> {
    let is_own = bar.profile.id == OWN_ROLE && !assessment.targets.is_empty();
    let own = is_own.then_some(&assessment.targets);
    let target = own.unwrap_or(&bar.profile.targets).get(skill)?;
    let adjust = bar.stage.and_then(|stage| stage.adjust.get(skill));
    let moved = adjust.map_or_else(|| target.clone(), |adjust| target + adjust);
    Some(moved.clamp(whole(Rating::MIN.into()), whole(Rating::MAX.into())))
}

/// The figures of these clusters, in their order.
pub fn score_clusters<'a>(
    clusters: impl IntoIterator<Item = &'a Cluster>,
    scores: &[SkillScore<'_>],
) -> Vec<ScoredCluster<'a>> {
    let clusters = clusters.into_iter().map(|cluster| {
        let inside = scores.iter().filter(|it| it.skill.cluster == cluster.id);
        (cluster, score_cluster(inside))
    });
    clusters.collect()
}

/// The figures of a cluster from those of its skills.
pub fn score_cluster<'a>(skills: impl Iterator<Item = &'a SkillScore<'a>>) -> ClusterScore {
    let scored: Vec<(&str, &Exact)> = skills
        .filter_map(|skill| Some((skill.skill.id.as_str(), skill.score.as_ref()?)))
        .collect();
    // `min_by_key` keeps the first of equals.
    let lowest = scored.iter().min_by_key(|(_, score)| *score);
    let sum: Exact = scored.iter().map(|(_, score)| *score).sum();
    ClusterScore {
        score: lowest.map(|_| sum / Exact::from_integer(scored.len().into())),
        lowest: lowest.map(|(id, _)| (*id).to_owned()),
        is_even: scored.len() > 1 && scored.windows(2).all(|two| two[0].1 == two[1].1),
    }
}

/// Weighted mean of ratings; none of none.
pub fn mean(ratings: impl Iterator<Item = (Rating, Weight)>) -> Option<Exact> {
    let (sum, weights) = ratings.fold((0, 0), |(sum, all), (rating, weight)| {
        let weight = hundredths(weight);
        (sum + weight * i64::from(rating.number()), all + weight)
    });
    (weights > 0).then(|| exact(Small::new(sum, weights)))
}

/// The skills that fall short, or exceed what the person wants: close ones last, the biggest gap first,
/// at equal size in the order of clusters, then of skills.
pub fn gaps<'a, 'r>(rubric: &Rubric, scores: &'a [SkillScore<'r>]) -> Vec<&'a SkillScore<'r>> {
    let place = |score: &SkillScore<'_>| {
        let mut clusters = rubric.clusters.iter();
        clusters.position(|cluster| cluster.id == score.skill.cluster)
    };
    let off = scores.iter().filter(|score| score.standing().is_off());
    let mut off: Vec<_> = off.collect();
    let size = |score: &SkillScore<'_>| {
        let gap = score.gap.clone()?;
        Some((-&gap).max(gap))
    };
    off.sort_by_key(|score| {
        (
            score.standing() == Standing::Close,
            Reverse(size(score)),
            place(score),
        )
    });
    off
}
