//! Every skill over all periods: a small picture each, all on the same scale.

use super::drawing::{At, Drawing, Sign, figure, panel, share};
use super::{Course, Multiples};
use crate::escape::markup;

const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 48.0;
/// Room for the marks at the edges.
const EDGE: f64 = 5.0;
/// More points than this would run into each other.
const MAX_DOTS: usize = 16;

#[must_use]
pub fn multiples(multiples: &Multiples<'_>) -> String {
    let panels = multiples.panels.iter();
    let panels = panels.filter(|panel| !panel.skills.is_empty());
    let panels = panels.map(|cluster| {
        let skills = cluster.skills.iter();
        let items = skills.map(|skill| item(skill, &multiples.periods));
        panel(cluster.title, "chart-multiples", &items.collect::<String>())
    });
    let panels: String = panels.collect();
    if panels.is_empty() {
        return panels;
    }
    figure(Some(multiples.finding), &key(multiples), &panels)
}

fn key(multiples: &Multiples<'_>) -> Vec<Sign> {
    let periods = match multiples.periods.as_slice() {
        [first, .., last] => format!("score, 1 to 5, {first} to {last}"),
        _ => "score, 1 to 5".to_owned(),
    };
    let mut key = vec![
        Sign::new(
            |drawing| {
                drawing.polyline("chart-course", &[(0.0, 13.0), (12.0, 4.0)]);
                drawing.circle("chart-dot", (12.0, 4.0), 3.5);
            },
            periods,
        ),
        Sign::new(
            |drawing| drawing.line("chart-goal", (0.0, 8.0), (16.0, 8.0)),
            "target",
        ),
    ];
    let skills = multiples.panels.iter().flat_map(|panel| &panel.skills);
    let mut points = skills.flat_map(|skill| &skill.points);
    if points.any(|point| point.same_questions == Some(false)) {
        key.push(Sign::new(
            |drawing| {
                drawing.polyline("chart-claimed", &[(0.0, 13.0), (10.0, 6.0)]);
                drawing.diamond("chart-ring", (10.0, 6.0), 5.0);
            },
            "not the same questions as before",
        ));
    }
    key
}

fn item(skill: &Course<'_>, periods: &[String]) -> String {
    let mut drawing = Drawing::default();
    draw(&mut drawing, skill);
    let scores = skill.points.iter().filter_map(|point| point.score);
    let scores: Vec<_> = scores.map(|score| score.to_string()).collect();
    // An only score stands behind the picture, as the latest does.
    let (before, behind) = match scores.as_slice() {
        [] => ("", "–"),
        [only] => ("", only.as_str()),
        [first, .., last] => (first.as_str(), last.as_str()),
    };
    format!(
        "<li><span class=\"chart-name\" dir=\"auto\">{}</span><span class=\"chart-figure\">{before}</span>{}\
         <span class=\"chart-figure\">{behind}</span></li>\n",
        markup(skill.title),
        drawing.finish((WIDTH, HEIGHT), &says(skill, periods)),
    )
}

/// A score in its place.
#[derive(Clone, Copy)]
struct Mark {
    at: At,
    /// The score before it stands for other questions.
    is_break: bool,
}

fn draw(drawing: &mut Drawing, skill: &Course<'_>) {
    let level = |share: f64| EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - share);
    let (left, right) = (EDGE, WIDTH - EDGE);
    for end in [0.0, 1.0] {
        drawing.line("chart-step", (left, level(end)), (right, level(end)));
    }
    if let Some(target) = skill.target {
        let y = level(share(target));
        drawing.line("chart-goal", (0.0, y), (WIDTH, y));
    }
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let apart = (right - left) / count(skill.points.len().saturating_sub(1).max(1));
    let points = skill.points.iter().enumerate();
    let marks = points.map(|(index, point)| {
        let is_only = skill.points.len() < 2;
        let x = if is_only {
            right
        } else {
            left + apart * count(index)
        };
        point.score.map(|score| Mark {
            at: (x, level(share(score))),
            is_break: point.same_questions == Some(false),
        })
    });
    let marks: Vec<Option<Mark>> = marks.collect();
    for run in marks.split(Option::is_none) {
        let run: Vec<_> = run.iter().flatten().copied().collect();
        join(drawing, &run);
    }
    dots(drawing, &marks);
}

/// The line through scores that follow each other, dashed where it leads to other questions.
fn join(drawing: &mut Drawing, run: &[Mark]) {
    let mut rest = run;
    while rest.len() > 1 {
        let dashed = rest[1].is_break;
        let alike = rest[1..].iter().take_while(|mark| mark.is_break == dashed);
        let end = 1 + alike.count();
        let corners: Vec<_> = rest[..end].iter().map(|mark| mark.at).collect();
        let class = ["chart-course", "chart-claimed"][usize::from(dashed)];
        drawing.polyline(class, &corners);
        rest = &rest[end - 1..];
    }
}

fn dots(drawing: &mut Drawing, marks: &[Option<Mark>]) {
    let last = marks.iter().rposition(Option::is_some);
    let is_there = |index: Option<usize>| {
        let mark = index.and_then(|index| marks.get(index));
        mark.is_some_and(Option::is_some)
    };
    for (index, mark) in marks.iter().enumerate() {
        let Some(mark) = mark else { continue };
        let is_alone = !is_there(index.checked_sub(1)) && !is_there(Some(index + 1));
        if mark.is_break {
            drawing.diamond("chart-ring", mark.at, 5.0);
        } else if Some(index) == last {
            drawing.circle("chart-dot", mark.at, 3.5);
        } else if is_alone || marks.len() <= MAX_DOTS {
            drawing.circle("chart-dot", mark.at, 2.0);
        }
    }
}

fn says(skill: &Course<'_>, periods: &[String]) -> String {
    let scores = skill.points.iter().zip(periods).map(|(point, period)| {
        let score = point
            .score
            .map_or("no score".to_owned(), |score| score.to_string());
        let others = match (point.score, point.same_questions) {
            (Some(_), Some(false)) => ", not the same questions as before",
            _ => "",
        };
        format!("{score} in {period}{others}")
    });
    let target = skill.target.map(|target| format!("target {target}"));
    let parts: Vec<_> = scores.chain(target).collect();
    format!("{}: {}", skill.title, parts.join("; "))
}
