//! Small questions within a step: a list, a line, a page to read.

use anyhow::Result;

use super::field::Field;
use super::list::{List, Picked};
use super::screen::{Body, Page, Section, Tone, field_width};
use super::text::would_be_too_long;
use super::{Given, INTERRUPT, Taken, TerminalPrompt, keys};
use crate::domain::assessment::Reason;
use crate::domain::interview::{Action, Interview, Refusal, Step};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::input::key::Key;
use crate::prompt::{Choice, Reply, words};
use crate::ui::Ui;

impl TerminalPrompt {
    /// Lets the person choose one of a few things that are no part of the interview.
    pub(super) fn chosen(
        &mut self,
        question: &str,
        choices: &[String],
        ui: &mut Ui,
    ) -> Result<Choice> {
        // What stands first harms nobody, whatever was typed before the question came up.
        let mut list = List::numbered(choices.to_vec(), Some(0));
        loop {
            let key = self.key(ui, |prompt| {
                let foot = "↑ ↓ or a number, then Enter · Ctrl-Q quit";
                Page {
                    body: Body::List(&list),
                    ..dialog_page(&visible(question), foot, prompt.width())
                }
            })?;
            match key {
                Given::Reply(Reply::Signal(number)) => return Ok(Choice::Signal(number)),
                Given::Reply(_) | Given::Value(Key::Ctrl('q')) => return Ok(Choice::Quit),
                Given::Value(Key::Ctrl('d')) => return Ok(Choice::Signal(INTERRUPT)),
                Given::Value(Key::Help) => {
                    if let Some(Reply::Signal(number)) = self.help(ui)? {
                        return Ok(Choice::Signal(number));
                    }
                }
                Given::Value(key) => match list.apply(&key) {
                    Picked::Item(index) => return Ok(Choice::Chosen(index)),
                    Picked::Command(line) if line == ":quit" => return Ok(Choice::Quit),
                    _ => {}
                },
            }
        }
    }

    /// Lets the person choose; none where they would rather not.
    pub(super) fn pick(
        &mut self,
        interview: &Interview<'_>,
        title: &str,
        list: &mut List,
        ui: &mut Ui,
    ) -> Result<Given<Option<usize>>> {
        loop {
            let taken = self.take(interview, list, ui, |prompt, _| {
                let width = prompt.width();
                dialog_page(title, "↑ ↓ or a number, then Enter · Esc back", width)
            })?;
            return Ok(match taken {
                Given::Value(Taken::Item(index)) => Given::Value(Some(index)),
                Given::Value(Taken::Typed(_)) => {
                    ui.say("choose one of these first, with ↑ ↓ or its number");
                    continue;
                }
                Given::Reply(Reply::Action(Action::Back)) => Given::Value(None),
                Given::Reply(reply) => Given::Reply(reply),
            });
        }
    }

    /// Lets the person write a line. What is written comes back however it ends.
    pub(super) fn write_line(
        &mut self,
        title: &str,
        text: &str,
        ui: &mut Ui,
    ) -> Result<(String, End)> {
        let mut field = Field::new(text);
        let end = loop {
            let key = match self.key(ui, |prompt| {
                let foot = "Enter takes it · Esc back";
                Page {
                    body: Body::Field(&field),
                    ..dialog_page(title, foot, prompt.width())
                }
            })? {
                Given::Value(key) => key,
                Given::Reply(reply) => break End::Reply(reply),
            };
            match key {
                Key::Escape => break End::Back,
                Key::Ctrl('q') => break End::Reply(Reply::Action(Action::Quit)),
                Key::Enter => break End::Taken,
                Key::LineFeed => {}
                key if would_be_too_long(&field, &key) => {
                    self.said.push(Refusal::TooLong.to_string())
                }
                Key::Paste(text) => {
                    let line = text.trim_end().replace('\n', " ");
                    field.apply(&Key::Paste(line), field_width(self.width()));
                }
                Key::Help => {
                    if let Some(reply) = self.help(ui)? {
                        break End::Reply(reply);
                    }
                }
                key if field.apply(&key, field_width(self.width())) => {}
                Key::Ctrl('d') => break End::Reply(Reply::Signal(INTERRUPT)),
                _ => {}
            }
        };
        Ok((field.text().trim().to_owned(), end))
    }

    /// Something to read until a key is pressed, laid out for whatever size the screen has.
    pub(super) fn read(
        &mut self,
        text: impl Fn(&Self) -> String,
        foot: &str,
        ui: &mut Ui,
    ) -> Result<Given<Key>> {
        self.key(ui, |prompt| Page {
            above: vec![Section::giving_way(&text(prompt), Tone::Plain, 2, 3)],
            body: Body::Nothing,
            below: vec![Section::gap(), keys::foot(&[foot], prompt.width())],
        })
    }

    /// Every key there is.
    pub(super) fn help(&mut self, ui: &mut Ui) -> Result<Option<Reply>> {
        // What was said before stands there again afterwards.
        let said = std::mem::take(&mut self.said);
        let key = self.read(|_| keys::HELP.to_owned(), "any key goes on", ui)?;
        self.said = said;
        Ok(match key {
            Given::Value(Key::Ctrl('d')) => Some(Reply::Signal(INTERRUPT)),
            Given::Value(_) => None,
            Given::Reply(reply) => Some(reply),
        })
    }

    /// Why a question does not apply.
    pub(super) fn not_applicable(
        &mut self,
        interview: &Interview<'_>,
        ui: &mut Ui,
    ) -> Result<Option<Reply>> {
        let (Step::Evidence(place) | Step::Rating(place)) = interview.step() else {
            ui.say("that works at a question");
            return Ok(None);
        };
        let ask = words::question::ask(interview, place);
        let mut list = List::numbered(words::question::reasons(), None);
        let mut note = String::new();
        loop {
            let title = format!("{ask}\n\nWhy does this not apply to you this quarter?");
            let index = match self.pick(interview, &title, &mut list, ui)? {
                Given::Value(Some(index)) => index,
                Given::Value(None) => return Ok(None),
                Given::Reply(reply) => return Ok(Some(reply)),
            };
            let Some(reason) = Reason::ALL.get(index).copied() else {
                return Ok(None);
            };
            let title = format!("{ask}\n\nA word on why? Enter leaves it out.");
            let (written, end) = self.write_line(&title, &note, ui)?;
            note = written;
            let action = Reply::Action(Action::NotApplicable {
                reason,
                note: note.clone(),
            });
            match end {
                End::Taken => return Ok(Some(action)),
                End::Back => {}
                End::Reply(reply) => {
                    self.next.push_back(reply);
                    return Ok(Some(action));
                }
            }
        }
    }
}

/// How a line was ended.
pub(super) enum End {
    Taken,
    /// The person would rather be back where they came from.
    Back,
    /// Something that leaves the step, once the line is safe.
    Reply(Reply),
}

pub(super) fn dialog_page<'p>(title: &str, foot: &str, width: usize) -> Page<'p> {
    Page {
        above: vec![
            Section::whole(&wrap(title, width, "", ""), Tone::Strong),
            Section::gap(),
        ],
        body: Body::Nothing,
        below: vec![Section::gap(), keys::foot(&[foot], width)],
    }
}
