//! How wide the columns of tables are, the same for all tables alike.

use unicode_width::UnicodeWidthStr;

use super::{Cell, Kind, Table};
use crate::escape::visible_lines;

/// Spaces between columns where there is room.
const GAP: usize = 2;

/// How wide scales of five steps may be.
const SCALES: [usize; 4] = [33, 25, 17, MIN_SCALE];
const MIN_SCALE: usize = 9;

/// Words of fewer columns are broken only where nothing else helps, and never below the second.
const SHORT_WORDS: usize = 22;
const MIN_WORDS: usize = 8;

/// The fewest marks over time that are worth a column.
const MIN_MARKS: usize = 9;

pub(super) struct Widths {
    pub(super) columns: Vec<usize>,
    /// Spaces after each column.
    pub(super) gap: usize,
}

impl Widths {
    /// Widths with which a table fits; none where there are none.
    pub(super) fn of(table: &Table, width: usize) -> Option<Self> {
        let count = table.columns.len();
        let room = |gap: usize| (width + gap).saturating_sub(gap * count);
        let mut columns: Vec<_> = (0..count)
            .map(|index| Flexible::of(table, index, width))
            .collect();
        let least = |scale: usize, columns: &[Flexible]| -> usize {
            columns.iter().map(|column| column.least(scale)).sum()
        };
        let mut scales = SCALES.into_iter();
        let scale = scales.find(|scale| least(*scale, &columns) <= room(GAP));
        let (scale, gap) = scale.map_or((MIN_SCALE, 1), |scale| (scale, GAP));
        for column in &mut columns {
            if column.is_scale {
                column.width = scale;
            }
        }
        let is_tight = least(scale, &columns) > room(gap);
        while columns.iter().map(|column| column.width).sum::<usize>() > room(gap) {
            let shrinkable = columns
                .iter_mut()
                .filter(|it| it.width > if is_tight { it.floor } else { it.least(scale) });
            let column = shrinkable.max_by_key(|column| column.width)?;
            column.width -= 1;
        }
        Some(Self {
            columns: columns.iter().map(|column| column.width).collect(),
            gap,
        })
    }
}

struct Flexible {
    width: usize,
    /// It is never narrower.
    floor: usize,
    is_scale: bool,
    /// The width that it keeps as long as anything else gives way, a scale apart.
    kept: usize,
}

impl Flexible {
    fn of(table: &Table, index: usize, width: usize) -> Self {
        let kind = table.columns[index].kind;
        let titles = std::iter::once(table.short_title(index).width());
        let cells = table.rows().filter_map(|row| row.get(index));
        let is_scale = cells.clone().any(|cell| matches!(cell, Cell::Scale(_)));
        let widest = titles.chain(cells.map(cell_width)).max().unwrap_or(0);
        let widest = match kind {
            Kind::Whole => widest,
            _ => widest.min(width),
        };
        let floor = match kind {
            Kind::Figures | Kind::Quarter | Kind::Whole => widest,
            Kind::Picture => widest.min(MIN_MARKS),
            Kind::Words => widest.min(MIN_WORDS),
        };
        Self {
            width: widest,
            floor: if is_scale { MIN_SCALE } else { floor },
            is_scale,
            kept: match kind {
                Kind::Words => floor.max(widest.min(SHORT_WORDS)),
                _ => floor,
            },
        }
    }

    fn least(&self, scale: usize) -> usize {
        if self.is_scale { scale } else { self.kept }
    }
}

fn cell_width(cell: &Cell) -> usize {
    match cell {
        Cell::Scale(_) => 0,
        Cell::Marks(marks, _) => marks.chars().count(),
        Cell::Text(text, _) => {
            let lines = visible_lines(text);
            lines.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
        }
    }
}
