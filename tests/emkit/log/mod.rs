//! `emkit log`.

pub(crate) mod add;
pub(crate) mod asked;
pub(crate) mod by_hand;
pub(crate) mod import;
pub(crate) mod size;
pub(crate) mod tags;
pub(crate) mod writers;
