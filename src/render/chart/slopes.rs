//! What changed between two periods: a line for each skill from what it was to what it is.

use super::bars::head;
use super::drawing::{Anchor, At, Caption, Drawing, Frame, Sign, apart, frame};
use super::letters::{BOLD, LINE, lines};
use super::scale::{Place, count, share, spread};
use super::{Moved, Panel, Slope, Slopes};
use crate::domain::diff::Reading;
use crate::domain::figure::Hundredths;
use crate::report::diff::word;

const WIDTH: f64 = 360.0;
/// Where the two periods stand.
const THEN: f64 = 66.0;
const NOW: f64 = 184.0;
/// From a period to what is written beside it.
const BESIDE: f64 = 16.0;
/// What keeps labels apart that stand under each other.
const APART: f64 = 5.0;
const LOWEST: f64 = 200.0;

/// The lines of every cluster, with a key and what cannot be compared.
#[must_use]
pub fn slopes(slopes: &Slopes<'_>) -> String {
    let parts: String = slopes
        .panels
        .iter()
        .enumerate()
        .filter_map(|(index, panel)| part(slopes, panel, index))
        .collect();
    let skills = slopes.panels.iter().flat_map(|panel| &panel.skills);
    let others: Vec<_> = skills
        .filter(|skill| moved(skill).is_none())
        .map(|skill| apart(skill.title))
        .collect();
    let below = if others.is_empty() {
        String::new()
    } else {
        let others = others.join(", ");
        format!("<p class=\"chart-note\">Not comparable: {others}.</p>\n")
    };
    frame(&Frame {
        key: if parts.is_empty() { &[] } else { &KEY },
        parts: &parts,
        below: &below,
    })
}

const KEY: [Sign; 3] = [
    (|drawing| sample(drawing, Reading::Clear), "clear change"),
    (|drawing| sample(drawing, Reading::Small), "small change"),
    (|drawing| sample(drawing, Reading::None), "no change"),
];

fn sample(drawing: &mut Drawing, reading: Reading) {
    let (from, to) = match reading {
        Reading::None => ((5.0, 8.0), (23.0, 8.0)),
        _ => ((5.0, 11.0), (23.0, 5.0)),
    };
    slope(drawing, reading, from, to);
}

/// What is drawn of a skill.
fn moved(skill: &Slope<'_>) -> Option<Moved> {
    skill
        .moved
        .filter(|moved| moved.reading != Reading::NotComparable)
}

/// A skill in its place.
struct Label {
    moved: Moved,
    lines: Vec<String>,
    whole: String,
}

fn part(slopes: &Slopes<'_>, panel: &Panel<'_, Slope<'_>>, index: usize) -> Option<String> {
    let mut labels: Vec<_> = panel.skills.iter().filter_map(label).collect();
    if labels.is_empty() {
        return None;
    }
    // From the top down, as they will stand.
    labels.sort_by_key(|label| std::cmp::Reverse((label.moved.to, label.moved.from)));
    let mut drawing = Drawing::default();
    let base = head(&mut drawing, panel) + 12.0;
    for (x, period) in [(THEN, &slopes.from), (NOW, &slopes.to)] {
        let period = super::letters::cut(period, NOW - THEN);
        drawing.text("chart-quiet", (x, base), Anchor::Middle, &period);
    }
    let top = base + LINE + 2.0;
    let sizes = labels.iter().map(|label| size(label.lines.len()));
    let height = sizes.sum::<f64>().max(LOWEST);
    let level = |figure: Hundredths| top + height * (1.0 - share(figure));
    for step in 0..5 {
        let y = top + height * count(step) / 4.0;
        drawing.line("chart-step", (THEN, y), (NOW, y));
        let rating = (5 - step).to_string();
        drawing.text(
            "chart-quiet chart-rating",
            (0.0, y + 4.0),
            Anchor::Start,
            &rating,
        );
    }
    for x in [THEN, NOW] {
        drawing.line("chart-axis", (x, top), (x, top + height));
    }
    for reading in [Reading::None, Reading::Small, Reading::Clear] {
        for label in labels.iter().filter(|label| label.moved.reading == reading) {
            let moved = label.moved;
            drawing.begin("chart-skill", &label.whole);
            slope(
                &mut drawing,
                reading,
                (THEN, level(moved.from)),
                (NOW, level(moved.to)),
            );
            drawing.end();
        }
    }
    then(&mut drawing, &labels, &level, (top, top + height));
    now(&mut drawing, &labels, &level, (top, top + height));
    let caption = Caption {
        id: format!("{}-{}", slopes.id, index + 1),
        title: format!(
            "{}: {}, {} to {}",
            slopes.title, panel.title, slopes.from, slopes.to
        ),
        says: says(panel),
    };
    let size = (WIDTH, top + height + LINE);
    Some(drawing.finish(&format!("chart-{}", index % 2), size, &caption))
}

fn label(skill: &Slope<'_>) -> Option<Label> {
    let moved = moved(skill)?;
    let room = match moved.reading {
        Reading::Clear => (WIDTH - NOW - BESIDE) * BOLD,
        _ => WIDTH - NOW - BESIDE,
    };
    let mut lines = lines(skill.title, room, 2);
    lines.push(match moved.reading {
        Reading::None => moved.to.to_string(),
        _ => format!(
            "{}, {} {}",
            moved.to,
            moved.change.signed(),
            word(moved.reading)
        ),
    });
    Some(Label {
        moved,
        lines,
        whole: sentence(skill),
    })
}

fn size(lines: usize) -> f64 {
    LINE * count(lines) + APART
}

fn slope(drawing: &mut Drawing, reading: Reading, from: At, to: At) {
    let (line, dot, radius) = match reading {
        Reading::Clear => ("chart-clear", "chart-dot", 5.0),
        Reading::Small => ("chart-small", "chart-ring", 4.0),
        Reading::None | Reading::NotComparable => ("chart-none", "chart-speck", 2.5),
    };
    drawing.line(line, from, to);
    for end in [from, to] {
        drawing.circle(dot, end, radius);
    }
}

/// The figures of the earlier period, each once.
fn then(drawing: &mut Drawing, labels: &[Label], level: &dyn Fn(Hundredths) -> f64, edges: At) {
    let mut figures: Vec<_> = labels.iter().map(|label| label.moved.from).collect();
    figures.sort_unstable_by(|one, other| other.cmp(one));
    figures.dedup();
    let places: Vec<_> = figures
        .iter()
        .map(|&figure| Place {
            middle: level(figure),
            size: LINE,
        })
        .collect();
    // Half a line more at both ends: there the figures stand at the end of the scale.
    let (low, high) = (edges.0 - LINE / 2.0, edges.1 + LINE / 2.0);
    for (&figure, y) in figures.iter().zip(spread(&places, low, high)) {
        let x = THEN - BESIDE;
        lead(drawing, (THEN - 6.0, level(figure)), (x + 2.0, y));
        drawing.text(
            "chart-figure",
            (x, y + 4.5),
            Anchor::End,
            &figure.to_string(),
        );
    }
}

/// Titles and figures of the later period.
fn now(drawing: &mut Drawing, labels: &[Label], level: &dyn Fn(Hundredths) -> f64, edges: At) {
    let places: Vec<_> = labels
        .iter()
        .map(|label| Place {
            middle: level(label.moved.to),
            size: size(label.lines.len()),
        })
        .collect();
    let (low, high) = (edges.0 - LINE / 2.0, edges.1 + LINE);
    for (label, middle) in labels.iter().zip(spread(&places, low, high)) {
        let x = NOW + BESIDE;
        lead(
            drawing,
            (NOW + 6.0, level(label.moved.to)),
            (x - 3.0, middle),
        );
        let last = label.lines.len() - 1;
        let first = middle - LINE * count(last) / 2.0 + 4.5;
        let strong = label.moved.reading == Reading::Clear;
        drawing.begin("chart-label", &label.whole);
        for (index, line) in label.lines.iter().enumerate() {
            let class = match (index == last, strong) {
                (true, true) => "chart-figure",
                (true, false) => "chart-figure chart-quiet",
                (false, true) => "chart-strong",
                (false, false) => "",
            };
            drawing.text(class, (x, first + LINE * count(index)), Anchor::Start, line);
        }
        drawing.end();
    }
}

/// From a point to its label, where they do not stand side by side.
fn lead(drawing: &mut Drawing, point: At, label: At) {
    if (point.1 - label.1).abs() > 2.0 {
        drawing.line("chart-lead", point, label);
    }
}

fn says(panel: &Panel<'_, Slope<'_>>) -> String {
    let mut parts: Vec<_> = panel.skills.iter().map(sentence).collect();
    if !panel.said.is_empty() {
        parts.insert(0, panel.said.clone());
    }
    format!("{}.", parts.join("; "))
}

fn sentence(skill: &Slope<'_>) -> String {
    let Some(moved) = moved(skill) else {
        return format!("{} not comparable", skill.title);
    };
    format!(
        "{} {} to {}, change {}, {}",
        skill.title,
        moved.from,
        moved.to,
        moved.change.signed(),
        word(moved.reading)
    )
}
