//! The text around a question.

use super::{MAX_WIDTH, numbered, quoted, wrapped};
use crate::domain::assessment::{Answer, Reason, State};
use crate::domain::interview::{Interview, Phase};
use crate::domain::log::LogEntry;
use crate::domain::rubric::{Kind, Rating, Rubric};
use crate::escape::visible;
use crate::page::wrap::wrap;
use crate::prompt::eta::Eta;
use crate::report::log::marked;

/// `12 of 28 · Alignment 2 of 4 · about 20 min left`, or `evidence 3 of 11 · …`.
pub(in crate::prompt) fn progress(interview: &Interview<'_>, place: usize, eta: &Eta) -> String {
    let (skill, question) = interview.question(place);
    let (position, of) = interview.position(place);
    let inside = skill.questions.iter().position(|other| other == question);
    let (kind, left) = match interview.phase() {
        Some(Phase::Evidence) => ("evidence ", interview.texts_left()),
        _ => ("", interview.unanswered()),
    };
    let (title, inside) = (visible(&skill.title), inside.unwrap_or_default() + 1);
    let time = eta.left(left);
    let time = time.map_or_else(String::new, |time| format!(" · {time}"));
    format!(
        "{kind}{position} of {of} · {title} {inside} of {}{time}",
        skill.questions.len()
    )
}

pub(in crate::prompt) fn ask(interview: &Interview<'_>, place: usize) -> String {
    visible(&interview.question(place).1.ask)
}

pub(in crate::prompt) fn id<'a>(interview: &Interview<'a>, place: usize) -> &'a str {
    &interview.question(place).1.id
}

pub(in crate::prompt) fn hint(interview: &Interview<'_>, place: usize, width: usize) -> String {
    let (_, question) = interview.question(place);
    wrap(&visible(&question.hint), width.min(MAX_WIDTH), "  ", "  ")
}

pub(in crate::prompt) fn parent(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let (parent, answer) = interview.parent(place)?;
    answer.has_evidence().then(|| {
        format!(
            "  On “{}” you wrote:\n{}",
            visible(&parent.title),
            quoted(&answer.evidence, width)
        )
    })
}

/// That the question continues one that does not apply, and the key that says so of it too.
pub(in crate::prompt) fn not_applicable_before(
    interview: &Interview<'_>,
    place: usize,
    key: &str,
    width: usize,
) -> Option<String> {
    let reason = reason_text(interview.reason_of_parent(place)?);
    let (parent, _) = interview.parent(place)?;
    let line = format!(
        "  You said “{}” doesn't apply: {reason}. {key} says the same of this one.",
        parent.title
    );
    Some(wrapped(&line, width))
}

pub(in crate::prompt) fn writing(interview: &Interview<'_>, place: usize, width: usize) -> String {
    let answer = interview.answer(place);
    let (_, question) = interview.question(place);
    let private = match (answer.private, question.sensitive) {
        (true, true) if !answer.has_evidence() => {
            " This answer starts private, since it's a sensitive question: it stays out of exports."
        }
        (true, _) => " Private: it stays out of exports.",
        (false, _) => "",
    };
    let line = match (interview.phase(), answer.rating()) {
        (Some(Phase::Evidence), Some(rating)) => {
            let claim = format!("{rating}: {}", question.anchor(rating));
            format!("What backs it? You chose {claim}")
        }
        _ if answer.state == State::Open && question.kind == Kind::Standing => {
            "How can you tell? Names and numbers help.".to_owned()
        }
        _ if answer.state == State::Open => "What happened? Names and numbers help.".to_owned(),
        _ => {
            // That it is private is said behind it.
            let answer = Answer {
                private: false,
                ..answer
            };
            let standing = standing(interview.rubric(), &answer);
            format!("So far: {}.", standing.trim_end_matches('.'))
        }
    };
    wrapped(&format!("{line}{private}"), width)
}

pub(in crate::prompt) fn written(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let answer = interview.answer(place);
    match (answer.has_evidence(), answer.private) {
        (true, true) => {
            let text = format!("{} · private", answer.evidence.trim_end());
            Some(quoted(&text, width))
        }
        (true, false) => Some(quoted(&answer.evidence, width)),
        (false, true) => Some("  Private: this answer stays out of exports.".to_owned()),
        (false, false) => None,
    }
}

pub(in crate::prompt) fn anchors(interview: &Interview<'_>, place: usize) -> Vec<String> {
    let (_, question) = interview.question(place);
    let anchors = Rating::all().map(|rating| question.anchor(rating).to_owned());
    anchors.collect()
}

/// The question with its anchors, to have in sight in an editor.
pub(in crate::prompt) fn reminder(interview: &Interview<'_>, place: usize) -> Vec<String> {
    let anchors = (1..).zip(anchors(interview, place));
    let numbered = anchors.map(|(number, anchor)| format!("{number}  {}", visible(&anchor)));
    std::iter::once(ask(interview, place))
        .chain(numbered)
        .collect()
}

pub(in crate::prompt) fn has_earlier(interview: &Interview<'_>, place: usize) -> bool {
    let written = interview.answer(place).evidence;
    let earlier = interview.earlier(place);
    earlier.is_some_and(|earlier| !written.contains(earlier.evidence.trim()))
}

/// Last time's text for the same question, offered once one's own is written, or could have been.
pub(in crate::prompt) fn earlier(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let was_asked =
        interview.phase() != Some(Phase::Ratings) || interview.answer(place).has_evidence();
    let earlier = interview.earlier(place);
    let earlier = earlier.filter(|_| was_asked && has_earlier(interview, place))?;
    let text = quoted(&earlier.evidence, width);
    Some(format!("  Last time you wrote:\n{text}"))
}

/// How an answer stands, in a few words. The rating of one that was carried over is not shown.
pub(in crate::prompt) fn standing(rubric: &Rubric, answer: &Answer) -> String {
    let mut parts = vec![match answer.carried {
        Some(from) => format!("carried over from {from}"),
        None => state(rubric, &answer.state),
    }];
    match &answer.state {
        State::Rated(_) if answer.lacks_evidence(rubric.evidence_from) => {
            parts.push("no evidence".to_owned());
        }
        State::Skipped | State::Open if answer.has_evidence() => {
            parts.push("evidence kept".to_owned());
        }
        _ => {}
    }
    if answer.private {
        parts.push("private".to_owned());
    }
    parts.join(" · ")
}

pub(super) fn state(rubric: &Rubric, state: &State) -> String {
    let (reason, note) = match state {
        State::Open => return "not answered".to_owned(),
        State::Skipped => return "skipped".to_owned(),
        State::Rated(rating) => return format!("{rating}  {}", visible(rubric.label(*rating))),
        State::NotApplicable { reason, note } => (reason, note.trim()),
    };
    let note = if note.is_empty() {
        String::new()
    } else {
        format!(" · {}", visible(note))
    };
    format!("not applicable, {}{note}", reason_text(*reason))
}

fn reason_text(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOpportunity => "it didn't come up",
        Reason::OutOfScope => "not part of my job",
        Reason::Other => "another reason",
    }
}

pub(in crate::prompt) fn reasons() -> Vec<String> {
    let texts = Reason::ALL.iter().map(|reason| reason_text(*reason));
    texts.map(str::to_owned).collect()
}

pub(in crate::prompt) const NOTHING_LOGGED: &str =
    "nothing is logged for this skill; `emkit log` captures what happens during the quarter";

const MAX_BRIEF: usize = 3;

fn entry_line(interview: &Interview<'_>, entry: &LogEntry) -> String {
    let used = if interview.is_used(entry) {
        " (used)"
    } else {
        ""
    };
    if interview.is_noted(entry) {
        return format!("(highlight) {}{used}", entry.text.replace('\n', " "));
    }
    let mark = if entry.is_tagged(interview.rubric()) {
        ""
    } else {
        "(no skill) "
    };
    format!("{}{used}", marked(entry, mark))
}

pub(in crate::prompt) fn entries(interview: &Interview<'_>, place: usize) -> Vec<String> {
    let entries = interview.entries(place);
    entries
        .iter()
        .map(|entry| entry_line(interview, entry))
        .collect()
}

pub(in crate::prompt) fn logged(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let entries = entries(interview, place);
    (!entries.is_empty()).then(|| numbered(&entries, width))
}

/// What the entries at a question are, as a heading of their list.
pub(in crate::prompt) fn source(interview: &Interview<'_>, place: usize) -> &'static str {
    let entries = interview.entries(place);
    let noted = entries.iter().filter(|entry| interview.is_noted(entry));
    match noted.count() {
        0 => "your log",
        noted if noted == entries.len() => "your highlights",
        _ => "your log and your highlights",
    }
}

/// The first few that are not used, for a screen that has little room, with the numbers that they
/// have among all.
pub(in crate::prompt) fn logged_brief(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let entries = (1..).zip(interview.entries(place));
    let unused: Vec<(usize, _)> = entries
        .filter(|(_, entry)| !interview.is_used(entry))
        .collect();
    let width = width.min(MAX_WIDTH);
    let shown = unused.iter().take(MAX_BRIEF);
    let (noted, logged): (Vec<_>, Vec<_>) = shown.partition(|(_, entry)| interview.is_noted(entry));
    let mut lines = Vec::new();
    for (source, entries) in [("your log", logged), ("your highlights", noted)] {
        if !entries.is_empty() {
            lines.push(format!("  From {source} (Ctrl-G takes one):"));
        }
        lines.extend(entries.iter().map(|(number, entry)| {
            let line = format!("{number}  {}", entry_line(interview, entry));
            wrap(&line, width, "  ", "     ")
        }));
    }
    if unused.len() > MAX_BRIEF {
        lines.push(format!("  and {} more", unused.len() - MAX_BRIEF));
    }
    (!unused.is_empty()).then(|| lines.join("\n"))
}
