//! Plain lines: no cursor movement, no boxes, the whole interview over a pipe or a screen reader.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use super::command::{Command, help, parse, say_why};
use super::editor::{Editor, Writing};
use super::eta::Eta;
use super::input::Input;
use super::text::{ending, event, numbered, opening, question, quoted, review, wrapped};
use super::{Prompt, Reply, editor, reminder};
use crate::domain::interview::{Action, Event, Interview, Phase, Step};
use crate::report::wording::count;
use crate::ui::Ui;

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
    has_welcomed: bool,
    /// The skill whose log was listed last.
    logged_for: Option<String>,
    eta: Eta,
    width: usize,
    editor: Editor,
}

impl LinePrompt {
    pub fn new(width: usize, editor: Option<OsString>, folder: PathBuf) -> Result<Self> {
        Ok(Self {
            input: Input::open()?,
            is_writing: false,
            is_after_focus: false,
            ahead: VecDeque::new(),
            shown: None,
            replaced: None,
            next: None,
            has_welcomed: false,
            logged_for: None,
            eta: Eta::new(),
            width,
            editor: Editor::new(editor, folder, Writing::Answer),
        })
    }

    fn introduce(&mut self, interview: &Interview<'_>, ui: &mut Ui) {
        let width = self.width;
        match interview.step() {
            Step::Wanted(place) => self.introduce_wanted(interview, place, ui),
            Step::Role | Step::Stage | Step::LastOutcome(_) => {
                let (ask, choices, _) = opening::choice(interview);
                self.list(&ask, &choices, ui);
            }
            Step::LastNote(_) => ui.say("In a line, what came of it (may be empty)?"),
            Step::Evidence(place) => self.introduce_evidence(interview, place, ui),
            Step::Rating(place) => self.introduce_rating(interview, place, ui),
            Step::Review => {
                ui.say("\nYour answers");
                for (id, answer) in review::answers(interview) {
                    ui.say(&wrapped(&format!("  {id}  {answer}"), width));
                }
                ui.say(&format!("{}.", review::tally(interview)));
                ui.say("Type a question id to change its answer, or `:finish`:");
            }
            Step::Focus => {
                let offers = ending::suggestions(interview);
                let own = "`skill: action`, optionally with `; by 2027-01-20` and `; sign: how you'll know it worked`";
                let chosen = ending::chosen_focus(interview);
                self.offer(ending::FOCUS_ASK, &offers, own, &chosen, ui);
            }
            Step::Closing => {
                ui.say(&format!("\n{}", ending::CLOSING_NOTE));
                ui.say(&wrapped(&ending::closing_ask(interview), width));
                if let Some(earlier) = ending::earlier_closing(interview, width) {
                    ui.say(&earlier);
                }
                let now = &interview.draft().closing;
                let has_text = !now.trim().is_empty();
                if has_text {
                    ui.say(&format!("  So far:\n{}", quoted(now, width)));
                }
                ui.say(blank_line(has_text));
            }
            Step::Highlights => {
                let offers = ending::highlight_offers(interview);
                let chosen = ending::chosen_highlights(interview);
                let ask = ending::highlights_ask(interview);
                self.offer(&ask, &offers, "your own, one a line", &chosen, ui);
            }
            Step::Done | Step::Stopped => {}
        }
    }

    /// Things to take by their numbers, or of one's own.
    fn offer(&self, ask: &str, offers: &[String], own: &str, chosen: &[String], ui: &mut Ui) {
        ui.say("");
        self.list(ask, offers, ui);
        ui.say(&if offers.is_empty() {
            format!("Write {own}.")
        } else {
            format!("A number takes one of these; or write {own}.")
        });
        for line in chosen {
            ui.say(&wrapped(&format!("Chosen: {line}"), self.width));
        }
        ui.say(blank_line(!chosen.is_empty()));
    }

    fn introduce_question(&self, interview: &Interview<'_>, place: usize, ui: &mut Ui) {
        let (_, question) = interview.question(place);
        let ask = format!("{} ({})", question.ask, question.id);
        let progress = question::progress(interview, place, &self.eta);
        ui.say(&format!("\n{progress}\n{}", wrapped(&ask, self.width)));
        if let Some(before) = question::not_applicable_before(interview, place, "`:na`", self.width)
        {
            ui.say(&before);
        }
        ui.say(&question::hint(interview, place, self.width));
    }

    /// The steps of the scale are said with the first skill, and with one that is opened alone.
    fn introduce_wanted(&self, interview: &Interview<'_>, place: usize, ui: &mut Ui) {
        let (ask, choices, now) = opening::choice(interview);
        let position = interview.wanted_position(place);
        let is_first = position.is_none_or(|(position, _)| position == 1);
        ui.say("");
        self.list(&ask, if is_first { &choices } else { &[] }, ui);
        ui.say(&match now {
            Some(now) => format!("1 to 5 (now {}; a blank line keeps it):", now + 1),
            None => "1 to 5:".to_owned(),
        });
    }

    fn introduce_evidence(&mut self, interview: &Interview<'_>, place: usize, ui: &mut Ui) {
        let width = self.width;
        self.introduce_question(interview, place, ui);
        if let Some(parent) = question::parent(interview, place, width) {
            ui.say(&parent);
        }
        self.introduce_log(interview, place, ui);
        if interview.can_carry(place) {
            ui.say(SAME);
        }
        if interview.phase() == Some(Phase::Evidence) && question::has_earlier(interview, place) {
            ui.say("  `:reuse` adds what you wrote last time; it does not count as new.");
        }
        ui.say(&question::writing(interview, place, width));
        let answer = interview.answer(place);
        if answer.has_evidence() {
            ui.say(&quoted(&answer.evidence, width));
        }
        ui.say(if answer.has_evidence() {
            "Evidence; a blank line keeps it, new lines replace it:"
        } else {
            "Evidence; blank line to finish:"
        });
    }

    fn introduce_rating(&mut self, interview: &Interview<'_>, place: usize, ui: &mut Ui) {
        let width = self.width;
        if interview.phase() == Some(Phase::Ratings) {
            self.introduce_question(interview, place, ui);
            self.introduce_log(interview, place, ui);
            if let Some(written) = question::written(interview, place, width) {
                ui.say(&written);
            }
            if interview.can_carry(place) {
                ui.say(SAME);
            }
        }
        if let Some(earlier) = question::earlier(interview, place, width) {
            ui.say(&format!(
                "{earlier}\n  Still true? `:reuse` adds it; it does not count as new."
            ));
        }
        ui.say(&numbered(&question::anchors(interview, place), width));
        let answer = interview.answer(place);
        let now = match (answer.carried, answer.rating()) {
            (Some(from), _) => format!(" (carried over from {from}; a blank line keeps it)"),
            (None, Some(rating)) => format!(" (now {rating}; a blank line keeps it)"),
            (None, None) => String::new(),
        };
        ui.say(&format!("Rating, 1 to 5{now}:"));
    }

    fn list(&self, question: &str, choices: &[String], ui: &mut Ui) {
        ui.say(&wrapped(question, self.width));
        if !choices.is_empty() {
            ui.say(&numbered(choices, self.width));
        }
    }

    /// The whole log of a skill at its first question here, later that there is one.
    fn introduce_log(&mut self, interview: &Interview<'_>, place: usize, ui: &mut Ui) {
        let (skill, _) = interview.question(place);
        let Some(list) = question::logged(interview, place, self.width) else {
            return;
        };
        let before = self.logged_for.replace(skill.id.clone());
        let is_first = before.as_ref() != Some(&skill.id);
        ui.say(&if is_first {
            let source = question::source(interview, place);
            let period = interview.draft().period;
            format!("  From {source} of {period} (`:log N` adds one):\n{list}")
        } else {
            let entries = count(interview.entries(place).len(), "entry");
            let source = question::source(interview, place);
            format!("  {entries} for this in {source}; `:log` lists them, `:log N` adds one.")
        });
    }

    /// What to expect, once role and stage are known.
    fn welcome(&mut self, interview: &Interview<'_>, ui: &mut Ui) {
        self.has_welcomed = true;
        for line in opening::welcome(interview).concat() {
            ui.status(&wrapped(&line, self.width));
        }
        ui.status("To leave: `:quit` or Ctrl-C. `:help` says what else you can type.");
    }

    fn logged(&self, interview: &Interview<'_>) -> String {
        let place = interview.step().place();
        let list = place.and_then(|place| question::logged(interview, place, self.width));
        list.unwrap_or_else(|| question::NOTHING_LOGGED.to_owned())
    }

    fn edit(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Option<Action> {
        let text = interview.text()?;
        let edited = self.editor.edit(&text, &reminder(interview));
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
        let written = if text.is_empty() {
            line.to_owned()
        } else {
            format!("{text}\n{line}")
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
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Result<Reply> {
        self.editor.forget_taken();
        if let Some(action) = self.next.take() {
            return Ok(Reply::Action(action));
        }
        let step = interview.step();
        if !self.has_welcomed && !matches!(step, Step::Role | Step::Stage) {
            self.welcome(interview, ui);
        }
        if self.shown != Some(step) {
            self.replaced = None;
            self.eta.turn_to(interview.phase());
            self.introduce(interview, ui);
            self.shown = Some(step);
        }
        loop {
            let ahead = self.ahead.pop_front().map(Ok);
            let line = match ahead.unwrap_or_else(|| self.input.next_line(ui)) {
                Ok(line) => line,
                // `:finish` was typed before: the text is whole.
                Err(Reply::Ended) if step == Step::Closing && self.replaced.is_some() => {
                    return Ok(Reply::Action(self.end_text(interview)));
                }
                Err(reply) => return Ok(reply),
            };
            let command = parse(step, &line);
            if matches!(command, Command::Action(_) | Command::Text(_)) {
                self.is_writing = matches!(command, Command::Text(_));
            }
            let was_after_focus = std::mem::take(&mut self.is_after_focus);
            let act = |action| Ok(Reply::Action(action));
            let said = match command {
                // With the last focus the closing question comes up by itself.
                Command::Action(Action::Private(private)) if was_after_focus => {
                    self.is_after_focus = true;
                    return act(Action::FocusPrivate(private));
                }
                Command::Action(Action::Continue) => return act(self.end_text(interview)),
                Command::Action(action) => {
                    let is_focus = matches!(action, Action::Focus(_) | Action::Choose(_));
                    self.is_after_focus = step == Step::Focus && is_focus;
                    return act(action);
                }
                Command::Text(line) => return act(self.add_line(interview, &line)),
                Command::Edit => match self.edit(interview, ui) {
                    Some(action) => return act(action),
                    None => continue,
                },
                Command::Log => self.logged(interview),
                Command::Help => help(step, interview.phase()),
                Command::NotApplicable => {
                    let place = step.place();
                    match place.and_then(|place| interview.reason_of_parent(place)) {
                        Some(reason) => {
                            let note = String::new();
                            return act(Action::NotApplicable { reason, note });
                        }
                        None => say_why(),
                    }
                }
                Command::Unclear(words) => words,
            };
            ui.say(&said);
        }
    }

    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Result<Reply> {
        self.list(question, choices, ui);
        loop {
            let line = match self.input.next_line(ui) {
                Ok(line) => line,
                Err(reply) => return Ok(reply),
            };
            match line.trim() {
                ":quit" => return Ok(Reply::Action(Action::Quit)),
                ":help" => ui.say("Type the number of your choice; `:quit` leaves."),
                typed => match typed.parse::<usize>() {
                    Ok(number) if (1..=choices.len()).contains(&number) => {
                        return Ok(Reply::Action(Action::Choose(number - 1)));
                    }
                    _ => {
                        let mut kept = "";
                        // A text that was typed on, or pasted, before this was asked.
                        if self.is_writing {
                            self.ahead.push_back(line);
                            kept = "kept for your text; now ";
                        }
                        ui.say(&format!("{kept}type a number from 1 to {}", choices.len()));
                    }
                },
            }
        }
    }

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui) {
        let text = match event {
            Event::ClusterDone { .. } => {
                "A good place to stop: `:quit` saves, and you can go on another day.".to_owned()
            }
            Event::Private(true) if self.is_after_focus => {
                "private: this focus stays out of exports".to_owned()
            }
            event => event::text(event, interview),
        };
        if let Event::Answered {
            question,
            position,
            of,
        } = event
        {
            // The same question may be opened again: it is shown again then.
            self.shown = None;
            self.eta.answered();
            ui.say(&format!("saved {question} ({position} of {of})"));
        }
        if matches!(event, Event::Wanted { .. }) {
            self.shown = None;
        }
        if !text.is_empty() {
            ui.say(&wrapped(&text, self.width));
        }
        if let Event::Reused { evidence }
        | Event::Carried { evidence, .. }
        | Event::Taken { evidence, .. } = event
            && !evidence.trim().is_empty()
        {
            ui.say(&quoted(evidence, self.width));
        }
        match event {
            Event::Reused { .. } if matches!(interview.step(), Step::Evidence(_)) => {
                self.next = Some(Action::Continue);
            }
            // Lines that are typed next are added to it instead of taking its place.
            Event::Taken { .. } => {
                self.replaced.get_or_insert_default();
            }
            Event::Cleared => self.replaced = None,
            _ => {}
        }
    }

    fn ahead(&mut self) -> Vec<String> {
        self.ahead.drain(..).collect()
    }

    fn signal(&mut self) -> Option<u8> {
        self.input.late_signal()
    }
}

const SAME: &str = "  Still the same? `:same` carries last time's answer over, text and rating.";

/// What a blank line does, where there is something already and where there is nothing.
fn blank_line(has_something: bool) -> &'static str {
    if has_something {
        "A blank line keeps what is there."
    } else {
        "Blank line to finish."
    }
}
