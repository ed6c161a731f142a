//! What changed since the assessment before, like for like.

use super::Ratings;
use crate::domain::diff::{Pair, Reading, SkillDiff};
use crate::domain::figure::whole;
use crate::report::diff::{Shown, dropped_by_reason, reading, readings, reason_words, step};
use crate::report::wording::{change, count, figure, list};

#[derive(Clone, Debug)]
pub struct Changes {
    /// The period of the earlier assessment.
    pub since: String,
    /// A row a skill.
    pub skills: Vec<SkillChange>,
    /// The questions that moved, a line each.
    pub moved: Vec<Line>,
    /// The questions left out and why, a line a skill.
    pub left_out: Vec<Line>,
    /// What the readings mean.
    pub readings: Vec<String>,
    /// The skills by how they changed, for a review without figures.
    pub directions: Vec<Line>,
}

#[derive(Clone, Debug)]
pub struct SkillChange {
    pub title: String,
    pub from: String,
    pub to: String,
    pub change: String,
    pub reading: String,
    pub compared: String,
}

/// Something and what is said of it.
#[derive(Clone, Debug)]
pub struct Line {
    pub title: String,
    pub text: String,
}

/// Why a figure here may be another than the score.
const OVER: &str = "“From” and “To” are means over the questions that are compared, so they may differ from the scores.";

pub(super) fn changes(since: Shown<'_>, ratings: Ratings) -> Changes {
    let skills = || since.diff.skills.iter();
    let shown = ratings == Ratings::Shown;
    // From the other ratings and the means, that of a private answer could be computed.
    let named = skills().filter(|skill| !skill.has_private);
    let moved = named.flat_map(|skill| {
        let pairs = skill.moved();
        pairs.map(|pair| Line {
            title: skill.skill.title.clone(),
            text: moved(pair),
        })
    });
    let left_out = skills().flat_map(|skill| {
        let by_reason = dropped_by_reason(
            skill
                .dropped
                .iter()
                .map(|dropped| (dropped.reason, dropped.question.ask.trim().to_owned())),
        );
        by_reason.into_iter().map(|(reason, asked)| Line {
            title: skill.skill.title.clone(),
            text: format!("{} ({})", asked.join(" "), reason_words(reason)),
        })
    });
    let over = skills().any(|skill| !skill.dropped.is_empty());
    let over = over.then_some(OVER);
    Changes {
        since: since.from.assessment.period.to_string(),
        skills: skills().map(row).collect(),
        moved: moved.filter(|_| shown).collect(),
        left_out: left_out.filter(|_| shown).collect(),
        readings: over
            .map(str::to_owned)
            .into_iter()
            .chain(readings(since))
            .chain(unnamed(since).filter(|_| shown))
            .collect(),
        directions: directions(since),
    }
}

/// How many questions moved in skills with a private answer.
fn unnamed(since: Shown<'_>) -> Option<String> {
    let skills = since.diff.skills.iter().filter(|skill| skill.has_private);
    let moved: usize = skills
        .map(|skill| skill.moved().count() + skill.withheld_moved)
        .sum();
    let are = if moved == 1 { "is" } else { "are" };
    (moved > 0).then(|| {
        format!(
            "{} that moved {are} left out, because their skill has a private answer.",
            count(moved, "question")
        )
    })
}

fn row(skill: &SkillDiff<'_>) -> SkillChange {
    let (compared, all) = skill.coverage();
    SkillChange {
        title: skill.skill.title.clone(),
        from: figure(skill.from.as_ref()),
        to: figure(skill.to.as_ref()),
        change: change(skill.change().as_ref()),
        reading: reading(skill),
        compared: format!("{compared}/{all}"),
    }
}

fn moved(pair: &Pair<'_>) -> String {
    format!("{} {}.", pair.question.ask.trim(), step(pair))
}

fn directions(since: Shown<'_>) -> Vec<Line> {
    let titles = |is_so: &dyn Fn(&SkillDiff<'_>) -> bool| -> Vec<String> {
        let skills = since.diff.skills.iter().filter(|skill| is_so(skill));
        skills.map(|skill| skill.skill.title.clone()).collect()
    };
    let is_up = |skill: &SkillDiff<'_>| skill.change().is_some_and(|change| change > whole(0));
    let is_down = |skill: &SkillDiff<'_>| skill.change().is_some_and(|change| change < whole(0));
    let groups = [
        (
            "Clearly up",
            titles(&|skill| skill.reading() == Reading::Clear && is_up(skill)),
        ),
        (
            "A little up",
            titles(&|skill| skill.reading() == Reading::Small && is_up(skill)),
        ),
        (
            "Much the same",
            titles(&|skill| {
                skill.reading() != Reading::NotComparable && !is_up(skill) && !is_down(skill)
            }),
        ),
        (
            "A little down",
            titles(&|skill| skill.reading() == Reading::Small && is_down(skill)),
        ),
        (
            "Clearly down",
            titles(&|skill| skill.reading() == Reading::Clear && is_down(skill)),
        ),
        (
            "Not comparable",
            titles(&|skill| skill.reading() == Reading::NotComparable),
        ),
    ];
    let lines = groups.into_iter().filter(|(_, titles)| !titles.is_empty());
    let lines = lines.map(|(title, titles)| Line {
        title: title.to_owned(),
        text: format!("{}.", list(&titles)),
    });
    lines.collect()
}
