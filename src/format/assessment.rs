//! Assessment files: what a person said, as plain text that they can read and edit.

use std::path::Path;

use jiff::civil::Date;
use serde_json::json;

use super::diagnostic::{Diagnostic, Diagnostics, Position, lines};
use super::entries::{ENTRY_KEYS, Entries, Kind, Named, Origin, date, write as entries};
use super::known_schema;
use super::marker::{self, Wholeness};
use super::rubric::is_id;
use super::yaml::{self, Field, Key, Reader, filled, mapping, needed, scalar};
use crate::domain::assessment::{Assessment, OWN_ROLE, RubricRef};
use crate::domain::rubric::Rubric;

/// The version of the format that this program writes, and the newest that it reads.
const SCHEMA: u32 = 1;

#[derive(Clone, Debug)]
pub struct Read {
    pub assessment: Assessment,
    /// Words that were not read, and how to keep them.
    pub lost: Vec<Diagnostic>,
    named: Vec<Named>,
}

/// Why a file cannot be read as an assessment.
#[derive(Clone, Debug)]
pub struct Unreadable {
    pub flaw: Flaw,
    pub problems: Diagnostics,
}

#[derive(Clone, Copy, Debug)]
pub enum Flaw {
    Empty,
    /// There is no end marker: the file may be cut short.
    Unmarked,
    Newer,
    Broken,
}

pub fn read(path: &Path, text: &str) -> Result<Read, Unreadable> {
    let read = read_any(path, text);
    // A newer emkit may end its files in another way.
    let is_newer = matches!(&read, Err(why) if matches!(why.flaw, Flaw::Newer));
    if !is_newer && !marker::is_marked(text) {
        let (flaw, message) = if text.trim().is_empty() {
            (Flaw::Empty, "the file is empty")
        } else {
            let message = "the end marker is missing, so the file may be cut short";
            (Flaw::Unmarked, message)
        };
        let at = Position::line(lines(text).count());
        let problems = Diagnostics::one(path, text, at, message);
        return Err(Unreadable { flaw, problems });
    }
    let mut read = read?;
    read.lost.extend(missing(&read, text));
    Ok(read)
}

/// An edited file with fewer answers than its end marker counts: one may have become a comment.
fn missing(read: &Read, text: &str) -> Option<Diagnostic> {
    let there = read.assessment.answers.len();
    let counted = marker::answers(text).filter(|counted| there < *counted)?;
    let at = Position::line(text.trim_end().lines().count());
    let message = format!(
        "the file was edited and has {there} answers; when it was saved there were {counted}. If that is meant, `emkit doctor --accept` with this file takes it as it is"
    );
    // Hashing takes as long as all the rest of reading where the processor has no help for it.
    let is_edited = marker::wholeness(text) == Wholeness::Edited;
    is_edited.then(|| Diagnostic::new(at, message))
}

pub fn read_unmarked(path: &Path, text: &str) -> Result<Read, Diagnostics> {
    let read = read_any(path, text);
    read.map_err(|why| why.problems)
}

fn read_any(path: &Path, text: &str) -> Result<Read, Unreadable> {
    let unreadable = |flaw| move |problems| Unreadable { flaw, problems };
    let file = yaml::read_some(path, text).map_err(unreadable(Flaw::Broken))?;
    let file = Field::of(&file);
    // A newer emkit may write other keys.
    let schema = file.find("schema");
    if let Some(Err(wrong)) = schema.text().map(|said| known_schema(said, SCHEMA)) {
        let number = schema.get().parse::<u32>();
        let is_newer = number.is_ok_and(|number| number > SCHEMA);
        let flaw = if is_newer { Flaw::Newer } else { Flaw::Broken };
        let problem = Diagnostics::one(path, text, schema.at(), wrong);
        return Err(unreadable(flaw)(problem));
    }
    let mut reader = Reader::new(path, text);
    let read = assessment(file, &mut reader);
    reader.finish(read).map_err(unreadable(Flaw::Broken))
}

impl Read {
    pub fn check(&self, path: &Path, text: &str, rubric: &Rubric) -> Result<(), Diagnostics> {
        let unknown = self.named.iter().filter_map(|named| named.problem(rubric));
        Diagnostics::check(path, text, unknown)
    }
}

const KEYS: [Key; 8] = [
    needed("schema"),
    needed("status"),
    needed("period"),
    mapping("rubric").needed(),
    needed("role"),
    scalar("stage"),
    scalar("started"),
    scalar("finished"),
];

fn assessment(file: Field<'_>, reader: &mut Reader<'_>) -> Option<Read> {
    reader.check(file, &[&KEYS[..], &ENTRY_KEYS, &[scalar("begun")]].concat());
    let get = |key| file.find(key);
    let period = reader.parsed("`period`", get("period"), str::parse);
    let [id, version, digest] = reader.fields(
        get("rubric"),
        [needed("id"), scalar("version"), scalar("digest")],
    );
    // It names a folder and a file.
    if !is_id(id.get()) {
        let message = format!("`{}` is not the id of a rubric", id.get());
        reader.problem(id.at(), message);
    }
    let (status, finished) = (get("status"), get("finished"));
    if !matches!(
        (status.get(), finished.text()),
        ("draft", None) | ("finished", Some(_))
    ) {
        let message = "the status is `draft`, without a day in `finished`, or `finished` with one";
        reader.problem(status.at(), message);
    }
    let ids = [
        Named::new(Kind::Role, get("role")).filter(|role| role.id != OWN_ROLE),
        Named::new(Kind::Stage, get("stage")),
        Named::new(Kind::Question, get("begun")),
    ];
    let [started, finished] = [get("started"), finished].map(|day| date(day, reader));
    let entries = Entries::read(file, Origin::Store, reader);
    let named = ids.into_iter().flatten().chain(entries.named).collect();
    Some(Read {
        assessment: Assessment {
            period: period?,
            rubric: RubricRef {
                id: id.string(),
                version: version.string(),
                digest: digest.string(),
            },
            role: get("role").string(),
            stage: get("stage").some(),
            started,
            finished,
            answers: entries.answers,
            last_focus: entries.last_focus,
            focus: entries.focus,
            closing: entries.closing,
            closing_private: entries.closing_private,
            highlights: entries.highlights,
            targets: entries.targets,
            begun: get("begun").some(),
        },
        lost: entries.lost,
        named,
    })
}

/// The file's text, marker included. The answers are in the rubric's order.
pub fn write(assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<String> {
    let made_with = &assessment.rubric;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let targets = Some(entries::targets(assessment)).filter(|_| !assessment.targets.is_empty());
    let text = yaml::write(&filled([
        ("schema", SCHEMA.into()),
        ("status", assessment.status().to_string().into()),
        ("period", assessment.period.to_string().into()),
        (
            "rubric",
            json!({
                "id": made_with.id,
                "version": made_with.version,
                "digest": made_with.digest,
            }),
        ),
        ("role", assessment.role.as_str().into()),
        ("stage", assessment.stage.as_deref().into()),
        ("started", day(assessment.started).into()),
        ("finished", day(assessment.finished).into()),
        ("answers", entries::answers(assessment, rubric)),
        ("last_focus", entries::outcomes(assessment).into()),
        ("focus", entries::focus(assessment).into()),
        ("closing", entries::closing(assessment)),
        ("highlights", entries::highlights(assessment).into()),
        ("targets", targets.into()),
        ("begun", assessment.begun.as_deref().into()),
    ]))?;
    Ok(marker::mark(&text, assessment.answers.len()))
}
