//! Where one stands in the quarter: as a page, as plain lines, as a word for a shell prompt, as JSON.

use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use serde_json::{Map, Value};

use super::look::{Look, item, page as joined, section};
use super::wording::{count, far, wrap};
use crate::domain::assessment::Focus;
use crate::domain::period::Period;
use crate::domain::quarter::{Progress, Quarter, Tally};
use crate::domain::rubric::Rubric;
use crate::error::quoted;
use crate::escape::visible;

/// What a page says beside the quarter itself.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// What commands to run next need to find the same store and rubric, with a space before it.
    pub flags: String,
    /// The same for a command that names another rubric.
    pub home_flag: String,
    /// Drafts under other rubrics, by the ids of these.
    pub elsewhere: Vec<(String, Period)>,
    /// What lies in the store and is never read, a sentence each, ready to be shown.
    pub strays: Vec<String>,
}

/// A heading with the lines below it.
type Block = (String, Vec<Line>);

/// A line below a heading.
enum Line {
    Text(String),
    /// To be run next.
    Command(String),
}

/// A page for the terminal.
#[must_use]
pub fn page(quarter: &Quarter, rubric: &Rubric, around: &Around, look: Look) -> String {
    let blocks = blocks(quarter, rubric, around).into_iter().enumerate();
    joined(blocks.map(|(index, (heading, lines))| {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| match line {
                // To be copied in one piece.
                Line::Command(command) => format!("  {command}"),
                Line::Text(text) => item(text, look),
            })
            .collect();
        match index {
            // The first says what this is about and is no heading of a list.
            0 => {
                let title = wrap(&heading, look.text(), "", "  ");
                let lines = std::iter::once(title).chain(lines);
                lines.collect::<Vec<_>>().join("\n")
            }
            _ => section(&heading, &lines, look),
        }
    }))
}

/// The same in plain lines, each of which stands for itself.
#[must_use]
pub fn plain(quarter: &Quarter, rubric: &Rubric, around: &Around) -> String {
    let mut text = String::new();
    for (index, (heading, lines)) in blocks(quarter, rubric, around).into_iter().enumerate() {
        if index == 0 {
            text.push_str(&format!("{heading}\n"));
        }
        for line in lines {
            match line {
                Line::Command(command) => text.push_str(&format!("To run next: {command}\n")),
                Line::Text(line) => text.push_str(&format!("{heading}, {line}\n")),
            }
        }
    }
    text
}

fn blocks(quarter: &Quarter, rubric: &Rubric, around: &Around) -> Vec<Block> {
    let flags = &around.flags;
    let title = format!("{} · {}", quarter.period, stands(quarter));
    let mut blocks = vec![(title, next(quarter, flags).into_iter().collect())];
    let focus: Vec<_> = quarter
        .focus
        .iter()
        .map(|item| Line::Text(focus(item, rubric)))
        .collect();
    blocks.push(("Focus".to_owned(), focus));
    for tally in &quarter.logs {
        let heading = format!("Logged in {}", tally.period);
        blocks.push((heading, logged(tally, rubric, flags)));
    }
    let mut drafts = Vec::new();
    for draft in quarter.other_drafts() {
        drafts.push(Line::Text(format!("{}: {}", draft.period, far(draft))));
        drafts.push(resume(draft, flags));
    }
    for (rubric, period) in &around.elsewhere {
        let (name, typed) = (visible(rubric), quoted(Path::new(rubric)));
        let home = &around.home_flag;
        drafts.push(Line::Text(format!("{period}: under the rubric `{name}`")));
        drafts.push(Line::Command(format!(
            "emkit status{home} --rubric {typed}"
        )));
    }
    blocks.push(("Other open drafts".to_owned(), drafts));
    let mut strays: Vec<_> = around.strays.iter().cloned().map(Line::Text).collect();
    if !strays.is_empty() {
        strays.push(Line::Command(format!("emkit doctor{flags}")));
    }
    blocks.push(("Never read".to_owned(), strays));
    let mut index = 0;
    blocks.retain(|(_, lines)| {
        index += 1;
        index == 1 || !lines.is_empty()
    });
    blocks
}

/// What there is of the assessment, in a few words.
fn stands(quarter: &Quarter) -> String {
    let days = quarter.days_left();
    let due = match days {
        ..0 => format!("was due on {}", quarter.due()),
        0 => "due today".to_owned(),
        _ => format!(
            "due by {}, in {}",
            quarter.due(),
            count(days.unsigned_abs() as usize, "day")
        ),
    };
    match (quarter.is_assessed, quarter.draft()) {
        (true, None) => "assessed".to_owned(),
        (true, Some(draft)) => format!("assessed, with a draft of changes: {}", far(draft)),
        (false, Some(draft)) => format!("begun, {}, {due}", far(draft)),
        (false, None) => format!("not assessed yet, {due}"),
    }
}

/// The command to run next, where there is one.
fn next(quarter: &Quarter, flags: &str) -> Option<Line> {
    match (quarter.is_assessed, quarter.draft()) {
        (_, Some(draft)) => Some(resume(draft, flags)),
        (false, None) if quarter.is_due() => Some(Line::Command(format!("emkit assess{flags}"))),
        _ => None,
    }
}

fn resume(draft: Progress, flags: &str) -> Line {
    let period = draft.period;
    // Without the flag the texts that were put off would not be asked for.
    let quick = if draft.is_rated_first { " --quick" } else { "" };
    Line::Command(format!(
        "emkit assess --period {period} --resume{quick}{flags}"
    ))
}

fn focus(item: &Focus, rubric: &Rubric) -> String {
    match rubric.skill(&item.skill) {
        Some(skill) => format!("{}: {}", visible(&skill.title), visible(&item.action)),
        None => format!(
            "{} (no longer in the rubric): {}",
            visible(&item.skill),
            visible(&item.action)
        ),
    }
}

/// How much evidence each skill has, and which have none.
fn logged(tally: &Tally, rubric: &Rubric, flags: &str) -> Vec<Line> {
    if tally.is_empty() {
        return vec![
            Line::Text("nothing yet; when something happens:".to_owned()),
            Line::Command(format!("emkit log What happened, in a line{flags}")),
        ];
    }
    let title = |id: &str| {
        let title = rubric.skill(id).map_or(id, |skill| skill.title.as_str());
        visible(title)
    };
    let (some, none): (Vec<_>, Vec<_>) = tally.skills.iter().partition(|(_, entries)| *entries > 0);
    let some: Vec<_> = some
        .iter()
        .map(|(id, entries)| format!("{} {entries}", title(id)))
        .chain((tally.untagged > 0).then(|| format!("no skill {}", tally.untagged)))
        .collect();
    let none: Vec<_> = none.iter().map(|(id, _)| title(id)).collect();
    let mut lines = vec![Line::Text(some.join(" · "))];
    if !none.is_empty() {
        lines.push(Line::Text(format!("nothing yet for {}", none.join(", "))));
    }
    lines
}

/// A few characters for a shell prompt. A question mark says that not all could be read.
#[must_use]
pub fn short(quarter: &Quarter, is_whole: bool) -> String {
    let word = match (quarter.is_assessed, quarter.draft()) {
        (true, _) => " done".to_owned(),
        (false, Some(draft)) => format!(" {}/{}", draft.answered, draft.questions),
        (false, None) => String::new(),
    };
    let due = if quarter.is_due() { " due" } else { "" };
    let mark = if is_whole { "" } else { " ?" };
    format!("{}{word}{due}{mark}\n", quarter.period)
}

/// The same where nothing could be read.
pub const SHORT_UNKNOWN: &str = "emkit ?\n";

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    today: String,
    period: String,
    assessed: bool,
    due: String,
    is_due: bool,
    draft: Option<Draft>,
    focus: Vec<Chosen<'a>>,
    log: Map<String, Value>,
}

#[derive(Serialize)]
struct Draft {
    period: String,
    answered: usize,
    questions: usize,
}

#[derive(Serialize)]
struct Chosen<'a> {
    skill: &'a str,
    action: &'a str,
}

/// The same as JSON: of the drafts that of the period, else the latest.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn json(quarter: &Quarter) -> Result<String> {
    let tally = quarter.logs.iter().find(|log| log.period == quarter.period);
    let log = tally.into_iter().flat_map(|tally| {
        let skills = tally.skills.iter();
        skills
            .map(|(skill, entries)| (skill.clone(), Value::from(*entries)))
            .chain([("untagged".to_owned(), Value::from(tally.untagged))])
    });
    let draft = quarter.draft().or(quarter.other_drafts().last());
    let focus = quarter.focus.iter().map(|focus| Chosen {
        skill: &focus.skill,
        action: &focus.action,
    });
    super::json::write(&Document {
        schema: super::json::SCHEMA,
        today: quarter.today.to_string(),
        period: quarter.period.to_string(),
        assessed: quarter.is_assessed,
        due: quarter.due().to_string(),
        is_due: quarter.is_due(),
        draft: draft.map(|draft| Draft {
            period: draft.period.to_string(),
            answered: draft.answered,
            questions: draft.questions,
        }),
        focus: focus.collect(),
        log: log.collect(),
    })
}
