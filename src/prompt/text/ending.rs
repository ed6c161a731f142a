//! The text of the review and of the end: the scores, what to work on, the closing question, highlights.

use itertools::Itertools;

use super::question::{PRIVATE, last_time, standing};
use super::{one_line, report, skill_title, words_if, wrapped};
use crate::domain::assessment::{Answer, Focus, Highlight, MAX_HIGHLIGHTS, State};
use crate::domain::interview::Interview;
use crate::escape::visible;
use crate::page::terminal::{self, Theme};
use crate::report::note::brief;
use crate::report::scores::{table_page, title};
use crate::report::wording::{count, decimal};

const MAX_HIGHLIGHT: usize = 120;

pub(crate) fn scores(interview: &Interview<'_>, width: usize, color: bool) -> String {
    let theme = Theme { width, color };
    report(interview).map_or_else(String::new, |report| {
        let title = format!("Where you stand: {}", title(&report));
        let page = terminal::page(&table_page(title, &report), theme);
        page.trim_end().to_owned()
    })
}

pub(crate) fn holding_back(interview: &Interview<'_>, width: usize) -> String {
    let Some(report) = report(interview) else {
        return String::new();
    };
    let mut notes = interview.suggestions().into_iter().filter_map(|focus| {
        let note = brief(report.skill(&focus.skill)?)?;
        Some(wrapped(&format!("  {note}"), width))
    });
    let notes = notes.join("\n");
    match (notes.is_empty(), report.is_wanted()) {
        (true, _) => notes,
        (false, true) => format!("Not as you want it\n{notes}"),
        (false, false) => format!("What's holding you back\n{notes}"),
    }
}

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

/// For each answer the question's id, how it stands, and the question in full: an id alone says little.
pub(crate) fn answers(interview: &Interview<'_>) -> Vec<[String; 3]> {
    let rubric = interview.rubric;
    let questions = rubric.questions().map(|(_, question)| {
        let stored = interview.draft().answer(&question.id);
        let answer = stored.cloned().unwrap_or_default();
        let sign = match &answer.state {
            State::Open => "○",
            State::Skipped => "–",
            State::Rated(_) if answer.lacks_evidence(rubric.evidence_from) => "!",
            State::Rated(_) | State::NotApplicable { .. } => " ",
        };
        let standing = standing(rubric, &answer);
        let private = words_if(answer.private, PRIVATE);
        let line = format!("{sign} {}: {standing}{private}", question.title);
        [question.id.clone(), line, visible(&question.ask)]
    });
    let skills = rubric.skills.iter().filter(|_| interview.has_wanted());
    let wanted = skills.map(|skill| {
        let target = interview.draft().targets.get(&skill.id);
        let target = target.map_or_else(|| "not said".to_owned(), decimal);
        let line = format!("  {}: wanted {target}", skill.title);
        [skill.id.clone(), line, visible(&skill.definition)]
    });
    questions.chain(wanted).collect()
}

pub(crate) fn open(interview: &Interview<'_>) -> impl Iterator<Item = usize> {
    let places = 0..interview.rubric.questions().count();
    places.filter(|place| interview.answer(*place).state == State::Open)
}

pub(crate) fn tally(interview: &Interview<'_>) -> String {
    let from = interview.rubric.evidence_from;
    let answers = || interview.draft().answers.values();
    let number = |is_such: &dyn Fn(&Answer) -> bool| answers().filter(|a| is_such(a)).count();
    let unsupported = number(&|answer| answer.lacks_evidence(from));
    let private = number(&|answer| answer.private);
    let skipped = number(&|answer| answer.state == State::Skipped);
    let mut parts = vec![match open(interview).count() {
        0 if skipped > 0 => format!("No question is open · {skipped} skipped"),
        0 => "Every question has an answer".to_owned(),
        1 => "1 question open; finishing now skips it".to_owned(),
        open => format!("{open} questions open; finishing now skips them"),
    }];
    if unsupported > 0 {
        parts.push(format!("{} without evidence", count(unsupported, "claim")));
    }
    if private > 0 {
        parts.push(format!("{private} private"));
    }
    parts.join(" · ")
}
