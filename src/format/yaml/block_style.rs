//! Values to YAML that may be printed and stand between comments.

use std::collections::BTreeMap;

use serde::Serialize;

use super::write;
use crate::escape;

/// Writes a value as YAML that may be printed and stand between comments: nothing in it acts on a
/// terminal, and no text runs on into the lines below it.
pub(in crate::format) fn write_between(value: &impl Serialize) -> anyhow::Result<String> {
    let text = write(value)?;
    if can_stand_between(&text) {
        return Ok(text);
    }
    Ok(format!("{}\n", json(value)?))
}

/// The same for one value with its key, which stays one field among others.
pub(in crate::format) fn write_field_between(
    key: &str,
    value: &impl Serialize,
) -> anyhow::Result<String> {
    let text = write(&BTreeMap::from([(key, value)]))?;
    if can_stand_between(&text) {
        return Ok(text);
    }
    Ok(format!("{key}: {}\n", json(value)?))
}

fn can_stand_between(text: &str) -> bool {
    let keeps_line_feeds = |line: &str| {
        line.rsplit_once('|')
            .is_some_and(|(_, end)| end.trim_start_matches(|c: char| c.is_ascii_digit()) == "+")
    };
    !text.lines().any(keeps_line_feeds) && escape::json(text) == text
}

/// JSON is YAML too, and has an escape for everything.
fn json(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(escape::json(&serde_json::to_string(value)?))
}
