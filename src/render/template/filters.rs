//! What a template can do to a value before it is written: the engine's own filters and tests, where
//! they do what a form needs, and a few of emkit's. Whatever comes out is escaped like any other
//! text, but for quotations and paragraphs, which are escaped already.

use minijinja::value::{Kwargs, Rest, ValueKind, ValueOrKwargs, from_args};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use minijinja::{filters, tests};

use super::Kind;
use super::bounds::Watch;
use crate::domain::suggest::did_you_mean;
use crate::report::wording::capitalized;

pub const FILTERS: &str = "capitalize default first join last length lower map paragraphs quote rejectattr replace reverse score selectattr sort trim upper";

pub const TESTS: &str = "defined eq even ge gt in le lt ne none odd undefined";

pub(super) fn add(environment: &mut Environment<'_>, kind: Kind, watch: &Watch) {
    let changed =
        |change: fn(&str) -> String| move |value: &Value| text(value).map(|it| change(&it));
    environment.add_filter("upper", changed(str::to_uppercase));
    environment.add_filter("lower", changed(str::to_lowercase));
    environment.add_filter("trim", changed(|text| text.trim().to_owned()));
    environment.add_filter("capitalize", changed(capitalized));
    environment.add_filter("default", default);
    let watch = watch.clone();
    let joined = move |list: &Value, between: Option<Value>| join(list, between, &watch);
    environment.add_filter("join", joined);
    environment.add_filter("quote", block(kind, Kind::quote));
    environment.add_filter("paragraphs", block(kind, Kind::paragraphs));
    environment.add_filter("score", score);
    environment.add_filter("replace", |value: &Value, from: &Value, to: &Value| {
        Ok::<_, Error>(text(value)?.replace(&text(from)?, &text(to)?))
    });
    environment.add_filter("length", |value: &Value| {
        known(value).and_then(filters::length)
    });
    environment.add_filter("first", filters::first);
    environment.add_filter("last", |value: Value| filters::last(value).map(part));
    environment.add_filter("reverse", |value: &Value| filters::reverse(value).map(part));
    // No template can spell the names with a space.
    environment.add_filter(" sort", filters::sort);
    environment.add_filter(" map", filters::map);
    environment.add_filter(" selectattr", filters::selectattr);
    environment.add_filter(" rejectattr", filters::rejectattr);
    for name in ["sort", "map", "selectattr", "rejectattr"] {
        environment.add_filter(
            name,
            move |state: &mut State<'_, '_>, value: Value, rest: Rest<ValueOrKwargs>| {
                checked(state, name, value, rest)
            },
        );
    }
    environment.add_test("defined", tests::is_defined);
    environment.add_test("undefined", tests::is_undefined);
    environment.add_test("none", tests::is_none);
    environment.add_test("odd", tests::is_odd);
    environment.add_test("even", tests::is_even);
    environment.add_test("eq", tests::is_eq);
    environment.add_test("ne", tests::is_ne);
    environment.add_test("lt", tests::is_lt);
    environment.add_test("le", tests::is_le);
    environment.add_test("gt", tests::is_gt);
    environment.add_test("ge", tests::is_ge);
    environment.add_test("in", tests::is_in);
}

pub(super) fn wrong(cause: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, cause.into())
}

/// A value that is there, else the engine's own error, which knows the name it came from.
fn known(value: &Value) -> Result<&Value, Error> {
    if value.is_undefined() {
        let error = value.get_attr("").err();
        return Err(error.unwrap_or_else(|| Error::from(ErrorKind::UndefinedError)));
    }
    Ok(value)
}

/// A value as a text; what is nothing has none, and a list is none.
fn text(value: &Value) -> Result<String, Error> {
    match known(value)?.kind() {
        ValueKind::None => Ok(String::new()),
        ValueKind::Bool => Ok(value.is_true().to_string()),
        ValueKind::String | ValueKind::Number => Ok(value.to_string()),
        kind => Err(wrong(format!(
            "this filter takes a text, and this is a {kind}"
        ))),
    }
}

/// A part of a text. That of a quotation is none: what was escaped in it may have lost its sign.
fn part(value: Value) -> Value {
    match value.as_str() {
        Some(text) if value.is_safe() => Value::from(text),
        _ => value,
    }
}

fn default(value: &Value, other: Option<Value>) -> Value {
    let is_empty = value.is_undefined() || value.is_none() || value.as_str() == Some("");
    let shown = if is_empty { other } else { Some(value.clone()) };
    shown.unwrap_or_else(|| Value::from(""))
}

fn block(kind: Kind, draw: fn(Kind, &str) -> String) -> impl Fn(&Value) -> Result<Value, Error> {
    move |value| {
        let text = text(value)?;
        let is_empty = text.trim().is_empty();
        let drawn = if is_empty { text } else { draw(kind, &text) };
        Ok(Value::from_safe_string(drawn))
    }
}

fn score(value: &Value) -> Result<Value, Error> {
    let said = match known(value)?.kind() {
        ValueKind::None => "–".to_owned(),
        ValueKind::Number => format!("{:.2}", f64::try_from(value.clone())?),
        kind => {
            return Err(wrong(format!(
                "this filter takes a number, and this is a {kind}"
            )));
        }
    };
    Ok(Value::from_safe_string(said))
}

/// The texts of a list. The engine's own goes through lists of lists without end.
/// A long list is one step of the engine's, so this looks itself whether anybody still waits.
fn join(value: &Value, between: Option<Value>, watch: &Watch) -> Result<String, Error> {
    let between = between.map(|between| text(&between)).transpose()?;
    let mut joined = String::new();
    for (index, item) in value.try_iter()?.enumerate() {
        watch.check()?;
        if index > 0 {
            joined.push_str(between.as_deref().unwrap_or_default());
        }
        joined.push_str(&text(&item)?);
    }
    Ok(joined)
}

/// The engine's own filter of that name. It takes an attribute that no item has for nothing.
fn checked(
    state: &mut State<'_, '_>,
    name: &str,
    value: Value,
    rest: Rest<ValueOrKwargs>,
) -> Result<Value, Error> {
    let given = rest.into_values();
    let (words, options): (&[Value], Kwargs) = from_args(&given)?;
    let attribute = match (name, words) {
        ("selectattr" | "rejectattr", [attribute, ..]) => Some(attribute.to_string()),
        _ => options.get("attribute")?,
    };
    for attribute in attribute.iter().flat_map(|all| all.split(',')) {
        have(&value, attribute.trim())?;
    }
    state.apply_filter(&format!(" {name}"), &[&[value], given.as_slice()].concat())
}

/// Fails where an item lacks an attribute such as `title` or `a.b`, which the engine takes for nothing.
fn have(value: &Value, attribute: &str) -> Result<(), Error> {
    for item in known(value)?.try_iter()? {
        attribute.split('.').try_fold(item, |item, name| {
            let found = Some(item.get_attr(name)?).filter(|found| !found.is_undefined());
            let unknown = || Error::new(ErrorKind::UndefinedError, format!("`(...).{name}`"));
            found.ok_or_else(unknown)
        })?;
    }
    Ok(())
}

pub(super) fn there_is_no(kind: &str, name: &str, all: &str) -> String {
    let meant = did_you_mean(name, all.split(' ')).map(|question| format!("; {question}"));
    let (meant, all) = (meant.unwrap_or_default(), all.replace(' ', ", "));
    format!("there is no {kind}`{name}`{meant}; available: {all}")
}
