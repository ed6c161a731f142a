//! The list of what is in the store.

use anyhow::Result;
use serde::Serialize;

use super::look::{Look, columns, drawn, page};
use crate::escape::visible;

/// One assessment or draft.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub period: String,
    pub rubric: String,
    pub role: String,
    pub status: String,
    pub rated: usize,
    pub questions: usize,
}

/// The list as a table.
#[must_use]
pub fn table(rows: &[Row], look: Look) -> String {
    let mut table = columns(["Period", "Status", "Role", "Rubric", "Rated"], look);
    for row in rows {
        table.add_row([
            row.period.clone(),
            row.status.clone(),
            visible(&row.role),
            visible(&row.rubric),
            format!("{}/{}", row.rated, row.questions),
        ]);
    }
    page([drawn(table, &[4])])
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    assessments: &'a [Row],
}

/// The list as JSON.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn json(rows: &[Row]) -> Result<String> {
    super::json::write(&Document {
        schema: 1,
        assessments: rows,
    })
}
