//! Where one stands in the quarter, as a page, a word for a shell prompt, JSON or a calendar.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Map, Value};

use super::wording::{count, list, wrap};
use crate::domain::assessment::Focus;
use crate::domain::quarter::Quarter;
use crate::domain::rubric::Rubric;
use crate::escape::visible;

/// A page of it.
#[must_use]
pub fn page(quarter: &Quarter, rubric: &Rubric, flags: &str, width: usize) -> String {
    let mut lines = vec![format!("{} · {}", quarter.period, stands(quarter))];
    lines.extend(next(quarter, flags).map(|command| format!("  {command}")));
    if !quarter.focus.is_empty() {
        lines.push(String::new());
        lines.push("Working on".to_owned());
        for Focus { skill, action } in &quarter.focus {
            let title = rubric
                .skill(skill)
                .map_or(skill.as_str(), |skill| skill.title.as_str());
            let gone = match rubric.skill(skill) {
                Some(_) => "",
                None => " (no skill of this rubric any more)",
            };
            let line = format!("{}{gone}: {}", visible(title), visible(action));
            lines.push(wrap(&line, width, "  ", "    "));
        }
    }
    lines.push(String::new());
    lines.push(wrap(&logged(quarter, rubric), width, "", "  "));
    format!("{}\n", lines.join("\n"))
}

/// What there is of the assessment, in a few words.
fn stands(quarter: &Quarter) -> String {
    let days = quarter.period.days_left(quarter.today);
    let due = match days {
        ..0 => format!("was due on {}", quarter.due()),
        0 => "due today".to_owned(),
        _ => format!(
            "due by {}, in {}",
            quarter.due(),
            count(days.unsigned_abs() as usize, "day")
        ),
    };
    match (quarter.is_assessed, quarter.draft) {
        (true, None) => "assessed".to_owned(),
        (true, Some(_)) => "assessed, with a draft of changes to it".to_owned(),
        (false, Some(draft)) => format!(
            "begun, {} of {} answered, {due}",
            draft.answered, draft.questions
        ),
        (false, None) => format!("not assessed yet, {due}"),
    }
}

/// The command to run next, where there is one.
fn next(quarter: &Quarter, flags: &str) -> Option<String> {
    match (quarter.is_assessed, quarter.draft) {
        (_, Some(_)) => Some(format!(
            "emkit assess --period {} --resume{flags}",
            quarter.period
        )),
        (false, None) if quarter.is_due() => Some(format!("emkit assess{flags}")),
        _ => None,
    }
}

/// How much evidence each skill has, and which have none.
fn logged(quarter: &Quarter, rubric: &Rubric) -> String {
    let title = |id: &str| {
        let title = rubric.skill(id).map_or(id, |skill| skill.title.as_str());
        visible(title)
    };
    let some: Vec<_> = quarter
        .logged
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(id, number)| format!("{} {number}", title(id)))
        .chain((quarter.untagged > 0).then(|| format!("no skill {}", quarter.untagged)))
        .collect();
    let none: Vec<_> = quarter
        .logged
        .iter()
        .filter(|(_, number)| *number == 0)
        .map(|(id, _)| title(id))
        .collect();
    match (some.is_empty(), none.is_empty()) {
        (true, _) => "Nothing is logged this quarter. When something happens: emkit log WHAT HAPPENED --skill ID".to_owned(),
        (false, true) => format!("Logged: {}.", some.join(", ")),
        (false, false) => format!("Logged: {}. Nothing yet for {}.", some.join(", "), list(&none)),
    }
}

/// A few characters for a shell prompt.
#[must_use]
pub fn short(quarter: &Quarter) -> String {
    let period = quarter.period;
    match (quarter.is_assessed, quarter.draft) {
        (true, _) => format!("{period} done\n"),
        (false, Some(draft)) => format!("{period} {}/{}\n", draft.answered, draft.questions),
        (false, None) if quarter.is_due() => format!("{period} due\n"),
        (false, None) => format!("{period}\n"),
    }
}

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

/// The same as JSON.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn json(quarter: &Quarter) -> Result<String> {
    let logged = quarter.logged.iter();
    let log = logged
        .map(|(skill, number)| (skill.clone(), Value::from(*number)))
        .chain([("untagged".to_owned(), Value::from(quarter.untagged))]);
    super::json::write(&Document {
        schema: 1,
        today: quarter.today.to_string(),
        period: quarter.period.to_string(),
        assessed: quarter.is_assessed,
        due: quarter.due().to_string(),
        is_due: quarter.is_due(),
        draft: quarter.draft.map(|draft| Draft {
            period: quarter.period.to_string(),
            answered: draft.answered,
            questions: draft.questions,
        }),
        focus: quarter
            .focus
            .iter()
            .map(|focus| Chosen {
                skill: &focus.skill,
                action: &focus.action,
            })
            .collect(),
        log: log.collect(),
    })
}

/// A calendar with one event, from two weeks before the end of each quarter to its end (RFC 5545).
#[must_use]
pub fn calendar(quarter: &Quarter) -> String {
    let due = quarter.due();
    let [begin, end] = [13, -1].map(|days: i32| {
        let day = due.checked_sub(jiff::Span::new().days(days)).unwrap_or(due);
        day.strftime("%Y%m%d").to_string()
    });
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//emkit//emkit//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        "UID:quarterly-assessment@emkit".to_owned(),
        format!("DTSTAMP:{}T000000Z", quarter.today.strftime("%Y%m%d")),
        format!("DTSTART;VALUE=DATE:{begin}"),
        format!("DTEND;VALUE=DATE:{end}"),
        "RRULE:FREQ=MONTHLY;INTERVAL=3".to_owned(),
        "SUMMARY:Assess the quarter: emkit assess".to_owned(),
        "DESCRIPTION:One or two hours\\, on one day or several. What is written down in the log is at hand in the questions.".to_owned(),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| fold(line)).collect()
}

/// A line of a calendar, broken after 75 bytes as its format asks for.
fn fold(line: &str) -> String {
    const MOST: usize = 75;
    let mut folded = String::new();
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > MOST {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(character);
        length += character.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
