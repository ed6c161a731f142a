//! A page in a terminal: headings, aligned columns, colour. ARCHITECTURE.md says the rules.

use comfy_table::{
    Attribute, CellAlignment, Color, ColumnConstraint, ContentArrangement, Width, presets,
};
use dialoguer::console::Style;
use itertools::Itertools;

use super::widths::Widths;
use super::wrap::{wrap, wrap_whole};
use super::{Block, Cell, Item, Kind, Page, Table, Tone, plain, text};
use crate::domain::decimal::{Exact, whole};
use crate::escape::{visible, visible_lines};

#[derive(Clone, Copy, Debug)]
pub struct Theme {
    pub width: usize,
    pub color: bool,
}

impl Theme {
    /// Columns for sentences: longer lines are hard to read.
    pub fn text(self) -> usize {
        self.width.min(100)
    }
}

pub fn page(page: &Page, theme: Theme) -> String {
    let title = wrap(&visible(&page.title), theme.text(), "", "  ");
    let text = under(title, &page.lead, "", theme);
    let sections = page.sections.iter();
    let sections = sections.map(|it| under(heading(&it.title, theme), &it.blocks, "  ", theme));
    let footnotes = page.footnotes.iter();
    let footnotes = footnotes
        .map(|line| wrap(&visible(line), theme.text(), "", "  "))
        .join("\n");
    let parts = std::iter::once(text).chain(sections).chain([footnotes]);
    format!("{}\n", parts.filter(|part| !part.is_empty()).join("\n\n"))
}

/// Blocks under what they are about. Sentences and commands stand right below it, and all that is indented.
fn under(mut text: String, blocks: &[Block], indent: &str, theme: Theme) -> String {
    let mut before: Option<&Block> = None;
    for block in blocks {
        let is_below = matches!(before, Some(Block::Heading(_)));
        let is_short = matches!(block, Block::Command(_) | Block::Paragraph(_));
        let is_attached = before.is_none() && (is_short || !indent.is_empty());
        if !text.is_empty() {
            text.push_str(if is_below || is_attached {
                "\n"
            } else {
                "\n\n"
            });
        }
        let more = if is_below { "  " } else { "" };
        text.push_str(&draw(block, &format!("{indent}{more}"), theme));
        before = Some(block);
    }
    text
}

fn draw(block: &Block, indent: &str, theme: Theme) -> String {
    let more = format!("{indent}  ");
    match block {
        Block::Heading(title) => wrap(&visible(title), theme.text(), indent, &more),
        Block::Paragraph(words) => wrap(&visible(&text(words)), theme.text(), indent, indent),
        Block::Answer(it) => item(it, indent, theme),
        Block::List(items) | Block::Numbered(items) => {
            items.iter().map(|it| item(it, indent, theme)).join("\n")
        }
        Block::Table(it) => match Widths::of(it, theme.width) {
            Some(widths) => table(it, &widths, theme),
            None => {
                let rows = plain::rows(it).into_iter();
                rows.map(|row| wrap_whole(&row, theme.text(), "    "))
                    .join("\n")
            }
        },
        Block::Command(command) => format!("  {}", visible(command)),
    }
}

fn heading(title: &str, theme: Theme) -> String {
    let style = Style::new().bold().force_styling(theme.color);
    let title = wrap(&visible(title), theme.width, "", "  ");
    style.apply_to(title).to_string()
}

fn item(item: &Item, indent: &str, theme: Theme) -> String {
    let more = format!("{indent}  ");
    let text = visible(&text(&item.text));
    let mut lines = vec![wrap(&text, theme.text(), indent, &more)];
    for said in [&item.words, &item.below] {
        if !said.is_empty() {
            lines.push(wrap(&visible_lines(said), theme.text(), &more, &more));
        }
    }
    let command = item.command.as_ref();
    lines.extend(command.map(|command| format!("{indent}{}", visible(command))));
    lines.join("\n")
}

fn column_title(table: &Table, index: usize, width: usize) -> String {
    let is_scale = |row: &Vec<Cell>| matches!(row.get(index), Some(Cell::Scale(_)));
    if !table.rows().any(is_scale) {
        return visible(table.short_title(index));
    }
    let apart = width.saturating_sub(1) / 4;
    let steps = (1..=5).map(|step| format!("{step:<apart$}")).join("");
    steps.trim_end().to_owned()
}

/// A table without lines, each group under its title. The first stands in the line of the columns.
fn table(table: &Table, widths: &Widths, theme: Theme) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::MAX);
    if theme.color {
        drawn.enforce_styling();
    } else {
        drawn.force_no_tty();
    }
    let styled = |text: String, attribute: Attribute| {
        let shown = Some(attribute).filter(|_| theme.color);
        comfy_table::Cell::new(text).add_attributes(shown.into_iter().collect())
    };
    let titles = widths.columns.iter().enumerate();
    let titles =
        titles.map(|(index, width)| styled(column_title(table, index, *width), Attribute::Dim));
    let mut titles = titles.collect_vec();
    for (place, (title, rows)) in table.groups.iter().enumerate() {
        let title = (!title.is_empty()).then(|| styled(visible(title), Attribute::Bold));
        match (place, title) {
            (0, Some(title)) => titles[0] = title,
            (_, Some(title)) => drop(drawn.add_row([title])),
            _ => {}
        }
        for cells in rows {
            let cells = cells.iter().zip(&widths.columns);
            drawn.add_row(cells.map(|(it, width)| cell(it, *width, theme)));
        }
    }
    drawn.set_header(titles);
    let columns = table.columns.iter().zip(&widths.columns).with_position();
    for (drawn, (position, ((_, kind), width))) in drawn.column_iter_mut().zip(columns) {
        let is_last = position.is_last;
        let gap = if is_last { 0 } else { widths.gap };
        let [width, gap] = [width + gap, gap].map(|it| u16::try_from(it).unwrap_or(u16::MAX));
        drawn.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        drawn.set_padding((0, gap));
        if matches!(kind, Kind::Figures | Kind::Quarter) {
            drawn.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut lines = drawn
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect_vec();
    if !table.key.is_empty() {
        let indent = " ".repeat(widths.columns[0] + widths.gap);
        let key = wrap(table.key, theme.width, &indent, &indent);
        let dim = Style::new().dim().force_styling(theme.color);
        lines.push(dim.apply_to(key).to_string());
    }
    lines.join("\n")
}

fn cell(cell: &Cell, width: usize, theme: Theme) -> comfy_table::Cell {
    match cell {
        Cell::Text(text, tone) => {
            // The table itself breaks long words slowly.
            let text = wrap(&visible_lines(text), width.max(1), "", "");
            let cell = comfy_table::Cell::new(text);
            match tone {
                Tone::Warn if theme.color => cell.fg(Color::DarkYellow),
                Tone::Up if theme.color => cell.fg(Color::DarkGreen),
                Tone::Down if theme.color => cell.fg(Color::DarkRed),
                _ => cell,
            }
        }
        Cell::Scale(it) => comfy_table::Cell::new(scale(it, width)),
        Cell::Marks(marks, _) => {
            let more = marks.chars().count().saturating_sub(width);
            comfy_table::Cell::new(match more {
                0 => marks.clone(),
                _ => format!("…{}", marks.chars().skip(more + 1).collect::<String>()),
            })
        }
    }
}

/// A line as far as evidence backs a score, dashes where it is claimed, dots to a target beyond it.
fn scale([score, supported, target]: &[Option<Exact>; 3], width: usize) -> String {
    let last = width.saturating_sub(1);
    let place = |figure: &Option<Exact>| {
        let share = (figure.as_ref()? - whole(1)) / whole(4);
        let place = share * whole(i64::try_from(last).unwrap_or_default());
        usize::try_from(place.round().to_integer()).ok()
    };
    let is_claimed = supported < score;
    let [score, backed, target] = [score, supported, target].map(place);
    let backed = backed.unwrap_or_default();
    let mark = |at: usize| match score {
        Some(score) if at == score && is_claimed => '○',
        Some(score) if at == score => '●',
        _ if Some(at) == target => '┃',
        Some(score) if at < backed.min(score) => '━',
        Some(score) if at < score => '╌',
        Some(_) if Some(at) < target => '·',
        _ => ' ',
    };
    (0..=last).map(mark).collect()
}
