//! Small questions within a step: a list, a line, a page to read.

use std::mem::take;

use super::field::Field;
use super::list::{List, Picked};
use super::screen::{Body, Page, Screen, Section, Tone, field_width};
use super::turn::Turn;
use super::writing::would_be_too_long;
use super::{Asked, TerminalPrompt, keys};
use crate::domain::assessment::Reason;
use crate::domain::interview::{Action, Rejection};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, text};
use crate::ui::Ui;

impl TerminalPrompt {
    /// Lets the person choose one of a few things that are no part of the interview.
    pub(super) fn chosen(
        &mut self,
        question: &str,
        choices: &[String],
        ui: &mut Ui,
    ) -> Asked<Action> {
        // The first choice harms nobody, whatever was typed before the question came up.
        let mut list = List::numbered(choices.to_vec(), Some(0));
        loop {
            let key = self.key(ui, |screen| {
                let foot = "↑ ↓ or a number, then Enter · Ctrl-Q quit";
                Page {
                    body: Body::List(&list),
                    ..dialog_page(&visible(question), foot, screen.width())
                }
            })?;
            match (&key, list.apply(&key)) {
                (_, Picked::Item(index)) => return Ok(Action::Choose(index)),
                (_, Picked::Command(line)) if line == ":quit" => return Ok(Action::Quit),
                (Key::Ctrl('q'), _) => return Ok(Action::Quit),
                (Key::Help, _) => self.help(false, ui)?,
                _ => {}
            }
        }
    }

    /// Something to read until a key is pressed, laid out for whatever size the screen has.
    pub(super) fn read(
        &mut self,
        text: impl Fn(Screen) -> String,
        foot: &str,
        ui: &mut Ui,
    ) -> Asked<Key> {
        self.key(ui, |screen| {
            let text = Section::giving_way(&text(screen), Tone::Plain, 2, 3);
            Page::new(vec![text], &[foot], screen.width())
        })
    }

    pub(super) fn help(&mut self, may_write: bool, ui: &mut Ui) -> Asked<()> {
        // What was said before stands there again afterwards.
        let before = (take(&mut self.news), take(&mut self.said));
        let read = self.read(|_| keys::help(may_write), "any key to go on", ui);
        (self.news, self.said) = before;
        read.map(|_| ())
    }
}

impl Turn<'_> {
    /// Lets the person choose; none where they would rather not.
    pub(super) fn pick(&mut self, title: &str, list: &mut List) -> Asked<Option<usize>> {
        let foot = "↑ ↓ or a number, then Enter · Esc back";
        match self.item(list, |width, _| dialog_page(title, foot, width)) {
            Err(Reply::Action(Action::StepBack)) => Ok(None),
            picked => picked.map(Some),
        }
    }

    /// What is written comes back however it ends: with nothing where it is taken, else with what
    /// was asked for instead, such as [`Action::StepBack`].
    pub(super) fn write_line(
        &mut self,
        title: &str,
        text: &str,
        private: Option<&mut bool>,
    ) -> (String, Option<Reply>) {
        let mut field = Field::new(text);
        let filled = self.fill(&mut field, title, private);
        (field.text().trim().to_owned(), filled.err())
    }

    fn fill(
        &mut self,
        field: &mut Field,
        title: &str,
        mut private: Option<&mut bool>,
    ) -> Asked<()> {
        loop {
            let foot = match private.as_deref() {
                None => "Enter to go on · Esc back",
                Some(false) => "Enter to go on · Ctrl-P private · Esc back",
                Some(true) => {
                    "Private: it stays out of exports · Ctrl-P share · Enter to go on · Esc back"
                }
            };
            let key = self.key(|screen| Page {
                body: Body::Field(field),
                ..dialog_page(title, foot, screen.width())
            })?;
            let width = field_width(self.prompt.screen().width());
            match key {
                Key::Escape => return Err(Action::StepBack.into()),
                Key::Ctrl('q') => return Err(Action::Quit.into()),
                Key::Enter => return Ok(()),
                Key::LineFeed => {}
                Key::Ctrl('p') if let Some(private) = private.as_deref_mut() => {
                    *private = !*private;
                }
                Key::Help => self.prompt.help(true, self.ui)?,
                key if would_be_too_long(field, &key) => {
                    self.ui.say(&Rejection::TooLong.to_string());
                }
                Key::Paste(text) => {
                    let line = text.trim_end().replace('\n', " ");
                    field.apply(&Key::Paste(line), width);
                }
                key => {
                    field.apply(&key, width);
                }
            }
        }
    }

    pub(super) fn not_applicable(&mut self) -> Asked<()> {
        let Some(place) = self.place() else {
            return Ok(());
        };
        if let Some(reason) = self.interview.reason_of_parent(place) {
            let note = String::new();
            return Err(Action::NotApplicable { reason, note }.into());
        }
        let ask = text::question::ask(self.interview, place);
        let mut list = List::numbered(text::question::reasons(), None);
        let mut note = String::new();
        loop {
            let title = format!("{ask}\n\nWhy doesn't this apply to you this quarter?");
            let index = self.pick(&title, &mut list)?;
            let Some(reason) = index.and_then(|index| Reason::ALL.get(index).copied()) else {
                return Ok(());
            };
            let title = format!("{ask}\n\nA word on why? It may stay empty.");
            let (written, reply) = self.write_line(&title, &note, None);
            note = written;
            if reply != Some(Reply::Action(Action::StepBack)) {
                self.prompt.next.extend(reply);
                return Err(Action::NotApplicable { reason, note }.into());
            }
        }
    }
}

pub(super) fn dialog_page<'p>(title: &str, foot: &str, width: usize) -> Page<'p> {
    let title = Section::whole(&wrap(title, width, "", ""), Tone::Strong);
    Page::new(vec![title, Section::gap()], &[foot], width)
}
