//! A page in plain lines for screen readers, pipes and dumb terminals: no boxes, no bars, no columns.
//! Each line stands for itself, so the heading stands before it.

use itertools::Itertools;

use super::{Block, Cell, Item, Kind, Page, Section, Table, text};
use crate::escape::visible;

pub fn page(page: &Page) -> String {
    let title = Some(visible(&page.title)).filter(|title| !title.is_empty());
    let lead = page.lead.iter().flat_map(|block| self::block(block, ""));
    let lines = title.into_iter().chain(lead);
    let lines = lines.chain(page.sections.iter().flat_map(section));
    let lines = lines.chain(page.footnotes.iter().map(|line| visible(line)));
    lines.map(|line| format!("{line}\n")).collect()
}

fn section(section: &Section) -> Vec<String> {
    let title = visible(&section.title);
    let heading = format!("{}, ", title.trim_end_matches(['.', ':']));
    let blocks = section.blocks.iter();
    // A row says by its first cell what it is about.
    let has_table = blocks.clone().any(|block| matches!(block, Block::Table(_)));
    let title = has_table.then_some(title).into_iter();
    title
        .chain(blocks.flat_map(|block| self::block(block, &heading)))
        .collect()
}

fn block(block: &Block, heading: &str) -> Vec<String> {
    let line = |text: &str| vec![format!("{heading}{}", visible(text))];
    match block {
        Block::Heading(text) => line(text),
        Block::Answer(it) => item(it, heading),
        Block::Paragraph(words) => line(&text(words)),
        Block::List(items) | Block::Numbered(items) => {
            items.iter().flat_map(|it| item(it, heading)).collect()
        }
        Block::Table(table) => rows(table),
        Block::Command(command) => vec![run(command)],
    }
}

fn item(item: &Item, heading: &str) -> Vec<String> {
    let mut text = format!("{heading}{}", visible(&text(&item.text)));
    if !item.words.is_empty() {
        text.push_str(&format!(" {}", visible(&item.words)));
    }
    if !item.below.is_empty() {
        let is_ended = text.ends_with([':', '?']);
        text.push_str(if is_ended { " " } else { " · " });
        text.push_str(&visible(&item.below));
    }
    let command = item.command.as_deref().map(run);
    std::iter::once(text).chain(command).collect()
}

fn run(command: &str) -> String {
    format!("To run next: {}", visible(command))
}

pub fn rows(table: &Table) -> Vec<String> {
    let groups = table.groups.iter().flat_map(|(title, rows)| {
        let title = Some(visible(title)).filter(|title| !title.is_empty());
        title
            .into_iter()
            .chain(rows.iter().map(|cells| row(table, cells)))
    });
    groups.collect()
}

/// Figures need the title of their column.
fn row(table: &Table, cells: &[Cell]) -> String {
    let mut said = table
        .columns
        .iter()
        .zip(cells)
        .filter_map(|((title, kind), cell)| {
            let (said, name) = (visible(cell.words()), title.to_lowercase());
            Some(match (kind, said.trim()) {
                (_, "") => return None,
                (Kind::Quarter, "–") => format!("none in {}", visible(title)),
                (Kind::Quarter, figure) => format!("{figure} in {}", visible(title)),
                (Kind::Figures, "–") => format!("{name} none"),
                (_, "–") => format!("no {name}"),
                (Kind::Figures, figure) => format!("{name} {figure}"),
                (_, words) => words.to_owned(),
            })
        });
    let first = said.next().unwrap_or_default();
    format!("{first}: {}", said.join(", "))
}
