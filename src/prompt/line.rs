//! Plain lines: no cursor movement, no boxes, the whole interview over a pipe or a screen reader.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use super::command::{Command, help, parse, say_why};
use super::text::question::{NOTHING_LOGGED, QuestionText};
use super::text::{numbered, quoted, steps, words_if, wrapped};
use super::{Asked, Choice, Eta, Prompt, Reply, Tools, text};
use crate::domain::interview::{Action, Event, Interview, Phase, Step};
use crate::error::Exit;
use crate::ui::Ui;

pub struct LinePrompt {
    tools: Tools,
    /// Whether the last thing said was a line of a text.
    is_writing: bool,
    /// Whether the last thing said was a focus.
    is_after_focus: bool,
    /// Lines of that text that came while something else was asked.
    ahead: VecDeque<String>,
    shown: Option<Step>,
    /// The text before the first new line, which takes its place once the last is there.
    replaced: Option<String>,
    next: Option<Action>,
    width: usize,
}

impl LinePrompt {
    pub fn new(width: usize, editor: Option<OsString>, folder: PathBuf) -> Result<Self> {
        Ok(Self {
            tools: Tools::new(editor, folder)?,
            is_writing: false,
            is_after_focus: false,
            ahead: VecDeque::new(),
            shown: None,
            replaced: None,
            next: None,
            width: width.min(text::MAX_WIDTH),
        })
    }

    /// What is said when a step comes up. Empty texts are left out.
    fn introduction(&self, interview: &Interview<'_>) -> Vec<String> {
        let width = self.width;
        let mut said = Vec::new();
        match interview.step {
            step @ (Step::Role | Step::Stage | Step::LastOutcome(_) | Step::Wanted(_)) => {
                let (ask, choices, now) = steps::choice(interview);
                said.push(listed(&ask, &choices, width));
                if let Step::Wanted(_) = step {
                    let now = keeps(now.map(|now| format!("now {}", now + 1)));
                    said.push(format!("1 to 5{now}:"));
                }
            }
            Step::LastNote(_) => {
                said.push("In a line, what came of it (may be empty)?".to_owned());
            }
            Step::Evidence(place) => {
                let text = QuestionText::new(interview, place, width);
                said.extend(self.question(&text));
                let is_rated = interview.phase() == Some(Phase::Evidence);
                let may_reuse = is_rated && text.to_reuse().is_some();
                said.push(words_if(may_reuse, REUSE).to_owned());
                said.push(text.writing());
                said.push(if text.answer.has_evidence() {
                    let written = quoted(&text.answer.evidence, width);
                    format!("{written}\nEvidence; a blank line keeps it, new lines replace it:")
                } else {
                    "Evidence; blank line to finish:".to_owned()
                });
            }
            Step::Rating(place) => {
                let text = QuestionText::new(interview, place, width);
                if interview.phase() == Some(Phase::Ratings) {
                    said.extend(self.question(&text));
                }
                let earlier = text.earlier();
                let reuse = words_if(!earlier.is_empty(), REUSE).to_owned();
                said.extend([earlier, reuse, numbered(&text.anchors(), width)]);
                let rating = text.answer.rating();
                let now = match text.answer.carried {
                    Some(from) => Some(format!("carried over from {from}")),
                    None => rating.map(|rating| format!("now {rating}")),
                };
                said.push(format!("Rating, 1 to 5{}:", keeps(now)));
            }
            Step::Review => {
                said.push("\nYour answers".to_owned());
                let answers = steps::answers(interview).into_iter();
                let answers = answers.map(|[id, answer]| format!("  {id}  {answer}"));
                said.extend(answers.map(|line| wrapped(&line, width)));
                said.push(format!("{}.", steps::tally(interview)));
                said.push("Type a question id to change its answer, or `:finish`:".to_owned());
            }
            Step::Focus => {
                let own = "`skill: action`, optionally with `; by 2027-01-20` and `; sign: how you'll know it worked`";
                let (offers, chosen) = steps::focuses(interview);
                said = offer(steps::FOCUS_ASK, &offers, own, &chosen, width);
            }
            Step::Closing => {
                let now = &interview.draft.closing;
                let has_text = !now.trim().is_empty();
                said.push(format!("\n{}", steps::CLOSING_NOTE));
                said.push(wrapped(&steps::closing_ask(interview), width));
                said.push(steps::earlier_closing(interview, width));
                said.extend(has_text.then(|| format!("  So far:\n{}", quoted(now, width))));
                said.push(FINISH.to_owned());
            }
            Step::Highlights => {
                let (offers, chosen) = steps::highlights(interview);
                let ask = steps::highlights_ask(interview);
                said = offer(&ask, &offers, "your own, one a line", &chosen, width);
            }
            Step::Done | Step::Stopped => {}
        }
        said
    }

    fn question(&self, text: &QuestionText<'_>) -> [String; 7] {
        let ask = format!("{} ({})", text.question.ask, text.question.id);
        let may_carry = text.interview.to_carry(text.place).is_ok();
        let is_rating = matches!(text.interview.step, Step::Rating(_));
        [
            format!("\n{}", text.progress(&self.tools.eta)),
            wrapped(&ask, self.width),
            text.hint(),
            text.parent(),
            text.logged_brief("`:log N` adds one"),
            words_if(is_rating, &text.written()).to_owned(),
            words_if(may_carry, SAME).to_owned(),
        ]
    }

    /// No more lines: those typed take the place of what was there before.
    fn end_text(&mut self, interview: &Interview<'_>) -> Action {
        let text = interview.text().unwrap_or_default();
        let replaced = self.replaced.take().filter(|text| !text.is_empty());
        let typed = replaced.and_then(|before| text.strip_prefix(&before)?.strip_prefix('\n'));
        let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
            return Action::Continue;
        };
        self.next = Some(Action::Continue);
        Action::Write(typed.to_owned())
    }

    fn action(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Asked<Action> {
        let step = interview.step;
        let is_end = matches!(step, Step::Focus | Step::Closing | Step::Highlights);
        loop {
            let ahead = self.ahead.pop_front().map(Ok);
            let line = match ahead.unwrap_or_else(|| self.tools.input.next_line(ui)) {
                // `:finish` was typed before; the rest may stay empty.
                Err(Reply::Exit(Exit::Ended)) if is_end && !interview.is_noting() => {
                    return Ok(self.end_text(interview));
                }
                line => line?,
            };
            let was_after_focus = std::mem::take(&mut self.is_after_focus);
            let said = match parse(step, &line) {
                Command::Action(action) => {
                    self.is_writing = false;
                    let is_focus = matches!(action, Action::Focus(..) | Action::Choose(_));
                    self.is_after_focus = step == Step::Focus && is_focus;
                    return Ok(match action {
                        // With the last focus the closing question comes up by itself.
                        Action::Private(private) if was_after_focus => {
                            self.is_after_focus = true;
                            Action::FocusPrivate(private)
                        }
                        Action::Continue => self.end_text(interview),
                        action => action,
                    });
                }
                // What was there before stays until the new text is whole.
                Command::Text(line) => {
                    self.is_writing = true;
                    let text = interview.text().unwrap_or_default();
                    let feed = if text.is_empty() { "" } else { "\n" };
                    let written = format!("{text}{feed}{line}");
                    self.replaced.get_or_insert(text);
                    return Ok(Action::Write(written));
                }
                Command::Edit => {
                    let Some(text) = self.tools.edit(interview, ui) else {
                        continue;
                    };
                    ui.say(&quoted(&text, self.width));
                    self.replaced = None;
                    if matches!(step, Step::Evidence(_)) {
                        self.next = Some(Action::Continue);
                    }
                    return Ok(Action::Write(text));
                }
                Command::Log => {
                    let text = |place| QuestionText::new(interview, place, self.width).logged();
                    let list = step.place().map(text).filter(|list| !list.is_empty());
                    list.unwrap_or_else(|| NOTHING_LOGGED.to_owned())
                }
                Command::Help => help(interview),
                Command::NotApplicable => say_why(),
                Command::Unclear(words) => words,
                Command::Exit(exit) => return Err(Reply::Exit(exit)),
            };
            ui.say(&said);
        }
    }
}

impl Prompt for LinePrompt {
    fn ask(&mut self, interview: &Interview<'_>, ui: &mut Ui) -> Reply {
        self.tools.editor.forget_taken();
        if let Some(action) = self.next.take() {
            return Reply::Action(action);
        }
        let step = interview.step;
        if let Some(texts) = self.tools.welcome(interview, "`:highlights`") {
            for line in texts.iter().flat_map(|text| text.lines()) {
                ui.status(&wrapped(line, self.width));
            }
            ui.status("To leave: `:quit` or Ctrl-C. `:help` says what else you can type.");
        }
        if self.shown.replace(step) != Some(step) {
            self.replaced = None;
            let said = self.introduction(interview).into_iter();
            for text in said.filter(|text| !text.is_empty()) {
                ui.say(&text);
            }
        }
        let action = self.action(interview, ui);
        action.map_or_else(|reply| reply, Reply::Action)
    }

    fn choose(&mut self, question: &str, choices: &[String], ui: &mut Ui) -> Choice {
        ui.say(&listed(question, choices, self.width));
        loop {
            let line = self.tools.input.next_line(ui).map_err(Reply::exit)?;
            let typed = line.trim();
            match typed.parse() {
                Ok(number @ 1..) if number <= choices.len() => return Ok(number - 1),
                _ if typed == ":quit" => return Err(Exit::Done),
                _ => {
                    // A text that was typed on, or pasted, before this was asked.
                    self.ahead.extend(self.is_writing.then_some(line));
                    let kept = words_if(self.is_writing, "kept for your text; now ");
                    let max = choices.len();
                    ui.say(&format!("{kept}type a number from 1 to {max}, or `:quit`"));
                }
            }
        }
    }

    fn tell(&mut self, event: &Event, interview: &Interview<'_>, ui: &mut Ui) {
        let text = match event {
            Event::ClusterDone => {
                "A good place to stop: `:quit` saves, and you can go on another day.".to_owned()
            }
            Event::Private(true) if self.is_after_focus => {
                "private: this focus stays out of exports".to_owned()
            }
            event => text::event(event, interview),
        };
        match event {
            Event::Answered(place, (position, of)) => {
                let (_, question) = interview.question(*place);
                // The same question may be opened again: it is shown again then.
                self.shown = None;
                self.tools.eta.answered();
                ui.say(&format!("saved {} ({position} of {of})", question.id));
            }
            Event::Wanted(..) => self.shown = None,
            Event::RatingsDone => self.tools.eta = Eta::new(),
            Event::Reused(_) if matches!(interview.step, Step::Evidence(_)) => {
                self.next = Some(Action::Continue);
            }
            // Lines that are typed next are added to it instead of taking its place.
            Event::Taken(_) => {
                self.replaced.get_or_insert_default();
            }
            Event::Cleared => self.replaced = None,
            _ => {}
        }
        if !text.is_empty() {
            ui.say(&wrapped(&text, self.width));
        }
        if let Event::Reused(evidence) | Event::Carried(evidence, _) | Event::Taken(evidence) =
            event
            && !evidence.trim().is_empty()
        {
            ui.say(&quoted(evidence, self.width));
        }
    }

    fn ahead(&mut self) -> Vec<String> {
        self.ahead.drain(..).collect()
    }

    fn signal(&mut self) -> Option<Exit> {
        self.tools.input.late_signal()
    }
}

const REUSE: &str =
    "  Still true? `:reuse` adds what you wrote last time; it does not count as new.";
const FINISH: &str = "Blank line to finish.";
const SAME: &str = "  Still the same? `:same` carries last time's answer over, text and rating.";

fn listed(question: &str, choices: &[String], width: usize) -> String {
    let question = wrapped(question, width);
    if choices.is_empty() {
        return question;
    }
    format!("{question}\n{}", numbered(choices, width))
}

fn offer(ask: &str, offers: &[String], own: &str, chosen: &[String], width: usize) -> Vec<String> {
    let mut said = vec![format!("\n{}", listed(ask, offers, width))];
    said.push(if offers.is_empty() {
        format!("Write {own}.")
    } else {
        format!("A number takes one of these; or write {own}.")
    });
    let lines = chosen.iter().map(|line| format!("Chosen: {line}"));
    said.extend(lines.map(|line| wrapped(&line, width)));
    said.push(FINISH.to_owned());
    said
}

fn keeps(now: Option<String>) -> String {
    now.map_or_else(String::new, |now| {
        format!(" ({now}; a blank line keeps it)")
    })
}
