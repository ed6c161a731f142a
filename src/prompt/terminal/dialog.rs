//! Small questions within a step: a list, a line, a page to read.

use anyhow::Result;

use super::field::Field;
use super::key::Key;
use super::list::List;
use super::screen::{Body, Page, Section, Tone, field_width};
use super::{Given, INTERRUPT, Taken, TerminalPrompt, keys};
use crate::domain::assessment::Reason;
use crate::domain::interview::{Action, Interview, Step};
use crate::prompt::{Reply, words};
use crate::render::wording::wrap;
use crate::ui::Ui;

impl TerminalPrompt {
    /// Lets the person choose; none where they would rather not.
    pub(super) fn pick(
        &mut self,
        interview: &Interview<'_>,
        title: &str,
        list: &mut List,
        ui: &mut Ui,
    ) -> Result<Given<Option<usize>>> {
        loop {
            let taken = self.take(interview, list, ui, |prompt| {
                let width = prompt.width();
                dialog_page(title, "↑ ↓ or a number, then Enter · Esc back", width)
            })?;
            return Ok(match taken {
                Given::Value(Taken::Item(index)) => Given::Value(Some(index)),
                Given::Value(Taken::Typed(_)) => continue,
                Given::Reply(Reply::Action(Action::Back)) => Given::Value(None),
                Given::Reply(reply) => Given::Reply(reply),
            });
        }
    }

    /// Lets the person write a line; none where they would rather not.
    pub(super) fn write_line(
        &mut self,
        title: &str,
        text: &str,
        ui: &mut Ui,
    ) -> Result<Given<Option<String>>> {
        let mut field = Field::new(text);
        loop {
            let key = match self.key(ui, |prompt| {
                let page = dialog_page(title, "Enter takes it · Esc back", prompt.width());
                Page {
                    body: Body::Field(&field),
                    ..page
                }
            })? {
                Given::Value(key) => key,
                Given::Reply(reply) => return Ok(Given::Reply(reply)),
            };
            match key {
                Key::Escape => return Ok(Given::Value(None)),
                Key::Ctrl('q') => return Ok(Given::Reply(Reply::Action(Action::Quit))),
                Key::Enter => return Ok(Given::Value(Some(field.text().trim().to_owned()))),
                Key::LineFeed => {}
                Key::Paste(text) => {
                    let line = text.trim_end().replace('\n', " ");
                    field.apply(&Key::Paste(line), field_width(self.width()));
                }
                Key::Help => {
                    if let Some(reply) = self.help(ui)? {
                        return Ok(Given::Reply(reply));
                    }
                }
                key if field.apply(&key, field_width(self.width())) => {}
                Key::Ctrl('d') => return Ok(Given::Reply(Reply::Signal(INTERRUPT))),
                _ => {}
            }
        }
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
        match self.read(|_| keys::HELP.to_owned(), "any key goes on", ui)? {
            Given::Value(Key::Ctrl('d')) => Ok(Some(Reply::Signal(INTERRUPT))),
            Given::Value(_) => Ok(None),
            Given::Reply(reply) => Ok(Some(reply)),
        }
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
            let title = format!("{ask}\n\nA note on why, if you like.");
            match self.write_line(&title, "", ui)? {
                Given::Value(Some(note)) => {
                    let action = Action::NotApplicable { reason, note };
                    return Ok(Some(Reply::Action(action)));
                }
                Given::Value(None) => {}
                Given::Reply(reply) => return Ok(Some(reply)),
            }
        }
    }
}

fn dialog_page<'p>(title: &str, foot: &str, width: usize) -> Page<'p> {
    Page {
        above: vec![
            Section::whole(&wrap(title, width, "", ""), Tone::Strong),
            Section::gap(),
        ],
        body: Body::Nothing,
        below: vec![Section::gap(), keys::foot(&[foot], width)],
    }
}
