//! Prompts in a terminal: text line by line, ratings and choices with the arrow keys.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::Result;
use dialoguer::console::Term;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Input, Select};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::command::{Meaning, help, meaning};
use super::{Choice, Prompt, Reply, editor, question, signal};
use crate::domain::interview::{Action, Event, Interview, Step};
use crate::domain::rubric::Rating;
use crate::escape::visible;
use crate::render::wording::wrap;
use crate::ui::Ui;

/// Asks with prompts that move the cursor.
pub struct TerminalPrompt {
    term: Term,
    theme: Box<dyn Theme>,
    shown: Option<Step>,
    width: usize,
    editor: Option<OsString>,
    folder: PathBuf,
}

/// What a prompt gave.
enum Given<T> {
    Value(T),
    Nothing,
    Reply(Reply),
}

impl<T> Given<T> {
    /// The same, when it is known that no value was given.
    fn without_value<U>(self) -> Given<U> {
        match self {
            Self::Reply(reply) => Given::Reply(reply),
            Self::Value(_) | Self::Nothing => Given::Nothing,
        }
    }
}

/// What else can be done at a rating, and the command that does it.
const ELSE: [(&str, &str); 7] = [
    ("skip this question", ":skip"),
    ("it does not apply to me", ":na"),
    ("private on or off", ":private"),
    ("write in my editor", ":edit"),
    ("back to the question before", ":back"),
    ("review all answers", ":review"),
    ("save and quit", ":quit"),
];

impl TerminalPrompt {
    /// Prompts on stderr, so that stdout stays free for data.
    ///
    /// # Errors
    /// Where signals cannot be listened for.
    pub fn new(
        width: usize,
        color: bool,
        editor: Option<OsString>,
        folder: PathBuf,
    ) -> Result<Self> {
        signal::interrupt_prompts()?;
        let theme: Box<dyn Theme> = if color {
            Box::new(ColorfulTheme::default())
        } else {
            Box::new(SimpleTheme)
        };
        Ok(Self {
            term: Term::stderr(),
            theme,
            shown: None,
            width,
            editor,
            folder,
        })
    }

    fn line(&self, prompt: &str) -> Result<Given<String>> {
        let line = Input::<String>::with_theme(self.theme.as_ref())
            .with_prompt(prompt)
            .allow_empty(true)
            .interact_text_on(&self.term);
        self.given(line.map(Some))
    }

    fn select(
        &self,
        prompt: &str,
        items: &[String],
        default: Option<usize>,
    ) -> Result<Given<usize>> {
        // An item wider than the terminal would leave its rest behind.
        let room = self.width.saturating_sub(4);
        let items: Vec<String> = items.iter().map(|item| fitting(item, room)).collect();
        let mut select = Select::with_theme(self.theme.as_ref())
            .with_prompt(prompt)
            .items(&items);
        if let Some(default) = default {
            select = select.default(default);
        }
        let chosen = select.interact_on_opt(&self.term);
        self.given(chosen)
    }

    fn given<T>(&self, result: dialoguer::Result<Option<T>>) -> Result<Given<T>> {
        match result {
            Ok(Some(value)) => Ok(Given::Value(value)),
            Ok(None) => Ok(Given::Nothing),
            Err(dialoguer::Error::IO(error)) => {
                // An interrupted prompt leaves the cursor hidden.
                let _ = self.term.show_cursor();
                match error.kind() {
                    ErrorKind::Interrupted => Ok(Given::Reply(Reply::Signal(signal::arrived()))),
                    ErrorKind::UnexpectedEof | ErrorKind::NotConnected => {
                        Ok(Given::Reply(Reply::Ended))
                    }
                    _ => Err(error.into()),
                }
            }
        }
    }

    fn introduce(&self, interview: &Interview<'_>, ui: &mut Ui) {
        match interview.step() {
            Step::Evidence(place) => {
                ui.say(&question::question(interview, place, self.width));
                if interview.answer(place).has_evidence() {
                    ui.say("  An empty line keeps the text, new lines take its place.");
                }
            }
            Step::Rating(place) => {
                if let Some(earlier) = question::earlier(interview, place, self.width) {
                    ui.say(&earlier);
                }
                if let Some((_, question)) = interview.question(place) {
                    ui.say(&question::anchors(question, self.width));
                }
            }
            Step::Review => ui.say(&question::review(interview, self.width)),
            Step::Focus => ui.say(&question::focus(interview, self.width)),
            Step::Role
            | Step::Stage
            | Step::LastOutcome(_)
            | Step::LastNote(_)
            | Step::Done
            | Step::Stopped => {}
        }
    }

    /// Picks from a list that the interview offers. The question is printed above it, since a
    /// prompt that is wider than the terminal would leave its rest behind.
    fn choice(&self, question: &str, prompt: &str, items: &[String], ui: &mut Ui) -> Result<Reply> {
        ui.say(&format!("\n{}", wrap(question, self.width, "", "")));
        Ok(match self.select(prompt, items, Some(0))? {
            Given::Value(index) => Reply::Action(Action::Choose(index)),
            Given::Nothing => Reply::Action(Action::Back),
            Given::Reply(reply) => reply,
        })
    }

    /// The rating, or one of the other things that can be done with a question.
    fn rating(
        &self,
        interview: &Interview<'_>,
        place: usize,
        ui: &mut Ui,
    ) -> Result<Given<String>> {
        let rubric = interview.rubric();
        let mut items: Vec<String> = Rating::all()
            .map(|rating| format!("{rating}  {}", visible(rubric.label(rating))))
            .collect();
        let mut typed: Vec<String> = Rating::all().map(|rating| rating.to_string()).collect();
        if interview.earlier(place).is_some() {
            items.push("add what I wrote last time".to_owned());
            typed.push(":reuse".to_owned());
        }
        items.push("something else …".to_owned());
        // Nothing is picked beforehand: a step that is already marked is a step that gets taken.
        let now = interview.answer(place).rating();
        let now = now.map(|rating| usize::from(rating.number() - 1));
        Ok(match self.select("Rating", &items, now)? {
            Given::Value(index) => match typed.get(index) {
                Some(line) => Given::Value(line.clone()),
                None => self.something_else(ui)?,
            },
            Given::Nothing => Given::Value(":back".to_owned()),
            Given::Reply(reply) => Given::Reply(reply),
        })
    }

    fn something_else(&self, ui: &mut Ui) -> Result<Given<String>> {
        let items = ELSE.map(|(item, _)| item.to_owned());
        Ok(match self.select("Something else", &items, Some(0))? {
            Given::Value(index) => match ELSE.get(index) {
                Some((_, ":na")) => self.not_applicable(ui)?,
                Some((_, command)) => Given::Value((*command).to_owned()),
                None => Given::Nothing,
            },
            other => other.without_value(),
        })
    }

    fn not_applicable(&self, ui: &mut Ui) -> Result<Given<String>> {
        let reasons = crate::domain::assessment::Reason::ALL;
        let items: Vec<_> = reasons
            .iter()
            .map(|reason| reason.word().replace('-', " "))
            .collect();
        let reason = match self.select("Why does it not apply?", &items, Some(0))? {
            Given::Value(index) => reasons[index.min(reasons.len() - 1)],
            Given::Nothing => {
                ui.say("Nothing was changed.");
                return Ok(Given::Nothing);
            }
            Given::Reply(reply) => return Ok(Given::Reply(reply)),
        };
        Ok(match self.line("A note, if you like")? {
            Given::Value(note) => Given::Value(format!(":na {} {note}", reason.word())),
            other => other,
        })
    }

    /// What the person typed or picked at a step, as the line that means it.
    fn typed(&self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Given<String>> {
        match interview.step() {
            Step::Rating(place) => self.rating(interview, place, ui),
            Step::Evidence(_) => self.line(match interview.is_typing() {
                true => "…",
                false => "Evidence (an empty line ends, :help)",
            }),
            Step::LastNote(_) => self.line("In a line, what came of it"),
            Step::Review => self.line("Question id to change, or :finish"),
            Step::Focus => self.line("skill: action"),
            Step::Role | Step::Stage | Step::LastOutcome(_) | Step::Done | Step::Stopped => {
                Ok(Given::Nothing)
            }
        }
    }
}

impl Prompt for TerminalPrompt {
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Reply> {
        let step = interview.step();
        if question::is_new(self.shown, step) {
            self.introduce(interview, ui);
            self.shown = Some(step);
        }
        let rubric = interview.rubric();
        match step {
            Step::Role => {
                return self.choice(question::role(), "Role", &question::roles(rubric), ui);
            }
            Step::Stage => {
                return self.choice(question::stage(), "Stage", &question::stages(rubric), ui);
            }
            Step::LastOutcome(index) => {
                return self.choice(
                    &question::last_focus(interview, index),
                    "What came of it",
                    &question::outcomes(),
                    ui,
                );
            }
            _ => {}
        }
        loop {
            let line = match self.typed(interview, ui)? {
                Given::Value(line) => line,
                Given::Nothing => continue,
                Given::Reply(reply) => return Ok(reply),
            };
            match meaning(step, &line) {
                Meaning::Action(action) => return Ok(Reply::Action(action)),
                Meaning::Help => ui.say(help(step)),
                Meaning::Unclear(words) => ui.say(&words),
                Meaning::Edit => {
                    let (Step::Evidence(place) | Step::Rating(place)) = step else {
                        continue;
                    };
                    let text = interview.answer(place).evidence;
                    match editor::edit(&text, self.editor.as_deref(), &self.folder) {
                        Ok(Some(text)) => return Ok(Reply::Action(Action::Evidence(text))),
                        Ok(None) => ui.say("Nothing was changed."),
                        Err(error) => ui.error(&error),
                    }
                }
            }
        }
    }

    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Result<Choice> {
        ui.say(&wrap(&visible(question), self.width, "", ""));
        loop {
            match self.select("Your choice", choices, Some(0))? {
                Given::Value(index) => return Ok(Choice::Chosen(index)),
                Given::Nothing => {}
                Given::Reply(Reply::Signal(number)) => return Ok(Choice::Signal(number)),
                Given::Reply(_) => return Ok(Choice::Ended),
            }
        }
    }

    fn offers_rest(&self) -> bool {
        true
    }

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui) {
        match event {
            Event::Answered { .. } => self.shown = None,
            Event::SkillDone { skill } => {
                if let Some(line) = question::skill_done(interview, skill) {
                    ui.say(&wrap(&line, self.width, "", "  "));
                }
            }
            Event::ClusterDone { .. } => {}
            Event::Private(true) => ui.say("Private: this text stays out of exports."),
            Event::Private(false) => ui.say("No longer private."),
            Event::Reused => ui.say("Taken from last time; it does not count as new evidence."),
            Event::Cleared => ui.say("The text is removed."),
        }
    }
}

/// An item that stays on its line: whole, or its title alone, or cut.
fn fitting(item: &str, room: usize) -> String {
    let item = visible(item);
    if item.width() < room {
        return item;
    }
    let title = item
        .split_once(": ")
        .map_or(item.as_str(), |(title, _)| title);
    let mut width = 0;
    let mut fitting = String::new();
    for character in title.chars() {
        width += character.width().unwrap_or(0);
        if width >= room {
            fitting.push('…');
            break;
        }
        fitting.push(character);
    }
    fitting
}
