//! What is said around the questions, the same for both ways of asking.

pub(super) mod ending;
pub(super) mod event;
pub(super) mod opening;
pub(super) mod question;

use itertools::Itertools;

use crate::domain::interview::Interview;
use crate::escape::visible;
use crate::page::wrap::wrap;

/// Lines are broken at this width at most: longer ones are hard to read.
pub(super) const MAX_WIDTH: usize = 100;

pub(super) fn wrapped(text: &str, width: usize) -> String {
    let indent = if text.starts_with("  ") { "    " } else { "" };
    wrap(&visible(text), width.min(MAX_WIDTH), "", indent)
}

pub(super) fn quoted(text: &str, width: usize) -> String {
    let width = width.min(MAX_WIDTH);
    let quoted = |line| wrap(&visible(line), width, "  | ", "  | ");
    text.lines().map(quoted).join("\n")
}

pub(super) fn numbered(choices: &[String], width: usize) -> String {
    let width = width.min(MAX_WIDTH);
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
fn skill_title<'a>(interview: &Interview<'a>, id: &'a str) -> &'a str {
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
