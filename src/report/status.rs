//! Where one stands in the quarter: as a page, as a word for a shell prompt, as JSON.

use anyhow::Result;
use itertools::Itertools;
use serde_json::{Value, json};

use super::json::{SCHEMA, said, write};
use super::wording::{count, progress_text, sign};
use crate::domain::assessment::Focus;
use crate::domain::rubric::Rubric;
use crate::domain::status::{Progress, Quarter, Tally};
use crate::page::{Block, Item, Page, list};

#[derive(Clone, Debug, Default)]
pub struct StatusContext {
    /// What commands to run next need to find the same store and rubric, with a space before it.
    pub flags: String,
    /// What lies in the store and is never read, a sentence each.
    pub strays: Vec<String>,
}

pub fn page(quarter: &Quarter, rubric: &Rubric, around: &StatusContext) -> Page {
    let flags = &around.flags;
    let mut page = Page::new(format!("{} · {}", quarter.period, stands(quarter)));
    page.lead.extend(next(quarter, flags).map(Block::Command));
    let chosen = quarter.focus.iter();
    page = page.section("Focus", list(chosen.map(|it| focus(it, quarter, rubric))));
    for tally in &quarter.logs {
        let entries = list(logged(tally, rubric, flags));
        page = page.section(format!("Logged in {}", tally.period), entries);
    }
    let replies = quarter.replies.iter();
    let replies = replies.map(|(from, number)| count(*number, from.word()));
    let replies = Some(replies.collect_vec().join(" · ")).filter(|replies| !replies.is_empty());
    let compare = format!("emkit compare {}{flags}", quarter.period);
    let replies = replies.map(|replies| Item::from(replies).run(compare));
    let drafts = quarter.other_drafts().map(|draft| {
        let text = format!("{}: {}", draft.period, progress_text(draft));
        Item::from(text).run(resume(draft, flags))
    });
    let mut strays = around.strays.iter().map(Item::from).collect_vec();
    if let Some(last) = strays.last_mut() {
        last.command = Some(format!("emkit doctor{flags}"));
    }
    page.section("Replies", list(replies))
        .section("Other open drafts", list(drafts))
        .section("Never read", list(strays))
}

fn stands(quarter: &Quarter) -> String {
    let due = quarter.period.last_day();
    let due = format!(
        "due by {due}, {}",
        when(quarter.period.days_left(quarter.today))
    );
    let draft = quarter.draft().map(progress_text);
    match (quarter.is_assessed, draft) {
        (true, None) => "assessed".to_owned(),
        (true, Some(draft)) => format!("assessed, with a draft of changes: {draft}"),
        (false, Some(draft)) => format!("begun, {draft}, {due}"),
        (false, None) => format!("not assessed yet, {due}"),
    }
}

/// How far a day is, in so many days.
fn when(days: i32) -> String {
    let many = count(days.unsigned_abs() as usize, "day");
    match days {
        ..0 => format!("{many} ago"),
        0 => "today".to_owned(),
        _ => format!("in {many}"),
    }
}

fn next(quarter: &Quarter, flags: &str) -> Option<String> {
    let is_to_begin = !quarter.is_assessed && quarter.is_due();
    let resume = quarter.draft().map(|draft| resume(draft, flags));
    resume.or_else(|| is_to_begin.then(|| format!("emkit assess{flags}")))
}

fn resume(draft: Progress, flags: &str) -> String {
    let period = draft.period;
    // Without the flag the texts that were put off would not be asked for.
    let quick = if draft.is_rated_first { " --quick" } else { "" };
    format!("emkit assess --period {period} --resume{quick}{flags}")
}

fn focus(item: &Focus, quarter: &Quarter, rubric: &Rubric) -> Item {
    let by = item.by.map(|by| {
        let when = when((by - quarter.today).get_days());
        format!(" · by {by}, {when}")
    });
    let by = by.unwrap_or_default();
    let action = if item.is_withheld() {
        "private"
    } else {
        &item.action
    };
    let title = match rubric.skill(&item.skill) {
        Some(skill) => skill.title.clone(),
        None => format!("{} (no longer in the rubric)", item.skill),
    };
    Item::from(format!("{title}: {action}{by}")).below(sign(&item.sign))
}

fn logged(tally: &Tally, rubric: &Rubric, flags: &str) -> Vec<Item> {
    if tally.is_empty() {
        let command = format!("emkit log What happened, in a line{flags}");
        return vec![Item::from("nothing yet; when something happens:").run(command)];
    }
    let skills = tally.skills.iter().map(|(id, entries)| {
        let skill = rubric.skill(id);
        (skill.map_or(id.as_str(), |skill| &skill.title), *entries)
    });
    let (some, none): (Vec<_>, Vec<_>) = skills.partition(|(_, entries)| *entries > 0);
    let untagged = (tally.untagged > 0).then_some(("no skill", tally.untagged));
    let some = some.into_iter().chain(untagged);
    let some = some
        .map(|(title, entries)| format!("{title} {entries}"))
        .join(" · ");
    let nothing = none.iter().map(|(title, _)| title).join(", ");
    let nothing = (!none.is_empty()).then(|| format!("nothing yet for {nothing}"));
    [some].into_iter().chain(nothing).map(Item::from).collect()
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

pub const SHORT_UNKNOWN: &str = "emkit ?\n";

pub fn json(quarter: &Quarter) -> Result<String> {
    let tally = quarter.logs.iter().find(|log| log.period == quarter.period);
    let log = tally.into_iter().flat_map(|tally| {
        let skills = tally.skills.iter();
        let skills = skills.map(|(skill, entries)| (skill.as_str(), *entries));
        skills.chain([("untagged", tally.untagged)])
    });
    let draft = quarter.draft().or(quarter.other_drafts().last());
    let draft = draft.map(|it| {
        let period = it.period.to_string();
        json!({"period": period, "answered": it.answered, "questions": it.questions})
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
        "due": quarter.period.last_day().to_string(),
        "is_due": quarter.is_due(),
        "draft": draft,
        "focus": focus.collect::<Value>(),
        "log": log.collect::<Value>(),
        "replies": replies.collect::<Value>(),
    }))
}
