//! Keys out of the bytes that a terminal sends for them.

use std::time::Duration;

const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const INTERRUPT: u8 = 0x03;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::prompt) enum Key {
    Char(char),
    Paste(String),
    Enter,
    /// A line feed within a text: Alt-Enter, Shift-Enter where terminals tell it apart, Ctrl-J.
    LineFeed,
    Tab,
    Escape,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    WordBackspace,
    WordDelete,
    Home,
    End,
    First,
    Last,
    Help,
    /// With the control key: a small letter, `\`, or `_`.
    Ctrl(char),
    Unknown,
    /// The window has another size.
    Resized,
    /// The program was stopped and goes on: another one was on the screen.
    Resumed,
}

#[derive(Debug, Default)]
pub(in crate::prompt) struct Decoder {
    bytes: Vec<u8>,
    is_pasting: bool,
}

/// How long the rest of a key may take to arrive over a slow line.
const REST_OF_KEY: Duration = Duration::from_millis(100);
/// The same for the rest of a character or of a paste, which nobody is waiting for.
const REST_OF_TEXT: Duration = Duration::from_secs(1);

/// The longest reply of a terminal, and the longest parameters of a key.
const MAX_REPLY: usize = 512;
const MAX_PARAMETERS: usize = 32;

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
            self.bytes.drain(..PASTE_BEGINS.len());
        }
        if self.is_pasting {
            let mut windows = self.bytes.windows(PASTE_ENDS.len());
            let end = windows.position(|window| window == PASTE_ENDS);
            // Somebody who wants to leave is not pasting any more.
            let leaves = is_all && self.bytes.last() == Some(&INTERRUPT);
            self.is_pasting = end.is_none() && !leaves;
            let length = match end {
                Some(end) => end,
                None if !is_all || self.bytes.is_empty() => return None,
                None => self.bytes.len() - usize::from(leaves),
            };
            let text: Vec<_> = self.bytes.drain(..length).collect();
            self.bytes.drain(..end.map_or(0, |_| PASTE_ENDS.len()));
            let text = String::from_utf8_lossy(&text);
            return Some(Key::Paste(text.replace("\r\n", "\n").replace('\r', "\n")));
        }
        let (key, length) = match (decode(&self.bytes, is_all), self.bytes.as_slice()) {
            (Some(decoded), _) => decoded,
            (None, []) => return None,
            (None, _) if !is_all => return None,
            (None, [ESCAPE, ESCAPE, ..] | [ESCAPE]) => (Key::Escape, 1),
            (None, [ESCAPE, ..]) => (Key::Unknown, self.bytes.len()),
            (None, _) => (Key::Char(char::REPLACEMENT_CHARACTER), self.bytes.len()),
        };
        self.bytes.drain(..length);
        Some(key)
    }

    pub(in crate::prompt) fn patience(&self) -> Option<Duration> {
        let is_in_key = self.bytes.first() == Some(&ESCAPE) && !self.is_pasting;
        let patience = if is_in_key { REST_OF_KEY } else { REST_OF_TEXT };
        self.has_bytes().then_some(patience)
    }
}

/// The key at the beginning, and of how many bytes it is; none where it is not whole yet.
fn decode(bytes: &[u8], is_all: bool) -> Option<(Key, usize)> {
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
        [b'[', b'[', _, ..] => (Key::Unknown, 4),
        [b'[', ..] => return sequence(bytes),
        [b'O', letter @ (b'A'..=b'S' | b'a'..=b'd'), ..] => (named(*letter, 1), 3),
        // Pressed with Alt, and a letter behind it.
        [b'O', ..] => (Key::Unknown, 2),
        [b']' | b'P' | b'_' | b'^', ..] => return reply(bytes, is_all),
        _ if rest.starts_with(PASTE_BEGINS) => (Key::Escape, 1),
        // Some terminals put an escape before a key that is pressed with Alt.
        [ESCAPE, b'[' | b'O', ..] => {
            return decode(rest, is_all).map(|(key, length)| (by_words(key), length + 1));
        }
        [byte, ..] if byte.is_ascii() => match with_alt(*byte) {
            Key::Escape => (Key::Escape, 1),
            key => (key, 2),
        },
        _ => return character(rest).map(|(_, length)| (Key::Unknown, length + 1)),
    })
}

/// Something that the terminal says by itself, such as its colours: up to a bell or `ESC \\`,
/// whichever comes first. What begins like a reply and is none is a key pressed with Alt; of a reply
/// without its end only the numbers go that nobody typed. The text behind either is kept.
fn reply(bytes: &[u8], is_all: bool) -> Option<(Key, usize)> {
    let is_number = |byte: &&u8| byte.is_ascii_digit() || b";>!$+Gl".contains(byte);
    let begun = 2 + bytes.iter().skip(2).take_while(is_number).count();
    let body = &bytes[2..bytes.len().min(MAX_REPLY)];
    let end = body.iter().position(u8::is_ascii_control);
    let end = end.unwrap_or(body.len());
    let length = match body[end..] {
        [] if bytes.len() == 2 && !is_all => return None,
        _ if begun == 2 => 2,
        [BELL, ..] => end + 3,
        [ESCAPE, b'\\', ..] => end + 4,
        [] | [ESCAPE] if bytes.len() < MAX_REPLY && !is_all => return None,
        _ => begun,
    };
    Some((Key::Unknown, length))
}

fn sequence(bytes: &[u8]) -> Option<(Key, usize)> {
    let is_parameter = |byte: &&u8| matches!(byte, b'0'..=b'?' | b'$');
    let end = 2 + bytes.iter().skip(2).take_while(is_parameter).count();
    match bytes.get(end) {
        None if end <= MAX_PARAMETERS => return None,
        Some(b'A'..=b'Z' | b'a'..=b'd') if end <= MAX_PARAMETERS => {}
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
        (b'~', [11, ..]) => Key::Help,
        (letter, _) => named(letter, modifier),
    };
    Some((key, end + 1))
}

fn character(bytes: &[u8]) -> Option<(Key, usize)> {
    let known = &bytes[..bytes.len().min(4)];
    let valid = known.utf8_chunks().next()?.valid();
    match (valid.chars().next(), std::str::from_utf8(known)) {
        (Some(character), _) => Some((Key::Char(character), character.len_utf8())),
        // It is still under way.
        (None, Err(error)) if error.error_len().is_none() => None,
        (None, _) => Some((Key::Char(char::REPLACEMENT_CHARACTER), 1)),
    }
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
        b'A' | b'Z' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'P' => Key::Help,
        b'c' => Key::WordRight,
        b'd' => Key::WordLeft,
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
