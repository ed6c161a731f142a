//! emkit as its users meet it: the built program, run in a folder of its own. A folder a room.

mod assess;
mod config;
mod export;
mod feedback;
mod fuzzed;
mod hostile;
mod log;
mod pages;
mod project;
mod rubric;
mod store;
mod support;
