//! Speaking: the one place that prints. Data goes to stdout, everything else to stderr.

use std::io::{ErrorKind, Write};

use anyhow::Result;

use crate::error::{Exit, Failure, plain};
use crate::escape::visible_lines;

/// The two streams of a run.
pub struct Ui {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    quiet: bool,
    /// Columns to break lines at; none where nobody looks at them as they come.
    width: Option<usize>,
}

impl Ui {
    #[must_use]
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
        }
    }

    /// Prints what was asked for. The text is ready: what people wrote in it has been made safe.
    ///
    /// # Errors
    /// Where stdout takes no more.
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
        let text = self
            .width
            .map_or(text.clone(), |width| broken(&text, width));
        self.prompt(&format!("{text}\n"));
    }

    /// What is going on. Left out when quiet.
    pub fn status(&mut self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Something a person should know, though it did not stop the work.
    pub fn warning(&mut self, text: &str) {
        self.say(&format!("warning: {text}"));
    }

    /// What went wrong and what to run next.
    pub fn error(&mut self, error: &anyhow::Error) {
        self.say(&format!("error: {error:#}"));
        if let Some(hint) = error
            .downcast_ref::<Failure>()
            .and_then(|failure| failure.hint.clone())
        {
            self.say(&format!("hint: {hint}"));
        }
    }
}

/// Lines that are too long, broken between words. A path stays whole.
fn broken(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines: Vec<_> = text
        .split('\n')
        .map(|line| textwrap::fill(line, &options))
        .collect();
    lines.join("\n")
}
