//! The pictures of a review: the figures of an assessment and of those before it.
//!
//! A picture is a list in HTML with a small SVG in each item. All text is HTML, so it wraps and
//! grows as the reader's browser has it; an SVG holds shapes alone and says in its title what they
//! show. Colours, widths and fonts come from [`STYLE`], so nothing needs a `style` attribute.

mod multiples;
mod skills;

use itertools::Itertools;

use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::history::{History, SkillHistory};
use crate::domain::rubric::Rating;
use crate::domain::scoring::Standing;
use crate::escape::markup;
use crate::page::Page;
use crate::report::review::{Part, Review};
use crate::report::{Report, SkillReport};

pub use multiples::{Course, multiples};
pub use skills::{Row, skills};

/// The look of the pictures, in light, dark and on paper. A page may use and override its colours.
pub const STYLE: &str = include_str!("chart/chart.css");

/// With fewer periods, the table of what changed says all there is.
const MIN_PERIODS: usize = 3;

pub type Panel<'a, T> = (&'a str, Vec<T>);

/// Draws the pictures of a review, each in the section that has its figures in words too.
pub fn draw(page: &mut Page, review: &Review<'_>, history: Option<&History<'_>>) {
    let Some(report) = review.quarters.last() else {
        return;
    };
    let history = history.filter(|history| history.periods.len() >= MIN_PERIODS);
    for section in &mut page.sections {
        section.picture = match (section.name, history) {
            (name, _) if name == Part::Scores.word() => standing(report, review),
            (name, Some(history)) if name == Part::Changes.word() => courses(report, history),
            _ => continue,
        };
    }
}

/// Where every skill stands. Which scores are not all backed by evidence is for the author alone.
fn standing<'a>(report: &'a Report<'_>, review: &Review<'a>) -> String {
    let labels: Vec<_> = Rating::all()
        .map(|rating| report.rubric.label(rating))
        .collect();
    let since = review.since.map(|since| since.sides()[0].assessment.period);
    let panels = report.clusters.iter().map(|(cluster, _)| {
        let rows = report.skills_of(&cluster.id).map(|it| row(it, review));
        let rows = rows.filter(|row| row.score.is_some() || !row.others.is_empty());
        (cluster.title.as_str(), rows.collect())
    });
    let since = since.map(|since| since.to_string());
    skills(&labels, since.as_deref(), &panels.collect::<Vec<_>>())
}

fn row<'a>(skill: &'a SkillReport<'_>, review: &Review<'a>) -> Row<'a> {
    let (id, score) = (&skill.skill.id, &skill.score);
    let mut changes = review.since.iter().flat_map(|since| &since.skills);
    let change = changes.find(|it| it.skill.id == *id);
    let change = change.and_then(|it| it.change());
    let change = change.filter(|_| score.score.is_some());
    let others = review.others.iter();
    let others = others.filter_map(|(relation, skills)| Some((*relation, skills.get(id)?)));
    Row {
        title: &skill.skill.title,
        score: rounded(score.score.as_ref()),
        supported: rounded(score.supported.as_ref()).filter(|_| review.for_author.is_some()),
        target: rounded(score.target.as_ref()),
        change: rounded(change.as_ref()),
        standing: skill.standing().replace(" than wanted", ""),
        is_off: matches!(score.standing(), Standing::Short | Standing::Above),
        others: others.collect(),
    }
}

fn courses<'h>(report: &Report<'_>, history: &'h History<'_>) -> String {
    let course = |skill: &'h SkillHistory<'_>| {
        let target = report.skill(&skill.skill.id);
        let scores = skill.scores.iter().map(|score| rounded(score.as_ref()));
        Course {
            title: &skill.skill.title,
            target: target.and_then(|skill| rounded(skill.score.target.as_ref())),
            points: scores.zip(skill.same_questions.iter().copied()).collect(),
        }
    };
    let panels = history.clusters.iter().map(|(cluster, _)| {
        let skills = history.skills_of(&cluster.id).map(course);
        (cluster.title.as_str(), skills.collect())
    });
    let periods: Vec<_> = history.periods.iter().map(ToString::to_string).collect();
    multiples(
        "Every quarter so far",
        &periods,
        &panels.collect::<Vec<_>>(),
    )
}

fn rounded(exact: Option<&Exact>) -> Option<Hundredths> {
    exact.map(Hundredths::round)
}

type At = (f64, f64);

/// How far along the scale of 1 to 5 a figure is, from 0 to 1; what lies outside is at its end.
fn share(figure: f64) -> f64 {
    ((figure - 1.0) / 4.0).clamp(0.0, 1.0)
}

fn line(class: &str, from: At, to: At) -> String {
    let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(round);
    format!(r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#)
}

fn rect(class: &str, (x, y): At, (width, height): At) -> String {
    let [x, y, width, height] = [x, y, width, height].map(round);
    format!(r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#)
}

fn circle(class: &str, (x, y): At, radius: f64) -> String {
    let [x, y, radius] = [x, y, radius].map(round);
    format!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}"/>"#)
}

fn polygon(class: &str, (x, y): At, corners: &[At]) -> String {
    let corners = corners.iter().map(|(dx, dy)| [x + dx, y + dy].map(round));
    let points = corners.map(|[x, y]| format!("{x},{y}")).join(" ");
    format!(r#"<polygon class="{class}" points="{points}"/>"#)
}

fn round(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}

/// Shapes as a picture, named for those who do not see it and for a pointer that rests on it.
fn picture(shapes: &str, (width, height): At, says: &str) -> String {
    let says = markup(says);
    format!(
        "<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\"><title>{says}</title>{shapes}</svg>"
    )
}

type Sign = (String, String);

/// The skills of each cluster, an item each, under what the picture shows and its key; empty of none.
fn figure<T>(
    finding: Option<&str>,
    key: &[Sign],
    before: &str,
    class: &str,
    panels: &[Panel<'_, T>],
    item: impl Fn(&T) -> String,
) -> String {
    let panels = panels.iter().filter(|(_, skills)| !skills.is_empty());
    let panels = panels.map(|(title, skills)| {
        let (title, items) = (markup(title), skills.iter().map(&item).collect::<String>());
        format!("<p class=\"chart-title\">{title}</p>\n<ul class=\"{class}\">\n{items}</ul>\n")
    });
    let panels: String = panels.collect();
    if panels.is_empty() {
        return panels;
    }
    let caption = finding.map(|finding| format!("<figcaption>{}</figcaption>\n", markup(finding)));
    let caption = caption.unwrap_or_default();
    let key = key.iter().map(|(shapes, words)| {
        let words = markup(words);
        format!(
            "<li><svg class=\"chart-swatch\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{shapes}</svg> <span>{words}</span></li>\n"
        )
    });
    let key: String = key.collect();
    format!(
        "<figure class=\"charts\">\n{caption}<ul class=\"chart-key\">\n{key}</ul>\n{before}{panels}</figure>\n"
    )
}
