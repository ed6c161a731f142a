//! The one room that knows the YAML library: text to values with their places, and values to text.

mod reader;
mod tree;
mod values;
mod wrong;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use self::tree::{Place, tree};
use super::diagnostic::{Diagnostics, Position};
use crate::domain::suggest::or_meant;
use crate::escape;

pub(super) use reader::Reader;
pub(super) use values::Spanned;

/// What is said of a text without words, behind its key.
const EMPTY: &str = " is empty";

/// A map of known fields; none where the file has nothing there.
pub(super) type Map<F> = Option<Spanned<F>>;

pub(super) type List<F> = Option<Spanned<Vec<Spanned<F>>>>;

/// A text, a number or a truth value, as it is spelled. A field that the file leaves out has neither
/// text nor place, one with nothing behind its key has a place alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Scalar {
    text: Option<String>,
    place: Place,
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
    let place = Place::default();
    Spanned { value, place }
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
    value.place.at
}

pub(super) fn items<F>(list: &List<F>) -> &[Spanned<F>] {
    list.as_ref().map_or(&[], |list| &list.value)
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
        let place = Place { at, bytes: None };
        let scalar = Self::of(text);
        Self { place, ..scalar }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_none()
    }

    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    pub(super) fn at(&self) -> Position {
        self.place.at
    }

    /// Whether the file has the key, if with nothing behind it.
    pub(super) fn is_there(&self) -> bool {
        self.place.at.line > 0
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
    let read = tree(text).and_then(|node| T::deserialize(&node));
    read.map_err(|wrong| {
        let wrong = wrong.of_value(None, Position::default());
        Diagnostics::one(path, text, wrong.at.unwrap_or_default(), wrong.message)
    })
}

/// The same of a value that was turned into JSON, where nothing has a place.
pub(super) fn read_json<T: DeserializeOwned>(json: &str) -> Option<T> {
    let node: tree::Node<'_> = serde_json::from_str(json).ok()?;
    T::deserialize(&node).ok()
}

pub(super) fn unknown_key(key: &str, known: &[&str]) -> String {
    let list: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("unknown key `{key}` (known: {})", list.join(", "));
    or_meant(message, key, known)
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value: text, place } = Spanned::deserialize(deserializer)?;
        Ok(Self {
            text,
            place,
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

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Short::Null)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Short::Other)
    }

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
