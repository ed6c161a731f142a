//! Where one stands in the quarter: as a page, as a word for a shell prompt, as JSON.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::compare::plural;
use super::json::{SCHEMA, said, write};
use super::wording::{count, progress_text, sign};
use crate::domain::assessment::Focus;
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::domain::status::{Progress, Quarter, Tally};
use crate::error::quoted;
use crate::page::{Block, Item, Page, list};

/// What a page says beside the quarter itself.
#[derive(Clone, Debug, Default)]
pub struct StatusContext {
    /// What commands to run next need to find the same store and rubric, with a space before it.
    pub flags: String,
    /// The same for a command that names another rubric.
    pub home_flag: String,
    /// Drafts under other rubrics, by the ids of these.
    pub elsewhere: Vec<(String, Period)>,
    /// What lies in the store and is never read, a sentence each.
    pub strays: Vec<String>,
}

pub fn page(quarter: &Quarter, rubric: &Rubric, around: &StatusContext) -> Page {
    let flags = &around.flags;
    let mut page = Page::new(format!("{} · {}", quarter.period, stands(quarter)));
    page.lead.extend(next(quarter, flags).map(Block::Command));
    let chosen = quarter
        .focus
        .iter()
        .map(|item| focus(item, quarter, rubric));
    page = page.section("Focus", list(chosen));
    for tally in &quarter.logs {
        let entries = list(logged(tally, rubric, flags));
        page = page.section(format!("Logged in {}", tally.period), entries);
    }
    page = page.section("Replies", list(replies(quarter, flags)));
    let drafts = quarter.other_drafts().map(|draft| {
        let text = format!("{}: {}", draft.period, progress_text(draft));
        Item::from(text).run(resume(draft, flags))
    });
    let elsewhere = around.elsewhere.iter().map(|(rubric, period)| {
        let (home, typed) = (&around.home_flag, quoted(Path::new(rubric)));
        Item::from(format!("{period}: under the rubric `{rubric}`"))
            .run(format!("emkit status{home} --rubric {typed}"))
    });
    let drafts: Vec<_> = drafts.chain(elsewhere).collect();
    let mut strays: Vec<_> = around.strays.iter().map(Item::from).collect();
    if let Some(last) = strays.last_mut() {
        last.command = Some(format!("emkit doctor{flags}"));
    }
    page.section("Other open drafts", list(drafts))
        .section("Never read", list(strays))
}

fn replies(quarter: &Quarter, flags: &str) -> Option<Item> {
    let replies = quarter.replies.iter();
    let replies = replies.map(|(from, number)| format!("{number} {}", plural(*from, *number)));
    let replies: Vec<_> = replies.collect();
    (!replies.is_empty()).then(|| {
        let command = format!("emkit compare {}{flags}", quarter.period);
        Item::from(replies.join(" · ")).run(command)
    })
}

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
        (true, Some(draft)) => format!(
            "assessed, with a draft of changes: {}",
            progress_text(draft)
        ),
        (false, Some(draft)) => format!("begun, {}, {due}", progress_text(draft)),
        (false, None) => format!("not assessed yet, {due}"),
    }
}

fn next(quarter: &Quarter, flags: &str) -> Option<String> {
    match (quarter.is_assessed, quarter.draft()) {
        (_, Some(draft)) => Some(resume(draft, flags)),
        (false, None) if quarter.is_due() => Some(format!("emkit assess{flags}")),
        _ => None,
    }
}

fn resume(draft: Progress, flags: &str) -> String {
    let period = draft.period;
    // Without the flag the texts that were put off would not be asked for.
    let quick = if draft.is_rated_first { " --quick" } else { "" };
    format!("emkit assess --period {period} --resume{quick}{flags}")
}

fn focus(item: &Focus, quarter: &Quarter, rubric: &Rubric) -> Item {
    let (action, by) = match item.by {
        _ if item.is_withheld() => ("private", String::new()),
        None => (item.action.as_str(), String::new()),
        Some(by) => {
            let days = (by - quarter.today).get_days();
            let many = count(days.unsigned_abs() as usize, "day");
            let when = match days {
                ..0 => format!("was to be done by {by}, {many} ago"),
                0 => format!("by {by}, today"),
                _ => format!("by {by}, in {many}"),
            };
            (item.action.as_str(), format!(" · {when}"))
        }
    };
    let title = match rubric.skill(&item.skill) {
        Some(skill) => skill.title.clone(),
        None => format!("{} (no longer in the rubric)", item.skill),
    };
    Item::from(format!("{title}: {action}{by}")).below(sign(&item.sign))
}

/// How much evidence each skill has, and which have none.
fn logged(tally: &Tally, rubric: &Rubric, flags: &str) -> Vec<Item> {
    if tally.is_empty() {
        let command = format!("emkit log What happened, in a line{flags}");
        return vec![Item::from("nothing yet; when something happens:").run(command)];
    }
    let title = |id: &String| rubric.skill(id).map_or(id, |skill| &skill.title).clone();
    let (some, none): (Vec<_>, Vec<_>) = tally.skills.iter().partition(|(_, entries)| *entries > 0);
    let some = some.iter();
    let some = some.map(|(id, entries)| format!("{} {entries}", title(id)));
    let untagged = (tally.untagged > 0).then(|| format!("no skill {}", tally.untagged));
    let some: Vec<_> = some.chain(untagged).collect();
    let none: Vec<_> = none.iter().map(|(id, _)| title(id)).collect();
    let nothing = (!none.is_empty()).then(|| format!("nothing yet for {}", none.join(", ")));
    let lines = std::iter::once(some.join(" · ")).chain(nothing);
    lines.map(Item::from).collect()
}

/// A few characters for a shell prompt. A question mark says that not all could be read.
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

/// The same as JSON: of the drafts that of the period, else the latest.
pub fn json(quarter: &Quarter) -> Result<String> {
    let tally = quarter.logs.iter().find(|log| log.period == quarter.period);
    let log = tally.into_iter().flat_map(|tally| {
        let skills = tally.skills.iter();
        let skills = skills.map(|(skill, entries)| (skill.as_str(), *entries));
        skills.chain([("untagged", tally.untagged)])
    });
    let draft = quarter.draft().or(quarter.other_drafts().last());
    let draft = draft.map(|draft| {
        json!({
            "period": draft.period.to_string(),
            "answered": draft.answered,
            "questions": draft.questions,
        })
    });
    let focus = quarter.focus.iter();
    let focus = focus.map(|it| json!({"skill": it.skill, "action": said(&it.action)}));
    let replies = quarter.replies.iter();
    let replies = replies.map(|(relation, number)| (relation.word(), *number));
    write(&json!({
        "schema": SCHEMA,
        "today": quarter.today.to_string(),
        "period": quarter.period.to_string(),
        "assessed": quarter.is_assessed,
        "due": quarter.due().to_string(),
        "is_due": quarter.is_due(),
        "draft": draft,
        "focus": focus.collect::<Value>(),
        "log": log.collect::<BTreeMap<_, _>>(),
        "replies": replies.collect::<BTreeMap<_, _>>(),
    }))
}
