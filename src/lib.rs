//! emkit, room by room, in reading order.
//!
//! - [`domain`]: what emkit is about. Values in, values out.
//! - [`mod@format`]: files to domain and back.
//! - [`store`]: where files lie, and how they are saved.
//! - [`report`]: what is said; [`page`]: how it looks in a terminal, in plain lines, Markdown and HTML.
//! - [`mod@render`]: pictures and templates.
//! - [`prompt`] asks.
//! - [`ui`] speaks: the one place that prints.
//! - [`cli`], [`context`], [`commands`]: what can be typed, where it runs, what it does.
//! - [`settings`]: what holds where nothing is typed.
//! - [`error`], [`escape`]: what can go wrong, and what makes text safe to print.
//! - [`panic_report`], [`process`]: nothing people wrote gets out where emkit itself goes wrong.

pub mod breaks;
pub mod cli;
pub mod commands;
pub mod context;
pub mod domain;
pub mod error;
pub mod escape;
pub mod format;
pub mod page;
pub mod panic_report;
pub mod process;
pub mod prompt;
pub mod render;
pub mod report;
pub mod settings;
pub mod store;
pub mod ui;
