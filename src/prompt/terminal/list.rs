//! A list to choose from: with the arrow keys, or by typing what an item goes by.

use crate::prompt::command::is_command;
use crate::prompt::input::key::Key;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What can be typed to get there: a number, a question's id.
    pub(super) key: String,
    /// What stands behind the key.
    pub(super) text: String,
}

/// Items, which of them is marked, and what has been typed to get there.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    items: Vec<Item>,
    marked: Option<usize>,
    /// What was typed since another key was pressed, and what was marked before it.
    typed: String,
    marked_before: Option<usize>,
}

/// What a key did to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    /// The item is taken.
    Item(usize),
    /// A command was typed.
    Command(String),
    /// Something was typed that no item begins with: all of it, and what was marked by its
    /// beginning no longer is.
    Typed(String),
    /// A number that no item has.
    NoSuchNumber,
    /// The list has changed, or nothing has.
    Nothing,
    /// The key means nothing in a list.
    Unknown,
}

/// How many items a page key moves by.
const PAGE: isize = 10;

impl List {
    /// `marked` is the item that Enter would take at once.
    pub(super) fn new(items: Vec<Item>, marked: Option<usize>) -> Self {
        Self {
            items,
            marked,
            typed: String::new(),
            marked_before: None,
        }
    }

    /// The items with numbers to type, from 1.
    pub(super) fn numbered(texts: Vec<String>, marked: Option<usize>) -> Self {
        let numbered = texts.into_iter().enumerate().map(|(index, text)| Item {
            key: (index + 1).to_string(),
            text,
        });
        Self::new(numbered.collect(), marked)
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    pub(super) fn marked(&self) -> Option<usize> {
        self.marked
    }

    /// The highest number that can be typed.
    pub(super) fn numbers(&self) -> usize {
        let numbers = self.items.iter().filter_map(|item| item.key.parse().ok());
        numbers.max().unwrap_or(0)
    }

    /// A command being typed.
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
        match typed.starts_with(':') {
            true if is_command(&typed) => Picked::Command(typed),
            true => Picked::Typed(typed),
            false => self.marked.map_or(Picked::Nothing, Picked::Item),
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
            return Picked::NoSuchNumber;
        }
        self.marked = self.marked_before;
        Picked::Typed(std::mem::take(&mut self.typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(keys: &[&str]) -> List {
        let items = keys.iter().map(|key| Item {
            key: (*key).to_owned(),
            text: String::new(),
        });
        List::new(items.collect(), None)
    }

    fn type_in(list: &mut List, text: &str) -> Vec<Picked> {
        text.chars()
            .map(|character| list.apply(&Key::Char(character)))
            .collect()
    }

    #[test]
    fn nothing_is_taken_before_something_is_marked() {
        let mut list = of(&["1", "2"]);
        assert_eq!(list.apply(&Key::Enter), Picked::Nothing);
        list.apply(&Key::Down);
        assert_eq!(list.apply(&Key::Enter), Picked::Item(0));
    }

    #[test]
    fn a_digit_marks_and_enter_takes() {
        let mut list = of(&["1", "2", "3", "10"]);
        type_in(&mut list, "23");
        assert_eq!(list.apply(&Key::Enter), Picked::Item(2));
        type_in(&mut list, "10");
        assert_eq!(list.apply(&Key::Enter), Picked::Item(3));
    }

    #[test]
    fn an_id_is_found_by_its_beginning() {
        let mut list = of(&["finish", "execution.friction", "execution.shipped"]);
        type_in(&mut list, "execution.s");
        assert_eq!(list.apply(&Key::Enter), Picked::Item(2));
    }

    #[test]
    fn letters_that_fit_nothing_are_handed_back_with_what_led_to_them() {
        let mut list = of(&["1", "2", "3", "4", "5"]);
        let picked = type_in(&mut list, "3 o");
        assert_eq!(
            picked,
            [
                Picked::Nothing,
                Picked::Typed("3 ".to_owned()),
                Picked::Typed("o".to_owned())
            ]
        );
        assert_eq!(list.marked(), None);
        let picked = type_in(&mut list, "12 i");
        assert_eq!(picked[2], Picked::Typed("12 ".to_owned()));
        assert_eq!(type_in(&mut list, "7"), [Picked::NoSuchNumber]);
    }

    #[test]
    fn a_command_is_typed_in_a_list_too() {
        let mut list = of(&["1"]);
        type_in(&mut list, ":quit");
        assert_eq!(list.command(), Some(":quit"));
        assert_eq!(list.apply(&Key::Enter), Picked::Command(":quit".to_owned()));
        type_in(&mut list, ":) fine");
        assert_eq!(list.apply(&Key::Enter), Picked::Typed(":) fine".to_owned()));
    }

    #[test]
    fn the_ends_hold() {
        let mut list = of(&["1", "2"]);
        for key in [Key::Down, Key::Down, Key::Down] {
            list.apply(&key);
        }
        assert_eq!(list.marked(), Some(1));
        list.apply(&Key::Home);
        list.apply(&Key::Up);
        assert_eq!(list.marked(), Some(0));
    }
}
