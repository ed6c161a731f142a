//! Scores and targets around a centre.

use std::f64::consts::TAU;

use super::drawing::{Anchor, At, Caption, Drawing, Frame, Sign, apart, frame};
use super::letters::{LINE, SIZE, lines};
use super::scale::{count, share};
use super::{Radar, Spoke};
use crate::domain::figure::Hundredths;

const WIDTH: f64 = 360.0;
/// Lines of a label, the score among them.
const MOST_LINES: usize = 3;
/// Up to so many titles find room around the circle; more are numbered.
const MOST_TITLES: usize = 10;
/// From the rim to the labels.
const BESIDE: f64 = 11.0;

/// The radar with a key; none with fewer than three spokes, which make no shape.
#[must_use]
pub fn radar(radar: &Radar<'_>) -> Option<String> {
    let spokes = &radar.spokes;
    if spokes.len() < 3 {
        return None;
    }
    let web = Web::of(spokes.len());
    let mut drawing = Drawing::default();
    web.draw(&mut drawing);
    let targets = corners(web, spokes, |spoke| spoke.target);
    outline(&mut drawing, "chart-aim", &targets);
    let scores = corners(web, spokes, |spoke| spoke.score);
    if scores.iter().all(Option::is_some) {
        let whole: Vec<_> = scores.iter().copied().flatten().collect();
        drawing.polygon("chart-area", &whole);
    }
    outline(&mut drawing, "chart-course", &scores);
    for corner in scores.iter().flatten() {
        drawing.circle("chart-dot", *corner, 3.5);
    }
    web.figures(&mut drawing);
    for (turn, spoke) in spokes.iter().enumerate() {
        label(&mut drawing, web, spoke, turn);
    }
    let caption = Caption {
        id: radar.id.to_owned(),
        title: radar.title.to_owned(),
        says: says(spokes),
    };
    let size = (WIDTH, web.centre.1 * 2.0);
    Some(frame(&Frame {
        key: &KEY,
        parts: &drawing.finish("chart-0", size, &caption),
        below: &if web.is_numbered() {
            numbers(spokes)
        } else {
            String::new()
        },
    }))
}

const KEY: [Sign; 2] = [
    (
        |drawing| {
            drawing.polyline("chart-course", &[(1.0, 8.0), (27.0, 8.0)]);
            drawing.circle("chart-dot", (14.0, 8.0), 3.5);
        },
        "score",
    ),
    (
        |drawing| drawing.polyline("chart-aim", &[(1.0, 8.0), (27.0, 8.0)]),
        "target",
    ),
];

/// What scores and targets are drawn on.
#[derive(Clone, Copy, Debug)]
struct Web {
    spokes: usize,
    radius: f64,
    centre: At,
}

impl Web {
    fn of(spokes: usize) -> Self {
        let (radius, above) = if spokes > MOST_TITLES {
            (140.0, LINE)
        } else {
            (96.0, LINE * count(MOST_LINES))
        };
        Self {
            spokes,
            radius,
            centre: (WIDTH / 2.0, radius + BESIDE + above + 3.0),
        }
    }

    fn is_numbered(self) -> bool {
        self.spokes > MOST_TITLES
    }

    /// A point on a spoke: 0 is the centre, 1 the rim. The first spoke points up.
    fn at(self, turn: usize, share: f64) -> At {
        let angle = TAU * count(turn) / count(self.spokes);
        let reach = self.radius * share;
        let (x, y) = self.centre;
        (x + reach * angle.sin(), y - reach * angle.cos())
    }

    fn draw(self, drawing: &mut Drawing) {
        for step in 1..5 {
            let turns = 0..self.spokes;
            let ring: Vec<_> = turns.map(|turn| self.at(turn, count(step) / 4.0)).collect();
            drawing.polygon("chart-web", &ring);
        }
        for turn in 0..self.spokes {
            drawing.line("chart-step", self.centre, self.at(turn, 1.0));
        }
    }

    /// The ratings of the rings, between the first two spokes.
    fn figures(self, drawing: &mut Drawing) {
        for step in 1..5 {
            let share = count(step) / 4.0;
            let (one, other) = (self.at(0, share), self.at(1, share));
            let at = ((one.0 + other.0) / 2.0, (one.1 + other.1) / 2.0 + 4.5);
            let rating = (step + 1).to_string();
            drawing.text("chart-quiet chart-rating", at, Anchor::Middle, &rating);
        }
    }
}

fn corners(
    web: Web,
    spokes: &[Spoke<'_>],
    figure: impl Fn(&Spoke<'_>) -> Option<Hundredths>,
) -> Vec<Option<At>> {
    let corner = |(turn, spoke)| Some(web.at(turn, share(figure(spoke)?)));
    spokes.iter().enumerate().map(corner).collect()
}

/// A line through the corners, open where there is none.
fn outline(drawing: &mut Drawing, class: &str, corners: &[Option<At>]) {
    let Some(gap) = corners.iter().position(Option::is_none) else {
        let mut closed: Vec<_> = corners.iter().copied().flatten().collect();
        closed.extend(closed.first().copied());
        drawing.polyline(class, &closed);
        return;
    };
    // Begun behind a gap, no run goes on past the end.
    let turned: Vec<_> = corners[gap..].iter().chain(&corners[..gap]).collect();
    for run in turned.split(|corner| corner.is_none()) {
        let run: Vec<_> = run.iter().copied().copied().flatten().collect();
        if run.len() > 1 {
            drawing.polyline(class, &run);
        }
    }
}

fn label(drawing: &mut Drawing, web: Web, spoke: &Spoke<'_>, turn: usize) {
    let reach = web.radius + BESIDE;
    let (x, y) = web.at(turn, reach / web.radius);
    let aside = x - web.centre.0;
    let (anchor, room) = match aside {
        aside if aside > 1.0 => (Anchor::Start, WIDTH - x),
        aside if aside < -1.0 => (Anchor::End, x),
        _ => (Anchor::Middle, WIDTH / 2.0),
    };
    let text = if web.is_numbered() {
        vec![(turn + 1).to_string()]
    } else {
        let mut text = lines(spoke.title, room, MOST_LINES - 1);
        text.push(score(spoke));
        text
    };
    // Above the circle a label ends at its point, below it begins there.
    let height = LINE * count(text.len());
    let up = (1.0 - (y - web.centre.1) / reach) / 2.0;
    let first = y - height * up + SIZE;
    drawing.begin("chart-label", &sentence(spoke));
    for (index, line) in text.iter().enumerate() {
        let class = if index > 0 && index + 1 == text.len() {
            "chart-figure chart-quiet"
        } else {
            ""
        };
        drawing.text(class, (x, first + LINE * count(index)), anchor, line);
    }
    drawing.end();
}

/// The titles that the numbers stand for.
fn numbers(spokes: &[Spoke<'_>]) -> String {
    let items: String = spokes
        .iter()
        .map(|spoke| format!("<li>{} {}</li>\n", apart(spoke.title), score(spoke)))
        .collect();
    format!("<ol class=\"chart-note\">\n{items}</ol>\n")
}

fn score(spoke: &Spoke<'_>) -> String {
    spoke
        .score
        .map_or_else(|| "no score".to_owned(), |score| score.to_string())
}

fn says(spokes: &[Spoke<'_>]) -> String {
    let parts: Vec<_> = spokes.iter().map(sentence).collect();
    format!("{}.", parts.join("; "))
}

fn sentence(spoke: &Spoke<'_>) -> String {
    let target = spoke
        .target
        .map_or_else(String::new, |target| format!(", target {target}"));
    format!("{} {}{target}", spoke.title, score(spoke))
}
