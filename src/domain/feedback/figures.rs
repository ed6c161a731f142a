//! What several ratings of a skill come to, and how much of that may be handed on.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::domain::decimal::{Exact, Hundredths, whole};
use crate::domain::rubric::Rating;

/// The fewest ratings of a relation that a figure handed on may rest on.
pub const MIN_GROUP: usize = 3;

/// From this many ratings on, the exact mean and how many chose each step may be handed on.
pub const SPREAD_FROM: usize = 5;

/// Ratings of one skill by one relation, put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// How many rated; at least one. Who can't say isn't counted.
    pub n: usize,
    /// From 1 to 5.
    #[serde(with = "Hundredths")]
    pub mean: Exact,
    /// How many chose each step, lowest first; none where that isn't known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<[usize; 5]>,
}

impl Figures {
    /// The figures where so many chose each step; none where nobody did, or more than can be counted.
    pub fn of_spread(spread: [usize; 5]) -> Option<Self> {
        let n = spread.into_iter().try_fold(0, usize::checked_add)?;
        let parts = spread.into_iter().zip(1..);
        let parts = parts.map(|(chose, step)| Exact::from_integer(chose.into()) * whole(step));
        let sum: Exact = parts.sum();
        (n > 0).then(|| Self {
            n,
            mean: sum / Exact::from_integer(n.into()),
            spread: Some(spread),
        })
    }

    /// What may be handed on of a group: nothing below three ratings; below five, the mean to a half step.
    pub fn shared(&self) -> Option<Self> {
        match self.n {
            ..MIN_GROUP => None,
            MIN_GROUP..SPREAD_FROM => Some(Self {
                n: self.n,
                mean: half_steps(&self.mean),
                spread: None,
            }),
            _ => Some(self.clone()),
        }
    }

    /// The lowest and the highest rating, where they are known.
    pub fn range(&self) -> Option<(u8, u8)> {
        let spread = self.spread?;
        let chosen = |rating: &Rating| spread[usize::from(rating.number() - 1)] > 0;
        let low = Rating::all().find(chosen)?;
        let high = Rating::all().rfind(chosen)?;
        Some((low.number(), high.number()))
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let [n, more] = [self.n, other.n].map(|n| Exact::from_integer(n.into()));
        let spread = self.spread.zip(other.spread);
        Self {
            n: self.n + other.n,
            mean: (&self.mean * &n + &other.mean * &more) / (n + more),
            spread: spread.map(|(one, two)| std::array::from_fn(|step| one[step] + two[step])),
        }
    }
}

/// Rounded to whole and half steps, halves of these away from zero.
pub fn half_steps(mean: &Exact) -> Exact {
    (mean * whole(2)).round() / whole(2)
}

/// How a person's own score compares with the mean of others: a whole step higher or lower, or more, and
/// equal where they are less than a step apart. A rule of thumb.
pub fn agreement(score: &Exact, mean: &Exact) -> Ordering {
    let apart = score - mean;
    if apart >= whole(1) {
        Ordering::Greater
    } else if apart <= whole(-1) {
        Ordering::Less
    } else {
        Ordering::Equal
    }
}
