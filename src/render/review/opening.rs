//! The three sentences that a reader who reads no further should have read.

use super::strengths::strongest;
use super::{Ratings, role};
use crate::render::report::{Report, SkillReport};
use crate::render::wording::{count, figure, list};

/// How many skills a sentence names.
const MOST_NAMED: usize = 2;

/// Where the person stands, what is missing most where anything has a score, and what comes next.
/// Facts only: no skill is called strong that does not reach its target.
pub(super) fn sentences(report: &Report<'_>, ratings: Ratings) -> Vec<String> {
    [
        Some(standing(report, ratings)),
        missing(report, ratings),
        Some(next(report)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn standing(report: &Report<'_>, ratings: Ratings) -> String {
    let against = format!("Against the role of {}", role(report));
    let scored = report.skills().filter(|skill| skill.score.score.is_some());
    let scored = scored.count();
    if scored == 0 {
        let (rated, asked) = rated(report);
        let asked = count(asked, "question");
        return format!(
            "{against}, {rated} of the {asked} that apply have a rating, too few for a score of any skill."
        );
    }
    let skills = report.skills().count();
    let all = match (scored, scored == skills) {
        (1, _) => "the 1 skill with a score".to_owned(),
        (_, true) => format!("the {}", count(skills, "skill")),
        (_, false) => format!("the {scored} skills with a score"),
    };
    let strong = strongest(report);
    let led = named(&strong, |skill| match ratings {
        Ratings::Shown => format!("{} ({})", title(skill), figure(skill.score.score.as_ref())),
        Ratings::LeftOut => title(skill),
    });
    let shown = strong
        .iter()
        .filter(|skill| skill.score.supported >= skill.score.target);
    let shown = match (shown.count(), strong.len()) {
        (all, reach) if all == reach => String::new(),
        (0, _) => ", none of them counting only what evidence backs".to_owned(),
        (some, _) => format!(", {some} of them counting only what evidence backs"),
    };
    match (strong.len(), ratings) {
        (0, _) => format!("{against}, none of {all} reaches its target."),
        (1, Ratings::Shown) if shown.is_empty() => {
            format!("{against}, 1 of {all} reaches its target: {led}.")
        }
        (1, Ratings::Shown) => {
            format!("{against}, 1 of {all} reaches its target, {led}, with evidence still to come.")
        }
        (reach, Ratings::Shown) => {
            format!("{against}, {reach} of {all} reach their target{shown}, led by {led}.")
        }
        (1, Ratings::LeftOut) => format!("{against}, {led} stands out."),
        (_, Ratings::LeftOut) => format!("{against}, {led} stand out most."),
    }
}

/// The largest gaps; nothing where no skill has a score.
fn missing(report: &Report<'_>, ratings: Ratings) -> Option<String> {
    if report.skills().all(|skill| skill.score.score.is_none()) {
        return None;
    }
    let short = report.gaps();
    let most = named(&short, |skill| match ratings {
        Ratings::Shown => format!("{} ({})", title(skill), figure(skill.score.gap().as_ref())),
        Ratings::LeftOut => title(skill),
    });
    Some(match short.len() {
        0 => "None of the skills with a score falls short of its target.".to_owned(),
        1 => format!("The one gap is {most}."),
        _ => format!("The largest gaps are {most}."),
    })
}

fn next(report: &Report<'_>) -> String {
    let actions = report.assessment.focus.iter().map(|focus| {
        let title = report
            .skill(&focus.skill)
            .map_or_else(|| focus.skill.clone(), title);
        match focus.action.trim() {
            "" => title,
            action => format!("{title} (“{action}”)"),
        }
    });
    let actions: Vec<_> = actions.collect();
    match actions.as_slice() {
        [] => "No focus is chosen for the next quarter.".to_owned(),
        _ => format!("Next quarter's work is on {}.", list(&actions)),
    }
}

/// How many of the questions that apply are rated, and how many apply.
fn rated(report: &Report<'_>) -> (usize, usize) {
    report.skills().fold((0, 0), |(rated, asked), skill| {
        (rated + skill.score.rated(), asked + skill.score.applicable)
    })
}

fn named(skills: &[&SkillReport<'_>], words: impl Fn(&SkillReport<'_>) -> String) -> String {
    let names: Vec<_> = skills
        .iter()
        .take(MOST_NAMED)
        .map(|skill| words(skill))
        .collect();
    list(&names)
}

fn title(skill: &SkillReport<'_>) -> String {
    skill.skill.title.clone()
}
