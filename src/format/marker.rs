//! The last line of a saved file: it tells a file that is whole from one that was cut short.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

const BEGINNING: &str = "# end of ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    Assessment,
    Reply,
    Combined,
}

impl Content {
    const ALL: [Self; 3] = [Self::Assessment, Self::Reply, Self::Combined];

    const fn word(self) -> &'static str {
        match self {
            Self::Assessment => "assessment: ",
            Self::Reply => "reply: ",
            Self::Combined => "combined replies: ",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    /// As emkit wrote it.
    Whole,
    /// The marker is there, the text above it is another: edited by hand.
    Edited,
    /// No marker: perhaps cut short, perhaps made by another program.
    Unmarked,
}

pub fn mark(text: &str, answers: usize) -> String {
    mark_as(Content::Assessment, text, answers)
}

pub fn mark_as(content: Content, text: &str, answers: usize) -> String {
    let mut body = split(text).map_or(text, |(body, ..)| body).to_owned();
    // White space at the end may belong to the last text: only a missing line feed is added.
    if !body.ends_with('\n') {
        body.push('\n');
    }
    let hash = hash(&body);
    let content = content.word();
    format!("{body}{BEGINNING}{content}{answers} answers, sha256 {hash}\n")
}

/// Whether a person has put comments into a text: lines that nothing of an answer can be, since
/// texts stand further to the right.
pub fn has_comments(text: &str) -> bool {
    const PLAIN: [&str; 8] = [
        "rating:",
        "private:",
        "skipped:",
        "not_applicable:",
        "role:",
        "stage:",
        "status:",
        "period:",
    ];
    text.trim_start_matches('\u{feff}').lines().any(|line| {
        let said = line.trim_start();
        let indent = line.len() - said.len();
        let is_comment = indent < 4 && said.starts_with('#') && !line.starts_with(BEGINNING);
        is_comment || (PLAIN.iter().any(|key| said.starts_with(key)) && said.contains(" #"))
    })
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
    let said = trimmed[start..].strip_prefix(BEGINNING)?;
    let mut contents = Content::ALL.into_iter();
    let counted = contents.find_map(|content| said.strip_prefix(content.word()))?;
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
    Sha256::digest(body.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
