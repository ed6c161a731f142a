//! Writing a text of several lines: what is written goes to the interview with each line, and
//! before anything else is done.

use anyhow::Result;

use super::field::Field;
use super::screen::{Body, Page, field_width};
use super::{Given, INTERRUPT, TerminalPrompt, Work, keys};
use crate::domain::assessment::MOST_TEXT;
use crate::domain::interview::{Action, Interview, Refusal};
use crate::prompt::Reply;
use crate::prompt::command::{is_command, slip};
use crate::prompt::input::key::Key;
use crate::ui::Ui;

/// What Enter does at the end of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enter {
    /// Goes on: nothing has been changed in a text that was there.
    GoesOn,
    /// Begins a line, or goes on from an empty one.
    BeginsLine,
}

impl TerminalPrompt {
    /// Takes a text, a key at a time. `saved` is the text that the interview has.
    pub(super) fn write<'p>(
        &mut self,
        interview: &Interview<'_>,
        saved: &str,
        ui: &mut Ui,
        page: impl Fn(&Self, Enter) -> Page<'p>,
    ) -> Result<Reply> {
        let step = interview.step();
        // Somebody who comes back to a text may only want to see it.
        let (mut field, mut enter) = match self.resume_work(step) {
            Some(Work::Field(field, enter)) => (field, enter),
            _ => (Field::new(saved), enter_at(saved)),
        };
        // What was written is saved before the person sees it, and not with every line of a paste.
        let mut is_due = false;
        loop {
            let reply = match self.pending.take() {
                Some(line) => self.command(interview, &line, ui)?,
                None if is_due && !self.input.has_more() => {
                    Some(Reply::Action(Action::Write(text_of(&field))))
                }
                None => {
                    let key = self.key(ui, |prompt| Page {
                        body: Body::Field(&field),
                        ..page(prompt, enter)
                    })?;
                    match key {
                        Given::Value(key) => self.press(&key, &mut field, &mut enter),
                        Given::Reply(reply) => Some(reply),
                    }
                }
            };
            if reply.is_none() && self.pending.is_none() {
                continue;
            }
            let is_write = matches!(reply, Some(Reply::Action(Action::Write(_))));
            if is_write && self.input.has_more() {
                is_due = true;
                continue;
            }
            is_due = false;
            let text = text_of(&field);
            let is_saved = text == saved;
            if is_write && is_saved {
                continue;
            }
            // A command acts on a text that is safe.
            if self.pending.is_some() && !is_saved {
                self.work = Some((step, Work::Field(field, enter)));
                return Ok(Reply::Action(Action::Write(text)));
            }
            let Some(reply) = reply else { continue };
            // What came back from an editor takes the field's place.
            if !matches!(reply, Reply::Action(Action::Evidence(_))) {
                self.work = Some((step, Work::Field(field, enter)));
            }
            let is_text = matches!(
                reply,
                Reply::Action(Action::Write(_) | Action::Evidence(_) | Action::Clear)
            );
            if is_text || is_saved {
                return Ok(reply);
            }
            self.next.push_back(reply);
            return Ok(Reply::Action(Action::Write(text)));
        }
    }

    /// What a key does while a text is written. A command waits in `pending`.
    fn press(&mut self, key: &Key, field: &mut Field, enter: &mut Enter) -> Option<Reply> {
        let is_at_end = field.is_at_end();
        let before = field.revision();
        match key {
            Key::Tab => Some(Reply::Action(Action::EndOfEvidence)),
            Key::Enter if *enter == Enter::GoesOn => Some(Reply::Action(Action::EndOfEvidence)),
            Key::Enter if is_at_end && is_command(field.line()) => {
                self.pending = Some(field.take_line());
                None
            }
            Key::Enter if is_at_end && is_blank(field.line()) => {
                Some(Reply::Action(Action::EndOfEvidence))
            }
            // Somebody who has mended a word in the middle wants to go on, not to break the line.
            Key::Enter if !is_at_end => {
                field.apply(&Key::Last, field_width(self.width()));
                if !is_blank(field.line()) {
                    field.apply(&Key::LineFeed, field_width(self.width()));
                }
                Some(Reply::Action(Action::Write(text_of(field))))
            }
            Key::Enter if is_at_end && let Some(words) = slip(field.line()) => {
                self.said.push(words);
                field.apply(key, field_width(self.width()));
                Some(Reply::Action(Action::Write(text_of(field))))
            }
            key if would_be_too_long(field, key) => {
                self.said.push(Refusal::TooLong.to_string());
                None
            }
            key if field.apply(key, field_width(self.width())) => {
                if field.revision() != before {
                    *enter = Enter::BeginsLine;
                }
                // Whatever is finished for the moment is saved: a line, a paste, a place left.
                let is_typing = matches!(key, Key::Char(_) | Key::Backspace | Key::Delete);
                (!is_typing).then(|| Reply::Action(Action::Write(text_of(field))))
            }
            Key::BackTab => Some(Reply::Action(Action::Back)),
            Key::Ctrl('d') => Some(Reply::Signal(INTERRUPT)),
            Key::Help => {
                self.pending = Some(":help".to_owned());
                None
            }
            key => {
                self.pending = keys::command(key).map(str::to_owned);
                None
            }
        }
    }
}

/// What Enter does at a text that nothing has been changed in.
pub(super) fn enter_at(text: &str) -> Enter {
    match is_blank(text) {
        true => Enter::BeginsLine,
        false => Enter::GoesOn,
    }
}

pub(super) fn would_be_too_long(field: &Field, key: &Key) -> bool {
    let more = field.would_add(key);
    more > 0 && field.text().len() + more > MOST_TEXT
}

/// The text as it is saved: what was only begun at its end is no part of it.
pub(super) fn text_of(field: &Field) -> String {
    field.text().trim_end().to_owned()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
