//! The history for other programs: JSON and rows for a spreadsheet.

use anyhow::Result;
use serde_json::{Value, json};

use super::super::csv;
use super::super::json::{SCHEMA, number, write};
use crate::domain::assessment::State;
use crate::domain::history::{History, PastAnswer, QuestionHistory};

pub fn csv(history: &History<'_>) -> Result<String> {
    let titles = ["period", "cluster", "skill", "score", "same_questions"];
    let periods = history.periods.iter().enumerate();
    let rows = periods.flat_map(|(index, period)| {
        history.skills.iter().map(move |skill| {
            [
                period.to_string().into(),
                skill.skill.cluster.as_str().into(),
                skill.skill.id.as_str().into(),
                number(skill.scores[index].as_ref()).into(),
                skill.same_questions[index].into(),
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
                period.to_string().into(),
                question.question.id.as_str().into(),
                question.answers[index].word().into(),
                rating(&question.answers[index]).into(),
                question.is_reworded[index].into(),
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
    let row = |it: &QuestionHistory<'_>| {
        json!({
            "id": it.question.id,
            "states": it.answers.iter().map(PastAnswer::word).collect::<Value>(),
            "ratings": it.answers.iter().map(rating).collect::<Value>(),
            "reworded": it.is_reworded,
        })
    };
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

fn rating(said: &PastAnswer<'_>) -> Option<u8> {
    match said {
        PastAnswer::State(State::Rated(rating)) => Some(rating.number()),
        _ => None,
    }
}
