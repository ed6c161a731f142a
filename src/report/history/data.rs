//! The history for other programs: JSON and rows for a spreadsheet.

use anyhow::Result;
use serde::Serialize;

use super::super::csv::{self, Cell};
use super::super::json;
use super::super::wording::two_decimals;
use super::question::state;
use crate::domain::assessment::State;
use crate::domain::history::{History, PastAnswer, QuestionHistory};

/// The scores as rows, a period and a skill each.
pub fn csv(history: &History<'_>) -> Result<String> {
    let titles = ["period", "cluster", "skill", "score", "same_questions"];
    let periods = history.periods.iter().enumerate();
    let rows = periods.flat_map(|(index, period)| {
        history.skills.iter().map(move |skill| {
            [
                Cell::text(&period.to_string()),
                Cell::text(&skill.skill.cluster),
                Cell::text(&skill.skill.id),
                Cell::figure(skill.scores[index].as_ref().map(two_decimals)),
                Cell::figure(skill.same_questions[index]),
            ]
        })
    });
    csv::write(titles, rows)
}

/// The questions of a skill as rows, a period and a question each.
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

#[derive(Serialize)]
struct Document<'a> {
    rubric: &'a str,
    periods: Vec<String>,
    skills: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    cluster: &'a str,
    scores: Vec<Option<f64>>,
    same_questions: &'a [Option<bool>],
    #[serde(skip_serializing_if = "Option::is_none")]
    questions: Option<Vec<QuestionRow<'a>>>,
}

#[derive(Serialize)]
struct QuestionRow<'a> {
    id: &'a str,
    states: Vec<&'static str>,
    ratings: Vec<Option<u8>>,
    reworded: &'a [bool],
}

/// The history as JSON, with the questions where some are asked for.
pub fn json(
    history: &History<'_>,
    rubric: &str,
    questions: Option<&[QuestionHistory<'_>]>,
) -> Result<String> {
    let skills = history.skills.iter().map(|skill| Row {
        id: &skill.skill.id,
        cluster: &skill.skill.cluster,
        scores: skill
            .scores
            .iter()
            .map(|score| json::number(score.as_ref()))
            .collect(),
        same_questions: &skill.same_questions,
        questions: questions.map(rows),
    });
    json::document(&Document {
        rubric,
        periods: history.periods.iter().map(ToString::to_string).collect(),
        skills: skills.collect(),
    })
}

fn rows<'a>(questions: &'a [QuestionHistory<'_>]) -> Vec<QuestionRow<'a>> {
    let rows = questions.iter().map(|question| QuestionRow {
        id: &question.question.id,
        states: question.answers.iter().map(state).collect(),
        ratings: question.answers.iter().map(rating).collect(),
        reworded: &question.is_reworded,
    });
    rows.collect()
}

fn rating(said: &PastAnswer<'_>) -> Option<u8> {
    match said {
        PastAnswer::State(State::Rated(rating)) => Some(rating.number()),
        _ => None,
    }
}
