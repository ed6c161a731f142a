//! The history for other programs: JSON and rows for a spreadsheet.

use anyhow::Result;
use serde_json::{Value, json};

use super::super::csv::{self, Cell};
use super::super::json::{SCHEMA, number, write};
use super::question::state;
use crate::domain::assessment::State;
use crate::domain::history::{History, PastAnswer, QuestionHistory};

pub fn csv(history: &History<'_>) -> Result<String> {
    let titles = ["period", "cluster", "skill", "score", "same_questions"];
    let periods = history.periods.iter().enumerate();
    let rows = periods.flat_map(|(index, period)| {
        history.skills.iter().map(move |skill| {
            [
                Cell::text(&period.to_string()),
                Cell::text(&skill.skill.cluster),
                Cell::text(&skill.skill.id),
                Cell::score(skill.scores[index].as_ref()),
                Cell::figure(skill.same_questions[index]),
            ]
        })
    });
    csv::write(titles, rows)
}

pub fn drilled_csv(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> Result<String> {
    let titles = ["period", "question", "state", "rating", "reworded"];
    let periods = history.periods.iter().enumerate();
    let rows = periods.flat_map(|(index, period)| {
        questions.iter().map(move |question| {
            [
                Cell::text(&period.to_string()),
                Cell::text(&question.question.id),
                Cell::text(state(&question.answers[index])),
                Cell::figure(rating(&question.answers[index])),
                Cell::figure(Some(question.is_reworded[index])),
            ]
        })
    });
    csv::write(titles, rows)
}

pub fn json(
    history: &History<'_>,
    rubric: &str,
    questions: Option<&[QuestionHistory<'_>]>,
) -> Result<String> {
    let questions = questions.map(|questions| questions.iter().map(row).collect::<Value>());
    let skills = history.skills.iter().map(|skill| {
        let scores = skill.scores.iter();
        let mut json = json!({
            "id": skill.skill.id,
            "cluster": skill.skill.cluster,
            "scores": scores.map(|score| number(score.as_ref())).collect::<Value>(),
            "same_questions": skill.same_questions,
        });
        if let Some(questions) = &questions {
            json["questions"] = questions.clone();
        }
        json
    });
    let periods = history.periods.iter().map(ToString::to_string);
    write(&json!({
        "schema": SCHEMA,
        "rubric": rubric,
        "periods": periods.collect::<Value>(),
        "skills": skills.collect::<Value>(),
    }))
}

fn row(question: &QuestionHistory<'_>) -> Value {
    let answers = || question.answers.iter();
    json!({
        "id": question.question.id,
        "states": answers().map(state).collect::<Value>(),
        "ratings": answers().map(rating).collect::<Value>(),
        "reworded": question.is_reworded,
    })
}

fn rating(said: &PastAnswer<'_>) -> Option<u8> {
    match said {
        PastAnswer::State(State::Rated(rating)) => Some(rating.number()),
        _ => None,
    }
}
