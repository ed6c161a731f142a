//! The three sentences that a reader who reads no further should have read.

use super::strengths::strongest;
use super::{Ratings, role};
use crate::report::wording::{count, figure, list};
use crate::report::{Report, SkillReport};

/// How many skills a sentence names.
const MOST_NAMED: usize = 2;

/// Where the person stands, what is missing most where anything has a score, and what comes next.
/// Facts only: no skill is called strong that does not reach its target.
pub(super) fn sentences(report: &Report<'_>, ratings: Ratings) -> Vec<String> {
    [
        Some(standing(report, ratings)),
        missing(report, ratings),
        next(report),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn standing(report: &Report<'_>, ratings: Ratings) -> String {
    let against = format!("Against the role of {}", role(report));
    let scored = report.skills().filter(|skill| skill.score.score.is_some());
    let (scored, skills) = (scored.count(), report.skills().count());
    let rated = rated(report);
    if scored == 0 {
        return format!("{against}, no skill has a score yet: {rated}.");
    }
    // How little a few scores rest on is said with them.
    let few = match scored == skills {
        true => String::new(),
        false => format!("; {rated}"),
    };
    let strong = strongest(report);
    let led = named(&strong, |skill| match ratings {
        Ratings::Shown => format!("{} ({})", title(skill), figure(skill.score.score.as_ref())),
        Ratings::LeftOut => title(skill),
    });
    let all = match (scored, scored == skills) {
        (1, _) => return format!("{against}, {}{few}.", of_one(&led)),
        (_, true) => format!("the {}", count(skills, "skill")),
        (_, false) => format!("the {scored} skills with a score"),
    };
    let shown = strong
        .iter()
        .filter(|skill| skill.score.supported >= skill.score.target);
    let shown = match (shown.count(), strong.len()) {
        (shown, all) if shown == all => String::new(),
        (0, 1) => ", but not on evidence alone".to_owned(),
        (0, _) => ", none of them on evidence alone".to_owned(),
        (shown, _) => format!(", {shown} of them on evidence alone"),
    };
    let stand = match (strong.len(), ratings) {
        (0, _) => format!("none of {all} reaches its target"),
        (1, Ratings::Shown) => format!("1 of {all} reaches its target{shown}: {led}"),
        (reach, Ratings::Shown) => {
            format!("{reach} of {all} reach their target{shown}, led by {led}")
        }
        (1, Ratings::LeftOut) => format!("{led} stands out"),
        (_, Ratings::LeftOut) => format!("{led} stand out most"),
    };
    format!("{against}, {stand}{few}.")
}

/// How the only skill with a score stands; nothing leads where it falls short.
fn of_one(led: &str) -> String {
    match led {
        "" => "the one skill with a score falls short of its target".to_owned(),
        led => format!("the one skill with a score, {led}, reaches its target"),
    }
}

/// The largest gaps; nothing where there is none to speak of.
fn missing(report: &Report<'_>, ratings: Ratings) -> Option<String> {
    let short = report.gaps();
    let scored = report.skills().filter(|skill| skill.score.score.is_some());
    // Of one skill alone all is said.
    if short.is_empty() && scored.count() < 2 {
        return None;
    }
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

fn next(report: &Report<'_>) -> Option<String> {
    let actions = report.focus().map(|focus| {
        let title = report
            .skill(&focus.skill)
            .map_or_else(|| focus.skill.clone(), title);
        match focus.action.trim() {
            "" => title,
            action => format!("{title} (“{action}”)"),
        }
    });
    let actions: Vec<_> = actions.collect();
    if report.assessment.focus.is_empty() {
        return Some("No focus is chosen for the next quarter.".to_owned());
    }
    // Of a focus that is private, not even the skill is told.
    (!actions.is_empty()).then(|| format!("Next quarter's work is on {}.", list(&actions)))
}

/// How many of the questions that apply are rated.
fn rated(report: &Report<'_>) -> String {
    let scores = || report.skills().map(|skill| &skill.score);
    let rated: usize = scores().map(|score| score.rated()).sum();
    let asked: usize = scores().map(|score| score.applicable).sum();
    match asked {
        0 => "no question applies this time".to_owned(),
        1 => format!("{rated} of the 1 question that applies is rated"),
        _ => format!("{rated} of the {asked} questions that apply are rated"),
    }
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
