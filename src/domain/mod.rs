//! What emkit is about, as values: no files, clock, environment or terminal.
//!
//! Read in this order: [`rubric`], [`assessment`], [`interview`], [`scoring`], [`diff`].

#![warn(missing_docs)]

pub mod assessment;
pub mod decimal;
pub mod diff;
pub mod era;
pub mod feedback;
pub mod history;
pub mod interview;
pub mod log;
pub mod period;
pub mod privacy;
pub mod rubric;
pub mod scoring;
pub mod status;
pub mod suggest;
