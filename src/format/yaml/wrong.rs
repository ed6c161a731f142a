//! What is wrong with a text, in words for somebody who writes a file.

use std::fmt;

use serde::de::Error;

use super::{EMPTY, unknown_key};
use crate::format::diagnostic::Position;

/// The first thing that is wrong with a text. Where serde finds it, the place is known further out.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) at: Option<Position>,
    pub(super) message: String,
    /// It is about a value, whose key is to be put in front.
    is_of_value: bool,
}

impl Wrong {
    pub(super) fn new(at: Position, message: impl Into<String>) -> Self {
        Self {
            at: Some(at),
            ..Self::custom(message.into())
        }
    }

    /// A value of another kind than expected.
    pub(super) fn kind(at: Position, expected: &str, found: &str) -> Self {
        Self {
            is_of_value: true,
            ..Self::new(at, format!(": expected {expected}, found {found}"))
        }
    }

    /// With the key and the place of the value that it was found in. An item of a list has no key.
    pub(super) fn of_value(self, key: Option<&str>, value: Position) -> Self {
        if !self.is_of_value {
            return self;
        }
        let message = match key {
            Some(key) => format!("`{key}`{}", self.message),
            None => self.message.trim_start_matches([':', ' ']).to_owned(),
        };
        Self::new(self.at.unwrap_or(value), message)
    }

    /// With the place of the last key that was read of its map, if it has none yet.
    pub(super) fn of_map(self, last_key: Position) -> Self {
        let at = self.at.or((!self.is_of_value).then_some(last_key));
        Self { at, ..self }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Wrong {}

impl Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        Self {
            at: None,
            is_of_value: message == EMPTY,
            message,
        }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(unknown_key(field, expected))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format!("`{field}` is missing"))
    }
}
