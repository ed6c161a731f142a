//! Every skill over all periods: a small picture each, all on the same scale.

use super::{Panel, circle, figure, line, picture, share};
use crate::domain::decimal::Hundredths;
use crate::escape::markup;

const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 48.0;
const EDGE: f64 = 5.0;

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
    let over = match periods {
        [first, .., last] => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let course =
        line("chart-course", (0.0, 13.0), (12.0, 4.0)) + &circle("chart-dot", (12.0, 4.0), 3.5);
    let goal = line("chart-goal", (0.0, 8.0), (16.0, 8.0));
    let apart = [(3.0, 11.0), (13.0, 5.0)].map(|at| circle("chart-dot", at, 2.0));
    let mut key = vec![
        (course, format!("score, 1 to 5{over}")),
        (goal, "target".to_owned()),
    ];
    key.extend(has_break.then(|| {
        (
            apart.concat(),
            "no line: not the same questions as before".to_owned(),
        )
    }));
    let item = |skill: &Course<'_>| item(skill, periods);
    figure(Some(finding), &key, "", "chart-multiples", panels, item)
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

/// Scores that follow each other are joined where they stand for the same questions.
fn draw(skill: &Course<'_>) -> String {
    let (left, right) = (EDGE, WIDTH - EDGE);
    let level = |share: f64| EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - share);
    let across =
        |class: &str, level: f64, edge: f64| line(class, (edge, level), (WIDTH - edge, level));
    let mut shapes = [0.0, 1.0]
        .map(|end| across("chart-step", level(end), left))
        .concat();
    shapes.extend(
        skill
            .target
            .map(|target| across("chart-goal", level(share(target.as_f64())), 0.0)),
    );
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let last = skill.points.len().saturating_sub(1);
    let apart = (right - left) / count(last.max(1));
    let latest = skill.points.iter().rposition(|(score, _)| score.is_some());
    let mut before = None;
    for (index, (score, is_same)) in skill.points.iter().enumerate() {
        let at = score.map(|score| {
            (
                right - apart * count(last - index),
                level(share(score.as_f64())),
            )
        });
        let joined = before.zip(at).filter(|_| *is_same != Some(false));
        shapes.extend(joined.map(|(from, to)| line("chart-course", from, to)));
        // Of many, those that are joined are hidden in their line.
        let radius = if Some(index) == latest {
            3.5
        } else {
            apart.min(6.0) / 3.0
        };
        shapes.extend(at.map(|at| circle("chart-dot", at, radius)));
        before = at;
    }
    shapes
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
