//! emkit as its users meet it: the built program, run in a folder of its own.

mod diff;
mod explain;
mod export;
mod files;
mod hostile;
mod json;
mod list;
mod properties;
mod reference;
mod rewording;
mod scores;
mod show;
mod sketch;
mod support;
mod worlds;
