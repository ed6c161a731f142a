//! Tables as readers of Markdown, HTML and CSV find them.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A row by the titles of its columns.
pub(super) type Row = BTreeMap<String, String>;

/// The rows of every table in Markdown that has a column of this title.
pub(super) fn of_markdown(text: &str, column: &str) -> Vec<Row> {
    let mut tables = Vec::new();
    let (mut rows, mut cell) = (Vec::<Vec<String>>::new(), String::new());
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::Text(text) | Event::Code(text) => cell.push_str(&text),
            Event::End(TagEnd::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(std::mem::take(&mut cell));
                }
            }
            Event::End(TagEnd::Table) => tables.push(std::mem::take(&mut rows)),
            _ => {}
        }
    }
    with_column(tables, column)
}

/// The same of an HTML page.
pub(super) fn of_html(page: &str, column: &str) -> Vec<Row> {
    let tables = between(page, "<table", "</table>").map(|table| {
        let rows = between(table, "<tr", "</tr>").map(|row| {
            let cells = row.split("</th>").flat_map(|part| part.split("</td>"));
            let cells = cells.filter(|cell| cell.contains("<th") || cell.contains("<td"));
            cells.map(without_tags).collect()
        });
        rows.collect()
    });
    with_column(tables.collect(), column)
}

pub(super) fn of_csv(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.deserialize::<Row>();
    records.map(|row| row.expect("a row")).collect()
}

fn with_column(tables: Vec<Vec<Vec<String>>>, column: &str) -> Vec<Row> {
    let mut found = Vec::new();
    for table in tables {
        let mut rows = table.into_iter();
        let Some(titles) = rows
            .next()
            .filter(|titles| titles.iter().any(|title| title == column))
        else {
            continue;
        };
        found.extend(rows.map(|row| titles.iter().cloned().zip(row).collect::<Row>()));
    }
    found
}

/// What is between each of these two, in a text without them inside each other.
fn between<'t>(text: &'t str, begin: &'t str, end: &'t str) -> impl Iterator<Item = &'t str> {
    let parts = text.split(begin).skip(1);
    parts.filter_map(move |part| part.split_once(end).map(|(inside, _)| inside))
}

fn without_tags(cell: &str) -> String {
    // What begins here is the rest of the cell's own tag.
    let (_, inside) = cell.rsplit_once("<t").unwrap_or(("", cell));
    let mut text = String::new();
    let mut is_in_tag = true;
    for character in inside.chars() {
        match character {
            '<' => is_in_tag = true,
            '>' => is_in_tag = false,
            character if !is_in_tag => text.push(character),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
