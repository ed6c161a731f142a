//! A YAML text as a tree in which each value has its place. All that a text can have against it before
//! anybody asks what it means is found here.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::input::TextInput;
use crate::format::diagnostic::{Diagnostic, Position};

const MAX_DEPTH: usize = 16;

const MAX_NODES: usize = 50_000;

const TOO_LARGE: &str = "this is not one document of the size and depth that emkit reads";
const NO_ALIASES: &str =
    "emkit does not read anchors and aliases (`&name`, `*name`); write the value out";
const CUT_SHORT: &str = "unexpected end of file";

/// Where something is in a text. What a text does not have, or what came from elsewhere, is in line 0
/// and has no bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place {
    pub(super) at: Position,
    pub(super) bytes: Option<Range<usize>>,
}

#[derive(Debug)]
pub(in crate::format) struct Node<'t> {
    pub(super) place: Place,
    pub(super) value: Value<'t>,
}

#[derive(Debug)]
pub(super) enum Value<'t> {
    Null,
    Scalar {
        text: Cow<'t, str>,
        /// Neither quoted, nor a block, nor tagged: it may be a number or a truth value.
        is_plain: bool,
    },
    List(Vec<Node<'t>>),
    /// Each key is a text.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

impl From<&Span> for Place {
    fn from(span: &Span) -> Self {
        Self {
            at: Position {
                line: span.start.line(),
                column: span.start.col() + 1,
            },
            bytes: span.byte_range(),
        }
    }
}

impl From<ScanError> for Diagnostic {
    fn from(error: ScanError) -> Self {
        let at = Position {
            line: error.marker().line(),
            column: error.marker().col() + 1,
        };
        match error.kind() {
            ErrorKind::UnknownAnchor => Self::new(at, "reference to unknown value"),
            _ => Self::new(at, error.info()),
        }
    }
}

/// Reads one document; nothing but a null where there is none.
pub(super) fn tree(text: &str) -> Result<Node<'_>, Diagnostic> {
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
            (event, span) if root.is_none() => root = Some(reader.node(event, &span)?),
            (_, span) => return Err(Diagnostic::new(Place::from(&span).at, TOO_LARGE)),
        }
    }
    Ok(root.unwrap_or(Node {
        place: Place::default(),
        value: Value::Null,
    }))
}

struct Reader<'t> {
    parser: Parser<'t, TextInput<'t>>,
    nodes: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Diagnostic> {
        match self.parser.next_event() {
            Some(next) => Ok(next?),
            None => Err(Diagnostic::new(Position::default(), CUT_SHORT)),
        }
    }

    fn node(&mut self, event: Event<'t>, span: &Span) -> Result<Node<'t>, Diagnostic> {
        let place = Place::from(span);
        let wrong = |message: &str| Err(Diagnostic::new(place.at, message));
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return wrong(TOO_LARGE);
        }
        let value = match event {
            Event::Scalar(text, style, 0, tag) => {
                let is_plain = style == ScalarStyle::Plain && tag.is_none();
                check_tag(tag.as_deref(), "str", place.at)?;
                if is_plain && is_null(&text) {
                    Value::Null
                } else {
                    Value::Scalar { text, is_plain }
                }
            }
            Event::SequenceStart(_, 0, tag) => {
                check_tag(tag.as_deref(), "seq", place.at)?;
                self.enter(place.at)?;
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node(event, &span)?),
                    }
                }
                self.depth -= 1;
                Value::List(items)
            }
            Event::MappingStart(_, 0, tag) => {
                check_tag(tag.as_deref(), "map", place.at)?;
                self.enter(place.at)?;
                let entries = self.entries()?;
                self.depth -= 1;
                Value::Map(entries)
            }
            Event::DocumentEnd | Event::StreamEnd => return wrong(CUT_SHORT),
            // The others are aliases, and values with an anchor.
            _ => return wrong(NO_ALIASES),
        };
        Ok(Node { place, value })
    }

    fn entries(&mut self) -> Result<Vec<(Node<'t>, Node<'t>)>, Diagnostic> {
        let mut entries = Vec::new();
        let mut keys = BTreeSet::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Ok(entries),
                (event, span) => self.node(event, &span)?,
            };
            let wrong = match &key.value {
                Value::Scalar { text, is_plain } if *is_plain && text == "<<" => {
                    "merge key not allowed here".to_owned()
                }
                Value::Scalar { text, .. } if !keys.insert(text.clone()) => {
                    format!("`{text}` is there twice")
                }
                Value::Scalar { .. } => {
                    let (event, span) = self.next()?;
                    entries.push((key, self.node(event, &span)?));
                    continue;
                }
                Value::Null => "null is not allowed here".to_owned(),
                Value::List(_) => "expected text, found a list".to_owned(),
                Value::Map(_) => "expected text, found a map".to_owned(),
            };
            return Err(Diagnostic::new(key.place.at, wrong));
        }
    }

    fn enter(&mut self, at: Position) -> Result<(), Diagnostic> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Diagnostic::new(at, TOO_LARGE));
        }
        Ok(())
    }
}

/// A tag may say what is so anyway: that a text is one, a list, or a map.
fn check_tag(tag: Option<&Tag>, kind: &str, at: Position) -> Result<(), Diagnostic> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema_tag(kind) && tag.original() != "!" => {
            let message = format!("unsupported tag `{}`", tag.original());
            Err(Diagnostic::new(at, message))
        }
        _ => Ok(()),
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~") || text.eq_ignore_ascii_case("null")
}
