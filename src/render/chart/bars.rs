//! Scores as bars against targets, a picture for each cluster.

use super::drawing::{Anchor, At, Caption, Drawing, Frame, frame};
use super::letters::{LINE, SIZE, cut, lines, width};
use super::scale::{Place, count, share, spread};
use super::{Bar, Bars, Panel};

const WIDTH: f64 = 360.0;
/// Room left and right of the scale, so that a mark at its end is whole.
const EDGE: f64 = 4.0;
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
        .map(|(index, panel)| part(bars, panel, index))
        .collect();
    frame(&Frame {
        class: "chart-panels",
        key: &key(),
        parts: &parts,
        note: "",
    })
}

fn key() -> [(String, &'static str); 3] {
    let swatch = |draw: fn(&mut Drawing)| {
        let mut drawing = Drawing::default();
        draw(&mut drawing);
        drawing.swatch((24.0, 14.0))
    };
    [
        (
            swatch(|drawing| drawing.rect("chart-shown", (1.0, 2.0), 22.0, 10.0)),
            "backed by evidence",
        ),
        (
            swatch(|drawing| drawing.rect("chart-claimed", (1.0, 2.0), 22.0, 10.0)),
            "claimed without",
        ),
        (swatch(|drawing| mark(drawing, (12.0, 5.0), 5.0)), "target"),
    ]
}

fn part(bars: &Bars<'_>, panel: &Panel<'_, Bar<'_>>, index: usize) -> String {
    let mut drawing = Drawing::default();
    let mut top = head(&mut drawing, panel);
    let first = top + LINE;
    for skill in &panel.skills {
        top = row(&mut drawing, skill, top);
    }
    // The steps lie behind every bar, and how far they reach is known only now.
    let mut steps = Drawing::default();
    for step in 0..5 {
        let x = along(count(step) / 4.0);
        steps.line("chart-step", (x, first), (x, top));
    }
    let height = axis(&mut drawing, bars.labels, top);
    steps.append(drawing);
    let caption = Caption {
        id: format!("{}-{}", bars.id, index + 1),
        title: format!("{}: {}", bars.title, panel.title),
        says: says(panel),
    };
    steps.finish(&format!("chart-{}", index % 2), (WIDTH, height), &caption)
}

/// The cluster's title and what is said of it; gives where the first skill begins.
pub(super) fn head<T>(drawing: &mut Drawing, panel: &Panel<'_, T>) -> f64 {
    let mut base = SIZE + 2.0;
    drawing.text(
        "chart-head",
        (0.0, base),
        Anchor::Start,
        &cut(panel.title, WIDTH * 0.85),
    );
    for line in lines(&panel.said, WIDTH, 2) {
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
    for (x, label) in placed(labels) {
        drawing.text("chart-quiet", (x, base + LINE), Anchor::Middle, &label);
    }
    base + LINE + 6.0
}

/// The labels and their middles: all five where they fit under each other's steps, else those of
/// the ends and of the middle.
fn placed(labels: [&str; 5]) -> Vec<(f64, String)> {
    const APART: f64 = 6.0;
    const ASTRAY: f64 = 12.0;
    let place = |step: usize, label: String| {
        let half = width(&label) / 2.0;
        // At the ends a label stands flush with its figure.
        let middle = match step {
            0 => half,
            4 => WIDTH - half,
            _ => along(count(step) / 4.0),
        };
        let size = half * 2.0 + APART;
        (label, Place { middle, size })
    };
    let tried = |labels: Vec<(String, Place)>| {
        let places: Vec<_> = labels.iter().map(|(_, place)| *place).collect();
        let middles = spread(&places, -APART / 2.0, WIDTH + APART / 2.0);
        let moved = middles.iter().zip(&places);
        let fits = moved
            .clone()
            .all(|(middle, place)| (middle - place.middle).abs() <= ASTRAY)
            && places.iter().map(|place| place.size).sum::<f64>() <= WIDTH + APART;
        let labels = labels.into_iter().map(|(label, _)| label);
        fits.then(|| middles.into_iter().zip(labels).collect())
    };
    let all = labels.iter().enumerate();
    let all = all.map(|(step, label)| place(step, crate::escape::visible(label)));
    tried(all.collect()).unwrap_or_else(|| {
        let third = WIDTH / 3.0 - APART;
        let few =
            [0, 2, 4].map(|step| place(step, cut(&crate::escape::visible(labels[step]), third)));
        few.into_iter()
            .map(|(label, place)| (place.middle, label))
            .collect()
    })
}

/// From the left to a share of the scale.
fn along(share: f64) -> f64 {
    EDGE + share * (WIDTH - 2.0 * EDGE)
}

fn figure(skill: &Bar<'_>) -> String {
    match (skill.score, skill.target) {
        (Some(score), Some(target)) => format!("{score} of {target}"),
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
