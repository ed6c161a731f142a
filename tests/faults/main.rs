//! The catalogue of faults, each provoked against the built program, and one table of figures.
//! `tests/faults/run` runs all of it; `cargo test` the part that needs no privilege.
#![allow(clippy::print_stdout, reason = "the table is what it is run for")]

mod aside;
mod attempt;
mod calls;
mod changed;
mod checkup;
mod clock;
mod damage;
mod disk_full;
mod during_save;
mod editors;
mod feedback;
mod homes;
mod kills;
mod leaving;
mod log;
mod midsave;
mod modes;
mod mounted_fs;
mod naive;
mod names;
mod negative_control;
mod oracle;
mod order;
mod power;
mod program;
mod random_keys;
mod refusals;
mod requirements;
mod resource_exhaustion;
mod row;
mod rows;
mod sample_size;
mod session;
mod sockets;
mod store_inspection;
mod streams;
mod table;
mod texts;
mod together;
mod trace;

#[path = "../emkit/support/mod.rs"]
#[allow(unused, reason = "the rows need a part of it")]
mod support;

use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};

use program::{NAIVE, Program};
use rows::ROWS;
use sample_size::Setting;
use table::{Outcome, Table};

fn main() -> ExitCode {
    if std::env::var_os(NAIVE).is_some() {
        return naive::main();
    }
    let arguments = Arguments::from_args();
    if !arguments.list {
        program::build();
    }
    let setting = Setting::of_process();
    let table = Arc::new(Mutex::new(Table::new(setting)));
    let mut trials = Vec::new();
    for row in ROWS {
        if !row.needs.is_empty() && !setting.is_privileged {
            continue;
        }
        let figures = Arc::clone(&table);
        trials.push(Trial::test(row.name, move || {
            let missing = row.needs.iter().find_map(|need| need.missing());
            let (outcome, result) = match missing {
                Some(why) => (Outcome::Skipped(why), Ok(())),
                None => {
                    let tally = (row.run)(setting, Program::Emkit);
                    let result = match tally.is_clean() {
                        true => Ok(()),
                        false => Err(Failed::from(tally.to_string())),
                    };
                    (Outcome::Ran(tally), result)
                }
            };
            figures.lock().expect("the table").add(row, outcome);
            result
        }));
        if row.bites {
            trials.push(Trial::test(
                format!("{} catches a naive program", row.name),
                move || negative_control::naive(row, setting),
            ));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        table.lock().expect("the table").print();
    }
    conclusion.exit_code()
}
