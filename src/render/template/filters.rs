//! What a template can do to a value before it is written. Whatever comes out is escaped like any other
//! text, but for a quotation, which is escaped already. What they go through and make is counted.

use minijinja::value::{Kwargs, Rest, ValueKind, ValueOrKwargs, from_args};
use minijinja::{Environment, Error, ErrorKind, State, Value};
use minijinja::{filters, tests};

use super::Kind;
use super::bounds::Budget;
use crate::domain::nearest::did_you_mean;

/// What an item of a list counts, in bytes.
const ITEM: usize = 64;

/// Every filter by its name.
pub const FILTERS: [&str; 23] = [
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
pub const TESTS: [&str; 17] = [
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

pub(super) fn add(environment: &mut Environment<'_>, kind: Kind, budget: &Budget) {
    let changed = |change: fn(&str) -> String| {
        let budget = budget.clone();
        move |value: &Value| made(change(&text(value, &budget)?), &budget)
    };
    environment.add_filter("upper", changed(str::to_uppercase));
    environment.add_filter("lower", changed(str::to_lowercase));
    environment.add_filter("capitalize", changed(capitalized));
    environment.add_filter("trim", changed(|text| text.trim().to_owned()));
    for name in ["default", "d"] {
        environment.add_filter(name, default);
    }
    let by = budget.clone();
    let length = move |value: &Value| {
        size(value, &by)?;
        filters::length(value)
    };
    for name in ["length", "count"] {
        environment.add_filter(name, length.clone());
    }
    let by = budget.clone();
    environment.add_filter("quote", move |value: &Value| quote(kind, value, &by));
    environment.add_filter("score", score);
    environment.add_filter("change", change);
    environment.add_filter("times", times);
    environment.add_filter("round", filters::round);
    environment.add_filter("first", filters::first);
    let by = budget.clone();
    environment.add_filter("last", move |value: Value| {
        size(&value, &by)?;
        filters::last(value).map(part)
    });
    let by = budget.clone();
    environment.add_filter("lines", move |value: &Value| lines(value, &by));
    let by = budget.clone();
    environment.add_filter("replace", move |value: &Value, from: &Value, to: &Value| {
        replace(value, from, to, &by)
    });
    let by = budget.clone();
    environment.add_filter("join", move |value: &Value, between: Option<Value>| {
        join(value, between.as_ref(), &by)
    });
    let by = budget.clone();
    environment.add_filter("reverse", move |value: &Value| {
        size(value, &by)?;
        filters::reverse(value).map(part)
    });
    let by = budget.clone();
    environment.add_filter(
        "sort",
        move |state: &State<'_, '_>, value: Value, options: Kwargs| {
            size(&value, &by)?;
            sort(state, value, options)
        },
    );
    let by = budget.clone();
    environment.add_filter(
        "map",
        move |state: &mut State<'_, '_>, value: Value, rest: Rest<ValueOrKwargs>| {
            size(&value, &by)?;
            map(state, &value, &rest.into_values())
        },
    );
    for (name, wanted) in [("selectattr", true), ("rejectattr", false)] {
        let by = budget.clone();
        environment.add_filter(
            name,
            move |state: &mut State<'_, '_>, value: Value, attribute: String, rest: Rest<Value>| {
                size(&value, &by)?;
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
    environment.add_test("divisibleby", divisible_by);
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

/// Counts what a filter goes through: a text by its length, a list by its items.
fn size(value: &Value, budget: &Budget) -> Result<(), Error> {
    budget.charge(match value.as_str() {
        Some(text) => text.len(),
        None => value.len().unwrap_or_default().saturating_mul(ITEM),
    })
}

/// What a filter made, counted.
fn made(text: String, budget: &Budget) -> Result<String, Error> {
    budget.charge(text.len()).map(|()| text)
}

/// A value as a text; what is nothing has none.
fn text(value: &Value, budget: &Budget) -> Result<String, Error> {
    size(value, budget)?;
    match value.kind() {
        ValueKind::Undefined => Err(undefined(value)),
        ValueKind::None => Ok(String::new()),
        ValueKind::Bool => Ok(value.is_true().to_string()),
        ValueKind::String | ValueKind::Number => Ok(value.to_string()),
        kind => Err(wrong(format!(
            "this filter takes a text, and this is a {kind}"
        ))),
    }
}

/// The engine's own error for this value, which knows the name it came from.
fn undefined(value: &Value) -> Error {
    let error = value.get_attr("").err();
    error.unwrap_or_else(|| Error::from(ErrorKind::UndefinedError))
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
        ValueKind::Undefined => Err(undefined(value)),
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
    if is_empty {
        other.unwrap_or_else(|| Value::from(""))
    } else {
        value.clone()
    }
}

fn quote(kind: Kind, value: &Value, budget: &Budget) -> Result<Value, Error> {
    let text = text(value, budget)?;
    if text.trim().is_empty() {
        return Ok(Value::from(""));
    }
    made(kind.quote(&text), budget).map(Value::from_safe_string)
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

/// So many times a number, with two decimals at most.
fn times(value: &Value, factor: f64) -> Result<Value, Error> {
    let Some(number) = number(value)? else {
        return Ok(Value::from(()));
    };
    let product = (number * factor * 100.0).round() / 100.0;
    #[allow(clippy::cast_possible_truncation)]
    Ok(if product.fract() == 0.0 && product.abs() < 1e15 {
        Value::from(product as i64)
    } else {
        Value::from(product)
    })
}

fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + rest.as_str()
}

fn lines(value: &Value, budget: &Budget) -> Result<Vec<String>, Error> {
    let text = text(value, budget)?;
    budget.charge(text.lines().count().saturating_mul(ITEM))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn replace(value: &Value, from: &Value, to: &Value, budget: &Budget) -> Result<String, Error> {
    let text = text(value, budget)?;
    let (from, to) = (self::text(from, budget)?, self::text(to, budget)?);
    budget.charge(text.matches(&from).count().saturating_mul(to.len()))?;
    Ok(text.replace(&from, &to))
}

fn join(value: &Value, between: Option<&Value>, budget: &Budget) -> Result<String, Error> {
    let between = between.map(|between| text(between, budget)).transpose()?;
    let between = between.unwrap_or_default();
    let mut joined = String::new();
    for (index, item) in value.try_iter()?.enumerate() {
        if index > 0 {
            joined.push_str(&between);
        }
        budget.charge(between.len() + ITEM)?;
        joined.push_str(&text(&item, budget)?);
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
    let name = name.to_string();
    if all.contains(&name.as_str()) {
        return Ok(name);
    }
    Err(wrong(there_is_no(kind, &name, all)))
}

fn attribute_of(item: &Value, attribute: &str) -> Result<Value, Error> {
    let found = item.get_attr(attribute)?;
    if found.is_undefined() {
        let cause = format!("`(...).{attribute}`");
        return Err(Error::new(ErrorKind::UndefinedError, cause));
    }
    Ok(found)
}

/// Whether a whole number is a multiple of another. The engine's own test panics at zero.
fn divisible_by(value: i128, by: i128) -> Result<bool, Error> {
    match by {
        0 => Err(wrong("no number is divisible by 0")),
        by => Ok(value.wrapping_rem(by) == 0),
    }
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
