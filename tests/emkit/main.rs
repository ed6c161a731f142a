//! emkit as its users meet it: the built program, run in a folder of its own.

mod built_in;
mod custom;
mod damaged;
mod doctor;
mod help;
mod hostile;
mod house;
mod modes;
mod process;
mod readme;
mod rubric;
mod store;
mod support;
mod tidy;
mod together;
