//! Replies of others as files: what a form's page saves, what a collector hands over, and a mail with
//! the text form in it.

mod combined;
mod text;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::diagnostic::{Diagnostic, Diagnostics, Position};
use super::digest::digest;
use super::marker::{Content, Wholeness, mark_as, wholeness};
use super::rubric::is_id;
use super::yaml::{self, Keyed, Spanned, at, behind};
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::feedback::{Combined, Comment, Form, Observation, Relation, Reply, asked};
use crate::domain::rubric::{Rating, Rubric};
use crate::domain::suggest::or_meant;

pub use combined::write as write_combined;
pub use text::{COLLECTOR_ONLY, code, is_mail};

/// The version of the format that this program reads.
const SCHEMA: u64 = 1;

/// What a file holds, with the places that are checked once its rubric is known.
#[derive(Debug)]
pub struct Handed {
    pub content: Handout,
    period_at: Position,
    digest_at: Position,
    /// Where each skill stands.
    skills: Vec<(String, Position)>,
    skills_at: Position,
}

#[derive(Debug)]
pub enum Handout {
    Reply(Reply),
    Combined(Combined),
}

impl Handed {
    /// What the file is about.
    #[must_use]
    pub fn form(&self) -> &Form {
        match &self.content {
            Handout::Reply(reply) => &reply.form,
            Handout::Combined(combined) => &combined.form,
        }
    }

    /// A problem with the period that the file says.
    #[must_use]
    pub fn wrong_period(&self, path: &Path, text: &str, message: String) -> Diagnostics {
        problem(path, text, self.period_at, message)
    }

    /// The rubric among these whose statements were rated. Every one that the form asks about has to
    /// be there, and no other.
    ///
    /// # Errors
    /// Where the statements are none of theirs, or a skill is missing or unknown, with the place.
    pub fn check<'r>(
        &self,
        path: &Path,
        text: &str,
        rubrics: &[&'r Rubric],
    ) -> Result<&'r Rubric, Diagnostics> {
        let form = self.form();
        let is_it = |rubric: &&&Rubric| statements(rubric) == form.digest;
        let Some(rubric) = rubrics.iter().find(is_it) else {
            let message = format!(
                "the statements rated here are not those of `{}` for {}, then or now: the form was another",
                form.rubric, form.period
            );
            return Err(problem(path, text, self.digest_at, message));
        };
        let known: Vec<_> = asked(rubric).map(|(skill, _)| skill.id.as_str()).collect();
        let strange = self
            .skills
            .iter()
            .filter(|(id, _)| !known.contains(&id.as_str()));
        let mut problems: Vec<_> = strange
            .map(|(id, at)| Diagnostic {
                at: *at,
                message: or_meant(
                    format!("the form asks about no skill `{id}`"),
                    id,
                    known.iter().copied(),
                ),
            })
            .collect();
        let is_there = |id: &str| self.skills.iter().any(|(there, _)| there == id);
        // A combined file leaves out what too few rated.
        if matches!(self.content, Handout::Reply(_)) {
            let missing = known.iter().filter(|id| !is_there(id));
            problems.extend(missing.map(|id| Diagnostic {
                at: self.skills_at,
                message: format!("the skill `{id}` is missing"),
            }));
        }
        if problems.is_empty() {
            return Ok(rubric);
        }
        Err(Diagnostics::new(path, text, problems))
    }
}

/// Digest of the statements of a rubric: which of them a reply has rated.
#[must_use]
pub fn statements(rubric: &Rubric) -> String {
    let asked = asked(rubric).map(|(skill, observed)| {
        let anchors = observed.anchors.join("\n");
        format!("{}\n{}\n{anchors}\n", skill.id, observed.ask)
    });
    digest(&asked.collect::<String>())
}

/// Reads what somebody handed over: a reply, a combined file, or a mail with a reply in it.
///
/// # Errors
/// Everything that is wrong with it, with places.
pub fn read(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    if is_mail(text) {
        return text::read(path, text);
    }
    let head: Head = yaml::read(path, text)?;
    let wrong = |place: Position, message: String| problem(path, text, place, message);
    match (head.schema.map(|schema| (schema.value, at(&schema))), head.kind) {
        (Some((schema, place)), _) if schema > SCHEMA => Err(wrong(
            place,
            format!("it was made by a newer emkit; this one reads schema {SCHEMA}"),
        )),
        (Some(_), Some(kind)) if kind.value == "reply" => reply(path, text, yaml::read(path, text)?),
        (Some(_), Some(kind)) if kind.value == "combined" => match wholeness(text) {
            Wholeness::Whole => combined::read(path, text),
            Wholeness::Edited => Err(wrong(
                Position::default(),
                "it was changed after emkit combined it".to_owned(),
            )),
            Wholeness::Unmarked => Err(wrong(
                Position::default(),
                "its last line is missing; it may have been cut short".to_owned(),
            )),
        },
        (Some(_), Some(kind)) => Err(wrong(
            at(&kind),
            format!("`kind` is `reply` or `combined`, not `{}`", kind.value),
        )),
        _ => Err(wrong(
            Position::default(),
            "it is neither a reply, nor a combined file, nor a mail with the marked lines of a text form"
                .to_owned(),
        )),
    }
}

/// Reads a reply from the store, which ends with a marker.
///
/// # Errors
/// As [`read`], and where the marker is missing.
pub fn read_stored(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    if wholeness(text) == Wholeness::Unmarked {
        let message = "its last line is missing; it may have been cut short".to_owned();
        return Err(problem(path, text, Position::default(), message));
    }
    read(path, text)
}

#[derive(Deserialize)]
struct Head {
    schema: Option<Spanned<u64>>,
    kind: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyFile {
    #[serde(rename = "schema")]
    _schema: u64,
    #[serde(rename = "kind")]
    _kind: String,
    id: Spanned<String>,
    rubric: Spanned<String>,
    digest: Spanned<String>,
    #[serde(rename = "for", default)]
    person: Option<Spanned<String>>,
    period: Spanned<String>,
    #[serde(default)]
    relation: Option<Spanned<String>>,
    skills: Spanned<Keyed<SkillFile>>,
    keep: Spanned<Option<String>>,
    #[serde(default)]
    keep_collector_only: bool,
    change: Spanned<Option<String>>,
    #[serde(default)]
    change_collector_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SkillFile {
    rating: Spanned<Option<i64>>,
    #[serde(default)]
    saw: Option<Spanned<Option<String>>>,
    #[serde(default)]
    collector_only: bool,
}

/// Reads the parts of a file and gathers what is wrong with them.
struct Parts<'t> {
    text: &'t str,
    problems: Vec<Diagnostic>,
}

impl Parts<'_> {
    fn wrong(&mut self, at: Position, message: String) {
        self.problems.push(Diagnostic { at, message });
    }

    /// A text in one line that isn't empty.
    fn word(&mut self, said: &Spanned<String>, what: &str) -> String {
        const MOST: usize = 200;
        let word = said.value.trim();
        if word.is_empty() || word.chars().count() > MOST {
            let message = format!("`{what}` is 1 to {MOST} characters long");
            self.wrong(at(said), message);
        }
        word.to_owned()
    }

    fn form(
        &mut self,
        rubric: &Spanned<String>,
        digest: &Spanned<String>,
        period: &Spanned<String>,
    ) -> Option<Form> {
        if !is_id(&rubric.value) {
            let message = format!("`{}` can't be the id of a rubric", rubric.value);
            self.wrong(at(rubric), message);
        }
        let read = period.value.parse();
        if read.is_err() {
            let message = format!("`{}` is not a quarter such as 2026-Q4", period.value);
            self.wrong(at(period), message);
        }
        Some(Form {
            rubric: rubric.value.clone(),
            digest: self.word(digest, "digest"),
            period: read.ok()?,
            person: None,
        })
    }

    fn relation(&mut self, word: &str, at: Position) -> Option<Relation> {
        let found = Relation::named(word);
        if found.is_none() {
            let known = Relation::ALL.map(Relation::word);
            let said = format!("`{word}` is no relation; there are {}", known.join(", "));
            self.wrong(at, or_meant(said, word, known));
        }
        found
    }

    fn comment(&mut self, said: &Spanned<Option<String>>, collector_only: bool) -> Comment {
        let text = said.value.clone().unwrap_or_default();
        let place = at(said);
        if text.len() > MAX_TEXT {
            self.wrong(place, format!("this text is {}", too_long()));
        }
        let behind = behind(said, self.text);
        let line = behind.lines().next().unwrap_or_default().trim();
        let is_plain = !behind.is_empty()
            && !self.text[..self.text.len() - behind.len()].ends_with(['"', '\'']);
        if is_plain && line.starts_with('#') && !text.contains('\n') {
            let message =
                format!("`{line}` would be lost as a comment; put quotes around the whole text");
            self.wrong(place, message);
        }
        Comment {
            text,
            collector_only,
        }
    }

    fn rating(&mut self, said: &Spanned<Option<i64>>) -> Option<Rating> {
        let number = said.value?;
        let rating = u8::try_from(number).ok().and_then(Rating::new);
        if rating.is_none() {
            let message =
                format!("the rating `{number}` is not 1 to 5; leave it empty for \"can't say\"");
            self.wrong(at(said), message);
        }
        rating
    }

    fn finish<T>(self, path: &Path, read: Option<T>) -> Result<T, Diagnostics> {
        match read {
            Some(read) if self.problems.is_empty() => Ok(read),
            _ => Err(Diagnostics::new(path, self.text, self.problems)),
        }
    }
}

fn reply(path: &Path, text: &str, file: ReplyFile) -> Result<Handed, Diagnostics> {
    let mut parts = Parts {
        text,
        problems: Vec::new(),
    };
    if file.change.value.is_none() && !text.ends_with(['\n', '\r']) {
        let message = "the file ends in the middle of `change`; it may have been cut short";
        parts.wrong(at(&file.change), message.to_owned());
    }
    let form = parts.form(&file.rubric, &file.digest, &file.period);
    let person = file.person.as_ref().map(|name| parts.word(name, "for"));
    let relation = file.relation.as_ref();
    let relation = relation.and_then(|word| parts.relation(&word.value, at(word)));
    let mut skills = BTreeMap::new();
    let mut places = Vec::new();
    for (id, said) in &file.skills.value.0 {
        let seen = Observation {
            rating: parts.rating(&said.rating),
            saw: match &said.saw {
                Some(saw) => parts.comment(saw, said.collector_only),
                None => Comment::default(),
            },
        };
        skills.insert(id.value.clone(), seen);
        places.push((id.value.clone(), at(id)));
    }
    let reply = Reply {
        id: parts.word(&file.id, "id"),
        form: Form {
            person,
            ..match form {
                Some(form) => form,
                None => return Err(Diagnostics::new(path, text, parts.problems)),
            }
        },
        relation,
        skills,
        keep: parts.comment(&file.keep, file.keep_collector_only),
        change: parts.comment(&file.change, file.change_collector_only),
    };
    if reply.is_empty() {
        parts.wrong(Position::default(), "nothing is filled in".to_owned());
    }
    parts.finish(
        path,
        Some(Handed {
            content: Handout::Reply(reply),
            period_at: at(&file.period),
            digest_at: at(&file.digest),
            skills: places,
            skills_at: at(&file.skills),
        }),
    )
}

#[derive(Serialize)]
struct Written<'a> {
    schema: u64,
    kind: &'a str,
    id: &'a str,
    rubric: &'a str,
    digest: &'a str,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    person: Option<&'a str>,
    period: String,
    relation: Option<&'a str>,
    skills: BTreeMap<&'a str, WrittenSkill<'a>>,
    keep: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    keep_collector_only: bool,
    change: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    change_collector_only: bool,
}

#[derive(Serialize)]
struct WrittenSkill<'a> {
    rating: Option<u8>,
    saw: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    collector_only: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference.
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A reply as it is stored, with its marker.
///
/// # Errors
/// Where the YAML library refuses; it has no reason to.
pub fn write(reply: &Reply) -> anyhow::Result<String> {
    let skills = reply.skills.iter().map(|(id, seen)| {
        let written = WrittenSkill {
            rating: seen.rating.map(Rating::number),
            saw: &seen.saw.text,
            collector_only: seen.saw.collector_only,
        };
        (id.as_str(), written)
    });
    let text = yaml::write(&Written {
        schema: SCHEMA,
        kind: "reply",
        id: &reply.id,
        rubric: &reply.form.rubric,
        digest: &reply.form.digest,
        person: reply.form.person.as_deref(),
        period: reply.form.period.to_string(),
        relation: reply.relation.map(Relation::word),
        skills: skills.collect(),
        keep: &reply.keep.text,
        keep_collector_only: reply.keep.collector_only,
        change: &reply.change.text,
        change_collector_only: reply.change.collector_only,
    })?;
    Ok(mark_as(Content::Reply, &text, reply.skills.len()))
}

fn problem(path: &Path, text: &str, at: Position, message: String) -> Diagnostics {
    Diagnostics::new(path, text, vec![Diagnostic { at, message }])
}
