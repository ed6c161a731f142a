//! Plain lines: no cursor movement, no boxes, the whole interview over a pipe or a screen reader.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use super::command::{Command, help, parse, say_why};
use super::editor::{Editor, Writing};
use super::eta::Eta;
use super::input::{Input, InputEvent};
use super::words::{focus, logged, opening, question, review};
use super::{Prompt, Reply, editor};
use crate::domain::interview::{Action, Event, Interview, Pass, Step};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::report::wording::count;
use crate::ui::Ui;

/// Asks in plain lines on stderr and hears lines on stdin.
pub struct LinePrompt {
    input: Input,
    /// Whether the last thing said was a line of a text.
    is_writing: bool,
    /// Whether the last thing said was a focus.
    is_after_focus: bool,
    /// Lines of that text that came while something else was asked.
    ahead: VecDeque<String>,
    shown: Option<Step>,
    /// The text before the first new line, which takes its place once the last is there.
    replaced: Option<String>,
    /// What follows from what was said last.
    next: Option<Action>,
    /// The skill whose log was listed last.
    logged_for: Option<String>,
    eta: Eta,
    width: usize,
    editor: Editor,
}

impl LinePrompt {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where signals cannot be listened for.
    pub fn new(width: usize, editor: Option<OsString>, folder: PathBuf) -> Result<Self> {
        Ok(Self {
            input: Input::open()?,
            is_writing: false,
            is_after_focus: false,
            ahead: VecDeque::new(),
            shown: None,
            replaced: None,
            next: None,
            logged_for: None,
            eta: Eta::new(),
            width,
            editor: Editor::new(editor, folder, Writing::Answer),
        })
    }

    /// What comes next; of a line that is no text the person is told.
    fn next_line(&mut self, ui: &mut Ui) -> InputEvent {
        let ahead = self.ahead.pop_front().map(InputEvent::Line);
        let event = ahead.unwrap_or_else(|| self.input.next_line());
        if event == InputEvent::NotText {
            ui.say("that line is not UTF-8 text and was not taken; type it again");
        }
        event
    }

    fn introduce(&mut self, interview: &Interview<'_>, ui: &mut Ui) {
        let width = self.width;
        match interview.step() {
            Step::Role => self.list(opening::role(), &opening::roles(interview.rubric()), ui),
            Step::Stage => self.list(opening::stage(), &opening::stages(interview.rubric()), ui),
            Step::LastOutcome(index) => {
                self.list(
                    &opening::last_focus(interview, index),
                    &opening::outcomes(),
                    ui,
                );
            }
            Step::LastNote(_) => ui.say("In a line, what came of it (may be empty)?"),
            Step::Evidence(place) => {
                ui.say(&question::question(interview, place, width, &self.eta));
                self.introduce_log(interview, place, ui);
                let has_text = interview.answer(place).has_evidence();
                let is_text_only = interview.pass() == Some(Pass::Evidence);
                if is_text_only && question::has_earlier(interview, place) {
                    ui.say("  `:reuse` takes what you wrote last time; it does not count as new.");
                }
                ui.say(match (has_text, is_text_only) {
                    (true, _) => "Evidence: an empty line keeps it, new lines take its place.",
                    (false, false) => "Evidence, an empty line ends:",
                    (false, true) => "Evidence, an empty line ends it and goes on:",
                });
            }
            Step::Rating(place) => {
                if interview.pass() == Some(Pass::Ratings) {
                    ui.say(&question::question(interview, place, width, &self.eta));
                }
                if let Some(earlier) = question::earlier(interview, place, width) {
                    ui.say(&format!(
                        "{earlier}\n  Still true? `:reuse` adds it; it does not count as new."
                    ));
                }
                if let Some((_, question)) = interview.question(place) {
                    ui.say(&question::anchors(question, width));
                }
                let now = interview.answer(place).rating();
                ui.say(&match now {
                    Some(rating) => {
                        format!("Rating, 1 to 5 (now {rating}, an empty line keeps it):")
                    }
                    None => "Rating, 1 to 5:".to_owned(),
                });
            }
            Step::Review => {
                ui.say(&review::review(interview, width));
                ui.say("Type a question id to change it, or `:finish`:");
            }
            Step::Focus => ui.say(&focus::focus(interview, width)),
            Step::Closing => {
                ui.say(&focus::closing(interview, width));
                ui.say(match interview.draft().closing.trim().is_empty() {
                    true => "An empty line ends.",
                    false => "An empty line keeps it, new lines take its place.",
                });
            }
            Step::Done | Step::Stopped => {}
        }
    }

    fn list(&self, question: &str, choices: &[String], ui: &mut Ui) {
        ui.say(&wrap(&visible(question), self.width, "", ""));
        for (index, choice) in choices.iter().enumerate() {
            let line = format!("{}  {}", index + 1, visible(choice));
            ui.say(&wrap(&line, self.width, "  ", "     "));
        }
    }

    /// The whole log of a skill at its first question here, later that there is one.
    fn introduce_log(&mut self, interview: &Interview<'_>, place: usize, ui: &mut Ui) {
        let skill = interview.question(place).map(|(skill, _)| skill.id.clone());
        let is_first = self.logged_for != skill;
        self.logged_for = skill;
        let Some(list) = logged::list(interview, place, self.width) else {
            return;
        };
        match is_first {
            true => ui.say(&format!(
                "  You logged in {} (`:log N` takes one):\n{list}",
                interview.draft().period
            )),
            false => ui.say(&format!(
                "  You logged {} for this; `:log` lists what, `:log N` takes one.",
                count(interview.entries(place).len(), "entry")
            )),
        }
    }

    fn say_log(&self, interview: &Interview<'_>, ui: &mut Ui) {
        let (Step::Evidence(place) | Step::Rating(place)) = interview.step() else {
            return;
        };
        ui.say(
            &logged::list(interview, place, self.width)
                .unwrap_or_else(|| logged::NOTHING.to_owned()),
        );
    }

    fn edit(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Option<Action> {
        let text = interview.text()?;
        let edited = self.editor.edit(&text);
        self.input.forget_keys();
        let text = editor::report(edited, self.width, ui)?;
        self.replaced = None;
        if matches!(interview.step(), Step::Evidence(_)) {
            self.next = Some(Action::Continue);
        }
        Some(Action::Write(text))
    }

    /// One more line of a text. What was there before stays until the new text is whole.
    fn add_line(&mut self, interview: &Interview<'_>, line: &str) -> Action {
        let text = interview.text().unwrap_or_default();
        let written = match text.is_empty() {
            true => line.to_owned(),
            false => format!("{text}\n{line}"),
        };
        self.replaced.get_or_insert(text);
        Action::Write(written)
    }

    /// No more lines: those typed take the place of what was there before.
    fn end_text(&mut self, interview: &Interview<'_>) -> Action {
        let text = interview.text().unwrap_or_default();
        let replaced = self.replaced.take().filter(|text| !text.is_empty());
        let typed = replaced.and_then(|before| text.strip_prefix(&before)?.strip_prefix('\n'));
        match typed.filter(|typed| !typed.trim().is_empty()) {
            Some(typed) => {
                self.next = Some(Action::Continue);
                Action::Write(typed.to_owned())
            }
            None => Action::Continue,
        }
    }
}

impl Prompt for LinePrompt {
    fn welcome(&mut self, interview: &Interview<'_>, ui: &mut Ui) {
        for line in opening::welcome(interview) {
            ui.status(&wrap(&line, self.width, "", ""));
        }
        ui.status("To leave: `:quit` or Ctrl-C. `:help` says what else you can type.");
    }

    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Reply> {
        self.editor.forget_taken();
        if let Some(action) = self.next.take() {
            return Ok(Reply::Action(action));
        }
        let step = interview.step();
        if self.shown != Some(step) {
            self.replaced = None;
            self.eta.turn_to(interview.pass());
            self.introduce(interview, ui);
            self.shown = Some(step);
        }
        loop {
            let line = match self.next_line(ui) {
                InputEvent::Line(line) => line,
                // The questions have been ended by a word: what was typed is whole.
                InputEvent::End if step == Step::Closing && self.replaced.is_some() => {
                    return Ok(Reply::Action(self.end_text(interview)));
                }
                InputEvent::End => return Ok(Reply::Ended),
                InputEvent::Signal(number) => return Ok(Reply::Signal(number)),
                _ => continue,
            };
            let command = parse(step, &line);
            if matches!(command, Command::Action(_) | Command::Text(_)) {
                self.is_writing = matches!(command, Command::Text(_));
            }
            let was_after_focus = std::mem::take(&mut self.is_after_focus);
            let action = match command {
                // With the last focus the closing question comes up by itself.
                Command::Action(Action::Private(private)) if was_after_focus => {
                    self.is_after_focus = true;
                    Some(Action::FocusPrivate(private))
                }
                Command::Action(action @ (Action::Focus(_) | Action::Choose(_)))
                    if step == Step::Focus =>
                {
                    self.is_after_focus = true;
                    Some(action)
                }
                Command::Text(line) => Some(self.add_line(interview, &line)),
                Command::Action(Action::Continue) => Some(self.end_text(interview)),
                Command::Action(action) => Some(action),
                Command::Edit => self.edit(interview, ui),
                Command::Log => {
                    self.say_log(interview, ui);
                    None
                }
                Command::Help => {
                    ui.say(&help(step, interview.pass()));
                    None
                }
                Command::NotApplicable => {
                    ui.say(&say_why());
                    None
                }
                Command::Unclear(words) => {
                    ui.say(&words);
                    None
                }
            };
            if let Some(action) = action {
                return Ok(Reply::Action(action));
            }
        }
    }

    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Result<Reply> {
        self.list(question, choices, ui);
        loop {
            let line = match self.input.next_line() {
                InputEvent::Line(line) => line,
                InputEvent::End => return Ok(Reply::Ended),
                InputEvent::Signal(number) => return Ok(Reply::Signal(number)),
                _ => continue,
            };
            match line.trim() {
                ":quit" => return Ok(Reply::Action(Action::Quit)),
                ":help" => ui.say("Type the number of your choice; `:quit` leaves."),
                typed => match typed.parse::<usize>() {
                    Ok(number) if (1..=choices.len()).contains(&number) => {
                        return Ok(Reply::Action(Action::Choose(number - 1)));
                    }
                    // A text that was typed on, or pasted, before this was asked.
                    _ if self.is_writing => {
                        self.ahead.push_back(line);
                        ui.say(&format!(
                            "kept for your text; now type a number from 1 to {}",
                            choices.len()
                        ));
                    }
                    _ => ui.say(&format!("type a number from 1 to {}", choices.len())),
                },
            }
        }
    }

    fn offers_rest(&self, _: &Interview<'_>) -> bool {
        false
    }

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui) {
        match event {
            Event::Answered {
                question,
                position,
                of,
            } => {
                // The same question may be opened again: it is shown again then.
                self.shown = None;
                self.eta.answered();
                ui.say(&format!("saved {question} ({position} of {of})"));
                if let Some(words) = question::unsupported(interview, question) {
                    ui.say(&words);
                }
            }
            Event::SkillDone { skill } => {
                if let Some(line) = question::skill_done(interview, skill) {
                    ui.say(&line);
                }
            }
            Event::ClusterDone { .. } => {
                ui.say("A good place to stop: `:quit` saves, and you go on another day.");
            }
            Event::Private(true) if self.is_after_focus => {
                ui.say("private: this focus stays out of exports");
            }
            Event::Private(true) => ui.say("private: it stays out of exports"),
            Event::Private(false) => ui.say("no longer private"),
            Event::RatingsDone { texts } => ui.say(&crate::page::wrap::wrap(
                &question::ratings_done(interview, *texts),
                self.width,
                "",
                "",
            )),
            Event::Reused { evidence } => {
                ui.say("taken from last time: it backs the rating, but `emkit diff` does not call it new");
                ui.say(&question::quoted(evidence, self.width));
                if matches!(interview.step(), Step::Evidence(_)) {
                    self.next = Some(Action::Continue);
                }
            }
            Event::Taken { evidence, private } => {
                // Lines that are typed next are added to it instead of taking its place.
                self.replaced.get_or_insert_default();
                ui.say(logged::taken(*private));
                ui.say(&question::quoted(evidence, self.width));
            }
            Event::Cleared => {
                self.replaced = None;
                ui.say("the text is removed");
            }
        }
    }

    fn ahead(&mut self) -> Vec<String> {
        self.ahead.drain(..).collect()
    }

    fn signal(&mut self) -> Option<u8> {
        self.input.late_signal()
    }

    fn leave(&mut self, _: &mut Ui) {
        // Lines leave the terminal as it is.
    }
}
