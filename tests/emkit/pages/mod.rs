//! What is shown in the terminal: one file a page.

pub(crate) mod calendar;
pub(crate) mod colour;
pub(crate) mod diff;
pub(crate) mod diff_private;
pub(crate) mod diff_sides;
pub(crate) mod era;
pub(crate) mod explain;
pub(crate) mod gap_notes;
pub(crate) mod history;
pub(crate) mod layout;
pub(crate) mod line_break;
pub(crate) mod list;
pub(crate) mod rewording;
pub(crate) mod scores;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod status_next;
