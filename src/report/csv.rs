//! Rows for a spreadsheet (RFC 4180), in which no text is taken for a formula.

use ::csv::{Terminator, WriterBuilder};
use anyhow::Result;
use serde_json::Value;

use super::{Report, json};
use crate::escape::visible_lines;

/// What stands in a cell: texts guarded where a spreadsheet would act on them, scores with two decimals.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(&visible_lines(text)),
        Value::Number(figure) if figure.is_f64() => {
            format!("{:.2}", figure.as_f64().unwrap_or_default())
        }
        other => other.to_string(),
    }
}

fn guarded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if is_formula(text) {
        out.push('\'');
    }
    // Where semicolons part the cells, a text is cut at each, and at its line feeds.
    for (index, part) in text.split_inclusive([';', '\n']).enumerate() {
        let is_item = out.ends_with('\n') && is_harmless_item(part);
        if index > 0 && is_formula(part) && !is_item {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
}

/// Whether a spreadsheet could take a text for a formula. White space, quotes and marks of
/// direction may be dropped on the way in, and Excel in Japanese takes the wide signs too.
fn is_formula(text: &str) -> bool {
    let may_be_dropped = |character: char| {
        character.is_whitespace()
            || matches!(character, '"' | '\'' | '\u{61c}' | '\u{200e}' | '\u{200f}')
    };
    text.trim_start_matches(may_be_dropped)
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', 'ー', '＠'])
}

/// Whether a part is an item of a list that could do no harm if it were taken for a formula after all.
fn is_harmless_item(part: &str) -> bool {
    let item = part.trim_start_matches(' ');
    (item.starts_with("- ") || item.starts_with("+ ")) && !item.contains(['(', '|', '!'])
}

/// The columns and what of the JSON each has: names and order are a promise to other programs.
const ANSWERS: [(&str, &str); 25] = [
    ("period", "/period"),
    ("status", "/status"),
    ("rubric", "/rubric/id"),
    ("role", "/role"),
    ("stage", "/stage"),
    ("cluster", "/skill/cluster"),
    ("skill", "/skill/id"),
    ("skill_title", "/skill/title"),
    ("question", "/answer/id"),
    ("ask", "/answer/ask"),
    ("state", "/answer/state"),
    ("rating", "/answer/rating"),
    ("label", "/answer/label"),
    ("evidence", "/answer/evidence"),
    ("private", "/answer/private"),
    ("reason", "/answer/reason"),
    ("note", "/answer/note"),
    ("score", "/skill/score"),
    ("supported", "/skill/supported"),
    ("target", "/skill/target"),
    ("gap", "/skill/gap"),
    ("title", "/answer/title"),
    ("kind", "/answer/kind"),
    ("author", "/author"),
    ("finished", "/finished"),
];

pub fn answers(reports: &[Report<'_>]) -> Result<String> {
    let mut writer = WriterBuilder::new();
    let mut writer = writer.terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(ANSWERS.map(|(title, _)| title))?;
    for report in reports {
        let mut row = json::value(report);
        let skills = row["skills"].take();
        for skill in skills.as_array().into_iter().flatten() {
            row["skill"] = skill.clone();
            let answers = row["skill"]["answers"].take();
            for answer in answers.as_array().into_iter().flatten() {
                row["answer"] = answer.clone();
                let value = |path| row.pointer(path).map(cell).unwrap_or_default();
                writer.write_record(ANSWERS.map(|(_, path)| value(path)))?;
            }
        }
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
