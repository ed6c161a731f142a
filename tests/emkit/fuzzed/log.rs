//! Logs: whatever a file holds, what is read of it is written down and read again as the same, and
//! what is not read is named by its place.

use std::path::Path;

use emkit::format::log;
use emkit::page::terminal::Theme;
use emkit::page::{plain, terminal};
use emkit::report::log::{Row, page};
use jiff::civil::date;

use emkit::domain::period::Period;

use super::files::assert_placed;
use super::output::assert_tame;

pub(super) fn log(input: &[u8]) {
    let path = Path::new("file.md");
    let day = date(2026, 10, 1);
    // Texts that end in them have to come back as texts.
    let known = &["team", "a"].map(str::to_owned);
    let read = log::read_bytes(path, input, day, known);
    let text = String::from_utf8_lossy(input);
    let is_text = std::str::from_utf8(input).is_ok();
    match &read.problems {
        Some(problems) => assert_placed(problems, text.strip_prefix('\u{feff}').unwrap_or(&text)),
        None => assert!(is_text, "no word on what is no text in {text:?}"),
    }
    let mut written = log::heading(Period::of(day));
    for (_, entry) in &read.entries {
        written.push_str(&log::write(entry));
    }
    let again = log::read_bytes(path, written.as_bytes(), day, known);
    assert_eq!(again.problems, None, "{written:?}");
    let entries = |log: &log::Log| -> Vec<_> {
        let entries = log.entries.iter();
        entries.map(|(_, entry)| entry.clone()).collect()
    };
    assert_eq!(entries(&again), entries(&read), "{written:?}");
    let rows: Vec<_> = read
        .entries
        .iter()
        .map(|(_, entry)| Row {
            period: Period::of(day),
            entry,
        })
        .collect();
    let theme = Theme {
        width: 80,
        color: false,
    };
    let page = page(&rows);
    assert_tame(&terminal::page(&page, theme));
    assert_tame(&plain::page(&page));
}
