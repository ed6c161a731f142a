//! Scores as bars against targets, a picture for each cluster.

use super::drawing::{Anchor, At, Caption, Drawing, Frame, Sign, frame};
use super::letters::{BOLD, LINE, SIZE, cut, lines, width};
use super::scale::{Place, count, share, spread};
use super::{Bar, Bars, Panel};
use crate::escape::visible;

const WIDTH: f64 = 360.0;
/// Room left and right of the scale, so that a mark at its end is whole.
const EDGE: f64 = 4.0;
/// The size of a cluster's title, as the style has it.
const HEAD: f64 = 15.0;
const THICK: f64 = 14.0;
/// How far a target's mark reaches beyond the bar.
const REACH: f64 = 4.0;

/// The bars of every cluster, with a key.
#[must_use]
pub fn bars(bars: &Bars<'_>) -> String {
    let parts: String = bars
        .panels
        .iter()
        .enumerate()
        .filter(|(_, panel)| !panel.skills.is_empty())
        .map(|(index, panel)| part(bars, panel, index))
        .collect();
    frame(&Frame {
        key: if parts.is_empty() { &[] } else { &KEY },
        parts: &parts,
    })
}

const KEY: [Sign; 4] = [
    (
        |drawing| drawing.rect("chart-shown", (1.0, 3.0), 26.0, 10.0),
        "score with evidence",
    ),
    (
        |drawing| drawing.rect("chart-claimed", (1.0, 3.0), 26.0, 10.0),
        "score without",
    ),
    (|drawing| mark(drawing, (14.0, 6.0), 5.0), "target"),
    (
        |drawing| drawing.line("chart-gap", (1.0, 8.0), (27.0, 8.0)),
        "gap",
    ),
];

fn part(bars: &Bars<'_>, panel: &Panel<'_, Bar<'_>>, index: usize) -> String {
    let mut drawing = Drawing::default();
    let mut top = head(&mut drawing, panel);
    for skill in &panel.skills {
        top = row(&mut drawing, skill, top);
    }
    let height = axis(&mut drawing, bars.labels, top);
    let caption = Caption {
        id: format!("{}-{}", bars.id, index + 1),
        title: format!("{}: {}", bars.title, panel.title),
        says: says(panel),
    };
    drawing.finish(&format!("chart-{}", index % 2), (WIDTH, height), &caption)
}

/// The cluster's title and what is said of it; gives where the first skill begins.
pub(super) fn head<T>(drawing: &mut Drawing, panel: &Panel<'_, T>) -> f64 {
    let mut base = HEAD + 2.0;
    let title = cut(panel.title, WIDTH * BOLD * SIZE / HEAD);
    drawing.text("chart-head", (0.0, base), Anchor::Start, &title);
    let said = Some(&panel.said).filter(|said| !said.is_empty());
    for line in said.map_or_else(Vec::new, |said| lines(said, WIDTH, 3)) {
        base += LINE;
        drawing.text("chart-quiet", (0.0, base), Anchor::Start, &line);
    }
    base + 10.0
}

/// One skill; gives where the next begins.
fn row(drawing: &mut Drawing, skill: &Bar<'_>, top: f64) -> f64 {
    let figure = figure(skill);
    let titles = lines(skill.title, WIDTH - width(&figure) - SIZE, 2);
    drawing.begin("chart-skill", &sentence(skill));
    let mut base = top + LINE;
    drawing.text("chart-figure", (WIDTH, base), Anchor::End, &figure);
    for (index, line) in titles.iter().enumerate() {
        base = top + LINE * count(index + 1);
        drawing.text("", (0.0, base), Anchor::Start, line);
    }
    let y = base + 9.0;
    let (start, end) = (along(0.0), along(1.0));
    drawing.rect("chart-track", (start, y), end - start, THICK);
    for step in 1..5 {
        let x = along(count(step) / 4.0);
        drawing.line("chart-step", (x, y), (x, y + THICK));
    }
    let target = skill.target.map(|target| along(share(target)));
    if let Some(score) = skill.score {
        let reach = along(share(score));
        let shown = skill.supported.map_or(start, |shown| along(share(shown)));
        let shown = shown.min(reach);
        drawing.rect("chart-shown", (start, y), shown - start, THICK);
        if shown < reach {
            drawing.rect("chart-claimed", (shown, y), reach - shown, THICK);
        }
        if let Some(target) = target.filter(|target| *target > reach) {
            let middle = y + THICK / 2.0;
            drawing.line("chart-gap", (reach, middle), (target, middle));
        }
    }
    drawing.line("chart-base", (start, y - 2.0), (start, y + THICK + 2.0));
    if let Some(target) = target {
        mark(drawing, (target, y), THICK);
    }
    drawing.end();
    y + THICK + 8.0
}

/// A target on a bar whose upper edge is at this height.
fn mark(drawing: &mut Drawing, (x, y): At, thick: f64) {
    let (above, below) = (y - REACH, y + thick + REACH);
    drawing.line("chart-halo", (x, above), (x, below));
    drawing.line("chart-target", (x, above), (x, below));
    let head = [
        (x - 4.0, above - 1.0),
        (x + 4.0, above - 1.0),
        (x, above + 5.0),
    ];
    drawing.polygon("chart-peak", &head);
}

/// The steps of the scale under the bars; gives where the picture ends.
fn axis(drawing: &mut Drawing, labels: [&str; 5], top: f64) -> f64 {
    let base = top + LINE;
    for step in 0..5 {
        let anchor = match step {
            0 => Anchor::Start,
            4 => Anchor::End,
            _ => Anchor::Middle,
        };
        let x = match step {
            0 => 0.0,
            4 => WIDTH,
            _ => along(count(step) / 4.0),
        };
        drawing.text("chart-quiet", (x, base), anchor, &(step + 1).to_string());
    }
    for (x, anchor, label) in placed(labels) {
        drawing.text("chart-quiet", (x, base + LINE), anchor, &label);
    }
    base + LINE + 6.0
}

/// The labels and where they stand: all five where they fit under their steps, else those of the
/// ends and of the middle.
fn placed(labels: [&str; 5]) -> Vec<(f64, Anchor, String)> {
    const APART: f64 = 5.0;
    /// How far from its step a label may stand.
    const ASTRAY: f64 = 14.0;
    let labels = labels.map(visible);
    let places: Vec<_> = labels
        .iter()
        .enumerate()
        .map(|(step, label)| Place {
            middle: along(count(step) / 4.0).max(width(label) / 2.0),
            size: width(label) + APART,
        })
        .collect();
    let middles = spread(&places, -APART / 2.0, WIDTH + APART / 2.0);
    let room: f64 = places.iter().map(|place| place.size).sum();
    let inner = || places.iter().zip(&middles).skip(1).take(3);
    let is_near = |(place, middle): (&Place, &f64)| (place.middle - middle).abs() <= ASTRAY;
    let third = WIDTH / 3.0 - APART;
    let [first, second, third, fourth, last] = if room <= WIDTH + APART && inner().all(is_near) {
        labels
    } else {
        let [first, _, middle, _, last] = labels.map(|label| cut(&label, third));
        let places = [
            (0.0, Anchor::Start),
            (WIDTH / 2.0, Anchor::Middle),
            (WIDTH, Anchor::End),
        ];
        let few = places.into_iter().zip([first, middle, last]);
        return few.map(|((x, anchor), label)| (x, anchor, label)).collect();
    };
    vec![
        (0.0, Anchor::Start, first),
        (middles[1], Anchor::Middle, second),
        (middles[2], Anchor::Middle, third),
        (middles[3], Anchor::Middle, fourth),
        (WIDTH, Anchor::End, last),
    ]
}

/// From the left to a share of the scale.
fn along(share: f64) -> f64 {
    EDGE + share * (WIDTH - 2.0 * EDGE)
}

fn figure(skill: &Bar<'_>) -> String {
    match (skill.score, skill.target) {
        (Some(score), Some(target)) => format!("{score}, target {target}"),
        (Some(score), None) => score.to_string(),
        (None, _) => "no score".to_owned(),
    }
}

/// The whole of a cluster in words.
fn says(panel: &Panel<'_, Bar<'_>>) -> String {
    let mut parts: Vec<_> = panel.skills.iter().map(sentence).collect();
    if !panel.said.is_empty() {
        parts.insert(0, panel.said.clone());
    }
    format!("{}.", parts.join("; "))
}

fn sentence(skill: &Bar<'_>) -> String {
    let score = skill
        .score
        .map_or_else(|| "no score".to_owned(), |score| score.to_string());
    let mut parts = vec![format!("{} {score}", skill.title)];
    let supported = skill.supported.filter(|_| skill.score.is_some());
    parts.extend(supported.map(|supported| format!("supported {supported}")));
    parts.extend(skill.target.map(|target| format!("target {target}")));
    parts.extend(skill.gap.map(|gap| format!("gap {gap}")));
    parts.join(", ")
}
