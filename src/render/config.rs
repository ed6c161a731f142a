//! The settings that hold, and where each comes from.

use std::fmt::Write as _;

use anyhow::Result;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::wording::wrap;
use crate::escape::visible;

/// What a setting is set to.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    Truth(bool),
}

/// One setting.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub key: &'static str,
    /// None where it is not set.
    pub value: Option<Value>,
    /// `flag`, `environment`, `file` or `default`.
    pub source: &'static str,
    /// The name of the flag or the variable, or the line of the file.
    pub from: Option<String>,
    /// What else there is to know of where it comes from.
    #[serde(skip)]
    pub remark: String,
}

impl Row {
    /// The same, with what there is to know where nobody has set it.
    #[must_use]
    pub fn or(mut self, remark: &str) -> Self {
        if self.source == "default" {
            remark.clone_into(&mut self.remark);
        }
        self
    }

    fn shown(&self) -> String {
        match &self.value {
            Some(Value::Text(text)) => visible(text),
            Some(Value::Truth(value)) => value.to_string(),
            None => "not set".to_owned(),
        }
    }

    fn origin(&self) -> String {
        let from = match &self.from {
            Some(from) => format!("from {}", visible(from)),
            None => "default".to_owned(),
        };
        match self.remark.as_str() {
            "" => from,
            remark => format!("{from}, {}", visible(remark)),
        }
    }
}

/// Columns for a key, and so many at most for a value that has its origin beside it.
const KEYS: usize = 12;
const VALUES: usize = 20;

/// Aligned lines. No value is broken, so that a path can be taken from here.
#[must_use]
pub fn table(rows: &[Row], width: usize) -> String {
    let widths = rows.iter().map(|row| row.shown().width());
    let column = widths.filter(|width| *width <= VALUES).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let (value, origin) = (row.shown(), row.origin());
        let _ = write!(text, "{:<KEYS$}{value}", row.key);
        let fill = column.saturating_sub(value.width()) + 2;
        let is_beside = KEYS + value.width() + fill + origin.width() <= width;
        let _ = match is_beside {
            true => writeln!(text, "{:fill$}{origin}", ""),
            false => writeln!(
                text,
                "\n{}",
                wrap(&origin, width, &" ".repeat(KEYS), &" ".repeat(KEYS))
            ),
        };
    }
    text
}

/// One line a setting.
#[must_use]
pub fn plain(rows: &[Row]) -> String {
    rows.iter()
        .map(|row| format!("{}: {}, {}\n", row.key, row.shown(), row.origin()))
        .collect()
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    file: &'a str,
    settings: &'a [Row],
}

/// The settings as JSON.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn json(rows: &[Row], file: &str) -> Result<String> {
    super::json::write(&Document {
        schema: 1,
        file,
        settings: rows,
    })
}
