//! Assessment files: what a person said, as plain text that they can read and edit.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::entries::{
    AnswerEntries, ClosingEntry, Entries, FocusEntry, HighlightEntry, Named, Origin, OutcomeEntry,
    TargetEntry, date, outcomes, target_entries,
};
use super::marker::{self, Wholeness};
use super::problem::{Place, Problem, Problems, lines};
use super::rubric::is_id;
use super::yaml::{self, Node, Reader};
use crate::domain::assessment::{Assessment, RubricRef, Status};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;

/// The version of the format that this program writes, and the newest that it reads.
const SCHEMA: u32 = 1;

/// An assessment as read from a file.
#[derive(Clone, Debug)]
pub struct Read {
    pub assessment: Assessment,
    pub wholeness: Wholeness,
    /// Words that were not read, and how to keep them.
    pub lost: Vec<Problem>,
    named: Vec<Named>,
}

/// Why an assessment file could not be read.
#[derive(Clone, Debug)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty(Problems),
    /// There is no end marker: the file may be cut short.
    Unmarked(Problems),
    /// A newer emkit made it.
    Newer(Problems),
    Broken(Problems),
}

impl Unreadable {
    /// What is wrong.
    #[must_use]
    pub fn problems(&self) -> &Problems {
        match self {
            Self::Empty(problems)
            | Self::Unmarked(problems)
            | Self::Newer(problems)
            | Self::Broken(problems) => problems,
        }
    }
}

/// Reads an assessment file.
///
/// # Errors
/// Where it is cut short, damaged, of a newer format, or says something that no assessment can say.
pub fn read(path: &Path, text: &str) -> Result<Read, Unreadable> {
    let wholeness = marker::wholeness(text);
    if wholeness == Wholeness::Unmarked && !is_newer(path, text) {
        let (message, kind): (_, fn(Problems) -> Unreadable) = match text.trim().is_empty() {
            true => ("the file is empty", Unreadable::Empty),
            false => (
                "the end marker is missing, so the file may be cut short",
                Unreadable::Unmarked,
            ),
        };
        let at = Place {
            line: lines(text).count(),
            column: 1,
        };
        let problem = Problem {
            at,
            message: message.to_owned(),
        };
        return Err(kind(Problems::new(path, text, vec![problem])));
    }
    let mut read =
        read_any(path, text, wholeness).map_err(|problems| match is_newer(path, text) {
            true => Unreadable::Newer(problems),
            false => Unreadable::Broken(problems),
        })?;
    read.lost.extend(missing(&read, text));
    Ok(read)
}

/// An edited file with fewer answers than its end marker counts: one may have become a comment.
fn missing(read: &Read, text: &str) -> Option<Problem> {
    let counted = marker::answers(text).filter(|_| read.wholeness == Wholeness::Edited)?;
    let there = read.assessment.answers.len();
    (there < counted).then(|| Problem {
        at: Place {
            line: text.trim_end().lines().count(),
            column: 1,
        },
        message: format!(
            "the file was edited and has {there} answers; when it was saved there were {counted}. If that is meant, `emkit doctor --accept` with this file takes it as it is"
        ),
    })
}

/// Whether a file says that a newer emkit made it, which may end its files in another way.
fn is_newer(path: &Path, text: &str) -> bool {
    let schema = yaml::parse(path, text).ok().and_then(|root| {
        let mut reader = Reader::new(text);
        let mut fields = reader.map(&root, "")?;
        fields.need_text("schema", &mut reader)?.parse::<u32>().ok()
    });
    schema.is_some_and(|schema| schema > SCHEMA)
}

/// Reads an assessment file whether or not its end is marked.
///
/// # Errors
/// As [`read`], but for the marker.
pub fn read_unmarked(path: &Path, text: &str) -> Result<Read, Problems> {
    read_any(path, text, marker::wholeness(text))
}

fn read_any(path: &Path, text: &str, wholeness: Wholeness) -> Result<Read, Problems> {
    let root = yaml::parse(path, text)?;
    let mut reader = Reader::new(text);
    let read = fields(&root, &mut reader, wholeness);
    reader.finish(path, read)
}

impl Read {
    /// The skills of its focus that a rubric does not have.
    #[must_use]
    pub fn lost_focus(&self, rubric: &Rubric) -> Vec<Problem> {
        let chosen = |id: &String| self.assessment.focus.iter().any(|focus| focus.skill == *id);
        let skills = self
            .named
            .iter()
            .filter(|named| matches!(named, Named::Skill(id, _) if chosen(id)));
        skills.filter_map(|named| named.problem(rubric)).collect()
    }

    /// Checks the ids that the file names against the rubric that it was made with.
    ///
    /// # Errors
    /// Every id that the rubric does not have.
    pub fn check(&self, path: &Path, text: &str, rubric: &Rubric) -> Result<(), Problems> {
        let unknown: Vec<_> = self
            .named
            .iter()
            .filter_map(|named| named.problem(rubric))
            .collect();
        if unknown.is_empty() {
            Ok(())
        } else {
            Err(Problems::new(path, text, unknown))
        }
    }
}

fn fields(root: &Node, reader: &mut Reader<'_>, wholeness: Wholeness) -> Option<Read> {
    let mut fields = reader.map(root, "the assessment")?;
    let schema = fields.need_text("schema", reader)?;
    match schema.parse::<u32>() {
        Ok(SCHEMA) => {}
        Ok(newer) if newer > SCHEMA => {
            reader.problem(
                fields.at,
                format!("the file is of schema {newer}, made by a newer emkit; this one reads up to {SCHEMA}"),
            );
            return None;
        }
        _ => {
            reader.problem(
                fields.at,
                format!("`{schema}` is not a schema that emkit knows"),
            );
            return None;
        }
    }
    let status = fields.need_text("status", reader);
    let status_at = fields.take("status").map_or(fields.at, |node| node.at);
    let is_day_given = fields.take("finished").is_some();
    let period = fields.need("period", reader).and_then(|node| {
        let period = reader.text(node, "`period`")?.parse::<Period>();
        period
            .map_err(|wrong| reader.problem(node.at, wrong.to_string()))
            .ok()
    });
    let rubric = fields
        .need("rubric", reader)
        .and_then(|node| rubric_ref(node, reader));
    let mut named = Vec::new();
    let role = fields.need_text("role", reader);
    if let (Some(role), Some(node)) = (&role, fields.take("role")) {
        named.push(Named::Role(role.clone(), node.at));
    }
    let stage = fields.text("stage", reader);
    if let (Some(stage), Some(node)) = (&stage, fields.take("stage")) {
        named.push(Named::Stage(stage.clone(), node.at));
    }
    let started = date(&mut fields, "started", reader);
    let finished = date(&mut fields, "finished", reader);
    match (status.as_deref(), finished) {
        (Some("draft"), None) | (Some("finished"), Some(_)) | (None, _) => {}
        (Some("draft"), Some(_)) => {
            reader.problem(
                status_at,
                "the status is `draft`, but there is a day on which it was finished",
            );
        }
        (Some("finished"), None) if is_day_given => {}
        (Some("finished"), None) => {
            reader.problem(
                status_at,
                "the status is `finished`, but `finished` (the day) is missing",
            );
        }
        (Some(other), _) => {
            reader.problem(
                status_at,
                format!("`{other}` is not a status (draft, finished)"),
            );
        }
    }
    let begun = fields.text("begun", reader);
    if let (Some(begun), Some(node)) = (&begun, fields.take("begun")) {
        named.push(Named::Question(begun.clone(), node.at));
    }
    let entries = Entries::read(&mut fields, Origin::Store, reader);
    fields.no_others(reader);
    named.extend(entries.named);
    Some(Read {
        assessment: Assessment {
            period: period?,
            rubric: rubric?,
            role: role?,
            stage,
            started,
            finished,
            answers: entries.answers,
            last_focus: entries.last_focus,
            focus: entries.focus,
            closing: entries.closing,
            closing_private: entries.closing_private,
            highlights: entries.highlights,
            targets: entries.targets,
            begun,
        },
        wholeness,
        lost: entries.lost,
        named,
    })
}

fn rubric_ref(node: &Node, reader: &mut Reader<'_>) -> Option<RubricRef> {
    let mut fields = reader.map(node, "`rubric`")?;
    let id = fields.need("id", reader).and_then(|node| {
        let id = reader.text(node, "`rubric`: `id`")?;
        // It names a folder and a file.
        if !is_id(&id) {
            reader.problem(node.at, format!("`{id}` is not the id of a rubric"));
            return None;
        }
        Some(id)
    });
    let version = fields.text("version", reader).unwrap_or_default();
    let digest = fields.text("digest", reader).unwrap_or_default();
    fields.no_others(reader);
    Some(RubricRef {
        id: id?,
        version,
        digest,
    })
}

#[derive(Serialize)]
struct File<'a> {
    schema: u32,
    status: &'static str,
    period: String,
    rubric: RubricEntry<'a>,
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished: Option<String>,
    answers: AnswerEntries<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    last_focus: Vec<OutcomeEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    focus: Vec<FocusEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<ClosingEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    highlights: Vec<HighlightEntry<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    targets: BTreeMap<&'a str, TargetEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    begun: Option<&'a str>,
}

#[derive(Serialize)]
struct RubricEntry<'a> {
    id: &'a str,
    version: &'a str,
    digest: &'a str,
}

/// The file's text, marker included. The answers stand in the rubric's order.
///
/// # Errors
/// Where the YAML library refuses; it has no reason to.
pub fn write(assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<String> {
    let text = yaml::write(&File {
        schema: SCHEMA,
        status: match assessment.status() {
            Status::Draft => "draft",
            Status::Finished => "finished",
        },
        period: assessment.period.to_string(),
        rubric: RubricEntry {
            id: &assessment.rubric.id,
            version: &assessment.rubric.version,
            digest: &assessment.rubric.digest,
        },
        role: &assessment.role,
        stage: assessment.stage.as_deref(),
        started: assessment.started.map(|day| day.to_string()),
        finished: assessment.finished.map(|day| day.to_string()),
        answers: AnswerEntries { rubric, assessment },
        last_focus: outcomes(assessment),
        focus: assessment.focus.iter().map(FocusEntry::from).collect(),
        closing: ClosingEntry::new(assessment),
        highlights: assessment
            .highlights
            .iter()
            .map(HighlightEntry::from)
            .collect(),
        targets: target_entries(assessment),
        begun: assessment.begun.as_deref(),
    })?;
    Ok(marker::mark(&text, assessment.answers.len()))
}
