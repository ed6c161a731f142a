//! What a look at the store turned up, for other programs.

use anyhow::Result;
use serde::Serialize;

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub kind: &'static str,
    pub path: String,
    pub what: String,
    /// What to run or do, where there is something.
    pub remedy: Option<String>,
    /// Otherwise it's only a note.
    #[serde(rename = "wrong")]
    pub is_wrong: bool,
}

/// The findings as JSON.
pub fn json(findings: &[Row]) -> Result<String> {
    super::json::rows("findings", findings)
}
