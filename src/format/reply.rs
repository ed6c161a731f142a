//! Replies of others as files: what a form's page saves, what a collector hands over, and a mail with
//! the text form in it.

mod combined;
mod mail;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use strum::VariantArray;

use super::diagnostic::{Diagnostic, Diagnostics, Position};
use super::digest::digest;
use super::known_schema;
use super::marker::{REPLY, Wholeness, is_marked, mark_as, wholeness};
use super::rubric::is_id;
use super::yaml::{self, Field, Reader, Shape, mapping, scalar};
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::feedback::{Combined, Comment, Form, Observation, Relation, Reply, asked};
use crate::domain::rubric::{Rating, Rubric};
use crate::domain::suggest::or_meant;

pub use combined::write as write_combined;
pub use mail::{COLLECTOR_ONLY, code, is_mail};

const SCHEMA: u32 = 1;

const CUT: &str = "its last line is missing; it may have been cut short";
const NEITHER: &str =
    "it is neither a reply, nor a combined file, nor a mail with the marked lines of a text form";

/// What a file holds, with the places that are checked once its rubric is known.
#[derive(Debug)]
pub struct Handed {
    pub content: Handout,
    pub period_at: Position,
    digest_at: Position,
    skills: Vec<(String, Position)>,
    skills_at: Position,
}

#[derive(Debug, PartialEq)]
pub enum Handout {
    Reply(Reply),
    Combined(Combined),
}

impl Handed {
    pub fn form(&self) -> &Form {
        match &self.content {
            Handout::Reply(reply) => &reply.form,
            Handout::Combined(combined) => &combined.form,
        }
    }

    /// The rubric among these whose statements were rated. Every one that the form asks about has to
    /// be there, and no other.
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
            return Err(Diagnostics::one(path, text, self.digest_at, message));
        };
        let known: Vec<_> = asked(rubric).map(|(skill, _)| skill.id.as_str()).collect();
        let mut problems = Vec::new();
        for (id, at) in &self.skills {
            if !known.contains(&id.as_str()) {
                let message = format!("the form asks about no skill `{id}`");
                problems.push(Diagnostic::new(*at, or_meant(message, id, &known)));
            }
        }
        // A combined file leaves out what too few rated.
        if matches!(self.content, Handout::Reply(_)) {
            let is_missing = |id: &&&str| !self.skills.iter().any(|(there, _)| there == **id);
            let missing = known.iter().filter(is_missing);
            let missing = missing.map(|id| format!("the skill `{id}` is missing"));
            problems.extend(missing.map(|it| Diagnostic::new(self.skills_at, it)));
        }
        Diagnostics::check(path, text, problems).map(|()| *rubric)
    }
}

pub fn statements(rubric: &Rubric) -> String {
    let asked = asked(rubric).map(|(skill, observed)| {
        let anchors = observed.anchors.join("\n");
        format!("{}\n{}\n{anchors}\n", skill.id, observed.ask)
    });
    digest(&asked.collect::<String>())
}

pub fn read(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    if is_mail(text) {
        return mail::read(path, text);
    }
    let file = yaml::read(path, text)?;
    let file = Field::of(&file);
    let mut reader = Reader::new(path, text);
    reader.check_shapes(file, &[scalar("schema"), scalar("kind")]);
    if reader.is_misshapen() {
        return reader.finish(None);
    }
    let [schema, kind] = ["schema", "kind"].map(|key| file.find(key));
    let start = Position::default();
    let number = schema.text().map(|said| known_schema(said, SCHEMA));
    let (at, message) = match (number, kind.text(), wholeness(text)) {
        (None, ..) | (_, None, _) => (start, NEITHER.to_owned()),
        (Some(Err(wrong)), ..) => (schema.at(), wrong),
        (_, Some("reply"), _) => return read_reply(file, text, reader),
        (_, Some("combined"), Wholeness::Whole) => return combined::read(file, reader),
        (_, Some("combined"), Wholeness::Unmarked) => (start, CUT.to_owned()),
        (_, Some("combined"), _) => (start, "it was changed after emkit combined it".to_owned()),
        (_, Some(other), _) => {
            let message = format!("`kind` is `reply` or `combined`, not `{other}`");
            (kind.at(), message)
        }
    };
    Err(Diagnostics::one(path, text, at, message))
}

pub fn read_stored(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    if !is_marked(text) {
        return Err(Diagnostics::one(path, text, Position::default(), CUT));
    }
    read(path, text)
}

/// A text of a file or of a mail, and its place.
type Placed<'a> = (&'a str, Position);

fn read_reply(file: Field<'_>, text: &str, mut reader: Reader<'_>) -> Result<Handed, Diagnostics> {
    reader.check(
        file,
        &[
            scalar("schema").needed(),
            scalar("kind").needed(),
            scalar("id").needed(),
            scalar("rubric").needed(),
            scalar("digest").needed(),
            scalar("for"),
            scalar("period").needed(),
            scalar("relation"),
            mapping("skills").needed(),
            scalar("keep").needed(),
            scalar("keep_collector_only"),
            scalar("change").needed(),
            scalar("change_collector_only"),
        ],
    );
    let change = file.find("change");
    if change.is_null() && !text.ends_with(['\n', '\r']) {
        let message = "the file ends in the middle of `change`; it may have been cut short";
        reader.problem(change.at(), message);
    }
    let said = |key| Some(file.find(key)).filter(|field| !field.is_null());
    let person = said("for").map(|it| word(it.placed(), "for", &mut reader));
    let relation = said("relation").and_then(|it| known_relation(it.placed(), &mut reader));
    let skills = file.find("skills");
    let (mut observed, mut places) = (BTreeMap::new(), Vec::new());
    for skill in reader.entries(skills, Shape::Map) {
        let [rating, saw, only] = reader.fields(
            skill,
            [
                scalar("rating").needed(),
                scalar("saw"),
                scalar("collector_only"),
            ],
        );
        let said = Observation {
            rating: read_rating(rating, &mut reader),
            saw: read_comment(saw, only, &mut reader),
        };
        observed.insert(skill.key.to_owned(), said);
        places.push((skill.key.to_owned(), skill.key_at));
    }
    let [keep, change] = ["keep", "change"].map(|key| {
        let collector_only = file.find(&format!("{key}_collector_only"));
        read_comment(file.find(key), collector_only, &mut reader)
    });
    let id = word(file.find("id").placed(), "id", &mut reader);
    let [rubric, digest, period] = ["rubric", "digest", "period"].map(|key| file.find(key));
    let about = [rubric, digest, period].map(Field::placed);
    let reply = form(about, person, &mut reader).map(|form| Reply {
        id,
        form,
        relation,
        skills: observed,
        keep,
        change,
    });
    handed(
        reply,
        [period, digest, skills].map(Field::at),
        places,
        reader,
    )
}

fn handed(
    reply: Option<Reply>,
    [period_at, digest_at, skills_at]: [Position; 3],
    skills: Vec<(String, Position)>,
    mut reader: Reader<'_>,
) -> Result<Handed, Diagnostics> {
    if reply.as_ref().is_some_and(Reply::is_empty) {
        reader.problem(Position::default(), "nothing is filled in");
    }
    reader.finish(reply.map(|reply| Handed {
        content: Handout::Reply(reply),
        period_at,
        digest_at,
        skills,
        skills_at,
    }))
}

fn word((said, at): Placed<'_>, what: &str, reader: &mut Reader<'_>) -> String {
    const MOST: usize = 200;
    let word = said.trim();
    if word.is_empty() || word.chars().count() > MOST {
        reader.problem(at, format!("`{what}` is 1 to {MOST} characters long"));
    }
    word.to_owned()
}

fn form(
    [(rubric, rubric_at), digest, (period, period_at)]: [Placed<'_>; 3],
    person: Option<String>,
    reader: &mut Reader<'_>,
) -> Option<Form> {
    if !is_id(rubric) {
        let message = format!("`{rubric}` can't be the id of a rubric");
        reader.problem(rubric_at, message);
    }
    let digest = word(digest, "digest", reader);
    let period = period.parse();
    let period = period.map_err(|wrong: String| reader.problem(period_at, wrong));
    Some(Form {
        rubric: rubric.to_owned(),
        digest,
        period: period.ok()?,
        person,
    })
}

fn known_relation((word, at): Placed<'_>, reader: &mut Reader<'_>) -> Option<Relation> {
    let found = word.parse().ok();
    if found.is_none() {
        let known: Vec<_> = Relation::VARIANTS.iter().map(|it| it.word()).collect();
        let said = format!("`{word}` is no relation; there are {}", known.join(", "));
        reader.problem(at, or_meant(said, word, known));
    }
    found
}

fn read_comment(said: Field<'_>, collector_only: Field<'_>, reader: &mut Reader<'_>) -> Comment {
    if let Some(rest) = reader.lost(said) {
        let message =
            format!("`{rest}` would be lost as a comment; put quotes around the whole text");
        reader.problem(said.at(), message);
    }
    let collector_only = reader.flag("", collector_only);
    comment(said.placed(), collector_only, reader)
}

fn comment((text, at): Placed<'_>, collector_only: bool, reader: &mut Reader<'_>) -> Comment {
    if text.len() > MAX_TEXT {
        reader.problem(at, format!("this text is {}", too_long()));
    }
    Comment {
        text: text.to_owned(),
        collector_only,
    }
}

fn read_rating(said: Field<'_>, reader: &mut Reader<'_>) -> Option<Rating> {
    let number = said.text()?.trim();
    let rating = number.parse().ok().and_then(Rating::new);
    if rating.is_none() {
        let message =
            format!("the rating `{number}` is not 1 to 5; leave it empty for \"can't say\"");
        reader.problem(said.at(), message);
    }
    rating
}

pub fn write(reply: &Reply) -> anyhow::Result<String> {
    let skills = reply.skills.iter().map(|(id, seen)| {
        let said = json!({
            "rating": seen.rating.map(Rating::number),
            "saw": seen.saw.text,
            "collector_only": seen.saw.collector_only,
        });
        (id.clone(), unless_open(said))
    });
    let form = &reply.form;
    let text = yaml::write(&unless_open(json!({
        "schema": SCHEMA,
        "kind": "reply",
        "id": reply.id,
        "rubric": form.rubric,
        "digest": form.digest,
        "for": form.person,
        "period": form.period.to_string(),
        "relation": reply.relation.map(Relation::word),
        "skills": skills.collect::<Map<_, _>>(),
        "keep": reply.keep.text,
        "keep_collector_only": reply.keep.collector_only,
        "change": reply.change.text,
        "change_collector_only": reply.change.collector_only,
    })))?;
    Ok(mark_as(REPLY, &text, reply.skills.len()))
}

/// Says only of what is for the collector alone that it is, and only for whom the form is if it says so.
fn unless_open(mut fields: Value) -> Value {
    if let Some(fields) = fields.as_object_mut() {
        fields.retain(|key, value| *value != false && (key != "for" || !value.is_null()));
    }
    fields
}
