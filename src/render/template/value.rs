//! Data as a template sees it: it remembers which name was looked for in vain, and where.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;
use minijinja::value::{DynObject, Enumerator, Object, ObjectRepr, ValueKind};
use serde_json::Value as Json;

/// A name that was looked for in vain, and the names that are there.
#[derive(Clone, Debug)]
pub(super) struct Miss {
    pub(super) name: String,
    pub(super) known: Vec<String>,
    /// Whether it was looked for among the names that stand alone.
    pub(super) is_top: bool,
}

/// How many misses are remembered. Most are none: a template may ask whether a name is there.
const MOST: usize = 100;

/// The last misses of a run, one a name, in order. What is undefined shows only where it is used, and
/// the engine itself looks for names when it puts an error together.
#[derive(Clone, Debug, Default)]
pub(super) struct Missed(Arc<Mutex<Vec<Miss>>>);

impl Missed {
    /// The last one of which this holds.
    pub(super) fn last(&self, is_it: impl Fn(&Miss) -> bool) -> Option<Miss> {
        let misses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        misses.iter().rev().find(|miss| is_it(miss)).cloned()
    }

    fn note(&self, miss: Miss) {
        let mut misses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        misses.retain(|other| other.name != miss.name);
        if misses.len() == MOST {
            misses.remove(0);
        }
        misses.push(miss);
    }
}

/// Things with names.
#[derive(Debug)]
struct Record {
    fields: BTreeMap<String, Value>,
    is_top: bool,
    missed: Missed,
}

/// Things in a row.
#[derive(Debug)]
struct Row(Vec<Value>);

/// JSON as a template sees it.
pub(super) fn of(json: &Json, missed: &Missed) -> Value {
    part(json, missed, true)
}

fn part(json: &Json, missed: &Missed, is_top: bool) -> Value {
    let of = |json| part(json, missed, false);
    match json {
        Json::Null => Value::from(()),
        Json::Bool(yes) => Value::from(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => Value::from(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from_object(Row(items.iter().map(of).collect())),
        Json::Object(fields) => {
            let fields = fields.iter();
            Value::from_object(Record {
                fields: fields
                    .map(|(name, field)| (name.clone(), of(field)))
                    .collect(),
                is_top,
                missed: missed.clone(),
            })
        }
    }
}

/// The names in a value, for an error.
pub(super) fn names(value: &Value) -> String {
    let names = value.try_iter().into_iter().flatten();
    let names: Vec<_> = names
        .filter(|name| name.kind() == ValueKind::String)
        .map(|name| name.to_string())
        .collect();
    names.join(", ")
}

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let found = self.fields.get(key).cloned();
        if found.is_none() {
            self.missed.note(Miss {
                name: key.to_owned(),
                known: self.fields.keys().cloned().collect(),
                is_top: self.is_top,
            });
        }
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.fields.keys().map(Value::from).collect())
    }

    // By place and not by content, which would take long for a large one.
    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        Some(std::ptr::from_ref::<Self>(self).cmp(&std::ptr::from_ref(other)))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{…}")
    }
}

impl Object for Row {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_usize()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Self>()?;
        Some(std::ptr::from_ref::<Self>(self).cmp(&std::ptr::from_ref(other)))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[…]")
    }
}
