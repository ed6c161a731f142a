//! What is said around the questions, the same for every way of asking.

pub(super) mod focus;
pub(super) mod logged;
pub(super) mod opening;
pub(super) mod question;
pub(super) mod review;

/// Lines are broken at this width at most: longer ones are hard to read.
pub(super) const MOST_WIDTH: usize = 100;
