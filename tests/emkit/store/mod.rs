//! The files: how they lie, what damages them, who else writes to them.

pub(crate) mod changed_meanwhile;
pub(crate) mod core_dump;
pub(crate) mod damaged;
pub(crate) mod doctor;
pub(crate) mod doctor_findings;
pub(crate) mod layout;
pub(crate) mod misplaced;
pub(crate) mod modes;
pub(crate) mod round_trip;
pub(crate) mod two_at_once;
