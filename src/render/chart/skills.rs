//! Where each skill stands on the scale of 1 to 5: last time, now, and against its target.

use itertools::Itertools;

use super::{At, Panel, Sign, circle, figure, line, picture, polygon, rect, share};
use crate::domain::decimal::Hundredths;
use crate::domain::feedback::{Figures, Relation};
use crate::escape::markup;
use crate::report::review::rated;
use crate::report::wording::name;

/// The scale has five equal columns with a step in the middle of each, as the labels above it.
const COLUMN: f64 = 100.0;
const HEIGHT: f64 = 24.0;
const MIDDLE: f64 = HEIGHT / 2.0;
/// Room below for the mark of each relation.
const BELOW: f64 = 14.0;
const KEY: At = (8.0, 8.0);

#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub title: &'a str,
    pub score: Option<Hundredths>,
    /// What evidence shows of the score, where the reader may know: the dot is hollow where it is less.
    pub supported: Option<Hundredths>,
    pub target: Option<Hundredths>,
    /// How far the score moved, like for like; none where nothing can be compared.
    pub change: Option<Hundredths>,
    /// How the skill stands, such as `0.60 short`, `close`, `on target` or `0.50 more`; may be empty.
    pub standing: String,
    /// Whether the gap is one to work on: not close, or more than the person wants.
    pub is_off: bool,
    /// Below the person's own marks; never taken together with them.
    pub others: Vec<(Relation, &'a Figures)>,
}

/// A row a skill under the labels of the ratings. `since` is what the scores are compared with, such as `2026-Q3`.
pub fn skills(labels: &[&str], since: Option<&str>, panels: &[Panel<'_, Row<'_>>]) -> String {
    let labels = labels.iter().zip(1..).map(|(label, step)| {
        let label = markup(label);
        format!("<span>{step} <span class=\"chart-label\">{label}</span></span>")
    });
    // Each row says its figures by itself, so a screen reader skips the labels.
    let axis = format!(
        "<div class=\"chart-row chart-axis\" aria-hidden=\"true\"><div class=\"chart-steps\">{}</div></div>\n",
        labels.collect::<String>()
    );
    let rows: Vec<_> = panels.iter().flat_map(|(_, rows)| rows).collect();
    let item = |row: &Row<'_>| item(row, since);
    figure(None, &key(&rows, since), &axis, "chart-rows", panels, item)
}

fn key(rows: &[&Row<'_>], since: Option<&str>) -> Vec<Sign> {
    let any = |is_such: fn(&Row<'_>) -> bool| rows.iter().any(|row| is_such(row));
    let before = format!("{}, over the same questions", since.unwrap_or_default());
    let target = line("chart-target", (8.0, 1.0), (8.0, 15.0));
    let gap = rect("chart-gap", (1.0, 3.0), (14.0, 10.0));
    let is_full = |row: &Row<'_>| row.score.is_some() && !is_hollow(row);
    let own = [
        (any(is_full), circle("chart-dot", KEY, 5.0), "now"),
        (
            any(is_hollow),
            circle("chart-ring", KEY, 5.0),
            "now, partly without evidence",
        ),
        (
            any(|row| row.change.is_some()),
            circle("chart-before", KEY, 4.0),
            &before,
        ),
        (true, target, "target"),
        (any(|row| self::gap(row).is_some()), gap, "gap"),
    ];
    let own = own.into_iter().filter(|(is_there, ..)| *is_there);
    let own = own.map(|(_, shape, words)| (shape, words.to_owned()));
    let others = rows.iter().flat_map(|row| &row.others);
    let others = others.map(|(relation, _)| *relation).sorted().dedup();
    let others = others.map(|relation| {
        let words = format!("seen by {}", name(relation).to_lowercase());
        (seen(relation, KEY), words)
    });
    own.chain(others).collect()
}

fn item(row: &Row<'_>, since: Option<&str>) -> String {
    let height = HEIGHT + row.others.iter().map(|_| BELOW).sum::<f64>();
    let score = row.score.map_or("–".to_owned(), |score| score.to_string());
    let class = if row.is_off { " chart-off" } else { "" };
    format!(
        "<li class=\"chart-row{class}\"><span class=\"chart-name\" dir=\"auto\">{}</span>{}\
         <span class=\"chart-figure\">{score}</span><span class=\"chart-word\">{}</span></li>\n",
        markup(row.title),
        picture(
            &draw(row, height),
            (5.0 * COLUMN, height),
            &says(row, since)
        ),
        markup(&row.standing)
    )
}

fn draw(row: &Row<'_>, height: f64) -> String {
    let (course, dot) = if is_hollow(row) {
        ("chart-claimed", "chart-ring")
    } else {
        ("chart-course", "chart-dot")
    };
    let steps = (0..5).map(|step| COLUMN * (f64::from(step) + 0.5));
    let mut shapes: String = steps
        .map(|x| line("chart-step", (x, 0.0), (x, height)))
        .collect();
    if let Some((from, to)) = gap(row) {
        let (from, to) = (along(from.as_f64()), along(to.as_f64()));
        shapes += &rect("chart-gap", (from, MIDDLE - 5.0), (to - from, 10.0));
    }
    let score = row.score.map(Hundredths::as_f64);
    let change = row
        .change
        .map(Hundredths::as_f64)
        .filter(|change| *change != 0.0);
    if let Some((score, change)) = score.zip(change) {
        let [before, score] = [score - change, score].map(|it| (along(it), MIDDLE));
        shapes += &line(course, before, score);
        shapes += &circle("chart-before", before, 4.5);
    }
    if let Some(target) = row.target {
        let x = along(target.as_f64());
        shapes += &line("chart-target", (x, 2.0), (x, HEIGHT - 2.0));
    }
    shapes.extend(score.map(|score| circle(dot, (along(score), MIDDLE), 6.5)));
    for (place, (relation, figures)) in (0..).zip(&row.others) {
        let mean = Hundredths::round(&figures.mean).as_f64();
        let y = HEIGHT + BELOW * (f64::from(place) + 0.5) - 2.0;
        shapes += &seen(*relation, (along(mean), y));
    }
    shapes
}

fn seen(relation: Relation, at: At) -> String {
    let corners: &[At] = match relation {
        Relation::Manager => &[(0.0, -6.0), (6.0, 5.0), (-6.0, 5.0)],
        Relation::Counterpart => &[(0.0, 6.0), (6.0, -5.0), (-6.0, -5.0)],
        Relation::Peer => &[(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)],
        Relation::Report => &[(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)],
        Relation::Other => &[(-6.0, -2.5), (6.0, -2.5), (6.0, 2.5), (-6.0, 2.5)],
    };
    polygon("chart-other", at, corners)
}

fn along(figure: f64) -> f64 {
    COLUMN * (0.5 + 4.0 * share(figure))
}

fn is_hollow(row: &Row<'_>) -> bool {
    row.supported.is_some() && row.supported < row.score
}

/// From where to where the score is short of the target, or more than the person wants.
fn gap(row: &Row<'_>) -> Option<(Hundredths, Hundredths)> {
    let (score, target) = row.score.zip(row.target)?;
    let is_gap = score < target || (score > target && row.is_off);
    is_gap.then(|| (score.min(target), score.max(target)))
}

fn says(row: &Row<'_>, since: Option<&str>) -> String {
    let score = row.score;
    let supported = row.supported.filter(|_| is_hollow(row));
    let own = [
        Some(score.map_or("no score".to_owned(), |score| score.to_string())),
        supported.map(|supported| format!("{supported} on evidence alone")),
        row.target.map(|target| format!("target {target}")),
        // Last time's score is not named: it may stand for other questions.
        since
            .filter(|_| score.is_some())
            .map(|since| match row.change {
                None => format!("not compared with {since}"),
                Some(change) => {
                    format!("{} since {since} over the same questions", change.signed())
                }
            }),
    ];
    let others = row.others.iter();
    let others = others.map(|(it, said)| format!("{} {}", name(*it).to_lowercase(), rated(said)));
    let parts: Vec<_> = own.into_iter().flatten().chain(others).collect();
    format!("{}: {}", row.title, parts.join("; "))
}
