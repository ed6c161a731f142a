//! The text around the quarter's log at a question.

use super::{MAX_WIDTH, numbered};
use crate::domain::interview::Interview;
use crate::domain::log::LogEntry;
use crate::page::wrap::wrap;
use crate::report::log::marked;

/// There is nothing to take.
pub(in crate::prompt) const NOTHING: &str =
    "nothing is logged for this skill; `emkit log` captures what happens during the quarter";

/// How many entries a screen shows before they are asked for.
const MAX_BRIEF: usize = 3;

/// An entry in one line.
fn line(interview: &Interview<'_>, entry: &LogEntry) -> String {
    let used = if interview.is_used(entry) {
        " (used)"
    } else {
        ""
    };
    if interview.is_noted(entry) {
        return format!("(highlight) {}{used}", entry.text.replace('\n', " "));
    }
    let mark = if entry.is_tagged(interview.rubric()) {
        ""
    } else {
        "(no skill) "
    };
    format!("{}{used}", marked(entry, mark))
}

/// Everything offered at a question.
pub(in crate::prompt) fn entries(interview: &Interview<'_>, place: usize) -> Vec<String> {
    let entries = interview.entries(place);
    entries.iter().map(|entry| line(interview, entry)).collect()
}

/// The same with numbers; none where there is nothing.
pub(in crate::prompt) fn list(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let entries = entries(interview, place);
    (!entries.is_empty()).then(|| numbered(&entries, width))
}

/// The first few that are not used, for a screen that has little room.
pub(in crate::prompt) fn brief(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let entries = interview.entries(place).into_iter();
    let unused: Vec<_> = entries.filter(|entry| !interview.is_used(entry)).collect();
    let width = width.min(MAX_WIDTH);
    let mut lines = vec!["  From your log (Ctrl-G takes one):".to_owned()];
    let shown = unused.iter().take(MAX_BRIEF);
    lines.extend(shown.map(|entry| wrap(&line(interview, entry), width, "  - ", "    ")));
    if unused.len() > MAX_BRIEF {
        lines.push(format!("  - and {} more", unused.len() - MAX_BRIEF));
    }
    (!unused.is_empty()).then(|| lines.join("\n"))
}
