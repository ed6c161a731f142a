//! How wide the columns of tables are, the same for all tables alike.

use unicode_width::UnicodeWidthStr;

use super::{Cell, Kind, Table};
use crate::escape::visible_lines;

/// Spaces between columns where there is room.
const GAP: usize = 2;

/// How wide bars may be.
const BARS: [usize; 3] = [20, 10, NARROWEST_BAR];
const NARROWEST_BAR: usize = 5;

/// Words of fewer columns are broken only where nothing else helps, and never below the second.
const SHORT_WORDS: usize = 12;
const MIN_WORDS: usize = 8;

/// The fewest marks over time that are worth a column.
const MIN_MARKS: usize = 9;

pub(super) struct Widths {
    pub(super) columns: Vec<usize>,
    /// Spaces after each column.
    pub(super) gap: usize,
}

impl Widths {
    /// Widths with which tables of the same columns fit; none where there are none.
    pub(super) fn of<'t>(tables: impl Iterator<Item = &'t Table>, width: usize) -> Option<Self> {
        let tables: Vec<_> = tables.collect();
        let count = tables.first().map_or(0, |table| table.columns.len());
        let room = |gap: usize| (width + gap).saturating_sub(gap * count);
        let mut columns: Vec<_> = (0..count)
            .map(|index| Flexible::of(&tables, index, width))
            .collect();
        let least = |bar: usize, columns: &[Flexible]| -> usize {
            let least = columns.iter().map(|column| column.least(bar));
            least.sum()
        };
        let tries = BARS.map(|bar| (bar, GAP)).into_iter();
        let mut tries = tries.filter(|(bar, gap)| least(*bar, &columns) <= room(*gap));
        let (bar, gap) = tries.next().unwrap_or((NARROWEST_BAR, 1));
        for column in &mut columns {
            if column.is_bar {
                column.width = bar;
            }
        }
        let is_tight = least(bar, &columns) > room(gap);
        while columns.iter().map(|column| column.width).sum::<usize>() > room(gap) {
            let shrinkable = columns.iter_mut().filter(|column| {
                let floor = if is_tight {
                    column.floor
                } else {
                    column.least(bar)
                };
                column.width > floor
            });
            let column = shrinkable.max_by_key(|column| column.width)?;
            column.width -= 1;
        }
        Some(Self {
            columns: columns.iter().map(|column| column.width).collect(),
            gap,
        })
    }
}

/// A column that may have to give way.
struct Flexible {
    width: usize,
    /// It is never narrower.
    floor: usize,
    is_bar: bool,
}

impl Flexible {
    fn of(tables: &[&Table], index: usize, width: usize) -> Self {
        let columns = tables.iter().filter_map(|table| table.columns.get(index));
        let kind = columns.clone().next().map_or(Kind::Words, |it| it.kind);
        let titles = columns.map(|column| column.title.width());
        let cells = tables.iter().flat_map(|table| &table.rows);
        let cells = cells.filter_map(|row| row.get(index));
        let is_bar = cells.clone().any(|cell| matches!(cell, Cell::Bar(_)));
        let widest = titles.chain(cells.map(cell_width)).max().unwrap_or(0);
        let widest = match kind {
            Kind::Whole => widest,
            _ => widest.min(width),
        };
        let floor = match kind {
            Kind::Figures | Kind::Whole => widest,
            Kind::Picture => widest.min(MIN_MARKS),
            Kind::Words => widest.min(MIN_WORDS),
        };
        Self {
            width: widest,
            floor: if is_bar { NARROWEST_BAR } else { floor },
            is_bar,
        }
    }

    /// The width that it keeps as long as anything else gives way.
    fn least(&self, bar: usize) -> usize {
        match self.is_bar {
            true => bar,
            false => self.floor.max(self.width.min(SHORT_WORDS)),
        }
    }
}

fn cell_width(cell: &Cell) -> usize {
    match cell {
        Cell::Bar(_) => 0,
        Cell::Marks(marks, _) => marks.chars().count(),
        Cell::Text(text, _) => {
            let lines = visible_lines(text);
            lines.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
        }
    }
}
