//! The interview on a screen of its own: one question at a time, every action on one key.

mod ending;
mod field;
mod keys;
mod list;
mod opening;
mod question;
mod review;
mod screen;
mod turn;
mod writing;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;
use dialoguer::console::Term;

use self::field::Field;
use self::list::List;
use self::screen::{Page, SCALE_RANK, Screen, Section, Tone};
use self::turn::Turn;
use super::command::Command;
use super::editor::{Editor, Writing};
use super::eta::Eta;
use super::input::key::Key;
use super::input::{INTERRUPT, Input, InputEvent, QUIT};
use super::terminal_guard::{RawMode, suspend};
use super::{Asked, Prompt, Reply, text};
use crate::domain::interview::{Action, Event, Interview, Order, Step};
use crate::page::wrap::wrap;
use crate::ui::Ui;

pub struct TerminalPrompt {
    term: Term,
    color: bool,
    input: Input,
    /// None while the screen is not up.
    raw_mode: Option<RawMode>,
    eta: Eta,
    editor: Editor,
    /// Replies that follow the one that was just given.
    next: VecDeque<Reply>,
    /// A command that waits until the text before it is saved.
    pending: Option<Command>,
    /// What is being worked on at a step, so that it is there again after a save.
    work: Option<(Step, Work)>,
    /// What the answer before brought about, and in which rank it gives way on a low screen.
    news: Vec<(String, u8)>,
    news_at: Option<Step>,
    said: Vec<String>,
    reviewed: Option<usize>,
    /// Whether skipping was asked for once at this step.
    is_skip_asked: bool,
    has_welcomed: bool,
    /// Whether it was said that highlights may be noted first.
    has_offered: bool,
    has_shown_scores: bool,
}

const NEWS_RANK: u8 = 2;

#[derive(Clone, Debug)]
enum Work {
    Field(Field),
    List(List),
}

impl TerminalPrompt {
    /// The screen goes to stderr, so that stdout stays free for data.
    pub fn new(color: bool, editor: Option<OsString>, folder: PathBuf) -> Result<Self> {
        Ok(Self {
            term: Term::stderr(),
            color,
            input: Input::open()?,
            raw_mode: None,
            eta: Eta::new(),
            editor: Editor::new(editor, folder, Writing::Answer),
            next: VecDeque::new(),
            pending: None,
            work: None,
            news: Vec::new(),
            news_at: None,
            said: Vec::new(),
            reviewed: None,
            is_skip_asked: false,
            has_welcomed: false,
            has_offered: false,
            has_shown_scores: false,
        })
    }

    fn screen(&self) -> Screen {
        let (rows, columns) = self.term.size();
        Screen {
            columns: usize::from(columns).max(1),
            rows: usize::from(rows).max(1),
            color: self.color,
        }
    }

    fn open(&mut self, ui: &mut Ui) -> Result<()> {
        if self.raw_mode.is_none() {
            self.raw_mode = Some(RawMode::enable()?);
            ui.prompt(screen::ENTER);
            ui.hold();
        }
        Ok(())
    }

    fn close(&mut self, ui: &mut Ui) {
        if self.raw_mode.is_some() {
            ui.prompt(screen::LEAVE);
        }
        self.raw_mode = None;
        ui.release();
    }

    fn key<'p>(&mut self, ui: &mut Ui, page: impl Fn(Screen) -> Page<'p>) -> Asked<Key> {
        loop {
            // Where the terminal cannot be set, the next key tells.
            let _ = self.open(ui);
            self.said.extend(ui.take_held());
            // What is typed already is taken first: nobody sees a page that lasts no longer.
            if !self.input.has_more() {
                let screen = self.screen();
                let mut page = page(screen);
                page.above.splice(0..0, self.news(screen.width()));
                let position = page.below.len().saturating_sub(1);
                page.below
                    .splice(position..position, self.said(screen.width()));
                ui.prompt(&page.draw(screen));
            }
            match self.input.next_key() {
                InputEvent::Resumed => {
                    let _ = self.raw_mode.as_ref().map(RawMode::enable_again);
                    ui.prompt(screen::ENTER);
                }
                InputEvent::Signal(number) => return Err(Reply::Signal(number)),
                InputEvent::Key(Key::Ctrl('c')) => return Err(Reply::Signal(INTERRUPT)),
                // In nothing it means that nothing more comes.
                InputEvent::Key(Key::Ctrl('d')) if !page(self.screen()).has_text() => {
                    return Err(Reply::Signal(INTERRUPT));
                }
                InputEvent::Key(Key::Ctrl('\\')) => return Err(Reply::Signal(QUIT)),
                InputEvent::Key(Key::Ctrl('z')) => {
                    self.close(ui);
                    suspend();
                    self.input.forget_stop();
                }
                InputEvent::Key(Key::Ctrl('l')) => ui.prompt(screen::CLEAR),
                InputEvent::Key(key) => {
                    if key != Key::Help {
                        self.said.clear();
                    }
                    return Ok(key);
                }
                _ => {}
            }
        }
    }

    fn news(&self, width: usize) -> Vec<Section> {
        let section = |(text, rank): &(String, u8)| {
            let lines = text.lines().map(|line| wrap(line, width, "", "  "));
            let text = lines.collect::<Vec<_>>().join("\n");
            let least = usize::from(*rank != SCALE_RANK);
            Section::giving_way(&text, Tone::News, *rank, least)
        };
        let gap = (!self.news.is_empty()).then(Section::gap);
        self.news.iter().map(section).chain(gap).collect()
    }

    fn said(&self, width: usize) -> Vec<Section> {
        let said = self.said.iter();
        said.map(|text| Section::wrapped(text, Tone::News, width))
            .collect()
    }

    /// News are shown with one step only.
    fn arrive(&mut self, interview: &Interview<'_>, ui: &Ui) {
        let step = interview.step();
        // Whatever is changed from here, the scores are worth another look.
        self.has_shown_scores &= matches!(step, Step::Focus | Step::Closing | Step::Highlights);
        self.eta.turn_to(interview.phase());
        if !std::mem::replace(&mut self.has_welcomed, true) && !ui.is_quiet() {
            let [mut greeting, scale] = text::opening::welcome(interview);
            greeting.extend(self.offer(interview));
            let texts = [(greeting.join("\n"), 0), (scale.join("\n"), SCALE_RANK)];
            let texts = texts.into_iter().filter(|(text, _)| !text.is_empty());
            self.news = texts.collect();
        }
        let before = self.news_at.replace(step);
        self.is_skip_asked &= before == Some(step);
        if before.is_some_and(|at| at != step) {
            let offer = self.offer(interview).filter(|_| !ui.is_quiet());
            self.news = offer.into_iter().map(|line| (line, 0)).collect();
        }
    }

    /// That highlights may be noted first, said once.
    fn offer(&mut self, interview: &Interview<'_>) -> Option<String> {
        let offer = text::opening::offers_highlights(interview).filter(|_| !self.has_offered);
        self.has_offered |= offer.is_some();
        offer
    }

    /// What a command did to a text that is being written can be undone like what was typed.
    fn adopt(&mut self, interview: &Interview<'_>) {
        let text = interview.text().unwrap_or_default();
        match &mut self.work {
            Some((step, Work::Field(field))) if *step == interview.step() => field.replace(&text),
            _ => self.work = None,
        }
    }
}

impl Drop for TerminalPrompt {
    fn drop(&mut self) {
        // Only where something went very wrong is it still open.
        if self.raw_mode.is_some() {
            let _ = self.term.write_str(screen::LEAVE);
        }
    }
}

impl Prompt for TerminalPrompt {
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Reply> {
        self.editor.forget_taken();
        if let Some(reply) = self.next.pop_front() {
            return Ok(reply);
        }
        self.open(ui)?;
        self.arrive(interview, ui);
        let mut turn = Turn {
            prompt: self,
            interview,
            ui,
        };
        let asked = match interview.step() {
            Step::Role | Step::Stage | Step::Wanted(_) | Step::LastOutcome(_) => turn.opening(),
            Step::LastNote(index) => turn.last_note(index),
            Step::Evidence(place) => turn.evidence(place),
            Step::Rating(place) => turn.rating(place),
            Step::Review => turn.review(),
            Step::Focus => turn.focus(),
            Step::Closing => turn.closing(),
            Step::Highlights => turn.highlights(),
            // Nothing is asked at the end.
            Step::Done | Step::Stopped => Ok(Action::Quit),
        };
        Ok(asked.map_or_else(|reply| reply, Reply::Action))
    }

    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Result<Reply> {
        self.open(ui)?;
        // What a screen has shown is not said again.
        if self.news_at.is_some() {
            self.news.clear();
        }
        let choice = self.chosen(question, choices, ui);
        self.news.clear();
        Ok(choice.map_or_else(|reply| reply, Reply::Action))
    }

    fn offers_rest(&self, interview: &Interview<'_>) -> bool {
        // Ten minutes need no rest.
        interview.order() == Order::EvidenceFirst
    }

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui) {
        let text = text::event::text(event, interview);
        match event {
            Event::Answered { place, .. } => {
                self.work = None;
                self.eta.answered();
                self.news = vec![(text::event::saved(interview, *place), NEWS_RANK)];
                self.news_at = None;
            }
            Event::Reused(_) | Event::Taken { .. } | Event::Cleared => self.adopt(interview),
            _ => {}
        }
        match (event, self.news.last_mut()) {
            // What was carried over is said once it is saved.
            (Event::Carried(..), _) => {}
            _ if text.is_empty() => {}
            (Event::Answered { .. } | Event::SkillDone(_) | Event::RatingsDone(_), Some(news)) => {
                news.0.extend(["\n", text.as_str()]);
            }
            (Event::SkillDone(_) | Event::RatingsDone(_), None) => {
                self.news.push((text, NEWS_RANK));
            }
            _ => ui.say(&text),
        }
    }

    fn signal(&mut self) -> Option<u8> {
        self.input.late_signal()
    }

    fn leave(&mut self, ui: &mut Ui) {
        self.close(ui);
    }
}
