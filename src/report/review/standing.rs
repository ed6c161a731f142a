//! How the person stands against the role: in one sentence, in a table, and how that was made.

use crate::domain::assessment::OWN_ROLE;
use crate::domain::decimal::Weight;
use crate::domain::scoring::SkillScore;
use crate::page::{Block, Cell, list as bullets, table as of_columns};
use crate::report::wording::{count, figure, list, two_decimals};
use crate::report::{Report, SkillReport};

/// How many skills a sentence names.
const MAX_NAMED: usize = 3;

/// Facts in a sentence, without a figure of the scale; none where there is nothing to score against.
pub(super) fn headline(report: &Report<'_>) -> Option<String> {
    if !has_scores(report) {
        return too_few(report);
    }
    if report.is_wanted() {
        return wanted(report);
    }
    let measured = report.skills().filter(|skill| skill.score.gap().is_some());
    let short = report.gaps();
    let all = measured.count();
    let reached = all - short.len();
    let is_own = report.bar.profile.id == OWN_ROLE;
    let (of, with) = if all == report.skills().count() {
        ("", "")
    } else if is_own {
        ("the ", " with a target")
    } else {
        ("the ", " with a score")
    };
    let target = target(report);
    let on = if is_own { "on the" } else { "on" };
    let standing = match (reached, all) {
        (_, 0) => return None,
        (1, 1) => format!("The one skill{with} is {on} {target}"),
        (0, 1) => format!("The one skill{with} is short of the {target}"),
        (2, 2) => format!("Both skills{with} are {on} {target}"),
        _ if reached == all => format!("All {all} skills{with} are {on} {target}"),
        (0, _) => format!("None of {of}{all} skills{with} is {on} {target}"),
        (1, _) => format!("1 of {of}{all} skills{with} is {on} {target}"),
        _ => format!("{reached} of {of}{all} skills{with} are {on} {target}"),
    };
    let (close, short): (Vec<_>, Vec<_>) =
        short.into_iter().partition(|skill| skill.score.is_close());
    let unscored = report.skills().map(|skill| &skill.score);
    let unscored = unscored.filter(|score| score.score.is_none() && score.applicable > 0);
    let unscored = match unscored.count() {
        0 => None,
        1 => Some("1 has too few ratings for a score".to_owned()),
        few => Some(format!("{few} have too few ratings for a score")),
    };
    let named = [said(&short, "short"), said(&close, "close")];
    let named = named.into_iter().flatten().filter(|_| all > 1);
    let parts: Vec<_> = named.chain(unscored).collect();
    Some(match parts.as_slice() {
        [] => format!("{standing}."),
        [only] => format!("{standing}; {only}."),
        [most @ .., last] => format!("{standing}; {}, and {last}.", most.join(", ")),
    })
}

/// What there is less of than the person wants, and what more.
fn wanted(report: &Report<'_>) -> Option<String> {
    let those = |is_such: fn(&SkillScore<'_>) -> bool| -> Vec<_> {
        let skills = report.skills().filter(|skill| skill.score.gap().is_some());
        skills.filter(|skill| is_such(&skill.score)).collect()
    };
    let as_wanted = those(|score| !score.is_short() && !score.is_above());
    let parts = [
        said(&those(|score| score.is_short()), "less than I want"),
        said(&those(|score| score.is_above()), "more than I want"),
        said(&as_wanted, "as I want"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

fn has_scores(report: &Report<'_>) -> bool {
    report.skills().any(|skill| skill.score.score.is_some())
}

/// How little was rated, where that is too little for any score.
fn too_few(report: &Report<'_>) -> Option<String> {
    let rated: usize = report.skills().map(|skill| skill.score.rated()).sum();
    let asked = report.skills().map(|skill| skill.score.applicable);
    let questions = count(asked.sum(), "question");
    let said = format!("{rated} of {questions} rated, too few for the score of any skill.");
    (rated > 0).then_some(said)
}

/// Whose target it is, as in `the target for an Engineering manager`.
fn target(report: &Report<'_>) -> String {
    let role = &report.bar.profile;
    if role.id == OWN_ROLE {
        return "target I set myself".to_owned();
    }
    let vowels = ['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o'];
    let n = if role.title.starts_with(vowels) {
        "n"
    } else {
        ""
    };
    format!("target for a{n} {}", role.title)
}

/// What is said of some skills, by name where they are few.
fn said(skills: &[&SkillReport<'_>], what: &str) -> Option<String> {
    let titles = list(skills.iter().map(|it| &it.skill.title));
    match skills.len() {
        0 => None,
        1 => Some(format!("{titles} is {what}")),
        2..=MAX_NAMED => Some(format!("{titles} are {what}")),
        many => Some(format!("{many} are {what}")),
    }
}

/// A row a skill; none where no skill has a score.
pub(super) fn table(report: &Report<'_>, is_for_author: bool) -> Vec<Block> {
    if !has_scores(report) {
        return Vec::new();
    }
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
        _ => Some(skill.standing()).filter(|_| score.standing().is_off() || score.target.is_none()),
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
    let what = if has_ratings {
        "A structured reflection for development; all ratings are self-ratings."
    } else {
        "A structured reflection for development."
    };
    let targets = if report.bar.profile.id == OWN_ROLE {
        "the targets are my own"
    } else {
        "targets are the rubric's view of the role"
    };
    let how = (has_ratings && has_scores(report)).then(|| {
        format!(
            "A score is the {mean} of a skill's ratings, 1 to 5, where at least half are given; \
             {targets}."
        )
    });
    let mut authors = Vec::new();
    let sources = rubric.sources.iter().enumerate();
    let sources = sources.filter_map(|(index, source)| match source.author.as_deref() {
        // The first is what the rubric is built on, whoever wrote it.
        None if index == 0 => {
            let (first, rest) = source.title.split_at_checked(1)?;
            Some(first.to_lowercase() + rest)
        }
        None => None,
        Some(author) => {
            let is_new = !authors.contains(&author);
            authors.push(author);
            is_new.then(|| format!("{author} ({})", source.title))
        }
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
