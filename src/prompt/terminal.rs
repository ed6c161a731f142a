//! The interview on a screen of its own: one question at a time, every action on one key.

mod ending;
mod field;
mod list;
mod question;
mod screen;
mod turn;

use std::collections::VecDeque;
use std::ffi::OsString;
use std::mem::replace;
use std::path::PathBuf;

use anyhow::Result;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use dialoguer::console::Term;
use itertools::Itertools;
use rustix::process::{Signal, kill_current_process_group};

use self::field::Field;
use self::list::List;
use self::screen::{Page, SCALE_RANK, Screen, Section, Tone};
use self::turn::{Turn, dialog_page};
use super::command::Command;
use super::input::decoder::Key;
use super::input::{INTERRUPT, QUIT};
use super::terminal_guard::{ENTER, LEAVE};
use super::{Asked, Choice, Eta, Prompt, Reply, Tools, text};
use crate::domain::interview::{Action, Event, Interview, Step};
use crate::error::Exit;
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::ui::Ui;

pub struct TerminalPrompt {
    tools: Tools,
    term: Term,
    color: bool,
    is_open: bool,
    /// What follows from what was done last, once that is saved.
    next: VecDeque<Command>,
    /// The text that is being written at a step, so that it is there again after a save.
    work: Option<(Step, Field)>,
    /// What the answer before brought about, and in which rank it gives way on a low screen.
    news: Vec<(String, u8)>,
    news_at: Option<Step>,
    said: Vec<String>,
    has_shown_scores: bool,
}

const NEWS_RANK: u8 = 2;

impl TerminalPrompt {
    /// The screen goes to stderr, so that stdout stays free for data.
    pub fn new(color: bool, editor: Option<OsString>, folder: PathBuf) -> Result<Self> {
        Ok(Self {
            tools: Tools::new(editor, folder)?,
            term: Term::stderr(),
            color,
            is_open: false,
            next: VecDeque::new(),
            work: None,
            news: Vec::new(),
            news_at: None,
            said: Vec::new(),
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

    fn open(&mut self, ui: &mut Ui) {
        if !replace(&mut self.is_open, true) {
            // Where the terminal is gone, the next key tells.
            let _ = enable_raw_mode();
            ui.prompt(ENTER);
            ui.hold();
        }
    }

    fn close(&mut self, ui: &mut Ui) {
        if std::mem::take(&mut self.is_open) {
            ui.prompt(LEAVE);
            let _ = disable_raw_mode();
        }
        ui.release();
    }

    fn key(&mut self, ui: &mut Ui, page: impl Fn(Screen) -> Page) -> Asked<Key> {
        loop {
            self.open(ui);
            self.said.extend(ui.take_held());
            // What is typed already is taken first: nobody sees a page that lasts no longer.
            if !self.tools.input.has_more() {
                let screen = self.screen();
                let mut page = page(screen);
                page.above.splice(0..0, self.news(screen.width()));
                let position = page.below.len().saturating_sub(1);
                let said = self.said.iter();
                let said = said.map(|text| Section::wrapped(text, Tone::News, screen.width()));
                page.below.splice(position..position, said);
                ui.prompt(&page.draw(screen));
            }
            match self.tools.input.next_key()? {
                Key::Resized => {}
                Key::Resumed => {
                    // Another program may have changed the modes meanwhile.
                    let _ = disable_raw_mode().and_then(|()| enable_raw_mode());
                    ui.prompt(ENTER);
                }
                Key::Ctrl('c') => return Err(Reply::Exit(INTERRUPT)),
                // In nothing it means that nothing more comes.
                Key::Ctrl('d') if !page(self.screen()).body.has_text => {
                    return Err(Reply::Exit(INTERRUPT));
                }
                Key::Ctrl('\\') => return Err(Reply::Exit(QUIT)),
                Key::Ctrl('z') => {
                    self.close(ui);
                    // Where nobody could wake the program again, the system lets it go on.
                    let _ = kill_current_process_group(Signal::TSTP);
                }
                key => {
                    if key != Key::Help {
                        self.said.clear();
                    }
                    return Ok(key);
                }
            }
        }
    }

    fn news(&self, width: usize) -> Vec<Section> {
        let section = |(text, rank): &(String, u8)| {
            let mut lines = text.lines().map(|line| wrap(line, width, "", "  "));
            let text = lines.join("\n");
            let least = usize::from(*rank != SCALE_RANK);
            Section::giving_way(&text, Tone::News, *rank, least)
        };
        let gap = (!self.news.is_empty()).then(Section::gap);
        self.news.iter().map(section).chain(gap).collect()
    }

    /// News are shown with one step only.
    fn arrive(&mut self, interview: &Interview<'_>, ui: &Ui) {
        let step = interview.step;
        // Whatever is changed from here, the scores are worth another look.
        self.has_shown_scores &= matches!(step, Step::Focus | Step::Closing | Step::Highlights);
        let before = self.news_at.replace(step);
        if before.is_some_and(|at| at != step) {
            self.news.clear();
        }
        if let Some([greeting, scale]) = self.tools.welcome(interview, "Ctrl-V") {
            self.news = vec![(greeting, 0), (scale, SCALE_RANK)];
            self.news.retain(|(text, _)| !text.is_empty() && !ui.quiet);
        }
    }
}

impl Prompt for TerminalPrompt {
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Reply {
        self.tools.editor.forget_taken();
        self.open(ui);
        self.arrive(interview, ui);
        let mut turn = Turn {
            prompt: self,
            interview,
            ui,
        };
        turn.ask().map_or_else(|reply| reply, Reply::Action)
    }

    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Choice {
        // What a screen has shown is not said again.
        if self.news_at.is_some() {
            self.news.clear();
        }
        let foot = "↑ ↓ or a number, then Enter · Ctrl-Q quit";
        let page = |width: usize| dialog_page(&visible(question), foot, width);
        let choices = choices.iter().cloned().zip((0..).map(Action::Choose));
        // The first choice harms nobody, whatever was typed before the question came up.
        let mut list = List::numbered(choices, Some(0));
        let choice = loop {
            match self.in_list(&mut list, Step::Review, &page, ui) {
                Ok(Command::Action(Action::Choose(index))) => break Ok(index),
                Ok(Command::Action(Action::Quit)) => break Err(Exit::Done),
                Ok(Command::Help) if let Err(reply) = self.help(false, ui) => {
                    break Err(reply.exit());
                }
                Ok(Command::Unclear(words)) => ui.say(&words),
                Ok(_) => {}
                Err(reply) => break Err(reply.exit()),
            }
        };
        self.news.clear();
        choice
    }

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui) {
        if *event == Event::RatingsDone {
            self.tools.eta = Eta::new();
        }
        if let Event::Answered(place, _) = event {
            self.work = None;
            self.tools.eta.answered();
            self.news = vec![(text::saved(interview, *place), NEWS_RANK)];
            self.news_at = None;
        }
        let text = text::event(event, interview);
        match event {
            // What was carried over is said once it is saved.
            Event::Carried(..) => {}
            _ if text.is_empty() => {}
            Event::Answered(..) | Event::SkillDone(_) | Event::RatingsDone => {
                self.news.push((text, NEWS_RANK));
            }
            _ => ui.say(&text),
        }
        // What a command did to a text that is being written can be undone like what was typed.
        if let Event::Reused(_) | Event::Taken(_) | Event::Cleared = event {
            let text = interview.text().unwrap_or_default();
            match &mut self.work {
                Some((step, field)) if *step == interview.step => field.replace(&text),
                _ => self.work = None,
            }
        }
    }

    fn signal(&mut self) -> Option<Exit> {
        self.tools.input.late_signal()
    }

    fn leave(&mut self, ui: &mut Ui) {
        self.close(ui);
    }
}
