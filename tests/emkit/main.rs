//! emkit as its users meet it: the built program, run in a folder of its own.

mod explain;
mod json;
mod reference;
mod scores;
mod show;
mod sketch;
mod support;
