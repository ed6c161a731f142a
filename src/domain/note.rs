//! Gap notes: what holds a skill back and what to try next, from the rubric's own words.

use super::rubric::{Question, Rating};
use super::scoring::{SkillScore, Term, needed};

/// What there is to say about a skill. Facts in order; the wording is made where it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct GapNote<'a> {
    /// How the score and what was shown compare with the target.
    pub standing: Standing,
    /// The questions with the lowest rating of those that may be named, or with the highest where
    /// there is more than the person wants. What is in their own hands comes before what depends on
    /// others.
    pub lowest: Vec<(&'a Question, Rating)>,
    /// Claims that nothing was written for, with their rating.
    pub unsupported: Vec<(&'a Question, Rating)>,
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
    /// The score falls short of the target by more than one step on one question.
    Short,
    /// The score falls short, and one step on one question would do.
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

/// The note on one skill.
pub fn gap_note<'a>(score: &SkillScore<'a>) -> GapNote<'a> {
    let standing = standing(score);
    let ratings = score.terms.iter().map(|term| term.rating);
    let bottom = match standing {
        Standing::Above => ratings.max(),
        _ => ratings.min(),
    };
    let terms = score.terms.iter();
    let mut lowest: Vec<_> = terms.filter(|term| Some(term.rating) == bottom).collect();
    lowest.sort_by_key(|term| term.question.reputation);
    let named = |term: &Term<'a>| (term.question, term.rating);
    GapNote {
        standing,
        lowest: lowest.into_iter().map(named).collect(),
        unsupported: score.unsupported().map(named).collect(),
    }
}

impl<'a> GapNote<'a> {
    /// The question whose practice to try; none where the skill stands as it should.
    pub fn try_next(&self) -> Option<&'a Question> {
        let lowest = self.lowest.first().filter(|_| self.standing.is_off());
        lowest.map(|(question, _)| *question)
    }
}

fn standing(score: &SkillScore<'_>) -> Standing {
    if score.score.is_none() {
        return match score.applicable {
            0 => Standing::NothingApplies,
            applicable => Standing::Unscored {
                missing: needed(applicable).saturating_sub(score.rated()),
            },
        };
    }
    if score.is_close() {
        Standing::Close
    } else if score.is_short() {
        Standing::Short
    } else if score.is_above() {
        Standing::Above
    } else if score.target.is_some() && score.supported < score.target {
        Standing::Claimed
    } else {
        Standing::Met
    }
}
