//! To come.

use super::Slopes;
use super::drawing::{Frame, frame};

/// The slopes of every cluster, with a key.
#[must_use]
pub fn slopes(_: &Slopes<'_>) -> String {
    frame(&Frame {
        class: "chart-panels",
        key: &[],
        parts: "",
        note: "",
    })
}
