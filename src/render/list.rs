//! The list of what is in the store.

use anyhow::Result;
use serde::Serialize;

use super::table::{Look, head, plain_table, trim_lines};
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
    let mut table = plain_table(look);
    table
        .set_header(["Period", "Status", "Role", "Rated", "Rubric"].map(|title| head(title, look)));
    for row in rows {
        table.add_row([
            row.period.clone(),
            row.status.clone(),
            visible(&row.role),
            format!("{}/{}", row.rated, row.questions),
            visible(&row.rubric),
        ]);
    }
    if let Some(column) = table.column_mut(0) {
        column.set_padding((0, 1));
    }
    format!("{}\n", trim_lines(&table.to_string()))
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
