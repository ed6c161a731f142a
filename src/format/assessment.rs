//! Assessment files: what a person said, as plain text that they can read and edit.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::diagnostic::{Diagnostic, Diagnostics, Position, lines};
pub(crate) use super::entries::Named;
use super::entries::{
    Answers, ClosingFields, Entries, Fields, FocusFields, HighlightFields, Kind, Origin,
    OutcomeFields, answers, closing, date, outcomes, own_targets, period,
};
use super::marker::{self, Wholeness};
use super::rubric::is_id;
use super::yaml::{self, Keyed, List, Map, Reader, Scalar, Short, Text, written, written_list};
use crate::domain::assessment::{Assessment, OWN_ROLE, RubricRef};
use crate::domain::rubric::Rubric;

/// The version of the format that this program writes, and the newest that it reads.
const SCHEMA: u32 = 1;

#[derive(Clone, Debug)]
pub struct Read {
    pub assessment: Assessment,
    pub wholeness: Wholeness,
    /// Words that were not read, and how to keep them.
    pub lost: Vec<Diagnostic>,
    pub(crate) named: Vec<Named>,
}

#[derive(Clone, Debug)]
pub enum Unreadable {
    Empty(Diagnostics),
    /// There is no end marker: the file may be cut short.
    Unmarked(Diagnostics),
    Newer(Diagnostics),
    Broken(Diagnostics),
}

impl Unreadable {
    pub fn problems(&self) -> &Diagnostics {
        match self {
            Self::Empty(problems)
            | Self::Unmarked(problems)
            | Self::Newer(problems)
            | Self::Broken(problems) => problems,
        }
    }
}

pub fn read(path: &Path, text: &str) -> Result<Read, Unreadable> {
    let wholeness = marker::wholeness(text);
    let unless_newer = |why| newer(path, text).map_or(why, Unreadable::Newer);
    if wholeness == Wholeness::Unmarked {
        let at = Position::line(lines(text).count());
        let wrong = |message: &str| Diagnostics::one(path, text, at, message);
        return Err(unless_newer(if text.trim().is_empty() {
            Unreadable::Empty(wrong("the file is empty"))
        } else {
            let message = "the end marker is missing, so the file may be cut short";
            Unreadable::Unmarked(wrong(message))
        }));
    }
    let read = read_any(path, text, wholeness);
    let mut read = read.map_err(|problems| unless_newer(Unreadable::Broken(problems)))?;
    read.lost.extend(missing(&read, text));
    Ok(read)
}

/// An edited file with fewer answers than its end marker counts: one may have become a comment.
fn missing(read: &Read, text: &str) -> Option<Diagnostic> {
    let counted = marker::answers(text).filter(|_| read.wholeness == Wholeness::Edited)?;
    let there = read.assessment.answers.len();
    (there < counted).then(|| Diagnostic {
        at: Position::line(text.trim_end().lines().count()),
        message: format!(
            "the file was edited and has {there} answers; when it was saved there were {counted}. If that is meant, `emkit doctor --accept` with this file takes it as it is"
        ),
    })
}

/// The schema of a file, if a newer emkit made it, which may write other keys and end its files in
/// another way.
fn newer(path: &Path, text: &str) -> Option<Diagnostics> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct AnyFile {
        schema: Scalar,
    }
    let node = yaml::read_some::<AnyFile>(path, text).ok()?.schema;
    let schema: u32 = node.text()?.parse().ok()?;
    if schema <= SCHEMA {
        return None;
    }
    let message = format!(
        "the file is of schema {schema}, made by a newer emkit; this one reads up to {SCHEMA}"
    );
    Some(Diagnostics::one(path, text, node.at(), message))
}

pub fn read_unmarked(path: &Path, text: &str) -> Result<Read, Diagnostics> {
    let read = read_any(path, text, marker::wholeness(text));
    read.map_err(|problems| newer(path, text).unwrap_or(problems))
}

fn read_any(path: &Path, text: &str, wholeness: Wholeness) -> Result<Read, Diagnostics> {
    let file = yaml::read_some(path, text)?;
    let mut reader = Reader::new(path, text);
    let read = assessment(file, wholeness, &mut reader);
    reader.finish(read)
}

impl Read {
    pub fn check(&self, path: &Path, text: &str, rubric: &Rubric) -> Result<(), Diagnostics> {
        let unknown = self.named.iter().filter_map(|named| named.problem(rubric));
        Diagnostics::check(path, text, unknown)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct FileFields {
    schema: Text,
    status: Text,
    period: Text,
    rubric: RubricFields,
    role: Text,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    stage: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    started: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    finished: Scalar,
    answers: Answers,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_focus: List<OutcomeFields>,
    #[serde(skip_serializing_if = "Option::is_none")]
    focus: List<FocusFields>,
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Map<Short<ClosingFields>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    highlights: List<HighlightFields>,
    #[serde(skip_serializing_if = "Option::is_none")]
    targets: Map<Keyed<Scalar>>,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    begun: Scalar,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RubricFields {
    id: Text,
    #[serde(default)]
    version: Scalar,
    #[serde(default)]
    digest: Scalar,
}

fn assessment(file: FileFields, wholeness: Wholeness, reader: &mut Reader<'_>) -> Option<Read> {
    let schema = file.schema.get();
    if schema.parse() != Ok(SCHEMA) {
        let message = format!("`{schema}` is not a schema that emkit knows");
        reader.problem(file.schema.at(), message);
        return None;
    }
    let period = period("`period`", &file.period.0, reader);
    let text = |node: &Scalar| node.text().unwrap_or_default().to_owned();
    let rubric = RubricRef {
        id: text(&file.rubric.id.0),
        version: text(&file.rubric.version),
        digest: text(&file.rubric.digest),
    };
    // It names a folder and a file.
    if !is_id(&rubric.id) {
        let message = format!("`{}` is not the id of a rubric", rubric.id);
        reader.problem(file.rubric.id.at(), message);
    }
    let started = date("started", &file.started, reader);
    let finished = date("finished", &file.finished, reader);
    let wrong = match (file.status.get(), file.finished.text()) {
        ("draft", None) | ("finished", Some(_)) => None,
        ("draft", _) => Some("the status is `draft`, but there is a day on which it was finished"),
        ("finished", _) => Some("the status is `finished`, but `finished` (the day) is missing"),
        _ => Some("the status is neither `draft` nor `finished`"),
    };
    if let Some(wrong) = wrong {
        reader.problem(file.status.at(), wrong);
    }
    let ids = [
        Named::new(Kind::Role, &file.role.0).filter(|role| role.id != OWN_ROLE),
        Named::new(Kind::Stage, &file.stage),
        Named::new(Kind::Question, &file.begun),
    ];
    let fields = Fields {
        answers: file.answers,
        last_focus: file.last_focus,
        focus: file.focus,
        closing: file.closing,
        highlights: file.highlights,
        targets: file.targets,
        ..Fields::default()
    };
    let entries = Entries::read(&fields, Origin::Store, reader);
    let named = ids.into_iter().flatten().chain(entries.named).collect();
    Some(Read {
        assessment: Assessment {
            period: period?,
            rubric,
            role: text(&file.role.0),
            stage: file.stage.text().map(str::to_owned),
            started,
            finished,
            answers: entries.answers,
            last_focus: entries.last_focus,
            focus: entries.focus,
            closing: entries.closing,
            closing_private: entries.closing_private,
            highlights: entries.highlights,
            targets: entries.targets,
            begun: file.begun.text().map(str::to_owned),
        },
        wholeness,
        lost: entries.lost,
        named,
    })
}

/// The file's text, marker included. The answers are in the rubric's order.
pub fn write(assessment: &Assessment, rubric: &Rubric) -> anyhow::Result<String> {
    let text = yaml::write(&FileFields {
        schema: Text(Scalar::bare(SCHEMA)),
        status: Text(Scalar::of(assessment.status())),
        period: Text(Scalar::of(assessment.period)),
        rubric: RubricFields {
            id: Text(Scalar::of(&assessment.rubric.id)),
            version: Scalar::of(&assessment.rubric.version),
            digest: Scalar::of(&assessment.rubric.digest),
        },
        role: Text(Scalar::of(&assessment.role)),
        stage: Scalar::any(assessment.stage.as_ref()),
        started: Scalar::any(assessment.started),
        finished: Scalar::any(assessment.finished),
        answers: answers(assessment, rubric),
        last_focus: written_list(outcomes(assessment)),
        focus: written_list(assessment.focus.iter().map(FocusFields::of)),
        closing: closing(assessment).map(written),
        highlights: written_list(assessment.highlights.iter().map(HighlightFields::of)),
        targets: own_targets(assessment).map(written),
        begun: Scalar::any(assessment.begun.as_ref()),
    })?;
    Ok(marker::mark(&text, assessment.answers.len()))
}
