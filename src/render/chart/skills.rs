//! Where each skill stands: last time, now, and against its target.

use super::drawing::{At, Drawing, Sign, figure, panel, share};
use super::{Other, Row, Skills};
use crate::domain::decimal::Hundredths;
use crate::domain::feedback::Relation;
use crate::escape::markup;

/// The scale has five equal columns with a step in the middle of each, as the labels above it.
const COLUMN: f64 = 100.0;
const HEIGHT: f64 = 24.0;
const MIDDLE: f64 = HEIGHT / 2.0;
/// Room below for what others say, and how far apart marks of the same figure stand in it.
const BELOW: f64 = 14.0;
const APART: f64 = 14.0;
/// Where a mark stands in the key.
const KEY: At = (14.0, 8.0);

/// The skills of every cluster, a row each.
#[must_use]
pub fn skills(skills: &Skills<'_>) -> String {
    let panels = skills
        .panels
        .iter()
        .filter(|panel| !panel.skills.is_empty());
    let panels = panels.map(|cluster| {
        let rows = cluster.skills.iter().map(|row| item(row, skills.since));
        panel(cluster.title, "chart-rows", &rows.collect::<String>())
    });
    let panels: String = panels.collect();
    if panels.is_empty() {
        return panels;
    }
    figure(
        None,
        &key(skills),
        &format!("{}{panels}", steps(skills.labels)),
    )
}

/// The marks that come up in the picture.
fn key(skills: &Skills<'_>) -> Vec<Sign> {
    let rows = || skills.panels.iter().flat_map(|panel| &panel.skills);
    let since = skills.since;
    let since = since.filter(|_| rows().any(|row| row.before.is_some()));
    let before = since.map(|since| format!("change since {since}, over the same questions"));
    let mark = |is_there: bool, draw: fn(&mut Drawing), words: &str| {
        is_there.then(|| Sign::new(draw, words))
    };
    let own = [
        mark(true, |it| it.circle("chart-dot", KEY, 5.0), "now"),
        mark(
            rows().any(is_hollow),
            |it| it.circle("chart-ring", KEY, 5.0),
            "now, partly without evidence",
        ),
        before.and_then(|before| mark(true, |it| it.circle("chart-before", KEY, 4.0), &before)),
        mark(
            true,
            |it| it.line("chart-target", (14.0, 1.0), (14.0, 15.0)),
            "target",
        ),
        mark(
            rows().any(|row| gap(row).is_some()),
            |it| it.rect("chart-gap", (2.0, 3.0), 24.0, 10.0),
            "gap",
        ),
    ];
    let others = Relation::ALL.into_iter().filter_map(|relation| {
        let mut others = rows().flat_map(|row| &row.others);
        let other = others.find(|other| other.relation == relation)?;
        Some(Sign::new(|it| seen(it, relation, KEY), other.name))
    });
    own.into_iter().flatten().chain(others).collect()
}

/// The labels of the scale. Each row says its figures by itself, so a screen reader skips them.
fn steps(labels: [&str; 5]) -> String {
    let labels = labels.iter().zip(1..);
    let labels = labels.map(|(label, step)| {
        format!(
            "<span>{step} <span class=\"chart-label\">{}</span></span>",
            markup(label)
        )
    });
    format!(
        "<div class=\"chart-row chart-axis\" aria-hidden=\"true\"><div class=\"chart-steps\">{}</div></div>\n",
        labels.collect::<String>()
    )
}

fn item(row: &Row<'_>, since: Option<&str>) -> String {
    let score = row
        .score
        .map_or_else(|| "–".to_owned(), |score| score.to_string());
    let class = if row.is_short { " chart-short" } else { "" };
    format!(
        "<li class=\"chart-row{class}\"><span class=\"chart-name\" dir=\"auto\">{}</span>{}\
         <span class=\"chart-figure\">{score}</span><span class=\"chart-word\">{}</span></li>\n",
        markup(row.title),
        draw(row).finish((5.0 * COLUMN, height(row)), &says(row, since)),
        markup(&row.standing)
    )
}

fn draw(row: &Row<'_>) -> Drawing {
    let mut drawing = Drawing::default();
    for step in 0..5 {
        let x = COLUMN * (f64::from(step) + 0.5);
        drawing.line("chart-step", (x, 0.0), (x, height(row)));
    }
    if let Some((score, target)) = gap(row) {
        let (from, to) = (along(score), along(target));
        drawing.rect("chart-gap", (from, MIDDLE - 5.0), to - from, 10.0);
    }
    let before = row.before.zip(row.score);
    if let Some((before, score)) = before.filter(|(before, score)| before != score) {
        let class = if is_hollow(row) {
            "chart-claimed"
        } else {
            "chart-course"
        };
        drawing.line(class, (along(before), MIDDLE), (along(score), MIDDLE));
        drawing.circle("chart-before", (along(before), MIDDLE), 4.5);
    }
    if let Some(target) = row.target {
        let x = along(target);
        drawing.line("chart-target", (x, 2.0), (x, HEIGHT - 2.0));
    }
    if let Some(score) = row.score {
        let class = if is_hollow(row) {
            "chart-ring"
        } else {
            "chart-dot"
        };
        drawing.circle(class, (along(score), MIDDLE), 6.5);
    }
    for (index, other) in row.others.iter().enumerate() {
        let is_same = |it: &&Other| it.mean == other.mean;
        let count = |others: &[Other]| {
            let same = others.iter().filter(is_same).count();
            f64::from(u32::try_from(same).unwrap_or_default())
        };
        let aside = count(&row.others[..index]) - (count(&row.others) - 1.0) / 2.0;
        let x = along(other.mean) + aside * APART;
        seen(
            &mut drawing,
            other.relation,
            (x, HEIGHT + BELOW / 2.0 - 2.0),
        );
    }
    drawing
}

fn height(row: &Row<'_>) -> f64 {
    HEIGHT + if row.others.is_empty() { 0.0 } else { BELOW }
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

/// The score and the target that it is short of.
fn gap(row: &Row<'_>) -> Option<(Hundredths, Hundredths)> {
    row.score
        .zip(row.target)
        .filter(|(score, target)| score < target)
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

/// A row in words.
fn says(row: &Row<'_>, since: Option<&str>) -> String {
    let score = row
        .score
        .map_or_else(|| "no score".to_owned(), |score| score.to_string());
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
