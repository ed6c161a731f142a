//! A value of a file, with its key and its place.

use std::ops::Range;

use emkit_yaml::{Node, Position, Value};

use super::shape::Shape;

/// What a file has behind a key, as an item of a list, or as a whole. Where it has nothing of the
/// expected shape, there is no value.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Field<'n> {
    /// Empty for an item and for a whole file.
    pub(crate) key: &'n str,
    pub(crate) key_at: Position,
    node: Option<&'n Node<'n>>,
}

impl<'n> Field<'n> {
    pub(crate) fn of(node: &'n Node<'n>) -> Self {
        let node = Some(node);
        Self {
            node,
            ..Self::default()
        }
    }

    pub(crate) fn named(self, key: &'n str) -> Self {
        Self { key, ..self }
    }

    pub(super) fn left_out(self) -> Self {
        Self { node: None, ..self }
    }

    fn value(self) -> Option<&'n Value<'n>> {
        self.node.map(|node| &node.value)
    }

    pub(crate) fn text(self) -> Option<&'n str> {
        self.node?.text()
    }

    pub(crate) fn get(self) -> &'n str {
        self.text().unwrap_or_default()
    }

    pub(crate) fn string(self) -> String {
        self.get().to_owned()
    }

    pub(crate) fn some(self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    /// Line 0 where there is no value.
    pub(crate) fn at(self) -> Position {
        self.node.map(|node| node.at).unwrap_or_default()
    }

    pub(crate) fn placed(self) -> (&'n str, Position) {
        (self.get(), self.at())
    }

    pub(super) fn bytes(self) -> Option<Range<usize>> {
        self.node?.bytes.clone()
    }

    /// Whether the file has the key, perhaps with nothing behind it.
    pub(crate) fn is_there(self) -> bool {
        self.node.is_some()
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self.value(), None | Some(Value::Null))
    }

    pub(crate) fn is_map(self) -> bool {
        matches!(self.value(), Some(Value::Map(_)))
    }

    /// Whether it is a number or a truth value to YAML. Which one is told by its spelling.
    pub(crate) fn is_bare(self) -> bool {
        matches!(self.value(), Some(Value::Scalar { text, is_plain: true }) if is_bare(text))
    }

    fn pairs(self) -> &'n [(Node<'n>, Node<'n>)] {
        match self.value() {
            Some(Value::Map(pairs)) => pairs,
            _ => &[],
        }
    }

    fn behind((key, value): &'n (Node<'n>, Node<'n>)) -> Self {
        Self {
            key: Self::of(key).get(),
            key_at: key.at,
            node: Some(value),
        }
    }

    pub(crate) fn values(self) -> impl DoubleEndedIterator<Item = Self> {
        self.pairs().iter().map(Self::behind)
    }

    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let nodes = match self.value() {
            Some(Value::List(nodes)) => nodes.as_slice(),
            _ => &[],
        };
        nodes.iter().map(Self::of)
    }

    pub(crate) fn find(self, key: &str) -> Self {
        let mut pairs = self.pairs().iter();
        let found = pairs.find(|(it, _)| it.text() == Some(key));
        found.map(Self::behind).unwrap_or_default()
    }

    /// The same as JSON, for values of which nobody asks the place.
    pub(crate) fn json(self) -> serde_json::Value {
        match self.value() {
            None | Some(Value::Null) => serde_json::Value::Null,
            Some(Value::Scalar { text, is_plain }) => {
                let number = text.parse().ok().filter(|_| *is_plain);
                number.unwrap_or_else(|| text.as_ref().into())
            }
            Some(Value::List(_)) => self.items().map(Self::json).collect(),
            Some(Value::Map(_)) => {
                let values = self.values();
                values.map(|it| (it.key.to_owned(), it.json())).collect()
            }
        }
    }

    /// What is wrong with the shape of a value, to be put behind its key.
    pub(super) fn wrong(self, shape: Shape) -> Option<String> {
        if shape == Shape::Words && (self.is_null() || self.text().is_some_and(is_blank)) {
            return self.node.map(|_| " is empty".to_owned());
        }
        let found = match (self.value()?, shape) {
            (Value::Null, _)
            | (Value::Scalar { .. }, Shape::Scalar | Shape::Words | Shape::Short)
            | (Value::Map(_), Shape::Map | Shape::Short)
            | (Value::List(_), Shape::List) => return None,
            (Value::Scalar { .. }, _) => "text",
            (Value::Map(_), _) => "a map",
            (Value::List(_), _) => "a list",
        };
        let expected = match shape {
            Shape::Scalar | Shape::Words => "text",
            Shape::Map => "a map",
            Shape::List => "a list",
            Shape::Short => "a plain value or a map",
        };
        Some(format!(": expected {expected}, found {found}"))
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

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
