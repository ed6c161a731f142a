//! A form of one's own: a template and the data of an assessment become a document.
//!
//! A template places what emkit has computed. It is one text that reaches no file and no program; what
//! could make it run on or grow without end is no part of its language (`rules`), and what is left
//! is counted: steps, output, texts.

mod data;
mod filters;
mod place;
mod rules;
mod value;

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Output, UndefinedBehavior, Value};
use serde_json::Value as Json;

use crate::escape::{markup, visible, visible_lines};
use crate::format::problem::{Problem, Problems};
use crate::page::{html, markdown};
use place::{at_error, at_offset};
use rules::Names;
use value::Missed;

pub use data::data;

/// The template that gives the built-in review.
pub const REVIEW: &str = include_str!("review.md.j2");

/// How many steps a template may take. The built-in review takes some hundred a skill.
const MOST_STEPS: u64 = 300_000;

/// How long a document, or one text on its way into it, may become, in bytes.
const MOST_OUTPUT: usize = 16 * 1024 * 1024;

/// How a value is written, which the template's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Markdown,
    Html,
    /// Anything else: the text as it is.
    Plain,
}

impl Kind {
    /// `.md` and `.html` are told; a `.j2` or `.jinja` behind them is no part of it.
    fn of(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_lowercase();
        let endings = [".j2", ".jinja", ".jinja2"];
        let stripped = endings.iter().find_map(|ending| name.strip_suffix(ending));
        match stripped.unwrap_or(&name).rsplit_once('.') {
            Some((_, "md" | "markdown")) => Self::Markdown,
            Some((_, "html" | "htm" | "xhtml")) => Self::Html,
            _ => Self::Plain,
        }
    }

    /// A person's text in a line, which it may begin.
    fn inline(self, text: &str, begun: Begun) -> String {
        match self {
            Self::Markdown => match begun {
                Begun::Marks => markdown::inline(text),
                Begun::Number if text.starts_with(['.', ')']) => {
                    format!("\\{}", markdown::within(text))
                }
                Begun::Number if text.starts_with(|c: char| c.is_ascii_digit()) => {
                    markdown::inline(text)
                }
                Begun::Number | Begun::Words => markdown::within(text),
            },
            Self::Html => markup(text.trim()),
            Self::Plain => visible_lines(text.trim()),
        }
    }

    /// A person's text of several lines as a quotation.
    fn quote(self, text: &str) -> String {
        match self {
            Self::Markdown => markdown::quote(text),
            Self::Html => html::quote(text).trim_end().to_owned(),
            Self::Plain => {
                let shown = visible_lines(text.trim());
                let lines = shown.lines().map(|line| format!("> {line}"));
                let lines: Vec<_> = lines.map(|line| line.trim_end().to_owned()).collect();
                lines.join("\n")
            }
        }
    }
}

/// The document that a template makes of the data.
///
/// # Errors
/// What is wrong with the template, with its line and what there is to choose from.
pub fn render(path: &Path, text: &str, data: &Json) -> Result<String, Problems> {
    let source = cleaned(text);
    filled(path, &source, data).map_err(|problem| Problems::new(path, &source, vec![problem]))
}

/// The template without anything that acts on a terminal or hides; its tabs stay.
fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let parts: Vec<_> = text.split('\t').map(visible_lines).collect();
    parts.join("\t")
}

fn filled(path: &Path, source: &str, data: &Json) -> Result<String, Problem> {
    let kind = Kind::of(path);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .map_err(|error| at_error(source, &error, error.to_string()))?;
    let names = rules::check(source, &syntax)?;
    let missed = Missed::default();
    let mut out = Limited::default();
    let environment = environment(kind, syntax, out.line.clone());
    environment
        .template_from_str(source)
        .and_then(|template| {
            let root = value::of(data, &missed);
            template.render_captured_to(root, &mut out).map(drop)
        })
        .map_err(|error| said(source, &error, &names, &missed))?;
    String::from_utf8(out.bytes).map_err(|error| at_offset(source, 0, error.to_string()))
}

fn environment(kind: Kind, syntax: SyntaxConfig, line: Line) -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_syntax(syntax);
    environment.set_debug(true);
    environment.set_fuel(Some(MOST_STEPS));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(move |out, _, value| written(kind, &line, out, value));
    filters::add(&mut environment, kind);
    environment
}

/// Writes a value into the document.
fn written(kind: Kind, line: &Line, out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::Undefined | ValueKind::None => return Ok(()),
        ValueKind::Number | ValueKind::Bool => filters::text(value)?,
        ValueKind::String if value.is_safe() => value.to_string(),
        ValueKind::String => kind.inline(value.as_str().unwrap_or_default(), line.begun()),
        ValueKind::Map => {
            let names = value::names(value);
            let cause = format!("this has parts, and one of them has to be named: {names}");
            return Err(Error::new(ErrorKind::InvalidOperation, cause));
        }
        _ => {
            let cause = "this is a list; `{% for one in … %}` goes through it, `|join(\", \")` makes one text of several";
            return Err(Error::new(ErrorKind::InvalidOperation, cause));
        }
    };
    out.write_str(&text)?;
    Ok(())
}

/// What went wrong while a template was filled.
fn said(source: &str, error: &Error, names: &Names, missed: &Missed) -> Problem {
    let message = match error.kind() {
        ErrorKind::UndefinedError => return undefined(source, error, names, missed),
        ErrorKind::OutOfFuel => format!(
            "the template goes on and on; it was stopped after {MOST_STEPS} steps, which is more than any form takes"
        ),
        ErrorKind::WriteFailure => format!(
            "the document becomes longer than {} MiB",
            MOST_OUTPUT / 1024 / 1024
        ),
        kind => match (error.detail(), std::error::Error::source(error)) {
            (Some(detail), Some(source)) => format!("{detail}: {source}"),
            (Some(detail), None) => detail.to_owned(),
            (None, _) => kind.to_string(),
        },
    };
    at_error(source, error, visible(&message))
}

/// A name that is not there, with those that are.
fn undefined(source: &str, error: &Error, names: &Names, missed: &Missed) -> Problem {
    let detail = error.detail().unwrap_or_default();
    let quoted = detail.split('`').nth(1);
    let of_engine = quoted.filter(|name| !name.is_empty() && !name.contains("..."));
    let tag = place::tag(source, error);
    let name = match of_engine {
        Some(name) => name.to_owned(),
        None => missed
            .last(|miss| tag.contains(&miss.name))
            .map_or_else(|| "this".to_owned(), |miss| miss.name),
    };
    let (base, last) = name.rsplit_once('.').unwrap_or(("", &name));
    let there = missed.last(|miss| miss.name == last);
    let mut known = Vec::new();
    let of = match base {
        "" => String::new(),
        base => format!(" in `{base}`"),
    };
    if there.as_ref().is_some_and(|miss| miss.is_top) {
        known = names.at(error.range().map_or(0, |range| range.start));
    }
    known.extend(there.map(|miss| miss.known).unwrap_or_default());
    let message = format!("there is no `{last}`{of}{}", place::instead(last, &known));
    at_error(source, error, visible(&message))
}

/// What a line has so far, which tells what the next text could begin there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Begun {
    /// Nothing, or marks that may stand before a beginning, such as `1. **`, whoever wrote them.
    #[default]
    Marks,
    /// A number, which a sign would make that of a list.
    Number,
    Words,
}

impl Begun {
    /// A bar makes a table, in which nothing else begins, and what a backslash stands before is a word.
    fn then(self, byte: u8) -> Self {
        match (self, byte) {
            (_, b'\n') => Self::Marks,
            (Self::Words, _) | (Self::Marks, b'|' | b'\\') => Self::Words,
            (_, b'0'..=b'9') => Self::Number,
            (Self::Marks, b' ' | b'\t') | (Self::Number, b'.' | b')') => Self::Marks,
            (Self::Marks, byte) if byte.is_ascii_punctuation() => Self::Marks,
            _ => Self::Words,
        }
    }
}

/// The line that is being written.
#[derive(Clone, Default)]
struct Line(Arc<Mutex<Begun>>);

impl Line {
    fn begun(&self) -> Begun {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn text(&self, bytes: &[u8]) {
        let mut begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *begun = bytes.iter().fold(*begun, |begun, byte| begun.then(*byte));
    }
}

/// A document that cannot grow without end.
#[derive(Default)]
struct Limited {
    bytes: Vec<u8>,
    line: Line,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_OUTPUT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        self.line.text(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
