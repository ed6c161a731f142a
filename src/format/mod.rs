//! Text to domain and back: the files that people and emkit write.

pub mod answers;
pub mod assessment;
pub mod config;
pub mod diagnostic;
pub(crate) mod digest;
mod entries;
pub mod log;
pub mod marker;
pub mod reply;
pub mod rubric;
mod yaml;
