//! What a page draws of a review: the figures of an assessment and of those before it.

use super::chart::{
    Bar, Bars, Course, Moved, Multiples, Panel, Point, Radar, Slope, Slopes, Spoke, bars,
    multiples, radar, slopes,
};

use crate::domain::diff::SkillDiff;
use crate::domain::figure::{Exact, Hundredths};
use crate::domain::history::History;
use crate::domain::rubric::{Cluster, Rating};
use crate::page::html::{Picture, Stands};
use crate::report::diff::Shown;
use crate::report::review::Part;
use crate::report::{Report, SkillReport};

/// With fewer periods, what changed since the last is all there is.
const LEAST_PERIODS: usize = 3;

/// With fewer, a web has no shape.
const LEAST_SPOKES: usize = 3;

/// Every picture, each for the section that has its figures in words too.
#[must_use]
pub fn pictures(
    report: &Report<'_>,
    since: Option<Shown<'_>>,
    history: Option<&History<'_>>,
) -> Vec<Picture> {
    let of = |part: Part, stands: Stands, markup: String| Picture {
        section: part.word(),
        stands,
        markup,
    };
    let changes = since.map(|since| changes(report, since));
    let history = history.filter(|history| history.periods.len() >= LEAST_PERIODS);
    let courses = history.map(|history| courses(report, history));
    let web = web(report).map(|web| of(Part::Summary, Stands::Beside, web));
    let mut all = vec![of(Part::Summary, Stands::Above, scores(report))];
    all.extend(web);
    let over_time = changes.into_iter().chain(courses);
    all.extend(over_time.map(|drawn| of(Part::Changes, Stands::Above, drawn)));
    all
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

fn web(report: &Report<'_>) -> Option<String> {
    let spokes: Vec<_> = report
        .skills()
        .map(|skill| Spoke {
            title: &skill.skill.title,
            score: rounded(skill.score.score.as_ref()),
            target: rounded(skill.score.target.as_ref()),
        })
        .collect();
    let scored = spokes.iter().filter(|spoke| spoke.score.is_some());
    if scored.count() < LEAST_SPOKES {
        return None;
    }
    radar(&Radar {
        id: "shape",
        title: "The same at a glance",
        spokes,
    })
}

fn changes(report: &Report<'_>, since: Shown<'_>) -> String {
    let skills = |cluster: &Cluster| {
        let skills = since.diff.skills.iter();
        let skills = skills.filter(|skill| skill.skill.cluster == cluster.id);
        skills.map(slope).collect::<Vec<_>>()
    };
    slopes(&Slopes {
        id: "changes",
        title: "Change since last time",
        from: since.from.assessment.period.to_string(),
        to: since.to.assessment.period.to_string(),
        panels: report
            .rubric
            .clusters
            .iter()
            .map(|cluster| Panel {
                title: &cluster.title,
                said: String::new(),
                skills: skills(cluster),
            })
            .filter(|panel| !panel.skills.is_empty())
            .collect(),
    })
}

fn slope<'a>(skill: &'a SkillDiff<'_>) -> Slope<'a> {
    let figures = (skill.from.as_ref(), skill.to.as_ref(), skill.change());
    let moved = match figures {
        (Some(from), Some(to), Some(change)) => Some(Moved {
            from: Hundredths::round(from),
            to: Hundredths::round(to),
            change: Hundredths::round(&change),
            reading: skill.reading(),
        }),
        _ => None,
    };
    Slope {
        title: &skill.skill.title,
        moved,
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
