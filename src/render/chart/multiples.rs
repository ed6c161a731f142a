//! Every skill over all periods: a small picture each, all on the same scale.

use super::drawing::{Anchor, At, Caption, Drawing, Frame, Sign, frame, panel_head};
use super::letters::{BOLD, LINE, SIZE, cut, lines};
use super::scale::{count, share};
use super::{Course, Multiples, Panel};

const WIDTH: f64 = 170.0;
/// Where the first and the last period stand; the figures are beside them.
const FIRST: f64 = 40.0;
const LAST: f64 = 130.0;
const HEIGHT: f64 = 64.0;
/// More points than this would run into each other.
const MOST_DOTS: usize = 16;

/// The courses of every cluster, with a key.
#[must_use]
pub fn multiples(multiples: &Multiples<'_>) -> String {
    let parts: String = multiples
        .panels
        .iter()
        .enumerate()
        .filter(|(_, panel)| !panel.skills.is_empty())
        .map(|(index, panel)| part(multiples, panel, index))
        .collect();
    frame(&Frame {
        key: if parts.is_empty() { &[] } else { &KEY },
        parts: &parts,
    })
}

const KEY: [Sign; 3] = [
    (
        |drawing| {
            drawing.polyline("chart-course", &[(2.0, 12.0), (14.0, 8.0), (24.0, 4.0)]);
            drawing.circle("chart-dot", (24.0, 4.0), 3.5);
        },
        "score, from 1 to 5",
    ),
    (
        |drawing| drawing.line("chart-goal", (0.0, 8.0), (28.0, 8.0)),
        "target",
    ),
    (
        |drawing| {
            drawing.polyline("chart-broken", &[(1.0, 10.0), (20.0, 6.0)]);
            diamond(drawing, (20.0, 6.0));
        },
        "not the same questions as before",
    ),
];

fn part(multiples: &Multiples<'_>, panel: &Panel<'_, Course<'_>>, index: usize) -> String {
    let titles: Vec<_> = panel
        .skills
        .iter()
        .map(|skill| lines(skill.title, WIDTH * BOLD, 2))
        .collect();
    // As many lines for each, so that the scales of neighbours are level.
    let most = titles.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::from("<div>\n");
    out.push_str(&panel_head(panel.title, &panel.said));
    out.push_str("<div class=\"chart-multiples\">\n");
    for (turn, (skill, title)) in panel.skills.iter().zip(&titles).enumerate() {
        let caption = Caption {
            id: format!("{}-{}-{}", multiples.id, index + 1, turn + 1),
            title: format!("{}: {}", multiples.title, skill.title),
            says: says(skill, &multiples.periods),
        };
        let mut drawing = Drawing::default();
        for (line, text) in title.iter().enumerate() {
            let base = SIZE + LINE * count(line);
            drawing.text("chart-strong", (0.0, base), Anchor::Start, text);
        }
        let top = SIZE + LINE * count(most);
        course(&mut drawing, skill, top);
        let height = periods(&mut drawing, &multiples.periods, top + HEIGHT);
        out.push_str(&drawing.finish(&format!("chart-{}", index % 2), (WIDTH, height), &caption));
    }
    out.push_str("</div>\n</div>\n");
    out
}

/// A score in its place.
#[derive(Clone, Copy)]
struct Mark {
    at: At,
    /// The score before it stands for other questions.
    is_break: bool,
}

fn course(drawing: &mut Drawing, skill: &Course<'_>, top: f64) {
    let level = |share: f64| top + HEIGHT * (1.0 - share);
    for end in [0.0, 1.0] {
        let y = level(end);
        drawing.line("chart-step", (FIRST, y), (LAST, y));
    }
    if let Some(target) = skill.target {
        let y = level(share(target));
        drawing.line("chart-goal", (FIRST - 3.0, y), (LAST + 3.0, y));
    }
    let apart = (LAST - FIRST) / count(skill.points.len().saturating_sub(1).max(1));
    let alone = skill.points.len() < 2;
    let marks: Vec<Option<Mark>> = skill
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| {
            let x = if alone {
                LAST
            } else {
                FIRST + apart * count(index)
            };
            point.score.map(|score| Mark {
                at: (x, level(share(score))),
                is_break: point.same_questions == Some(false),
            })
        })
        .collect();
    for run in marks.split(Option::is_none) {
        let run: Vec<_> = run.iter().flatten().copied().collect();
        join(drawing, &run);
    }
    dots(drawing, &marks);
    let scored = || skill.points.iter().zip(&marks);
    let figures = || scored().filter_map(|(point, mark)| Some((point.score?, (*mark)?)));
    if let (Some((first, one)), Some((last, other))) = (figures().next(), figures().next_back()) {
        if figures().count() > 1 {
            let at = (FIRST - 8.0, one.at.1 + 4.5);
            drawing.text(
                "chart-figure chart-quiet",
                at,
                Anchor::End,
                &first.to_string(),
            );
        }
        let at = (LAST + 8.0, other.at.1 + 4.5);
        drawing.text("chart-figure", at, Anchor::Start, &last.to_string());
    } else {
        let at = ((FIRST + LAST) / 2.0, top + HEIGHT / 2.0 + 4.5);
        drawing.text("chart-quiet", at, Anchor::Middle, "no score");
    }
}

/// The line through scores that follow each other, dashed where it leads to other questions.
fn join(drawing: &mut Drawing, run: &[Mark]) {
    let mut rest = run;
    while rest.len() > 1 {
        let dashed = rest[1].is_break;
        let alike = rest[1..].iter().take_while(|mark| mark.is_break == dashed);
        let end = 1 + alike.count();
        let corners: Vec<_> = rest[..end].iter().map(|mark| mark.at).collect();
        let class = if dashed {
            "chart-broken"
        } else {
            "chart-course"
        };
        drawing.polyline(class, &corners);
        rest = &rest[end - 1..];
    }
}

fn dots(drawing: &mut Drawing, marks: &[Option<Mark>]) {
    let last = marks.iter().rposition(Option::is_some);
    let is_there = |index: Option<usize>| {
        index
            .and_then(|index| marks.get(index))
            .is_some_and(Option::is_some)
    };
    for (index, mark) in marks.iter().enumerate() {
        let Some(mark) = mark else { continue };
        let is_alone = !is_there(index.checked_sub(1)) && !is_there(Some(index + 1));
        if mark.is_break {
            diamond(drawing, mark.at);
        } else if Some(index) == last {
            drawing.circle("chart-dot", mark.at, 3.5);
        } else if is_alone || marks.len() <= MOST_DOTS {
            drawing.circle("chart-dot", mark.at, 2.0);
        }
    }
}

fn diamond(drawing: &mut Drawing, (x, y): At) {
    let corners = [(x, y - 5.0), (x + 5.0, y), (x, y + 5.0), (x - 5.0, y)];
    drawing.polygon("chart-ring", &corners);
}

/// The first and the last period; gives where the picture ends.
fn periods(drawing: &mut Drawing, periods: &[String], bottom: f64) -> f64 {
    let base = bottom + LINE + 3.0;
    let room = WIDTH / 2.0 - 4.0;
    if let [first, .., last] = periods {
        drawing.text("chart-quiet", (0.0, base), Anchor::Start, &cut(first, room));
        drawing.text("chart-quiet", (WIDTH, base), Anchor::End, &cut(last, room));
    } else if let [only] = periods {
        drawing.text("chart-quiet", (WIDTH, base), Anchor::End, &cut(only, room));
    }
    base + 6.0
}

fn says(skill: &Course<'_>, periods: &[String]) -> String {
    let scores = skill.points.iter().zip(periods).map(|(point, period)| {
        let score = point
            .score
            .map_or_else(|| "no score".to_owned(), |score| score.to_string());
        let others = match (point.score, point.same_questions) {
            (Some(_), Some(false)) => ", not the same questions as before",
            _ => "",
        };
        format!("{period} {score}{others}")
    });
    let target = skill.target.map(|target| format!("target {target}"));
    let parts: Vec<_> = scores.chain(target).collect();
    format!("{}.", parts.join("; "))
}
