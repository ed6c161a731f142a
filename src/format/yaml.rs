//! YAML: text to values with their places, and values to text.

mod field;
mod reader;
mod shape;

use std::collections::BTreeMap;
use std::path::Path;

use emkit_yaml::{Error, Position};
use serde::Serialize;
use serde_json::{Map, Value};

use super::diagnostic::Diagnostics;
use crate::domain::suggest::or_meant;
use crate::escape;

pub(super) use emkit_yaml::Node;
pub(super) use field::Field;
pub(super) use reader::Reader;
pub(super) use shape::{Key, Shape, mapping, needed, scalar, scalar_or_mapping, sequence, words};

/// Reads one YAML document: nothing but a null where it says nothing.
pub(super) fn read<'t>(path: &Path, text: &'t str) -> Result<Node<'t>, Diagnostics> {
    let wrong = |error: Error| Diagnostics::one(path, text, error.at, error.message);
    emkit_yaml::parse(text).map_err(wrong)
}

/// Reads one YAML document that says something.
pub(super) fn read_some<'t>(path: &Path, text: &'t str) -> Result<Node<'t>, Diagnostics> {
    let node = read(path, text)?;
    if Field::of(&node).is_null() {
        let message = "there is nothing in the file but comments";
        return Err(Diagnostics::one(path, text, Position::default(), message));
    }
    Ok(node)
}

pub(super) fn unknown_key(key: &str, known: &[&str]) -> String {
    let message = format!("unknown key `{key}` (known: `{}`)", known.join("`, `"));
    or_meant(message, key, known)
}

/// A map to be written, without what says nothing: `false`, an empty text or list.
pub(super) fn filled<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let is_empty = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    let filled = fields.into_iter().filter(|(_, value)| !is_empty(value));
    let filled = filled.map(|(key, value)| (key.to_owned(), value));
    filled.collect::<Map<_, _>>().into()
}

/// A number as a person would write it: `4`, or `3.5`.
pub(super) fn number(number: f64) -> Value {
    number.to_string().parse().unwrap_or_default()
}

/// Writes a value as YAML, long texts unfolded and texts of several lines as blocks.
pub(super) fn write(value: &impl Serialize) -> anyhow::Result<String> {
    let options = serde_yaml::ser_options! { folded_wrap_chars: usize::MAX };
    Ok(serde_yaml::to_string_with_options(value, options)?)
}

/// Writes a value as YAML that may be printed and stand between comments: nothing in it acts on a
/// terminal, and no text runs on into the lines below it.
pub(super) fn write_between(value: &impl Serialize) -> anyhow::Result<String> {
    or_json(write(value)?, "", value)
}

/// The same for one value with its key, which stays one field among others.
pub(super) fn write_field_between(key: &str, value: &impl Serialize) -> anyhow::Result<String> {
    or_json(
        write(&BTreeMap::from([(key, value)]))?,
        &format!("{key}: "),
        value,
    )
}

/// JSON is YAML too, and has an escape for everything.
fn or_json(text: String, start: &str, value: &impl Serialize) -> anyhow::Result<String> {
    let keeps_line_feeds = |line: &str| {
        line.rsplit_once('|')
            .is_some_and(|(_, end)| end.trim_start_matches(|c: char| c.is_ascii_digit()) == "+")
    };
    if !text.lines().any(keeps_line_feeds) && escape::json(&text) == text {
        return Ok(text);
    }
    let json = escape::json(&serde_json::to_string(value)?);
    Ok(format!("{start}{json}\n"))
}
