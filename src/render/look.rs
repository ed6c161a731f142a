//! What every page for the terminal has in common: one title, headings, columns, marks, footnotes.
//! ARCHITECTURE.md says the rules.

use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, Width,
    presets,
};

use super::wording::wrap;

/// How a page is to look: columns of the terminal, and whether colour says something.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub width: usize,
    pub color: bool,
}

impl Look {
    /// Columns for sentences: longer lines are hard to read.
    #[must_use]
    pub fn text(self) -> usize {
        self.width.min(100)
    }
}

/// Spaces after each column.
pub(super) const GAP: usize = 2;

/// What a page is about: the first line, in parts.
pub(super) fn title<P: AsRef<str>>(parts: &[P]) -> String {
    let parts: Vec<_> = parts.iter().map(AsRef::as_ref).collect();
    parts.join(" · ")
}

/// Blocks with an empty line between; those with nothing in them are left out.
pub(super) fn page(blocks: impl IntoIterator<Item = String>) -> String {
    let blocks: Vec<_> = blocks
        .into_iter()
        .filter(|block| !block.is_empty())
        .collect();
    format!("{}\n", blocks.join("\n\n"))
}

/// A heading outside of a table.
pub(super) fn heading(text: &str, look: Look) -> String {
    bold(&wrap(text, look.width, "", "  "), look)
}

/// A heading with what stands below it; nothing where nothing does.
pub(super) fn section(title: &str, lines: &[String], look: Look) -> String {
    match lines {
        [] => String::new(),
        lines => format!("{}\n{}", heading(title, look), lines.join("\n")),
    }
}

/// A line in a section.
pub(super) fn item(text: &str, look: Look) -> String {
    wrap(text, look.text(), "  ", "    ")
}

/// What belongs to the line above it in a section.
pub(super) fn below(text: &str, look: Look) -> String {
    wrap(text, look.text(), "    ", "    ")
}

/// What has to be known to read the figures, a sentence each, at the end of a page.
pub(super) fn footnotes(lines: impl IntoIterator<Item = String>, look: Look) -> String {
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| wrap(&line, look.text(), "", "  "))
        .collect();
    lines.join("\n")
}

/// A table without lines, as wide as the terminal at most, with the titles of its columns.
pub(super) fn columns<'a>(titles: impl IntoIterator<Item = &'a str>, look: Look) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(look.width).unwrap_or(u16::MAX));
    if look.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(titles.into_iter().map(|title| head(title, look)));
    table
}

/// The table as text, with the columns that hold figures set to the right.
pub(super) fn drawn(table: Table, figures: &[usize]) -> String {
    apart(table, figures, GAP)
}

fn apart(mut table: Table, figures: &[usize], gap: usize) -> String {
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, u16::try_from(gap).unwrap_or(0)));
        if figures.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<_> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n")
}

/// The same with given widths, so that the columns of several tables stand under each other.
pub(super) fn drawn_alike(
    mut table: Table,
    figures: &[usize],
    widths: &[usize],
    gap: usize,
) -> String {
    for (column, width) in table.column_iter_mut().zip(widths) {
        let width = u16::try_from(width + gap).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    apart(table, figures, gap)
}

fn head(title: &str, look: Look) -> Cell {
    let cell = Cell::new(title);
    if look.color {
        cell.add_attribute(Attribute::Dim)
    } else {
        cell
    }
}

/// A cell that stands out when there is something to see in it.
pub(super) fn marked(text: &str, is_marked: bool, look: Look) -> Cell {
    let cell = Cell::new(text);
    if look.color && is_marked {
        cell.fg(Color::DarkYellow)
    } else {
        cell
    }
}

fn bold(text: &str, look: Look) -> String {
    let style = dialoguer::console::Style::new()
        .bold()
        .force_styling(look.color);
    style.apply_to(text).to_string()
}
