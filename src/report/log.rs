//! The entries of the log.

use anyhow::Result;
use itertools::Itertools;
use serde_json::json;

use super::wording::{are, count};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::escape::visible_lines;
use crate::page::wrap::wrap;
use crate::page::{Cell, Page, table};

#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub period: Period,
    pub entry: &'a LogEntry,
}

fn words(entry: &LogEntry) -> String {
    let private = if entry.private { "(private) " } else { "" };
    format!("{private}{}", visible_lines(&entry.evidence()))
}

pub fn marked(entry: &LogEntry, mark: &str) -> String {
    format!("{} {mark}{}", entry.date, words(entry).replace('\n', " "))
}

/// The entries that no answer has used; private ones are only counted, as others may see the screen.
pub fn unused(entries: &[&LogEntry], period: Period, width: usize) -> Option<String> {
    let (private, open): (Vec<&LogEntry>, Vec<&LogEntry>) =
        entries.iter().partition(|entry| entry.private);
    let them = if private.len() == 1 { "it" } else { "them" };
    let hidden = count(private.len(), "private entry");
    let hidden = format!("{hidden}; `emkit log list --period {period}` shows {them}");
    let hidden = (!private.is_empty()).then_some(hidden);
    let lines = open.iter().map(|entry| marked(entry, "")).chain(hidden);
    let mut lines = lines.map(|line| wrap(&line, width, "  ", "    "));
    let (all, are) = (count(entries.len(), "log entry"), are(entries.len()));
    let said = || {
        format!(
            "{all} of {period} {are} in no answer:\n{}",
            lines.join("\n")
        )
    };
    (!entries.is_empty()).then(said)
}

pub fn page(rows: &[Row<'_>]) -> Page {
    let rows = rows.iter().map(|Row { entry, .. }| {
        let skills = Some(entry.skills.join("\n")).filter(|skills| !skills.is_empty());
        let skills = skills.unwrap_or_else(|| "–".to_owned());
        [entry.date.to_string(), skills, words(entry)]
            .map(Cell::from)
            .to_vec()
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
    super::json::rows("entries", &entries.collect_vec())
}
