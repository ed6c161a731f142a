//! What stands on the screen: sections one under the other, made to fit, and how that is drawn.

use std::fmt::Write;
use std::ops::Range;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{Clear, ClearType};
use dialoguer::console::{style, truncate_str};

use super::field::Field;
use super::list::List;
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::text::{MAX_WIDTH, words_if};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Screen {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) color: bool,
}

impl Screen {
    pub(super) fn width(self) -> usize {
        self.columns.min(MAX_WIDTH)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    /// What is good to have in sight and not to be read each time.
    Faint,
    News,
}

/// Lines that belong together. On a low screen the last give way, those of the lowest rank first.
#[derive(Clone, Debug)]
pub(super) struct Section {
    lines: Vec<String>,
    tone: Tone,
    rank: u8,
    /// So many lines stay, however low the screen is.
    least: usize,
}

impl Section {
    pub(super) fn whole(text: &str, tone: Tone) -> Self {
        let lines: Vec<_> = text.lines().map(str::to_owned).collect();
        Self {
            least: lines.len(),
            rank: u8::MAX,
            lines,
            tone,
        }
    }

    pub(super) fn wrapped(text: &str, tone: Tone, width: usize) -> Self {
        Self::whole(&wrap(text, width, "", ""), tone)
    }

    pub(super) fn giving_way(text: &str, tone: Tone, rank: u8, least: usize) -> Self {
        Self {
            rank,
            least,
            ..Self::whole(text, tone)
        }
    }

    pub(super) fn gap() -> Self {
        Self::giving_way("\n", Tone::Plain, GAP_RANK, 0)
    }

    /// Gives up lines until `over` of them are gone or no more can go; how many went.
    fn shrink(&mut self, over: usize) -> usize {
        let go = self.lines.len().saturating_sub(self.least).min(over);
        let gone = self.lines.split_off(self.lines.len() - go);
        if let (Some(last), Some(next)) = (self.lines.last_mut(), gone.first())
            // Behind news that ends here dots would look like a part of it; what goes on is indented.
            && (self.tone != Tone::News || next.starts_with(' '))
        {
            last.push_str(" …");
        }
        go
    }

    /// Lines to print, none wider than the screen, which would scroll.
    fn styled(self, size: Screen) -> impl Iterator<Item = String> {
        let tone = self.tone;
        self.lines.into_iter().map(move |line| {
            let line = truncate_str(&line, size.columns, "…").into_owned();
            let line = style(line).force_styling(size.color);
            match tone {
                _ if line.to_string().is_empty() => String::new(),
                Tone::Plain => line.to_string(),
                Tone::Strong => line.bold().to_string(),
                Tone::Faint => line.dim().to_string(),
                Tone::News => line.green().to_string(),
            }
        })
    }
}

/// A line broken between the things that it lists with ` · `; those of `Ctrl +` are lined up.
fn broken(line: &str, width: usize) -> String {
    const TIED: &str = "\u{a0}";
    let indent = words_if(line.starts_with("Ctrl +"), "        ");
    let line = line.replace(' ', TIED).replace("·\u{a0}", "· ");
    wrap(&line, width, "", indent).replace(TIED, " ")
}

pub(super) struct Page {
    pub(super) above: Vec<Section>,
    pub(super) body: Block,
    pub(super) below: Vec<Section>,
}

/// With the gaps, what is beyond comfort in the body gives way too.
const GAP_RANK: u8 = 3;
/// Of the scale as much is shown as there is room for.
pub(super) const SCALE_RANK: u8 = 4;
const FOOT_RANK: u8 = 5;

const MARK: &str = "❯ ";
const NO_MARK: &str = "  ";
const MARK_WIDTH: usize = 2;

impl Page {
    pub(super) fn new(above: Vec<Section>, foot: &[&str], width: usize) -> Self {
        let lines: Vec<_> = foot.iter().map(|line| broken(line, width)).collect();
        let foot = Section::giving_way(&lines.join("\n"), Tone::Faint, FOOT_RANK, 1);
        Self {
            above,
            body: Block::default(),
            below: vec![Section::gap(), foot],
        }
    }

    pub(super) fn draw(mut self, size: Screen) -> String {
        let room = self.make_room(size.rows);
        let body = self.body.in_sight(room);
        let styled = |section: Section| section.styled(size);
        let mut lines: Vec<_> = self.above.into_iter().flat_map(styled).collect();
        let top = lines.len();
        lines.extend(body.lines);
        lines.extend(self.below.into_iter().flat_map(styled));
        // Too low for even the least: the end, where the person works, is what counts.
        let hidden = lines.len().saturating_sub(size.rows);
        let mut drawn = format!("{Hide}{}", MoveTo(0, 0));
        for (row, line) in lines.iter().skip(hidden).enumerate() {
            let feed = if row == 0 { "" } else { "\r\n" };
            // Cleared first: behind a line that fills its row, the cursor still stands on it.
            let _ = write!(drawn, "{feed}{}{line}", Clear(ClearType::UntilNewLine));
        }
        if lines.len() < size.rows {
            let _ = write!(drawn, "\r\n{}", Clear(ClearType::FromCursorDown));
        }
        if let Some((row, column)) = body.cursor {
            let row = (top + row).saturating_sub(hidden);
            let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
            let _ = write!(drawn, "{}{Show}", MoveTo(short(column), short(row)));
        }
        drawn
    }

    fn make_room(&mut self, rows: usize) -> usize {
        let mut room = self.body.lines.len();
        let sections = self.above.iter().chain(&self.below);
        let others: usize = sections.map(|section| section.lines.len()).sum();
        let mut over = (others + room).saturating_sub(rows);
        for rank in 0..=FOOT_RANK {
            if rank == GAP_RANK {
                let gone = over.min(room.saturating_sub(COMFORT));
                (room, over) = (room - gone, over - gone);
            }
            let sections = self.above.iter_mut().chain(&mut self.below);
            for section in sections.filter(|section| section.rank == rank) {
                over -= section.shrink(over);
            }
        }
        room - over.min(room.saturating_sub(MIN_BODY))
    }
}

#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) has_text: bool,
    lines: Vec<String>,
    cursor: Option<(usize, usize)>,
    focus: Range<usize>,
}

/// So many rows of the body are enough before the foot gives way: five anchors of two rows, and some.
const COMFORT: usize = 12;

const MIN_BODY: usize = 3;

impl Block {
    fn in_sight(mut self, room: usize) -> Self {
        let all = self.lines.len();
        // A row more on either side, for the words that stand for what is out of sight.
        let last_start = self.focus.start.saturating_sub(1).min(all - room);
        let start = (self.focus.end + 1).saturating_sub(room).min(last_start);
        if start > 0 {
            self.lines[start] = "  ↑ more above".to_owned();
        }
        if start + room < all {
            self.lines[start + room - 1] = "  ↓ more below".to_owned();
        }
        self.lines = self.lines.drain(start..start + room).collect();
        if let Some((row, _)) = &mut self.cursor {
            *row = row.saturating_sub(start);
        }
        self
    }
}

pub(super) fn field_width(width: usize) -> usize {
    // The cursor needs a place behind the last letter.
    width.saturating_sub(MARK_WIDTH + 1)
}

pub(super) fn field_block(field: &Field, width: usize) -> Block {
    let (rows, (row, column)) = field.rows(field_width(width));
    let lines = rows.iter().enumerate().map(|(index, line)| {
        let mark = if index == 0 { MARK } else { NO_MARK };
        format!("{mark}{line}")
    });
    Block {
        has_text: !field.text.is_empty(),
        lines: lines.collect(),
        cursor: Some((row, column + MARK_WIDTH)),
        focus: row..row + 1,
    }
}

pub(super) fn list_block(list: &List, size: Screen) -> Block {
    let paint = |text: &str| style(text.to_owned()).force_styling(size.color);
    let mut block = Block::default();
    let keys = list.items.iter().map(|item| item.key.chars().count());
    let keys = keys.max().unwrap_or(0);
    for (index, item) in list.items.iter().enumerate() {
        let is_marked = list.marked == Some(index);
        let first = format!("{:keys$}  ", item.key);
        let width = size.width().saturating_sub(MARK_WIDTH);
        let indent = " ".repeat(keys + 2);
        let text = wrap(&visible(&item.text), width, &first, &indent);
        let start = block.lines.len();
        for (row, line) in text.lines().enumerate() {
            block.lines.push(match (is_marked, row) {
                (true, 0) => format!("{}{}", paint(MARK).green(), paint(line).cyan()),
                (true, _) => format!("{NO_MARK}{}", paint(line).cyan()),
                (false, _) => format!("{NO_MARK}{line}"),
            });
        }
        if is_marked {
            block.focus = start..block.lines.len();
        }
    }
    block
}
