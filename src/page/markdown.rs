//! Markdown, and what people wrote inside of it: escaped so that it cannot leave its block.

use itertools::Itertools;

use super::user_text::{Passage, begun, passages};
use super::{Block, Item, Kind, Page, Span, Table, text};
use crate::escape::visible;

/// One line of a person's text as Markdown. White space around a text is no part of it.
pub fn inline(text: &str) -> String {
    escaped(&visible(text.trim()), Place::Begin)
}

pub fn quote(text: &str) -> String {
    let quoted = paragraphs(text);
    let mut quoted = quoted.lines().map(|line| match line {
        "" => ">".to_owned(),
        line => format!("> {line}"),
    });
    quoted.join("\n")
}

/// A person's text of several lines as blocks of its own. Their lists stay.
pub fn paragraphs(text: &str) -> String {
    passages(text).iter().map(passage).join("\n\n")
}

fn passage(passage: &Passage) -> String {
    match passage {
        Passage::Paragraph(lines) => broken(lines),
        Passage::List(items) => {
            let items = items.iter();
            items
                .map(|(marker, lines)| hung(&marker.text(), &broken(lines)))
                .join("\n")
        }
    }
}

/// Lines that stay lines: each but the last ends in a break.
fn broken(lines: &[String]) -> String {
    let lines = lines.iter();
    lines.map(|line| escaped(line, Place::Begin)).join("  \n")
}

/// A text behind a marker, its other lines indented as far.
fn hung(marker: &str, text: &str) -> String {
    let indent = " ".repeat(marker.len() + 1);
    let text = textwrap::indent(text, &indent);
    format!("{marker} {}", text.strip_prefix(&indent).unwrap_or(&text))
}

pub fn page(page: &Page) -> String {
    let mut blocks = Vec::new();
    if !page.title.is_empty() {
        blocks.push(format!("# {}", inline(&page.title)));
    }
    blocks.extend(page.lead.iter().map(block));
    for section in &page.sections {
        blocks.push(format!("## {}", inline(&section.title)));
        blocks.extend(section.blocks.iter().map(block));
    }
    blocks.extend(page.footnotes.iter().map(|line| inline(line)));
    format!("{}\n", blocks.join("\n\n"))
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(title) => format!("### {}", inline(title)),
        Block::Paragraph(words) => spans(words),
        Block::List(items) | Block::Numbered(items) => {
            let is_numbered = matches!(block, Block::Numbered(_));
            let items = items.iter().zip(1..).map(|(it, number)| {
                let number = is_numbered.then(|| format!("{number}."));
                item(it, number.as_deref().unwrap_or("-"))
            });
            items.collect_vec().join("\n")
        }
        Block::Answer(answer) => {
            let title = inline(&text(&answer.text));
            let title = (!title.is_empty()).then(|| format!("*{title}*"));
            let said = [quote(&answer.words), inline(&answer.below)].into_iter();
            let said = said.filter(|said| !said.is_empty());
            title.into_iter().chain(said).join("\n\n")
        }
        Block::Table(table) => self::table(table),
        Block::Command(command) => run(command),
    }
}

fn run(command: &str) -> String {
    format!("    {}", visible(command))
}

fn item(item: &Item, marker: &str) -> String {
    let (lines, rest) = begun(&item.words);
    let begun = [spans(&item.text), broken(&lines)].into_iter();
    let begun = begun.filter(|part| !part.is_empty()).join(" ");
    let command = item.command.as_deref().map(run);
    let parts = std::iter::once(begun).chain(rest.iter().map(passage));
    let parts = parts.chain([quote(&item.below)]).chain(command);
    hung(marker, &parts.filter(|part| !part.is_empty()).join("\n\n"))
}

/// Pictures are said in words. Those without a title have their figures beside them and are left out.
fn table(table: &Table) -> String {
    let row = |mut cells: Vec<String>| {
        let mut columns = table.columns.iter();
        let is_bare = |(title, kind): &(String, Kind)| title.is_empty() && *kind == Kind::Picture;
        cells.retain(|_| !columns.next().is_some_and(is_bare));
        format!("| {} |", cells.join(" | "))
    };
    let titles = table.columns.iter().map(|(title, _)| inline(title));
    let rule = table.columns.iter().map(|(_, kind)| match kind {
        Kind::Figures | Kind::Quarter => "---:".to_owned(),
        _ => "---".to_owned(),
    });
    let head = [row(titles.collect()), row(rule.collect())].join("\n");
    let groups = table.groups.iter().map(|(title, rows)| {
        let rows = rows.iter();
        let rows = rows.map(|cells| row(cells.iter().map(|it| within(it.words())).collect()));
        let title = Some(title).filter(|title| !title.is_empty());
        let title = title.map_or_else(String::new, |title| format!("### {}\n\n", inline(title)));
        std::iter::once(format!("{title}{head}"))
            .chain(rows)
            .join("\n")
    });
    groups.collect_vec().join("\n\n")
}

/// A text that something else in its line stands before.
pub fn within(text: &str) -> String {
    escaped(&visible(text), Place::Within)
}

fn spans(words: &[Span]) -> String {
    let mut line = String::new();
    for span in words {
        match span {
            Span::Strong(text) => line.push_str(&format!("**{}**", inline(text))),
            Span::Plain(text) | Span::Whole(text) if line.is_empty() => {
                line.push_str(&escaped(&visible(text.trim_start()), Place::Begin));
            }
            Span::Plain(text) | Span::Whole(text) => line.push_str(&within(text)),
        }
    }
    line
}

/// Where a text stands in its line: at the beginning it could begin a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Begin,
    Within,
}

/// Escapes what has a meaning in CommonMark, GitHub's tables and pandoc's Markdown, and nothing else.
fn escaped(line: &str, place: Place) -> String {
    let begins = place == Place::Begin;
    let characters: Vec<char> = line.chars().collect();
    let is_word = |index: Option<usize>| {
        index
            .and_then(|index| characters.get(index))
            .is_some_and(|c| c.is_alphanumeric())
    };
    let marker = marker(&characters);
    let mut out = String::with_capacity(line.len());
    for (index, character) in characters.iter().enumerate() {
        let special = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' | '^' | '{' => true,
            // Inside of a word an underscore is only itself.
            '_' => !(is_word(index.checked_sub(1)) && is_word(Some(index + 1))),
            '&' => characters
                .get(index + 1)
                .is_some_and(|c| c.is_ascii_alphanumeric() || *c == '#'),
            // At the end of a heading it would be taken for a part of its mark.
            '#' if index > 0 => {
                characters[index - 1] == ' ' && characters[index..].iter().all(|c| *c == '#')
            }
            '#' | '>' | '-' | '+' | '=' => index == 0 && begins,
            // The line under the titles of a table may begin so.
            ':' => index == 0 && begins,
            // Not in an address, but in front of a name: pandoc cites it.
            '@' => !is_word(index.checked_sub(1)) && is_word(Some(index + 1)),
            _ => begins && marker == Some(index),
        };
        if special {
            out.push('\\');
        }
        out.push(*character);
    }
    out
}

/// Where the sign stands that would make a list of a line: `1.`, and for pandoc `a)`, `(iv)` or `(@)`.
fn marker(line: &[char]) -> Option<usize> {
    let start = usize::from(line.first() == Some(&'('));
    let label = line[start..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || "@-_".contains(**c));
    let sign = start + label.count();
    let label = &line[start..sign];
    let is_label = label.len() == 1
        || label.first() == Some(&'@')
        || label.iter().all(char::is_ascii_digit)
        || label.iter().all(|c| "ivxlcdmIVXLCDM".contains(*c));
    let is_sign = matches!((start, line.get(sign)), (0, Some('.')) | (_, Some(')')));
    let is_apart = line.get(sign + 1).is_none_or(|next| next.is_whitespace());
    (!label.is_empty() && is_label && is_sign && is_apart).then_some(sign)
}
