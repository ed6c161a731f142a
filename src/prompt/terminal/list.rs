//! A list to choose from: with the arrow keys, or by typing what an item goes by.

use crate::prompt::command::is_command;
use crate::prompt::input::key::Key;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What can be typed to get there: a number, a question's id.
    pub(super) key: String,
    pub(super) text: String,
}

/// Items, which of them is marked, and what has been typed to get there.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) items: Vec<Item>,
    /// The item that Enter takes.
    pub(super) marked: Option<usize>,
    /// What was typed since another key was pressed, and what was marked before it.
    typed: String,
    marked_before: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    Item(usize),
    Command(String),
    /// Something was typed that no item begins with: all of it.
    Typed(String),
    /// A number beyond the last, which is this.
    NoSuchNumber(usize),
    /// The list has changed, or nothing has.
    Nothing,
    /// The key means nothing in a list.
    Unknown,
}

const PAGE: isize = 10;

impl List {
    pub(super) fn new(items: Vec<Item>, marked: Option<usize>) -> Self {
        Self {
            items,
            marked,
            ..Self::default()
        }
    }

    pub(super) fn numbered(texts: Vec<String>, marked: Option<usize>) -> Self {
        let numbered = texts.into_iter().enumerate().map(|(index, text)| Item {
            key: (index + 1).to_string(),
            text,
        });
        Self::new(numbered.collect(), marked)
    }

    pub(super) fn command(&self) -> Option<&str> {
        self.typed.starts_with(':').then_some(self.typed.as_str())
    }

    pub(super) fn apply(&mut self, key: &Key) -> Picked {
        let last = self.items.len().saturating_sub(1);
        let step = |marked: Option<usize>, by: isize| match marked {
            None if by > 0 => 0,
            None => last,
            Some(marked) => marked.saturating_add_signed(by).min(last),
        };
        let marked = match key {
            Key::Down | Key::Tab => step(self.marked, 1),
            Key::Up | Key::BackTab => step(self.marked, -1),
            Key::PageDown => step(self.marked.or(Some(0)), PAGE),
            Key::PageUp => step(self.marked.or(Some(0)), -PAGE),
            Key::Home | Key::First => 0,
            Key::End | Key::Last => last,
            Key::Enter => return self.take(),
            Key::Backspace => {
                self.typed.pop();
                return Picked::Nothing;
            }
            Key::Char(character) => return self.typed(*character),
            Key::Paste(text) => {
                let typed = std::mem::take(&mut self.typed);
                return Picked::Typed(typed + text);
            }
            _ => return Picked::Unknown,
        };
        self.typed.clear();
        self.marked = (!self.items.is_empty()).then_some(marked);
        Picked::Nothing
    }

    fn take(&mut self) -> Picked {
        let typed = std::mem::take(&mut self.typed);
        if is_command(&typed) {
            Picked::Command(typed)
        } else if typed.starts_with(':') {
            Picked::Typed(typed)
        } else {
            self.marked.map_or(Picked::Nothing, Picked::Item)
        }
    }

    fn typed(&mut self, character: char) -> Picked {
        if self.typed.is_empty() {
            self.marked_before = self.marked;
        }
        self.typed.push(character);
        if self.typed.starts_with(':') {
            return Picked::Nothing;
        }
        // The last thing typed may also be the beginning of something else.
        for from in [0, self.typed.len() - character.len_utf8()] {
            let typed = &self.typed[from..];
            let place = |is_it: &dyn Fn(&Item) -> bool| self.items.iter().position(is_it);
            let found = place(&|item| item.key == typed)
                .or_else(|| place(&|item| item.key.starts_with(typed)));
            if found.is_some() {
                self.marked = found;
                return Picked::Nothing;
            }
        }
        if self.typed.chars().all(|typed| typed.is_ascii_digit()) {
            let numbers = self.items.iter().filter_map(|item| item.key.parse().ok());
            return Picked::NoSuchNumber(numbers.max().unwrap_or(0));
        }
        self.marked = self.marked_before;
        Picked::Typed(std::mem::take(&mut self.typed))
    }
}
