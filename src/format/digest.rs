//! What tells one wording of a rubric from another. Compiled into `build.rs` too.

use sha2::{Digest, Sha256};

/// The first sixteen hexadecimal digits of the SHA-256 of a text. Line endings and a byte order mark
/// don't count: git and editors change them, and a question stays the same.
pub(crate) fn digest(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    raw_digest(&text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The same of the text as it is, which is how emkit once named wordings.
fn raw_digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..8])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
    digits.collect()
}

pub(crate) fn is_digest(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

pub(crate) fn is_of(wanted: &str, text: &str) -> bool {
    digest(text) == wanted || raw_digest(text) == wanted
}
