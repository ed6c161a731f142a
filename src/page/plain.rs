//! A page in plain lines for screen readers, pipes and dumb terminals: no boxes, no bars, no columns.
//! Each line stands for itself, so the heading stands before it.

use super::{Block, Cell, Item, Kind, Page, Section, Span, Table};
use crate::escape::visible;

pub fn page(page: &Page) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !page.title.is_empty() {
        lines.push(visible(&page.title));
    }
    lines.extend(page.lead.iter().flat_map(|block| self::block(block, "")));
    lines.extend(page.sections.iter().flat_map(section));
    lines.extend(page.footnotes.iter().map(|line| visible(line)));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn section(section: &Section) -> Vec<String> {
    let title = visible(&section.title);
    let has_table = |block: &Block| matches!(block, Block::Table(_));
    // A row says by its first cell what it is about.
    let heading = section.blocks.iter().any(has_table);
    let heading = heading.then(|| title.clone()).into_iter();
    let title = format!("{}, ", title.trim_end_matches(['.', ':']));
    let blocks = section.blocks.iter();
    heading
        .chain(blocks.flat_map(|block| self::block(block, &title)))
        .collect()
}

fn block(block: &Block, heading: &str) -> Vec<String> {
    let line = |text: &str| vec![format!("{heading}{text}")];
    match block {
        Block::Heading(text) | Block::Quote(text) => line(&visible(text)),
        Block::Answer(answer) => {
            let rating = answer.rating.iter().map(String::as_str);
            let said = [answer.title.as_str(), answer.words.as_str()];
            let said: Vec<_> = said.into_iter().chain(rating).collect();
            line(&visible(&said.join(" · ")))
        }
        Block::Paragraph(words) => line(&spans(words)),
        Block::List(items) | Block::Numbered(items) => {
            items.iter().flat_map(|it| item(it, heading)).collect()
        }
        Block::Table(table) => rows(table),
        Block::Command(command) => vec![run(command)],
    }
}

fn item(item: &Item, heading: &str) -> Vec<String> {
    let mut text = format!("{heading}{}", spans(&item.text));
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

fn spans(words: &[Span]) -> String {
    visible(&words.iter().map(Span::text).collect::<String>())
}

/// Each row of a table as a line, the titles of its groups too.
pub fn rows(table: &Table) -> Vec<String> {
    let groups = table.groups.iter().flat_map(|group| {
        let title = Some(visible(&group.title)).filter(|title| !title.is_empty());
        title
            .into_iter()
            .chain(group.rows.iter().map(|cells| row(table, cells)))
    });
    groups.collect()
}

/// Words say by themselves what they are, figures need the title of their column. Of what there is
/// not, the first says so.
fn row(table: &Table, cells: &[Cell]) -> String {
    let mut lacks_one = false;
    let mut said = table
        .columns
        .iter()
        .zip(cells)
        .filter_map(|(column, cell)| {
            let title = column.title.to_lowercase();
            Some(match (column.kind, visible(cell.words()).trim()) {
                (_, "") => return None,
                (Kind::Quarter, "–") => format!("none in {}", visible(&column.title)),
                (Kind::Quarter, figure) => format!("{figure} in {}", visible(&column.title)),
                (kind, "–") if !std::mem::replace(&mut lacks_one, true) => match kind {
                    Kind::Figures => format!("{title} none"),
                    _ => format!("no {title}"),
                },
                (_, "–") => return None,
                (Kind::Figures, figure) => format!("{title} {figure}"),
                (_, words) => words.to_owned(),
            })
        });
    let first = said.next().unwrap_or_default();
    format!("{first}: {}", said.collect::<Vec<_>>().join(", "))
}
