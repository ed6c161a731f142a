//! What is wrong with a text, and where.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::escape::{shown, visible};

/// A place in a text, counted from 1. Line 0 means the text as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    pub(crate) const fn line(line: usize) -> Self {
        Self { line, column: 1 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub at: Position,
    pub message: String,
}

/// The lines of a text as YAML counts them: a carriage return alone ends one too.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('\r'))
}

/// Everything that is wrong with one file, in the order of its lines; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    pub path: PathBuf,
    pub list: Vec<Diagnostic>,
    lines: Vec<String>,
}

impl Diagnostics {
    pub(crate) fn one(path: &Path, text: &str, at: Position, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(path, text, vec![Diagnostic { at, message }])
    }

    /// Refuses a text with any problem.
    pub(crate) fn check(
        path: &Path,
        text: &str,
        list: impl IntoIterator<Item = Diagnostic>,
    ) -> Result<(), Self> {
        let list: Vec<_> = list.into_iter().collect();
        if list.is_empty() {
            return Ok(());
        }
        Err(Self::new(path, text, list))
    }

    /// Gathers the problems of a text, with the lines that they point at.
    pub(crate) fn new(path: &Path, text: &str, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by_key(|problem| problem.at);
        let lines: Vec<&str> = lines(text).collect();
        let line_of = |problem: &Diagnostic| {
            let index = problem.at.line.checked_sub(1)?;
            lines.get(index).map(|line| (*line).to_owned())
        };
        Self {
            path: path.to_owned(),
            lines: list
                .iter()
                .map(|problem| line_of(problem).unwrap_or_default())
                .collect(),
            list,
        }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = shown(&self.path);
        for (index, (problem, line)) in self.list.iter().zip(&self.lines).enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            let message = visible(&problem.message);
            let Position { line: row, column } = problem.at;
            if row == 0 {
                write!(f, "{path}: {message}")?;
                continue;
            }
            write!(f, "{path}:{row}:{column}: {message}")?;
            if !line.trim().is_empty() {
                write!(f, "\n{row:>6} | {}", excerpt(line))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// An offending line, short enough for a terminal.
fn excerpt(line: &str) -> String {
    const MOST: usize = 100;
    let line = visible(line.trim_end());
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain("…".chars()).collect()
}
