//! The text at the end: the scores, what to work on, the closing question, highlights.

use itertools::Itertools;

use super::event::report;
use super::question::last_time;
use super::{one_line, skill_title, words_if, wrapped};
use crate::domain::assessment::{Focus, Highlight, MAX_HIGHLIGHTS};
use crate::domain::interview::Interview;
use crate::escape::visible;
use crate::page::terminal::{self, Theme};
use crate::report::note::brief;
use crate::report::scores::{table_page, title};

const MAX_HIGHLIGHT: usize = 120;

pub(crate) fn scores(interview: &Interview<'_>, width: usize, color: bool) -> String {
    let theme = Theme { width, color };
    report(interview).map_or_else(String::new, |report| {
        let title = format!("Where you stand: {}", title(&report));
        let page = terminal::page(&table_page(title, &report), theme);
        page.trim_end().to_owned()
    })
}

pub(crate) fn holding_back(interview: &Interview<'_>, width: usize) -> Option<String> {
    let report = report(interview)?;
    let mut notes = interview.suggestions().into_iter().filter_map(|focus| {
        let note = brief(report.skill(&focus.skill)?)?;
        Some(wrapped(&format!("  {note}"), width))
    });
    let notes = notes.join("\n");
    let heading = if report.is_wanted() {
        "Not as you want it"
    } else {
        "What's holding you back"
    };
    (!notes.is_empty()).then(|| format!("{heading}\n{notes}"))
}

/// What is suggested to work on, and what is chosen.
pub(crate) fn focuses(interview: &Interview<'_>) -> (Vec<String>, Vec<String>) {
    let chosen = &interview.draft().focus;
    let suggestion = |focus: Focus| {
        let is_chosen = chosen.iter().any(|chosen| chosen.skill == focus.skill);
        let mark = words_if(is_chosen, "(chosen) ");
        let title = skill_title(interview, &focus.skill);
        format!("{mark}{title}: {}", focus.action)
    };
    let line = |focus: &Focus| {
        let by = focus.by.map_or_else(String::new, |by| format!("; by {by}"));
        let sign = focus.sign.trim();
        let sign_is = words_if(!sign.is_empty(), "; sign: ");
        let private = words_if(focus.private, " (private)");
        let action = focus.action.trim_end_matches('.');
        let title = skill_title(interview, &focus.skill);
        format!("{title}: {action}{by}{sign_is}{sign}{private}")
    };
    let suggestions = interview.suggestions().into_iter().map(suggestion);
    (suggestions.collect(), chosen.iter().map(line).collect())
}

pub(crate) const FOCUS_ASK: &str = "What will you work on next quarter? One or two things.";

/// What stands above the three fields of a focus: what to do, by when, how one will know.
pub(crate) fn focus_titles(
    interview: &Interview<'_>,
    skill: &str,
    is_suggested: bool,
) -> [String; 3] {
    let title = visible(skill_title(interview, skill));
    let what = if is_suggested {
        "what will you do? Change it until the words are yours."
    } else {
        "what will you do?"
    };
    [
        format!("{title}: {what}"),
        format!("{title}: by when? A date such as 2027-01-20. You can leave it blank."),
        format!("{title}: I'll know it worked if … You can leave it blank."),
    ]
}

pub(crate) const CLOSING_NOTE: &str = "One open question. You can leave it blank.";

pub(crate) fn closing_ask(interview: &Interview<'_>) -> String {
    let is_private = interview.draft().closing_private;
    let private = words_if(is_private, " Private: it stays out of exports.");
    visible(interview.closing().unwrap_or_default()) + private
}

pub(crate) fn earlier_closing(interview: &Interview<'_>, width: usize) -> String {
    let earlier = interview.earlier_closing();
    earlier.map_or_else(String::new, |earlier| last_time(earlier, width))
}

pub(crate) fn highlights_ask(interview: &Interview<'_>) -> String {
    if interview.is_noting() {
        format!(
            "What did your team deliver this quarter, and what was your part? Up to {MAX_HIGHLIGHTS} results, from memory. They're offered as evidence at the questions."
        )
    } else {
        format!("Which results go at the top of your review? Up to {MAX_HIGHLIGHTS}.")
    }
}

/// What is offered for the top of the review, and what is chosen.
pub(crate) fn highlights(interview: &Interview<'_>) -> (Vec<String>, Vec<String>) {
    let chosen = &interview.draft().highlights;
    let offer = |place| {
        let (_, question) = interview.question(place);
        let is_chosen = |chosen: &Highlight| chosen.question.as_ref() == Some(&question.id);
        let mark = words_if(chosen.iter().any(is_chosen), "(chosen) ");
        let text = one_line(&interview.answer(place).evidence, MAX_HIGHLIGHT);
        format!("{mark}{}: {text}", question.title)
    };
    let line = |highlight: &Highlight| {
        let text = one_line(&interview.highlight_text(highlight), MAX_HIGHLIGHT);
        let question = highlight.question.as_deref();
        match question.and_then(|id| interview.rubric.question(id)) {
            Some((_, question)) => format!("{}: {text}", question.title),
            None => text,
        }
    };
    let offers = interview.highlight_offers().into_iter().map(offer);
    (offers.collect(), chosen.iter().map(line).collect())
}
