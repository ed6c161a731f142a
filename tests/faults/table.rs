//! The table of figures.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::row::{Row, Tally};
use crate::rows::ROWS;
use crate::sample_size::Setting;

pub(crate) enum Outcome {
    Ran(Tally),
    /// Why this machine could not do it.
    Skipped(String),
}

pub(crate) struct Table {
    setting: Setting,
    rows: Vec<(&'static Row, Outcome)>,
}

impl Table {
    pub(crate) fn new(setting: Setting) -> Self {
        Self {
            setting,
            rows: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, row: &'static Row, outcome: Outcome) {
        self.rows.push((row, outcome));
    }

    /// Prints the table, and writes it where `EMKIT_FAULTS_TABLE` says.
    pub(crate) fn print(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        self.rows
            .sort_by_key(|(row, _)| ROWS.iter().position(|known| known.name == row.name));
        let text = self.markdown();
        println!("{text}");
        for (row, outcome) in &self.rows {
            if let Outcome::Skipped(why) = outcome {
                println!("SKIPPED {}: {why}", row.name);
            }
        }
        let left = ROWS.iter().filter(|row| !row.needs.is_empty()).count();
        if !self.setting.is_privileged {
            println!("{left} more rows need strace, root or a small file system: tests/faults/run");
        }
        if let Some(path) = std::env::var_os("EMKIT_FAULTS_TABLE") {
            fs::write(Path::new(&path), text).expect("a table that can be written");
        }
    }

    fn markdown(&self) -> String {
        let mut text = String::from(
            "| fault | tried | lost | false “saved” | panics | hangs | else | a naive program |\n|---|---|---|---|---|---|---|---|\n",
        );
        for (row, outcome) in &self.rows {
            let cells = match outcome {
                Outcome::Ran(tally) => tally.cells().join(" | "),
                Outcome::Skipped(why) => format!("SKIPPED: {why} | | | | |"),
            };
            let double = match outcome {
                Outcome::Ran(_) if row.bites => "is caught",
                _ => "",
            };
            let _ = writeln!(text, "| {} | {cells} | {double} |", row.fault);
        }
        text
    }
}
