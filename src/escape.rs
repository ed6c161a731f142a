//! The one place that makes what people wrote safe to print. Nothing is dropped: what could move
//! a cursor or turn text around is shown as a stand-in.

use std::path::Path;

/// Whether a character could act on a terminal or on the order of the text around it.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text of one line or more with every acting character but the line feed shown as a stand-in.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push('\n'),
            '\t' => shown.push_str("    "),
            '\0'..='\u{1f}' => shown.push(picture(character)),
            '\u{7f}' => shown.push('␡'),
            _ if acts(character) => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(character))),
            _ => shown.push(character),
        }
    }
    shown
}

/// The same in one line: a line feed becomes a space.
#[must_use]
pub fn visible(text: &str) -> String {
    visible_lines(text).replace('\n', " ")
}

/// A path in one line. The bytes of a name that are not UTF-8 have stand-ins too.
#[must_use]
pub fn shown(path: impl AsRef<Path>) -> String {
    visible(&path.as_ref().to_string_lossy().replace('\n', "␊"))
}

/// JSON with the acting characters that JSON itself would let pass written as escapes.
/// They can only stand inside of strings there.
#[must_use]
pub fn json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) && character != '\n' {
            shown.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The picture that stands for a control character, such as `␛`.
fn picture(character: char) -> char {
    char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_shown_and_nothing_is_dropped() {
        assert_eq!(visible("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(visible("x\u{202e}y"), "x⟨U+202E⟩y");
        assert_eq!(visible("one\ntwo\r"), "one two␍");
        assert_eq!(visible("\u{9b}2J"), "⟨U+009B⟩2J");
        assert_eq!(shown("a\nb/\u{1b}c"), "a␊b/␛c");
        assert_eq!(json("\"\u{202e}\u{7f}\""), "\"\\u202e\\u007f\"");
    }

    #[test]
    fn ordinary_text_of_any_script_stays_as_it_is() {
        let text = "Größe שלום 日本語 👩\u{200d}💻";
        assert_eq!(visible(text), text);
    }
}
