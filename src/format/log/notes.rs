//! Notes from elsewhere: bullets, some of them to-dos.

use std::path::Path;

use jiff::civil::Date;

use super::{Log, Reader};

/// Reads notes as a log. Each to-do is an entry of its own, whatever its indentation.
pub fn read_notes(path: &Path, text: &str, day: Date, known: &[String]) -> Log {
    let reader = Reader {
        date: day,
        known,
        is_notes: true,
        ..Reader::default()
    };
    reader.read(path, text)
}

/// Whether a to-do is open, and its text without the box.
pub(super) fn unboxed(text: &str) -> Option<(bool, &str)> {
    let (is_open, rest) = match text.strip_prefix("[ ]") {
        Some(rest) => (true, rest),
        None => (
            false,
            text.strip_prefix("[x]").or(text.strip_prefix("[X]"))?,
        ),
    };
    let is_box = rest.is_empty() || rest.starts_with([' ', '\t']);
    is_box.then(|| (is_open, rest.trim_start()))
}

impl Reader<'_> {
    /// Takes the box of a to-do and the date off the start of a note, whichever comes first.
    pub(super) fn begin_note<'a>(&mut self, line: usize, text: &'a str) -> Result<&'a str, String> {
        let before = unboxed(text);
        let rest = self.day(before.map_or(text, |(_, rest)| rest))?;
        let (is_open, rest) = match before {
            Some((is_open, _)) => (is_open, rest),
            None => unboxed(rest).unwrap_or((false, rest)),
        };
        if is_open {
            self.log.open.push(line);
        }
        Ok(rest)
    }
}
