//! emkit as its users meet it: the built program, run in a folder of its own.

mod scores;
mod sketch;
mod support;
