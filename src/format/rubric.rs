//! Rubric files: read whole, with every problem at once.

mod advice;
mod skills;
mod targets;

use std::collections::BTreeMap;
use std::path::Path;

pub use advice::advice;

use super::digest::digest;
use super::problem::{Place, Problems};
use super::yaml::{self, Fields, Node, Reader};
use crate::domain::figure::Exact;
use crate::domain::rubric::{Cluster, Rating, Rubric, ScaleStep, Source};

/// The version of the format that this program reads.
const SCHEMA: &str = "1";

/// Most characters in an id: it becomes part of file names.
const MOST_ID: usize = 64;

/// Reads a rubric.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read(path: &Path, text: &str) -> Result<Rubric, Problems> {
    read_named(path, text, None)
}

/// Reads a rubric that was turned into JSON when emkit was built, together with the text it was
/// made from and that text's digest. A test holds them to be the same.
///
/// # Errors
/// As [`read`], without places.
pub fn read_prepared(
    path: &Path,
    text: &str,
    json: &str,
    digest: &str,
) -> Result<Rubric, Problems> {
    match yaml::from_json(json) {
        Some(root) => read_tree(path, text, digest.to_owned(), &root, None),
        None => read(path, text),
    }
}

fn read_named(path: &Path, text: &str, stem: Option<&str>) -> Result<Rubric, Problems> {
    read_tree(path, text, digest(text), &yaml::parse(path, text)?, stem)
}

fn read_tree(
    path: &Path,
    text: &str,
    digest: String,
    root: &Node,
    stem: Option<&str>,
) -> Result<Rubric, Problems> {
    let mut reader = Reader::new(text);
    let rubric = Parts {
        reader: &mut reader,
        places: BTreeMap::new(),
    }
    .rubric(root, text, digest, stem);
    reader.finish(path, rubric)
}

/// Reads a rubric from a file whose stem should be its id.
///
/// # Errors
/// As [`read`], and where stem and id differ.
pub fn check(path: &Path, text: &str) -> Result<Rubric, Problems> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    read_named(path, text, stem.as_deref())
}

/// Whether a text can be the id of a rubric or of one of its parts, and part of a file's name.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() <= MOST_ID
        && text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Reads the parts of a rubric and remembers where each id stands.
struct Parts<'r, 't> {
    reader: &'r mut Reader<'t>,
    places: BTreeMap<String, Place>,
}

impl Parts<'_, '_> {
    fn rubric(
        &mut self,
        root: &Node,
        text: &str,
        digest: String,
        stem: Option<&str>,
    ) -> Option<Rubric> {
        let mut fields = self.reader.map(root, "the rubric")?;
        let schema = fields.need_text("schema", self.reader);
        if schema.is_some_and(|schema| schema != SCHEMA) {
            let at = fields.take("schema").map_or(root.at, |node| node.at);
            self.reader.problem(
                at,
                format!("this emkit reads rubrics of schema {SCHEMA} only"),
            );
        }
        let id = self.id(&mut fields, "the rubric", "");
        if let (Some(id), Some(stem), Some(node)) = (&id, stem, fields.take("id"))
            && id != stem
        {
            let message = format!("the id is `{id}`, so the file should be named `{id}.yaml`");
            self.reader.problem(node.at, message);
        }
        let version = fields.need_text("version", self.reader);
        let title = fields.need_text("title", self.reader);
        let when = fields
            .take("when")
            .and_then(|_| fields.need_text("when", self.reader));
        let sources = self.each(fields.take("source"), "source", Self::source);
        let scale = self.scale(&mut fields);
        let evidence_from = match fields.need("evidence_from", self.reader) {
            Some(node) => self.evidence_from(node),
            None => None,
        };
        let clusters = self.needed(&mut fields, "clusters", "cluster", Self::cluster);
        let skills = self.needed(&mut fields, "skills", "skill", Self::skill);
        let profiles = self.needed(&mut fields, "profiles", "profile", Self::profile);
        let stages = self.each(fields.take("stages"), "stage", Self::stage);
        let eras = self.each(fields.take("eras"), "era", Self::era);
        let closing = fields
            .take("closing")
            .map(|node| self.closing(node, &stages));
        fields.no_others(self.reader);
        self.check_references(&clusters, &skills, &profiles);
        let rubric = Rubric {
            id: id?,
            version: version?,
            digest,
            text: text.to_owned(),
            title: title?,
            when,
            sources,
            scale,
            evidence_from: evidence_from?,
            clusters,
            skills,
            profiles,
            stages,
            eras,
            closing: closing.flatten(),
        };
        Some(rubric)
    }

    fn source(&mut self, fields: &mut Fields<'_>) -> Option<Source> {
        Some(Source {
            author: fields.text("author", self.reader),
            published: fields.text("published", self.reader),
            url: fields.text("url", self.reader),
            note: fields.text("note", self.reader),
            title: fields.need_text("title", self.reader)?,
        })
    }

    fn scale(&mut self, fields: &mut Fields<'_>) -> Vec<ScaleStep> {
        let Some(node) = fields.need("scale", self.reader) else {
            return Vec::new();
        };
        let steps = self.each(Some(node), "scale", |parts, fields| {
            let rating = fields.need("rating", parts.reader);
            let rating = rating.and_then(|node| parts.rating(node, "scale"));
            let label = fields.need_text("label", parts.reader);
            let meaning = fields.need_text("meaning", parts.reader)?;
            Some((
                rating?,
                ScaleStep {
                    label: label?,
                    meaning,
                },
            ))
        });
        if !steps.iter().map(|(rating, _)| *rating).eq(Rating::all()) {
            self.reader.problem(
                node.at,
                "the scale needs the ratings 1 to 5, each once and in order",
            );
        }
        steps.into_iter().map(|(_, step)| step).collect()
    }

    fn cluster(&mut self, fields: &mut Fields<'_>) -> Option<Cluster> {
        let id = self.id(fields, "cluster", "cluster ");
        let title = fields.need_text("title", self.reader);
        let why = fields.need_text("why", self.reader)?;
        Some(Cluster {
            id: id?,
            title: title?,
            why,
        })
    }

    /// An id that can be part of a file name, is like no other of its kind, and has its place noted.
    fn id(&mut self, fields: &mut Fields<'_>, what: &str, kind: &str) -> Option<String> {
        let id = fields.need_text("id", self.reader)?;
        let at = fields.take("id").map_or(fields.at, |node| node.at);
        let fits = match kind {
            "question " => id
                .split_once('.')
                .is_some_and(|(skill, name)| is_id(skill) && is_id(name)),
            _ => is_id(&id),
        };
        if !fits {
            let wanted = if kind == "question " {
                "`skill.name`"
            } else {
                "one word"
            };
            self.reader.problem(
                at,
                format!("{what}: the id `{id}` should be {wanted} of lowercase letters, digits and hyphens, {MOST_ID} at most"),
            );
            return None;
        }
        if !kind.is_empty() {
            if let Some(first) = self.places.get(&format!("{kind}{id}")) {
                let message = format!("{what} `{id}` is there twice, first in line {}", first.line);
                self.reader.problem(at, message);
            } else {
                self.places.insert(format!("{kind}{id}"), at);
            }
        }
        Some(id)
    }

    fn place(&self, name: &str) -> Place {
        self.places.get(name).copied().unwrap_or_default()
    }

    fn rating(&mut self, node: &Node, what: &str) -> Option<Rating> {
        let number = self.reader.number(node, what)?;
        let rating = number.parse().ok().and_then(Rating::new);
        if rating.is_none() {
            self.reader.problem(
                node.at,
                format!("{what}: `{number}` is not a whole number from 1 to 5"),
            );
        }
        rating
    }

    /// The rating from which a claim needs evidence. There is a step below it for what has none.
    fn evidence_from(&mut self, node: &Node) -> Option<Rating> {
        let rating = self.rating(node, "`evidence_from`")?;
        if rating.number() == Rating::MIN {
            let message =
                "`evidence_from` is 2 to 5: a claim without evidence counts as the step below";
            self.reader.problem(node.at, message);
            return None;
        }
        Some(rating)
    }

    fn decimal(&mut self, node: &Node, what: &str) -> Option<Exact> {
        let spelled = self.reader.number(node, what)?;
        let number = decimal(spelled);
        if number.is_none() {
            let message = format!("{what}: `{spelled}` is not a number with at most two decimals");
            self.reader.problem(node.at, message);
        }
        number
    }

    fn texts(&mut self, node: &Node, what: &str) -> Vec<String> {
        let items = self
            .reader
            .list(node, format_args!("`{what}`"))
            .unwrap_or_default();
        items
            .iter()
            .filter_map(|item| self.reader.text(item, format_args!("`{what}`")))
            .collect()
    }

    /// Reads a list of maps; an item that is broken is reported and left out.
    fn each<T>(
        &mut self,
        node: Option<&Node>,
        what: &str,
        read: impl Fn(&mut Self, &mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(items) = node.and_then(|node| self.reader.list(node, format_args!("`{what}`")))
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            if let Some(mut fields) = self.reader.map(item, what) {
                found.extend(read(self, &mut fields));
                fields.no_others(self.reader);
            }
        }
        found
    }

    /// The same for a list that must not be empty.
    fn needed<T>(
        &mut self,
        fields: &mut Fields<'_>,
        name: &'static str,
        what: &str,
        read: impl Fn(&mut Self, &mut Fields<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = fields.need(name, self.reader) else {
            return Vec::new();
        };
        if self
            .reader
            .list(node, format_args!("`{name}`"))
            .is_some_and(<[Node]>::is_empty)
        {
            self.reader.problem(node.at, format!("`{name}` is empty"));
        }
        self.each(Some(node), what, read)
    }
}

/// A decimal number with at most two decimals, as an exact one.
pub(super) fn decimal(text: &str) -> Option<Exact> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if before.is_empty()
        || before.len() > 6
        || after.len() > 2
        || !is_digits(before)
        || !is_digits(after)
    {
        return None;
    }
    let hundredths: i64 = format!("{before}{after:0<2}").parse().ok()?;
    Some(Exact::new((sign * hundredths).into(), 100.into()))
}
