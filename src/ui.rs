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
    quiet: bool,
    /// Columns to break lines at; none if stderr is no terminal.
    width: Option<usize>,
    /// Messages while a screen is up, which draws them itself.
    held: Option<Vec<String>>,
    /// Messages from before a screen went up and hid them.
    told: Vec<String>,
    hints: Option<Hints>,
    /// Whether an error was reported after which the work went on.
    has_failed: bool,
    /// What to type in the place of `emkit`.
    program: Option<&'static str>,
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
            held: None,
            told: Vec::new(),
            hints: None,
            has_failed: false,
            program: None,
        }
    }

    pub fn set_hints(&mut self, hints: impl Fn(&anyhow::Error) -> Option<String> + 'static) {
        self.hints = Some(Box::new(hints));
    }

    /// What to run or do about an error, if anything.
    pub fn hint(&self, error: &anyhow::Error) -> Option<String> {
        match error.downcast_ref::<Failure>() {
            Some(failure) => failure.hint.clone(),
            None => self.hints.as_ref()?(error),
        }
    }

    /// The same, for an emkit that was started in another way than by its name.
    #[must_use]
    pub fn started_as(self, program: Option<&'static str>) -> Self {
        Self { program, ..self }
    }

    /// Prints what was asked for. The text is ready: what people wrote in it is already safe.
    pub fn data(&mut self, text: &str) -> Result<()> {
        let written = self
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.out.flush());
        written.map_err(|error| {
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
        let _ = self
            .err
            .write_all(text.as_bytes())
            .and_then(|()| self.err.flush());
    }

    /// A line in a conversation.
    pub fn say(&mut self, text: &str) {
        let mut text = visible_lines(text);
        if let Some(program) = self.program {
            text = with_program(&text, program);
        }
        if let Some(held) = &mut self.held {
            held.push(text);
            return;
        }
        if let Some(width) = self.width {
            text = broken(&text, width, self.program.unwrap_or("emkit"));
        }
        self.prompt(&format!("{text}\n"));
    }

    /// From now on a screen shows all messages, with the earlier ones that it hides.
    pub fn hold(&mut self) {
        let told = std::mem::take(&mut self.told);
        self.held.get_or_insert(told);
    }

    pub fn take_held(&mut self) -> Vec<String> {
        self.held.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The screen is gone: messages that it has not shown are printed.
    pub fn release(&mut self) {
        for text in self.held.take().unwrap_or_default() {
            self.say(&text);
        }
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet
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
        if self.held.is_none() {
            self.told.push(visible_lines(text));
        }
        self.say(text);
    }

    /// Ends a run, with the error if there was one.
    pub fn end(&mut self, ended: Result<Exit>) -> Exit {
        let error = match ended {
            Ok(exit) => return exit,
            Err(error) => error,
        };
        let exit = error
            .downcast_ref::<Failure>()
            .map_or(Exit::Failed, |failure| failure.exit);
        if exit == Exit::Defect {
            // What is still waiting for the screen may be what people wrote.
            self.held = None;
        }
        if exit != Exit::ReaderGone {
            self.error(&error);
        }
        exit
    }

    /// An error as text, with its hint.
    pub fn failure(&self, error: &anyhow::Error) -> Failure {
        let mut failure = Failure::new(format!("{error:#}"));
        failure.hint = self.hint(error);
        failure
    }

    pub fn error(&mut self, error: &anyhow::Error) {
        self.has_failed = true;
        self.with_hint("error", error);
    }

    /// What went wrong with one of several is reported, and the others go on.
    pub fn or_error<T, E: Into<anyhow::Error>>(&mut self, read: Result<T, E>) -> Option<T> {
        read.map_err(|error| self.error(&error.into())).ok()
    }

    /// How a run ends that has gone on after errors.
    pub fn exit(&self) -> Exit {
        if self.has_failed {
            Exit::Failed
        } else {
            Exit::Done
        }
    }

    /// An error after which the work goes on, with its hint.
    pub fn warn(&mut self, error: &anyhow::Error) {
        self.warning(&format!("{error:#}"));
        self.say_hint(error);
    }

    /// An error under another name, with its hint.
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

/// Commands to run next in the form in which emkit was started. What a person wrote is left alone: it
/// stands behind a bar.
fn with_program(text: &str, program: &str) -> String {
    let lines = text.split('\n').map(|line| {
        if line.trim_start().starts_with('|') {
            return line.to_owned();
        }
        let command = line.strip_prefix("  emkit ");
        let line = command.map_or_else(|| line.to_owned(), |rest| format!("  {program} {rest}"));
        let line = line.replace("`emkit ", &format!("`{program} "));
        line.replace(": emkit ", &format!(": {program} "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Breaks long lines between words. Paths stay whole, and so do commands on a line of their own: they are
/// copied.
fn broken(text: &str, width: usize, program: &str) -> String {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(PIECES)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines: Vec<_> = text
        .split('\n')
        .map(|line| match line.strip_prefix("  ") {
            Some(command) if command.starts_with(program) => line.to_owned(),
            _ => textwrap::fill(line, &options),
        })
        .collect();
    lines.join("\n")
}
