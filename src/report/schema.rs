//! JSON Schemas of the files that people write, in the words of a rubric: an editor then shows the
//! question, completes a rating with its anchors and marks what is misspelt.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::json;
use crate::domain::assessment::OWN_ROLE;
use crate::domain::feedback::asked;
use crate::domain::rubric::{Question, Rating, Rubric};

const EDITION: &str = "http://json-schema.org/draft-07/schema#";

/// A schema without what depends on the rubric, and what an answer has in it beside rating and evidence.
pub type Skeleton = (&'static str, &'static [&'static str]);

pub const ANSWERS: Skeleton = (
    include_str!("schema/answers.json"),
    &["private", "not_applicable", "note", "carried"],
);
pub const ASSESSMENT: Skeleton = (
    include_str!("schema/assessment.json"),
    &["private", "not_applicable", "note", "carried", "skipped"],
);
pub const CONFIG: Skeleton = (include_str!("schema/config.json"), &[]);
pub const REPLY: Skeleton = (include_str!("schema/reply.json"), &[]);
pub const RUBRIC: Skeleton = (include_str!("schema/rubric.json"), &[]);

/// A schema with the definitions that it refers to. A target may be for one of the skills `others` too.
pub fn document(
    (skeleton, fields): Skeleton,
    rubric: &Rubric,
    others: &[String],
) -> Result<String> {
    let of_rubric = definitions(rubric, fields, others);
    let mut schema: Value = serde_json::from_str(skeleton)?;
    let shared = serde_json::from_str(include_str!("schema/shared.json"))?;
    let known = merged(merged(shared, schema["definitions"].take()), of_rubric);
    schema["$schema"] = EDITION.into();
    let mut used = Map::new();
    let mut open = vec![schema.clone()];
    while let Some(value) = open.pop() {
        let path = value["$ref"].as_str().unwrap_or_default();
        let name = path.trim_start_matches("#/definitions/");
        if let Some(definition) = known.get(name).filter(|_| !used.contains_key(name)) {
            used.insert(name.to_owned(), definition.clone());
            open.push(definition.clone());
        }
        match value {
            Value::Object(fields) => open.extend(fields.into_iter().map(|(_, value)| value)),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    schema["definitions"] = used.into();
    schema.sort_all_objects();
    json::write(&schema)
}

fn definitions(rubric: &Rubric, fields: &[&str], others: &[String]) -> Value {
    let questions = || rubric.questions().map(|(_, question)| question);
    let answers: Map<_, _> = questions()
        .map(|it| (it.id.clone(), answer(it, fields)))
        .collect();
    let ratings = questions().map(|it| {
        let about = json!({"title": it.title, "description": it.ask});
        let rating = rating(rubric, &it.anchors, "skipped");
        (it.id.clone(), merged(about, rating))
    });
    let target = |id: &String, title: &str| {
        let target =
            json!({"title": title, "type": ["number", "null"], "minimum": 1, "maximum": 5});
        (id.clone(), target)
    };
    let targets = others.iter().map(|id| target(id, id));
    let own = rubric.skills.iter().map(|it| target(&it.id, &it.title));
    let targets: Map<_, _> = targets.chain(own).collect();
    let observed = asked(rubric).map(|(skill, observed)| {
        let fields = json!({
            "rating": rating(rubric, &observed.anchors, "can't say"),
            "saw": {"title": "What they saw", "type": ["string", "null"]},
            "collector_only": {"$ref": "#/definitions/collector_only"},
        });
        let about = json!({"title": skill.title, "description": observed.ask});
        (skill.id.clone(), merged(about, map(fields)))
    });
    let observed: Map<_, _> = observed.collect();
    let roles = rubric.profiles.iter().map(|it| (&*it.id, &*it.title));
    let roles = roles.filter(|(id, _)| *id != OWN_ROLE);
    let stages = rubric.stages.iter().map(|it| (&*it.id, &*it.title));
    let skills = rubric.skills.iter().map(|it| (&*it.id, &*it.title));
    let mut definitions = json!({
        "rubric": {"const": rubric.id},
        "role": one_of(roles.chain([(OWN_ROLE, "Your own targets")])),
        "stage": one_of(stages),
        "targets": {"properties": targets},
        "skill": one_of(skills),
        "question": one_of(questions().map(|it| (&*it.id, &*it.title))),
        "answers": {"properties": answers},
        "skills": {"properties": observed, "required": observed.keys().collect::<Vec<_>>()},
    });
    if let Some(ask) = rubric.closing(None) {
        definitions["ask"] = json!({"title": ask});
    }
    merged(definitions, ratings.collect())
}

fn answer(question: &Question, fields: &[&str]) -> Value {
    let rating = json!({"$ref": format!("#/definitions/{}", question.id)});
    let mut said = json!({
        "rating": rating,
        "evidence": {"$ref": "#/definitions/text", "title": "Evidence", "description": question.hint},
    });
    for name in fields {
        said[name] = json!({"$ref": format!("#/definitions/{name}")});
    }
    json!({
        "title": question.title,
        "description": format!("{}\n\n{}", question.ask, question.hint),
        "anyOf": [rating, map(said)],
    })
}

fn map(fields: Value) -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": fields})
}

fn merged(value: Value, more: Value) -> Value {
    match (value, more) {
        (Value::Object(mut fields), Value::Object(more)) => {
            for (name, more) in more {
                let known = fields.remove(&name).unwrap_or_default();
                fields.insert(name, merged(known, more));
            }
            fields.into()
        }
        (value, Value::Null) => value,
        (_, more) => more,
    }
}

fn rating(rubric: &Rubric, anchors: &[String; 5], left_empty: &str) -> Value {
    let numbers = Rating::all().map(|rating| Some(rating.number()));
    let texts = Rating::all().zip(anchors);
    let texts = texts.map(|(rating, anchor)| format!("{}: {anchor}", rubric.label(rating)));
    json!({
        "enum": numbers.chain([None]).collect::<Vec<_>>(),
        "enumDescriptions": texts.chain([left_empty.to_owned()]).collect::<Vec<_>>(),
    })
}

fn one_of<'a>(words: impl Iterator<Item = (&'a str, &'a str)>) -> Value {
    let (ids, titles): (Vec<_>, Vec<_>) = words.unzip();
    json!({"enum": ids, "enumDescriptions": titles})
}
