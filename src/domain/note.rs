//! Gap notes: what holds a skill back and what to try next. Facts in order; the wording is made where it is printed.

use super::scoring::{SkillScore, Term, needed};

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

impl<'a> SkillScore<'a> {
    /// How the score and what was shown compare with the target.
    pub fn standing(&self) -> Standing {
        if self.score.is_none() {
            let missing = needed(self.applicable).saturating_sub(self.rated());
            return match self.applicable {
                0 => Standing::NothingApplies,
                _ => Standing::Unscored { missing },
            };
        }
        if self.is_close() {
            Standing::Close
        } else if self.is_short() {
            Standing::Short
        } else if self.is_above() {
            Standing::Above
        } else if self.target.is_some() && self.supported < self.target {
            Standing::Claimed
        } else {
            Standing::Met
        }
    }

    /// The questions with the lowest rating of those that may be named, or with the highest where there is
    /// more than the person wants. What is in their own hands comes before what depends on others.
    pub fn lowest(&self) -> Vec<&Term<'a>> {
        let ratings = self.terms.iter().map(|term| term.rating);
        let end = if self.is_above() {
            ratings.max()
        } else {
            ratings.min()
        };
        let terms = self.terms.iter();
        let mut lowest: Vec<_> = terms.filter(|term| Some(term.rating) == end).collect();
        lowest.sort_by_key(|term| term.question.reputation);
        lowest
    }
}
