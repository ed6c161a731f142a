//! JSON Schemas of the files that people write, in the words of a rubric: an editor then shows the
//! question, completes a rating with its anchors and marks what is misspelt.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::json;
use crate::domain::assessment::OWN_ROLE;
use crate::domain::feedback::asked;
use crate::domain::rubric::{Question, Rating, Rubric};

/// The edition that editors understand best.
const EDITION: &str = "http://json-schema.org/draft-07/schema#";

/// What several kinds of file have in common.
const SHARED: &str = include_str!("schema/shared.json");

/// An answers file.
pub fn answers(rubric: &Rubric) -> Result<String> {
    let of_rubric = definitions_of_answers(rubric, false);
    document(include_str!("schema/answers.json"), of_rubric)
}

/// The file of an assessment or a draft.
pub fn assessment(rubric: &Rubric) -> Result<String> {
    let of_rubric = definitions_of_answers(rubric, true);
    document(include_str!("schema/assessment.json"), of_rubric)
}

/// `config.yaml`. A target may be for a skill of another rubric.
pub fn config(rubric: &Rubric, skills: &[String]) -> Result<String> {
    let others = skills.iter().filter(|id| rubric.skill(id).is_none());
    let of_rubric = vec![
        definition("role", roles(rubric)),
        definition("stage", stages(rubric)),
        definition("targets", targets(rubric, others)),
    ];
    document(include_str!("schema/config.json"), of_rubric)
}

/// A reply. Its skills are those that the rubric asks others about.
pub fn reply(rubric: &Rubric) -> Result<String> {
    let mut skills = Map::new();
    for (skill, observed) in asked(rubric) {
        let fields = json!({
            "rating": rating(rubric, &observed.anchors, "can't say"),
            "saw": {"title": "What they saw", "type": ["string", "null"]},
            "collector_only": {"$ref": "#/definitions/collector_only"},
        });
        let fields = with(
            fields,
            json!({"title": skill.title, "description": observed.ask}),
        );
        skills.insert(skill.id.clone(), fields);
    }
    let required: Vec<_> = skills.keys().cloned().collect();
    let skills = with(Value::Object(skills), json!({"required": required}));
    let of_rubric = vec![
        definition("rubric", json!({"const": rubric.id})),
        definition("skills", skills),
    ];
    document(include_str!("schema/reply.json"), of_rubric)
}

/// A rubric file, whatever the rubric.
pub fn rubric() -> Result<String> {
    document(include_str!("schema/rubric.json"), Vec::new())
}

/// Parts of a schema by the names under which it refers to them.
type Definitions = Vec<(String, Value)>;

fn definition(name: &str, value: Value) -> (String, Value) {
    (name.to_owned(), value)
}

/// A schema as text, with those definitions that it refers to.
fn document(skeleton: &str, of_rubric: Definitions) -> Result<String> {
    let mut schema: Map<String, Value> = serde_json::from_str(skeleton)?;
    schema.insert("$schema".to_owned(), EDITION.into());
    let mut known: Map<String, Value> = serde_json::from_str(SHARED)?;
    let own = schema.remove("definitions");
    known.extend(
        own.iter()
            .filter_map(Value::as_object)
            .flatten()
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    known.extend(
        of_rubric
            .into_iter()
            .map(|(name, it)| (name.to_owned(), it)),
    );
    let mut names = BTreeSet::new();
    let mut open = vec![Value::Object(schema.clone())];
    while let Some(value) = open.pop() {
        if let Value::Object(fields) = &value
            && let Some(Value::String(path)) = fields.get("$ref")
        {
            let name = path.trim_start_matches("#/definitions/").to_owned();
            if !names.contains(&name) {
                open.extend(known.get(&name).cloned());
                names.insert(name);
            }
        }
        match value {
            Value::Object(fields) => open.extend(fields.into_iter().map(|(_, value)| value)),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    known.retain(|name, _| names.contains(name));
    schema.insert("definitions".to_owned(), Value::Object(known));
    json::write(&schema)
}

fn definitions_of_answers(rubric: &Rubric, is_stored: bool) -> Definitions {
    let questions = || rubric.questions().map(|(_, question)| question);
    let answers = questions().map(|it| (it.id.clone(), answer(it, is_stored)));
    let answers = with(
        Value::Object(answers.collect()),
        json!({"title": "Answers"}),
    );
    let about = |it: &Question| json!({"title": it.title, "description": it.ask});
    let rating = |it: &Question| merged(about(it), &rating(rubric, &it.anchors, "skipped"));
    let skills = rubric.skills.iter().map(|it| (&*it.id, &*it.title));
    let titles = questions().map(|it| (&*it.id, &*it.title));
    let closing = rubric.closing(None).unwrap_or("What else is worth saying?");
    let mut definitions = vec![
        definition("rubric", json!({"const": rubric.id})),
        definition("role", roles(rubric)),
        definition("stage", stages(rubric)),
        definition("targets", targets(rubric, [])),
        definition("skill", one_of(skills)),
        definition("question", one_of(titles)),
        definition("answers", answers),
        definition(
            "ask",
            json!({"title": closing, "type": ["string", "number", "null"]}),
        ),
    ];
    definitions.extend(questions().map(|it| definition(&it.id, rating(it))));
    definitions
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

/// A map of these fields and no others.
fn with(properties: Value, more: Value) -> Value {
    let map = json!({"type": "object", "additionalProperties": false, "properties": properties});
    merged(map, &more)
}

fn merged(mut value: Value, more: &Value) -> Value {
    if let (Some(fields), Some(more)) = (value.as_object_mut(), more.as_object()) {
        fields.extend(more.clone());
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
    let roles = rubric.profiles.iter().map(|it| (&*it.id, &*it.title));
    let own = (OWN_ROLE, "Your own targets");
    let roles = one_of(roles.filter(|(id, _)| *id != OWN_ROLE).chain([own]));
    merged(
        roles,
        &json!({"title": "Role", "description": "What the answers are scored against."}),
    )
}

fn stages(rubric: &Rubric) -> Value {
    let stages = one_of(rubric.stages.iter().map(|it| (&*it.id, &*it.title)));
    merged(
        stages,
        &json!({"title": "Stage", "description": "The stage of your company."}),
    )
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
    with(Value::Object(skills.chain(others).collect()), about)
}
