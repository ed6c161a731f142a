//! Writing a text: it goes to the interview with each line, and before anything else is done.

use super::Asked;
use super::field::Field;
use super::screen::{Page, field_block, field_width};
use super::turn::{Turn, dialog_page};
use crate::domain::interview::{Action, text_too_long};
use crate::prompt::Reply;
use crate::prompt::command::{Command, is_command, of_key, parse, slip};
use crate::prompt::input::key::Key;

impl Turn<'_> {
    /// `saved` is the text that the interview has; the page is told whether Enter goes on.
    pub(super) fn write(
        &mut self,
        saved: &str,
        page: impl Fn(usize, bool) -> Page,
    ) -> Asked<Action> {
        let step = self.interview.step();
        let work = self.prompt.work.take().filter(|(at, _)| *at == step);
        let mut field = work.map_or_else(|| Field::new(saved), |(_, field)| field);
        // What was written is saved before the person sees it, and not with every line of a paste.
        let mut is_due = false;
        loop {
            let key = self.prompt.key(self.ui, |screen| Page {
                body: field_block(&field, screen.width()),
                ..page(screen.width(), field.goes_on())
            });
            let command = match key {
                Ok(key) => self.press(&key, &mut field, &mut is_due),
                Err(reply) => Some(reply.into()),
            };
            if command.is_none() && (!is_due || self.prompt.tools.input.has_more()) {
                continue;
            }
            is_due = false;
            // What was only begun at its end is no part of it.
            let text = field.text().trim_end().to_owned();
            // A command acts on a text that is safe.
            if text != saved && command != Some(Command::Action(Action::Clear)) {
                self.prompt.work = Some((step, field));
                self.prompt.next.extend(command);
                return Ok(Action::Write(text));
            }
            if let Some(Err(reply)) = command.map(|command| self.command(command)) {
                // What came back from an editor takes the field's place.
                if !matches!(reply, Reply::Action(Action::Write(_))) {
                    self.prompt.work = Some((step, field));
                }
                return Err(reply);
            }
        }
    }

    /// What a key comes to besides what it does to the text, and whether that is worth saving.
    fn press(&mut self, key: &Key, field: &mut Field, is_due: &mut bool) -> Option<Command> {
        let width = field_width(self.prompt.screen().width());
        let is_at_end = field.is_at_end();
        let is_blank = field.line().trim().is_empty();
        let goes_on = field.goes_on() || is_at_end && is_blank;
        match key {
            Key::Tab => return Some(Command::Action(Action::Continue)),
            Key::Enter if goes_on => return Some(Command::Action(Action::Continue)),
            Key::Enter if is_at_end && is_command(field.line()) => {
                return Some(parse(self.interview.step(), &field.take_line()));
            }
            // Somebody who has corrected a word in the middle wants to go on, not to break the line.
            Key::Enter if !is_at_end => {
                field.apply(&Key::Last, width);
                if !field.line().trim().is_empty() {
                    field.apply(&Key::LineFeed, width);
                }
                *is_due = true;
                return None;
            }
            Key::Enter => self.prompt.said.extend(slip(field.line())),
            Key::BackTab => return Some(Command::Action(Action::StepBack)),
            key if !field.has_room_for(key) => {
                self.ui.say(&text_too_long());
                return None;
            }
            _ => {}
        }
        if !field.apply(key, width) {
            return of_key(key);
        }
        // Whatever is finished for the moment is saved: a line, a paste, a place left.
        *is_due |= !matches!(key, Key::Char(_) | Key::Backspace | Key::Delete);
        None
    }

    /// The text is what was written, however it ends: with nothing where it is taken, else with what
    /// was asked for instead, such as [`Action::StepBack`].
    pub(super) fn write_line(
        &mut self,
        title: &str,
        text: &mut String,
        mut private: Option<&mut bool>,
    ) -> Option<Reply> {
        let mut field = Field::new(text);
        let reply = loop {
            let foot = match private.as_deref() {
                None => "Enter to go on · Esc back",
                Some(false) => "Enter to go on · Ctrl-P private · Esc back",
                Some(true) => {
                    "Private: it stays out of exports · Ctrl-P share · Enter to go on · Esc back"
                }
            };
            let key = self.prompt.key(self.ui, |screen| Page {
                body: field_block(&field, screen.width()),
                ..dialog_page(title, foot, screen.width())
            });
            let width = field_width(self.prompt.screen().width());
            match key {
                Err(reply) => break Some(reply),
                Ok(Key::Enter) => break None,
                Ok(Key::LineFeed) => {}
                Ok(Key::Ctrl('p')) if let Some(private) = private.as_deref_mut() => {
                    *private = !*private;
                }
                Ok(key @ (Key::Escape | Key::Ctrl('q') | Key::Help)) => {
                    if let Err(reply) = self.act(&key) {
                        break Some(reply);
                    }
                }
                Ok(key) if !field.has_room_for(&key) => self.ui.say(&text_too_long()),
                Ok(Key::Paste(text)) => {
                    let line = text.trim_end().replace('\n', " ");
                    field.apply(&Key::Paste(line), width);
                }
                Ok(key) => {
                    field.apply(&key, width);
                }
            }
        };
        field.text().trim().clone_into(text);
        reply
    }
}
