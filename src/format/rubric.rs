//! Rubric files: read whole, with every problem at once.

mod advice;
mod copy;
mod skills;
mod targets;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

pub use advice::advice;
pub use copy::copy;

use super::diagnostic::{Diagnostics, Position};
use super::digest::digest;
use super::yaml::{self, Field, Key, Reader, mapping, needed, scalar, sequence, words};
use crate::domain::decimal::Small;
use crate::domain::rubric::{Cluster, Rating, ReviewTitles, Rubric, ScaleStep, Source};

const SCHEMA: &str = "1";

/// Most characters in an id: it becomes part of file names.
const MAX_ID: usize = 64;

const RUBRIC: [Key; 16] = [
    needed("schema"),
    needed("id"),
    needed("version"),
    needed("title"),
    words("when"),
    sequence("source"),
    sequence("scale").needed(),
    needed("evidence_from"),
    sequence("clusters").needed(),
    sequence("skills").needed(),
    scalar("own_targets"),
    sequence("profiles"),
    sequence("stages"),
    sequence("eras"),
    mapping("closing"),
    mapping("review"),
];

pub fn read(path: &Path, text: &str) -> Result<Rubric, Diagnostics> {
    read_file(path, text, None)
}

/// Reads a rubric from a file whose stem should be its id.
pub fn check(path: &Path, text: &str) -> Result<Rubric, Diagnostics> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    read_file(path, text, stem.as_deref())
}

/// Reads the rubric that was turned into JSON when emkit was built, together with the text it was made
/// from and that text's digest. A test compares it with [`check`].
pub fn read_prepared(json: &str, text: &str, digest: &str) -> Option<Rubric> {
    let rubric: Rubric = serde_json::from_str(json).ok()?;
    Some(Rubric {
        text: text.to_owned(),
        digest: digest.to_owned(),
        ..rubric
    })
}

fn read_file(path: &Path, text: &str, stem: Option<&str>) -> Result<Rubric, Diagnostics> {
    let file = yaml::read_some(path, text)?;
    let mut parts = Parts {
        reader: Reader::new(path, text),
        places: BTreeMap::new(),
    };
    let rubric = parts.rubric(Field::of(&file), stem).map(|rubric| Rubric {
        digest: digest(text),
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
    fn rubric(&mut self, file: Field<'_>, stem: Option<&str>) -> Option<Rubric> {
        self.reader.check(file, &RUBRIC);
        let schema = file.find("schema");
        if schema.get() != SCHEMA {
            let message = format!("this emkit reads rubrics of schema {SCHEMA} only");
            self.reader.problem(schema.at(), message);
        }
        let id = self.id("rubric", file.find("id"));
        if let Some(stem) = stem.filter(|stem| *stem != id) {
            let message =
                format!("the id is `{id}`, not `{stem}`, so the file should be named `{id}.yaml`");
            self.reader.problem(file.find("id").at(), message);
        }
        let scale = self.scale(file.find("scale"));
        let evidence_from = self.evidence_from(file.find("evidence_from"));
        self.not_empty("`clusters`", file.find("clusters"));
        self.not_empty("`skills`", file.find("skills"));
        let clusters = self.each(file, "clusters", Self::cluster);
        let skills = self.each(file, "skills", Self::skill);
        let own_targets = self.reader.flag("", file.find("own_targets"));
        let profiles = self.profiles(file, own_targets);
        let stages = self.each(file, "stages", Self::stage);
        let eras = self.each(file, "eras", Self::era);
        let closing = file.find("closing");
        let closing = closing.is_map().then(|| self.closing(closing, &stages));
        let sources = self.each(file, "source", Self::source);
        let review = self.review(file.find("review"));
        self.check_references(&clusters, &skills, &profiles);
        Some(Rubric {
            id,
            version: file.find("version").string(),
            digest: String::new(),
            text: String::new(),
            title: file.find("title").string(),
            when: file.find("when").some(),
            sources,
            scale,
            evidence_from: evidence_from?,
            clusters,
            skills,
            own_targets,
            profiles,
            stages,
            eras,
            closing,
            review,
        })
    }

    /// What each item of a list is.
    fn each<T>(
        &mut self,
        map: Field<'_>,
        key: &str,
        of: impl Fn(&mut Self, Field<'_>) -> T,
    ) -> Vec<T> {
        let items = self.reader.items(map.find(key)).into_iter();
        items.map(|item| of(self, item)).collect()
    }

    fn not_empty(&mut self, what: impl Display, list: Field<'_>) {
        if list.items().next().is_none() {
            self.reader.problem(list.at(), format!("{what} is empty"));
        }
    }

    fn scale(&mut self, list: Field<'_>) -> Vec<ScaleStep> {
        let mut ratings = Vec::new();
        let mut steps = Vec::new();
        for step in self.reader.items(list) {
            let [rating, label, meaning] = self
                .reader
                .fields(step, [needed("rating"), needed("label"), needed("meaning")]);
            ratings.extend(self.reader.rating("scale", rating));
            steps.push(ScaleStep {
                label: label.string(),
                meaning: meaning.string(),
            });
        }
        if !ratings.into_iter().eq(Rating::all()) {
            let message = "the scale needs the ratings 1 to 5, each once and in order";
            self.reader.problem(list.at(), message);
        }
        steps
    }

    fn cluster(&mut self, item: Field<'_>) -> Cluster {
        let [id, title, why, reading] = self.reader.fields(
            item,
            [
                needed("id"),
                needed("title"),
                needed("why"),
                words("reading"),
            ],
        );
        Cluster {
            id: self.id("cluster", id),
            title: title.string(),
            why: why.string(),
            reading: reading.some(),
        }
    }

    fn review(&mut self, map: Field<'_>) -> ReviewTitles {
        let usual = ReviewTitles::default();
        let fields = self
            .reader
            .fields(map, [words("title"), words("delivered"), words("outlook")]);
        let [title, delivered, outlook] = fields.map(Field::some);
        ReviewTitles {
            title: title.unwrap_or(usual.title),
            delivered: delivered.unwrap_or(usual.delivered),
            outlook: outlook.unwrap_or(usual.outlook),
        }
    }

    fn source(&mut self, item: Field<'_>) -> Source {
        let [title, author, published, url, note] = self.reader.fields(
            item,
            [
                needed("title"),
                words("author"),
                words("published"),
                words("url"),
                words("note"),
            ],
        );
        Source {
            title: title.string(),
            author: author.some(),
            published: published.some(),
            url: url.some(),
            note: note.some(),
        }
    }

    /// An id that can be part of a file name and is like no other of its kind. Its place is kept.
    fn id(&mut self, kind: &str, field: Field<'_>) -> String {
        let id = field.get();
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
            self.reader.problem(field.at(), message);
        }
        if let Some(first) = self.places.get(&format!("{kind} {id}")) {
            let message = format!("{kind} `{id}` is there twice, first in line {}", first.line);
            self.reader.problem(field.at(), message);
        } else {
            self.places.insert(format!("{kind} {id}"), field.at());
        }
        id.to_owned()
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        self.places.contains_key(&format!("{kind} {id}"))
    }

    fn place(&self, name: &str) -> Position {
        self.places.get(name).copied().unwrap_or_default()
    }

    /// The rating from which a claim needs evidence. There is a step below it for what has none.
    fn evidence_from(&mut self, field: Field<'_>) -> Option<Rating> {
        let rating = self.reader.rating("`evidence_from`", field)?;
        if rating.number() == Rating::MIN {
            let message =
                "`evidence_from` is 2 to 5: a claim without evidence counts as the step below";
            self.reader.problem(field.at(), message);
        }
        Some(rating)
    }

    fn decimal(&mut self, what: impl Display, field: Field<'_>) -> Option<Small> {
        self.reader.number(what, field, |text| {
            let message = || format!("`{text}` is not a number with at most two decimals");
            decimal(text).ok_or_else(message)
        })
    }
}

/// A number with at most two decimals.
pub(super) fn decimal(text: &str) -> Option<Small> {
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
    Some(Small::new(sign * hundredths, 100))
}
