//! Every skill over all periods, and the questions of one: a column a period, or a line of marks, with how it moved.

use anyhow::Result;
use itertools::Itertools;
use serde_json::{Value, json};

use super::diff::{reading, tone};
use super::json::{SCHEMA, number, write};
use super::wording::{self, change, cluster_line, count, figure};
use crate::domain::assessment::State;
use crate::domain::decimal::Exact;
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::history::{History, PastAnswer, QuestionHistory, SkillHistory};
use crate::page::{self, Block, Cell, Page, Table, grouped, list};

/// So many quarters have a column each; more are drawn as a line.
const MAX_COLUMNS: usize = 6;

const STAR: &str = "*";

const NOT_ALIKE: &str = "* Not the same questions, or not in the same words, as before, or carried over. A change counts what was rated both times; `emkit diff FROM TO` names the rest.";

/// What the marks mean that stand for an answer each, the first of its letters.
const KEY: &str = "1 to 5 ratings  s skipped  n not applicable  p private  – not asked";

pub fn page(history: &History<'_>, questions: Option<&[QuestionHistory<'_>]>) -> Page {
    let ends = [history.periods.first(), history.periods.last()];
    let ends = ends.iter().flatten().dedup().join(" to ");
    let assessments = count(history.periods.len(), "assessment");
    let mut page = Page::new(format!("{ends} · {assessments}"));
    let skills = skills(history);
    let answers = questions.map(|questions| answers(history, questions));
    let is_starred = |table: &Table| {
        let mut cells = table.rows().flat_map(|row| row.iter().skip(1));
        cells.any(|cell| cell.words().contains(STAR))
    };
    let has_star = is_starred(&skills) || answers.as_ref().is_some_and(is_starred);
    page.lead.push(Block::Table(skills));
    // Of one skill alone a mean would be that of itself.
    if history.skills.len() > 1 {
        let means = history.clusters.iter().filter_map(|(cluster, mean)| {
            let skills = history.skills_of(&cluster.id).filter(|it| it.is_current);
            let skills = skills.map(|it| (it.skill, matches!(it.scores.last(), Some(Some(_)))));
            cluster_line(cluster, mean, skills)
        });
        page.lead.extend(list(means));
    }
    // What has to be known to read the figures: two sentences at most.
    let clear = (history.periods.len() > 1).then(|| clear(history));
    let star = has_star.then(|| NOT_ALIKE.to_owned());
    page.footnotes = clear.into_iter().chain(star).collect();
    let answers = answers.map(Block::Table).into_iter().collect();
    page.section("Question by question", answers)
}

fn is_short(history: &History<'_>) -> bool {
    history.periods.len() <= MAX_COLUMNS
}

fn columns(history: &History<'_>, first: &str) -> (Vec<String>, String) {
    let (over_time, kinds) = if is_short(history) {
        let periods = history.periods.iter().map(ToString::to_string);
        (periods.collect(), "q".repeat(history.periods.len()))
    } else {
        (vec!["Over time".to_owned()], "p".to_owned())
    };
    (
        [vec![first.to_owned()], over_time].concat(),
        format!("l{kinds}"),
    )
}

/// A row with a cell for each period where there are few, else with one of marks and the same in words.
fn over_time(
    history: &History<'_>,
    title: String,
    cell: impl Fn(usize) -> Cell,
    marks: String,
) -> Vec<Cell> {
    let periods = history.periods.iter().enumerate();
    if is_short(history) {
        let cells = periods.map(|(index, _)| cell(index));
        return std::iter::once(title.into()).chain(cells).collect();
    }
    let mut said = periods.map(|(index, period)| format!("{} in {period}", cell(index).words()));
    vec![title.into(), Cell::Marks(marks, said.join(", "))]
}

fn skills(history: &History<'_>) -> Table {
    let last = history.periods.len().saturating_sub(1);
    let changes = if is_short(history) { last.min(1) } else { 2 };
    let row = |skill: &SkillHistory<'_>| {
        let cell = |index| score(skill, index);
        let mut cells = over_time(history, title_of(skill), cell, sparks(&skill.scores));
        cells.extend((!is_short(history)).then(|| score(skill, last)));
        cells.extend(skill.since.iter().take(changes).map(|diff| {
            let tone = diff.as_ref().map(tone).unwrap_or_default();
            let moved = diff.as_ref().and_then(SkillDiff::change);
            Cell::Text(change(moved.as_ref()), tone)
        }));
        cells
    };
    let groups = history.clusters.iter().map(|(cluster, _)| {
        let rows: Vec<_> = history.skills_of(&cluster.id).map(row).collect();
        (cluster.title.clone(), rows)
    });
    let (mut titles, kinds) = columns(history, "Skill");
    let more = if is_short(history) {
        &["Change"][..changes]
    } else {
        &["Now", "Since last", "Since first"]
    };
    titles.extend(more.iter().map(|title| (*title).to_owned()));
    grouped(titles, &format!("{kinds}rrr"), groups)
}

fn answers(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> Table {
    let rows = questions.iter().map(|question| {
        let (title, answers) = (question.question.title.clone(), 0..question.answers.len());
        let marks =
            answers.filter_map(|index| answer(question, index).chars().find(|it| *it != '*'));
        let cell = |index| answer(question, index).into();
        over_time(history, title, cell, marks.collect())
    });
    let (titles, kinds) = columns(history, "Question");
    Table {
        key: if is_short(history) { "" } else { KEY },
        ..page::table(titles, &kinds, rows)
    }
}

/// What was said to a question in a period, with a star where it was asked in other words before.
fn answer(question: &QuestionHistory<'_>, index: usize) -> String {
    let star = if question.is_reworded[index] {
        STAR
    } else {
        ""
    };
    let said = match &question.answers[index] {
        PastAnswer::State(State::Rated(rating)) => rating.to_string(),
        PastAnswer::State(State::NotApplicable { .. }) => "n/a".to_owned(),
        PastAnswer::Private(_) => "private".to_owned(),
        PastAnswer::NotAsked => "–".to_owned(),
        said => said.word().replace('_', " "),
    };
    format!("{star}{said}")
}

/// A score, with a star where a change of it is counted over other questions.
fn score(skill: &SkillHistory<'_>, index: usize) -> Cell {
    let star = if is_other(skill, index) { STAR } else { "" };
    format!("{star}{}", figure(skill.scores[index].as_ref())).into()
}

fn is_other(skill: &SkillHistory<'_>, index: usize) -> bool {
    // A long history says how far the latest moved since the first too.
    let periods = skill.scores.len();
    let has_first = periods > MAX_COLUMNS && index + 1 == periods;
    let is_unlike_first = has_first && skill.same_as_first == Some(false);
    let is_unlike = skill.same_questions[index] == Some(false);
    (is_unlike || is_unlike_first) && skill.scores[index].is_some()
}

fn title_of(skill: &SkillHistory<'_>) -> String {
    let gone = if skill.is_current { "" } else { " (gone)" };
    format!("{}{gone}", skill.skill.title)
}

fn clear(history: &History<'_>) -> String {
    let said = ["the last", "the first"].into_iter().zip(0..);
    let said = said.filter_map(|(word, place): (_, usize)| {
        let skills = history.skills.iter().filter_map(|skill| {
            let diff = skill.since[place].as_ref();
            let reading = reading(diff.filter(|diff| diff.reading == Reading::Clear)?);
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

/// A mark of eight heights for each score, from 1 to 5; a dot where there is none.
fn sparks(scores: &[Option<Exact>]) -> String {
    const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let height = |score: &Exact| {
        // Seven steps up for four of the scale, to the nearest.
        let (number, of) = (score.numer(), score.denom());
        let steps = ((number - of) * 14 + of * 4) / (of * 8);
        usize::try_from(steps).map_or(0, |height| height.min(MARKS.len() - 1))
    };
    let marks = scores.iter().map(Option::as_ref);
    marks
        .map(|it| it.map_or('·', |score| MARKS[height(score)]))
        .collect()
}

pub fn json(
    history: &History<'_>,
    rubric: &str,
    questions: Option<&[QuestionHistory<'_>]>,
) -> Result<String> {
    let mut skills = json_of_skills(history);
    if let Some(questions) = questions {
        for skill in &mut skills {
            skill["questions"] = json_of_questions(questions).into();
        }
    }
    let periods = history.periods.iter().map(ToString::to_string);
    write(&json!({
        "schema": SCHEMA,
        "rubric": rubric,
        "periods": periods.collect::<Value>(),
        "skills": skills,
    }))
}

fn json_of_skills(history: &History<'_>) -> Vec<Value> {
    let skills = history.skills.iter().map(|skill| {
        let scores = skill.scores.iter();
        json!({
            "id": skill.skill.id,
            "cluster": skill.skill.cluster,
            "scores": scores.map(|score| number(score.as_ref())).collect::<Value>(),
            "same_questions": skill.same_questions,
        })
    });
    skills.collect()
}

fn json_of_questions(questions: &[QuestionHistory<'_>]) -> Vec<Value> {
    let rating = |said: &PastAnswer<'_>| match said {
        PastAnswer::State(State::Rated(rating)) => Some(rating.number()),
        _ => None,
    };
    let questions = questions.iter().map(|it| {
        json!({
            "id": it.question.id,
            "states": it.answers.iter().map(PastAnswer::word).collect::<Value>(),
            "ratings": it.answers.iter().map(rating).collect::<Value>(),
            "reworded": it.is_reworded,
        })
    });
    questions.collect()
}
