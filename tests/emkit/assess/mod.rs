//! The interview, in each of its ways to answer.

pub(crate) mod accessible;
pub(crate) mod answers;
pub(crate) mod answers_again;
pub(crate) mod closing;
pub(crate) mod commands;
pub(crate) mod draft;
pub(crate) mod editor;
pub(crate) mod editor_in_terminal;
pub(crate) mod focus;
pub(crate) mod highlights;
pub(crate) mod interview;
pub(crate) mod last_time;
pub(crate) mod log_as_evidence;
pub(crate) mod period;
pub(crate) mod print_answers;
pub(crate) mod quick;
pub(crate) mod quick_navigation;
pub(crate) mod second_quarter;
pub(crate) mod terminal;
pub(crate) mod walk;
