//! One thing asked: a list, a page to read, or a text, which is saved before anything else is done.

use std::mem::take;

use super::field::Field;
use super::list::{CHOOSE_FIRST, List};
use super::screen::{Page, Screen, Section, Tone, field_block, field_width, list_block};
use super::{Asked, TerminalPrompt};
use crate::domain::assessment::Reason;
use crate::domain::interview::{Action, Interview, NOT_HERE, Phase, Step};
use crate::escape::visible;
use crate::prompt::Reply;
use crate::prompt::command::{Command, is_command, of_key, parse};
use crate::prompt::input::decoder::Key;
use crate::prompt::text::question::{NOTHING_LOGGED, QuestionText, reason_text};
use crate::prompt::text::words_if;
use crate::ui::Ui;

pub(super) struct Turn<'a> {
    pub(super) prompt: &'a mut TerminalPrompt,
    pub(super) interview: &'a Interview<'a>,
    pub(super) ui: &'a mut Ui,
}

/// What a list stands on, for a width.
type ListPage<'a> = &'a dyn Fn(usize) -> Page;
type TextPage<'a> = &'a dyn Fn(Screen) -> String;

impl Turn<'_> {
    pub(super) fn ask(&mut self) -> Asked<Action> {
        self.catch_up()?;
        match self.interview.step {
            Step::Role | Step::Stage | Step::Wanted(_) | Step::LastOutcome(_) => self.opening(),
            Step::LastNote(index) => self.last_note(index),
            Step::Evidence(place) => self.evidence(place),
            Step::Rating(place) => self.rating(place),
            Step::Review => self.review(),
            Step::Focus => self.focus(),
            Step::Closing => self.closing(),
            Step::Highlights => self.highlights(),
            // Nothing is asked at the end.
            Step::Done | Step::Stopped => Ok(Action::Quit),
        }
    }

    /// What is chosen of a list, or asked for instead.
    pub(super) fn item(&mut self, list: &mut List, page: ListPage<'_>) -> Asked<Action> {
        loop {
            match self
                .prompt
                .in_list(list, self.interview.step, page, self.ui)?
            {
                Command::Action(action) => return Ok(action),
                command => self.command(command)?,
            }
        }
    }

    /// The same with a title over numbered choices; none where the person goes back.
    pub(super) fn pick(
        &mut self,
        title: &str,
        choices: impl IntoIterator<Item = String>,
        marked: Option<usize>,
    ) -> Asked<Option<usize>> {
        let foot = "↑ ↓ or a number, then Enter · Esc back";
        let choices = choices.into_iter().zip((0..).map(Action::Choose));
        let mut list = List::numbered(choices, marked);
        match self.item(&mut list, &|width| dialog_page(title, foot, width))? {
            Action::Choose(place) => Ok(Some(place)),
            Action::StepBack => Ok(None),
            action => Err(action.into()),
        }
    }

    /// Does what was asked for before, now that what came with it is saved.
    pub(super) fn catch_up(&mut self) -> Asked<()> {
        while let Some(command) = self.prompt.next.pop_front() {
            self.command(command)?;
        }
        Ok(())
    }

    pub(super) fn act(&mut self, key: &Key) -> Asked<()> {
        of_key(key).map_or(Ok(()), |command| self.command(command))
    }

    pub(super) fn command(&mut self, command: Command) -> Asked<()> {
        match (command, self.interview.step.place()) {
            (Command::Action(action), _) => return Err(action.into()),
            (Command::Exit(exit), _) => return Err(Reply::Exit(exit)),
            (Command::NotApplicable, Some(place)) => return self.not_applicable(place),
            (Command::Log, Some(place)) => return self.log(place),
            (Command::Edit, _) if self.interview.text().is_some() => return self.edit(),
            (Command::NotApplicable | Command::Log | Command::Edit, _) => self.ui.say(NOT_HERE),
            (Command::Help, _) => {
                let may_write = self.interview.phase() != Some(Phase::Ratings);
                return self.prompt.help(may_write, self.ui);
            }
            (Command::Unclear(words), _) => self.ui.say(&words),
            (Command::Text(_), _) => self.ui.say(CHOOSE_FIRST),
        }
        Ok(())
    }

    fn log(&mut self, place: usize) -> Asked<()> {
        let entries = self.interview.entries(place);
        if entries.is_empty() {
            self.ui.say(NOTHING_LOGGED);
            return Ok(());
        }
        let first = entries.iter().position(|it| !self.interview.is_used(it));
        let lines = QuestionText::new(self.interview, place, 0).entries();
        let picked = self.pick("Which entry of your log?", lines, first)?;
        picked.map_or(Ok(()), |entry| Err(Action::TakeEntry(entry).into()))
    }

    fn edit(&mut self) -> Asked<()> {
        self.prompt.close(self.ui);
        // What is said of it is for the screen.
        self.ui.hold();
        let Some(text) = self.prompt.tools.edit(self.interview, self.ui) else {
            return Ok(());
        };
        self.prompt.work = None;
        if matches!(self.interview.step, Step::Evidence(_)) {
            let go_on = Command::Action(Action::Continue);
            self.prompt.next.push_back(go_on);
        }
        Err(Action::Write(text).into())
    }

    fn not_applicable(&mut self, place: usize) -> Asked<()> {
        let ask = QuestionText::new(self.interview, place, 0).ask();
        let why = format!("{ask}\n\nWhy doesn't this apply to you this quarter?");
        let word = format!("{ask}\n\nA word on why? You can leave it blank.");
        let reasons = Reason::ALL.map(|reason| reason_text(reason).to_owned());
        let mut note = String::new();
        while let Some(chosen) = self.pick(&why, reasons.clone(), None)? {
            if self.write_line(&word, &mut note, None) {
                let reason = Reason::ALL[chosen];
                return Err(Action::NotApplicable { reason, note }.into());
            }
        }
        Ok(())
    }

    /// `saved` is the text that the interview has.
    pub(super) fn write(&mut self, saved: &str, page: impl Fn(usize) -> Page) -> Asked<Action> {
        let step = self.interview.step;
        let work = self.prompt.work.take().filter(|(at, _)| *at == step);
        let mut field = work.map_or_else(|| Field::new(saved), |(_, field)| field);
        // What was written is saved before the person sees it, and not with every line of a paste.
        let mut is_due = false;
        loop {
            let key = self.prompt.key(self.ui, |screen| Page {
                body: field_block(&field, screen.width()),
                ..page(screen.width())
            });
            let command = match key {
                Ok(key) => {
                    // Whatever is finished for the moment is saved: a line, a paste, a place left.
                    is_due |= !matches!(key, Key::Char(_) | Key::Backspace | Key::Delete);
                    self.press(&key, &mut field)
                }
                Err(reply) => Some(reply.into()),
            };
            if command.is_none() && (!is_due || self.prompt.tools.input.has_more()) {
                continue;
            }
            is_due = false;
            // What was only begun at its end is no part of it.
            let text = field.text.trim_end().to_owned();
            // A command acts on a text that is safe.
            if text != saved && command != Some(Command::Action(Action::Clear)) {
                self.prompt.work = Some((step, field));
                self.prompt.next.extend(command);
                return Ok(Action::Write(text));
            }
            if let Some(Err(reply)) = command.map(|command| self.command(command)) {
                // What came back from an editor takes the field's place.
                if !matches!(reply, Reply::Action(Action::Write(_))) {
                    self.prompt.work = Some((step, field));
                }
                return Err(reply);
            }
        }
    }

    fn press(&mut self, key: &Key, field: &mut Field) -> Option<Command> {
        let width = field_width(self.prompt.screen().width());
        let is_at_end = field.is_at_end();
        let goes_on = is_at_end && field.line().trim().is_empty();
        match key {
            Key::Tab => Some(Command::Action(Action::Continue)),
            Key::Enter if goes_on => Some(Command::Action(Action::Continue)),
            Key::Enter if is_at_end && is_command(field.line()) => {
                Some(parse(self.interview.step, &field.take_line()))
            }
            // Somebody who has corrected a word in the middle wants to go on, not to break the line.
            Key::Enter if !is_at_end => {
                field.apply(&Key::Last, width);
                let is_blank = field.line().trim().is_empty();
                (!is_blank)
                    .then(|| field.apply(&Key::LineFeed, width))
                    .flatten()
            }
            key => field.apply(key, width),
        }
    }

    /// False where the person goes back. Anything else asked for is left to [`Self::catch_up`].
    pub(super) fn write_line(
        &mut self,
        title: &str,
        text: &mut String,
        mut private: Option<&mut bool>,
    ) -> bool {
        let mut field = Field::new(text);
        let reply = loop {
            let (said, key) = match private.as_deref() {
                None => ("", ""),
                Some(false) => ("", " · Ctrl-P private"),
                Some(true) => ("Private: it stays out of exports · ", " · Ctrl-P share"),
            };
            let foot = format!("{said}Enter to go on{key} · Esc back");
            let key = self.prompt.key(self.ui, |screen| Page {
                body: field_block(&field, screen.width()),
                ..dialog_page(title, &foot, screen.width())
            });
            let width = field_width(self.prompt.screen().width());
            let command = match key {
                Err(reply) => break Some(reply),
                Ok(Key::Enter) => break None,
                Ok(Key::LineFeed) => None,
                Ok(Key::Ctrl('p')) if let Some(private) = private.as_deref_mut() => {
                    *private = !*private;
                    None
                }
                Ok(Key::Paste(text)) => {
                    let line = text.trim_end().replace('\n', " ");
                    field.apply(&Key::Paste(line), width)
                }
                Ok(key) => field.apply(&key, width),
            };
            if let Some(
                command @ (Command::Action(Action::StepBack | Action::Quit)
                | Command::Help
                | Command::Unclear(_)),
            ) = command
                && let Err(reply) = self.command(command)
            {
                break Some(reply);
            }
        };
        field.text.trim().clone_into(text);
        let is_taken = reply != Some(Reply::Action(Action::StepBack));
        let reply = reply.filter(|_| is_taken);
        self.prompt.next.extend(reply.map(Command::from));
        is_taken
    }
}

impl TerminalPrompt {
    pub(super) fn in_list(
        &mut self,
        list: &mut List,
        step: Step,
        page: ListPage<'_>,
        ui: &mut Ui,
    ) -> Asked<Command> {
        loop {
            let key = self.key(ui, |screen| {
                let width = screen.width();
                let mut page = page(width);
                page.body = list_block(list, screen);
                let typed = list.typed.starts_with(':').then(|| visible(&list.typed));
                let typed = typed.map(|line| Section::wrapped(&line, Tone::Plain, width));
                page.below.extend(typed);
                page
            })?;
            if let Some(command) = list.apply(&key, step) {
                return Ok(command);
            }
        }
    }

    /// Something to read until a key is pressed, laid out for whatever size the screen has.
    pub(super) fn read(&mut self, text: TextPage<'_>, foot: &str, ui: &mut Ui) -> Asked<Key> {
        self.key(ui, |screen| {
            let text = Section::giving_way(&text(screen), Tone::Plain, 2, 3);
            Page::new(vec![text], &[foot], screen.width())
        })
    }

    pub(super) fn help(&mut self, may_write: bool, ui: &mut Ui) -> Asked<()> {
        // What was said before stands there again afterwards.
        let before = (take(&mut self.news), take(&mut self.said));
        let text = |_: Screen| format!("{}{CHOOSING}", words_if(may_write, WRITING));
        let read = self.read(&text, "any key to go on", ui);
        (self.news, self.said) = before;
        read.map(|_| ())
    }
}

pub(super) fn dialog_page(title: &str, foot: &str, width: usize) -> Page {
    let title = Section::wrapped(title, Tone::Strong, width);
    Page::new(vec![title, Section::gap()], &[foot], width)
}

// The keys: no wider and no higher than the smallest terminal that is promised to work.
const WRITING: &str = "\
Writing
  Enter         a new line; on an empty line: to the rating
  Tab           to the rating; Alt-Enter: a line break here
  ← → ↑ ↓       move; with Ctrl by words
  Home, End     to the ends of the line (Ctrl-A, Ctrl-E)
  Ctrl-W, U, K  remove the word before, the line up to here
                or from here
  Ctrl-_        undo; a line :clear removes the text
";

const CHOOSING: &str = "\
Choosing: ↑ ↓ or a number to move, Enter to choose
  Between two steps, take the lower.
At every question
  Ctrl-S  skip, text is kept  Ctrl-N  not applicable
  Ctrl-P  private, no export  Ctrl-O  your own editor
  Ctrl-R  review all answers  Ctrl-Q  save and quit
  Ctrl-T  last time's text    Ctrl-G  from your log
  Ctrl-X  same as last time   Ctrl-V  note highlights
  Esc     one step back
Anywhere
  Ctrl-C  leave, all is kept  Ctrl-Z  back to the shell
A line such as :skip or :finish does the same.";
