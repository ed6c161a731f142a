//! The keys that a map may have, and the shapes that are expected behind them.

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// A text, a number or a truth value, as it is spelled; perhaps nothing.
    Scalar,
    /// The same of a text that says something.
    Words,
    Map,
    List,
    /// A map, or a plain value that stands for it.
    Short,
}

/// What may be left out may be empty, too.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) is_needed: bool,
}

impl Key {
    const fn optional(name: &'static str, shape: Shape) -> Self {
        Self {
            name,
            shape,
            is_needed: false,
        }
    }

    pub(crate) const fn needed(self) -> Self {
        Self {
            is_needed: true,
            ..self
        }
    }
}

/// A text, a number or a truth value, perhaps nothing.
pub(crate) const fn scalar(name: &'static str) -> Key {
    Key::optional(name, Shape::Scalar)
}

/// A text that says something.
pub(crate) const fn words(name: &'static str) -> Key {
    Key::optional(name, Shape::Words)
}

/// The same, and it has to be there.
pub(crate) const fn needed(name: &'static str) -> Key {
    words(name).needed()
}

pub(crate) const fn sequence(name: &'static str) -> Key {
    Key::optional(name, Shape::List)
}

pub(crate) const fn mapping(name: &'static str) -> Key {
    Key::optional(name, Shape::Map)
}

/// A map, or a plain value that stands for it.
pub(crate) const fn scalar_or_mapping(name: &'static str) -> Key {
    Key::optional(name, Shape::Short)
}
