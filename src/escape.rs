//! The one place that makes what people wrote safe to print. Nothing is dropped: what could move the
//! cursor, turn text around or hide in it becomes visible.

use std::path::Path;

/// Each character of a text, with whether it stays as it is.
///
/// Control characters do not stay, nor line ends that only some programs see, direction overrides,
/// and anything invisible (tags, fillers, soft hyphens, non-characters): with it two different names
/// would look alike, and whole sentences could hide in a word. Invisible characters that are part of
/// how people write stay where they do something: one joiner, selector or break after a letter of a
/// script that uses them or after an emoji, and direction marks in text with right-to-left letters.
fn judged(text: &str) -> impl Iterator<Item = (char, bool)> {
    let turns = text.chars().any(is_right_to_left);
    let mut before = None;
    text.chars().map(move |character| {
        let stays = match character {
            '\u{61c}' | '\u{200e}' | '\u{200f}' => turns,
            _ if is_joiner(character) => is_at_work(character, before),
            _ => !(character.is_control() || is_hidden(character)),
        };
        before = stays.then_some(character);
        (character, stays)
    })
}

fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_joiner(character: char) -> bool {
    matches!(character,
        '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a joiner does something after the character that is shown before it.
fn is_at_work(joiner: char, before: Option<char>) -> bool {
    match (before, joiner) {
        // ❤️‍🔥
        (Some('\u{fe0f}'), '\u{200d}') => true,
        // 1️⃣ ©️ ‼️
        (Some('#' | '*' | '0'..='9' | '©' | '®' | '‼' | '⁉'), '\u{fe0e}' | '\u{fe0f}') => {
            true
        }
        (Some(before), _) => {
            matches!(before, '\u{590}'..='\u{1fff}' | '\u{2070}'..) && !is_joiner(before)
        }
        (None, _) => false,
    }
}

fn is_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && character != '\u{61c}'
}

/// A text of one or more lines in which only line feeds act; the rest becomes visible.
pub fn visible_lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (character, stays) in judged(text) {
        match character {
            '\n' => shown.push('\n'),
            '\t' => shown.push_str("    "),
            // Its visible stand-in, such as `␛`.
            '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + u32::from(character))),
            '\u{7f}' => shown.push('␡'),
            _ if stays => shown.push(character),
            _ => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(character))),
        }
    }
    shown
}

/// The same in one line: a line feed becomes a space.
pub fn visible(text: &str) -> String {
    visible_lines(text).replace('\n', " ")
}

/// A path on one line. Bytes that are not UTF-8 get stand-ins too.
pub fn shown(path: impl AsRef<Path>) -> String {
    visible(&path.as_ref().to_string_lossy().replace('\n', "␊"))
}

/// JSON with escapes for the characters that JSON would let through, which can only be in strings.
pub fn json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (character, stays) in judged(text) {
        if stays || character == '\n' {
            shown.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            shown.push_str(&format!("\\u{unit:04x}"));
        }
    }
    shown
}

/// A text on one line as HTML or XML, for elements and quoted attributes.
pub fn markup(text: &str) -> String {
    let text = visible(text).replace('&', "&amp;").replace('<', "&lt;");
    let text = text.replace('>', "&gt;").replace('"', "&quot;");
    text.replace('\'', "&#39;")
}
