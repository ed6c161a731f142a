//! The list of what is in the store.

use anyhow::Result;
use serde::Serialize;

use crate::page::{Page, table};

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

pub fn json(rows: &[Row]) -> Result<String> {
    super::json::rows("assessments", rows)
}
