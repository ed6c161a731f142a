//! Keys out of the bytes that a terminal sends for them.

/// A key, or a text that was pasted at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Paste(String),
    Enter,
    /// A line feed within a text: Alt-Enter, Shift-Enter where terminals tell it apart, Ctrl-J.
    LineFeed,
    Tab,
    BackTab,
    Escape,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    /// Removes the word before the cursor.
    WordBackspace,
    /// Removes the word behind the cursor.
    WordDelete,
    Home,
    End,
    /// To the very beginning of a text.
    First,
    /// To its very end.
    Last,
    PageUp,
    PageDown,
    /// F1.
    Help,
    /// With the control key: a small letter, or `_`.
    Ctrl(char),
    /// Something that stands for no key known here.
    Unknown,
}

const ESCAPE: u8 = 0x1b;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Takes bytes as they come and gives keys as soon as they are whole.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    bytes: Vec<u8>,
}

impl Decoder {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole key.
    pub(super) fn next(&mut self) -> Option<Key> {
        let (key, length) = decode(&self.bytes)?;
        self.bytes.drain(..length);
        Some(key)
    }

    /// Whether the beginning of a key is waiting for its rest.
    pub(super) fn is_waiting(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// Whether that is a paste whose end has not come yet.
    pub(super) fn is_pasting(&self) -> bool {
        self.bytes.starts_with(PASTE_BEGINS)
    }

    /// What is there is all that comes: the escape key alone, a paste without its end.
    pub(super) fn give_up(&mut self) -> Option<Key> {
        let bytes = std::mem::take(&mut self.bytes);
        match bytes.as_slice() {
            [] => None,
            [ESCAPE] => Some(Key::Escape),
            _ if bytes.starts_with(PASTE_BEGINS) => Some(pasted(&bytes[PASTE_BEGINS.len()..])),
            [ESCAPE, ..] => Some(Key::Unknown),
            _ => Some(Key::Char(char::REPLACEMENT_CHARACTER)),
        }
    }
}

/// The key at the beginning, and of how many bytes it is; none where it is not whole yet.
fn decode(bytes: &[u8]) -> Option<(Key, usize)> {
    match bytes {
        [] | [ESCAPE] => None,
        [ESCAPE, b'[', ..] => sequence(bytes),
        [ESCAPE, b'O', rest @ ..] => rest.first().map(|letter| (named(*letter, 1), 3)),
        // Escape twice is escape; the second may begin a key of its own.
        [ESCAPE, ESCAPE, ..] => Some((Key::Escape, 1)),
        [ESCAPE, byte, ..] => Some((with_alt(*byte), 2)),
        [byte @ (0..=0x1f | 0x7f), ..] => Some((control(*byte), 1)),
        _ => character(bytes),
    }
}

/// What begins with `ESC [`: parameters, then a letter or a tilde.
fn sequence(bytes: &[u8]) -> Option<(Key, usize)> {
    if bytes.starts_with(PASTE_BEGINS) {
        let text = &bytes[PASTE_BEGINS.len()..];
        let end = text
            .windows(PASTE_ENDS.len())
            .position(|window| window == PASTE_ENDS)?;
        let length = PASTE_BEGINS.len() + end + PASTE_ENDS.len();
        return Some((pasted(&text[..end]), length));
    }
    // The Linux console sends its function keys with a second bracket.
    if let Some(rest) = bytes.strip_prefix(b"\x1b[[") {
        let key = |letter: &u8| match letter {
            b'A' => Key::Help,
            _ => Key::Unknown,
        };
        return rest.first().map(|letter| (key(letter), 4));
    }
    let end = bytes
        .iter()
        .skip(2)
        .position(|byte| (0x40..=0x7e).contains(byte))?
        + 2;
    let parameters: Vec<u32> = String::from_utf8_lossy(&bytes[2..end])
        .split(';')
        .map(|number| number.parse().unwrap_or(1))
        .collect();
    let first = parameters.first().copied().unwrap_or(1);
    let modifier = parameters.get(1).copied().unwrap_or(1);
    let key = match bytes[end] {
        b'~' => match (first, parameters.get(2)) {
            (27, Some(13)) => Key::LineFeed,
            (1 | 7, _) => named(b'H', modifier),
            (4 | 8, _) => named(b'F', modifier),
            (3, _) if modifier > 1 => Key::WordDelete,
            (3, _) => Key::Delete,
            (5, _) => Key::PageUp,
            (6, _) => Key::PageDown,
            (11, _) => Key::Help,
            _ => Key::Unknown,
        },
        b'u' if first == 13 => Key::LineFeed,
        letter => named(letter, modifier),
    };
    Some((key, end + 1))
}

/// A key that is told by a letter; a modifier of 3 is Alt, of 5 control.
fn named(letter: u8, modifier: u32) -> Key {
    let is_plain = modifier <= 1;
    match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' if is_plain => Key::Right,
        b'C' => Key::WordRight,
        b'D' if is_plain => Key::Left,
        b'D' => Key::WordLeft,
        b'H' if is_plain => Key::Home,
        b'H' => Key::First,
        b'F' if is_plain => Key::End,
        b'F' => Key::Last,
        b'P' => Key::Help,
        b'Z' => Key::BackTab,
        b'M' => Key::Enter,
        _ => Key::Unknown,
    }
}

fn with_alt(byte: u8) -> Key {
    match byte {
        b'\r' | b'\n' => Key::LineFeed,
        0x7f | 0x08 => Key::WordBackspace,
        b'b' => Key::WordLeft,
        b'f' => Key::WordRight,
        b'd' => Key::WordDelete,
        b'<' => Key::First,
        b'>' => Key::Last,
        _ => Key::Unknown,
    }
}

fn control(byte: u8) -> Key {
    match byte {
        b'\r' => Key::Enter,
        b'\n' => Key::LineFeed,
        b'\t' => Key::Tab,
        0x7f | 0x08 => Key::Backspace,
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        0x1f => Key::Ctrl('_'),
        _ => Key::Unknown,
    }
}

fn character(bytes: &[u8]) -> Option<(Key, usize)> {
    let replaced = (Key::Char(char::REPLACEMENT_CHARACTER), 1);
    let length = match bytes[0] {
        0..=0x7f => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Some(replaced),
    };
    let known = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(known) {
        Ok(text) => text
            .chars()
            .next()
            .map(|character| (Key::Char(character), length)),
        // Good so far: the rest is under way.
        Err(error) if error.error_len().is_none() && bytes.len() < length => None,
        Err(_) => Some(replaced),
    }
}

/// A pasted text, with line feeds for whatever ended its lines.
fn pasted(bytes: &[u8]) -> Key {
    let text = String::from_utf8_lossy(bytes);
    Key::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(bytes: &[u8]) -> Vec<Key> {
        let mut decoder = Decoder::default();
        let mut keys = Vec::new();
        // A slow line may cut anywhere.
        for byte in bytes {
            decoder.push(&[*byte]);
            while let Some(key) = decoder.next() {
                keys.push(key);
            }
        }
        keys.extend(decoder.give_up());
        keys
    }

    #[test]
    fn characters_of_any_script_come_whole() {
        let text = "aé日👩";
        let expected: Vec<_> = text.chars().map(Key::Char).collect();
        assert_eq!(keys(text.as_bytes()), expected);
    }

    #[test]
    fn keys_with_modifiers_are_known_and_leave_nothing_behind() {
        assert_eq!(keys(b"\x1b[1;5D"), [Key::WordLeft]);
        assert_eq!(keys(b"\x1b[1;3C"), [Key::WordRight]);
        assert_eq!(keys(b"\x1bb"), [Key::WordLeft]);
        assert_eq!(keys(b"\x1b[H"), [Key::Home]);
        assert_eq!(keys(b"\x1bOF"), [Key::End]);
        assert_eq!(keys(b"\x1b[3~"), [Key::Delete]);
        assert_eq!(keys(b"\x1b\r"), [Key::LineFeed]);
        assert_eq!(keys(b"\x1b[27;2;13~"), [Key::LineFeed]);
        assert_eq!(keys(b"\x1b[13;2u"), [Key::LineFeed]);
        assert_eq!(keys(b"\x1b[24;5~x"), [Key::Unknown, Key::Char('x')]);
        assert_eq!(keys(b"\x13\x1f"), [Key::Ctrl('s'), Key::Ctrl('_')]);
    }

    #[test]
    fn a_paste_is_one_key_whatever_is_in_it() {
        let text = "One.\r\rTwo \x03 :quit\x1b[A";
        let pasted = format!("\x1b[200~{text}\x1b[201~!");
        assert_eq!(
            keys(pasted.as_bytes()),
            [
                Key::Paste("One.\n\nTwo \x03 :quit\x1b[A".to_owned()),
                Key::Char('!')
            ]
        );
    }

    #[test]
    fn a_lone_escape_is_the_escape_key() {
        assert_eq!(keys(b"\x1b"), [Key::Escape]);
        assert_eq!(keys(b"\x1b\x1b"), [Key::Escape, Key::Escape]);
    }

    #[test]
    fn bytes_that_are_no_text_become_stand_ins() {
        assert_eq!(
            keys(b"\xffa"),
            [Key::Char(char::REPLACEMENT_CHARACTER), Key::Char('a')]
        );
    }
}
