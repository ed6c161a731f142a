//! Writing a text of several lines: what is written goes to the interview with each line, and
//! before anything else is done.

use super::field::Field;
use super::screen::{Body, Page, field_width};
use super::{Asked, INTERRUPT, Leave, TerminalPrompt, Work, keys};
use crate::domain::assessment::MAX_TEXT;
use crate::domain::interview::{Action, Interview, Rejection, Step};
use crate::prompt::Reply;
use crate::prompt::command::{is_command, parse, slip};
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
    ) -> Asked<Reply> {
        let step = interview.step();
        // Somebody who comes back to a text may only want to see it.
        let (mut field, mut enter) = match self.resume_work(step) {
            Some(Work::Field(field, enter)) => (field, enter),
            _ => (Field::new(saved), enter_at(saved)),
        };
        // What was written is saved before the person sees it, and not with every line of a paste.
        let mut is_due = false;
        loop {
            let left = match self.pending.take() {
                Some(command) => self.command(interview, command, ui),
                None if is_due && !self.input.has_more() => {
                    Err(Action::Write(text_of(&field)).into())
                }
                None => {
                    let key = self.key(ui, |prompt| Page {
                        body: Body::Field(&field),
                        ..page(prompt, enter)
                    });
                    key.and_then(|key| self.press(step, &key, &mut field, &mut enter))
                }
            };
            let reply = match left {
                Ok(()) if self.pending.is_none() => continue,
                Ok(()) => None,
                Err(leave) => Some(leave.into_reply().map_err(Leave::Failed)?),
            };
            let text = text_of(&field);
            let is_saved = text == saved;
            match &reply {
                // What came back from an editor takes the field's place.
                Some(Reply::Action(Action::Write(written))) if *written != text => {
                    return Ok(Reply::Action(Action::Write(written.clone())));
                }
                Some(Reply::Action(Action::Write(_))) if self.input.has_more() => {
                    is_due = true;
                    continue;
                }
                Some(Reply::Action(Action::Write(_))) if is_saved => {
                    is_due = false;
                    continue;
                }
                _ => {}
            }
            // A command acts on a text that is safe.
            if reply.is_none() && is_saved {
                continue;
            }
            self.work = Some((step, Work::Field(field, enter)));
            let write = Reply::Action(Action::Write(text));
            match reply {
                Some(reply) if is_saved || reply == Reply::Action(Action::Clear) => {
                    return Ok(reply);
                }
                Some(reply) if reply != write => self.next.push_back(reply),
                _ => {}
            }
            return Ok(write);
        }
    }

    /// What a key does while a text is written. A command waits in `pending`.
    fn press(&mut self, step: Step, key: &Key, field: &mut Field, enter: &mut Enter) -> Asked<()> {
        let is_at_end = field.is_at_end();
        let before = field.revision();
        let write = |field: &Field| Err(Action::Write(text_of(field)).into());
        match key {
            Key::Tab => Err(Action::Continue.into()),
            Key::Enter if *enter == Enter::GoesOn => Err(Action::Continue.into()),
            Key::Enter if is_at_end && is_command(field.line()) => {
                self.pending = Some(parse(step, &field.take_line()));
                Ok(())
            }
            Key::Enter if is_at_end && is_blank(field.line()) => Err(Action::Continue.into()),
            // Somebody who has corrected a word in the middle wants to go on, not to break the line.
            Key::Enter if !is_at_end => {
                field.apply(&Key::Last, field_width(self.width()));
                if !is_blank(field.line()) {
                    field.apply(&Key::LineFeed, field_width(self.width()));
                }
                write(field)
            }
            Key::Enter if is_at_end && let Some(words) = slip(field.line()) => {
                self.said.push(words);
                field.apply(key, field_width(self.width()));
                write(field)
            }
            key if would_be_too_long(field, key) => {
                self.said.push(Rejection::TooLong.to_string());
                Ok(())
            }
            key if field.apply(key, field_width(self.width())) => {
                if field.revision() != before {
                    *enter = Enter::BeginsLine;
                }
                // Whatever is finished for the moment is saved: a line, a paste, a place left.
                match key {
                    Key::Char(_) | Key::Backspace | Key::Delete => Ok(()),
                    _ => write(field),
                }
            }
            Key::BackTab => Err(Action::StepBack.into()),
            Key::Ctrl('d') => Err(Reply::Signal(INTERRUPT).into()),
            key => {
                self.pending = keys::command(key);
                Ok(())
            }
        }
    }
}

/// What Enter does at a text that nothing has been changed in.
pub(super) fn enter_at(text: &str) -> Enter {
    if is_blank(text) {
        Enter::BeginsLine
    } else {
        Enter::GoesOn
    }
}

pub(super) fn would_be_too_long(field: &Field, key: &Key) -> bool {
    let more = field.would_add(key);
    more > 0 && field.text().len() + more > MAX_TEXT
}

/// The text as it is saved: what was only begun at its end is no part of it.
pub(super) fn text_of(field: &Field) -> String {
    field.text().trim_end().to_owned()
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
