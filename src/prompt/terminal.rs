//! Prompts in a terminal: text line by line, ratings and choices with the arrow keys.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::Result;
use dialoguer::console::{Term, measure_text_width};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Input, Select};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::command::{Meaning, help, meaning};
use super::pace::Pace;
use super::{Choice, Prompt, Reply, editor, paste, question, signal};
use crate::context::{NARROWEST, WIDEST};
use crate::domain::interview::{Action, Event, Interview, Pass, Step};
use crate::domain::rubric::Rating;
use crate::escape::visible;
use crate::render::wording::wrap;
use crate::ui::Ui;

/// Asks with prompts that move the cursor.
pub struct TerminalPrompt {
    term: Term,
    theme: Box<dyn Theme>,
    shown: Option<Step>,
    pace: Pace,
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

/// What Ctrl-C stands for.
const INTERRUPT: u8 = 2;

/// Offered where there is something to reuse.
const REUSE: (&str, &str) = ("add what I wrote last time (not new)", ":reuse");

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
            pace: Pace::begin(),
            width,
            editor,
            folder,
        })
    }

    fn line(&self, prompt: &str, ui: &mut Ui) -> Result<Given<String>> {
        if let Some(number) = signal::arrived() {
            return Ok(Given::Reply(Reply::Signal(number)));
        }
        let line = Input::<String>::with_theme(self.theme.as_ref())
            .with_prompt(prompt)
            .allow_empty(true)
            .report(false)
            .interact_text_on(&self.term);
        if let Ok(line) = &line {
            self.tidy(prompt, line)?;
            if !line.trim().is_empty() {
                ui.say(&wrap(&visible(line), self.width, "› ", "  "));
            }
        }
        self.given(line.map(Some))
    }

    /// Removes what the prompt leaves behind of a line that was wider than the terminal: it clears
    /// the last row only.
    fn tidy(&self, prompt: &str, line: &str) -> Result<()> {
        let mut shown = String::new();
        self.theme.format_input_prompt(&mut shown, prompt, None)?;
        let columns = usize::from(self.term.size().1).max(1);
        let rows = (measure_text_width(&shown) + line.width()) / columns;
        Ok(self.term.clear_last_lines(rows)?)
    }

    fn select(
        &self,
        prompt: &str,
        items: &[String],
        default: Option<usize>,
    ) -> Result<Given<usize>> {
        if let Some(number) = signal::arrived() {
            return Ok(Given::Reply(Reply::Signal(number)));
        }
        // An item wider than the terminal would leave its rest behind.
        let room = self.width.saturating_sub(4);
        // Where one has to go without its explanation, all do.
        let all_fit = items.iter().all(|item| item.width() < room);
        let items: Vec<String> = items
            .iter()
            .map(|item| fitting(item, room, all_fit))
            .collect();
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
                    // A terminal that is gone fails in its own way.
                    _ if signal::arrived().is_some() => Ok(Given::Reply(Reply::Signal(
                        signal::arrived().unwrap_or(INTERRUPT),
                    ))),
                    ErrorKind::Interrupted => Ok(Given::Reply(Reply::Signal(
                        signal::arrived().unwrap_or(INTERRUPT),
                    ))),
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
                ui.say(&question::question(
                    interview, place, self.width, &self.pace,
                ));
                if interview.answer(place).has_evidence() {
                    ui.say("  An empty line keeps the text, new lines take its place.");
                }
            }
            Step::Rating(place) => {
                if interview.pass() == Some(Pass::Ratings) {
                    ui.say(&question::question(
                        interview, place, self.width, &self.pace,
                    ));
                }
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
        let typed: Vec<String> = Rating::all().map(|rating| rating.to_string()).collect();
        items.push(match question::has_earlier(interview, place) {
            true => "something else: add last time's text, skip, back …".to_owned(),
            false => "something else: skip, back, quit …".to_owned(),
        });
        // Nothing is picked beforehand: a step that is already marked is a step that gets taken.
        let now = interview.answer(place).rating();
        let now = now.map(|rating| usize::from(rating.number() - 1));
        Ok(
            match self.select("Rating (↑ ↓, then Enter)", &items, now)? {
                Given::Value(index) => match typed.get(index) {
                    Some(line) => Given::Value(line.clone()),
                    None => self.something_else(interview, place, ui)?,
                },
                Given::Nothing => Given::Value(":back".to_owned()),
                Given::Reply(reply) => Given::Reply(reply),
            },
        )
    }

    fn something_else(
        &self,
        interview: &Interview<'_>,
        place: usize,
        ui: &mut Ui,
    ) -> Result<Given<String>> {
        let reuse = question::has_earlier(interview, place).then_some(REUSE);
        let (items, commands): (Vec<_>, Vec<_>) = reuse.into_iter().chain(ELSE).unzip();
        let items: Vec<String> = items.into_iter().map(str::to_owned).collect();
        Ok(match self.select("Something else", &items, Some(0))? {
            Given::Value(index) => match commands.get(index) {
                Some(&":na") => self.not_applicable(ui)?,
                Some(command) => Given::Value((*command).to_owned()),
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
        Ok(match self.line("A note, if you like", ui)? {
            Given::Value(note) => Given::Value(format!(":na {} {note}", reason.word())),
            other => other,
        })
    }

    /// What the person typed or picked at a step, as the line that means it.
    fn typed(&self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Given<String>> {
        match interview.step() {
            Step::Rating(place) => self.rating(interview, place, ui),
            Step::Evidence(_) if interview.is_typing() => self.line("…", ui),
            Step::Evidence(_) => self.line("Evidence (an empty line ends, :help)", ui),
            Step::LastNote(_) => self.line("In a line, what came of it", ui),
            Step::Review => self.line("Question id to change, or :finish", ui),
            Step::Focus => self.line("skill: action", ui),
            Step::Role | Step::Stage | Step::LastOutcome(_) | Step::Done | Step::Stopped => {
                Ok(Given::Nothing)
            }
        }
    }
}

impl Prompt for TerminalPrompt {
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Reply> {
        // The window may have been resized since.
        self.width = usize::from(self.term.size().1).clamp(NARROWEST, WIDEST);
        let step = interview.step();
        if self.shown != Some(step) {
            self.pace.turn_to(interview.pass());
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
            // A blank line in the middle of a pasted text ends nothing.
            if matches!(step, Step::Evidence(_)) && line.trim().is_empty() && paste::is_going_on() {
                return Ok(Reply::Action(Action::Line(line)));
            }
            match meaning(step, &line) {
                Meaning::Action(action) => return Ok(Reply::Action(action)),
                Meaning::Help => ui.say(&help(step, interview.pass())),
                Meaning::Unclear(words) => ui.say(&words),
                Meaning::Edit => {
                    let (Step::Evidence(place) | Step::Rating(place)) = step else {
                        continue;
                    };
                    let text = interview.answer(place).evidence;
                    let edited = editor::edit(&text, self.editor.as_deref(), &self.folder);
                    signal::forget_interrupt();
                    match edited {
                        Ok(Some(text)) => {
                            ui.say(&question::quoted(&text, self.width));
                            return Ok(Reply::Action(Action::Evidence(text)));
                        }
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
            Event::Answered { question, .. } => {
                self.shown = None;
                self.pace.answered();
                if let Some(words) = question::unsupported(interview, question) {
                    ui.say(&format!("  {words}"));
                }
            }
            Event::SkillDone { skill } => {
                if let Some(line) = question::skill_done(interview, skill) {
                    ui.say(&wrap(&line, self.width, "", "  "));
                }
            }
            Event::ClusterDone { .. } => {}
            Event::Private(true) => ui.say("Private: this text stays out of exports."),
            Event::Private(false) => ui.say("No longer private."),
            Event::RatingsDone { texts } => ui.say(&wrap(
                &question::ratings_done(interview, *texts),
                self.width,
                "",
                "",
            )),
            Event::Reused { evidence } => {
                ui.say("Taken from last time: it backs the rating, but `emkit diff` does not call it new.");
                ui.say(&question::quoted(evidence, self.width));
            }
            Event::Cleared => ui.say("The text is removed."),
        }
    }
}

/// An item that stays on its line: whole, or its title alone, or cut.
fn fitting(item: &str, room: usize, all_fit: bool) -> String {
    let item = visible(item);
    if all_fit {
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
