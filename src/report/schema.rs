//! JSON Schemas of the files that people write, in the words of a rubric: an editor then shows the
//! question, completes a rating with its anchors and marks what is misspelt.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::json;
use crate::domain::assessment::OWN_ROLE;
use crate::domain::feedback::asked;
use crate::domain::rubric::{Question, Rating, Rubric};

/// The edition that editors understand best.
const EDITION: &str = "http://json-schema.org/draft-07/schema#";

const SHARED: &str = include_str!("schema/shared.json");

pub fn answers(rubric: &Rubric) -> Result<String> {
    let of_rubric = definitions_of_answers(rubric, false);
    document(include_str!("schema/answers.json"), of_rubric)
}

pub fn assessment(rubric: &Rubric) -> Result<String> {
    let of_rubric = definitions_of_answers(rubric, true);
    document(include_str!("schema/assessment.json"), of_rubric)
}

/// `config.yaml`. A target may be for a skill of another rubric.
pub fn config(rubric: &Rubric, skills: &[String]) -> Result<String> {
    let others = skills.iter().filter(|id| rubric.skill(id).is_none());
    let of_rubric = json!({
        "role": roles(rubric),
        "stage": stages(rubric),
        "targets": targets(rubric, others),
    });
    document(include_str!("schema/config.json"), of_rubric)
}

pub fn reply(rubric: &Rubric) -> Result<String> {
    let skills = asked(rubric).map(|(skill, observed)| {
        let fields = json!({
            "rating": rating(rubric, &observed.anchors, "can't say"),
            "saw": {"title": "What they saw", "type": ["string", "null"]},
            "collector_only": {"$ref": "#/definitions/collector_only"},
        });
        let about = json!({"title": skill.title, "description": observed.ask});
        (skill.id.clone(), with(fields, about))
    });
    let skills: BTreeMap<_, _> = skills.collect();
    let required = json!({"required": skills.keys().collect::<Vec<_>>()});
    let of_rubric = json!({
        "rubric": {"const": rubric.id},
        "skills": with(json!(skills), required),
    });
    document(include_str!("schema/reply.json"), of_rubric)
}

pub fn rubric() -> Result<String> {
    document(include_str!("schema/rubric.json"), json!({}))
}

/// A schema as text, with those definitions that it refers to.
fn document(skeleton: &str, of_rubric: Value) -> Result<String> {
    let mut schema: Value = serde_json::from_str(skeleton)?;
    let shared = serde_json::from_str(SHARED)?;
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

fn definitions_of_answers(rubric: &Rubric, is_stored: bool) -> Value {
    let questions = || rubric.questions().map(|(_, question)| question);
    let answers: Map<_, _> = questions()
        .map(|it| (it.id.clone(), answer(it, is_stored)))
        .collect();
    let ratings = questions().map(|it| {
        let about = json!({"title": it.title, "description": it.ask});
        let rating = merged(about, rating(rubric, &it.anchors, "skipped"));
        (it.id.clone(), rating)
    });
    let skills = rubric.skills.iter().map(|it| (&*it.id, &*it.title));
    let titles = questions().map(|it| (&*it.id, &*it.title));
    let closing = rubric.closing(None).unwrap_or("What else is worth saying?");
    let definitions = json!({
        "rubric": {"const": rubric.id},
        "role": roles(rubric),
        "stage": stages(rubric),
        "targets": targets(rubric, []),
        "skill": one_of(skills),
        "question": one_of(titles),
        "answers": with(answers.into(), json!({"title": "Answers"})),
        "ask": {"title": closing, "type": ["string", "number", "null"]},
    });
    merged(definitions, ratings.collect())
}

/// A rating, or a map of everything that can be said to a question.
fn answer(question: &Question, is_stored: bool) -> Value {
    let rating = json!({"$ref": format!("#/definitions/{}", question.id)});
    let mut fields = json!({
        "rating": rating,
        "evidence": {"$ref": "#/definitions/text", "title": "Evidence", "description": question.hint},
    });
    let more = ["private", "not_applicable", "note", "carried"].into_iter();
    for name in more.chain(is_stored.then_some("skipped")) {
        fields[name] = json!({"$ref": format!("#/definitions/{name}")});
    }
    json!({
        "title": question.title,
        "description": format!("{}\n\n{}", question.ask, question.hint),
        "anyOf": [rating, with(fields, json!({}))],
    })
}

fn with(properties: Value, more: Value) -> Value {
    let map = json!({"type": "object", "additionalProperties": false, "properties": properties});
    merged(map, more)
}

fn merged(mut value: Value, more: Value) -> Value {
    if let (Some(fields), Value::Object(more)) = (value.as_object_mut(), more) {
        fields.extend(more);
    }
    value
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

fn roles(rubric: &Rubric) -> Value {
    let about = json!({"title": "Role", "description": "What the answers are scored against."});
    let roles = rubric.profiles.iter().map(|it| (&*it.id, &*it.title));
    let roles = roles.filter(|(id, _)| *id != OWN_ROLE);
    merged(about, one_of(roles.chain([(OWN_ROLE, "Your own targets")])))
}

fn stages(rubric: &Rubric) -> Value {
    let about = json!({"title": "Stage", "description": "The stage of your company."});
    let stages = rubric.stages.iter().map(|it| (&*it.id, &*it.title));
    merged(about, one_of(stages))
}

fn targets<'a>(rubric: &Rubric, others: impl IntoIterator<Item = &'a String>) -> Value {
    let target = |title: &str| json!({"$ref": "#/definitions/target", "title": title});
    let skills = rubric.skills.iter();
    let skills = skills.map(|skill| (skill.id.clone(), target(&skill.title)));
    let others = others.into_iter().map(|id| (id.clone(), target(id)));
    let about = json!({
        "title": "Your own targets",
        "description": "A target for each skill, from 1 to 5; `--role own` takes them.",
        "type": ["object", "null"],
    });
    with(skills.chain(others).collect(), about)
}
