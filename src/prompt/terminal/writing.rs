//! Writing a text: it goes to the interview with each line, and before anything else is done.

use super::field::Field;
use super::screen::{Body, Page, field_width};
use super::turn::Turn;
use super::{Asked, Work};
use crate::domain::interview::{Action, Rejection};
use crate::prompt::Reply;
use crate::prompt::command::{is_command, of_key, parse, slip};
use crate::prompt::input::key::Key;

impl Turn<'_> {
    /// `saved` is the text that the interview has; the page is told whether Enter goes on.
    pub(super) fn write<'p>(
        &mut self,
        saved: &str,
        page: impl Fn(usize, bool) -> Page<'p>,
    ) -> Asked<Action> {
        let mut field = match self.work() {
            Some(Work::Field(field)) => field,
            _ => Field::new(saved),
        };
        // What was written is saved before the person sees it, and not with every line of a paste.
        let mut is_due = false;
        loop {
            let left = match self.prompt.pending.take() {
                Some(command) => self.command(command),
                None => {
                    let key = self.key(|screen| Page {
                        body: Body::Field(&field),
                        ..page(screen.width(), field.goes_on())
                    });
                    let pressed = key.and_then(|key| self.press(&key, &mut field));
                    pressed.map(|is_worth_saving| is_due |= is_worth_saving)
                }
            };
            let is_to_save = is_due && !self.prompt.input.has_more();
            if left.is_ok() && self.prompt.pending.is_none() && !is_to_save {
                continue;
            }
            // What came back from an editor takes the field's place.
            if let Err(Reply::Action(action @ Action::Write(_))) = left {
                return Ok(action);
            }
            is_due = false;
            // What was only begun at its end is no part of it.
            let text = field.text().trim_end().to_owned();
            let is_saved = text == saved;
            // A command acts on a text that is safe.
            if left.is_ok() && is_saved {
                continue;
            }
            self.keep(Work::Field(field));
            match left {
                Err(reply) if is_saved || reply == Reply::Action(Action::Clear) => {
                    return Err(reply);
                }
                left => self.prompt.next.extend(left.err()),
            }
            return Ok(Action::Write(text));
        }
    }

    /// Gives whether what the key did is worth saving. A command waits in `pending`.
    fn press(&mut self, key: &Key, field: &mut Field) -> Asked<bool> {
        let is_at_end = field.is_at_end();
        let width = field_width(self.prompt.screen().width());
        match key {
            Key::Tab => return Err(Action::Continue.into()),
            Key::Enter if field.goes_on() => return Err(Action::Continue.into()),
            Key::Enter if is_at_end && is_command(field.line()) => {
                let command = parse(self.interview.step(), &field.take_line());
                self.prompt.pending = Some(command);
                return Ok(false);
            }
            Key::Enter if is_at_end && is_blank(field.line()) => {
                return Err(Action::Continue.into());
            }
            // Somebody who has corrected a word in the middle wants to go on, not to break the line.
            Key::Enter if !is_at_end => {
                field.apply(&Key::Last, width);
                if !is_blank(field.line()) {
                    field.apply(&Key::LineFeed, width);
                }
                return Ok(true);
            }
            Key::Enter => self.prompt.said.extend(slip(field.line())),
            key if !field.has_room_for(key) => {
                self.ui.say(&Rejection::too_long().to_string());
                return Ok(false);
            }
            _ => {}
        }
        if field.apply(key, width) {
            // Whatever is finished for the moment is saved: a line, a paste, a place left.
            return Ok(!matches!(key, Key::Char(_) | Key::Backspace | Key::Delete));
        }
        if *key == Key::BackTab {
            return Err(Action::StepBack.into());
        }
        self.prompt.pending = of_key(key);
        Ok(false)
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
