//! The one room that knows the YAML library: text to values with their places, and values to text.

mod reader;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::path::Path;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_yaml::{Error, Location};

use super::diagnostic::{Diagnostics, Position};
use crate::domain::suggest::or_meant;
use crate::escape;

pub(super) use reader::Reader;
pub(super) use serde_yaml::Spanned;

const EMPTY: &str = "is empty";

/// A map of known fields; none where the file has nothing there.
pub(super) type Map<F> = Option<Spanned<F>>;

pub(super) type List<F> = Option<Spanned<Vec<Spanned<F>>>>;

/// A text, a number or a truth value, as it is spelled. A field that the file leaves out has neither
/// text nor place, one with nothing behind its key has a place alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Scalar {
    text: Option<String>,
    at: Position,
    bytes: Option<Range<usize>>,
    /// To be written as a number or a truth value.
    is_bare: bool,
}

/// The same of a text that has to be there and says something.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct Text(pub(super) Scalar);

/// One value in a short form, or a map.
#[derive(Clone, Debug)]
pub(super) enum Short<F> {
    Null,
    Text(String),
    Other,
    Fields(F),
}

/// A map whose keys have places, in the file's order.
#[derive(Debug)]
pub(super) struct Keyed<T>(pub(super) Vec<(Spanned<String>, T)>);

pub(super) fn written<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Location::UNKNOWN, Location::UNKNOWN)
}

pub(super) fn written_list<F>(items: impl IntoIterator<Item = F>) -> List<F> {
    let items: Vec<_> = items.into_iter().map(written).collect();
    (!items.is_empty()).then(|| written(items))
}

/// What each item of a list is.
pub(super) fn each<F, T>(list: &[Spanned<F>], of: impl FnMut(&F) -> T) -> Vec<T> {
    list.iter().map(|item| &item.value).map(of).collect()
}

pub(super) fn at<T>(value: &Spanned<T>) -> Position {
    place(value.referenced)
}

pub(super) fn items<F>(list: &List<F>) -> &[Spanned<F>] {
    list.as_ref().map_or(&[], |list| &list.value)
}

fn place(location: Location) -> Position {
    let number = |number: u64| usize::try_from(number).unwrap_or(0);
    Position {
        line: number(location.line()),
        column: number(location.column()),
    }
}

fn bytes(location: Location) -> Option<Range<usize>> {
    let span = location.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    Some(start..start + usize::try_from(span.byte_len()?).ok()?)
}

impl Scalar {
    /// A text to be written; an empty one is left out.
    pub(super) fn of(text: impl ToString) -> Self {
        let text = Some(text.to_string()).filter(|text| !text.is_empty());
        Self {
            text,
            ..Self::default()
        }
    }

    /// The same of a text that may be missing.
    pub(super) fn any(text: Option<impl ToString>) -> Self {
        text.map(Self::of).unwrap_or_default()
    }

    /// The same of a number, or of a truth value that is true.
    pub(super) fn bare(value: impl ToString) -> Self {
        let bare = Self::of(value);
        Self {
            is_bare: true,
            text: bare.text.filter(|text| text != "false"),
            ..bare
        }
    }

    /// The same of a text that some other file has at a place.
    pub(super) fn placed(text: &str, at: Position) -> Self {
        let scalar = Self::of(text);
        Self { at, ..scalar }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_none()
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    pub(super) fn at(&self) -> Position {
        self.at
    }

    /// Whether the file has the key, if with nothing behind it.
    pub(super) fn is_there(&self) -> bool {
        self.at.line > 0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl Text {
    pub(super) fn get(&self) -> &str {
        self.0.text().unwrap_or_default()
    }

    pub(super) fn at(&self) -> Position {
        self.0.at()
    }
}

/// Reads one YAML document that says something.
pub(super) fn read_some<F: DeserializeOwned>(path: &Path, text: &str) -> Result<F, Diagnostics> {
    let message = "there is nothing in the file but comments";
    let nothing = || Diagnostics::one(path, text, Position::default(), message);
    read::<Option<F>>(path, text)?.ok_or_else(nothing)
}

/// Reads one YAML document into a value of any shape: none, where it may be, for one without a value.
pub(super) fn read<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Diagnostics> {
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
        let at = error.location().map_or(Position::default(), place);
        let message = message(&error, text);
        Diagnostics::one(path, text, at, message)
    })
}

fn message(error: &Error, text: &str) -> String {
    let start = error
        .location()
        .and_then(bytes)
        .map_or(0, |bytes| bytes.start);
    let (before, value) = text.split_at_checked(start).unwrap_or_default();
    let (key, value) = match (error, value.split_once(':')) {
        // The library's place is that of the key.
        (Error::SerdeInvalidType { .. }, Some((key, value))) => (Some(key), value.trim_start()),
        (_, Some(("", _))) => (Some(before), value),
        _ => (before.trim_end().strip_suffix(':'), value),
    };
    let key = key.and_then(|key| key.rsplit([' ', '\n', '\r', '{', ',']).next());
    let key = key.map_or(String::new(), |key| format!("`{key}`: "));
    let expected = |wanted: &str| format!("{key}expected {wanted}, found {}", kind_of(value));
    match error {
        Error::SerdeUnknownField {
            field, expected, ..
        } => unknown_key(field, expected),
        Error::SerdeMissingField { field, .. } => format!("`{field}` is missing"),
        Error::Message { msg, .. } if msg == EMPTY => {
            format!("{} {EMPTY}", key.trim_end_matches(": "))
        }
        Error::SerdeInvalidType { expected: it, .. } => expected(it),
        Error::Unexpected { expected: it, .. } if *it == "string scalar" => expected("text"),
        Error::Unexpected { expected: it, .. } if *it == "mapping start" => expected("a map"),
        Error::Unexpected { expected: it, .. } if *it == "sequence start" => expected("a list"),
        _ => library_message(error),
    }
}

/// The library's own words, without the place.
fn library_message(error: &Error) -> String {
    let message = error.render_with_formatter(&serde_yaml::UserMessageFormatter);
    let first = message.lines().next().unwrap_or_default();
    let first = first.rfind(" at line ").map_or(first, |end| &first[..end]);
    let said = |word| first.contains(word);
    if let Some(key) = first.strip_prefix("duplicate mapping key: ") {
        let key = key.trim_end_matches(" not allowed here");
        format!("`{key}` is there twice")
    } else if said("Anchors") || said("Aliases") {
        "emkit does not read anchors and aliases (`&name`, `*name`); write the value out".to_owned()
    } else if said("limits breached") || said("budget") {
        "this is not one document of the size and depth that emkit reads".to_owned()
    } else {
        first.to_owned()
    }
}

pub(super) fn unknown_key(key: &str, known: &[&str]) -> String {
    let list: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("unknown key `{key}` (known: {})", list.join(", "));
    or_meant(message, key, known)
}

fn kind_of(value: &str) -> &'static str {
    let line = value.lines().next().unwrap_or_default();
    match value.as_bytes() {
        [b'[', ..] | [b'-', b' ' | b'\n' | b'\r', ..] => "a list",
        [b'{', ..] => "a map",
        _ if line.ends_with(':') || line.contains(": ") => "a map",
        _ => "text",
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words(Short<IgnoredAny>);

        impl<'de> Deserialize<'de> for Words {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_option(Any(PhantomData)).map(Self)
            }
        }

        let words = Spanned::<Words>::deserialize(deserializer)?;
        Ok(Self {
            at: at(&words),
            bytes: bytes(words.referenced),
            text: match words.value.0 {
                Short::Text(text) => Some(text),
                _ => None,
            },
            is_bare: false,
        })
    }
}

impl<F: Serialize> Serialize for Short<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::Other => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Fields(fields) => fields.serialize(serializer),
        }
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.text().unwrap_or_default();
        match (self.is_bare, text.parse::<i64>(), text.parse::<f64>()) {
            (true, Ok(number), _) => serializer.serialize_i64(number),
            (true, _, Ok(number)) => serializer.serialize_f64(number),
            (true, ..) => serializer.serialize_bool(text == "true"),
            (false, ..) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let scalar = Scalar::deserialize(deserializer)?;
        match scalar.text().map(str::trim) {
            None | Some("") => Err(serde::de::Error::custom(EMPTY)),
            Some(_) => Ok(Self(scalar)),
        }
    }
}

impl<'de, F: Deserialize<'de>> Deserialize<'de> for Short<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

struct Any<F>(PhantomData<F>);

impl<'de, F: Deserialize<'de>> Visitor<'de> for Any<F> {
    type Value = Short<F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value or a map")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Short::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, text: D) -> Result<Self::Value, D::Error> {
        String::deserialize(text).map(Short::Text)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Short::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Short::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Short::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Short::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Short::Other)
    }

    // Of a rubric that was turned into JSON, too.
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Short::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        F::deserialize(MapAccessDeserializer::new(fields)).map(Short::Fields)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Keyed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<T> {
            type Value = Keyed<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Keyed<T>, A::Error> {
                let mut map = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    map.push(entry);
                }
                Ok(Keyed(map))
            }
        }

        deserializer.deserialize_map(Each(PhantomData))
    }
}

impl<T: Serialize> Serialize for Keyed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// Writes a value as YAML, long texts unfolded and texts of several lines as blocks.
pub(super) fn write(value: &impl Serialize) -> anyhow::Result<String> {
    let options = serde_yaml::ser_options! { folded_wrap_chars: usize::MAX };
    Ok(serde_yaml::to_string_with_options(value, options)?)
}

/// Writes a value as YAML that may be printed and stand between comments: nothing in it acts on a
/// terminal, and no text runs on into the lines below it.
pub(super) fn write_between(value: &impl Serialize) -> anyhow::Result<String> {
    let text = write(value)?;
    if can_stand_between(&text) {
        return Ok(text);
    }
    Ok(format!("{}\n", json(value)?))
}

/// The same for one value with its key, which stays one field among others.
pub(super) fn write_field_between(key: &str, value: &impl Serialize) -> anyhow::Result<String> {
    let text = write(&BTreeMap::from([(key, value)]))?;
    if can_stand_between(&text) {
        return Ok(text);
    }
    Ok(format!("{key}: {}\n", json(value)?))
}

fn can_stand_between(text: &str) -> bool {
    let keeps_line_feeds = |line: &str| {
        line.rsplit_once('|')
            .is_some_and(|(_, end)| end.trim_start_matches(|c: char| c.is_ascii_digit()) == "+")
    };
    !text.lines().any(keeps_line_feeds) && escape::json(text) == text
}

/// JSON is YAML too, and has an escape for everything.
fn json(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(escape::json(&serde_json::to_string(value)?))
}
