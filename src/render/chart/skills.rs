//! Where each skill stands: last time, now, and against its target.

use super::drawing::{At, Drawing, Sign, figure, panel, share};
use super::{Other, Row, Skills};
use crate::domain::decimal::Hundredths;
use crate::domain::feedback::Relation;
use crate::escape::markup;
use crate::report::compare::name;

/// The scale has five equal columns with a step in the middle of each, as the labels above it.
const COLUMN: f64 = 100.0;
const HEIGHT: f64 = 24.0;
const MIDDLE: f64 = HEIGHT / 2.0;
/// Room below for what others say: for each line of their marks, and along it for each mark.
const BELOW: f64 = 14.0;
const APART: f64 = 13.0;
/// Where a mark stands in the key.
const KEY: At = (8.0, 8.0);

#[must_use]
pub fn skills(skills: &Skills<'_>) -> String {
    let panels = skills.panels.iter();
    let panels = panels.filter(|panel| !panel.skills.is_empty());
    let panels = panels.map(|cluster| {
        let rows = cluster.skills.iter().map(|row| item(row, skills.since));
        panel(cluster.title, "chart-rows", &rows.collect::<String>())
    });
    let panels: String = panels.collect();
    if panels.is_empty() {
        return panels;
    }
    let rows = format!("{}{panels}", steps(skills.labels));
    figure(None, &key(skills), &rows)
}

/// The marks that come up in the picture.
fn key(skills: &Skills<'_>) -> Vec<Sign> {
    let rows = || skills.panels.iter().flat_map(|panel| &panel.skills);
    let since = skills.since;
    let since = since.filter(|_| rows().any(|row| row.before.is_some()));
    let before = since.map(|since| format!("{since}, over the same questions"));
    let is_full = |row: &Row<'_>| row.score.is_some() && !is_hollow(row);
    let full = rows().any(is_full).then_some("now");
    let hollow = rows().any(is_hollow);
    let hollow = hollow.then_some("now, partly without evidence");
    let gap = rows().any(|row| gap(row).is_some()).then_some("gap");
    let own: [(_, fn(&mut Drawing)); 5] = [
        (full, |it| it.circle("chart-dot", KEY, 5.0)),
        (hollow, |it| it.circle("chart-ring", KEY, 5.0)),
        (before.as_deref(), |it| it.circle("chart-before", KEY, 4.0)),
        (Some("target"), |it| {
            it.line("chart-target", (8.0, 1.0), (8.0, 15.0))
        }),
        (gap, |it| it.rect("chart-gap", (1.0, 3.0), 14.0, 10.0)),
    ];
    let own = own
        .into_iter()
        .filter_map(|(words, draw)| Some(Sign::new(draw, words?)));
    let others = Relation::ALL.into_iter().filter_map(|relation| {
        let mut others = rows().flat_map(|row| &row.others);
        let is_there = others.any(|other| other.relation == relation);
        let words = format!("seen by {}", name(relation).to_lowercase());
        is_there.then(|| Sign::new(|it| seen(it, relation, KEY), words))
    });
    own.chain(others).collect()
}

/// The labels of the scale. Each row says its figures by itself, so a screen reader skips them.
fn steps(labels: [&str; 5]) -> String {
    let labels = labels.iter().zip(1..);
    let labels = labels.map(|(label, step)| {
        let label = markup(label);
        format!("<span>{step} <span class=\"chart-label\">{label}</span></span>")
    });
    format!(
        "<div class=\"chart-row chart-axis\" aria-hidden=\"true\"><div class=\"chart-steps\">{}</div></div>\n",
        labels.collect::<String>()
    )
}

fn item(row: &Row<'_>, since: Option<&str>) -> String {
    let lines = lines(row);
    let height = HEIGHT + lines.iter().map(|_| BELOW).sum::<f64>();
    let score = row.score.map_or("–".to_owned(), |score| score.to_string());
    let class = if row.is_off { " chart-off" } else { "" };
    format!(
        "<li class=\"chart-row{class}\"><span class=\"chart-name\" dir=\"auto\">{}</span>{}\
         <span class=\"chart-figure\">{score}</span><span class=\"chart-word\">{}</span></li>\n",
        markup(row.title),
        draw(row, &lines, height).finish((5.0 * COLUMN, height), &says(row, since)),
        markup(&row.standing)
    )
}

fn draw(row: &Row<'_>, lines: &[Vec<&Other>], height: f64) -> Drawing {
    let mut drawing = Drawing::default();
    let (line, dot) = if is_hollow(row) {
        ("chart-claimed", "chart-ring")
    } else {
        ("chart-course", "chart-dot")
    };
    for step in 0..5 {
        let x = COLUMN * (f64::from(step) + 0.5);
        drawing.line("chart-step", (x, 0.0), (x, height));
    }
    if let Some((from, to)) = gap(row) {
        let (from, to) = (along(from), along(to));
        drawing.rect("chart-gap", (from, MIDDLE - 5.0), to - from, 10.0);
    }
    let before = row.before.zip(row.score);
    if let Some((before, score)) = before.filter(|(before, score)| before != score) {
        drawing.line(line, (along(before), MIDDLE), (along(score), MIDDLE));
        drawing.circle("chart-before", (along(before), MIDDLE), 4.5);
    }
    if let Some(target) = row.target {
        let x = along(target);
        drawing.line("chart-target", (x, 2.0), (x, HEIGHT - 2.0));
    }
    if let Some(score) = row.score {
        drawing.circle(dot, (along(score), MIDDLE), 6.5);
    }
    for (line, others) in (0..).zip(lines) {
        let y = HEIGHT + BELOW * (f64::from(line) + 0.5) - 2.0;
        for other in others {
            seen(&mut drawing, other.relation, (along(other.mean), y));
        }
    }
    drawing
}

/// The marks of others, each in the first line where it covers none.
fn lines<'r>(row: &'r Row<'_>) -> Vec<Vec<&'r Other>> {
    let mut lines: Vec<Vec<&Other>> = Vec::new();
    for other in &row.others {
        let is_apart = |it: &&Other| (along(it.mean) - along(other.mean)).abs() >= APART;
        match lines.iter_mut().find(|line| line.iter().all(is_apart)) {
            Some(line) => line.push(other),
            None => lines.push(vec![other]),
        }
    }
    lines
}

/// A mark for what others say, by its shape alone.
fn seen(drawing: &mut Drawing, relation: Relation, at: At) {
    let corners: &[At] = match relation {
        Relation::Manager => &[(0.0, -6.0), (6.0, 5.0), (-6.0, 5.0)],
        Relation::Counterpart => &[(0.0, 6.0), (6.0, -5.0), (-6.0, -5.0)],
        Relation::Peer => &[(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)],
        Relation::Report => &[(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)],
        Relation::Other => &[
            (-3.0, -5.0),
            (3.0, -5.0),
            (6.0, 0.0),
            (3.0, 5.0),
            (-3.0, 5.0),
            (-6.0, 0.0),
        ],
    };
    drawing.polygon("chart-other", at, corners);
}

fn along(figure: Hundredths) -> f64 {
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

/// How far a skill moved, in words. Last time's score is not named: it may stand for other questions.
fn moved(change: Option<Hundredths>, since: &str) -> String {
    let Some(change) = change else {
        return format!("not compared with {since}");
    };
    let moved = match change.signed().split_at_checked(1) {
        Some(("+", by)) => format!("up {by}"),
        Some(("-", by)) => format!("down {by}"),
        _ => "no change".to_owned(),
    };
    format!("{moved} since {since} over the same questions")
}

fn says(row: &Row<'_>, since: Option<&str>) -> String {
    let score = row
        .score
        .map_or("no score".to_owned(), |score| score.to_string());
    let supported = row.supported.filter(|_| is_hollow(row));
    let supported = supported.map(|supported| format!("{supported} on evidence alone"));
    let target = row.target.map(|target| format!("target {target}"));
    let since = since.filter(|_| row.score.is_some());
    let own = [
        Some(score),
        supported,
        target,
        since.map(|since| moved(row.change, since)),
    ];
    let others = row.others.iter().map(|other| other.said.clone());
    let parts: Vec<_> = own.into_iter().flatten().chain(others).collect();
    format!("{}: {}", row.title, parts.join("; "))
}
