//! What a template can do to a value before it is written. Whatever comes out is escaped like any other
//! text, but for a quotation, which is escaped already. What they make is counted, so that little
//! cannot become much.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use minijinja::value::{Kwargs, Rest, ValueKind, ValueOrKwargs, from_args};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use minijinja::{filters, tests};

use super::Kind;
use super::place::instead;

/// How much filters may make in one run, in bytes: several times what a document may have.
const MOST_MADE: usize = 32 * 1024 * 1024;

/// What an item of a list counts, in bytes.
const ITEM: usize = 64;

/// Every filter by its name.
pub(super) const FILTERS: [&str; 23] = [
    "capitalize",
    "change",
    "count",
    "d",
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
    "times",
    "trim",
    "upper",
];

/// Every test by its name.
pub(super) const TESTS: [&str; 17] = [
    "defined",
    "divisibleby",
    "endingwith",
    "eq",
    "even",
    "false",
    "ge",
    "gt",
    "in",
    "le",
    "lt",
    "ne",
    "none",
    "odd",
    "startingwith",
    "true",
    "undefined",
];

/// What filters have made in one run.
#[derive(Clone, Default)]
struct Made(Arc<AtomicUsize>);

impl Made {
    fn add(&self, bytes: usize) -> Result<(), Error> {
        let before = self.0.fetch_add(bytes.min(MOST_MADE), Ordering::Relaxed);
        match before.saturating_add(bytes) > MOST_MADE {
            true => Err(wrong(format!(
                "the texts that filters make here are longer than {} MiB together",
                MOST_MADE / 1024 / 1024
            ))),
            false => Ok(()),
        }
    }

    fn text(&self, text: String) -> Result<String, Error> {
        self.add(text.len()).map(|()| text)
    }

    fn list(&self, value: &Value) -> Result<(), Error> {
        self.add(value.len().unwrap_or_default().saturating_mul(ITEM))
    }
}

pub(super) fn add(environment: &mut Environment<'_>, kind: Kind) {
    let made = Made::default();
    let of = |change: fn(&str) -> String| {
        let made = made.clone();
        move |value: &Value| made.text(change(&text(value)?))
    };
    environment.add_filter("upper", of(str::to_uppercase));
    environment.add_filter("lower", of(str::to_lowercase));
    environment.add_filter("capitalize", of(capitalized));
    environment.add_filter("trim", of(|text| text.trim().to_owned()));
    for name in ["default", "d"] {
        environment.add_filter(name, default);
    }
    for name in ["length", "count"] {
        environment.add_filter(name, filters::length);
    }
    let by = made.clone();
    environment.add_filter("quote", move |value: &Value| quote(kind, value, &by));
    environment.add_filter("score", score);
    environment.add_filter("change", change);
    environment.add_filter("times", times);
    environment.add_filter("round", filters::round);
    environment.add_filter("first", filters::first);
    environment.add_filter("last", |value: Value| filters::last(value).map(part));
    let by = made.clone();
    environment.add_filter("lines", move |value: &Value| lines(value, &by));
    let by = made.clone();
    environment.add_filter("replace", move |value: &Value, from: &Value, to: &Value| {
        replace(value, from, to, &by)
    });
    let by = made.clone();
    environment.add_filter("join", move |value: &Value, between: Option<Value>| {
        join(value, between.as_ref(), &by)
    });
    let by = made.clone();
    environment.add_filter("reverse", move |value: &Value| {
        by.list(value)?;
        filters::reverse(value).map(part)
    });
    let by = made.clone();
    environment.add_filter(
        "sort",
        move |state: &State<'_, '_>, value: Value, options: Kwargs| {
            by.list(&value)?;
            sort(state, value, options)
        },
    );
    let by = made.clone();
    environment.add_filter(
        "map",
        move |state: &mut State<'_, '_>, value: Value, rest: Rest<ValueOrKwargs>| {
            by.list(&value)?;
            map(state, &value, &rest.into_values())
        },
    );
    for (name, wanted) in [("selectattr", true), ("rejectattr", false)] {
        let by = made.clone();
        environment.add_filter(
            name,
            move |state: &mut State<'_, '_>, value: Value, attribute: String, rest: Rest<Value>| {
                by.list(&value)?;
                chosen(state, &value, &attribute, &rest, wanted)
            },
        );
    }
    environment.add_test("defined", tests::is_defined);
    environment.add_test("undefined", tests::is_undefined);
    environment.add_test("none", tests::is_none);
    environment.add_test("true", tests::is_true);
    environment.add_test("false", tests::is_false);
    environment.add_test("odd", tests::is_odd);
    environment.add_test("even", tests::is_even);
    environment.add_test("divisibleby", tests::is_divisibleby);
    environment.add_test("startingwith", tests::is_startingwith);
    environment.add_test("endingwith", tests::is_endingwith);
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

/// A value as a text; what is nothing has none.
pub(super) fn text(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
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

/// A value as a number; none for what is not there.
fn number(value: &Value) -> Result<Option<f64>, Error> {
    match value.kind() {
        ValueKind::Undefined => Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => Ok(None),
        ValueKind::Number => f64::try_from(value.clone()).map(Some),
        kind => Err(wrong(format!(
            "this filter takes a number, and this is a {kind}"
        ))),
    }
}

/// What stands in where nothing is there, or nothing is written.
fn default(value: &Value, other: Option<Value>) -> Value {
    let is_empty = value.is_undefined() || value.is_none() || value.as_str() == Some("");
    match is_empty {
        true => other.unwrap_or_else(|| Value::from("")),
        false => value.clone(),
    }
}

fn quote(kind: Kind, value: &Value, made: &Made) -> Result<Value, Error> {
    let text = text(value)?;
    Ok(match text.trim().is_empty() {
        true => Value::from(""),
        false => Value::from_safe_string(made.text(kind.quote(&text))?),
    })
}

/// Two decimals, or a dash where there is no number. Nothing in that has to be escaped.
fn score(value: &Value) -> Result<Value, Error> {
    let said = number(value)?.map_or_else(|| "–".to_owned(), |number| format!("{number:.2}"));
    Ok(Value::from_safe_string(said))
}

/// The same with a sign, even where it is more.
fn change(value: &Value) -> Result<Value, Error> {
    match number(value)? {
        Some(number) if number > 0.0 => Ok(Value::from_safe_string(format!("+{number:.2}"))),
        _ => score(value),
    }
}

/// So many times a number, with two decimals at most. `*` would do it to texts too.
fn times(value: &Value, factor: f64) -> Result<Value, Error> {
    let Some(number) = number(value)? else {
        return Ok(Value::from(()));
    };
    let product = (number * factor * 100.0).round() / 100.0;
    #[allow(clippy::cast_possible_truncation)]
    Ok(match product.fract() == 0.0 && product.abs() < 1e15 {
        true => Value::from(product as i64),
        false => Value::from(product),
    })
}

fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + rest.as_str()
}

fn lines(value: &Value, made: &Made) -> Result<Vec<String>, Error> {
    let text = text(value)?;
    made.add(text.len() + text.lines().count() * ITEM)?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn replace(value: &Value, from: &Value, to: &Value, made: &Made) -> Result<String, Error> {
    let (text, from, to) = (text(value)?, self::text(from)?, self::text(to)?);
    let more = text.matches(&from).count().saturating_mul(to.len());
    made.add(text.len().saturating_add(more))?;
    Ok(text.replace(&from, &to))
}

fn join(value: &Value, between: Option<&Value>, made: &Made) -> Result<String, Error> {
    let between = between.map(text).transpose()?.unwrap_or_default();
    let mut joined = String::new();
    for (index, item) in value.try_iter()?.enumerate() {
        let item = text(&item)?;
        made.add(between.len() + item.len())?;
        if index > 0 {
            joined.push_str(&between);
        }
        joined.push_str(&item);
    }
    Ok(joined)
}

/// In order, or by an attribute, `sort(attribute="gap")`, which each has to have: the engine would leave
/// the order as it is.
fn sort(state: &State<'_, '_>, value: Value, options: Kwargs) -> Result<Value, Error> {
    let attributes = options.get::<Option<String>>("attribute")?;
    for attribute in attributes.iter().flat_map(|all| all.split(',')) {
        for item in value.try_iter()? {
            let mut names = attribute.trim().split('.');
            names.try_fold(item, |item, name| attribute_of(&item, name))?;
        }
    }
    filters::sort(state, value, options)
}

/// One attribute of each, `map(attribute="title")`, or a filter over each, `map("score")`.
fn map(state: &mut State<'_, '_>, value: &Value, rest: &[Value]) -> Result<Value, Error> {
    let (names, options): (&[Value], Kwargs) = from_args(rest)?;
    let attribute = options.get::<Option<String>>("attribute")?;
    options.assert_all_used()?;
    let mut found = Vec::new();
    for item in value.try_iter()? {
        found.push(match (&attribute, names) {
            (Some(attribute), []) => attribute_of(&item, attribute)?,
            (None, [filter, rest @ ..]) => {
                let arguments: Vec<_> = [&[item], rest].concat();
                state.apply_filter(&known("filter", filter, &FILTERS)?, &arguments)?
            }
            _ => {
                return Err(wrong(
                    "`map` takes `attribute=\"…\"`, or the name of a filter",
                ));
            }
        });
    }
    Ok(Value::from(found))
}

/// Those whose attribute passes a test, `selectattr("gap", "gt", 0)`, or is there and not nothing.
fn chosen(
    state: &mut State<'_, '_>,
    value: &Value,
    attribute: &str,
    rest: &[Value],
    wanted: bool,
) -> Result<Vec<Value>, Error> {
    let mut found = Vec::new();
    for item in value.try_iter()? {
        let part = attribute_of(&item, attribute)?;
        let passes = match rest {
            [] => part.is_true(),
            [test, rest @ ..] => {
                let arguments: Vec<_> = [&[part], rest].concat();
                state.perform_test(&known("test", test, &TESTS)?, &arguments)?
            }
        };
        if passes == wanted {
            found.push(item);
        }
    }
    Ok(found)
}

/// The name of a filter or a test that is handed to another.
fn known(kind: &str, name: &Value, all: &[&str]) -> Result<String, Error> {
    let name = text(name)?;
    match all.contains(&name.as_str()) {
        true => Ok(name),
        false => {
            let instead = instead(&name, all);
            Err(wrong(format!("there is no {kind} `{name}`{instead}")))
        }
    }
}

fn attribute_of(item: &Value, attribute: &str) -> Result<Value, Error> {
    match item.get_attr(attribute)? {
        found if found.is_undefined() => Err(Error::from(ErrorKind::UndefinedError)),
        found => Ok(found),
    }
}
