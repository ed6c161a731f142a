//! emkit, room by room, in reading order.
//!
//! - [`domain`]: what emkit is about; values in, values out.
//! - [`mod@format`]: files to domain and back.
//! - [`store`]: where files are, and how they are saved.
//! - [`report`]: what a page says; [`page`]: how it looks in a terminal, plain lines, Markdown and HTML.
//! - [`mod@render`]: pictures and templates.
//! - [`prompt`] asks.
//! - [`ui`]: the one place that prints.
//! - [`cli`], [`context`], [`commands`]: what can be typed, where it runs, what it does.
//! - [`error`], [`escape`]: errors in words, and text made safe to print.
//! - [`panic_report`], [`process`]: nothing people wrote leaks when emkit fails.

pub mod cli;
pub mod commands;
pub mod context;
pub mod domain;
pub mod error;
pub mod escape;
pub mod format;
pub mod line_break;
pub mod page;
pub mod panic_report;
pub mod process;
pub mod prompt;
pub mod render;
pub mod report;
pub mod store;
pub mod ui;
