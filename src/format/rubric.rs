//! Rubric files: read whole, with every problem at once.

mod advice;
mod copy;
mod fields;
mod skills;
mod targets;

use std::collections::BTreeMap;
use std::path::Path;

pub use advice::advice;
pub use copy::copy;

use self::fields::{ClusterFields, Items, ReviewFields, RubricFields, SourceFields, StepFields};
use super::diagnostic::{Diagnostics, Position};
use super::digest::digest;
use super::yaml::{self, Reader, Text, at, items};
use crate::domain::decimal::Exact;
use crate::domain::rubric::{Cluster, Rating, ReviewTitles, Rubric, ScaleStep, Source};

/// The version of the format that this program reads.
const SCHEMA: &str = "1";

/// Most characters in an id: it becomes part of file names.
const MAX_ID: usize = 64;

/// Reads a rubric.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn read(path: &Path, text: &str) -> Result<Rubric, Diagnostics> {
    read_named(path, text, None)
}

/// Reads a rubric from a file whose stem should be its id.
///
/// # Errors
/// As [`read`], and where stem and id differ.
pub fn check(path: &Path, text: &str) -> Result<Rubric, Diagnostics> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    read_named(path, text, stem.as_deref())
}

/// Reads a rubric that was turned into JSON when emkit was built, together with the text it was
/// made from and that text's digest. A test compares it with [`read`].
///
/// # Errors
/// As [`read`], without places.
pub fn read_prepared(
    path: &Path,
    text: &str,
    json: &str,
    digest: &str,
) -> Result<Rubric, Diagnostics> {
    match serde_json::from_str(json) {
        Ok(fields) => read_file(path, text, digest.to_owned(), &fields, None),
        Err(_) => read(path, text),
    }
}

fn read_named(path: &Path, text: &str, stem: Option<&str>) -> Result<Rubric, Diagnostics> {
    match yaml::parse::<RubricFields>(path, text)? {
        Some(file) => read_file(path, text, digest(text), &file.value, stem),
        None => {
            let mut reader = Reader::new(text);
            reader.problem(
                Position::default(),
                "there is nothing in the file but comments",
            );
            reader.finish(path, None)
        }
    }
}

fn read_file(
    path: &Path,
    text: &str,
    digest: String,
    fields: &RubricFields,
    stem: Option<&str>,
) -> Result<Rubric, Diagnostics> {
    let mut reader = Reader::new(text);
    let mut parts = Parts {
        reader: &mut reader,
        places: BTreeMap::new(),
    };
    let rubric = parts.rubric(fields, stem).map(|rubric| Rubric {
        digest,
        text: text.to_owned(),
        ..rubric
    });
    reader.finish(path, rubric)
}

/// Whether a text can be the id of a rubric or of one of its parts, and part of a file's name.
#[must_use]
pub fn is_id(text: &str) -> bool {
    text.len() <= MAX_ID
        && text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Makes the parts of a rubric and remembers where each id is.
struct Parts<'r, 't> {
    reader: &'r mut Reader<'t>,
    places: BTreeMap<String, Position>,
}

impl Parts<'_, '_> {
    /// All of it but the text and its digest.
    fn rubric(&mut self, fields: &RubricFields, stem: Option<&str>) -> Option<Rubric> {
        if fields.schema.get() != SCHEMA {
            let message = format!("this emkit reads rubrics of schema {SCHEMA} only");
            self.reader.problem(fields.schema.at(), message);
        }
        let id = self.id("rubric", &fields.id);
        if let Some(stem) = stem.filter(|stem| *stem != id) {
            let message =
                format!("the id is `{id}`, not `{stem}`, so the file should be named `{id}.yaml`");
            self.reader.problem(fields.id.at(), message);
        }
        let scale = self.scale(&fields.scale);
        let evidence_from = self.evidence_from(&fields.evidence_from);
        for (name, is_empty, place) in [
            (
                "clusters",
                fields.clusters.value.is_empty(),
                at(&fields.clusters),
            ),
            ("skills", fields.skills.value.is_empty(), at(&fields.skills)),
        ] {
            if is_empty {
                self.reader.problem(place, format!("`{name}` is empty"));
            }
        }
        let clusters = fields.clusters.value.iter();
        let clusters: Vec<_> = clusters.map(|item| self.cluster(&item.value)).collect();
        let skills = fields.skills.value.iter();
        let skills: Vec<_> = skills.map(|item| self.skill(item)).collect();
        let own_targets = self.reader.flag("`own_targets`", &fields.own_targets);
        let profiles = self.profiles(fields, own_targets);
        let stages = items(&fields.stages).iter();
        let stages: Vec<_> = stages.map(|item| self.stage(&item.value)).collect();
        let eras = items(&fields.eras).iter();
        let eras = eras.map(|item| self.era(&item.value)).collect();
        let closing = fields.closing.as_ref();
        let closing = closing.map(|closing| self.closing(closing, &stages));
        self.check_references(&clusters, &skills, &profiles);
        Some(Rubric {
            id,
            version: fields.version.to_string(),
            digest: String::new(),
            text: String::new(),
            title: fields.title.to_string(),
            when: fields.when.as_ref().map(Text::to_string),
            sources: items(&fields.source)
                .iter()
                .map(|item| source(&item.value))
                .collect(),
            scale,
            evidence_from: evidence_from?,
            clusters,
            skills,
            own_targets,
            profiles,
            stages,
            eras,
            closing,
            review: fields.review.as_ref().map(review).unwrap_or_default(),
        })
    }

    fn scale(&mut self, list: &Items<StepFields>) -> Vec<ScaleStep> {
        let mut ratings = Vec::new();
        let mut steps = Vec::new();
        for StepFields {
            rating,
            label,
            meaning,
        } in list.value.iter().map(|item| &item.value)
        {
            ratings.extend(self.rating("scale", rating));
            steps.push(ScaleStep {
                label: label.to_string(),
                meaning: meaning.to_string(),
            });
        }
        if !ratings.into_iter().eq(Rating::all()) {
            let message = "the scale needs the ratings 1 to 5, each once and in order";
            self.reader.problem(at(list), message);
        }
        steps
    }

    fn cluster(&mut self, fields: &ClusterFields) -> Cluster {
        Cluster {
            id: self.id("cluster", &fields.id),
            title: fields.title.to_string(),
            why: fields.why.to_string(),
            reading: fields.reading.as_ref().map(Text::to_string),
        }
    }

    /// An id that can be part of a file name and is like no other of its kind. Its place is kept.
    fn id(&mut self, kind: &str, node: &Text) -> String {
        let id = node.get();
        let (fits, wanted) = if kind == "question" {
            let parts = id.split_once('.');
            let fits = parts.is_some_and(|(skill, name)| is_id(skill) && is_id(name));
            (fits, "`skill.name`")
        } else {
            (is_id(id), "one word")
        };
        if !fits {
            let message = format!(
                "{kind}: the id `{id}` should be {wanted} of lowercase letters, digits and hyphens, {MAX_ID} at most"
            );
            self.reader.problem(node.at(), message);
        }
        if let Some(first) = self.places.get(&format!("{kind} {id}")) {
            let message = format!("{kind} `{id}` is there twice, first in line {}", first.line);
            self.reader.problem(node.at(), message);
        } else {
            self.places.insert(format!("{kind} {id}"), node.at());
        }
        id.to_owned()
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        self.places.contains_key(&format!("{kind} {id}"))
    }

    fn place(&self, name: &str) -> Position {
        self.places.get(name).copied().unwrap_or_default()
    }

    fn rating(&mut self, what: &str, node: &Text) -> Option<Rating> {
        self.reader.number(what, &node.0, |text| {
            let rating = text.parse().ok().and_then(Rating::new);
            rating.ok_or_else(|| format!("`{text}` is not a whole number from 1 to 5"))
        })
    }

    /// The rating from which a claim needs evidence. There is a step below it for what has none.
    fn evidence_from(&mut self, node: &Text) -> Option<Rating> {
        let rating = self.rating("`evidence_from`", node)?;
        if rating.number() == Rating::MIN {
            let message =
                "`evidence_from` is 2 to 5: a claim without evidence counts as the step below";
            self.reader.problem(node.at(), message);
        }
        Some(rating)
    }

    fn decimal(&mut self, what: &str, node: &Text) -> Option<Exact> {
        self.reader.number(what, &node.0, |text| {
            let message = || format!("`{text}` is not a number with at most two decimals");
            decimal(text).ok_or_else(message)
        })
    }
}

fn review(fields: &ReviewFields) -> ReviewTitles {
    let usual = ReviewTitles::default();
    let said = |text: &Option<Text>, usual| text.as_ref().map_or(usual, Text::to_string);
    ReviewTitles {
        title: said(&fields.title, usual.title),
        delivered: said(&fields.delivered, usual.delivered),
        outlook: said(&fields.outlook, usual.outlook),
    }
}

fn source(fields: &SourceFields) -> Source {
    let text = |text: &Option<Text>| text.as_ref().map(Text::to_string);
    Source {
        title: fields.title.to_string(),
        author: text(&fields.author),
        published: text(&fields.published),
        url: text(&fields.url),
        note: text(&fields.note),
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
