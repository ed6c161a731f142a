//! emkit as its users meet it: the built program, run in a folder of its own.

mod accessible;
mod answers;
mod built_in;
mod custom;
mod damaged;
mod doctor;
mod draft;
mod help;
mod hostile;
mod house;
mod interview;
mod last_time;
mod modes;
mod period;
mod print_answers;
mod process;
mod pty;
mod readme;
mod rubric;
mod store;
mod support;
mod terminal;
mod tidy;
mod together;
