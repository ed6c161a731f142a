//! A list to choose from: with the arrow keys, or by typing what an item goes by.

use std::mem::take;

use crate::domain::interview::{Action, Step};
use crate::prompt::command::{Command, is_command, of_key, parse};
use crate::prompt::input::decoder::Key;

#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What can be typed to get there: a number, a question's id.
    pub(super) key: String,
    pub(super) text: String,
    pub(super) action: Action,
}

#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) items: Vec<Item>,
    pub(super) marked: Option<usize>,
    /// What was typed since another key was pressed.
    pub(super) typed: String,
}

pub(super) const CHOOSE_FIRST: &str = "choose one first, with ↑ ↓ or its number";

impl List {
    pub(super) fn numbered(
        items: impl IntoIterator<Item = (String, Action)>,
        marked: Option<usize>,
    ) -> Self {
        let numbered = (1_usize..).zip(items).map(|(number, (text, action))| Item {
            key: number.to_string(),
            text,
            action,
        });
        Self {
            items: numbered.collect(),
            marked,
            ..Self::default()
        }
    }

    /// None where a key only changes the list. What belongs to no item comes back as text, all of it.
    pub(super) fn apply(&mut self, key: &Key, step: Step) -> Option<Command> {
        let last = self.items.len().saturating_sub(1);
        let by = |rows, from| {
            let marked = self.marked.map(|marked| marked.saturating_add_signed(rows));
            marked.unwrap_or(from).min(last)
        };
        let marked = match key {
            Key::Down | Key::Tab => by(1, 0),
            Key::Up => by(-1, last),
            Key::Home | Key::First => 0,
            Key::End | Key::Last => last,
            Key::Enter => return Some(self.take(step)),
            Key::Backspace => {
                self.typed.pop();
                return None;
            }
            Key::Char(character) => return self.typed(*character),
            Key::Paste(text) => return Some(Command::Text(take(&mut self.typed) + text)),
            key => return of_key(key),
        };
        self.typed.clear();
        self.marked = (!self.items.is_empty()).then_some(marked);
        None
    }

    fn take(&mut self, step: Step) -> Command {
        let typed = take(&mut self.typed);
        match self.marked.and_then(|marked| self.items.get(marked)) {
            _ if is_command(&typed) => parse(step, &typed),
            _ if typed.starts_with(':') => Command::Text(typed),
            Some(item) => Command::Action(item.action.clone()),
            None => Command::Unclear(CHOOSE_FIRST.to_owned()),
        }
    }

    fn typed(&mut self, character: char) -> Option<Command> {
        self.typed.push(character);
        if self.typed.starts_with(':') {
            return None;
        }
        // The last thing typed may also be the beginning of something else.
        for from in [0, self.typed.len() - character.len_utf8()] {
            let typed = &self.typed[from..];
            let begun = self.items.iter().enumerate();
            let begun = begun.filter(|(_, item)| item.key.starts_with(typed));
            if let Some((found, _)) = begun.min_by_key(|(_, item)| item.key != typed) {
                self.marked = Some(found);
                return None;
            }
        }
        let typed = take(&mut self.typed);
        let is_number = typed.chars().all(|typed| typed.is_ascii_digit());
        Some(if is_number {
            Command::Unclear(format!("nothing here starts with `{typed}`"))
        } else {
            Command::Text(typed)
        })
    }
}
