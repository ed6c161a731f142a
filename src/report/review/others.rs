//! What others see, as figures alone.

use itertools::Itertools;

use crate::domain::feedback::{Figures, HandedOn};
use crate::page::{Block, Cell, paragraph, table};
use crate::report::Report;
use crate::report::compare::name;
use crate::report::wording::two_decimals;

/// Said below the figures, since their readers know neither the statements nor who was asked.
const ABOUT: &str = "Others rated statements of their own: compare the direction, not the decimals. \
                     n is how many rated a skill; fewer than three of a group are not shown.";

pub(super) fn blocks(report: &Report<'_>, others: &HandedOn) -> Vec<Block> {
    let titles = others.keys().map(|relation| name(*relation));
    let titles = ["Skill".to_owned()].into_iter().chain(titles);
    let kinds = format!("w{}", "r".repeat(others.len()));
    let is_rated = |id: &String| others.values().any(|skills| skills.contains_key(id));
    let skills = report
        .skills()
        .map(|skill| skill.skill)
        .filter(|it| is_rated(&it.id));
    let rows = skills.map(|skill| {
        let figures = others.values().map(|skills| skills.get(&skill.id));
        let figures = figures.map(|it| it.map_or_else(|| "–".to_owned(), rated));
        let cells = [skill.title.clone()].into_iter().chain(figures);
        cells.map(Cell::from).collect_vec()
    });
    let rows = rows.collect_vec();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Block::Table(table(titles, &kinds, rows)), paragraph(ABOUT)]
}

/// A mean with how many rated, such as `3.5 (n 6, 2–5)`: no decimal that the ratings of a few people don't bear.
pub fn rated(figures: &Figures) -> String {
    let range = match figures.range().filter(|_| figures.n > 1) {
        Some((low, high)) if low == high => format!(", all {low}"),
        Some((low, high)) => format!(", {low}–{high}"),
        None => String::new(),
    };
    let mean = two_decimals(&figures.mean);
    let mean = mean.trim_end_matches('0').trim_end_matches('.');
    format!("{mean} (n {}{range})", figures.n)
}

pub(super) fn preflight(others: &HandedOn) -> Option<String> {
    let known = others.keys().filter(|relation| relation.is_one_person());
    let known = known.map(|relation| relation.word()).join(" and your ");
    (!known.is_empty()).then(|| {
        format!(
            "readers know who your {known} is, and so whose ratings these are; ask before you hand them on"
        )
    })
}
