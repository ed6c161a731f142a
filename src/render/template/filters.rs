//! What a template can do to a value before it is written: the engine's own filters and tests, where
//! they do what a form needs, and a few of emkit's. Whatever comes out is escaped like any other
//! text, but for a quotation, which is escaped already.

use minijinja::value::{Kwargs, Rest, ValueKind, ValueOrKwargs, from_args};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use minijinja::{filters, tests};

use super::Kind;
use crate::domain::suggest::did_you_mean;

/// Every filter by its name.
pub const FILTERS: [&str; 20] = [
    "capitalize",
    "change",
    "default",
    "first",
    "join",
    "last",
    "length",
    "lines",
    "lower",
    "map",
    "quote",
    "rejectattr",
    "replace",
    "reverse",
    "round",
    "score",
    "selectattr",
    "sort",
    "trim",
    "upper",
];

/// Every test by its name.
pub const TESTS: [&str; 12] = [
    "defined",
    "eq",
    "even",
    "ge",
    "gt",
    "in",
    "le",
    "lt",
    "ne",
    "none",
    "odd",
    "undefined",
];

pub(super) fn add(environment: &mut Environment<'_>, kind: Kind) {
    let changed =
        |change: fn(&str) -> String| move |value: &Value| text(value).map(|it| change(&it));
    environment.add_filter("upper", changed(str::to_uppercase));
    environment.add_filter("lower", changed(str::to_lowercase));
    environment.add_filter("trim", changed(|text| text.trim().to_owned()));
    environment.add_filter("capitalize", changed(capitalized));
    environment.add_filter("default", default);
    environment.add_filter("join", join);
    environment.add_filter("quote", move |value: &Value| quote(kind, value));
    environment.add_filter("score", score);
    environment.add_filter("change", change);
    environment.add_filter("lines", |value: &Value| {
        let lines = text(value)?;
        Ok::<_, Error>(lines.lines().map(str::to_owned).collect::<Vec<_>>())
    });
    environment.add_filter("replace", |value: &Value, from: &Value, to: &Value| {
        Ok::<_, Error>(text(value)?.replace(&text(from)?, &text(to)?))
    });
    environment.add_filter("length", |value: &Value| {
        known(value).and_then(filters::length)
    });
    environment.add_filter("round", filters::round);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", |value: Value| filters::last(value).map(part));
    environment.add_filter("reverse", |value: &Value| filters::reverse(value).map(part));
    environment.add_filter("sort", sort);
    environment.add_filter("map", map);
    environment.add_filter("selectattr", selected);
    environment.add_filter("rejectattr", rejected);
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

fn wrong(cause: impl Into<String>) -> Error {
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

/// What stands in where nothing is there, or nothing is written.
fn default(value: &Value, other: Option<Value>) -> Value {
    let is_empty = value.is_undefined() || value.is_none() || value.as_str() == Some("");
    if is_empty {
        other.unwrap_or_else(|| Value::from(""))
    } else {
        value.clone()
    }
}

fn quote(kind: Kind, value: &Value) -> Result<Value, Error> {
    let text = text(value)?;
    if text.trim().is_empty() {
        return Ok(Value::from(""));
    }
    Ok(Value::from_safe_string(kind.quote(&text)))
}

/// Two decimals, or a dash where there is no number. Nothing in that has to be escaped.
fn score(value: &Value) -> Result<Value, Error> {
    let said = match known(value)?.kind() {
        ValueKind::None => "–".to_owned(),
        ValueKind::Number => format!("{:.2}", f64::try_from(value.clone())?),
        kind => {
            let cause = format!("this filter takes a number, and this is a {kind}");
            return Err(wrong(cause));
        }
    };
    Ok(Value::from_safe_string(said))
}

/// The same with a sign, even where it is more.
fn change(value: &Value) -> Result<Value, Error> {
    let said = score(value)?;
    let is_more = f64::try_from(value.clone()).is_ok_and(|number| number > 0.0);
    Ok(if is_more {
        Value::from_safe_string(format!("+{said}"))
    } else {
        said
    })
}

fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + rest.as_str()
}

/// The texts of a list. The engine's own goes through lists of lists without end.
fn join(value: &Value, between: Option<Value>) -> Result<String, Error> {
    let between = between.map(|between| text(&between)).transpose()?;
    let mut joined = String::new();
    for (index, item) in value.try_iter()?.enumerate() {
        if index > 0 {
            joined.push_str(between.as_deref().unwrap_or_default());
        }
        joined.push_str(&text(&item)?);
    }
    Ok(joined)
}

/// In order, or by an attribute, `sort(attribute="gap")`.
fn sort(state: &State<'_, '_>, value: Value, options: Kwargs) -> Result<Value, Error> {
    let attributes = options.get::<Option<String>>("attribute")?;
    for attribute in attributes.iter().flat_map(|all| all.split(',')) {
        have(&value, attribute.trim())?;
    }
    filters::sort(state, value, options)
}

/// One attribute of each, `map(attribute="title")`, or a filter over each, `map("score")`.
fn map(
    state: &mut State<'_, '_>,
    value: Value,
    rest: Rest<ValueOrKwargs>,
) -> Result<Vec<Value>, Error> {
    let values = rest.into_values();
    let (names, options): (&[Value], Kwargs) = from_args(&values)?;
    if let Some(attribute) = options.get::<Option<String>>("attribute")? {
        have(&value, &attribute)?;
        let found = value.try_iter()?.map(|item| item.get_attr(&attribute));
        return found.collect();
    }
    let Some((filter, rest)) = names.split_first() else {
        return Err(wrong(
            "`map` takes `attribute=\"…\"`, or the name of a filter",
        ));
    };
    let filter = named("filter", filter, &FILTERS)?;
    let made = value.try_iter()?.map(|item| {
        let arguments: Vec<_> = [&[item], rest].concat();
        state.apply_filter(&filter, &arguments)
    });
    made.collect()
}

/// Those whose attribute passes a test, `selectattr("gap", "gt", 0)`, or is there and not nothing.
fn selected(
    state: &mut State<'_, '_>,
    value: Value,
    attribute: String,
    rest: Rest<Value>,
) -> Result<Vec<Value>, Error> {
    chosen(state, &value, &attribute, &rest, true)
}

fn rejected(
    state: &mut State<'_, '_>,
    value: Value,
    attribute: String,
    rest: Rest<Value>,
) -> Result<Vec<Value>, Error> {
    chosen(state, &value, &attribute, &rest, false)
}

fn chosen(
    state: &mut State<'_, '_>,
    value: &Value,
    attribute: &str,
    rest: &[Value],
    wanted: bool,
) -> Result<Vec<Value>, Error> {
    have(value, attribute)?;
    let test = rest.first().map(|test| named("test", test, &TESTS));
    let test = test.transpose()?;
    let mut found = Vec::new();
    for item in value.try_iter()? {
        let part = item.get_attr(attribute)?;
        let passes = match (&test, rest) {
            (Some(test), [_, rest @ ..]) => state.perform_test(test, &[&[part], rest].concat())?,
            _ => part.is_true(),
        };
        if passes == wanted {
            found.push(item);
        }
    }
    Ok(found)
}

/// The name of a filter or a test that is handed to another.
fn named(kind: &str, name: &Value, all: &[&str]) -> Result<String, Error> {
    let name = name.to_string();
    if all.contains(&name.as_str()) {
        return Ok(name);
    }
    Err(wrong(there_is_no(kind, &name, all)))
}

/// Fails where an item does not have an attribute, such as `title` or `a.b`: the engine takes that for
/// nothing, and a slip of the pen would go unseen.
fn have(value: &Value, attribute: &str) -> Result<(), Error> {
    for item in known(value)?.try_iter()? {
        attribute.split('.').try_fold(item, |item, name| {
            let found = item.get_attr(name)?;
            if found.is_undefined() {
                let cause = format!("`(...).{name}`");
                return Err(Error::new(ErrorKind::UndefinedError, cause));
            }
            Ok(found)
        })?;
    }
    Ok(())
}

/// What is said of a word that is not one of these.
pub(super) fn there_is_no(kind: &str, name: &str, all: &[&str]) -> String {
    let meant = did_you_mean(name, all).map(|question| format!("; {question}"));
    let meant = meant.unwrap_or_default();
    let kind = if kind.is_empty() {
        String::new()
    } else {
        format!("{kind} ")
    };
    format!(
        "there is no {kind}`{name}`{meant}; available: {}",
        all.join(", ")
    )
}
