//! Keys out of the bytes that a terminal sends for them.

use std::time::Duration;

use super::key::Key;

const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const INTERRUPT: u8 = 0x03;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

#[derive(Debug, Default)]
pub(in crate::prompt) struct Decoder {
    bytes: Vec<u8>,
    is_pasting: bool,
    /// How much of a paste was searched for its end already.
    searched: usize,
}

/// How long the rest of a key may take to arrive over a slow line.
const REST_OF_KEY: Duration = Duration::from_millis(100);
/// The same for the rest of a character or of a paste, which nobody is waiting for.
const REST_OF_TEXT: Duration = Duration::from_secs(1);

/// The longest reply of a terminal, and the longest parameters of a key.
const MAX_REPLY: usize = 512;
const MAX_PARAMETERS: usize = 32;
/// The digits and slashes of a whole colour: more is text.
const MAX_COLOUR: usize = 14;

impl Decoder {
    pub(in crate::prompt) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(in crate::prompt) fn has_bytes(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// `is_all` where nothing more comes: the escape key alone, a piece of a paste.
    pub(in crate::prompt) fn next(&mut self, is_all: bool) -> Option<Key> {
        if !self.is_pasting && self.bytes.starts_with(PASTE_BEGINS) {
            self.is_pasting = true;
            self.searched = 0;
            self.bytes.drain(..PASTE_BEGINS.len());
        }
        if self.is_pasting {
            let from = self.searched;
            // The mark may come in pieces.
            self.searched = (self.bytes.len() + 1).saturating_sub(PASTE_ENDS.len());
            let mut windows = self.bytes[from..].windows(PASTE_ENDS.len());
            if let Some(end) = windows.position(|window| window == PASTE_ENDS) {
                self.is_pasting = false;
                let key = pasted(&self.bytes[..from + end]);
                self.bytes.drain(..from + end + PASTE_ENDS.len());
                return Some(key);
            }
            if !is_all {
                return None;
            }
            self.searched = 0;
            let mut bytes = std::mem::take(&mut self.bytes);
            // Somebody who wants to leave is not pasting any more.
            if bytes.last() == Some(&INTERRUPT) {
                self.is_pasting = false;
                bytes.pop();
                self.bytes.push(INTERRUPT);
            }
            return (!bytes.is_empty()).then(|| pasted(&bytes));
        }
        let (key, length) = match (decode(&self.bytes), self.bytes.as_slice()) {
            (Some(decoded), _) => decoded,
            (None, []) => return None,
            (None, _) if !is_all => return None,
            (None, [ESCAPE, ESCAPE, ..] | [ESCAPE]) => (Key::Escape, 1),
            (None, [ESCAPE, b']' | b'P' | b'_' | b'^', ..]) => {
                (Key::Unknown, reply_begun(&self.bytes))
            }
            (None, [ESCAPE, ..]) => (Key::Unknown, self.bytes.len()),
            (None, _) => (Key::Char(char::REPLACEMENT_CHARACTER), self.bytes.len()),
        };
        self.bytes.drain(..length);
        Some(key)
    }

    /// Such a key is waited for from its first byte on: one that stays open takes no text with it.
    pub(in crate::prompt) fn is_in_key(&self) -> bool {
        self.bytes.first() == Some(&ESCAPE) && !self.is_pasting
    }

    pub(in crate::prompt) fn patience(&self) -> Option<Duration> {
        let in_key = self.is_in_key().then_some(REST_OF_KEY);
        self.has_bytes().then(|| in_key.unwrap_or(REST_OF_TEXT))
    }
}

/// The key at the beginning, and of how many bytes it is; none where it is not whole yet.
fn decode(bytes: &[u8]) -> Option<(Key, usize)> {
    let Some((&ESCAPE, rest)) = bytes.split_first() else {
        return match bytes {
            [byte @ (0..=0x1f | 0x7f), ..] => Some((control(*byte), 1)),
            _ => character(bytes),
        };
    };
    Some(match rest {
        [] | [ESCAPE] | [b'O'] | [b'[', b'['] => return None,
        // The Linux console sends its function keys with a second bracket.
        [b'[', b'[', b'A', ..] => (Key::Help, 4),
        [b'[', b'[', b'B'..=b'E', ..] => (Key::Unknown, 4),
        [b'[', ..] => return sequence(bytes),
        [b'O', b'M', ..] => (Key::Enter, 3),
        [b'O', b'A'..=b'F' | b'H' | b'P'..=b'S' | b'a'..=b'd', ..] => (named(rest[1], 1), 3),
        // Pressed with Alt, and a letter behind it.
        [b'O', ..] => (Key::Unknown, 2),
        [b']' | b'P' | b'_' | b'^', ..] => return reply(bytes),
        _ if rest.starts_with(PASTE_BEGINS) => (Key::Escape, 1),
        // Some terminals put an escape before a key that is pressed with Alt.
        [ESCAPE, b'[' | b'O', ..] => {
            return decode(rest).map(|(key, length)| (by_words(key), length + 1));
        }
        [byte, ..] if byte.is_ascii() => match with_alt(*byte) {
            Key::Escape => (Key::Escape, 1),
            key => (key, 2),
        },
        _ => return character(rest).map(|(_, length)| (Key::Unknown, length + 1)),
    })
}

/// Something that the terminal says by itself, such as its colours: up to a bell or `ESC \\`,
/// whichever comes first. What begins like a reply and is none is a key pressed with Alt, or a
/// reply without its end; the text behind either is kept.
fn reply(bytes: &[u8]) -> Option<(Key, usize)> {
    let is_plausible = match (bytes[1], *bytes.get(2)?) {
        (b']', next) => next.is_ascii_digit() || matches!(next, b'l' | b'L'),
        (b'P', next) => next.is_ascii_digit() || matches!(next, b'>' | b'!' | b'$' | b'+'),
        (b'_', next) => next == b'G',
        _ => false,
    };
    if !is_plausible {
        return Some((Key::Unknown, 2));
    }
    let body = &bytes[2..bytes.len().min(MAX_REPLY)];
    let end = body.iter().position(u8::is_ascii_control);
    let end = end.unwrap_or(body.len());
    let length = match body[end..] {
        [BELL, ..] => end + 3,
        [ESCAPE, b'\\', ..] => end + 4,
        [] | [ESCAPE] if bytes.len() < MAX_REPLY => return None,
        _ => reply_begun(bytes),
    };
    Some((Key::Unknown, length))
}

/// How much of a reply without its end nobody typed: numbers, and a colour behind them.
fn reply_begun(bytes: &[u8]) -> usize {
    let is_number = |byte: &&u8| byte.is_ascii_digit() || b";>!$+".contains(byte);
    let begun = 2 + bytes.iter().skip(2).take_while(is_number).count();
    let is_colour = |byte: &&u8| byte.is_ascii_hexdigit() || **byte == b'/';
    let colour = bytes[begun..].strip_prefix(b"rgb:").filter(|_| begun > 2);
    let digits = |colour: &[u8]| colour.iter().take(MAX_COLOUR).take_while(is_colour).count();
    begun + colour.map_or(0, |colour| 4 + digits(colour))
}

fn sequence(bytes: &[u8]) -> Option<(Key, usize)> {
    let is_parameter = |byte: &&u8| matches!(byte, b'0'..=b'?' | b'$');
    let end = 2 + bytes.iter().skip(2).take_while(is_parameter).count();
    match bytes.get(end) {
        None if end <= MAX_PARAMETERS => return None,
        Some(b'A'..=b'F' | b'H' | b'I' | b'M' | b'O'..=b'S' | b'Z' | b'a'..=b'd')
            if end <= MAX_PARAMETERS => {}
        Some(b'@'..=b'~') if (3..=MAX_PARAMETERS).contains(&end) => {}
        // Pressed with Alt, and what is behind it is text.
        _ => return Some((Key::Unknown, 2)),
    }
    let numbers: Vec<u32> = String::from_utf8_lossy(&bytes[2..end])
        .split(';')
        .map(|number| number.parse().unwrap_or(1))
        .collect();
    let modifier = numbers.get(1).copied().unwrap_or(1);
    let key = match (bytes[end], numbers.as_slice()) {
        (b'~', [27, _, 13, ..]) | (b'u', [13, ..]) => Key::LineFeed,
        (b'~', [1 | 7, ..]) => named(b'H', modifier),
        (b'~', [4 | 8, ..]) => named(b'F', modifier),
        (b'~', [3, ..]) if modifier > 1 => Key::WordDelete,
        (b'~', [3, ..]) => Key::Delete,
        (b'~', [5, ..]) => Key::PageUp,
        (b'~', [6, ..]) => Key::PageDown,
        (b'~', [11, ..]) => Key::Help,
        (letter, _) => named(letter, modifier),
    };
    Some((key, end + 1))
}

fn character(bytes: &[u8]) -> Option<(Key, usize)> {
    let known = &bytes[..bytes.len().min(4)];
    let valid = known.utf8_chunks().next()?.valid();
    let error = std::str::from_utf8(known).err();
    match (
        valid.chars().next(),
        error.and_then(|error| error.error_len()),
    ) {
        (Some(character), _) => Some((Key::Char(character), character.len_utf8())),
        // It is still under way.
        (None, None) => None,
        (None, Some(_)) => Some((Key::Char(char::REPLACEMENT_CHARACTER), 1)),
    }
}

fn pasted(bytes: &[u8]) -> Key {
    let text = String::from_utf8_lossy(bytes);
    Key::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn by_words(key: Key) -> Key {
    match key {
        Key::Left => Key::WordLeft,
        Key::Right => Key::WordRight,
        Key::Home => Key::First,
        Key::End => Key::Last,
        key => key,
    }
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
        b'c' => Key::WordRight,
        b'd' => Key::WordLeft,
        b'Z' => Key::BackTab,
        _ => Key::Unknown,
    };
    if modifier > 1 { by_words(key) } else { key }
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
        // Escape alone, and another key behind it.
        byte if byte.is_ascii_control() => Key::Escape,
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
