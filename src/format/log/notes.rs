//! Notes from elsewhere: bullets, some of them to-dos, or the output of `emkit log list --format json`.

use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;

use super::syntax::link;
use super::{Log, Reader, known_schema};
use crate::domain::log::LogEntry;
use crate::domain::period::day;

/// Reads notes as a log. Each to-do is an entry of its own, whatever its indentation.
pub fn read_notes(path: &Path, text: &str, day: Date, known: &[String]) -> Log {
    let reader = Reader {
        date: day,
        known,
        ..Reader::default()
    };
    reader.read(path, text)
}

pub(super) fn unboxed(text: &str) -> Option<(bool, &str)> {
    let (mark, rest) = text.strip_prefix('[')?.split_once(']')?;
    let is_box = matches!(mark, " " | "x" | "X");
    let is_alone = rest.is_empty() || rest.starts_with([' ', '\t']);
    (is_box && is_alone).then(|| (mark == " ", rest.trim_start()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    date: String,
    /// Follows from the date.
    #[serde(rename = "period")]
    _period: Option<String>,
    text: String,
    #[serde(default)]
    skills: Vec<String>,
    #[serde(default)]
    private: bool,
    link: Option<String>,
}

/// Reads the output of `emkit log list --format json`; none if the text is not JSON.
pub fn listed(text: &str) -> Option<Result<Vec<LogEntry>, String>> {
    let mut json: serde_json::Value = serde_json::from_str(text).ok()?;
    json.is_object().then(|| {
        let entries = serde_json::from_value::<Vec<Entry>>(json["entries"].take());
        let entries = entries.map_err(|error| {
            format!("it is not what `emkit log list --format json` prints: {error}")
        })?;
        known_schema(&json["schema"].to_string(), 1)?;
        let entries = entries.into_iter().enumerate();
        let entries = entries.map(|(index, listed)| {
            entry(listed).map_err(|wrong| format!("entry {}: {wrong}", index + 1))
        });
        entries.collect()
    })
}

fn entry(listed: Entry) -> Result<LogEntry, String> {
    let date = day(&listed.date)?;
    let address = listed.link.as_deref();
    if let Some(address) = address.filter(|address| link(&format!("<{address}>")).is_none()) {
        return Err(format!(
            "`{address}` is not an address; it has to be one word"
        ));
    }
    let entry = LogEntry::new(date, &listed.text, listed.skills).ok_or("it has no text")?;
    Ok(LogEntry {
        private: listed.private,
        link: listed.link,
        ..entry
    })
}

impl Reader<'_> {
    /// Takes the box of a to-do off the start of a note, and then the date.
    pub(super) fn begin_note<'a>(&mut self, line: usize, text: &'a str) -> Result<&'a str, String> {
        let (is_open, rest) = unboxed(text).unwrap_or((false, text));
        self.log.open.extend(is_open.then_some(line));
        self.day(rest)
    }
}
