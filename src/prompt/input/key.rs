//! The keys.

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
