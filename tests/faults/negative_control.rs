//! Whether the suite bites: a row that a naive program passes would let a naive emkit pass too.

use libtest_mimic::Failed;

use crate::program::Program;
use crate::row::Row;
use crate::sample_size::Setting;

/// Runs a row against the double, which has to fail it.
pub(crate) fn naive(row: &Row, setting: Setting) -> Result<(), Failed> {
    if row.needs.iter().any(|need| need.missing().is_some()) {
        return Ok(());
    }
    let short = Setting {
        is_full: false,
        ..setting
    };
    match (row.run)(short, Program::Naive).is_clean() {
        false => Ok(()),
        true => Err(Failed::from(
            "a program that saves naively passes this row: it proves nothing",
        )),
    }
}
