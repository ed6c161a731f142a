//! What a page draws of a review: the figures of an assessment and of those before it.

use super::chart::{Bar, Bars, Course, Multiples, Panel, Point, bars, multiples};
use crate::domain::figure::{Exact, Hundredths};
use crate::domain::history::History;
use crate::domain::rubric::Rating;
use crate::page::html::Picture;
use crate::report::review::Part;
use crate::report::{Report, SkillReport};

/// With fewer periods, the table of what changed says all there is.
const LEAST_PERIODS: usize = 3;

/// Every picture, each for the section that has its figures in words too.
#[must_use]
pub fn pictures(report: &Report<'_>, history: Option<&History<'_>>) -> Vec<Picture> {
    let of = |part: Part, markup: String| Picture {
        section: part.word(),
        markup,
    };
    let history = history.filter(|history| history.periods.len() >= LEAST_PERIODS);
    let courses = history.map(|history| of(Part::Changes, courses(report, history)));
    std::iter::once(of(Part::Summary, scores(report)))
        .chain(courses)
        .collect()
}

fn scores(report: &Report<'_>) -> String {
    let label = |rating: Rating| report.rubric.label(rating);
    let labels: Vec<_> = Rating::all().map(label).collect();
    bars(&Bars {
        id: "scores",
        title: "Scores against targets",
        labels: labels.try_into().unwrap_or_default(),
        panels: report
            .clusters
            .iter()
            .map(|cluster| Panel {
                title: &cluster.cluster.title,
                said: cluster.mean(),
                skills: cluster.skills.iter().map(bar).collect(),
            })
            .collect(),
    })
}

fn bar<'a>(skill: &'a SkillReport<'_>) -> Bar<'a> {
    let score = &skill.score;
    Bar {
        title: &skill.skill.title,
        score: rounded(score.score.as_ref()),
        supported: rounded(score.supported.as_ref()),
        target: rounded(score.target.as_ref()),
        gap: rounded(score.gap().as_ref()),
    }
}

fn courses(report: &Report<'_>, history: &History<'_>) -> String {
    let target = |id: &str| {
        let skill = report.skill(id)?;
        rounded(skill.score.target.as_ref())
    };
    let panels = history.clusters.iter().map(|cluster| Panel {
        title: &cluster.cluster.title,
        said: String::new(),
        skills: history
            .skills_of(&cluster.cluster.id)
            .map(|skill| Course {
                title: &skill.skill.title,
                target: target(&skill.skill.id),
                points: skill
                    .scores
                    .iter()
                    .zip(&skill.same_questions)
                    .map(|(score, same_questions)| Point {
                        score: rounded(score.as_ref()),
                        same_questions: *same_questions,
                    })
                    .collect(),
            })
            .collect(),
    });
    multiples(&Multiples {
        id: "history",
        title: "Every quarter so far",
        periods: history.periods.iter().map(ToString::to_string).collect(),
        panels: panels.collect(),
    })
}

fn rounded(exact: Option<&Exact>) -> Option<Hundredths> {
    exact.map(Hundredths::round)
}
