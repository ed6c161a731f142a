//! What is wrong with a text, and where.

use std::fmt;
use std::path::{Path, PathBuf};

pub use emkit_yaml::Position;

use crate::escape::{shown, visible};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub at: Position,
    pub message: String,
}

impl Diagnostic {
    pub(crate) fn new(at: Position, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { at, message }
    }
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
        Self::new(path, text, vec![Diagnostic::new(at, message)])
    }

    pub(crate) fn check(
        path: &Path,
        text: &str,
        list: impl IntoIterator<Item = Diagnostic>,
    ) -> Result<(), Self> {
        match list.into_iter().collect::<Vec<_>>() {
            list if list.is_empty() => Ok(()),
            list => Err(Self::new(path, text, list)),
        }
    }

    pub(crate) fn new(path: &Path, text: &str, mut list: Vec<Diagnostic>) -> Self {
        list.sort_by_key(|problem| problem.at);
        let lines: Vec<&str> = lines(text).collect();
        let line_of = |problem: &Diagnostic| {
            let line = lines.get(problem.at.line.checked_sub(1)?)?;
            Some((*line).to_owned())
        };
        Self {
            path: path.to_owned(),
            lines: list
                .iter()
                .map(|it| line_of(it).unwrap_or_default())
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
            match row {
                0 => write!(f, "{path}: {message}")?,
                _ => write!(f, "{path}:{row}:{column}: {message}")?,
            }
            if !line.trim().is_empty() {
                write!(f, "\n{row:>6} | {}", excerpt(line))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

fn excerpt(line: &str) -> String {
    const MOST: usize = 100;
    let line = visible(line.trim_end());
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain("…".chars()).collect()
}
