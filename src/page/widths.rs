//! How wide the columns of tables are, the same for all tables alike.

use unicode_width::UnicodeWidthStr;

use super::{Cell, Kind, Table};
use crate::escape::visible_lines;

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
    pub(super) gap: usize,
}

impl Widths {
    /// Widths with which a table fits; none where there are none.
    pub(super) fn of(table: &Table, width: usize) -> Option<Self> {
        let count = table.columns.len();
        let room = |gap: usize| (width + gap).saturating_sub(gap * count);
        let mut columns: Vec<_> = (0..count)
            .map(|at| Flexible::of(table, at, width))
            .collect();
        let least = |scale: usize| columns.iter().map(|it| it.least(scale)).sum::<usize>();
        let scale = SCALES.into_iter().find(|scale| least(*scale) <= room(GAP));
        let (scale, gap) = scale.map_or((MIN_SCALE, 1), |scale| (scale, GAP));
        let is_tight = least(scale) > room(gap);
        for column in columns.iter_mut().filter(|column| column.is_scale) {
            column.width = scale;
        }
        while columns.iter().map(|column| column.width).sum::<usize>() > room(gap) {
            let least = |it: &Flexible| match it.kind {
                Kind::Words if is_tight => it.kept.min(MIN_WORDS),
                _ => it.least(scale),
            };
            let shrinkable = columns.iter_mut().filter(|it| it.width > least(it));
            shrinkable.max_by_key(|column| column.width)?.width -= 1;
        }
        let columns = columns.into_iter().map(|column| column.width).collect();
        Some(Self { columns, gap })
    }
}

struct Flexible {
    width: usize,
    kind: Kind,
    is_scale: bool,
    /// The width that it keeps as long as anything else gives way, a scale apart.
    kept: usize,
}

impl Flexible {
    fn of(table: &Table, index: usize, width: usize) -> Self {
        let kind = table.columns[index].1;
        let cells = table.rows().filter_map(|row| row.get(index));
        let is_scale = cells.clone().any(|cell| matches!(cell, Cell::Scale(_)));
        let widest = cells.map(|cell| match cell {
            Cell::Scale(_) => 0,
            Cell::Marks(marks, _) => marks.chars().count(),
            Cell::Text(text, _) => {
                let lines = visible_lines(text);
                lines.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
            }
        });
        // The titles of groups stand in the first column.
        let groups = table.groups.iter().filter(|_| index == 0);
        let titles = groups.map(|(title, _)| title.as_str());
        let titles = titles
            .chain([table.short_title(index)])
            .map(UnicodeWidthStr::width);
        let widest = widest.chain(titles).max().unwrap_or(0);
        let width = if kind == Kind::Whole {
            widest
        } else {
            widest.min(width)
        };
        let kept = match kind {
            Kind::Figures | Kind::Quarter | Kind::Whole => width,
            Kind::Picture => width.min(MIN_MARKS),
            Kind::Words => width.min(SHORT_WORDS),
        };
        Self {
            width,
            kind,
            is_scale,
            kept,
        }
    }

    fn least(&self, scale: usize) -> usize {
        if self.is_scale { scale } else { self.kept }
    }
}
