//! Every skill over all periods: a line of marks each, where it stands, and how it moved.

use anyhow::Result;
use serde::Serialize;

use super::json::number;
use super::markdown;
use super::table::{Look, head, marked, plain_table, strong, trim_lines};
use super::wording::{change, count, figure, wrap};
use crate::domain::assessment::State;
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::figure::{Exact, whole};
use crate::domain::history::{History, QuestionHistory, Said, SkillHistory};
use crate::escape::visible;

/// Said of changes and marks that do not stand for the same questions.
const NOT_ALIKE: &str = "* not the same questions as the time before: skipped, reworded or new ones. Changes compare only questions rated both times in the same words.";

/// The history as a table with a line of marks for each skill.
#[must_use]
pub fn table(history: &History<'_>, look: Look) -> String {
    let most = look.width.saturating_sub(48).max(8);
    let shown = history.periods.len().min(most);
    let skipped = history.periods.len() - shown;
    let mut table = plain_table(look);
    let titles = ["Skill", "Over time", "Now", "Since last", "Since first", ""];
    table.set_header(titles.map(|title| head(title, look)));
    for cluster in &history.clusters {
        let scores: Vec<_> = cluster
            .scores
            .iter()
            .map(|score| score.score.clone())
            .collect();
        table.add_row([
            strong(&visible(&cluster.cluster.title), look),
            strong(&sparks(&scores[skipped..]), look),
            strong(&figure(scores.last().and_then(Option::as_ref)), look),
        ]);
        let id = &cluster.cluster.id;
        for skill in history
            .skills
            .iter()
            .filter(|skill| skill.skill.cluster == *id)
        {
            let alike = if is_alike(skill) { "" } else { "*" };
            let moved = |diff: &Option<SkillDiff<'_>>| {
                let reading = diff.as_ref().map(SkillDiff::reading);
                marked(&moved(diff.as_ref()), reading == Some(Reading::Clear), look)
            };
            table.add_row([
                marked(&format!("  {}", visible(&skill.skill.title)), false, look),
                marked(&sparks(&skill.scores[skipped..]), false, look),
                marked(
                    &figure(skill.scores.last().and_then(Option::as_ref)),
                    false,
                    look,
                ),
                moved(&skill.since_last),
                moved(&skill.since_first),
                marked(alike, false, look),
            ]);
        }
    }
    for column in [2, 3, 4] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(comfy_table::CellAlignment::Right);
        }
    }
    if let Some(column) = table.column_mut(0) {
        column.set_padding((0, 1));
    }
    let mut blocks = vec![
        wrap(&title(history), look.width, "", ""),
        trim_lines(&table.to_string()),
    ];
    blocks.extend(closing(history, skipped, look.width));
    format!("{}\n", blocks.join("\n\n"))
}

fn title(history: &History<'_>) -> String {
    let (Some(first), Some(last)) = (history.periods.first(), history.periods.last()) else {
        return String::new();
    };
    let assessments = count(history.periods.len(), "assessment");
    match first == last {
        true => format!("{first}, {assessments}"),
        false => format!("{first} to {last}, {assessments}"),
    }
}

fn closing(history: &History<'_>, skipped: usize, width: usize) -> Vec<String> {
    let mut blocks = Vec::new();
    if skipped > 0 {
        let words = format!(
            "The line of marks shows the last {}; {} before them are left out for lack of room.",
            history.periods.len() - skipped,
            count(skipped, "assessment")
        );
        blocks.push(wrap(&words, width, "", ""));
    }
    if history.skills.iter().any(|skill| !is_alike(skill)) {
        blocks.push(wrap(NOT_ALIKE, width, "", "  "));
    }
    blocks
}

/// Whether all of a skill's scores stand for the same questions.
fn is_alike(skill: &SkillHistory<'_>) -> bool {
    !skill.same_questions.contains(&Some(false))
}

/// A mark of eight heights for each score, from 1 to 5; a dot where there is none.
fn sparks(scores: &[Option<Exact>]) -> String {
    const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let height = |score: &Exact| {
        let steps = (score - whole(1)) * whole(7) / whole(4);
        usize::try_from(steps.round().to_integer())
            .unwrap_or_default()
            .min(7)
    };
    scores
        .iter()
        .map(|score| score.as_ref().map_or('·', |score| MARKS[height(score)]))
        .collect()
}

/// A change, with how many questions it compares where some are left out.
fn moved(diff: Option<&SkillDiff<'_>>) -> String {
    let Some(diff) = diff else {
        return "–".to_owned();
    };
    change(diff.change().as_ref())
}

/// The history in plain lines, every figure in words.
#[must_use]
pub fn plain(history: &History<'_>) -> String {
    let mut lines = vec![title(history)];
    for skill in &history.skills {
        let scores: Vec<_> = skill
            .scores
            .iter()
            .map(|score| figure(score.as_ref()))
            .collect();
        let alike = if is_alike(skill) {
            ""
        } else {
            ", not always the same questions"
        };
        lines.push(format!(
            "{}: {}; since last {}, since first {}{alike}.",
            visible(&skill.skill.title),
            scores.join(", "),
            moved(skill.since_last.as_ref()),
            moved(skill.since_first.as_ref())
        ));
    }
    format!("{}\n", lines.join("\n"))
}

/// The history as Markdown.
#[must_use]
pub fn document(history: &History<'_>) -> String {
    let mut titles = vec!["Skill".to_owned()];
    titles.extend(history.periods.iter().map(ToString::to_string));
    titles.extend(["Since last".to_owned(), "Since first".to_owned()]);
    let mut out = format!("# {}\n\n{}", title(history), markdown::row(&titles));
    out.push_str(&markdown::rule(&format!(
        "l{}rr",
        "r".repeat(history.periods.len())
    )));
    for skill in &history.skills {
        let mut cells = vec![markdown::inline(&skill.skill.title)];
        cells.extend(
            skill
                .scores
                .iter()
                .zip(&skill.same_questions)
                .map(|(score, same)| {
                    let mark = if *same == Some(false) { "\\*" } else { "" };
                    format!("{}{mark}", figure(score.as_ref()))
                }),
        );
        cells.push(moved(skill.since_last.as_ref()));
        cells.push(moved(skill.since_first.as_ref()));
        out.push_str(&markdown::row(&cells));
    }
    if history.skills.iter().any(|skill| !is_alike(skill)) {
        out.push_str(&format!("\n\\{NOT_ALIKE}\n"));
    }
    out
}

/// One skill, question by question: a column a period in plain characters.
#[must_use]
pub fn drilled(history: &History<'_>, questions: &[QuestionHistory<'_>], width: usize) -> String {
    let mut lines = Vec::new();
    for skill in &history.skills {
        let scores: Vec<_> = skill
            .scores
            .iter()
            .map(|score| figure(score.as_ref()))
            .collect();
        let words = format!("{}: {}", visible(&skill.skill.title), scores.join(", "));
        lines.push(wrap(&words, width, "", "  "));
    }
    for question in questions {
        lines.push(String::new());
        lines.push(wrap(&visible(&question.question.ask), width, "", "  "));
        for (index, period) in history.periods.iter().enumerate() {
            let reworded = if question.is_reworded[index] {
                ", in other words than before"
            } else {
                ""
            };
            lines.push(format!(
                "  {period}  {}{reworded}",
                said(&question.said[index])
            ));
        }
    }
    format!("{}\n\n{}\n", title(history), lines.join("\n"))
}

/// The same as Markdown.
#[must_use]
pub fn drilled_document(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> String {
    let mut out = document(history);
    let mut titles = vec!["Question".to_owned()];
    titles.extend(history.periods.iter().map(ToString::to_string));
    out.push_str(&format!("\n{}", markdown::row(&titles)));
    out.push_str(&markdown::rule(&format!(
        "l{}",
        "r".repeat(history.periods.len())
    )));
    for question in questions {
        let mut cells = vec![markdown::inline(&question.question.ask)];
        cells.extend(question.said.iter().map(said));
        out.push_str(&markdown::row(&cells));
    }
    out
}

/// The same as rows for a spreadsheet.
#[must_use]
pub fn drilled_csv(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> String {
    let mut out = "period,question,rating,reworded\r\n".to_owned();
    for (index, period) in history.periods.iter().enumerate() {
        for question in questions {
            let rating =
                rating(&question.said[index]).map_or(String::new(), |rating| rating.to_string());
            out.push_str(&format!(
                "{period},{},{rating},{}\r\n",
                question.question.id, question.is_reworded[index]
            ));
        }
    }
    out
}

fn said(said: &Said<'_>) -> String {
    match said {
        Said::State(State::Rated(rating)) => rating.to_string(),
        Said::State(State::NotApplicable { .. }) => "not applicable".to_owned(),
        Said::State(State::Open | State::Skipped) => "skipped".to_owned(),
        Said::NotAsked => "not asked".to_owned(),
    }
}

/// The history as rows of figures for a spreadsheet (RFC 4180).
#[must_use]
pub fn csv(history: &History<'_>) -> String {
    let mut out = "period,cluster,skill,score,same_questions\r\n".to_owned();
    for (index, period) in history.periods.iter().enumerate() {
        for skill in &history.skills {
            let score = skill.scores[index]
                .as_ref()
                .map_or(String::new(), |score| figure(Some(score)));
            let same = skill.same_questions[index].map_or(String::new(), |same| same.to_string());
            // Ids hold nothing that a spreadsheet would act on.
            out.push_str(&format!(
                "{period},{},{},{score},{same}\r\n",
                skill.skill.cluster, skill.skill.id
            ));
        }
    }
    out
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
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
    ratings: Vec<Option<u8>>,
    reworded: &'a [bool],
}

/// The history as JSON, of one skill with its questions where one is named.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn json(
    history: &History<'_>,
    rubric: &str,
    drilled: Option<&[QuestionHistory<'_>]>,
) -> Result<String> {
    let skills = history.skills.iter().map(|skill| Row {
        id: &skill.skill.id,
        cluster: &skill.skill.cluster,
        scores: skill
            .scores
            .iter()
            .map(|score| number(score.as_ref()))
            .collect(),
        same_questions: &skill.same_questions,
        questions: drilled.map(|questions| {
            let rows = questions.iter().map(|question| QuestionRow {
                id: &question.question.id,
                ratings: question.said.iter().map(rating).collect(),
                reworded: &question.is_reworded,
            });
            rows.collect()
        }),
    });
    super::json::write(&Document {
        schema: super::json::SCHEMA,
        rubric,
        periods: history.periods.iter().map(ToString::to_string).collect(),
        skills: skills.collect(),
    })
}

fn rating(said: &Said<'_>) -> Option<u8> {
    match said {
        Said::State(State::Rated(rating)) => Some(rating.number()),
        _ => None,
    }
}
