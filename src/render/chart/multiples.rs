//! To come.

use super::Multiples;
use super::drawing::{Frame, frame};

/// The multiples of every cluster, with a key.
#[must_use]
pub fn multiples(_: &Multiples<'_>) -> String {
    frame(&Frame {
        class: "chart-panels",
        key: &[],
        parts: "",
        note: "",
    })
}
