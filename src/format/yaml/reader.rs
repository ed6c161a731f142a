//! From what a file says to what it means, with all that is wrong on the way.

use std::path::Path;

use super::tree::Place;
use super::{Scalar, Short, Spanned};
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};

pub(crate) struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
    problems: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(path: &'t Path, text: &'t str) -> Self {
        Self {
            path,
            text,
            problems: Vec::new(),
        }
    }

    pub(crate) fn problem(&mut self, at: Position, message: impl Into<String>) {
        let message = message.into();
        self.problems.push(Diagnostic { at, message });
    }

    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Diagnostics> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Diagnostics::new(self.path, self.text, self.problems)),
        }
    }

    /// What `parse` makes of a text, if there is one; what it says otherwise is said with the place.
    pub(crate) fn parsed<T>(
        &mut self,
        what: &str,
        node: &Scalar,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let parsed = parse(node.text()?);
        parsed
            .map_err(|wrong| self.problem(node.at(), format!("{what}: {wrong}")))
            .ok()
    }

    /// A number that `parse` takes: one without quotes.
    pub(crate) fn number<T>(
        &mut self,
        what: &str,
        node: &Scalar,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let source = self.source(&node.place);
        let is_quoted = source.is_some_and(|(source, _)| Some(source) != node.text());
        self.parsed(what, node, |text| {
            if is_quoted {
                Err("expected a number without quotes, found text".to_owned())
            } else {
                parse(text)
            }
        })
    }

    pub(crate) fn flag(&mut self, what: &str, node: &Scalar) -> bool {
        let flag = self.parsed(what, node, |text| {
            let flag = text.to_lowercase().parse();
            flag.map_err(|_| format!("expected true or false, found `{text}`"))
        });
        flag.unwrap_or_default()
    }

    /// What the file has there, and what follows on its line.
    fn source(&self, place: &Place) -> Option<(&'t str, &'t str)> {
        let bytes = place.bytes.as_ref()?;
        let rest = self.text.get(bytes.end..)?.lines().next();
        Some((
            self.text.get(bytes.clone())?,
            rest.unwrap_or_default().trim(),
        ))
    }

    /// What a value in its short form says; a map says nothing.
    pub(crate) fn short<F>(&self, node: &Spanned<Short<F>>) -> Scalar {
        let text = match &node.value {
            Short::Null | Short::Fields(_) => None,
            Short::Text(text) => Some(text.clone()),
            Short::Other => self.source(&node.place).map(|it| it.0.to_owned()),
        };
        Scalar {
            text,
            place: node.place.clone(),
            is_bare: false,
        }
    }

    /// What is behind a plain text on its line, or in place of one, and was taken for a comment.
    pub(crate) fn lost(&self, node: &Scalar) -> Option<&'t str> {
        let (source, rest) = self.source(&node.place)?;
        let rest = match node.text() {
            None => rest.trim_start_matches(':').trim_start(),
            // What is quoted, or a block, does not read as its lines joined by spaces.
            Some(text) => {
                let lines: Vec<_> = source.lines().map(str::trim).collect();
                (!text.is_empty() && text == lines.join(" ")).then_some(rest)?
            }
        };
        rest.starts_with('#').then_some(rest)
    }
}
