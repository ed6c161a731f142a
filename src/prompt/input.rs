//! What a terminal sends, as keys.

pub(super) mod decoder;
pub(super) mod key;
