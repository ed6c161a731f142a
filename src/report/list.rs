//! The list of what is in the store.

use anyhow::Result;
use serde::Serialize;

use crate::page::{Page, table};

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
pub fn page(rows: &[Row]) -> Page {
    let titles = ["Period", "Status", "Role", "Rubric", "Rated"];
    let rows = rows.iter().map(|row| {
        vec![
            row.period.as_str().into(),
            row.status.as_str().into(),
            row.role.as_str().into(),
            row.rubric.as_str().into(),
            format!("{}/{}", row.rated, row.questions).into(),
        ]
    });
    Page::of_table(table(titles, "llllr", rows))
}

/// The list as JSON.
pub fn json(rows: &[Row]) -> Result<String> {
    super::json::rows("assessments", rows)
}
