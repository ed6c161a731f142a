//! The settings that hold, and where each comes from.

use anyhow::Result;
use serde::Serialize;

use crate::page::{Cell, Page, table};

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

    fn value(&self) -> String {
        match &self.value {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Truth(value)) => value.to_string(),
            None => "not set".to_owned(),
        }
    }

    fn origin(&self) -> String {
        let from = match &self.from {
            Some(from) => format!("from {from}"),
            None => "default".to_owned(),
        };
        match self.remark.as_str() {
            "" => from,
            remark => format!("{from}, {remark}"),
        }
    }
}

/// A line for each setting, with where it comes from.
#[must_use]
pub fn page(rows: &[Row]) -> Page {
    let rows = rows.iter().map(|row| {
        let cells = [row.key.to_owned(), row.value(), row.origin()];
        cells.map(Cell::from).to_vec()
    });
    Page::of_table(table(["Setting", "Value", "From"], "lwl", rows))
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
