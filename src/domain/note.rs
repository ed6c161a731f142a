//! Gap notes: what holds a skill back and what to try next, from the rubric's own words.

use super::figure::{Exact, whole};
use super::rubric::{Question, Rating};
use super::scoring::{SkillScore, needed};

/// How many questions a note names as pulling a skill down.
const MOST_NAMED: usize = 2;

/// What there is to say about a skill. Facts in order; the wording is made where it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct GapNote<'a> {
    /// How the score and what was shown compare with the target.
    pub standing: Standing,
    /// How many questions are rated.
    pub rated: usize,
    /// How many of them are private and not among those named here.
    pub withheld: usize,
    /// The ids of private questions among those named: their anchors are not quoted.
    pub unquoted: Vec<&'a str>,
    /// The first of the lowest rated questions, with their rating.
    pub lowest: Vec<(&'a Question, Rating)>,
    /// How many questions have that lowest rating.
    pub at_lowest: usize,
    /// The lowest of the other questions.
    pub after: Option<(&'a Question, Rating)>,
    /// How many questions have that second lowest rating.
    pub at_after: usize,
    /// The lowest rating of the first of them that would reach the target by itself.
    pub enough: Option<Rating>,
    /// Claims that nothing was written for, with their rating.
    pub unsupported: Vec<(&'a Question, Rating)>,
    /// The question whose practice to try; none where nothing is short.
    pub try_next: Option<&'a Question>,
}

/// Where the skill stands against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every question was marked as not applicable.
    NothingApplies,
    /// Too little is rated for a score; so many more ratings are needed.
    Unscored {
        /// At least 1.
        missing: usize,
    },
    /// The score falls short of the target.
    Short,
    /// The score reaches the target, what was shown does not.
    Claimed,
    /// Claimed and shown.
    Met,
}

/// The note on one skill.
#[must_use]
pub fn gap_note<'a>(score: &SkillScore<'a>) -> GapNote<'a> {
    let standing = standing(score);
    let mut terms: Vec<_> = score.terms.iter().collect();
    terms.sort_by_key(|term| term.rating);
    let bottom = terms.first().map(|term| term.rating);
    let at_lowest = terms
        .iter()
        .take_while(|term| Some(term.rating) == bottom)
        .count();
    let lowest: Vec<_> = terms
        .iter()
        .take(at_lowest.min(MOST_NAMED))
        .map(|term| (term.question, term.rating))
        .collect();
    let unsupported: Vec<_> = score
        .unsupported()
        .map(|term| (term.question, term.rating))
        .collect();
    let first = lowest.first().copied();
    let after = terms.get(at_lowest);
    let try_next = match standing {
        Standing::Short => first.map(|(question, _)| question),
        Standing::Claimed => unsupported.first().map(|(question, _)| *question),
        Standing::NothingApplies | Standing::Unscored { .. } | Standing::Met => None,
    };
    GapNote {
        standing,
        rated: score.rated(),
        withheld: score.withheld(),
        unquoted: score
            .terms
            .iter()
            .filter(|term| term.private)
            .map(|term| term.question.id.as_str())
            .collect(),
        at_lowest,
        after: after.map(|term| (term.question, term.rating)),
        at_after: terms
            .iter()
            .filter(|term| after.is_some_and(|after| after.rating == term.rating))
            .count(),
        // How far one step reaches depends on the weights of all that are rated.
        enough: first
            .filter(|_| score.withheld() == 0)
            .and_then(|(question, rating)| enough(score, question, rating)),
        lowest,
        unsupported,
        try_next,
    }
}

/// The lowest rating of a question that would lift the whole skill to its target.
fn enough(score: &SkillScore<'_>, question: &Question, rating: Rating) -> Option<Rating> {
    let (mean, target) = (score.score.as_ref()?, score.target.as_ref()?);
    let weights = score.terms.iter().map(|term| term.question.weight.exact());
    let step = question.weight.exact() / weights.sum::<Exact>();
    Rating::all().find(|better| {
        let steps = i64::from(better.number()) - i64::from(rating.number());
        steps > 0 && mean + &step * whole(steps) >= *target
    })
}

fn standing(score: &SkillScore<'_>) -> Standing {
    let Some(gap) = score.gap() else {
        if score.applicable == 0 {
            return Standing::NothingApplies;
        }
        return Standing::Unscored {
            missing: needed(score.applicable).saturating_sub(score.rated()),
        };
    };
    if gap > whole(0) {
        Standing::Short
    } else if score.supported < score.target {
        Standing::Claimed
    } else {
        Standing::Met
    }
}
