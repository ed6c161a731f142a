//! Templates: a form of one's own, filled in with the data of an assessment. A template reaches no file
//! and no program, and its length, steps, output, time and memory are limited.

mod bounds;
mod data;
mod filters;
mod mistake;

use std::io::Cursor;
use std::path::Path;

use itertools::Itertools;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value};
use serde_json::Value as Json;

use crate::escape::{markup, visible_lines};
use crate::format::diagnostic::{Diagnostic, Diagnostics};
use crate::page::{html, markdown};
use bounds::Watch;
use filters::wrong;

pub use data::data;
pub use filters::{FILTERS, TESTS};

pub const REVIEW: &str = include_str!("template/review.md.j2");
pub const COMPANY: &str = include_str!("template/company.md.j2");
pub const STRATEGY: &str = include_str!("template/strategy.md.j2");
pub const MEASURES: &str = include_str!("template/measures.md.j2");

/// Answers that somebody could have given, for who has none yet.
pub const SAMPLE: &str = include_str!("template/sample.yaml");

/// How many steps a template may take. The built-in review takes some hundred a skill.
const MAX_STEPS: u64 = 300_000;

const MAX_TEMPLATE: usize = 256 * 1024;

const MAX_OUTPUT: usize = 16 * 1024 * 1024;

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

    /// A text in a line, which it may begin. One space before or behind it stays: more could make
    /// code of the line, or break it. Behind a number, a sign could begin a list.
    fn inline(self, text: &str) -> String {
        let said = text.trim();
        match self {
            Self::Markdown => {
                let space = |is_there| if is_there { " " } else { "" };
                let before = space(!said.is_empty() && text.starts_with(char::is_whitespace));
                let behind = space(text.ends_with(char::is_whitespace));
                let said = if said.starts_with(['.', ')']) {
                    format!("\\{}", markdown::within(said))
                } else {
                    markdown::inline(said)
                };
                format!("{before}{said}{behind}")
            }
            Self::Html => markup(text),
            Self::Plain => visible_lines(text),
        }
    }

    fn paragraphs(self, text: &str) -> String {
        match self {
            Self::Markdown => markdown::paragraphs(text),
            Self::Html => html::paragraphs(text).trim_end().to_owned(),
            Self::Plain => visible_lines(text.trim()),
        }
    }

    fn quote(self, text: &str) -> String {
        match self {
            Self::Markdown => markdown::quote(text),
            Self::Html => html::quote(text).trim_end().to_owned(),
            Self::Plain => {
                let shown = visible_lines(text.trim());
                let mut lines = shown.lines().map(|line| format!("> {line}"));
                lines.join("\n").replace("> \n", ">\n")
            }
        }
    }
}

pub fn render(path: &Path, text: &str, data: &Json) -> Result<String, Diagnostics> {
    // Without anything that acts on a terminal or hides; tabs stay.
    let source = text.replace("\r\n", "\n");
    let source = source.split('\t').map(visible_lines).join("\t");
    let filled = filled(Kind::of(path), &source, data);
    filled.map_err(|problem| Diagnostics::new(path, &source, vec![problem]))
}

fn filled(kind: Kind, source: &str, data: &Json) -> Result<String, Diagnostic> {
    if source.len() > MAX_TEMPLATE {
        let limit = MAX_TEMPLATE / 1024;
        return Err(mistake::of_all(format!(
            "a template has {limit} KiB at most"
        )));
    }
    let watch = Watch::default();
    let root = Value::from(Serde(data));
    let (text, of_run) = (source.to_owned(), watch.clone());
    let run = bounds::run(&watch, move || {
        // The system gives memory only for what is written.
        let mut out = Cursor::new(vec![0; MAX_OUTPUT].into_boxed_slice());
        let environment = environment(kind, &of_run)?;
        let template = environment.template_from_str(&text)?;
        template.render_captured_to(root, &mut out)?;
        let end = usize::try_from(out.position()).unwrap_or(MAX_OUTPUT);
        let mut bytes = out.into_inner().into_vec();
        bytes.truncate(end);
        Ok::<_, Error>(bytes)
    });
    match run {
        Ok(Ok(bytes)) => {
            String::from_utf8(bytes).map_err(|error| mistake::of_all(error.to_string()))
        }
        Ok(Err(error)) => Err(mistake::of(source, &error, data)),
        Err(None) => Err(mistake::of_panic(source)),
        Err(Some(message)) => Err(mistake::of_all(message)),
    }
}

fn environment(kind: Kind, watch: &Watch) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::empty();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()?;
    environment.set_syntax(syntax);
    environment.set_debug(true);
    environment.set_fuel(Some(MAX_STEPS));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    filters::add(&mut environment, kind, watch);
    let watch = watch.clone();
    environment.set_formatter(move |out, state, value| {
        watch.check()?;
        written(kind, out, state, value)
    });
    Ok(environment)
}

fn written(
    kind: Kind,
    out: &mut Output<'_>,
    state: &State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    if *state.auto_escape() != AutoEscape::None {
        let cause = "`autoescape` does nothing here: what people wrote is always escaped";
        return Err(wrong(cause));
    }
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => {}
        ValueKind::String if !value.is_safe() => {
            out.write_str(&kind.inline(value.as_str().unwrap_or_default()))?;
        }
        ValueKind::String | ValueKind::Number => write!(out, "{value}")?,
        ValueKind::Bool => write!(out, "{}", value.is_true())?,
        ValueKind::Map => {
            let names = value.try_iter()?.join(", ");
            let cause = format!("this has parts, and one of them has to be named: {names}");
            return Err(wrong(cause));
        }
        _ => {
            let cause = "this is a list; `{% for one in … %}` goes through it, `|join(\", \")` makes one text of several";
            return Err(wrong(cause));
        }
    }
    Ok(())
}
