//! What a page draws of a review: the figures of an assessment and of those before it.

use super::chart::{Course, Multiples, Other, Panel, Point, Row, Skills, multiples, skills};
use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::history::{History, SkillHistory};
use crate::domain::rubric::Rating;
use crate::page::html::Picture;
use crate::report::compare::name;
use crate::report::review::{Part, Review, rated};
use crate::report::{Report, SkillReport};

/// With fewer periods, the table of what changed says all there is.
const MIN_PERIODS: usize = 3;

/// Every picture, each for the section that has its figures in words too.
#[must_use]
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
    std::iter::once(of(Part::Scores, standing(report, review)))
        .chain(courses)
        .collect()
}

/// Where every skill stands: now, against its target and, where there is a comparison, last time.
/// Which scores are not all backed by evidence is for the author alone.
fn standing(report: &Report<'_>, review: &Review<'_>) -> String {
    let labels: Vec<_> = Rating::all()
        .map(|rating| report.rubric.label(rating))
        .collect();
    let period = review
        .since
        .map(|since| since.from().assessment.period.to_string());
    let panels = report.clusters.iter().map(|cluster| {
        let rows = report
            .skills_of(&cluster.cluster.id)
            .map(|skill| row(skill, review));
        Panel {
            title: &cluster.cluster.title,
            skills: rows
                .filter(|row| row.score.is_some() || !row.others.is_empty())
                .collect(),
        }
    });
    skills(&Skills {
        labels: labels.try_into().unwrap_or_default(),
        since: period.as_deref(),
        panels: panels.collect(),
    })
}

fn row<'a>(skill: &'a SkillReport<'_>, review: &Review<'_>) -> Row<'a> {
    let score = &skill.score;
    let change = review.since.and_then(|since| {
        let mut skills = since.diff.skills.iter();
        skills
            .find(|diff| diff.skill.id == skill.skill.id)?
            .change()
    });
    let before = score.score.as_ref().zip(change);
    let others = review.others.iter().filter_map(|(relation, skills)| {
        let figures = skills.get(&skill.skill.id)?;
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
        change: before.as_ref().map(|(_, change)| Hundredths::round(change)),
        before: before.map(|(score, change)| Hundredths::round(&(score - change))),
        standing: skill.standing().replace(" than wanted", ""),
        is_off: skill.facts.standing.is_off() && !score.is_close(),
        others: others.collect(),
    }
}

fn courses<'h>(report: &Report<'_>, history: &'h History<'_>) -> String {
    let course = |skill: &'h SkillHistory<'_>| {
        let target = report.skill(&skill.skill.id);
        let points = skill.scores.iter().zip(&skill.same_questions);
        let points = points.map(|(score, same_questions)| Point {
            score: rounded(score.as_ref()),
            same_questions: *same_questions,
        });
        Course {
            title: &skill.skill.title,
            target: target.and_then(|skill| rounded(skill.score.target.as_ref())),
            points: points.collect(),
        }
    };
    let panels = history.clusters.iter().map(|cluster| Panel {
        title: &cluster.cluster.title,
        skills: history.skills_of(&cluster.cluster.id).map(course).collect(),
    });
    multiples(&Multiples {
        finding: "Every quarter so far",
        periods: history.periods.iter().map(ToString::to_string).collect(),
        panels: panels.collect(),
    })
}

fn rounded(exact: Option<&Exact>) -> Option<Hundredths> {
    exact.map(Hundredths::round)
}
