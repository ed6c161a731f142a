//! emkit as its users meet it: the built program, run in a folder of its own.

mod accessible;
mod answers;
mod draft;
mod interview;
mod last_time;
mod period;
mod print_answers;
mod pty;
mod support;
mod terminal;
