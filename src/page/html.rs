//! A page as HTML: nothing in it is loaded from anywhere, and nothing in it runs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use itertools::Itertools;
use sha2::{Digest, Sha256};
use unicode_segmentation::UnicodeSegmentation;

use super::user_text::{Passage, begun, passages};
use super::{Block, Item, Kind, Page, Section, Span, Table};
use crate::escape::{markup, visible_lines};

const STYLE: &str = include_str!("html/page.css");

/// An item is long if it has more bytes than this.
const MAX_GLANCE: usize = 120;

/// The style that has a text at the foot of each sheet of paper.
pub fn foot(text: &str) -> String {
    // Escaped one by one, no character can end the text or the style.
    let text = visible_lines(text);
    let text = text.chars().map(|character| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' => character.to_string(),
        other => format!("\\{:06x}", u32::from(other)),
    });
    let text: String = text.collect();
    format!("@page {{ @bottom-left {{ content: \"{text}\"; font-size: 8pt; color: #444; }} }}\n")
}

/// The hash of a style or a script, as a Content-Security-Policy names it: no other is taken.
pub fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// The page as HTML, with the style of its pictures. Its texts may be of any language and direction.
pub fn page(page: &Page, style: &str) -> String {
    let style = format!("{style}{STYLE}");
    let lead = page.lead.iter().map(|lead| block(lead, ""));
    format!(
        include_str!("html/page.html"),
        hash = hash(&style),
        title = markup(&page.title),
        heading = markup(&page.title),
        lead = lead.collect::<String>(),
        sections = page.sections.iter().map(section).collect::<String>(),
        style = style,
    )
}

fn section(section: &Section) -> String {
    let (name, picture) = (section.name, &section.picture);
    let blocks = section.blocks.iter().map(|part| block(part, name));
    let said = element("div class=\"said\"", blocks);
    let heading = format!("<h2 id=\"{name}-title\">{}</h2>", markup(&section.title));
    let said = match (section.is_folded, picture.is_empty()) {
        (false, _) => format!("{heading}\n{picture}{said}"),
        (true, true) => fold(&heading, &said),
        // The picture says the same at a glance.
        (true, false) => format!("{heading}\n{picture}{}", fold("In figures", &said)),
    };
    format!("<section id=\"{name}\" aria-labelledby=\"{name}-title\">\n{said}</section>\n")
}

fn fold(summary: &str, rest: &str) -> String {
    format!("<details>\n<summary>{summary}</summary>\n{rest}</details>\n")
}

fn element(tag: &str, inside: impl Iterator<Item = String>) -> String {
    let name = tag.split(' ').next().unwrap_or(tag);
    format!("<{tag}>\n{}</{name}>\n", inside.collect::<String>())
}

fn block(block: &Block, section: &str) -> String {
    // Long items of the first screen show their first sentence and fold the rest.
    let may_fold = matches!(section, "delivered" | "goals");
    match block {
        Block::Heading(title) => format!("<h3 dir=\"auto\">{}</h3>\n", markup(title)),
        Block::Paragraph(words) => format!("<p dir=\"auto\">{}</p>\n", spans(words)),
        Block::List(items) => element("ul", items.iter().map(|it| item(it, may_fold))),
        Block::Numbered(items) => element("ol", items.iter().map(|it| item(it, may_fold))),
        Block::Answer(it) => answer(it),
        Block::Table(rows) => table(rows, section),
        Block::Command(command) => run(command),
    }
}

fn answer(answer: &Item) -> String {
    let words = Some(&answer.words).filter(|words| !words.trim().is_empty());
    let words = words.map(|words| quote(words)).unwrap_or_default();
    if answer.text.is_empty() {
        return words;
    }
    let title = format!("<h4 dir=\"auto\">{}</h4>\n", spans(&answer.text));
    let rating = match answer.below.as_str() {
        "" => String::new(),
        rating => format!("<p class=\"pill\">{}</p>\n", markup(rating)),
    };
    format!("<div class=\"answer\">\n{title}{words}{rating}</div>\n")
}

fn item(item: &Item, may_fold: bool) -> String {
    let (lines, rest) = begun(&item.words);
    let lines = lines.join("\n");
    let is_long = may_fold && item.words.len() > MAX_GLANCE;
    let sentence = lines.split_sentence_bounds().next().filter(|_| is_long);
    let (first, more) = lines.split_at(sentence.map_or(lines.len(), str::len));
    let first = [spans(&item.text), broken(first.trim_end())].into_iter();
    let first = first.filter(|part| !part.is_empty()).join(" ");
    let more = (!more.is_empty()).then(|| format!("<p dir=\"auto\">{}</p>\n", broken(more)));
    let more: String = more.into_iter().chain(rest.iter().map(passage)).collect();
    let said = if is_long && !more.is_empty() {
        fold(&first, &more)
    } else {
        format!("{first}{more}")
    };
    let below = Some(&item.below).filter(|below| !below.is_empty());
    let below = below.map_or_else(String::new, |below| format!("\n{}", quote(below)));
    let command = item.command.as_deref().map(run).unwrap_or_default();
    format!("<li><div dir=\"auto\">{said}</div>{below}{command}</li>\n")
}

fn run(command: &str) -> String {
    format!("<pre>{}</pre>\n", markup(command))
}

fn spans(spans: &[Span]) -> String {
    let words = spans.iter().map(|span| match span {
        Span::Plain(text) => markup(text),
        Span::Strong(text) => format!("<strong>{}</strong>", markup(text)),
        Span::Whole(text) => format!("<span class=\"whole\">{}</span>", markup(text)),
    });
    words.collect()
}

/// A table without groups and pictures, which the keyboard can reach to move it sideways.
fn table(table: &Table, section: &str) -> String {
    let class = |kind: Kind| match kind {
        Kind::Figures => " class=\"figure\"",
        _ => "",
    };
    let columns = table.columns.iter();
    let titles = columns
        .map(|(title, kind)| format!("<th scope=\"col\"{}>{}</th>", class(*kind), markup(title)));
    let titles: String = titles.collect();
    let rows = table.rows().map(|cells| {
        let cells = table.columns.iter().zip(cells).enumerate();
        let cells = cells.map(|(index, ((_, kind), cell))| {
            let said = markup(cell.words());
            match index {
                0 => format!("<th scope=\"row\" dir=\"auto\">{said}</th>"),
                _ => format!("<td{}>{said}</td>", class(*kind)),
            }
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    });
    let body = element("tbody", rows);
    format!(
        "<div class=\"table\" role=\"group\" aria-labelledby=\"{section}-title\" tabindex=\"0\">\n<table>\n\
         <thead>\n<tr>{titles}</tr>\n</thead>\n{body}</table>\n</div>\n"
    )
}

pub fn quote(text: &str) -> String {
    format!("<blockquote>\n{}</blockquote>\n", paragraphs(text))
}

pub fn paragraphs(text: &str) -> String {
    passages(text).iter().map(passage).collect()
}

fn passage(passage: &Passage) -> String {
    let items = match passage {
        Passage::Paragraph(lines) => {
            return format!("<p dir=\"auto\">{}</p>\n", broken(&lines.join("\n")));
        }
        Passage::List(items) => items,
    };
    let list = match items.first().and_then(|(marker, _)| marker.number) {
        None => "ul",
        Some(1) => "ol",
        Some(first) => &format!("ol start=\"{first}\""),
    };
    let items = items.iter().map(|(_, lines)| {
        let lines = broken(&lines.join("\n"));
        format!("<li><div dir=\"auto\">{lines}</div></li>\n")
    });
    element(list, items)
}

fn broken(text: &str) -> String {
    text.split('\n').map(markup).join("<br>\n")
}
