//! Every skill over all periods: a line of marks each, where it stands, and how it moved.

mod data;
mod question;

pub use data::{csv, drilled_csv, json};

use super::diff::{THIN, thin};
use super::wording::{self, change, count, figure, list, mean};
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::figure::{Exact, whole};
use crate::domain::history::{ClusterHistory, History, QuestionHistory, SkillHistory};
use crate::page::{Block, Cell, Page, Section, Table, table};

/// Said where a change leaves questions out.
const LEFT_OUT: &str = "A * leaves out questions that were skipped, reworded, new or gone in one of the two; `emkit diff FROM TO` names them.";

/// Said before the periods in which a skill was asked or answered in other ways.
const NOT_ALIKE: &str = "Not the same questions as in the assessment before";

/// How many of those periods are named.
const MOST_BREAKS: usize = 4;

/// Every skill with a line of marks, and the questions below where some are asked for.
#[must_use]
pub fn page(history: &History<'_>, questions: Option<&[QuestionHistory<'_>]>) -> Page {
    let mut page = Page::new(title(history));
    for cluster in &history.clusters {
        if history.skills_of(&cluster.cluster.id).next().is_some() {
            let table = vec![Block::Table(skills(history, cluster))];
            page = page.section(cluster_line(history, cluster), table);
        }
    }
    if let Some(questions) = questions {
        page = page.section("Question by question", question::list(history, questions));
    }
    page.footnotes.extend(closing(history));
    page
}

/// Every score, a row a period, for a document that has room for it.
#[must_use]
pub fn every_score(history: &History<'_>) -> Section {
    let titles = history.skills.iter().map(title_of);
    let titles = std::iter::once("Period".to_owned()).chain(titles);
    let rows = history.periods.iter().enumerate().map(|(index, period)| {
        let scores = history.skills.iter().map(|skill| {
            let is_other = skill.same_questions[index] == Some(false);
            let star = if is_other { "*" } else { "" };
            format!("{}{star}", figure(skill.scores[index].as_ref())).into()
        });
        std::iter::once(period.to_string().into())
            .chain(scores)
            .collect()
    });
    let kinds = format!("l{}", "r".repeat(history.skills.len()));
    Section {
        name: "",
        title: "Every score".to_owned(),
        blocks: vec![Block::Table(table(titles, &kinds, rows))],
    }
}

/// A row a skill, and one for their mean.
fn skills(history: &History<'_>, cluster: &ClusterHistory<'_>) -> Table {
    let rows = history.skills_of(&cluster.cluster.id).map(|skill| {
        let moved = |which: Since| {
            let diff = which(skill);
            // The place of a star, so that the figures stand under each other.
            let is_blank = has_stars(history, which) && !diff.is_some_and(is_partial);
            let star = if is_blank { " " } else { "" };
            let text = format!("{}{star}", moved(diff));
            Cell::marked(text, diff.is_some_and(is_clear))
        };
        vec![
            title_of(skill).into(),
            marks(history, &skill.scores),
            now(skill).into(),
            moved(since_last),
            moved(since_first),
        ]
    });
    let scores = cluster.scores.iter().map(|score| score.score.clone());
    let scores: Vec<_> = scores.collect();
    let mean = vec![
        "Mean".into(),
        marks(history, &scores),
        figure(scores.last().and_then(Option::as_ref)).into(),
        "".into(),
        "".into(),
    ];
    let mean = (history.skills.len() > 1).then_some(mean);
    let titles = ["Skill", "Over time", "Now", "Since last", "Since first"];
    table(titles, "lprrr", rows.chain(mean))
}

/// Scores over time, as marks and in words.
fn marks(history: &History<'_>, scores: &[Option<Exact>]) -> Cell {
    let said = history.periods.iter().zip(scores);
    let said = said.map(|(period, score)| format!("{period} {}", figure(score.as_ref())));
    Cell::Marks(sparks(scores), said.collect::<Vec<_>>().join(", "))
}

/// A cluster's mean now, and next to it the skill that the mean hides.
fn cluster_line(history: &History<'_>, cluster: &ClusterHistory<'_>) -> String {
    let title = &cluster.cluster.title;
    let score = cluster.scores.last();
    // Of one skill alone it would be said of itself.
    let Some(score) = score.filter(|_| history.skills.len() > 1) else {
        return title.clone();
    };
    let skills = history.skills_of(&cluster.cluster.id);
    let skills: Vec<_> = skills.filter(|skill| skill.is_current).collect();
    let is_scored = |skill: &&&SkillHistory<'_>| matches!(skill.scores.last(), Some(Some(_)));
    let scored = skills.iter().filter(is_scored).count();
    let lowest = score.lowest.as_ref();
    let lowest = lowest.and_then(|id| skills.iter().find(|skill| skill.skill.id == *id));
    wording::cluster_line(
        title,
        &mean(score.score.as_ref(), scored, skills.len()),
        lowest.map(|lowest| lowest.skill.title.as_str()),
    )
}

pub(super) fn title_of(skill: &SkillHistory<'_>) -> String {
    skill.skill.title.clone()
}

fn now(skill: &SkillHistory<'_>) -> String {
    figure(skill.scores.last().and_then(Option::as_ref))
}

/// Which assessments there are.
fn title(history: &History<'_>) -> String {
    let (Some(first), Some(last)) = (history.periods.first(), history.periods.last()) else {
        return String::new();
    };
    let assessments = count(history.periods.len(), "assessment");
    let periods = match first == last {
        true => first.to_string(),
        false => format!("{first} to {last}"),
    };
    format!("{periods} · {assessments}")
}

/// What has to be known to read the figures, a sentence each.
fn closing(history: &History<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if history.periods.len() > 1 {
        lines.extend(clear(history));
    }
    let has_thin = |since: Since| {
        let mut skills = history.skills.iter();
        skills.any(|skill| since(skill).and_then(thin).is_some())
    };
    if has_thin(since_last) || has_thin(since_first) {
        lines.push(THIN.to_owned());
    }
    if has_stars(history, since_last) || has_stars(history, since_first) {
        lines.push(LEFT_OUT.to_owned());
    }
    lines.extend(breaks(history));
    let gone: Vec<_> = history
        .skills
        .iter()
        .filter(|skill| !skill.is_current)
        .map(title_of)
        .collect();
    if !gone.is_empty() {
        lines.push(format!("No longer in the rubric: {}.", list(&gone)));
    }
    lines
}

/// Which changes are clear, by the rule of thumb of `emkit diff`.
fn clear(history: &History<'_>) -> Option<String> {
    let named = |since: Since| -> Vec<String> {
        let skills = history.skills.iter();
        let clear = skills.filter(|skill| since(skill).is_some_and(is_clear));
        let clear = clear.map(|skill| match since(skill).and_then(thin) {
            Some(thin) => format!("{} ({thin})", title_of(skill)),
            None => title_of(skill),
        });
        clear.collect()
    };
    let said: Vec<_> = [
        ("the last", since_last as Since),
        ("the first", since_first),
    ]
    .into_iter()
    .map(|(word, since)| (word, named(since)))
    .filter(|(_, skills)| !skills.is_empty())
    .map(|(since, skills)| format!("since {since} {}", list(&skills)))
    .collect();
    match said.as_slice() {
        [] => Some("No change is clear: all are within what rating the same quarter twice could give, by a rule of thumb.".to_owned()),
        said => Some(format!(
            "Clear changes: {}. The others are within what rating the same quarter twice could give, by a rule of thumb.",
            said.join("; ")
        )),
    }
}

fn is_clear(diff: &SkillDiff<'_>) -> bool {
    diff.reading() == Reading::Clear
}

/// Whether a change compares some questions and leaves others out.
fn is_partial(diff: &SkillDiff<'_>) -> bool {
    !diff.compared.is_empty() && !diff.dropped.is_empty()
}

/// One of the two changes that are shown of a skill.
type Since = for<'a> fn(&'a SkillHistory<'a>) -> Option<&'a SkillDiff<'a>>;

fn since_last<'a>(skill: &'a SkillHistory<'a>) -> Option<&'a SkillDiff<'a>> {
    skill.since_last.as_ref()
}

fn since_first<'a>(skill: &'a SkillHistory<'a>) -> Option<&'a SkillDiff<'a>> {
    skill.since_first.as_ref()
}

fn has_stars(history: &History<'_>, since: Since) -> bool {
    let mut skills = history.skills.iter();
    skills.any(|skill| since(skill).is_some_and(is_partial))
}

/// The latest periods in which the scores of some skills stand for other questions than those
/// before, with these skills.
fn breaks(history: &History<'_>) -> Option<String> {
    let skills_of = |index: usize| -> Vec<String> {
        let skills = history.skills.iter();
        let broken = skills.filter(|skill| skill.breaks().any(|broken| broken == index));
        broken.map(title_of).collect()
    };
    let periods = history.periods.iter().enumerate();
    let mut breaks: Vec<String> = periods
        .map(|(index, period)| (period, skills_of(index)))
        .filter(|(_, skills)| !skills.is_empty())
        .map(|(period, skills)| format!("{period} {}", list(&skills)))
        .collect();
    let earlier = breaks.len().saturating_sub(MOST_BREAKS);
    breaks.drain(..earlier);
    if earlier > 0 {
        breaks.push(format!("and {} before", count(earlier, "quarter")));
    }
    (!breaks.is_empty()).then(|| format!("{NOT_ALIKE}: {}.", breaks.join("; ")))
}

/// A mark of eight heights for each score, from 1 to 5; a dot where there is none.
fn sparks(scores: &[Option<Exact>]) -> String {
    const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let height = |score: &Exact| {
        let steps = (score - whole(1)) * whole(7) / whole(4);
        let height = usize::try_from(steps.round().to_integer()).unwrap_or_default();
        height.min(MARKS.len() - 1)
    };
    scores
        .iter()
        .map(|score| score.as_ref().map_or('·', |score| MARKS[height(score)]))
        .collect()
}

/// A change, with a star where it leaves questions out.
pub(super) fn moved(diff: Option<&SkillDiff<'_>>) -> String {
    let Some(diff) = diff else {
        return figure(None);
    };
    let star = if is_partial(diff) { "*" } else { "" };
    format!("{}{star}", change(diff.change().as_ref()))
}
