//! The one place that prints. Data goes to stdout, everything else to stderr.

use std::io::{ErrorKind, Write};

use anyhow::Result;

use crate::error::{Exit, Failure, plain};
use crate::escape::visible_lines;
use crate::line_break::PIECES;

/// Words the hint for an error that has none of its own.
type Hints = Box<dyn Fn(&anyhow::Error) -> Option<String>>;

pub struct Ui {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    pub quiet: bool,
    /// Columns to break lines at; none if stderr is no terminal.
    width: Option<usize>,
    /// While a screen is up it draws all messages itself.
    is_held: bool,
    /// Messages for that screen: those that it has not shown, or hid when it went up.
    waiting: Vec<String>,
    pub hints: Option<Hints>,
    /// How a run ends that comes to its end: [`Exit::Failed`] once an error was reported.
    pub exit: Exit,
    pub program: &'static str,
}

impl Ui {
    pub fn new(
        out: impl Write + 'static,
        err: impl Write + 'static,
        quiet: bool,
        width: Option<usize>,
    ) -> Self {
        Self {
            out: Box::new(out),
            err: Box::new(err),
            quiet,
            width,
            is_held: false,
            waiting: Vec::new(),
            hints: None,
            exit: Exit::Done,
            program: "emkit",
        }
    }

    /// What to run or do about an error, if anything.
    pub fn hint(&self, error: &anyhow::Error) -> Option<String> {
        match error.downcast_ref::<Failure>() {
            Some(failure) => failure.hint.clone(),
            None => self.hints.as_ref()?(error),
        }
    }

    /// Prints what was asked for. The text is ready: what people wrote in it is already safe.
    pub fn data(&mut self, text: &str) -> Result<()> {
        let written = self.out.write_all(text.as_bytes());
        written.and_then(|()| self.out.flush()).map_err(|error| {
            let failure = Failure::new("could not write to stdout")
                .because(plain(&error))
                .hint("make room, or send the output somewhere else");
            match error.kind() {
                ErrorKind::BrokenPipe => failure.exit(Exit::ReaderGone).into(),
                _ => failure.into(),
            }
        })
    }

    /// Part of a conversation: shown even when quiet. Ready text, as for [`Self::data`].
    pub fn prompt(&mut self, text: &str) {
        // If nobody reads stderr, there is nobody to tell.
        let written = self.err.write_all(text.as_bytes());
        let _ = written.and_then(|()| self.err.flush());
    }

    pub fn say(&mut self, text: &str) {
        let text = visible_lines(text);
        let lines = text.split('\n').map(|line| started_as(line, self.program));
        if self.is_held {
            let text = lines.collect::<Vec<_>>().join("\n");
            self.waiting.push(text);
            return;
        }
        let lines = lines.map(|line| match self.width {
            Some(width) => broken(line, width, self.program),
            None => line,
        });
        let text: String = lines.map(|line| line + "\n").collect();
        self.prompt(&text);
    }

    /// From now on a screen shows all messages, with the earlier ones that it hides.
    pub fn hold(&mut self) {
        self.is_held = true;
    }

    pub fn take_held(&mut self) -> Vec<String> {
        if self.is_held {
            std::mem::take(&mut self.waiting)
        } else {
            Vec::new()
        }
    }

    /// The screen is gone: messages that it has not shown are printed.
    pub fn release(&mut self) {
        let unseen = self.take_held();
        self.is_held = false;
        for text in unseen {
            self.say(&text);
        }
    }

    /// Progress. Left out when quiet.
    pub fn status(&mut self, text: &str) {
        if !self.quiet {
            self.tell(text);
        }
    }

    /// Something a person should know, though the work went on.
    pub fn warning(&mut self, text: &str) {
        self.tell(&format!("warning: {text}"));
    }

    fn tell(&mut self, text: &str) {
        if !self.is_held {
            self.waiting.push(visible_lines(text));
        }
        self.say(text);
    }

    /// Ends a run, with the error if there was one.
    pub fn end(&mut self, ended: Result<Exit>) -> Exit {
        let error = match ended {
            Ok(exit) => return exit,
            Err(error) => error,
        };
        let failure = error.downcast_ref::<Failure>();
        let exit = failure.map_or(Exit::Failed, |failure| failure.exit);
        if exit == Exit::Defect {
            // What is still waiting for the screen may be what people wrote.
            self.is_held = false;
        }
        if exit != Exit::ReaderGone {
            self.error(&error);
        }
        exit
    }

    pub fn failure(&self, error: &anyhow::Error) -> Failure {
        let mut failure = Failure::new(format!("{error:#}"));
        failure.hint = self.hint(error);
        failure
    }

    pub fn error(&mut self, error: &anyhow::Error) {
        self.exit = Exit::Failed;
        self.with_hint("error", error);
    }

    /// What went wrong with one of several is reported, and the others go on.
    pub fn or_error<T, E: Into<anyhow::Error>>(&mut self, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.error(&error.into())).ok()
    }

    pub fn warn(&mut self, error: &anyhow::Error) {
        self.warning(&format!("{error:#}"));
        self.say_hint(error);
    }

    pub fn with_hint(&mut self, name: &str, error: &anyhow::Error) {
        self.say(&format!("{name}: {error:#}"));
        self.say_hint(error);
    }

    fn say_hint(&mut self, error: &anyhow::Error) {
        if let Some(hint) = self.hint(error) {
            self.say(&format!("hint: {hint}"));
        }
    }
}

/// A line with commands as emkit was started, except in what a person wrote, which stands behind a bar.
fn started_as(line: &str, program: &str) -> String {
    if program == "emkit" || line.trim_start().starts_with('|') {
        return line.to_owned();
    }
    let command = line.strip_prefix("  emkit ");
    let line = command.map_or_else(|| line.to_owned(), |rest| format!("  {program} {rest}"));
    let line = line.replace("`emkit ", &format!("`{program} "));
    line.replace(": emkit ", &format!(": {program} "))
}

/// Breaks a long line between words. Paths, and commands on a line of their own, stay whole to be copied.
fn broken(line: String, width: usize, program: &str) -> String {
    let command = line.strip_prefix("  ");
    if command.is_some_and(|it| it.starts_with(program)) {
        return line;
    }
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(PIECES)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&line, options)
}
