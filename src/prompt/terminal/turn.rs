//! One thing asked: a list, a line, a page to read, and what a key or a typed command does besides.

use std::mem::take;

use super::field::Field;
use super::list::{List, Picked};
use super::screen::{Body, Page, Screen, Section, Tone, field_width};
use super::{Asked, TerminalPrompt, Work, keys};
use crate::domain::assessment::Reason;
use crate::domain::interview::{Action, Interview, Phase, Rejection, Step};
use crate::escape::visible;
use crate::prompt::command::{Command, of_key, parse};
use crate::prompt::input::key::Key;
use crate::prompt::text::question::{self, NOTHING_LOGGED, QuestionText};
use crate::prompt::{Reply, editor, reminder};
use crate::ui::Ui;

/// The prompt, and the interview as it stands while something is asked.
pub(super) struct Turn<'a> {
    pub(super) prompt: &'a mut TerminalPrompt,
    pub(super) interview: &'a Interview<'a>,
    pub(super) ui: &'a mut Ui,
}

impl Turn<'_> {
    pub(super) fn key<'p>(&mut self, page: impl Fn(Screen) -> Page<'p>) -> Asked<Key> {
        self.prompt.key(self.ui, page)
    }

    pub(super) fn item<'p>(
        &mut self,
        list: &mut List,
        page: impl Fn(usize, &List) -> Page<'p>,
    ) -> Asked<usize> {
        loop {
            match self.take(list, &page)? {
                Ok(index) => return Ok(index),
                Err(_) => self.ui.say("choose one first, with ↑ ↓ or its number"),
            }
        }
    }

    /// The same where something may be typed that belongs to no item: it comes back as an error.
    pub(super) fn take<'p>(
        &mut self,
        list: &mut List,
        page: impl Fn(usize, &List) -> Page<'p>,
    ) -> Asked<Result<usize, String>> {
        loop {
            let key = self.key(|screen| {
                let mut page = page(screen.width(), list);
                page.body = Body::List(list);
                if let Some(command) = list.command() {
                    let command = visible(command);
                    let command = Section::wrapped(&command, Tone::Plain, screen.width());
                    page.below.push(command);
                }
                page
            })?;
            match list.apply(&key) {
                Picked::Item(index) => return Ok(Ok(index)),
                Picked::Typed(typed) => return Ok(Err(typed)),
                Picked::Command(line) => self.command(parse(self.interview.step(), &line))?,
                Picked::NoSuchNumber(last) => {
                    self.ui.say(&format!("choose from 1 to {last}"));
                }
                Picked::Unknown => self.act(&key)?,
                Picked::Nothing if key == Key::Enter && list.marked.is_none() => {
                    self.ui.say("choose one first, with ↑ ↓ or its number");
                }
                Picked::Nothing => {}
            }
        }
    }

    /// The list of a step, as it was left for a save.
    pub(super) fn list(&mut self, fresh: impl FnOnce() -> List) -> List {
        match self.work() {
            Some(Work::List(list)) => list,
            _ => fresh(),
        }
    }

    pub(super) fn work(&mut self) -> Option<Work> {
        let work = self.prompt.work.take();
        let work = work.filter(|(at, _)| *at == self.interview.step());
        work.map(|(_, work)| work)
    }

    pub(super) fn keep(&mut self, work: Work) {
        self.prompt.work = Some((self.interview.step(), work));
    }

    pub(super) fn act(&mut self, key: &Key) -> Asked<()> {
        of_key(key).map_or(Ok(()), |command| self.command(command))
    }

    pub(super) fn command(&mut self, command: Command) -> Asked<()> {
        match command {
            Command::Action(Action::Skip) if !self.may_skip() => Ok(()),
            Command::Action(action) => Err(action.into()),
            Command::NotApplicable => self.not_applicable(),
            Command::Log => self.log(),
            Command::Help => {
                let may_write = self.interview.phase() != Some(Phase::Ratings);
                self.prompt.help(may_write, self.ui)
            }
            Command::Edit => self.edit(),
            Command::Unclear(words) => {
                self.ui.say(&words);
                Ok(())
            }
            Command::Text(_) => Ok(()),
        }
    }

    /// The place of the question that is asked; where none is, that is said.
    pub(super) fn place(&mut self) -> Option<usize> {
        let place = self.interview.step().place();
        if place.is_none() {
            self.ui.say("that works at a question");
        }
        place
    }

    /// Skipping takes a rating away, which nobody may want who only meant to go on. So it has to
    /// be said twice where there is one.
    fn may_skip(&mut self) -> bool {
        let place = self.interview.step().place();
        let rating = place.and_then(|place| self.interview.answer(place).rating());
        let (Some(rating), Some(Phase::Whole)) = (rating, self.interview.phase()) else {
            return true;
        };
        let is_said_again = std::mem::replace(&mut self.prompt.is_skip_asked, true);
        if !is_said_again {
            self.ui.say(&format!(
                "skipping removes your rating of {rating}; Ctrl-S again does it, Tab or Enter keep it and go on"
            ));
        }
        is_said_again
    }

    fn log(&mut self) -> Asked<()> {
        let interview = self.interview;
        let Some(place) = self.place() else {
            return Ok(());
        };
        let entries = interview.entries(place);
        if entries.is_empty() {
            self.ui.say(NOTHING_LOGGED);
            return Ok(());
        }
        let first = entries.iter().position(|entry| !interview.is_used(entry));
        let text = QuestionText::new(interview, place, 0);
        let mut list = List::numbered(text.entries(), first);
        match self.pick(&format!("Which entry of {}?", text.source()), &mut list)? {
            Some(index) => Err(Action::TakeEntry(index).into()),
            None => Ok(()),
        }
    }

    fn edit(&mut self) -> Asked<()> {
        let Some(text) = self.interview.text() else {
            self.ui.say(&Rejection::not_here().to_string());
            return Ok(());
        };
        self.prompt.close(self.ui);
        let edited = self.prompt.editor.edit(&text, &reminder(self.interview));
        self.prompt.input.forget_keys();
        self.ui.hold();
        let Some(text) = editor::taken(edited, self.ui) else {
            return Ok(());
        };
        self.prompt.work = None;
        if matches!(self.interview.step(), Step::Evidence(_)) {
            self.prompt.next.push_back(Action::Continue.into());
        }
        Err(Action::Write(text).into())
    }

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
        mut private: Option<&mut bool>,
    ) -> (String, Option<Reply>) {
        let mut field = Field::new(text);
        let reply = loop {
            let foot = match private.as_deref() {
                None => "Enter to go on · Esc back",
                Some(false) => "Enter to go on · Ctrl-P private · Esc back",
                Some(true) => {
                    "Private: it stays out of exports · Ctrl-P share · Enter to go on · Esc back"
                }
            };
            let key = self.key(|screen| Page {
                body: Body::Field(&field),
                ..dialog_page(title, foot, screen.width())
            });
            let width = field_width(self.prompt.screen().width());
            match key {
                Err(reply) => break Some(reply),
                Ok(Key::Escape) => break Some(Action::StepBack.into()),
                Ok(Key::Ctrl('q')) => break Some(Action::Quit.into()),
                Ok(Key::Enter) => break None,
                Ok(Key::LineFeed) => {}
                Ok(Key::Ctrl('p')) if let Some(private) = private.as_deref_mut() => {
                    *private = !*private;
                }
                Ok(Key::Help) => {
                    if let Err(reply) = self.prompt.help(true, self.ui) {
                        break Some(reply);
                    }
                }
                Ok(key) if !field.has_room_for(&key) => {
                    self.ui.say(&Rejection::too_long().to_string());
                }
                Ok(Key::Paste(text)) => {
                    let line = text.trim_end().replace('\n', " ");
                    field.apply(&Key::Paste(line), width);
                }
                Ok(key) => {
                    field.apply(&key, width);
                }
            }
        };
        (field.text().trim().to_owned(), reply)
    }

    pub(super) fn not_applicable(&mut self) -> Asked<()> {
        let Some(place) = self.place() else {
            return Ok(());
        };
        if let Some(action) = self.interview.not_applicable_either() {
            return Err(action.into());
        }
        let ask = QuestionText::new(self.interview, place, 0).ask();
        let mut list = List::numbered(question::reasons(), None);
        let mut note = String::new();
        loop {
            let title = format!("{ask}\n\nWhy doesn't this apply to you this quarter?");
            let index = self.pick(&title, &mut list)?;
            let Some(reason) = index.and_then(|index| Reason::ALL.get(index).copied()) else {
                return Ok(());
            };
            let title = format!("{ask}\n\nA word on why? You can leave it blank.");
            let (written, reply) = self.write_line(&title, &note, None);
            note = written;
            if reply != Some(Reply::Action(Action::StepBack)) {
                self.prompt.next.extend(reply);
                return Err(Action::NotApplicable { reason, note }.into());
            }
        }
    }
}

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

pub(super) fn dialog_page<'p>(title: &str, foot: &str, width: usize) -> Page<'p> {
    let title = Section::wrapped(title, Tone::Strong, width);
    Page::new(vec![title, Section::gap()], &[foot], width)
}
