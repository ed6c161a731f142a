//! emkit: everything but `main`. ARCHITECTURE.md says what is in which room, and which may call which.

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
