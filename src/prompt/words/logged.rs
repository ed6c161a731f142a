//! The words around the quarter's log at a question.

use super::MOST_WIDTH;
use crate::domain::interview::Interview;
use crate::domain::log::LogEntry;
use crate::page::wrap::wrap;
use crate::report::log;

/// There is nothing to take.
pub(in crate::prompt) const NOTHING: &str =
    "nothing is logged for this skill; `emkit log` writes down what happens in the quarter";

/// An entry was added to a text.
pub(in crate::prompt) fn taken(private: bool) -> &'static str {
    match private {
        true => "added from your log; it is private, so this answer stays out of exports",
        false => "added from your log",
    }
}

/// An entry in one line.
pub(in crate::prompt) fn line(interview: &Interview<'_>, entry: &LogEntry) -> String {
    let used = match interview.is_used(entry) {
        true => " (used)",
        false => "",
    };
    let mark = match entry.is_tagged(interview.rubric()) {
        true => "",
        false => "(no skill) ",
    };
    format!("{}{used}", log::marked(entry, mark))
}

/// Everything offered at a question, numbered; none where there is nothing.
pub(in crate::prompt) fn list(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let width = width.min(MOST_WIDTH);
    let entries = interview.entries(place);
    let lines = entries.iter().enumerate().map(|(index, entry)| {
        let line = format!("{}  {}", index + 1, line(interview, entry));
        wrap(&line, width, "  ", "     ")
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The same in short, for a screen that has little room: one line each, the first few.
pub(in crate::prompt) fn brief(interview: &Interview<'_>, place: usize) -> Option<String> {
    const MOST: usize = 3;
    let entries = interview.entries(place);
    let unused: Vec<_> = entries
        .into_iter()
        .filter(|entry| !interview.is_used(entry))
        .collect();
    let more = unused.len().saturating_sub(MOST);
    let mut lines = vec!["  You logged:".to_owned()];
    lines.extend(
        unused
            .iter()
            .take(MOST)
            .map(|entry| format!("  - {}", line(interview, entry))),
    );
    if more > 0 {
        lines.push(format!("  - and {more} more"));
    }
    (!unused.is_empty()).then(|| lines.join("\n"))
}
