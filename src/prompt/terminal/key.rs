//! Keys out of the bytes that a terminal sends for them.

use std::time::Duration;

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
    /// With the control key: a small letter, `\`, or `_`.
    Ctrl(char),
    /// Something that stands for no key known here.
    Unknown,
}

const ESCAPE: u8 = 0x1b;
const INTERRUPT: u8 = 0x03;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// Takes bytes as they come and gives keys as soon as they are whole.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    bytes: Vec<u8>,
    /// A paste has begun and not ended, and a piece of it was given already.
    is_pasting: bool,
}

/// How long the rest of a key may take to arrive over a slow line.
const REST_OF_KEY: Duration = Duration::from_millis(100);
/// The same for the rest of a character or of a paste, which nobody is waiting for.
const REST_OF_TEXT: Duration = Duration::from_secs(1);

impl Decoder {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole key.
    pub(super) fn next(&mut self) -> Option<Key> {
        if self.is_pasting {
            let end = paste_end(&self.bytes)?;
            self.is_pasting = false;
            let key = pasted(&self.bytes[..end]);
            self.bytes.drain(..end + PASTE_ENDS.len());
            return Some(key);
        }
        let (key, length) = decode(&self.bytes)?;
        self.bytes.drain(..length);
        Some(key)
    }

    /// How long to wait for the rest of what has begun to come; none where nothing has.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.bytes.first()? {
            &ESCAPE if !self.is_pasting && !self.bytes.starts_with(PASTE_BEGINS) => {
                Some(REST_OF_KEY)
            }
            _ => Some(REST_OF_TEXT),
        }
    }

    /// What is there is all that comes: the escape key alone, a piece of a paste.
    pub(super) fn give_up(&mut self) -> Option<Key> {
        if self.bytes.starts_with(PASTE_BEGINS) {
            self.is_pasting = true;
            self.bytes.drain(..PASTE_BEGINS.len());
        }
        if self.is_pasting {
            let mut bytes = std::mem::take(&mut self.bytes);
            // Somebody who wants to leave is not pasting any more.
            if bytes.last() == Some(&INTERRUPT) {
                self.is_pasting = false;
                bytes.pop();
                self.bytes.push(INTERRUPT);
            }
            return (!bytes.is_empty()).then(|| pasted(&bytes));
        }
        match self.bytes.as_slice() {
            [] => None,
            [ESCAPE, ESCAPE, ..] | [ESCAPE] => {
                self.bytes.remove(0);
                Some(Key::Escape)
            }
            [first, ..] => {
                let is_sequence = *first == ESCAPE;
                self.bytes.clear();
                Some(match is_sequence {
                    true => Key::Unknown,
                    false => Key::Char(char::REPLACEMENT_CHARACTER),
                })
            }
        }
    }
}

/// The key at the beginning, and of how many bytes it is; none where it is not whole yet.
fn decode(bytes: &[u8]) -> Option<(Key, usize)> {
    match bytes {
        [] | [ESCAPE] | [ESCAPE, ESCAPE] => None,
        [ESCAPE, b'[', ..] => sequence(bytes),
        [ESCAPE, b'O', rest @ ..] => rest.first().map(|letter| (from_keypad(*letter), 3)),
        [ESCAPE, b']' | b'P' | b'_' | b'^', ..] => answer(bytes),
        // Some terminals put an escape before a key that is pressed with Alt.
        [ESCAPE, ESCAPE, b'[' | b'O', ..] => {
            decode(&bytes[1..]).map(|(key, length)| (by_words(key), length + 1))
        }
        [ESCAPE, ESCAPE, ..] => Some((Key::Escape, 1)),
        [ESCAPE, byte, ..]
            if byte.is_ascii_control() && !matches!(byte, b'\r' | b'\n' | 0x7f | 0x08) =>
        {
            Some((Key::Escape, 1))
        }
        [ESCAPE, byte, ..] if byte.is_ascii() => Some((with_alt(*byte), 2)),
        [ESCAPE, ..] => character(&bytes[1..]).map(|(_, length)| (Key::Unknown, length + 1)),
        [byte @ (0..=0x1f | 0x7f), ..] => Some((control(*byte), 1)),
        _ => character(bytes),
    }
}

/// Something that the terminal says by itself: up to a bell or the end of a string.
fn answer(bytes: &[u8]) -> Option<(Key, usize)> {
    let bell = bytes.iter().position(|byte| *byte == 0x07).map(|at| at + 1);
    let string = bytes.windows(2).skip(1).position(|pair| pair == b"\x1b\\");
    let end = bell.or(string.map(|at| at + 3))?;
    Some((Key::Unknown, end))
}

fn paste_end(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(PASTE_ENDS.len())
        .position(|window| window == PASTE_ENDS)
}

/// The key as it is with Alt or control.
fn by_words(key: Key) -> Key {
    match key {
        Key::Left => Key::WordLeft,
        Key::Right => Key::WordRight,
        Key::Home => Key::First,
        Key::End => Key::Last,
        key => key,
    }
}

/// What comes after `ESC O`.
fn from_keypad(letter: u8) -> Key {
    match letter {
        b'M' => Key::Enter,
        b'd' => Key::WordLeft,
        b'c' => Key::WordRight,
        letter => named(letter, 1),
    }
}

/// What begins with `ESC [`: parameters, then a letter or a tilde.
fn sequence(bytes: &[u8]) -> Option<(Key, usize)> {
    if bytes.starts_with(PASTE_BEGINS) {
        let text = &bytes[PASTE_BEGINS.len()..];
        let end = paste_end(text)?;
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

/// A key that is told by a letter; a modifier above 1 is Shift, Alt or control.
fn named(letter: u8, modifier: u32) -> Key {
    let key = match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'P' => Key::Help,
        b'Z' => Key::BackTab,
        _ => Key::Unknown,
    };
    match modifier {
        ..=1 => key,
        _ => by_words(key),
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
        0x1c => Key::Ctrl('\\'),
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
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

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
        while let Some(key) = decoder.give_up() {
            keys.push(key);
        }
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
        assert_eq!(keys(b"\x1c"), [Key::Ctrl('\\')]);
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
    fn a_paste_that_stalls_stays_a_paste() {
        let mut decoder = Decoder::default();
        decoder.push(b"\x1b[200~One.\r");
        assert_eq!(decoder.next(), None);
        assert_eq!(decoder.give_up(), Some(Key::Paste("One.\n".to_owned())));
        decoder.push(b"\r3\r\x1b[201~");
        assert_eq!(decoder.next(), Some(Key::Paste("\n3\n".to_owned())));
        decoder.push(b"\x1b[200~never ended");
        decoder.give_up();
        decoder.push(b"and more\x03");
        assert_eq!(decoder.next(), None);
        assert_eq!(decoder.give_up(), Some(Key::Paste("and more".to_owned())));
        assert_eq!(decoder.next(), Some(Key::Ctrl('c')));
    }

    #[test]
    fn what_terminals_send_besides_keys_does_nothing() {
        assert_eq!(keys(b"\x1b[<0;12;5Mx"), [Key::Unknown, Key::Char('x')]);
        assert_eq!(
            keys(b"\x1b]11;rgb:0/0/0\x07x"),
            [Key::Unknown, Key::Char('x')]
        );
        assert_eq!(keys(b"\x1bP1$r\x1b\\x"), [Key::Unknown, Key::Char('x')]);
        assert_eq!(keys("\x1béx".as_bytes()), [Key::Unknown, Key::Char('x')]);
    }

    #[test]
    fn escape_and_a_control_key_are_both_heard() {
        let mut decoder = Decoder::default();
        decoder.push(b"\x1b\x03");
        assert_eq!(decoder.next(), Some(Key::Escape));
        assert_eq!(decoder.next(), Some(Key::Ctrl('c')));
        assert_eq!(keys(b"\x1b\x1b[D"), [Key::WordLeft]);
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

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        #[test]
        fn any_bytes_give_the_same_keys_at_once_and_one_by_one(
            pieces in vec(prop_oneof![
                select(vec!["\x1b", "[", "O", "200~", "201~", "\x1b[200~", "\x1b[201~", "1;5", "~", "\x03",
                    "13;2u", "27;2;13~", "\x1b]0;x\x07", "\x1b\\", "\r\n", "é", "👩\u{200d}💻", "a"])
                    .prop_map(|piece| piece.as_bytes().to_vec()),
                vec(any::<u8>(), 0..4),
            ], 0..12),
        ) {
            let bytes = pieces.concat();
            let mut decoder = Decoder::default();
            decoder.push(&bytes);
            let at_once = rest_of(&mut decoder);
            let mut decoder = Decoder::default();
            let mut one_by_one = Vec::new();
            for byte in &bytes {
                decoder.push(&[*byte]);
                one_by_one.extend(std::iter::from_fn(|| decoder.next()));
            }
            one_by_one.extend(rest_of(&mut decoder));
            prop_assert_eq!(at_once, one_by_one);
        }
    }

    /// All keys that are left when nothing more comes.
    fn rest_of(decoder: &mut Decoder) -> Vec<Key> {
        let mut keys = Vec::new();
        loop {
            keys.extend(std::iter::from_fn(|| decoder.next()));
            if decoder.bytes.is_empty() {
                return keys;
            }
            keys.extend(decoder.give_up());
        }
    }
}
