//! Every skill over all periods: a line of marks each, where it stands, and how it moved.

mod data;
mod question;

pub use data::{csv, drilled_csv, json};

use super::diff::{reading, tone};
use super::wording::{self, change, cluster_line, count, figure};
use crate::domain::decimal::{Exact, whole};
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::history::{History, QuestionHistory, SkillHistory};
use crate::page::{Block, Cell, Page, Section, grouped, list, table};

/// So many quarters have a column each; more are drawn as a line.
const MAX_COLUMNS: usize = 6;

/// The mark of what is not quite like the quarter before.
const STAR: &str = "*";

/// What it means.
const NOT_ALIKE: &str = "* Not the same questions, or not in the same words, as before, or carried over. A change counts what was rated both times; `emkit diff FROM TO` names the rest.";

/// Every skill over time, and the questions below where some are asked for.
pub fn page(history: &History<'_>, questions: Option<&[QuestionHistory<'_>]>) -> Page {
    let mut page = Page::new(title(history));
    page.lead.push(skills(history));
    // Of one skill alone a mean would be that of itself.
    if history.skills.len() > 1 {
        let means = history.clusters.iter().filter_map(|cluster| {
            let skills = history.skills_of(&cluster.cluster.id);
            let skills = skills.filter(|skill| skill.is_current);
            let skills = skills.map(|it| (it.skill, matches!(it.scores.last(), Some(Some(_)))));
            cluster_line(cluster.cluster, &cluster.score, skills)
        });
        page.lead.extend(list(means));
    }
    if let Some(questions) = questions {
        let table = question::table(history, questions);
        page = page.section("Question by question", vec![table]);
    }
    page.footnotes = closing(history, questions);
    page
}

/// Every score, a row a period, for a document that has room for it; none where the table of the
/// skills has them.
pub fn every_score(history: &History<'_>) -> Option<Section> {
    if history.periods.len() <= MAX_COLUMNS {
        return None;
    }
    let titles = history.skills.iter().map(title_of);
    let titles = std::iter::once("Period".to_owned()).chain(titles);
    let rows = history.periods.iter().enumerate().map(|(index, period)| {
        let skills = history.skills.iter();
        let scores = skills.map(|skill| score(history, skill, index));
        let period = Cell::from(period.to_string());
        std::iter::once(period).chain(scores).collect()
    });
    let kinds = format!("l{}", "r".repeat(history.skills.len()));
    let table = Block::Table(table(titles, &kinds, rows));
    Section::new("Every score", vec![table])
}

/// A row a skill: every score where there are few, else a line of marks.
fn skills(history: &History<'_>) -> Block {
    let quarters = history.periods.len();
    let is_short = quarters <= MAX_COLUMNS;
    let changes = if is_short {
        usize::from(quarters > 1)
    } else {
        2
    };
    let row = |skill: &SkillHistory<'_>| {
        let mut cells = vec![title_of(skill).into()];
        cells.extend((!is_short).then(|| marks(history, &skill.scores)));
        let shown = if is_short { 0 } else { quarters - 1 };
        cells.extend((shown..quarters).map(|index| score(history, skill, index)));
        cells.extend(since(skill).into_iter().take(changes).map(|diff| {
            let tone = diff.map(tone).unwrap_or_default();
            Cell::Text(change(diff.and_then(SkillDiff::change).as_ref()), tone)
        }));
        cells
    };
    let groups = history.clusters.iter().map(|cluster| {
        let skills = history.skills_of(&cluster.cluster.id);
        let rows: Vec<_> = skills.map(row).collect();
        (cluster.cluster.title.clone(), rows)
    });
    let groups = groups.filter(|(_, rows)| !rows.is_empty());
    let mut titles = vec!["Skill".to_owned()];
    if is_short {
        titles.extend(history.periods.iter().map(ToString::to_string));
        titles.extend((changes > 0).then(|| "Change".to_owned()));
        let kinds = format!("l{}r", "q".repeat(history.periods.len()));
        return Block::Table(grouped(titles, &kinds, groups));
    }
    titles.extend(["Over time", "Now", "Since last", "Since first"].map(str::to_owned));
    Block::Table(grouped(titles, "lprrr", groups))
}

/// A score, with a star where a change of it is counted over other questions.
fn score(history: &History<'_>, skill: &SkillHistory<'_>, index: usize) -> Cell {
    let figure = figure(skill.scores[index].as_ref());
    let mut skills = history.skills.iter();
    if is_other(skill, index) {
        format!("{figure}{STAR}").into()
    } else if skills.any(|skill| is_other(skill, index)) {
        // So that the figures of a column stand under each other.
        Cell::Marks(format!("{figure} "), figure)
    } else {
        figure.into()
    }
}

/// Whether a score stands for other questions than the one that its change is counted from.
fn is_other(skill: &SkillHistory<'_>, index: usize) -> bool {
    // A long history says how far the latest moved since the first too.
    let periods = skill.scores.len();
    let has_first = periods > MAX_COLUMNS && index + 1 == periods;
    let is_unlike_first = has_first && skill.same_as_first == Some(false);
    let is_unlike = skill.same_questions[index] == Some(false);
    (is_unlike || is_unlike_first) && skill.scores[index].is_some()
}

fn marks(history: &History<'_>, scores: &[Option<Exact>]) -> Cell {
    let said = history.periods.iter().zip(scores);
    let said = said.map(|(period, score)| format!("{} in {period}", figure(score.as_ref())));
    Cell::Marks(sparks(scores), said.collect::<Vec<_>>().join(", "))
}

pub(super) fn title_of(skill: &SkillHistory<'_>) -> String {
    let gone = if skill.is_current { "" } else { " (gone)" };
    format!("{}{gone}", skill.skill.title)
}

fn title(history: &History<'_>) -> String {
    let (Some(first), Some(last)) = (history.periods.first(), history.periods.last()) else {
        return String::new();
    };
    let assessments = count(history.periods.len(), "assessment");
    let periods = if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    format!("{periods} · {assessments}")
}

/// What has to be known to read the figures: two sentences at most.
fn closing(history: &History<'_>, questions: Option<&[QuestionHistory<'_>]>) -> Vec<String> {
    let clear = (history.periods.len() > 1).then(|| clear(history));
    let mut quarters = 0..history.periods.len();
    let is_starred = |index| history.skills.iter().any(|skill| is_other(skill, index));
    let questions = questions.unwrap_or_default().iter();
    let mut reworded = questions.flat_map(|question| &question.is_reworded);
    let has_star = quarters.any(is_starred) || reworded.any(|is_so| *is_so);
    let star = has_star.then(|| NOT_ALIKE.to_owned());
    clear.into_iter().chain(star).collect()
}

/// Which changes are clear, by the rule of thumb of `emkit diff`.
fn clear(history: &History<'_>) -> String {
    let said = ["the last", "the first"].into_iter().zip(0..);
    let said = said.filter_map(|(word, place): (_, usize)| {
        let skills = history.skills.iter().filter_map(|skill| {
            let diff = since(skill)[place]?;
            let reading = (diff.reading() == Reading::Clear).then(|| reading(diff))?;
            Some(match reading.strip_prefix("clear, ") {
                Some(rest) => format!("{} ({rest})", title_of(skill)),
                None => title_of(skill),
            })
        });
        let skills: Vec<_> = skills.collect();
        (!skills.is_empty()).then(|| format!("since {word} {}", wording::list(&skills)))
    });
    match said.collect::<Vec<_>>().as_slice() {
        [] => "No change is clear: all are within what rating the same quarter twice could give, by a rule of thumb.".to_owned(),
        said => format!(
            "Clear changes: {}. The others are within what rating the same quarter twice could give, by a rule of thumb.",
            said.join("; ")
        ),
    }
}

fn since<'s, 'a>(skill: &'s SkillHistory<'a>) -> [Option<&'s SkillDiff<'a>>; 2] {
    [skill.since_last.as_ref(), skill.since_first.as_ref()]
}

/// A mark of eight heights for each score, from 1 to 5; a dot where there is none.
fn sparks(scores: &[Option<Exact>]) -> String {
    const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let height = |score: &Exact| {
        let steps = (score - whole(1)) * whole(7) / whole(4);
        let height = usize::try_from(steps.round().to_integer()).unwrap_or_default();
        height.min(MARKS.len() - 1)
    };
    let marks = scores.iter().map(Option::as_ref);
    marks
        .map(|it| it.map_or('·', |score| MARKS[height(score)]))
        .collect()
}
