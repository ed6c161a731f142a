//! A page as HTML: nothing in it is loaded from anywhere, and nothing in it runs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::user_text::{self, List, Marker, Passage, passages};
use super::{Block, Cell, Item, Kind, Page, Section, Span, Table};
use crate::escape::{markup, visible_lines};

/// How the page looks, without its pictures.
const STYLE: &str = include_str!("html/page.css");

/// A picture and the section that it stands at the beginning of.
#[derive(Clone, Debug)]
pub struct Picture {
    /// As [`Section::name`].
    pub section: &'static str,
    /// HTML.
    pub markup: String,
}

/// The hash of the style, as a Content-Security-Policy names it: no other style is taken.
fn hash(style: &str) -> String {
    let hash = Sha256::digest(style.as_bytes());
    format!("sha256-{}", STANDARD.encode(hash))
}

/// The page as HTML, with pictures and the style that is theirs. Its texts may be of any language and direction.
#[must_use]
pub fn page(page: &Page, pictures: &[Picture], style: &str) -> String {
    let title = markup(&page.title);
    let lead: String = page.lead.iter().map(|lead| block(lead, "")).collect();
    let links: Vec<_> = page.sections.iter().map(link).collect();
    let style = format!("{style}{STYLE}");
    let sections = page.sections.iter();
    let sections: String = sections.map(|part| section(part, pictures)).collect();
    format!(
        "<!DOCTYPE html>\n\
         <html lang=\"en\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src '{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n\
         <style>{style}</style>\n\
         </head>\n\
         <body>\n\
         <main>\n\
         <header>\n\
         <h1>{title}</h1>\n\
         <div class=\"lead\">\n{lead}</div>\n\
         </header>\n\
         <nav aria-label=\"Sections\">\n<ul>\n{}</ul>\n</nav>\n\
         {sections}\
         </main>\n\
         </body>\n\
         </html>\n",
        hash(&style),
        links.concat()
    )
}

fn link(section: &Section) -> String {
    let title = markup(&section.title);
    format!("<li><a href=\"#{}\">{title}</a></li>\n", section.name)
}

fn section(section: &Section, pictures: &[Picture]) -> String {
    let (name, title) = (section.name, markup(&section.title));
    let pictures = pictures.iter().filter(|picture| picture.section == name);
    let pictures: String = pictures.map(|picture| picture.markup.as_str()).collect();
    let blocks = section.blocks.iter();
    let blocks: String = blocks.map(|part| block(part, &title)).collect();
    format!(
        "<section id=\"{name}\" aria-labelledby=\"{name}-title\">\n\
         <h2 id=\"{name}-title\">{title}</h2>\n{pictures}<div class=\"said\">\n{blocks}</div>\n</section>\n"
    )
}

fn block(block: &Block, section: &str) -> String {
    match block {
        Block::Heading(title) => format!("<h3 dir=\"auto\">{}</h3>\n", markup(title)),
        Block::Paragraph(words) => format!("<p dir=\"auto\">{}</p>\n", spans(words)),
        Block::Quote(text) => quote(text),
        Block::List(items) => {
            let items: String = items.iter().map(item).collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Block::Table(rows) => table(rows, section),
        Block::Command(command) => run(command),
    }
}

fn item(item: &Item) -> String {
    let below = match item.below.as_str() {
        "" => String::new(),
        text => format!("\n{}", quote(text)),
    };
    let command = item.command.as_deref().map(run).unwrap_or_default();
    format!(
        "<li dir=\"auto\">{}{below}{command}</li>\n",
        spans(&item.text)
    )
}

fn run(command: &str) -> String {
    format!("<pre>{}</pre>\n", markup(command))
}

fn spans(words: &[Span]) -> String {
    let words = words.iter().map(|span| match span {
        Span::Plain(text) => markup(text),
        Span::Strong(text) => format!("<strong>{}</strong>", markup(text)),
    });
    words.collect()
}

/// On a narrow screen a table is moved sideways, for which the keyboard has to reach it.
fn table(table: &Table, name: &str) -> String {
    let kind = |kind: Kind| match kind {
        Kind::Figures | Kind::Quarter => " class=\"figure\"",
        _ => "",
    };
    let columns = || table.columns.iter().filter(|it| it.kind != Kind::Picture);
    let titles = columns().map(|column| {
        let (kind, title) = (kind(column.kind), markup(&column.title));
        format!("<th scope=\"col\"{kind}>{title}</th>")
    });
    let row = |cells: &Vec<Cell>| {
        let cells = table.columns.iter().zip(cells).zip(0..);
        let cells = cells.map(|((column, cell), index)| match (column.kind, index) {
            (Kind::Picture, _) => String::new(),
            (_, 0) => format!(
                "<th scope=\"row\" dir=\"auto\">{}</th>",
                markup(cell.words())
            ),
            (it, _) => format!("<td{}>{}</td>", kind(it), markup(cell.words())),
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let bodies = table.groups.iter().map(|group| {
        let title = Some(markup(&group.title)).filter(|title| !title.is_empty());
        let span = columns().count();
        let title = title.map(|title| {
            format!("<tr><th scope=\"rowgroup\" colspan=\"{span}\">{title}</th></tr>\n")
        });
        let rows: String = group.rows.iter().map(row).collect();
        format!("<tbody>\n{}{rows}</tbody>\n", title.unwrap_or_default())
    });
    format!(
        "<div class=\"table\" role=\"group\" aria-label=\"{name}\" tabindex=\"0\">\n<table>\n\
         <thead>\n<tr>{}</tr>\n</thead>\n{}</table>\n</div>\n",
        titles.collect::<String>(),
        bodies.collect::<String>()
    )
}

/// What a person wrote, with their own line breaks and lists.
#[must_use]
pub fn quote(text: &str) -> String {
    let passages = passages(&visible_lines(text.trim()));
    let passages = passages.iter().map(|passage| match passage {
        Passage::Paragraph(lines) => {
            let lines = lines
                .iter()
                .map(|line| format!("{}{}", "&nbsp;".repeat(line.indent), markup(&line.text)));
            let lines: Vec<_> = lines.collect();
            format!("<p dir=\"auto\">{}</p>\n", lines.join("<br>\n"))
        }
        Passage::List(list) => own_list(list),
    });
    format!(
        "<blockquote>\n{}</blockquote>\n",
        passages.collect::<String>()
    )
}

fn own_list(list: &List) -> String {
    let items: String = list.items.iter().map(own_item).collect();
    match list.marker {
        Marker::Bullet(_) => format!("<ul>\n{items}</ul>\n"),
        Marker::Number(1, _) => format!("<ol>\n{items}</ol>\n"),
        Marker::Number(first, _) => format!("<ol start=\"{first}\">\n{items}</ol>\n"),
    }
}

fn own_item(item: &user_text::Item) -> String {
    let lines: Vec<_> = item.lines.iter().map(|line| markup(line)).collect();
    let lists: String = item.lists.iter().map(own_list).collect();
    let lists = match lists.is_empty() {
        true => lists,
        false => format!("\n{lists}"),
    };
    format!("<li dir=\"auto\">{}{lists}</li>\n", lines.join("<br>\n"))
}
