//! Rows for a spreadsheet (RFC 4180), in which no text is taken for a formula.

use std::fmt::Display;

use ::csv::{Terminator, WriterBuilder};
use anyhow::Result;

use super::json::said;
use super::wording::two_decimals;
use super::{AnswerReport, Report, SkillReport};
use crate::domain::assessment::State;
use crate::domain::rubric::Rating;
use crate::escape::visible_lines;

/// What stands in one column of one row.
pub(super) struct Cell(String);

impl Cell {
    /// What a person or a rubric says, guarded where a spreadsheet would act on it.
    pub(super) fn text(text: &str) -> Self {
        let text = visible_lines(text);
        let mut out = String::with_capacity(text.len());
        if is_formula(&text) {
            out.push('\'');
        }
        // Where semicolons part the cells, a text is cut at each, and at its line feeds.
        for (index, part) in text.split_inclusive([';', '\n']).enumerate() {
            let is_item = out.ends_with('\n') && is_harmless_item(part);
            if index > 0 && is_formula(part) && !is_item {
                out.push('\'');
            }
            out.push_str(part);
        }
        Self(out)
    }

    /// A number or a truth value, as it is; empty where there is none.
    pub(super) fn figure(figure: Option<impl Display>) -> Self {
        Self(figure.map_or_else(String::new, |figure| figure.to_string()))
    }
}

/// Whether a spreadsheet could take a text for a formula. White space, quotes and marks of
/// direction may be dropped on the way in, and Excel in Japanese takes the wide signs too.
fn is_formula(text: &str) -> bool {
    let may_be_dropped = |character: char| {
        character.is_whitespace()
            || matches!(character, '"' | '\'' | '\u{61c}' | '\u{200e}' | '\u{200f}')
    };
    text.trim_start_matches(may_be_dropped)
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', 'ー', '＠'])
}

/// Whether a part is an item of a list that could neither call, start nor load anything if it were
/// taken for a formula after all.
fn is_harmless_item(part: &str) -> bool {
    let item = part.trim_start_matches(' ');
    (item.starts_with("- ") || item.starts_with("+ ")) && !item.contains(['(', '|', '!'])
}

/// A line of titles and the rows below it.
pub(super) fn write<const COLUMNS: usize>(
    titles: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [Cell; COLUMNS]>,
) -> Result<String> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(titles)?;
    for row in rows {
        writer.write_record(row.map(|Cell(text)| text))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// The columns of an exported assessment: their names and order are a promise to other programs.
const ANSWERS: [&str; 25] = [
    "period",
    "status",
    "rubric",
    "role",
    "stage",
    "cluster",
    "skill",
    "skill_title",
    "question",
    "ask",
    "state",
    "rating",
    "label",
    "evidence",
    "private",
    "reason",
    "note",
    "score",
    "supported",
    "target",
    "gap",
    "title",
    "kind",
    "author",
    "finished",
];

/// Reports as rows, a question each, with the figures of its skill.
pub fn answers(reports: &[Report<'_>], author: Option<&str>) -> Result<String> {
    let rows = reports.iter().flat_map(|report| {
        let answers = report.answers();
        answers.map(move |(skill, answer)| row(report, skill, answer, author))
    });
    write(ANSWERS, rows)
}

fn row(
    report: &Report<'_>,
    skill: &SkillReport<'_>,
    given: &AnswerReport<'_>,
    author: Option<&str>,
) -> [Cell; ANSWERS.len()] {
    let assessment = &report.assessment;
    let score = &skill.score;
    let answer = &given.answer;
    let rating = answer.rating();
    let (reason, note) = match &answer.state {
        State::NotApplicable { reason, note } => (reason.word(), note.as_str()),
        _ => ("", ""),
    };
    [
        Cell::text(&assessment.period.to_string()),
        Cell::text(&assessment.status().to_string()),
        Cell::text(&assessment.rubric.id),
        Cell::text(&report.bar.profile.id),
        Cell::text(report.bar.stage.map_or("", |stage| &stage.id)),
        Cell::text(&skill.skill.cluster),
        Cell::text(&skill.skill.id),
        Cell::text(&skill.skill.title),
        Cell::text(&given.question.id),
        Cell::text(&given.question.ask),
        Cell::text(given.state),
        Cell::figure(rating.map(Rating::number)),
        Cell::text(rating.map_or("", |rating| report.rubric.label(rating))),
        Cell::text(said(&answer.evidence).unwrap_or_default()),
        Cell::figure(Some(answer.private)),
        Cell::text(reason),
        Cell::text(said(note).unwrap_or_default()),
        Cell::figure(score.score.as_ref().map(two_decimals)),
        Cell::figure(score.supported.as_ref().map(two_decimals)),
        Cell::figure(score.target.as_ref().map(two_decimals)),
        Cell::figure(score.gap().as_ref().map(two_decimals)),
        Cell::text(&given.question.title),
        Cell::text(given.question.kind.word()),
        Cell::text(author.unwrap_or_default()),
        Cell::figure(assessment.finished),
    ]
}
