//! What others see, as figures alone.

use crate::domain::feedback::{Figures, HandedOn};
use crate::page::{Block, Cell, paragraph, table};
use crate::report::Report;
use crate::report::compare::{name, plural};
use crate::report::wording::two_decimals;

/// Said below the figures, since their readers know neither the statements nor who was asked.
const ABOUT: &str = "Others rated statements of their own: compare the direction, not the decimals. \
                     n is how many rated a skill; fewer than three of a group are not shown.";

/// A row for each skill that others rated.
pub(super) fn blocks(report: &Report<'_>, others: &HandedOn) -> Vec<Block> {
    let titles = std::iter::once("Skill").chain(others.keys().map(|relation| name(*relation)));
    let kinds = format!("w{}", "r".repeat(others.len()));
    let rows = report.skills().filter_map(|skill| {
        let figures = others.values().map(|skills| skills.get(&skill.skill.id));
        let is_rated = figures.clone().any(|figures| figures.is_some());
        let figures = figures.map(|it| it.map_or_else(|| "–".to_owned(), rated));
        let cells = std::iter::once(skill.skill.title.clone()).chain(figures);
        is_rated.then(|| cells.map(Cell::from).collect())
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(table(titles, &kinds, rows)), paragraph(ABOUT)]
}

/// A mean to the half step with how many rated, such as `3.5 (n 6, 2–5)`.
#[must_use]
pub fn rated(figures: &Figures) -> String {
    let range = figures.range().filter(|_| figures.n > 1);
    let range = match range {
        Some((low, high)) if low == high => format!(", all {low}"),
        Some((low, high)) => format!(", {low}–{high}"),
        None => String::new(),
    };
    format!("{} (n {}{range})", halves(figures), figures.n)
}

/// `3` or `3.5`: no decimal that the ratings of a few people don't bear.
fn halves(figures: &Figures) -> String {
    let mean = two_decimals(&figures.mean);
    mean.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What the author should know about it before somebody else reads it.
pub(super) fn preflight(others: &HandedOn) -> Option<String> {
    let known = others.keys().filter(|relation| relation.is_one_person());
    let known: Vec<_> = known.map(|relation| plural(*relation, 1)).collect();
    (!known.is_empty()).then(|| {
        format!(
            "readers know who your {} is, and so whose ratings these are; ask before you hand them on",
            known.join(" and your ")
        )
    })
}
