//! The entries of the log.

use anyhow::Result;
use serde_json::json;

use super::wording::count;
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::escape::visible_lines;
use crate::page::wrap::wrap;
use crate::page::{Cell, Page, table};

/// An entry with the quarter that its log is of.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub period: Period,
    pub entry: &'a LogEntry,
}

/// What an entry says, with its link, and whether it is private.
fn words(entry: &LogEntry) -> String {
    let private = if entry.private { "(private) " } else { "" };
    format!("{private}{}", visible_lines(&entry.evidence()))
}

/// An entry in one line.
pub fn line(entry: &LogEntry) -> String {
    marked(entry, "")
}

/// The same with a mark before its words.
pub fn marked(entry: &LogEntry, mark: &str) -> String {
    format!("{} {mark}{}", entry.date, words(entry).replace('\n', " "))
}

/// The entries of a quarter that no answer has used; none where all were. It is read at the end of
/// an interview, maybe with others at the screen, so private ones are only counted.
pub fn unused(entries: &[&LogEntry], period: Period, width: usize) -> Option<String> {
    let (private, open): (Vec<&LogEntry>, Vec<&LogEntry>) =
        entries.iter().partition(|entry| entry.private);
    let show = format!("`emkit log list --period {period}` shows");
    let are = |number| if number == 1 { "is" } else { "are" };
    let them = if private.len() == 1 { "it" } else { "them" };
    if open.is_empty() {
        let number = count(private.len(), "private log entry");
        let are = are(private.len());
        let text = format!("{number} of {period} {are} in no answer; {show} {them}");
        return (!private.is_empty()).then(|| wrap(&text, width, "", ""));
    }
    let number = count(open.len(), "log entry");
    let are = are(open.len());
    let title = format!("{number} of {period} {are} in no answer:");
    let hidden = count(private.len(), "private entry");
    let hidden = (!private.is_empty()).then(|| format!("and {hidden}; {show} {them}"));
    let lines = open.iter().map(|entry| line(entry)).chain(hidden);
    let lines = lines.map(|line| wrap(&line, width, "  ", "    "));
    Some(
        std::iter::once(title)
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n"),
    )
}

pub fn page(rows: &[Row<'_>]) -> Page {
    let rows = rows.iter().map(|row| {
        let skills = match row.entry.skills.as_slice() {
            [] => "–".to_owned(),
            skills => skills.join("\n"),
        };
        let cells = [row.entry.date.to_string(), skills, words(row.entry)];
        cells.map(Cell::from).to_vec()
    });
    Page::of_table(table(["Date", "Skill", "What happened"], "lll", rows))
}

pub fn json(rows: &[Row<'_>]) -> Result<String> {
    let entries = rows.iter().map(|Row { period, entry }| {
        json!({
            "date": entry.date.to_string(),
            "period": period.to_string(),
            "text": entry.text,
            "skills": entry.skills,
            "private": entry.private,
            "link": entry.link,
        })
    });
    super::json::rows("entries", &entries.collect::<Vec<_>>())
}
