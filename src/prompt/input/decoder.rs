//! Keys out of the bytes that a terminal sends for them.

use std::time::Duration;

use super::key::{Key, by_words, control, named, with_alt};

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

    pub(in crate::prompt) fn next(&mut self) -> Option<Key> {
        self.begin_paste();
        if self.is_pasting {
            let from = self.searched;
            // The mark may come in pieces.
            self.searched = (self.bytes.len() + 1).saturating_sub(PASTE_ENDS.len());
            let mut windows = self.bytes[from..].windows(PASTE_ENDS.len());
            let end = from + windows.position(|window| window == PASTE_ENDS)?;
            self.is_pasting = false;
            let key = pasted(&self.bytes[..end]);
            self.bytes.drain(..end + PASTE_ENDS.len());
            return Some(key);
        }
        let (key, length) = decode(&self.bytes)?;
        self.bytes.drain(..length);
        Some(key)
    }

    /// Such a key is waited for from its first byte on: one that stays open takes no text with it.
    pub(in crate::prompt) fn is_in_key(&self) -> bool {
        self.bytes.first() == Some(&ESCAPE) && !self.is_pasting
    }

    pub(in crate::prompt) fn patience(&self) -> Option<Duration> {
        let rest = if self.is_in_key() {
            REST_OF_KEY
        } else {
            REST_OF_TEXT
        };
        self.has_bytes().then_some(rest)
    }

    /// What is there is all that comes: the escape key alone, a piece of a paste.
    pub(in crate::prompt) fn give_up(&mut self) -> Option<Key> {
        self.begin_paste();
        if self.is_pasting {
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
        let (key, length) = match self.bytes.as_slice() {
            [] => return None,
            [ESCAPE, ESCAPE, ..] | [ESCAPE] => (Key::Escape, 1),
            [ESCAPE, b']' | b'P' | b'_' | b'^', ..] => (Key::Unknown, reply_begun(&self.bytes)),
            [ESCAPE, ..] => (Key::Unknown, self.bytes.len()),
            _ => (Key::Char(char::REPLACEMENT_CHARACTER), self.bytes.len()),
        };
        self.bytes.drain(..length);
        Some(key)
    }

    fn begin_paste(&mut self) {
        if !self.is_pasting && self.bytes.starts_with(PASTE_BEGINS) {
            self.is_pasting = true;
            self.searched = 0;
            self.bytes.drain(..PASTE_BEGINS.len());
        }
    }
}

/// The key at the beginning, and of how many bytes it is; none where it is not whole yet.
fn decode(bytes: &[u8]) -> Option<(Key, usize)> {
    match bytes {
        [] | [ESCAPE] | [ESCAPE, ESCAPE] => None,
        // The Linux console sends its function keys with a second bracket.
        [ESCAPE, b'[', b'['] => None,
        [ESCAPE, b'[', b'[', b'A', ..] => Some((Key::Help, 4)),
        [ESCAPE, b'[', b'[', b'B'..=b'E', ..] => Some((Key::Unknown, 4)),
        [ESCAPE, b'[', ..] => sequence(bytes),
        [ESCAPE, b'O'] => None,
        [ESCAPE, b'O', b'M', ..] => Some((Key::Enter, 3)),
        [
            ESCAPE,
            b'O',
            letter @ (b'A'..=b'F' | b'H' | b'P'..=b'S' | b'a'..=b'd'),
            ..,
        ] => Some((named(*letter, 1), 3)),
        // Pressed with Alt, and a letter behind it.
        [ESCAPE, b'O', ..] => Some((Key::Unknown, 2)),
        [ESCAPE, b']' | b'P' | b'_' | b'^', ..] => reply(bytes),
        [ESCAPE, rest @ ..] if rest.starts_with(PASTE_BEGINS) => Some((Key::Escape, 1)),
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
    let length = match body.iter().position(u8::is_ascii_control) {
        None if bytes.len() < MAX_REPLY => return None,
        None => reply_begun(bytes),
        Some(end) => match body[end..] {
            [BELL, ..] => end + 3,
            [ESCAPE, b'\\', ..] => end + 4,
            [ESCAPE] if bytes.len() < MAX_REPLY => return None,
            _ => reply_begun(bytes),
        },
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

/// What begins with `ESC [`: parameters, then a letter or a tilde.
fn sequence(bytes: &[u8]) -> Option<(Key, usize)> {
    let is_parameter = |byte: &&u8| matches!(byte, b'0'..=b'?' | b'$');
    let end = 2 + bytes.iter().skip(2).take_while(is_parameter).count();
    let is_key = match bytes.get(end) {
        _ if end > MAX_PARAMETERS => false,
        None => return None,
        Some(b'A'..=b'F' | b'H' | b'I' | b'M' | b'O'..=b'S' | b'Z' | b'a'..=b'd') => true,
        Some(letter) => end > 2 && matches!(letter, b'@'..=b'~'),
    };
    // Pressed with Alt, and what is behind it is text.
    if !is_key {
        return Some((Key::Unknown, 2));
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
    let chunk = known.utf8_chunks().next()?;
    let is_under_way = || {
        let error = std::str::from_utf8(known).err();
        error.is_some_and(|error| error.error_len().is_none())
    };
    match chunk.valid().chars().next() {
        Some(character) => Some((Key::Char(character), character.len_utf8())),
        None if is_under_way() => None,
        None => Some((Key::Char(char::REPLACEMENT_CHARACTER), 1)),
    }
}

fn pasted(bytes: &[u8]) -> Key {
    let text = String::from_utf8_lossy(bytes);
    Key::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))
}
