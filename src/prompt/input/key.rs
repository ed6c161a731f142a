//! The keys, and what a terminal sends for them.

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::prompt) enum Key {
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
    WordBackspace,
    WordDelete,
    Home,
    End,
    First,
    Last,
    PageUp,
    PageDown,
    Help,
    /// With the control key: a small letter, `\`, or `_`.
    Ctrl(char),
    Unknown,
    /// The window has another size.
    Resized,
    /// The program was stopped and goes on: another one was on the screen.
    Resumed,
}

pub(super) fn by_words(key: Key) -> Key {
    match key {
        Key::Left => Key::WordLeft,
        Key::Right => Key::WordRight,
        Key::Home => Key::First,
        Key::End => Key::Last,
        key => key,
    }
}

/// A key that is told by a letter; a modifier above 1 is Shift, Alt or control.
pub(super) fn named(letter: u8, modifier: u32) -> Key {
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
    match modifier {
        ..=1 => key,
        _ => by_words(key),
    }
}

pub(super) fn with_alt(byte: u8) -> Key {
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

pub(super) fn control(byte: u8) -> Key {
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
