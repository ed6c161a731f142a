//! Where in a template something is wrong, and what could stand there.

use minijinja::Error;

use crate::domain::nearest::did_you_mean;
use crate::format::problem::{Place, Problem};

/// A problem at a byte of a template.
pub(super) fn at_offset(source: &str, offset: usize, message: impl Into<String>) -> Problem {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before[start..].chars().count() + 1;
    Problem {
        at: Place { line, column },
        message: message.into(),
    }
}

/// A problem where the engine met it.
pub(super) fn at_error(source: &str, error: &Error, message: impl Into<String>) -> Problem {
    let message = message.into();
    match (error.range(), error.line()) {
        (Some(range), _) => at_offset(source, range.start, message),
        (None, Some(line)) => Problem {
            at: Place { line, column: 1 },
            message,
        },
        (None, None) => Problem {
            at: Place::default(),
            message,
        },
    }
}

/// The text of the tag in which the engine met something.
pub(super) fn tag<'s>(source: &'s str, error: &Error) -> &'s str {
    let at = error.range().map_or(0, |range| range.start);
    let Some((before, after)) = source.split_at_checked(at) else {
        return source;
    };
    let start = before.rfind("{{").max(before.rfind("{%")).unwrap_or(0);
    let end = after.find("}}").into_iter().chain(after.find("%}")).min();
    source
        .get(start..at + end.unwrap_or(after.len()))
        .unwrap_or(source)
}

/// What there is instead of a name that is not there.
pub(super) fn instead<S: AsRef<str>>(name: &str, known: &[S]) -> String {
    if known.is_empty() {
        return String::new();
    }
    let known: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    let meant = did_you_mean(name, &known).map(|question| format!("; {question}"));
    let meant = meant.unwrap_or_default();
    format!("{meant}; available: {}", known.join(", "))
}
