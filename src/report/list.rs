//! The list of what is in the store.

use anyhow::Result;
use serde_json::{Value, json};

use crate::domain::diff::Snapshot;
use crate::page::{Cell, Page, table};

pub fn page(made: &[Snapshot<'_>]) -> Page {
    let rows = made.iter().map(|made| {
        let Snapshot { assessment, rubric } = made;
        let cells = [
            assessment.period.to_string(),
            assessment.status().to_string(),
            assessment.role.clone(),
            rubric.id.clone(),
            format!("{}/{}", assessment.rated(), rubric.questions().count()),
        ];
        cells.map(Cell::from).to_vec()
    });
    let titles = ["Period", "Status", "Role", "Rubric", "Rated"];
    Page::of_table(table(titles, "llllr", rows))
}

pub fn json(made: &[Snapshot<'_>]) -> Result<String> {
    let rows = made.iter().map(|Snapshot { assessment, rubric }| {
        json!({
            "id": assessment.period.to_string(),
            "period": assessment.period.to_string(),
            "rubric": rubric.id,
            "role": assessment.role,
            "status": assessment.status().to_string(),
            "rated": assessment.rated(),
            "questions": rubric.questions().count(),
        })
    });
    super::json::rows("assessments", &rows.collect::<Vec<Value>>())
}
