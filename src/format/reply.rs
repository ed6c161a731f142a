//! Replies of others as files: what a form's page saves, what a collector hands over, and a mail with
//! the text form in it.

mod mail;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::diagnostic::{Diagnostic, Diagnostics, Position};
use super::digest::digest;
use super::marker::{COMBINED, REPLY, Wholeness, mark_as, wholeness};
use super::rubric::is_id;
use super::yaml::{self, Keyed, Reader, Scalar, Spanned, at, written};
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::decimal::whole;
use crate::domain::feedback::{
    Combined, Comment, Figures, Form, Group, MIN_GROUP, Observation, Relation, Reply, asked,
};
use crate::domain::rubric::{Rating, Rubric};
use crate::domain::suggest::or_meant;

pub use mail::{COLLECTOR_ONLY, code, is_mail};

const SCHEMA: u64 = 1;

const CUT: &str = "its last line is missing; it may have been cut short";

/// What a file holds, with the places that are checked once its rubric is known.
#[derive(Debug)]
pub struct Handed {
    pub content: Handout,
    period_at: Position,
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

    pub fn wrong_period(&self, path: &Path, text: &str, message: String) -> Diagnostics {
        Diagnostics::one(path, text, self.period_at, message)
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
        let skills = self.skills.iter();
        let strange = skills.filter(|(id, _)| !known.contains(&id.as_str()));
        let strange = strange.map(|(id, at)| {
            let message = format!("the form asks about no skill `{id}`");
            (*at, or_meant(message, id, &known))
        });
        // A combined file leaves out what too few rated.
        let is_reply = matches!(self.content, Handout::Reply(_));
        let is_missing =
            |id: &&&str| is_reply && !self.skills.iter().any(|(there, _)| there == **id);
        let missing = known.iter().filter(is_missing);
        let missing = missing.map(|id| (self.skills_at, format!("the skill `{id}` is missing")));
        let problems = strange.chain(missing);
        let problems = problems.map(|(at, message)| Diagnostic { at, message });
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
    let head: Head = yaml::read(path, text)?;
    let wrong = |at, message: &str| Err(Diagnostics::one(path, text, at, message));
    if let Some(schema) = head.schema.as_ref().filter(|it| it.value > SCHEMA) {
        let message = format!("it was made by a newer emkit; this one reads schema {SCHEMA}");
        return wrong(at(schema), &message);
    }
    let Some(kind) = head.kind.filter(|_| head.schema.is_some()) else {
        return wrong(
            Position::default(),
            "it is neither a reply, nor a combined file, nor a mail with the marked lines of a text form",
        );
    };
    match (kind.value.as_str(), wholeness(text)) {
        ("reply", _) => {
            let fields: ReplyFields = yaml::read(path, text)?;
            let mut reader = Reader::new(path, text);
            if fields.change.is_empty() && !text.ends_with(['\n', '\r']) {
                let message = "the file ends in the middle of `change`; it may have been cut short";
                reader.problem(fields.change.at(), message);
            }
            reply(reader, &fields)
        }
        ("combined", Wholeness::Whole) => read_combined(path, text),
        ("combined", Wholeness::Edited) => wrong(
            Position::default(),
            "it was changed after emkit combined it",
        ),
        ("combined", Wholeness::Unmarked) => wrong(Position::default(), CUT),
        (other, _) => {
            let message = format!("`kind` is `reply` or `combined`, not `{other}`");
            wrong(at(&kind), &message)
        }
    }
}

pub fn read_stored(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    if wholeness(text) == Wholeness::Unmarked {
        return Err(Diagnostics::one(path, text, Position::default(), CUT));
    }
    read(path, text)
}

#[derive(Deserialize)]
struct Head {
    schema: Option<Spanned<u64>>,
    kind: Option<Spanned<String>>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ReplyFields {
    schema: u64,
    kind: String,
    id: Scalar,
    rubric: Scalar,
    digest: Scalar,
    #[serde(rename = "for", default, skip_serializing_if = "Scalar::is_empty")]
    person: Scalar,
    period: Scalar,
    #[serde(default)]
    relation: Option<Scalar>,
    skills: Spanned<Keyed<SkillFields>>,
    keep: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    keep_collector_only: Scalar,
    change: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    change_collector_only: Scalar,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct SkillFields {
    rating: Spanned<Option<i64>>,
    #[serde(default)]
    saw: Scalar,
    #[serde(default, skip_serializing_if = "Scalar::is_empty")]
    collector_only: Scalar,
}

fn reply(mut reader: Reader<'_>, fields: &ReplyFields) -> Result<Handed, Diagnostics> {
    let person = (!fields.person.is_empty()).then(|| word(&fields.person, "for", &mut reader));
    let relation = fields.relation.as_ref().and_then(|word| {
        let said = word.text().unwrap_or_default();
        known_relation(said, word.at(), &mut reader)
    });
    let mut observation = |said: &SkillFields| Observation {
        rating: rating(&said.rating, &mut reader),
        saw: comment(&said.saw, &said.collector_only, &mut reader),
    };
    let said = &fields.skills.value.0;
    let skills = said
        .iter()
        .map(|(id, said)| (id.value.clone(), observation(said)));
    let skills = skills.collect();
    let keep = comment(&fields.keep, &fields.keep_collector_only, &mut reader);
    let change = comment(&fields.change, &fields.change_collector_only, &mut reader);
    let id = word(&fields.id, "id", &mut reader);
    let form = form(&fields.rubric, &fields.digest, &fields.period, &mut reader);
    let Some(form) = form.map(|form| Form { person, ..form }) else {
        return reader.finish(None);
    };
    let reply = Reply {
        id,
        form,
        relation,
        skills,
        keep,
        change,
    };
    if reply.is_empty() {
        reader.problem(Position::default(), "nothing is filled in");
    }
    let places = said.iter().map(|(id, _)| (id.value.clone(), at(id)));
    let handed = Handed {
        content: Handout::Reply(reply),
        period_at: fields.period.at(),
        digest_at: fields.digest.at(),
        skills: places.collect(),
        skills_at: at(&fields.skills),
    };
    reader.finish(Some(handed))
}

fn word(said: &Scalar, what: &str, reader: &mut Reader<'_>) -> String {
    const MOST: usize = 200;
    let word = said.text().unwrap_or_default().trim();
    if word.is_empty() || word.chars().count() > MOST {
        let message = format!("`{what}` is 1 to {MOST} characters long");
        reader.problem(said.at(), message);
    }
    word.to_owned()
}

fn form(
    rubric: &Scalar,
    digest: &Scalar,
    period: &Scalar,
    reader: &mut Reader<'_>,
) -> Option<Form> {
    let id = rubric.text().unwrap_or_default();
    if !is_id(id) {
        reader.problem(rubric.at(), format!("`{id}` can't be the id of a rubric"));
    }
    let digest = word(digest, "digest", reader);
    let said = period.text().unwrap_or_default();
    let quarter = said.parse();
    if quarter.is_err() {
        let message = format!("`{said}` is not a quarter such as 2026-Q4");
        reader.problem(period.at(), message);
    }
    Some(Form {
        rubric: id.to_owned(),
        digest,
        period: quarter.ok()?,
        person: None,
    })
}

fn known_relation(word: &str, at: Position, reader: &mut Reader<'_>) -> Option<Relation> {
    let found = Relation::named(word);
    if found.is_none() {
        let known = Relation::ALL.map(Relation::word);
        let said = format!("`{word}` is no relation; there are {}", known.join(", "));
        reader.problem(at, or_meant(said, word, known));
    }
    found
}

fn comment(said: &Scalar, collector_only: &Scalar, reader: &mut Reader<'_>) -> Comment {
    let text = said.text().unwrap_or_default();
    if text.len() > MAX_TEXT {
        reader.problem(said.at(), format!("this text is {}", too_long()));
    }
    if let Some(rest) = reader.lost(said) {
        let message =
            format!("`{rest}` would be lost as a comment; put quotes around the whole text");
        reader.problem(said.at(), message);
    }
    Comment {
        text: text.to_owned(),
        collector_only: reader.flag("`collector_only`", collector_only),
    }
}

fn rating(said: &Spanned<Option<i64>>, reader: &mut Reader<'_>) -> Option<Rating> {
    let number = said.value?;
    let rating = u8::try_from(number).ok().and_then(Rating::new);
    if rating.is_none() {
        let message =
            format!("the rating `{number}` is not 1 to 5; leave it empty for \"can't say\"");
        reader.problem(at(said), message);
    }
    rating
}

pub fn write(reply: &Reply) -> anyhow::Result<String> {
    let skills = reply.skills.iter().map(|(id, seen)| {
        let fields = SkillFields {
            rating: written(seen.rating.map(|rating| rating.number().into())),
            saw: Scalar::of(&seen.saw.text),
            collector_only: Scalar::bare(seen.saw.collector_only),
        };
        (written(id.clone()), fields)
    });
    let text = yaml::write(&ReplyFields {
        schema: SCHEMA,
        kind: "reply".to_owned(),
        id: Scalar::of(&reply.id),
        rubric: Scalar::of(&reply.form.rubric),
        digest: Scalar::of(&reply.form.digest),
        person: Scalar::any(reply.form.person.as_ref()),
        period: Scalar::of(reply.form.period),
        relation: reply.relation.map(|relation| Scalar::of(relation.word())),
        skills: written(Keyed(skills.collect())),
        keep: Scalar::of(&reply.keep.text),
        keep_collector_only: Scalar::bare(reply.keep.collector_only),
        change: Scalar::of(&reply.change.text),
        change_collector_only: Scalar::bare(reply.change.collector_only),
    })?;
    Ok(mark_as(REPLY, &text, reply.skills.len()))
}

/// More people than answer one form.
const MAX_GROUP: usize = 10_000;

const ABOUT: &str = "\
# What several people said, put together: no names, no dates, no single ratings.
# Combine once, when the round is closed: the difference between two combined files with one reply
# between them gives that reply away. Late replies wait for the next round.
";

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct CombinedFields {
    schema: u64,
    kind: String,
    rubric: Scalar,
    digest: Scalar,
    period: Scalar,
    groups: Spanned<Keyed<Group>>,
}

fn read_combined(path: &Path, text: &str) -> Result<Handed, Diagnostics> {
    let file: CombinedFields = yaml::read(path, text)?;
    let mut reader = Reader::new(path, text);
    let form = form(&file.rubric, &file.digest, &file.period, &mut reader);
    let mut groups = BTreeMap::new();
    let mut skills = Vec::new();
    let skills_at = at(&file.groups);
    for (word, mut group) in file.groups.value.0 {
        let at = at(&word);
        let Some(relation) = known_relation(&word.value, at, &mut reader) else {
            continue;
        };
        if relation.is_one_person() || group.replies < MIN_GROUP {
            let word = relation.word();
            let message =
                format!("`{word}` can't be combined: a group is {MIN_GROUP} people or more");
            reader.problem(at, message);
        }
        // Sums of several files have to be countable.
        if group.replies > MAX_GROUP {
            reader.problem(
                at,
                format!("`replies`: a group is {MAX_GROUP} people at most"),
            );
        }
        let ids = group.figures.keys().chain(group.saw.keys());
        skills.extend(ids.map(|id| (id.clone(), at)));
        for (id, said) in &mut group.figures {
            match sound(said).filter(|figures| figures.n <= group.replies) {
                Some(figures) => *said = figures,
                None => reader.problem(at, format!("the figures for `{id}` don't add up")),
            }
        }
        groups.insert(relation, group);
    }
    let handed = form.map(|form| Handed {
        content: Handout::Combined(Combined { form, groups }),
        period_at: file.period.at(),
        digest_at: file.digest.at(),
        skills,
        skills_at,
    });
    reader.finish(handed)
}

/// Figures that a group can have; of a spread the mean follows.
fn sound(said: &Figures) -> Option<Figures> {
    let is_mean = (whole(1)..=whole(5)).contains(&said.mean);
    let figures = match said.spread {
        Some(spread) => Figures::of_spread(spread),
        None => is_mean.then(|| said.clone()),
    };
    figures.filter(|figures| figures.n == said.n && said.n >= MIN_GROUP)
}

pub fn write_combined(combined: &Combined) -> anyhow::Result<String> {
    // In the order of their words.
    let groups = combined.groups.iter();
    let groups: BTreeMap<_, _> = groups
        .map(|(of, group)| (of.word(), group.clone()))
        .collect();
    let groups = groups.into_iter();
    let groups = groups.map(|(word, group)| (written(word.to_owned()), group));
    let body = yaml::write(&CombinedFields {
        schema: SCHEMA,
        kind: "combined".to_owned(),
        rubric: Scalar::of(&combined.form.rubric),
        digest: Scalar::of(&combined.form.digest),
        period: Scalar::of(combined.form.period),
        groups: written(Keyed(groups.collect())),
    })?;
    let replies = combined.groups.values().map(|group| group.replies).sum();
    Ok(mark_as(COMBINED, &format!("{ABOUT}{body}"), replies))
}
