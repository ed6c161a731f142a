//! One thing asked: what is taken from a list, and what a key or a typed command does besides.

use super::list::{List, Picked};
use super::screen::{Body, Page, Screen, Section, Tone};
use super::{Asked, TerminalPrompt, Work, keys};
use crate::domain::interview::{Action, Interview, Phase, Rejection, Step};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::command::{Command, parse};
use crate::prompt::editor::{self, Edited};
use crate::prompt::input::key::Key;
use crate::prompt::{Reply, reminder, text};
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
                    let command = wrap(&visible(command), screen.width(), "", "");
                    page.below.push(Section::whole(&command, Tone::Plain));
                }
                page
            })?;
            match list.apply(&key) {
                Picked::Item(index) => return Ok(Ok(index)),
                Picked::Typed(typed) => return Ok(Err(typed)),
                Picked::Command(line) => self.command(parse(self.interview.step(), &line))?,
                Picked::NoSuchNumber => {
                    let numbers = list.numbers();
                    self.ui.say(&format!("choose from 1 to {numbers}"));
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
        keys::command(key).map_or(Ok(()), |command| self.command(command))
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
            self.ui.say(text::question::NOTHING_LOGGED);
            return Ok(());
        }
        let first = entries.iter().position(|entry| !interview.is_used(entry));
        let mut list = List::numbered(text::question::entries(interview, place), first);
        let source = text::question::source(interview, place);
        match self.pick(&format!("Which entry of {source}?"), &mut list)? {
            Some(index) => Err(Action::TakeEntry(index).into()),
            None => Ok(()),
        }
    }

    fn edit(&mut self) -> Asked<()> {
        let Some(text) = self.interview.text() else {
            self.ui.say(&Rejection::NotHere.to_string());
            return Ok(());
        };
        self.prompt.close(self.ui);
        let edited = self.prompt.editor.edit(&text, &reminder(self.interview));
        self.prompt.input.forget_keys();
        self.ui.hold();
        match edited {
            // It stands on the screen that comes next.
            Ok(Edited::Taken(text)) => {
                self.prompt.work = None;
                if matches!(self.interview.step(), Step::Evidence(_)) {
                    let next = Reply::Action(Action::Continue);
                    self.prompt.next.push_back(next);
                }
                Err(Action::Write(text).into())
            }
            edited => {
                editor::report(edited, self.prompt.screen().width(), self.ui);
                Ok(())
            }
        }
    }
}
