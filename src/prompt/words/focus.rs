//! The words at the end: where one stands, and what to work on next.

use super::MOST_WIDTH;
use super::question::report;
use crate::domain::assessment::Focus;
use crate::domain::interview::Interview;
use crate::escape::visible;
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
        format!(
            "Where you stand: {}\n\n{}",
            title(&report),
            scored(&report, look)
        )
    })
}

/// What holds back most, skill by skill.
pub(in crate::prompt) fn holds_back(interview: &Interview<'_>, width: usize) -> Option<String> {
    let report = report(interview)?;
    let suggestions = interview.suggestions();
    let notes = suggestions.iter().filter_map(|focus| {
        let skill = report.skill(&focus.skill)?;
        let title = visible(&skill.skill.title);
        let figures = format!(
            "{title}, {} of {}",
            figure(skill.score.score.as_ref()),
            figure(skill.score.target.as_ref())
        );
        let note = visible(&skill.note);
        let note = note.split(" Try: ").next().unwrap_or_default().to_owned();
        Some(wrap(&format!("{figures}: {note}"), width, "  ", "    "))
    });
    let notes: Vec<_> = notes.collect();
    (!notes.is_empty()).then(|| format!("What holds you back most\n{}", notes.join("\n")))
}

/// The practices that the largest gaps suggest and that are not chosen yet.
pub(in crate::prompt) fn suggestions(interview: &Interview<'_>) -> Vec<Focus> {
    let chosen = &interview.draft().focus;
    let suggestions = interview.suggestions().into_iter();
    suggestions
        .filter(|focus| !chosen.iter().any(|other| other.skill == focus.skill))
        .collect()
}

/// What is asked about the next focus.
pub(in crate::prompt) fn next_focus(interview: &Interview<'_>) -> String {
    let chosen = &interview.draft().focus;
    let mut lines = vec!["What will you work on next quarter? Choose one or two.".to_owned()];
    for focus in chosen {
        lines.push(visible(&format!(
            "Chosen: {}: {}",
            focus.skill, focus.action
        )));
    }
    lines.join("\n")
}

/// What ends the choice of a focus.
pub(in crate::prompt) fn no_more_focus(interview: &Interview<'_>) -> &'static str {
    match interview.draft().focus.is_empty() {
        true => "nothing now; finish",
        false => "no more; finish",
    }
}
