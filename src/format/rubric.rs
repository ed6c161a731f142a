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
use super::yaml::{self, Reader, Text, at, each, items};
use crate::domain::decimal::Exact;
use crate::domain::rubric::{Cluster, Rating, ReviewTitles, Rubric, ScaleStep, Source};

const SCHEMA: &str = "1";

/// Most characters in an id: it becomes part of file names.
const MAX_ID: usize = 64;

pub fn read(path: &Path, text: &str) -> Result<Rubric, Diagnostics> {
    read_named(path, text, None)
}

/// Reads a rubric from a file whose stem should be its id.
pub fn check(path: &Path, text: &str) -> Result<Rubric, Diagnostics> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    read_named(path, text, stem.as_deref())
}

/// Reads a rubric that was turned into JSON when emkit was built, together with the text it was
/// made from and that text's digest. A test compares it with [`read`].
pub fn read_prepared(
    path: &Path,
    text: &str,
    json: &str,
    digest: &str,
) -> Result<Rubric, Diagnostics> {
    match yaml::read_json(json) {
        Some(fields) => read_fields(path, text, digest, &fields, None),
        None => read(path, text),
    }
}

fn read_named(path: &Path, text: &str, stem: Option<&str>) -> Result<Rubric, Diagnostics> {
    let fields = yaml::read_some(path, text)?;
    read_fields(path, text, &digest(text), &fields, stem)
}

fn read_fields(
    path: &Path,
    text: &str,
    digest: &str,
    fields: &RubricFields,
    stem: Option<&str>,
) -> Result<Rubric, Diagnostics> {
    let mut parts = Parts {
        reader: Reader::new(path, text),
        places: BTreeMap::new(),
    };
    let rubric = parts.rubric(fields, stem).map(|rubric| Rubric {
        digest: digest.to_owned(),
        text: text.to_owned(),
        ..rubric
    });
    parts.reader.finish(rubric)
}

/// Whether a text can be the id of a rubric or of one of its parts, and part of a file's name.
pub fn is_id(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut letters = text.chars();
    text.len() <= MAX_ID && text.starts_with(is_plain) && letters.all(|c| is_plain(c) || c == '-')
}

struct Parts<'t> {
    reader: Reader<'t>,
    places: BTreeMap<String, Position>,
}

impl Parts<'_> {
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
        self.not_empty("`clusters`", &fields.clusters);
        self.not_empty("`skills`", &fields.skills);
        let clusters = each(&fields.clusters.value, |it| self.cluster(it));
        let skills = fields.skills.value.iter();
        let skills: Vec<_> = skills.map(|item| self.skill(item)).collect();
        let own_targets = self.reader.flag("`own_targets`", &fields.own_targets);
        let profiles = self.profiles(fields, own_targets);
        let stages = each(items(&fields.stages), |it| self.stage(it));
        let eras = each(items(&fields.eras), |it| self.era(it));
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
            sources: each(items(&fields.source), source),
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

    fn not_empty<F>(&mut self, what: &str, list: &Items<F>) {
        if list.value.is_empty() {
            self.reader.problem(at(list), format!("{what} is empty"));
        }
    }

    fn scale(&mut self, list: &Items<StepFields>) -> Vec<ScaleStep> {
        let mut ratings = Vec::new();
        let mut steps = Vec::new();
        for step in list.value.iter().map(|item| &item.value) {
            ratings.extend(self.rating("scale", &step.rating));
            steps.push(ScaleStep {
                label: step.label.to_string(),
                meaning: step.meaning.to_string(),
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
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = format!("{before}{after:0<2}");
    if !(1..=6).contains(&before.len()) || after.len() > 2 || !is_number(&digits) {
        return None;
    }
    let hundredths: i64 = digits.parse().ok()?;
    Some(Exact::new((sign * hundredths).into(), 100.into()))
}
