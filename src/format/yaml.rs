//! The one room that knows the YAML library: text to a tree with places, and values to text.

mod between;
mod keyed;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

use super::problem::{Place, Problem, Problems, lines};

pub(super) use between::{write_between, write_field_between};
pub(super) use keyed::{Keyed, behind};
pub(super) use serde_yaml::Spanned;

/// A value with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) at: Place,
    pub(super) value: Value,
    /// Where the value ends, as a byte of the text.
    end: Option<usize>,
    plain: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    /// A truth value, with its spelling.
    Bool(bool, String),
    /// A number, as it is spelled.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) at: Place,
}

impl Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(..) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// Reads one YAML document into a tree.
///
/// # Errors
/// Where the text is not YAML, with a duplicate key, an unknown tag, or larger than emkit reads.
pub(super) fn parse(path: &Path, text: &str) -> Result<Node, Problems> {
    let raw: Spanned<Raw> = read(path, text)?;
    Ok(raw.value.with_place(raw.referenced, text))
}

/// Reads one YAML document into a value of a fixed shape.
///
/// # Errors
/// As [`parse`], and where the shape is another.
pub(super) fn read<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Problems> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_depth: 16,
            max_nodes: 50_000,
            max_total_scalar_bytes: 4 * 1024 * 1024,
            max_documents: 1,
        },
        duplicate_keys: serde_yaml::options::DuplicateKeyPolicy::Error,
        merge_keys: serde_yaml::options::MergeKeyPolicy::Error,
        non_finite_float_policy: serde_yaml::options::NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let at = error.location().map_or(Place::default(), place);
        Problems::new(
            path,
            text,
            vec![Problem {
                at,
                message: plain_words(&error),
            }],
        )
    })
}

/// Reads the JSON that a YAML text was turned into beforehand. Nothing in it has a place.
pub(super) fn from_json(json: &str) -> Option<Node> {
    let raw: serde_json::Value = serde_json::from_str(json).ok()?;
    Some(Node::without_place(raw))
}

impl Node {
    fn without_place(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        let value = match value {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value, value.to_string()),
            Json::Number(number) => Value::Number(number.to_string()),
            Json::String(text) => Value::Text(text),
            Json::Array(items) => Value::List(items.into_iter().map(Self::without_place).collect()),
            Json::Object(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(name, value)| {
                        let key = Key {
                            name,
                            at: Place::default(),
                        };
                        (key, Self::without_place(value))
                    })
                    .collect(),
            ),
        };
        Self {
            at: Place::default(),
            value,
            end: None,
            plain: false,
        }
    }
}

/// The library's message in words for somebody who writes a file, without its own note of the
/// place, which is said in front of it.
fn plain_words(error: &serde_yaml::Error) -> String {
    let message = error.render_with_formatter(&serde_yaml::UserMessageFormatter);
    let first = message.lines().next().unwrap_or_default();
    let first = first.rfind(" at line ").map_or(first, |end| &first[..end]);
    if let Some(key) = first.strip_prefix("duplicate mapping key: ") {
        let key = key.trim_end_matches(" not allowed here");
        return format!("`{key}` is there twice");
    }
    if first.contains("Anchors") || first.contains("Aliases") {
        return "emkit does not read anchors and aliases (`&name`, `*name`); write the value out"
            .to_owned();
    }
    if first.contains("limits breached") || first.contains("budget") {
        return "this is not one document of the size and depth that emkit reads".to_owned();
    }
    first.to_owned()
}

/// Where a value stands.
pub(super) fn at<T>(value: &Spanned<T>) -> Place {
    place(value.referenced)
}

fn place(location: serde_yaml::Location) -> Place {
    let number = |number: u64| usize::try_from(number).unwrap_or(0);
    Place {
        line: number(location.line()),
        column: number(location.column()),
    }
}

/// A value as the library hands it over.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl Raw {
    fn with_place(self, location: serde_yaml::Location, text: &str) -> Node {
        let span = location.span();
        let range = span.byte_offset().and_then(|start| {
            let start = usize::try_from(start).ok()?;
            Some(start..start + usize::try_from(span.byte_len()?).ok()?)
        });
        let spelled = range
            .clone()
            .and_then(|range| text.get(range))
            .unwrap_or_default();
        let value = match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value, spelled.trim().to_owned()),
            Self::Number => Value::Number(spelled.trim().to_owned()),
            Self::Text(value) => Value::Text(value),
            Self::List(items) => Value::List(
                items
                    .into_iter()
                    .map(|item| item.value.with_place(item.referenced, text))
                    .collect(),
            ),
            Self::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, item)| {
                        let key = Key {
                            at: place(key.referenced),
                            name: key.value,
                        };
                        (key, item.value.with_place(item.referenced, text))
                    })
                    .collect(),
            ),
        };
        Node {
            at: place(location),
            // What is quoted or a block does not read as its lines joined by spaces.
            plain: match &value {
                Value::Text(text) => {
                    let lines: Vec<_> = spelled.lines().map(str::trim).collect();
                    !text.is_empty() && *text == lines.join(" ")
                }
                _ => !spelled.contains('\n'),
            },
            value,
            end: range.map(|range| range.end),
        }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }

            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::Bool(value))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Number)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Number)
            }

            fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
                Ok(Raw::Number)
            }

            fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
                Ok(Raw::Number)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Number)
            }

            fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Raw::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
                let mut map = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    map.push(entry);
                }
                Ok(Raw::Map(map))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// Reads a tree and gathers everything that is wrong with it, instead of stopping at the first.
pub(super) struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            problems: Vec::new(),
        }
    }

    pub(super) fn problem(&mut self, at: Place, message: impl Into<String>) {
        self.problems.push(Problem {
            at,
            message: message.into(),
        });
    }

    /// The value, if nothing was wrong; all that was wrong otherwise.
    pub(super) fn finish<T>(self, path: &Path, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Problems::new(path, self.text, self.problems)),
        }
    }

    fn wrong_kind(&mut self, node: &Node, what: impl fmt::Display, wanted: &str) {
        let found = node.value.kind();
        self.problem(node.at, format!("{what}: expected {wanted}, found {found}"));
    }

    pub(super) fn map<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        match &node.value {
            Value::Map(entries) => Some(Fields {
                at: node.at,
                what: what.to_owned(),
                entries,
                taken: BTreeSet::new(),
            }),
            _ => {
                self.wrong_kind(node, what, "a map");
                None
            }
        }
    }

    pub(super) fn list<'n>(
        &mut self,
        node: &'n Node,
        what: impl fmt::Display,
    ) -> Option<&'n [Node]> {
        match &node.value {
            Value::List(items) => Some(items),
            Value::Null => Some(&[]),
            _ => {
                self.wrong_kind(node, what, "a list");
                None
            }
        }
    }

    /// A text; a number or a truth value counts as the text that it is spelled with.
    pub(super) fn text(&mut self, node: &Node, what: impl fmt::Display) -> Option<String> {
        match &node.value {
            Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => Some(text.clone()),
            _ => {
                self.wrong_kind(node, what, "text");
                None
            }
        }
    }

    pub(super) fn bool(&mut self, node: &Node, what: impl fmt::Display) -> Option<bool> {
        match node.value {
            Value::Bool(value, _) => Some(value),
            _ => {
                self.wrong_kind(node, what, "true or false");
                None
            }
        }
    }

    /// The spelling of a number.
    pub(super) fn number<'n>(
        &mut self,
        node: &'n Node,
        what: impl fmt::Display,
    ) -> Option<&'n str> {
        match &node.value {
            Value::Number(number) => Some(number),
            _ => {
                self.wrong_kind(node, what, "a number");
                None
            }
        }
    }

    /// What stands behind a plain text on its line and was taken for a comment.
    pub(super) fn lost_comment(&self, node: &Node) -> Option<&'t str> {
        let end = node.end.filter(|_| node.plain)?;
        comment(self.text.get(end..)?)
    }

    /// What stands in the place of a value and was taken for a comment.
    pub(super) fn lost_value(&self, key: &Key) -> Option<&'t str> {
        let line = lines(self.text).nth(key.at.line.checked_sub(1)?)?;
        let behind = line
            .split_once(&key.name)?
            .1
            .trim_start()
            .strip_prefix(':')?;
        comment(behind)
    }
}

/// The comment that a line begins with, if it does.
fn comment(text: &str) -> Option<&str> {
    let rest = text.lines().next()?.trim();
    rest.starts_with('#').then_some(rest)
}

/// The fields of a map: each is taken by name, and what nobody took is unknown.
pub(super) struct Fields<'n> {
    pub(super) at: Place,
    what: String,
    pub(super) entries: &'n [(Key, Node)],
    taken: BTreeSet<&'n str>,
}

impl<'n> Fields<'n> {
    /// A field that may be missing. An empty one counts as missing.
    pub(super) fn take(&mut self, name: &'n str) -> Option<&'n Node> {
        self.taken.insert(name);
        let (_, node) = self.entries.iter().find(|(key, _)| key.name == name)?;
        (!matches!(node.value, Value::Null)).then_some(node)
    }

    /// The key of a field that is there but empty.
    pub(super) fn empty(&self, name: &str) -> Option<&'n Key> {
        let (key, node) = self.entries.iter().find(|(key, _)| key.name == name)?;
        matches!(node.value, Value::Null).then_some(key)
    }

    /// A field that has to be there.
    pub(super) fn need(&mut self, name: &'n str, reader: &mut Reader<'_>) -> Option<&'n Node> {
        let found = self.take(name);
        if found.is_none() {
            reader.problem(self.at, format!("{}: `{name}` is missing", self.what));
        }
        found
    }

    /// A text that has to be there and says something.
    pub(super) fn need_text(&mut self, name: &'n str, reader: &mut Reader<'_>) -> Option<String> {
        let node = self.need(name, reader)?;
        let text = reader.text(node, format_args!("{}: `{name}`", self.what))?;
        if text.trim().is_empty() {
            reader.problem(node.at, format!("{}: `{name}` is empty", self.what));
            return None;
        }
        Some(text)
    }

    /// A text that may be missing.
    pub(super) fn text(&mut self, name: &'n str, reader: &mut Reader<'_>) -> Option<String> {
        let node = self.take(name)?;
        reader.text(node, format_args!("{}: `{name}`", self.what))
    }

    /// Reports every field that was not taken.
    pub(super) fn no_others(self, reader: &mut Reader<'_>) {
        for (key, _) in self.entries {
            if !self.taken.contains(key.name.as_str()) {
                let known: Vec<_> = self.taken.iter().map(|name| format!("`{name}`")).collect();
                reader.problem(
                    key.at,
                    format!(
                        "{}: unknown key `{}` (known: {})",
                        self.what,
                        key.name,
                        known.join(", ")
                    ),
                );
            }
        }
    }
}

/// Writes a value as YAML, long texts unfolded and texts of several lines as blocks.
pub(super) fn write(value: &impl Serialize) -> anyhow::Result<String> {
    let options = serde_yaml::ser_options! { folded_wrap_chars: usize::MAX };
    Ok(serde_yaml::to_string_with_options(value, options)?)
}
