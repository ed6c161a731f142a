//! A table of a page, before it has a format.

use super::Tone;
use crate::domain::decimal::Exact;

/// A table; every row has at most a cell for each column.
#[derive(Clone, Debug)]
pub struct Table {
    pub columns: Vec<(String, Kind)>,
    /// At least one, each under its title; that is empty where there is one group alone.
    pub groups: Vec<(String, Vec<Vec<Cell>>)>,
    /// What the marks of its pictures mean, for a terminal; may be empty.
    pub key: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Words,
    /// Words to be copied in one piece: never broken.
    Whole,
    Figures,
    /// The same for a quarter, which plain lines name behind the figure.
    Quarter,
    /// Drawn in a terminal; documents leave it out, plain lines say it in words.
    Picture,
}

#[derive(Clone, Debug)]
pub enum Cell {
    Text(String, Tone),
    /// A score, how much of it is backed, and its target; the cells beside it have the figures.
    Scale([Option<Exact>; 3]),
    /// What a terminal draws, the last characters where there is no room for all; and the same in words.
    Marks(String, String),
}

impl Table {
    /// The title of a column; a quarter says its year where the one before it is of another.
    pub(super) fn short_title(&self, index: usize) -> &str {
        let parts = |index: usize| match self.columns.get(index)? {
            (title, Kind::Quarter) => title.split_once('-'),
            _ => None,
        };
        let before = index.checked_sub(1).and_then(parts);
        match (before, parts(index)) {
            (Some((before, _)), Some((year, quarter))) if before == year => quarter,
            _ => &self.columns[index].0,
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = &Vec<Cell>> + Clone {
        self.groups.iter().flat_map(|(_, rows)| rows)
    }
}

impl Cell {
    pub fn marked(text: String, is_marked: bool) -> Self {
        let tone = if is_marked { Tone::Warn } else { Tone::Plain };
        Self::Text(text, tone)
    }

    pub fn words(&self) -> &str {
        match self {
            Self::Text(text, _) | Self::Marks(_, text) => text,
            Self::Scale(_) => "",
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::Text(text.into(), Tone::Plain)
    }
}

/// A table of columns: `l` words, `w` words in one piece, `r` figures, `q` those of a quarter, `p` pictures.
pub fn table<S: Into<String>>(
    titles: impl IntoIterator<Item = S>,
    kinds: &str,
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Table {
    let rows = rows.into_iter().collect();
    grouped(titles, kinds, [(String::new(), rows)])
}

/// The same in groups, each with its title; a group without rows is left out.
pub fn grouped<S: Into<String>>(
    titles: impl IntoIterator<Item = S>,
    kinds: &str,
    groups: impl IntoIterator<Item = (String, Vec<Vec<Cell>>)>,
) -> Table {
    let is_there = |(title, rows): &(String, Vec<_>)| title.is_empty() || !rows.is_empty();
    let kinds = kinds.chars().map(|kind| match kind {
        'w' => Kind::Whole,
        'r' => Kind::Figures,
        'q' => Kind::Quarter,
        'p' => Kind::Picture,
        _ => Kind::Words,
    });
    Table {
        columns: titles.into_iter().map(Into::into).zip(kinds).collect(),
        groups: groups.into_iter().filter(is_there).collect(),
        key: "",
    }
}
