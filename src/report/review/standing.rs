//! How the person stands against the role: in one sentence, in a table, and how that was made.

use itertools::Itertools;

use super::{Review, short_and_close};
use crate::domain::assessment::OWN_ROLE;
use crate::domain::decimal::ONCE;
use crate::domain::scoring::SkillScore;
use crate::page::{Block, Cell, list as bullets, table as of_columns};
use crate::report::wording::{count, figure, list, two_decimals};
use crate::report::{Report, SkillReport};

const MAX_NAMED: usize = 3;

/// Facts in a sentence, without a figure of the scale; none where there is nothing to score against.
pub(super) fn headline(report: &Report<'_>) -> Option<String> {
    if !has_scores(report) {
        let rated: usize = report.skills().map(|skill| skill.score.rated).sum();
        let asked = report.skills().map(|skill| skill.score.applicable);
        let questions = count(asked.sum(), "question");
        let said = format!("{rated} of {questions} rated, too few for the score of any skill.");
        return (rated > 0).then_some(said);
    }
    let with = |is_such: fn(&SkillScore<'_>) -> bool| {
        let skills = report.skills().filter(|skill| skill.score.gap.is_some());
        skills.filter(|skill| is_such(&skill.score)).collect_vec()
    };
    if report.is_wanted() {
        let parts = [
            said(&with(|it| it.is_short()), "less than I want"),
            said(&with(|it| it.is_above()), "more than I want"),
            said(&with(|it| !it.is_short() && !it.is_above()), "as I want"),
        ];
        let said = parts.iter().flatten().join("; ");
        return (!said.is_empty()).then(|| format!("{said}."));
    }
    let all = with(|_| true).len();
    let [short, close] = short_and_close(report);
    let reached = all - short.len() - close.len();
    let role = &report.bar.profile;
    let is_own = role.id == OWN_ROLE;
    let (of, with) = if all == report.skills().count() {
        ("", "")
    } else if is_own {
        ("the ", " with a target")
    } else {
        ("the ", " with a score")
    };
    let n = if role
        .title
        .starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o'])
    {
        "n"
    } else {
        ""
    };
    let (on, target) = if is_own {
        ("on the", "target I set myself".to_owned())
    } else {
        ("on", format!("target for a{n} {}", role.title))
    };
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
    let unscored = report.skills().map(|skill| &skill.score);
    let unscored = unscored.filter(|score| score.score.is_none() && score.applicable > 0);
    let unscored = match unscored.count() {
        0 => None,
        1 => Some("1 has too few ratings for a score".to_owned()),
        few => Some(format!("{few} have too few ratings for a score")),
    };
    let named = [said(&short, "short"), said(&close, "close")];
    let named = named.into_iter().flatten().filter(|_| all > 1);
    Some(match named.chain(unscored).collect_vec().as_slice() {
        [] => format!("{standing}."),
        [only] => format!("{standing}; {only}."),
        [most @ .., last] => format!("{standing}; {}, and {last}.", most.join(", ")),
    })
}

fn has_scores(report: &Report<'_>) -> bool {
    report.skills().any(|skill| skill.score.score.is_some())
}

fn said(skills: &[&SkillReport<'_>], what: &str) -> Option<String> {
    let titles = list(skills.iter().map(|it| &it.skill.title));
    match skills.len() {
        0 => None,
        1 => Some(format!("{titles} is {what}")),
        2..=MAX_NAMED => Some(format!("{titles} are {what}")),
        many => Some(format!("{many} are {what}")),
    }
}

impl Review<'_> {
    pub(super) fn table(&self, report: &Report<'_>) -> Vec<Block> {
        if !self.has_ratings || !has_scores(report) {
            return Vec::new();
        }
        let rows = report.skills().map(|skill| {
            let score = &skill.score;
            let cells = [
                skill.skill.title.clone(),
                figure(score.score.as_ref()),
                figure(score.target.as_ref()),
                note(skill, self.for_author.is_some()),
            ];
            cells.map(Cell::from).to_vec()
        });
        let titles = ["Skill", "Score", "Target", "Note"];
        vec![Block::Table(of_columns(titles, "wrrl", rows))]
    }

    pub(super) fn method(&self, report: &Report<'_>) -> Vec<Block> {
        let rubric = report.rubric;
        let is_weighted = rubric.questions().any(|(_, it)| it.weight != ONCE);
        let mean = if is_weighted { "weighted mean" } else { "mean" };
        let what = if self.has_ratings {
            "A structured reflection for development; all ratings are self-ratings."
        } else {
            "A structured reflection for development."
        };
        let targets = if report.bar.profile.id == OWN_ROLE {
            "the targets are my own"
        } else {
            "targets are the rubric's view of the role"
        };
        let how = (self.has_ratings && has_scores(report)).then(|| {
            format!(
                "A score is the {mean} of a skill's ratings, 1 to 5, where at least half are given; \
                 {targets}."
            )
        });
        // The first is what the rubric is built on, whoever wrote it; of the others an author is named once.
        let sources = rubric.sources.iter().enumerate();
        let sources = sources.filter(|(index, it)| *index == 0 || it.author.is_some());
        let sources = sources.unique_by(|(index, it)| it.author.as_ref().ok_or(*index));
        let sources = sources.filter_map(|(_, source)| match &source.author {
            Some(author) => Some(format!("{author} ({})", source.title)),
            None => {
                let (first, rest) = source.title.split_at_checked(1)?;
                Some(first.to_lowercase() + rest)
            }
        });
        let after = list(sources);
        let after = Some(after).filter(|after| !after.is_empty());
        let after = after.map_or_else(String::new, |after| format!(", after {after}"));
        let from = format!("Rubric: {} {}{after}.", rubric.title, rubric.version);
        bullets([what.to_owned()].into_iter().chain(how).chain([from]))
    }
}

fn note(skill: &SkillReport<'_>, is_for_author: bool) -> String {
    let score = &skill.score;
    let (rated, all) = (score.rated, score.applicable);
    if all == 0 || rated == 0 {
        return if all == 0 {
            "not applicable"
        } else {
            "not rated"
        }
        .to_owned();
    }
    let is_said = score.standing().is_off() || score.target.is_none();
    let shown = score.supported.as_ref().filter(|_| is_for_author);
    let shown = shown.filter(|shown| Some(*shown) < score.score.as_ref());
    let parts = [
        is_said.then(|| skill.standing()),
        (rated < all).then(|| format!("{rated} of {all} rated")),
        shown.map(|shown| format!("{} on evidence alone", two_decimals(shown))),
    ];
    parts.iter().flatten().join("; ")
}
