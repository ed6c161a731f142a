//! Every skill over all periods: a small picture each, all on the same scale.

use itertools::Itertools;

use super::{At, ORIGIN, Panel, Sign, circle, cornered, diamond, figure, line, picture, share};
use crate::domain::decimal::Hundredths;
use crate::escape::markup;

const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 48.0;
const EDGE: f64 = 5.0;
/// More points than this would run into each other.
const MAX_DOTS: usize = 16;

#[derive(Clone, Debug)]
pub struct Course<'a> {
    pub title: &'a str,
    pub target: Option<Hundredths>,
    /// For each period the score, and whether the same questions in the same words were rated as in the
    /// period before; none where there is nothing to say, as for the first.
    pub points: Vec<(Option<Hundredths>, Option<bool>)>,
}

pub fn multiples(finding: &str, periods: &[String], panels: &[Panel<'_, Course<'_>>]) -> String {
    let skills = panels.iter().flat_map(|(_, skills)| skills);
    let mut points = skills.flat_map(|skill| &skill.points);
    let has_break = points.any(|(_, is_same)| *is_same == Some(false));
    let key = key(periods, has_break);
    let item = |skill: &Course<'_>| item(skill, periods);
    figure(Some(finding), &key, "", "chart-multiples", panels, item)
}

fn key(periods: &[String], has_break: bool) -> Vec<Sign> {
    let periods = match periods {
        [first, .., last] => format!("score, 1 to 5, {first} to {last}"),
        _ => "score, 1 to 5".to_owned(),
    };
    let course = cornered(
        "polyline",
        "chart-course",
        ORIGIN,
        &[(0.0, 13.0), (12.0, 4.0)],
    );
    let goal = line("chart-goal", (0.0, 8.0), (16.0, 8.0));
    let mut key = vec![
        (course + &circle("chart-dot", (12.0, 4.0), 3.5), periods),
        (goal, "target".to_owned()),
    ];
    if has_break {
        let claimed = cornered(
            "polyline",
            "chart-claimed",
            ORIGIN,
            &[(0.0, 13.0), (10.0, 6.0)],
        );
        let ring = diamond("chart-ring", (10.0, 6.0), 5.0);
        key.push((
            claimed + &ring,
            "not the same questions as before".to_owned(),
        ));
    }
    key
}

fn item(skill: &Course<'_>, periods: &[String]) -> String {
    let scores = skill.points.iter().filter_map(|(score, _)| *score);
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
        picture(&draw(skill), (WIDTH, HEIGHT), &says(skill, periods)),
    )
}

/// A score in its place, and whether the one before it stands for other questions.
type Mark = (At, bool);

fn draw(skill: &Course<'_>) -> String {
    let level = |share: f64| EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - share);
    let (left, right) = (EDGE, WIDTH - EDGE);
    let ends = [0.0, 1.0].map(|end| line("chart-step", (left, level(end)), (right, level(end))));
    let goal = skill.target.map(|target| {
        let y = level(share(target));
        line("chart-goal", (0.0, y), (WIDTH, y))
    });
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let last = skill.points.len().saturating_sub(1);
    let apart = (right - left) / count(last.max(1));
    let marks = skill.points.iter().enumerate();
    let marks = marks.map(|(index, (score, is_same))| {
        let x = right - apart * count(last - index);
        let y = level(share((*score)?));
        Some(((x, y), *is_same == Some(false)))
    });
    let marks: Vec<Option<Mark>> = marks.collect();
    let runs = marks.split(Option::is_none).map(|run| {
        let run: Vec<_> = run.iter().flatten().copied().collect();
        join(&run)
    });
    let shapes = ends.into_iter().chain(goal).chain(runs);
    shapes.collect::<String>() + &dots(&marks)
}

/// The line through scores that follow each other, dashed where it leads to other questions.
fn join(run: &[Mark]) -> String {
    let steps = run.iter().copied().tuple_windows::<(Mark, Mark)>();
    let lines = steps.chunk_by(|(_, (_, is_break))| *is_break);
    let lines = lines.into_iter().map(|(is_break, steps)| {
        let corners = steps.flat_map(|((from, _), (to, _))| [from, to]).dedup();
        let class = if is_break {
            "chart-claimed"
        } else {
            "chart-course"
        };
        cornered("polyline", class, ORIGIN, &corners.collect_vec())
    });
    lines.collect()
}

fn dots(marks: &[Option<Mark>]) -> String {
    let last = marks.iter().rposition(Option::is_some);
    let is_there = |index: usize| matches!(marks.get(index), Some(Some(_)));
    let dots = marks.iter().enumerate().filter_map(|(index, mark)| {
        let (at, is_break) = (*mark)?;
        let is_alone = !is_there(index.wrapping_sub(1)) && !is_there(index + 1);
        if is_break {
            Some(diamond("chart-ring", at, 5.0))
        } else if Some(index) == last {
            Some(circle("chart-dot", at, 3.5))
        } else {
            let is_drawn = is_alone || marks.len() <= MAX_DOTS;
            is_drawn.then(|| circle("chart-dot", at, 2.0))
        }
    });
    dots.collect()
}

fn says(skill: &Course<'_>, periods: &[String]) -> String {
    let points = skill.points.iter().zip(periods);
    let scores = points.map(|((score, is_same), period)| match (score, is_same) {
        (None, _) => format!("no score in {period}"),
        (Some(score), Some(false)) => {
            format!("{score} in {period}, not the same questions as before")
        }
        (Some(score), _) => format!("{score} in {period}"),
    });
    let target = skill.target.map(|target| format!("target {target}"));
    let parts: Vec<_> = scores.chain(target).collect();
    format!("{}: {}", skill.title, parts.join("; "))
}
