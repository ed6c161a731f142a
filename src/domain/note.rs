//! Gap notes: what holds a skill back and what to try next, from the rubric's own words.

use super::figure::whole;
use super::rubric::{Question, Rating};
use super::scoring::{SkillScore, needed};

/// How many questions a note names as pulling a skill down.
const MOST_NAMED: usize = 2;

/// What there is to say about a skill. Facts in order; the wording is made where it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct GapNote<'a> {
    /// How the score and what was shown compare with the target.
    pub standing: Standing,
    /// The lowest rated questions, lowest first, with their rating.
    pub lowest: Vec<(&'a Question, Rating)>,
    /// Claims that nothing was written for.
    pub unsupported: Vec<&'a Question>,
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
    let lowest: Vec<_> = terms
        .iter()
        .take_while(|term| Some(term.rating) == bottom)
        .take(MOST_NAMED)
        .map(|term| (term.question, term.rating))
        .collect();
    let unsupported: Vec<_> = score.unsupported().map(|term| term.question).collect();
    let try_next = match standing {
        Standing::Short => lowest.first().map(|(question, _)| *question),
        Standing::Claimed => unsupported.first().copied(),
        Standing::NothingApplies | Standing::Unscored { .. } | Standing::Met => None,
    };
    GapNote {
        standing,
        lowest,
        unsupported,
        try_next,
    }
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
