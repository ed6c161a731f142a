//! The words at the end: where one stands, and what to work on next.

use super::MOST_WIDTH;
use super::question::{quoted, report};
use crate::domain::assessment::Focus;
use crate::domain::interview::Interview;
use crate::domain::note::gap_note;
use crate::escape::visible;
use crate::render::note::reason;
use crate::render::table::{Look, scores as scored, title};
use crate::render::wording::{figure, wrap};

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
        let text = format!("chosen so far, {}: {}", item.skill, item.action);
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
        format!(
            "{}\n\n{}",
            wrap(&title, width.min(MOST_WIDTH), "", "  "),
            scored(&report, look)
        )
    })
}

/// What holds back most, skill by skill.
pub(in crate::prompt) fn holds_back(interview: &Interview<'_>, width: usize) -> Option<String> {
    let report = report(interview)?;
    let suggestions = interview.suggestions();
    let notes = suggestions.iter().filter_map(|focus| {
        let score = &report.skill(&focus.skill)?.score;
        let line = format!(
            "{}, {} of {}: {}",
            score.skill.title,
            figure(score.score.as_ref()),
            figure(score.target.as_ref()),
            reason(&gap_note(score))
        );
        Some(wrap(&visible(&line), width, "  ", "    "))
    });
    let notes: Vec<_> = notes.collect();
    (!notes.is_empty()).then(|| format!("What holds you back most\n{}", notes.join("\n")))
}

/// The practices that the largest gaps suggest and that are not chosen yet.
pub(in crate::prompt) fn suggestions(interview: &Interview<'_>) -> Vec<Focus> {
    let chosen = &interview.draft().focus;
    let is_chosen = |focus: &Focus| {
        interview.has_new_focus() && chosen.iter().any(|other| other.skill == focus.skill)
    };
    let mut suggestions = interview.suggestions();
    suggestions.retain(|focus| !is_chosen(focus));
    suggestions
}

/// What is asked about the next focus.
pub(in crate::prompt) fn next_focus(interview: &Interview<'_>) -> String {
    let chosen = &interview.draft().focus;
    let mut lines = vec!["What will you work on next quarter? Choose one or two.".to_owned()];
    let lead = match interview.has_new_focus() {
        true => "Chosen",
        false => "Chosen before, and kept unless you choose anew",
    };
    for focus in chosen {
        let line = format!("{lead}: {}: {}", focus.skill, focus.action);
        lines.push(visible(&line));
    }
    lines.join("\n")
}

/// The closing question, with what was said to it last time and what stands there now.
pub(in crate::prompt) fn closing(interview: &Interview<'_>, width: usize) -> String {
    let width = width.min(MOST_WIDTH);
    let mut lines = vec![String::new(), wrap(&closing_ask(interview), width, "", "")];
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
    visible(interview.closing().unwrap_or_default())
}

/// What was said to it last time.
pub(in crate::prompt) fn earlier_closing(
    interview: &Interview<'_>,
    width: usize,
) -> Option<String> {
    let earlier = quoted(interview.earlier_closing()?, width);
    Some(format!("  Last time you wrote:\n{earlier}"))
}

/// What ends the choice of a focus.
pub(in crate::prompt) fn no_more_focus(interview: &Interview<'_>) -> &'static str {
    match interview.draft().focus.is_empty() {
        true => "nothing for now; finish",
        false => "no more; finish",
    }
}
