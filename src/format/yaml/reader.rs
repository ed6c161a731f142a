//! From what a file says to what it means, with all that is wrong on the way.

use std::fmt::Display;
use std::path::Path;

use itertools::Itertools;

use super::field::Field;
use super::shape::{Key, Shape};
use super::unknown_key;
use crate::domain::rubric::Rating;
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};

pub(crate) struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
    problems: Vec<Diagnostic>,
    /// The first value of another shape than expected. Nothing else is said of such a file.
    misshapen: Option<Diagnostic>,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(path: &'t Path, text: &'t str) -> Self {
        Self {
            path,
            text,
            problems: Vec::new(),
            misshapen: None,
        }
    }

    pub(crate) fn problem(&mut self, at: Position, message: impl Into<String>) {
        self.problems.push(Diagnostic::new(at, message));
    }

    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Diagnostics> {
        let problems = self.misshapen.map_or(self.problems, |first| vec![first]);
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            _ => Err(Diagnostics::new(self.path, self.text, problems)),
        }
    }

    pub(crate) fn is_misshapen(&self) -> bool {
        self.misshapen.is_some()
    }

    fn misshapen(&mut self, at: Position, message: impl Into<String>) {
        if self.misshapen.as_ref().is_none_or(|first| at < first.at) {
            self.misshapen = Some(Diagnostic::new(at, message));
        }
    }

    fn shaped<'n>(&mut self, field: Field<'n>, shape: Shape) -> Field<'n> {
        let Some(wrong) = field.wrong(shape) else {
            return field;
        };
        let message = match field.key {
            "" => wrong.trim_start_matches([':', ' ']).to_owned(),
            key => format!("`{key}`{wrong}"),
        };
        self.misshapen(field.at(), message);
        field.left_out()
    }

    /// What a map has behind each of these keys. It may have no others.
    pub(crate) fn fields<'n, const N: usize>(
        &mut self,
        map: Field<'n>,
        keys: [Key; N],
    ) -> [Field<'n>; N] {
        self.check_unknown(map, &keys);
        let map = self.shaped(map, Shape::Map);
        keys.map(|key| self.field(map, key))
    }

    /// Checks that a map has these keys and no others.
    pub(crate) fn check(&mut self, map: Field<'_>, keys: &[Key]) {
        self.check_unknown(map, keys);
        self.check_shapes(map, keys);
    }

    fn check_unknown(&mut self, map: Field<'_>, keys: &[Key]) {
        for (at, message) in self.unknown(map, keys) {
            self.misshapen(at, message);
        }
    }

    /// What is said of each other key that a map has.
    pub(crate) fn unknown(&self, map: Field<'_>, keys: &[Key]) -> Vec<(Position, String)> {
        let is_unknown = |field: &Field<'_>| keys.iter().all(|key| key.name != field.key);
        let unknown = map.values().filter(is_unknown);
        let unknown = unknown.map(|field| {
            let known: Vec<_> = keys.iter().map(|key| key.name).collect();
            (field.key_at, unknown_key(field.key, &known))
        });
        unknown.collect()
    }

    /// Checks that a map has these keys, whatever else it has.
    pub(crate) fn check_shapes(&mut self, map: Field<'_>, keys: &[Key]) {
        let map = self.shaped(map, Shape::Map);
        for key in keys {
            self.field(map, *key);
        }
    }

    /// What a map has behind a key, in whatever shape.
    fn field<'n>(&mut self, map: Field<'n>, key: Key) -> Field<'n> {
        let field = map.find(key.name);
        if key.is_needed && map.is_there() && !field.is_there() {
            let last = map.values().next_back();
            let at = last.map_or(map.at(), |last| last.key_at);
            self.misshapen(at, format!("`{}` is missing", key.name));
        }
        if key.is_needed || !field.is_null() {
            self.shaped(field, key.shape);
        }
        field
    }

    pub(crate) fn entries<'n>(&mut self, map: Field<'n>, shape: Shape) -> Vec<Field<'n>> {
        let values = map.values();
        values.map(|field| self.shaped(field, shape)).collect()
    }

    pub(crate) fn items<'n>(&mut self, list: Field<'n>) -> Vec<Field<'n>> {
        let items = list.items();
        items.map(|item| self.shaped(item, Shape::Map)).collect()
    }

    pub(crate) fn texts<'n>(&mut self, list: Field<'n>) -> Vec<&'n str> {
        let items = list.items();
        items
            .map(|item| self.shaped(item, Shape::Words).get())
            .collect()
    }

    /// What `parse` makes of a text, if there is one; what it says otherwise is said with the place.
    pub(crate) fn parsed<T>(
        &mut self,
        what: impl Display,
        field: Field<'_>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let parsed = parse(field.text()?);
        parsed
            .map_err(|wrong| self.problem(field.at(), format!("{what}: {wrong}")))
            .ok()
    }

    /// A number that `parse` takes: one without quotes.
    pub(crate) fn number<T>(
        &mut self,
        what: impl Display,
        field: Field<'_>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let source = self.source(field);
        let is_quoted = source.is_some_and(|(source, _)| Some(source) != field.text());
        self.parsed(what, field, |text| {
            if is_quoted {
                Err("expected a number without quotes, found text".to_owned())
            } else {
                parse(text)
            }
        })
    }

    /// Whether something is true. What is wrong is said behind `before`, such as "`team.size`: ".
    pub(crate) fn flag(&mut self, before: impl Display, field: Field<'_>) -> bool {
        let what = format_args!("{before}`{}`", field.key);
        let flag = self.parsed(what, field, |text| {
            let flag = text.to_lowercase().parse();
            flag.map_err(|_| format!("expected true or false, found `{text}`"))
        });
        flag.unwrap_or_default()
    }

    pub(crate) fn rating(&mut self, what: impl Display, field: Field<'_>) -> Option<Rating> {
        self.number(what, field, |text| {
            let rating = text.parse().ok().and_then(Rating::new);
            rating.ok_or_else(|| format!("`{text}` is not a rating from 1 to 5"))
        })
    }

    fn source(&self, field: Field<'_>) -> Option<(&'t str, &'t str)> {
        let bytes = field.bytes()?;
        let rest = self.text.get(bytes.end..)?.lines().next();
        Some((self.text.get(bytes)?, rest.unwrap_or_default().trim()))
    }

    /// What is behind a plain text on its line, or in place of one, and was taken for a comment.
    pub(crate) fn lost(&self, field: Field<'_>) -> Option<&'t str> {
        let (source, rest) = self.source(field)?;
        let Some(text) = field.text() else {
            let rest = rest.trim_start_matches(':').trim_start();
            return rest.starts_with('#').then_some(rest);
        };
        // What is quoted, or a block, does not read as its lines joined by spaces.
        let is_plain = || !text.is_empty() && text == source.lines().map(str::trim).join(" ");
        (rest.starts_with('#') && is_plain()).then_some(rest)
    }
}
