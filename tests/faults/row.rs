//! A row of the catalogue of faults, and the figure that it ends in.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::program::Program;
use crate::requirements::Need;
use crate::sample_size::{Setting, side_by_side};

pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// What is done to the program, in the words of the table.
    pub(crate) fault: &'static str,
    /// What it takes beyond the program; empty where the plain test command can run it.
    pub(crate) needs: &'static [Need],
    /// Whether a program that saves naively has to fail it.
    pub(crate) bites: bool,
    pub(crate) run: fn(Setting, Program) -> Tally,
}

/// What may not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wrong {
    /// Something that was called saved is gone or different.
    Lost,
    /// It was called saved, or the run ended well, and it was not on disk.
    FalselySaved,
    Panicked,
    Hung,
    /// Anything else that the row promises, in words.
    Broken,
}

/// How often a fault was provoked and what went wrong.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) tried: usize,
    /// What was counted: kills, points, inputs.
    pub(crate) unit: &'static str,
    pub(crate) wrongs: Vec<(Wrong, String)>,
}

impl Tally {
    pub(crate) fn new(unit: &'static str) -> Self {
        Self {
            tried: 0,
            unit,
            wrongs: Vec::new(),
        }
    }

    /// Counts one more, with what went wrong in it.
    pub(crate) fn add(&mut self, wrongs: impl IntoIterator<Item = (Wrong, String)>) {
        self.tried += 1;
        self.wrongs.extend(wrongs);
    }

    /// Tries each of these, some side by side.
    pub(crate) fn each<T: Sync, W: IntoIterator<Item = (Wrong, String)>>(
        unit: &'static str,
        points: &[T],
        try_one: impl Fn(&T) -> W + Sync,
    ) -> Self {
        let next = AtomicUsize::new(0);
        let tally = Mutex::new(Self::new(unit));
        thread::scope(|scope| {
            for _ in 0..side_by_side() {
                scope.spawn(|| {
                    while let Some(point) = points.get(next.fetch_add(1, Ordering::SeqCst)) {
                        let wrongs = try_one(point);
                        tally.lock().expect("the tally").add(wrongs);
                    }
                });
            }
        });
        tally.into_inner().expect("the tally")
    }

    fn count(&self, wrong: Wrong) -> usize {
        self.wrongs
            .iter()
            .filter(|(kind, _)| *kind == wrong)
            .count()
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.wrongs.is_empty()
    }

    /// The cells of the table: tried, lost, falsely saved, panics, hangs, else.
    pub(crate) fn cells(&self) -> [String; 6] {
        let count = |wrong| self.count(wrong).to_string();
        [
            format!("{} {}", grouped(self.tried), self.unit),
            count(Wrong::Lost),
            count(Wrong::FalselySaved),
            count(Wrong::Panicked),
            count(Wrong::Hung),
            count(Wrong::Broken),
        ]
    }
}

impl fmt::Display for Tally {
    /// The first few of each kind.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 5;
        let mut shown = BTreeMap::<Wrong, usize>::new();
        writeln!(f, "{} {}", self.tried, self.unit)?;
        for (wrong, words) in &self.wrongs {
            let count = shown.entry(*wrong).or_default();
            *count += 1;
            if *count <= MOST {
                writeln!(f, "{wrong:?}: {words}")?;
            }
        }
        for (wrong, count) in shown {
            writeln!(f, "{wrong:?}: {count} in all")?;
        }
        Ok(())
    }
}

/// `1000000` as `1,000,000`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
