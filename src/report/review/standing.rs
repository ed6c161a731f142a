//! How the person stands against the role: in one sentence, in a table, and how that was made.

use super::words::target;
use crate::domain::decimal::Weight;
use crate::page::{Block, Cell, list as bullets, table as of_columns};
use crate::report::wording::{count, figure, list, two_decimals};
use crate::report::{Report, SkillReport};

/// How many skills a sentence names.
const MAX_NAMED: usize = 3;

/// Facts in a sentence, without a figure of the scale; none where no skill has a target to be scored against.
pub(super) fn headline(report: &Report<'_>) -> Option<String> {
    let scored = report.skills().filter(|skill| skill.score.gap().is_some());
    let scored: Vec<_> = scored.collect();
    let short = report.gaps();
    let (reached, all) = (scored.len() - short.len(), scored.len());
    let is_all = all == report.skills().count();
    let skills = count(all, "skill");
    let named = if is_all {
        skills
    } else {
        format!("the {skills} with a score")
    };
    let target = target(report);
    let standing = match (reached, all) {
        (_, 0) => return None,
        (1, 1) => format!("The one skill with a score is on {target}"),
        (0, 1) => format!("The one skill with a score is short of the {target}"),
        _ if reached == all && is_all => format!("All {named} are on {target}"),
        _ if reached == all => format!("All of {named} are on {target}"),
        (0, _) => format!("None of {named} is on {target}"),
        (1, _) => format!("1 of {named} is on {target}"),
        _ => format!("{reached} of {named} are on {target}"),
    };
    let (close, short): (Vec<_>, Vec<_>) =
        short.into_iter().partition(|skill| skill.score.is_close());
    let parts = [said(&short, "short"), said(&close, "close")];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    Some(if parts.is_empty() || all == 1 {
        format!("{standing}.")
    } else {
        format!("{standing}; {}.", list(&parts))
    })
}

/// What is said of some skills, by name where they are few.
fn said(skills: &[&SkillReport<'_>], what: &str) -> Option<String> {
    let titles: Vec<_> = skills.iter().map(|it| it.skill.title.clone()).collect();
    match titles.len() {
        0 => None,
        1 => Some(format!("{} is {what}", list(&titles))),
        2..=MAX_NAMED => Some(format!("{} are {what}", list(&titles))),
        many => Some(format!("{many} are {what}")),
    }
}

/// A row a skill.
pub(super) fn table(report: &Report<'_>, is_for_author: bool) -> Vec<Block> {
    let rows = report.skills().map(|skill| {
        let score = &skill.score;
        let cells = [
            skill.skill.title.clone(),
            figure(score.score.as_ref()),
            figure(score.target.as_ref()),
            note(skill, is_for_author),
        ];
        cells.map(Cell::from).to_vec()
    });
    let titles = ["Skill", "Score", "Target", "Note"];
    vec![Block::Table(of_columns(titles, "wrrl", rows))]
}

fn note(skill: &SkillReport<'_>, is_for_author: bool) -> String {
    let score = &skill.score;
    let standing = match (score.applicable, score.rated()) {
        (0, _) => return "not applicable".to_owned(),
        (_, 0) => return "not rated".to_owned(),
        _ => Some(skill.standing()).filter(|_| score.is_short() || score.target.is_none()),
    };
    let rated = (score.rated() < score.applicable)
        .then(|| format!("{} of {} rated", score.rated(), score.applicable));
    let shown = score.supported.as_ref().filter(|_| is_for_author);
    let shown = shown.filter(|shown| Some(*shown) < score.score.as_ref());
    let shown = shown.map(|shown| format!("{} on evidence alone", two_decimals(shown)));
    let said = standing.into_iter().chain(rated).chain(shown);
    said.collect::<Vec<_>>().join("; ")
}

/// How the review was made, a line each.
pub(super) fn method(report: &Report<'_>, has_ratings: bool) -> Vec<Block> {
    let rubric = report.rubric;
    let is_weighted = rubric.questions().any(|(_, it)| it.weight != Weight::ONE);
    let mean = if is_weighted { "weighted mean" } else { "mean" };
    let (what, how) = if has_ratings {
        (
            "A structured reflection for development; all ratings are self-ratings.",
            Some(format!(
                "A score is the {mean} of a skill's ratings, 1 to 5, where at least half are given; \
                 targets are the rubric's view of the role."
            )),
        )
    } else {
        ("A structured reflection for development.", None)
    };
    let mut authors = Vec::new();
    let sources = rubric.sources.iter().filter_map(|source| {
        let author = source.author.as_deref()?;
        let is_new = !authors.contains(&author);
        authors.push(author);
        is_new.then(|| format!("{author} ({})", source.title))
    });
    let sources: Vec<_> = sources.collect();
    let after = if sources.is_empty() {
        String::new()
    } else {
        format!(", after {}", list(&sources))
    };
    let from = format!("Rubric: {} {}{after}.", rubric.title, rubric.version);
    bullets([what.to_owned()].into_iter().chain(how).chain([from]))
}
