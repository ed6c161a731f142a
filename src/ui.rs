//! Speaking: the one place that prints. Data goes to stdout, everything else to stderr.

use std::io::{ErrorKind, Write};

use anyhow::Result;

use crate::breaks::PIECES;
use crate::error::{Exit, Failure, plain};
use crate::escape::visible_lines;

/// Words the hint for an error that does not carry its own.
type Hints = Box<dyn Fn(&anyhow::Error) -> Option<String>>;

/// The two streams of a run.
pub struct Ui {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    quiet: bool,
    /// Columns to break lines at; none where nobody looks at them as they come.
    width: Option<usize>,
    /// What was said while a screen is up that draws it itself.
    held: Option<Vec<String>>,
    /// What was told before a screen went up and hid it.
    told: Vec<String>,
    hints: Option<Hints>,
}

impl Ui {
    pub fn new(
        out: Box<dyn Write>,
        err: Box<dyn Write>,
        quiet: bool,
        width: Option<usize>,
    ) -> Self {
        Self {
            out,
            err,
            quiet,
            width,
            held: None,
            told: Vec::new(),
            hints: None,
        }
    }

    /// From now on hints come from there too.
    pub fn set_hints(&mut self, hints: impl Fn(&anyhow::Error) -> Option<String> + 'static) {
        self.hints = Some(Box::new(hints));
    }

    /// What to run or do about an error, where there is something.
    pub fn hint(&self, error: &anyhow::Error) -> Option<String> {
        match error.downcast_ref::<Failure>() {
            Some(failure) => failure.hint.clone(),
            None => self.hints.as_ref()?(error),
        }
    }

    /// Prints what was asked for. The text is ready: what people wrote in it has been made safe.
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
        // With nobody to read stderr there is nobody to tell.
        let _ = self
            .err
            .write_all(text.as_bytes())
            .and_then(|()| self.err.flush());
    }

    /// A line in a conversation.
    pub fn say(&mut self, text: &str) {
        let text = visible_lines(text);
        if let Some(held) = &mut self.held {
            held.push(text);
            return;
        }
        let text = self
            .width
            .map_or(text.clone(), |width| broken(&text, width));
        self.prompt(&format!("{text}\n"));
    }

    /// From now on a screen shows what is said, with what was told so far, which it hides.
    pub fn hold(&mut self) {
        let told = std::mem::take(&mut self.told);
        self.held.get_or_insert(told);
    }

    /// What was said since it was asked for last.
    pub fn take_held(&mut self) -> Vec<String> {
        self.held.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The screen is gone: what it has not shown is printed.
    pub fn release(&mut self) {
        for text in self.held.take().unwrap_or_default() {
            self.say(&text);
        }
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// What is going on. Left out when quiet.
    pub fn status(&mut self, text: &str) {
        if !self.quiet {
            self.tell(text);
        }
    }

    /// Something a person should know, though it did not stop the work.
    pub fn warning(&mut self, text: &str) {
        self.tell(&format!("warning: {text}"));
    }

    fn tell(&mut self, text: &str) {
        if self.held.is_none() {
            self.told.push(visible_lines(text));
        }
        self.say(text);
    }

    /// How a run ends, with a word on why where it did not end well.
    pub fn end(&mut self, ended: Result<Exit>) -> Exit {
        let error = match ended {
            Ok(exit) => return exit,
            Err(error) => error,
        };
        let exit = error
            .downcast_ref::<Failure>()
            .map_or(Exit::Failed, |failure| failure.exit);
        if exit == Exit::Defect {
            // What nobody has taken off the screen may be what people wrote.
            self.held = None;
        }
        if exit != Exit::ReaderGone {
            self.error(&error);
        }
        exit
    }

    /// An error in words, with its hint.
    pub fn failure(&self, error: &anyhow::Error) -> Failure {
        let failure = Failure::new(format!("{error:#}"));
        match self.hint(error) {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }

    /// What went wrong and what to run next.
    pub fn error(&mut self, error: &anyhow::Error) {
        self.with_hint("error", error);
    }

    /// The same where the work goes on.
    pub fn warn(&mut self, error: &anyhow::Error) {
        let hint = self.hint(error);
        self.warning(&format!("{error:#}"));
        if let Some(hint) = hint {
            self.say(&format!("hint: {hint}"));
        }
    }

    /// An error under a name of its own.
    pub fn with_hint(&mut self, name: &str, error: &anyhow::Error) {
        let hint = self.hint(error);
        self.say(&format!("{name}: {error:#}"));
        if let Some(hint) = hint {
            self.say(&format!("hint: {hint}"));
        }
    }
}

/// Lines that are too long, broken between words. A path stays whole.
fn broken(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_separator(PIECES)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines: Vec<_> = text
        .split('\n')
        .map(|line| textwrap::fill(line, &options))
        .collect();
    lines.join("\n")
}
