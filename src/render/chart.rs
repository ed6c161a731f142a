//! The pictures of a review: the figures of an assessment and of those before it.
//!
//! A picture is a list in HTML with a small SVG in each item. All text is HTML, so it wraps and
//! grows as the reader's browser has it; an SVG holds shapes alone and says in its title what they
//! show. Colours, widths and fonts come from [`STYLE`], so nothing needs a `style` attribute.

mod drawing;
mod multiples;
mod skills;

use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::history::{History, SkillHistory};
use crate::domain::rubric::Rating;
use crate::page::html::Picture;
use crate::report::review::{Part, Review, rated};
use crate::report::wording::name;
use crate::report::{Report, SkillReport};

pub use multiples::{Course, multiples};
pub use skills::{Other, Row, skills};

/// What the classes of the pictures look like: light, dark and on paper. Its colours are custom properties
/// of the root, which a page may use and override.
pub const STYLE: &str = include_str!("chart/chart.css");

/// With fewer periods, the table of what changed says all there is.
const MIN_PERIODS: usize = 3;

/// The title of a cluster with what is drawn for each of its skills.
pub type Panel<'a, T> = (&'a str, Vec<T>);

/// Every picture, each for the section that has its figures in words too.
pub fn pictures(review: &Review<'_>, history: Option<&History<'_>>) -> Vec<Picture> {
    let Some(report) = review.quarters.last() else {
        return Vec::new();
    };
    let of = |part: Part, markup: String| Picture {
        section: part.word(),
        markup,
    };
    let history = history.filter(|history| history.periods.len() >= MIN_PERIODS);
    let courses = history.map(|history| of(Part::Changes, courses(report, history)));
    let standing = of(Part::Scores, standing(report, review));
    std::iter::once(standing).chain(courses).collect()
}

/// Where every skill stands. Which scores are not all backed by evidence is for the author alone.
fn standing(report: &Report<'_>, review: &Review<'_>) -> String {
    let labels: Vec<_> = Rating::all()
        .map(|rating| report.rubric.label(rating))
        .collect();
    let since = review.since.map(|since| since.from().assessment.period);
    let panels = report.clusters.iter().map(|(cluster, _)| {
        let rows = report.skills_of(&cluster.id).map(|it| row(it, review));
        let rows = rows.filter(|row| row.score.is_some() || !row.others.is_empty());
        (cluster.title.as_str(), rows.collect())
    });
    let since = since.map(|since| since.to_string());
    skills(&labels, since.as_deref(), &panels.collect::<Vec<_>>())
}

fn row<'a>(skill: &'a SkillReport<'_>, review: &Review<'_>) -> Row<'a> {
    let (id, score) = (&skill.skill.id, &skill.score);
    let mut changes = review.since.iter().flat_map(|since| &since.skills);
    let change = changes.find(|it| it.skill.id == *id);
    let change = change.and_then(|it| it.change());
    let change = change.filter(|_| score.score.is_some());
    let before = score.score.as_ref().zip(change.as_ref());
    let others = review.others.iter().filter_map(|(relation, skills)| {
        let figures = skills.get(id)?;
        Some(Other {
            relation: *relation,
            mean: Hundredths::round(&figures.mean),
            said: format!("{} {}", name(*relation).to_lowercase(), rated(figures)),
        })
    });
    Row {
        title: &skill.skill.title,
        score: rounded(score.score.as_ref()),
        supported: rounded(score.supported.as_ref()).filter(|_| review.for_author.is_some()),
        target: rounded(score.target.as_ref()),
        change: rounded(change.as_ref()),
        before: before.map(|(score, change)| Hundredths::round(&(score - change))),
        standing: skill.standing().replace(" than wanted", ""),
        is_off: score.standing().is_off() && !score.is_close(),
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
