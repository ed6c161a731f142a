//! The settings in effect, and where each comes from.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use super::json::{SCHEMA, write};
use crate::page::{Cell, Page, table};

#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub key: &'static str,
    pub value: Value,
    /// `flag`, `environment`, `file` or `default`.
    pub source: &'static str,
    /// The name of the flag or the variable, or the line of the file.
    pub from: Option<String>,
}

pub fn page(rows: &[Row]) -> Page {
    let rows = rows.iter().map(|row| {
        let value = match &row.value {
            Value::Null => "not set".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let from = row.from.as_ref().map(|from| format!("from {from}"));
        let from = from.unwrap_or_else(|| "default".to_owned());
        [row.key.to_owned(), value, from].map(Cell::from).to_vec()
    });
    Page::of_table(table(["Setting", "Value", "From"], "lwl", rows))
}

pub fn json(rows: &[Row], file: &str) -> Result<String> {
    write(&json!({"schema": SCHEMA, "file": file, "settings": rows}))
}
