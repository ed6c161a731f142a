//! The last line of a saved file: it tells a file that is whole from one that was cut short.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::digest::hex;

const BEGINNING: &str = "# end of ";

pub const ASSESSMENT: &str = "assessment: ";
pub const REPLY: &str = "reply: ";
pub const COMBINED: &str = "combined replies: ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    Whole,
    /// The marker is there, the text above it is another: edited by hand.
    Edited,
    /// No marker: perhaps cut short, perhaps made by another program.
    Unmarked,
}

pub fn mark(text: &str, answers: usize) -> String {
    mark_as(ASSESSMENT, text, answers)
}

pub fn mark_as(content: &str, text: &str, answers: usize) -> String {
    let mut body = split(text).map_or(text, |(body, ..)| body).to_owned();
    // White space at the end may belong to the last text: only a missing line feed is added.
    if !body.ends_with('\n') {
        body.push('\n');
    }
    let hash = hash(&body);
    format!("{body}{BEGINNING}{content}{answers} answers, sha256 {hash}\n")
}

/// Whether a person has put comments into a text, which are not in the next version of it. Texts of an
/// answer stand further to the right.
pub fn has_comments(text: &str) -> bool {
    let is_comment = |line: &str| {
        let said = line.trim_start_matches(['\u{feff}', ' ']);
        line.len() - said.len() < 4 && said.starts_with('#') && !line.starts_with(BEGINNING)
    };
    text.lines().any(is_comment) || wholeness(text) == Wholeness::Edited && text.contains(" #")
}

/// Whether there is a marker, whatever it says.
pub fn is_marked(text: &str) -> bool {
    split(text).is_some()
}

/// What the last line says. Line endings and a byte order mark do not matter: synchronising and
/// editors change them.
pub fn wholeness(text: &str) -> Wholeness {
    match split(text) {
        None => Wholeness::Unmarked,
        Some((body, _, said)) if hash(body) == said => Wholeness::Whole,
        Some(_) => Wholeness::Edited,
    }
}

/// How many answers the text had when it was marked, where that can be read.
pub(super) fn answers(text: &str) -> Option<usize> {
    split(text)?.1.parse().ok()
}

/// The text above the marker, then the marker's number of answers and its hash.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let trimmed = text.trim_end();
    let start = trimmed.rfind('\n').map_or(0, |end| end + 1);
    let (_, counted) = trimmed[start..].strip_prefix(BEGINNING)?.split_once(": ")?;
    let (answers, hash) = counted.split_once(" answers, sha256 ")?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then_some((&text[..start], answers, hash))
}

/// The hash of a text, the same whatever its line endings and with or without a byte order mark.
fn hash(body: &str) -> String {
    let body = body.trim_start_matches('\u{feff}');
    // Most files have no carriage return, and one byte is found much faster than two.
    let body = if body.contains('\r') {
        Cow::Owned(body.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(body)
    };
    hex(&Sha256::digest(body.as_bytes()))
}
