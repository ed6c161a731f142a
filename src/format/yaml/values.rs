//! From a tree to the values that are expected of it.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::slice;
use std::str::FromStr;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{Serialize, Serializer};

use super::tree::{Node, Place, Value};
use super::wrong::Wrong;

/// A value with its place.
#[derive(Clone, Debug)]
pub(in crate::format) struct Spanned<T> {
    pub(in crate::format) value: T,
    pub(super) place: Place,
}

/// By this name a value asks for its place, which serde has no way to hand over.
const SPANNED: &str = "Spanned";

thread_local! {
    /// The place of the value that is about to be read.
    static PLACE: Cell<Place> = const { Cell::new(Place::NONE) };
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Placed<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Placed<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Spanned<T>, D::Error> {
                let place = PLACE.take();
                let value = T::deserialize(deserializer)?;
                Ok(Spanned { value, place })
            }
        }

        deserializer.deserialize_newtype_struct(SPANNED, Placed(PhantomData))
    }
}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

struct Items<'n, 't>(slice::Iter<'n, Node<'t>>);

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = Wrong;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Wrong> {
        let Some(item) = self.0.next() else {
            return Ok(None);
        };
        let read = seed.deserialize(item);
        read.map(Some)
            .map_err(|wrong| wrong.of_value(None, item.place.at))
    }
}

struct Entries<'n, 't> {
    rest: slice::Iter<'n, (Node<'t>, Node<'t>)>,
    last: Option<&'n (Node<'t>, Node<'t>)>,
}

impl<'de> MapAccess<'de> for Entries<'de, '_> {
    type Error = Wrong;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Wrong> {
        let Some((key, _)) = self.rest.as_slice().first() else {
            return Ok(None);
        };
        self.last = self.rest.next();
        let read = seed.deserialize(key);
        read.map(Some)
            .map_err(|wrong| wrong.of_value(None, key.place.at))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Wrong> {
        let (key, value) = self.last.ok_or_else(|| Wrong::missing_field("key"))?;
        let read = seed.deserialize(value);
        read.map_err(|wrong| wrong.of_value(key.text().ok(), value.place.at))
    }
}

impl Node<'_> {
    fn text(&self) -> Result<&str, Wrong> {
        match &self.value {
            Value::Null => Err(Wrong::new(self.place.at, "null is not allowed here")),
            Value::Scalar { text, .. } => Ok(text),
            _ => Err(self.is_not("text")),
        }
    }

    fn parse<T: FromStr>(&self, kind: &str) -> Result<T, Wrong> {
        let parsed = self.text()?.trim().parse();
        parsed.map_err(|_| Wrong::new(self.place.at, format!("invalid {kind}")))
    }

    fn is_not(&self, expected: &str) -> Wrong {
        let found = match self.value {
            Value::Null | Value::Scalar { .. } => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        };
        Wrong::kind(self.place.at, expected, found)
    }
}

impl<'de> Deserializer<'de> for &'de Node<'_> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar { text, is_plain } if *is_plain && is_bare(text) => {
                visitor.visit_f64(f64::NAN)
            }
            Value::Scalar { text, .. } => visitor.visit_str(text),
            Value::List(_) => Err(self.is_not("a plain value or a map")),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_str(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_u64(self.parse("u64")?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_i64(self.parse("i64")?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_f64(self.parse("floating point")?)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        if name == SPANNED {
            PLACE.set(self.place.clone());
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.value {
            Value::Null => visitor.visit_seq(Items([].iter())),
            Value::List(items) => visitor.visit_seq(Items(items.iter())),
            _ => Err(self.is_not("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Wrong> {
        match &self.value {
            Value::List(items) if items.len() != len => {
                Err(self.is_not(&format!("a list of {len}")))
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let rest = match &self.value {
            Value::Null => [].iter(),
            Value::Map(entries) => entries.iter(),
            _ => return Err(self.is_not("a map")),
        };
        let mut entries = Entries { rest, last: None };
        let read = visitor.visit_map(&mut entries);
        let last = entries.last.map_or(self, |(key, _)| key);
        read.map_err(|wrong| wrong.of_map(last.place.at))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u128 f32 char bytes byte_buf unit unit_struct tuple_struct enum
    }
}

/// Whether a plain text is a number or a truth value to YAML. Which one is told by its spelling.
fn is_bare(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']).replace('_', "");
    let in_radix = |(prefix, radix)| {
        let digits = digits.strip_prefix(prefix);
        digits.is_some_and(|digits| u64::from_str_radix(digits, radix).is_ok())
    };
    text.eq_ignore_ascii_case("true")
        || text.eq_ignore_ascii_case("false")
        || digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
            && (digits.parse::<f64>().is_ok()
                || [("0x", 16), ("0o", 8), ("0b", 2)].into_iter().any(in_radix))
}

/// The tree of a rubric that was turned into JSON: no value of it has a place.
impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Value<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a list or a map")
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Value::Null)
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                let text = Cow::Owned(text.to_owned());
                Ok(Value::Scalar {
                    text,
                    is_plain: false,
                })
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                let text = Cow::Borrowed(text);
                Ok(Value::Scalar {
                    text,
                    is_plain: false,
                })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Value::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Value::Map(entries))
            }
        }

        let value = deserializer.deserialize_any(Any)?;
        Ok(Self {
            place: Place::NONE,
            value,
        })
    }
}
