//! The five steps of every scale.

use std::fmt;

use serde::Deserialize;

/// A rating on the rubric's scale: a whole number from 1 to 5, higher is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "u8")]
pub struct Rating(u8);

impl Rating {
    /// The lowest rating.
    pub const MIN: u8 = 1;
    /// The highest rating.
    pub const MAX: u8 = 5;

    /// The rating of that number; none outside 1 to 5.
    pub fn new(number: u8) -> Option<Self> {
        let is_on_scale = (Self::MIN..=Self::MAX).contains(&number);
        is_on_scale.then_some(Self(number))
    }

    /// All five, lowest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (Self::MIN..=Self::MAX).map(Self)
    }

    /// The number, 1 to 5.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Rating {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("a rating is 1 to 5")
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
