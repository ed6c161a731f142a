//! What is said of a mistake in a template: where it is, and what could stand there.

use itertools::Itertools;
use minijinja::{Error, ErrorKind};
use serde_json::Value as Json;

use super::filters::{FILTERS, TESTS, there_is_no};
use super::{MAX_OUTPUT, MAX_STEPS};
use crate::escape::visible;
use crate::format::diagnostic::{Diagnostic, Position};

pub(super) fn of_all(message: impl Into<String>) -> Diagnostic {
    Diagnostic {
        at: Position::default(),
        message: message.into(),
    }
}

pub(super) fn of(source: &str, error: &Error, data: &Json) -> Diagnostic {
    let detail = error.detail().unwrap_or_default();
    let named = detail.split(' ').nth(1).unwrap_or(detail);
    let message = match error.kind() {
        ErrorKind::UndefinedError => undefined(detail, data),
        ErrorKind::UnknownFilter if !detail.is_empty() => there_is_no("filter ", named, FILTERS),
        ErrorKind::UnknownTest if !detail.is_empty() => there_is_no("test ", named, TESTS),
        ErrorKind::UnknownFunction => {
            "a template has no functions; filters are written as `value|filter`".to_owned()
        }
        ErrorKind::OutOfFuel => format!(
            "the template goes on and on; it was stopped after {MAX_STEPS} steps, which is more than any form takes"
        ),
        ErrorKind::WriteFailure => format!(
            "the document becomes longer than {} MiB",
            MAX_OUTPUT / 1024 / 1024
        ),
        kind => match (detail, std::error::Error::source(error)) {
            ("", _) => kind.to_string(),
            (detail, Some(source)) => format!("{detail}: {source}"),
            (detail, None) => detail.to_owned(),
        },
    };
    let at = match (error.range(), error.line()) {
        (Some(range), _) => position(source, range.start),
        (None, Some(line)) => Position { line, column: 1 },
        (None, None) => Position::default(),
    };
    let message = visible(&message);
    Diagnostic { at, message }
}

/// What is said where the engine panics. `loop.cycle` does so if it gets nothing to go through.
pub(super) fn of_panic(source: &str) -> Diagnostic {
    let cycle = source.find("cycle(").map(|start| position(source, start));
    let message = cycle.map_or(
        "the template engine failed on this template",
        |_| "`loop.cycle` needs something to go through",
    );
    Diagnostic {
        at: cycle.unwrap_or_default(),
        message: message.to_owned(),
    }
}

fn position(source: &str, offset: usize) -> Position {
    let before = source.get(..offset).unwrap_or(source);
    let last = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: before.matches('\n').count() + 1,
        column: last.chars().count() + 1,
    }
}

/// A name that the data does not have. The engine names it in backticks, with the path before it.
fn undefined(detail: &str, data: &Json) -> String {
    let Some(path) = detail.split('`').nth(1).filter(|path| !path.is_empty()) else {
        return "something here has no value".to_owned();
    };
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || c == '_');
    match path.rsplit_once('.') {
        Some((_, name)) if !is_name(name) => "something here has no value".to_owned(),
        Some((base, name)) if base.contains("...") => format!("there is no `{name}`"),
        Some((base, name)) => format!("there is no `{name}` in `{base}`"),
        None if data["periods"][0].get(path).is_some() => {
            format!("there is no `{path}` of several quarters; each of `periods` has one")
        }
        None => {
            let known = data.as_object().into_iter().flatten();
            there_is_no("", path, &known.map(|(name, _)| name).join(" "))
        }
    }
}
