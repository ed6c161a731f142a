//! What is said around the questions, the same for both ways of asking.

pub(super) mod question;
pub(super) mod steps;

use itertools::Itertools;

use self::question::{PRIVATE, state};
use crate::domain::interview::{Event, Interview, Step};
use crate::domain::privacy::Privacy;
use crate::escape::visible;
use crate::page::plain;
use crate::page::wrap::wrap;
use crate::report::Report;
use crate::report::scores::skills_table;
use crate::report::wording::{count, decimal};

/// Lines are broken at this width at most: longer ones are hard to read.
pub(super) const MAX_WIDTH: usize = 100;

pub(super) fn wrapped(text: &str, width: usize) -> String {
    let indent = words_if(text.starts_with("  "), "    ");
    wrap(&visible(text), width, "", indent)
}

pub(super) fn quoted(text: &str, width: usize) -> String {
    let quoted = |line| wrap(&visible(line), width, "  | ", "  | ");
    text.lines().map(quoted).join("\n")
}

pub(super) fn numbered(choices: &[String], width: usize) -> String {
    let mut lines = (1..).zip(choices).map(|(number, choice)| {
        let line = format!("{number}  {}", visible(choice));
        wrap(&line, width, "  ", "     ")
    });
    lines.join("\n")
}

pub(super) fn words_if(is_so: bool, words: &str) -> &str {
    if is_so { words } else { "" }
}

/// What people call a skill; its id where the rubric no longer has it.
pub(super) fn skill_title<'a>(interview: &Interview<'a>, id: &'a str) -> &'a str {
    let skill = interview.rubric.skill(id);
    skill.map_or(id, |skill| &skill.title)
}

pub(super) fn one_line(text: &str, max: usize) -> String {
    let text = text.split_whitespace().join(" ");
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

pub(super) fn event(event: &Event, interview: &Interview<'_>) -> String {
    match event {
        Event::Wanted(skill, rating, earlier) => {
            let (title, rubric) = (skill_title(interview, skill), interview.rubric);
            let label = rubric.label(*rating);
            let earlier = earlier.as_ref().map(decimal);
            let earlier = earlier.map_or_else(String::new, |it| format!(" · last time {it}"));
            visible(&format!("{title}: you want {rating}  {label}{earlier}"))
        }
        Event::Answered(place, _) => {
            let (answer, from) = (interview.answer(*place), interview.rubric.evidence_from);
            let is_bare = answer.lacks_evidence(from) && answer.carried.is_none();
            // Evidence that is still to be asked for is not missing.
            let is_missing = is_bare && !interview.will_ask_for_text(*place);
            let counts = format!("on evidence alone it counts as {}", from.number() - 1);
            words_if(is_missing, &format!("no evidence yet; {counts}")).to_owned()
        }
        Event::SkillDone(skill) => {
            let table = report(interview).and_then(|report| {
                let skill = report.skill(skill)?;
                plain::rows(&skills_table(&report, [skill])).pop()
            });
            table.unwrap_or_default()
        }
        Event::ClusterDone => String::new(),
        Event::RatingsDone => {
            let texts = count(interview.texts_due().count(), "rating");
            let from = interview.rubric.evidence_from;
            format!(
                "The ratings are done. Next, the evidence for {texts} of {from} or higher, the highest first. You can finish at any time: `:finish`."
            )
        }
        Event::Private(true) if interview.step == Step::Highlights => {
            "private: your closing answer stays out of exports".to_owned()
        }
        Event::Private(true) => "private: it stays out of exports".to_owned(),
        Event::Private(false) => "no longer private".to_owned(),
        Event::Reused(_) => "added what you wrote last time; it counts, but not as new".to_owned(),
        Event::Carried(_, from) => format!(
            "carried over from {from}, text and rating; it counts in the score, but not as new"
        ),
        Event::Taken(_) => "added".to_owned(),
        Event::Cleared => "removed".to_owned(),
    }
}

const MAX_CARRIED: usize = 60;

pub(super) fn saved(interview: &Interview<'_>, place: usize) -> String {
    let rubric = interview.rubric;
    let answer = interview.answer(place);
    let state = state(rubric, &answer) + words_if(answer.private, PRIVATE);
    let (_, question) = interview.question(place);
    let words = one_line(&answer.evidence, MAX_CARRIED);
    let carried = answer.carried.filter(|_| answer.has_evidence());
    let words = carried.map_or_else(String::new, |_| format!(": “{words}”"));
    let earlier = interview.rated_earlier(place);
    let earlier = earlier.map_or_else(String::new, |rating| format!(" · last time {rating}"));
    let title = &question.title;
    visible(&format!("Saved “{title}”: {state}{words}{earlier}"))
}

fn report<'a>(interview: &'a Interview<'a>) -> Option<Report<'a>> {
    let (rubric, draft) = (interview.rubric, &interview.draft);
    let targets = interview.targets()?;
    Some(Report::new(rubric, draft, targets, Privacy::Ratings))
}
