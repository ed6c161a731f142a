//! The words at the end: where one stands, and what to work on next.

use super::MOST_WIDTH;
use super::question::{quoted, report};
use crate::domain::assessment::Focus;
use crate::domain::interview::Interview;
use crate::escape::visible;
use crate::page::terminal::{self, Look};
use crate::page::wrap::wrap;
use crate::report::note::brief;
use crate::report::scores::{table_page, title};

/// What is asked about the next focus, with the practices that the largest gaps suggest.
pub(in crate::prompt) fn focus(interview: &Interview<'_>, width: usize) -> String {
    let width = width.min(MOST_WIDTH);
    let mut lines = vec![
        String::new(),
        wrap(
            "What will you work on next quarter? One or two things, each as `skill: action`.",
            width,
            "",
            "",
        ),
    ];
    let suggestions = interview.suggestions();
    for (index, item) in suggestions.iter().enumerate() {
        let text = format!("{}  {}: {}", index + 1, item.skill, item.action);
        lines.push(wrap(&visible(&text), width, "  ", "     "));
    }
    if !suggestions.is_empty() {
        lines.push("A number takes one of these; or write your own.".to_owned());
    }
    let draft = interview.draft();
    for item in &draft.focus {
        let text = format!(
            "chosen so far, {}: {}{}",
            item.skill,
            item.action,
            mark(item)
        );
        lines.push(wrap(&visible(&text), width, "  ", "    "));
    }
    lines.push(match draft.focus.is_empty() {
        true => "An empty line ends.".to_owned(),
        false => "An empty line keeps what is chosen.".to_owned(),
    });
    lines.join("\n")
}

/// The table of all skills.
pub(in crate::prompt) fn scores(interview: &Interview<'_>, width: usize, color: bool) -> String {
    let look = Look { width, color };
    report(interview).map_or_else(String::new, |report| {
        let title = format!("Where you stand: {}", title(&report));
        let page = terminal::page(&table_page(title, &report), look);
        page.trim_end().to_owned()
    })
}

/// What holds back most, skill by skill.
pub(in crate::prompt) fn holds_back(interview: &Interview<'_>, width: usize) -> Option<String> {
    let report = report(interview)?;
    let suggestions = interview.suggestions();
    let notes = suggestions.iter().filter_map(|focus| {
        let note = brief(report.skill(&focus.skill)?)?;
        Some(wrap(&visible(&note), width, "  ", "    "))
    });
    let notes: Vec<_> = notes.collect();
    (!notes.is_empty()).then(|| format!("What's holding you back most\n{}", notes.join("\n")))
}

/// What can be done about the focus, in a fixed order: the practices that the largest gaps
/// suggest, something of one's own, taking back what is chosen, the end.
pub(in crate::prompt) fn offers(interview: &Interview<'_>) -> Vec<String> {
    let chosen = &interview.draft().focus;
    let suggestions = interview.suggestions().into_iter().map(|focus| {
        match chosen.iter().any(|other| other.skill == focus.skill) {
            true => format!("{}: chosen; it can be taken back below", focus.skill),
            false => format!("{}: {}", focus.skill, focus.action),
        }
    });
    let mut offers: Vec<_> = suggestions.collect();
    offers.push("something else".to_owned());
    offers.extend(chosen.iter().map(|focus| {
        format!(
            "take back, {}: {}{}",
            focus.skill,
            focus.action,
            mark(focus)
        )
    }));
    offers.push(match chosen.is_empty() {
        true => "nothing for now; go on".to_owned(),
        false => "no more; go on".to_owned(),
    });
    offers
}

/// What is asked about the next focus.
pub(in crate::prompt) fn next_focus(interview: &Interview<'_>) -> String {
    let mut lines = vec!["What will you work on next quarter? Choose one or two.".to_owned()];
    for focus in &interview.draft().focus {
        let line = format!("Chosen: {}: {}{}", focus.skill, focus.action, mark(focus));
        lines.push(visible(&line));
    }
    lines.join("\n")
}

/// Above the words of a focus, before they are the person's own.
pub(in crate::prompt) fn in_your_words(
    interview: &Interview<'_>,
    skill: &str,
    action: &str,
) -> String {
    let title = interview.rubric().skill(skill);
    let title = title.map_or(skill, |skill| skill.title.as_str());
    match action.is_empty() {
        true => visible(&format!("{title}: what will you do, in your words?")),
        false => visible(&format!(
            "{title}: what will you do? Change the words until they are yours."
        )),
    }
}

/// What stands above the closing question: what is chosen, and that nobody has to answer.
pub(in crate::prompt) fn before_closing(interview: &Interview<'_>, width: usize) -> String {
    let chosen = interview.draft().focus.iter();
    let mut lines: Vec<_> = chosen
        .map(|focus| format!("Chosen: {}: {}{}", focus.skill, focus.action, mark(focus)))
        .map(|line| wrap(&visible(&line), width, "", "  "))
        .collect();
    lines.push("The last question. It may stay empty.".to_owned());
    lines.join("\n")
}

/// The closing question, with what was said to it last time and what stands there now.
pub(in crate::prompt) fn closing(interview: &Interview<'_>, width: usize) -> String {
    let width = width.min(MOST_WIDTH);
    let mut lines = vec![
        String::new(),
        "The last question. It may stay empty.".to_owned(),
        wrap(&closing_ask(interview), width, "", ""),
    ];
    lines.extend(earlier_closing(interview, width));
    let now = &interview.draft().closing;
    if !now.trim().is_empty() {
        lines.push("  So far:".to_owned());
        lines.push(quoted(now, width));
    }
    lines.join("\n")
}

/// The closing question.
pub(in crate::prompt) fn closing_ask(interview: &Interview<'_>) -> String {
    let private = match interview.draft().closing_private {
        true => " Private: it stays out of exports.",
        false => "",
    };
    visible(&format!(
        "{}{private}",
        interview.closing().unwrap_or_default()
    ))
}

/// That a focus is private, behind its words.
fn mark(focus: &Focus) -> &'static str {
    if focus.private { " (private)" } else { "" }
}

/// What was said to it last time.
pub(in crate::prompt) fn earlier_closing(
    interview: &Interview<'_>,
    width: usize,
) -> Option<String> {
    let earlier = quoted(interview.earlier_closing()?, width);
    Some(format!("  Last time you wrote:\n{earlier}"))
}
