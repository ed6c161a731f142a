//! YAML as emkit reads it: one document as a tree in which each value has its place. All that a text can
//! have against it before anybody asks what it means is found here.
//!
//! A package of its own, since the parser's code is generic: it becomes part of the package that uses it,
//! and this one is built for speed while the rest of emkit is built small.

#![warn(missing_docs)]

mod input;

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};

use self::input::TextInput;

const MAX_DEPTH: usize = 16;

const MAX_NODES: usize = 50_000;

/// Each key of a map is compared with those before it.
const MAX_KEYS: usize = 2_000;

const TOO_LARGE: &str = "this is not one document of the size and depth that emkit reads";
const NO_ALIASES: &str =
    "emkit does not read anchors and aliases (`&name`, `*name`); write the value out";
const CUT_SHORT: &str = "unexpected end of file";

/// A place in a text, counted from 1. Line 0 means the text as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, as YAML counts them: a carriage return alone ends one too.
    pub line: usize,
    /// The character in its line.
    pub column: usize,
}

impl Position {
    /// The start of a line.
    pub const fn line(line: usize) -> Self {
        Self { line, column: 1 }
    }
}

/// A value of a document.
#[derive(Debug)]
pub struct Node<'t> {
    /// Where it starts.
    pub at: Position,
    /// What it takes up of the text, where the text says it.
    pub bytes: Option<Range<usize>>,
    /// What it is.
    pub value: Value<'t>,
}

impl Node<'_> {
    /// The text of a scalar; none of anything else.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// What a value is. What a scalar means is for the reader to say.
#[derive(Debug)]
pub enum Value<'t> {
    /// `null`, `~`, or nothing at all.
    Null,
    /// A text, a number or a truth value.
    Scalar {
        /// As it is meant: without quotes, its lines joined.
        text: Cow<'t, str>,
        /// Neither quoted, nor a block, nor tagged: it may be a number or a truth value.
        is_plain: bool,
    },
    /// The items of a sequence.
    List(Vec<Node<'t>>),
    /// Keys and values in the order of the text. Each key is a scalar, and there once.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

/// Why a text is no document that emkit reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Where it was noticed.
    pub at: Position,
    /// What is wrong, in words.
    pub message: String,
}

impl Error {
    fn new(at: Position, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { at, message }
    }
}

impl From<ScanError> for Error {
    fn from(error: ScanError) -> Self {
        let message = match error.kind() {
            ErrorKind::UnknownAnchor => "reference to unknown value".to_owned(),
            _ => error.info(),
        };
        Self::new(position(error.marker()), message)
    }
}

fn position(marker: &Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

/// Reads one document; nothing but a null where there is none.
///
/// # Errors
///
/// What is not YAML, and what emkit does not read of it: several documents, aliases, tags of one's own,
/// keys that are no scalars or there twice, more than 50,000 values, 2,000 keys in a map, 16 levels.
///
/// ```
/// let node = emkit_yaml::parse("team: 4 # of five").unwrap();
/// let emkit_yaml::Value::Map(entries) = node.value else { panic!() };
/// assert_eq!(entries[0].1.bytes, Some(6..7));
/// ```
pub fn parse(text: &str) -> Result<Node<'_>, Error> {
    let mut reader = Reader {
        parser: Parser::new(TextInput::new(text)),
        nodes: 0,
        depth: 0,
    };
    let mut root = None;
    while let Some(next) = reader.parser.next_event() {
        match next? {
            (Event::StreamStart | Event::StreamEnd | Event::DocumentEnd, _) => {}
            (Event::DocumentStart(..), _) if root.is_none() => {}
            next if root.is_none() => root = Some(reader.node(Some(Ok(next)))?),
            (_, span) => return Err(Error::new(position(&span.start), TOO_LARGE)),
        }
    }
    Ok(root.unwrap_or(Node {
        at: Position::default(),
        bytes: None,
        value: Value::Null,
    }))
}

struct Reader<'t> {
    parser: Parser<'t, TextInput<'t>>,
    nodes: usize,
    depth: usize,
}

/// What the parser hands out. It is passed on as it is: taking it apart copies more than reading it takes.
type Next<'t> = Option<Result<(Event<'t>, Span), ScanError>>;

impl<'t> Reader<'t> {
    fn node(&mut self, next: Next<'t>) -> Result<Node<'t>, Error> {
        let (event, span) = match next {
            Some(Ok(next)) => next,
            Some(Err(error)) => return Err(error.into()),
            None => return Err(Error::new(Position::default(), CUT_SHORT)),
        };
        let at = position(&span.start);
        let wrong = |message: &str| Err(Error::new(at, message));
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return wrong(TOO_LARGE);
        }
        let value = match event {
            Event::Scalar(text, style, 0, tag) => {
                let is_plain = style == ScalarStyle::Plain && tag.is_none();
                check_tag(tag.as_deref(), "str", at)?;
                if is_plain && is_null(&text) {
                    Value::Null
                } else {
                    Value::Scalar { text, is_plain }
                }
            }
            Event::SequenceStart(_, 0, tag) => {
                check_tag(tag.as_deref(), "seq", at)?;
                self.enter(at)?;
                let mut items = Vec::new();
                loop {
                    let next = self.parser.next_event();
                    if matches!(next, Some(Ok((Event::SequenceEnd, _)))) {
                        break;
                    }
                    items.push(self.node(next)?);
                }
                self.depth -= 1;
                Value::List(items)
            }
            Event::MappingStart(_, 0, tag) => {
                check_tag(tag.as_deref(), "map", at)?;
                self.enter(at)?;
                let entries = self.entries()?;
                self.depth -= 1;
                Value::Map(entries)
            }
            Event::DocumentEnd | Event::StreamEnd => return wrong(CUT_SHORT),
            // The others are aliases, and values with an anchor.
            _ => return wrong(NO_ALIASES),
        };
        Ok(Node {
            at,
            bytes: span.byte_range(),
            value,
        })
    }

    fn entries(&mut self) -> Result<Vec<(Node<'t>, Node<'t>)>, Error> {
        let mut entries: Vec<(Node<'t>, _)> = Vec::new();
        loop {
            let next = self.parser.next_event();
            if matches!(next, Some(Ok((Event::MappingEnd, _)))) {
                return Ok(entries);
            }
            let key = self.node(next)?;
            let wrong = match &key.value {
                _ if entries.len() == MAX_KEYS => TOO_LARGE.to_owned(),
                Value::Scalar { text, is_plain } if *is_plain && text == "<<" => {
                    "merge key not allowed here".to_owned()
                }
                Value::Scalar { text, .. }
                    if entries.iter().any(|it| it.0.text() == Some(text)) =>
                {
                    format!("`{text}` is there twice")
                }
                Value::Scalar { .. } => {
                    let next = self.parser.next_event();
                    entries.push((key, self.node(next)?));
                    continue;
                }
                Value::Null => "null is not allowed here".to_owned(),
                Value::List(_) => "expected text, found a list".to_owned(),
                Value::Map(_) => "expected text, found a map".to_owned(),
            };
            return Err(Error::new(key.at, wrong));
        }
    }

    fn enter(&mut self, at: Position) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Error::new(at, TOO_LARGE));
        }
        Ok(())
    }
}

/// A tag may say what is so anyway: that a text is one, a list, or a map.
fn check_tag(tag: Option<&Tag>, kind: &str, at: Position) -> Result<(), Error> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema_tag(kind) && tag.original() != "!" => {
            let message = format!("unsupported tag `{}`", tag.original());
            Err(Error::new(at, message))
        }
        _ => Ok(()),
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~") || text.eq_ignore_ascii_case("null")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<(usize, String)> {
        let error = parse(text).err()?;
        Some((error.at.line, error.message))
    }

    #[test]
    fn a_map_with_too_many_keys_is_refused_at_the_first_that_is_too_many() {
        let map = |keys: usize| {
            (0..keys)
                .map(|key| format!("k{key}: 1\n"))
                .collect::<String>()
        };
        assert_eq!(refused(&map(MAX_KEYS)), None);
        let line = MAX_KEYS + 1;
        assert_eq!(refused(&map(line)), Some((line, TOO_LARGE.to_owned())));
    }

    #[test]
    fn a_key_that_is_there_twice_is_refused_where_it_comes_again() {
        let text = "a: 1\nb: {a: 1}\n'a': 2\n";
        assert_eq!(refused(text), Some((3, "`a` is there twice".to_owned())));
    }

    #[test]
    fn a_text_that_ends_too_early_says_so() {
        assert_eq!(refused("a: [1, 2").map(|it| it.0), Some(1));
        assert!(parse("").is_ok_and(|node| matches!(node.value, Value::Null)));
    }
}
