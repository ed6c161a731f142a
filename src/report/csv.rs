//! Rows for a spreadsheet (RFC 4180), in which no text is taken for a formula.

use std::fmt::Display;

use ::csv::{Terminator, WriterBuilder};
use anyhow::Result;

use super::json::said;
use super::wording::two_decimals;
use super::{AnswerReport, Report, SkillReport};
use crate::domain::assessment::State;
use crate::domain::decimal::Exact;
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

    pub(super) fn score(score: Option<&Exact>) -> Self {
        Self::figure(score.map(two_decimals))
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

/// An answer, and what it belongs to.
struct Row<'r, 'a> {
    report: &'r Report<'a>,
    skill: &'r SkillReport<'a>,
    given: &'r AnswerReport<'a>,
}

impl Row<'_, '_> {
    fn rating(&self) -> Option<Rating> {
        self.given.answer.rating()
    }

    fn reason(&self) -> &'static str {
        match &self.given.answer.state {
            State::NotApplicable { reason, .. } => reason.word(),
            _ => "",
        }
    }
}

type Column = (&'static str, fn(&Row<'_, '_>) -> Cell);

/// The columns of an exported assessment: their names and order are a promise to other programs.
const ANSWERS: [Column; 25] = [
    ("period", |it| {
        Cell::text(&it.report.assessment.period.to_string())
    }),
    ("status", |it| {
        Cell::text(&it.report.assessment.status().to_string())
    }),
    ("rubric", |it| Cell::text(&it.report.assessment.rubric.id)),
    ("role", |it| Cell::text(&it.report.bar.profile.id)),
    ("stage", |it| {
        Cell::text(it.report.bar.stage.map_or("", |stage| &stage.id))
    }),
    ("cluster", |it| Cell::text(&it.skill.skill.cluster)),
    ("skill", |it| Cell::text(&it.skill.skill.id)),
    ("skill_title", |it| Cell::text(&it.skill.skill.title)),
    ("question", |it| Cell::text(&it.given.question.id)),
    ("ask", |it| Cell::text(&it.given.question.ask)),
    ("state", |it| Cell::text(it.given.state)),
    ("rating", |it| Cell::figure(it.rating().map(Rating::number))),
    ("label", |it| {
        Cell::text(
            it.rating()
                .map_or("", |rating| it.report.rubric.label(rating)),
        )
    }),
    ("evidence", |it| {
        Cell::text(said(&it.given.answer.evidence).unwrap_or_default())
    }),
    ("private", |it| Cell::figure(Some(it.given.answer.private))),
    ("reason", |it| Cell::text(it.reason())),
    ("note", |it| {
        Cell::text(said(it.given.answer.note()).unwrap_or_default())
    }),
    ("score", |it| Cell::score(it.skill.score.score.as_ref())),
    ("supported", |it| {
        Cell::score(it.skill.score.supported.as_ref())
    }),
    ("target", |it| Cell::score(it.skill.score.target.as_ref())),
    ("gap", |it| Cell::score(it.skill.score.gap().as_ref())),
    ("title", |it| Cell::text(&it.given.question.title)),
    ("kind", |it| Cell::text(it.given.question.kind.word())),
    ("author", |it| {
        Cell::text(it.report.author.name.unwrap_or_default())
    }),
    ("finished", |it| Cell::figure(it.report.assessment.finished)),
];

pub fn answers(reports: &[Report<'_>]) -> Result<String> {
    let rows = reports.iter().flat_map(|report| {
        let skills = report.skills();
        skills.flat_map(move |skill| {
            let answers = skill.answers.iter();
            answers.map(move |given| Row {
                report,
                skill,
                given,
            })
        })
    });
    let rows = rows.map(|row| ANSWERS.map(|(_, cell)| cell(&row)));
    write(ANSWERS.map(|(title, _)| title), rows)
}
