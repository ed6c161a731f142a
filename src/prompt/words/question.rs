//! The words around a question.

use super::MOST_WIDTH;
use crate::domain::assessment::{Answer, Reason, State};
use crate::domain::interview::{Interview, Pass};
use crate::domain::privacy::Privacy;
use crate::domain::rubric::{Bar, Question, Rating, Rubric};
use crate::escape::visible;
use crate::page::plain;
use crate::page::wrap::wrap;
use crate::prompt::eta::Eta;
use crate::report::Report;
use crate::report::scores::skills_table;

/// Where the interview is: `12 of 28 · Alignment 2 of 4 · about 20 min`, or `evidence 3 of 11 · …`
/// where only evidence is left.
pub(in crate::prompt) fn progress(interview: &Interview<'_>, place: usize, eta: &Eta) -> String {
    let Some((skill, question)) = interview.question(place) else {
        return String::new();
    };
    let (position, of) = interview.position(place);
    let inside = skill
        .questions
        .iter()
        .position(|other| other.id == question.id)
        .unwrap_or(0)
        + 1;
    let title = visible(&skill.title);
    let (number, left) = match interview.pass() {
        Some(Pass::Evidence) => (
            format!("evidence {position} of {of}"),
            interview.texts_left(),
        ),
        _ => (format!("{position} of {of}"), interview.unanswered()),
    };
    let mut parts = vec![
        number,
        format!("{title} {inside} of {}", skill.questions.len()),
    ];
    parts.extend(eta.left(left));
    parts.join(" · ")
}

/// The question with its hint, what was written for its parent and what is there already.
pub(in crate::prompt) fn question(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
    eta: &Eta,
) -> String {
    let width = width.min(MOST_WIDTH);
    let Some((_, question)) = interview.question(place) else {
        return String::new();
    };
    let mut lines = vec![
        String::new(),
        progress(interview, place, eta),
        wrap(
            &format!("{} ({})", visible(&question.ask), question.id),
            width,
            "",
            "",
        ),
        wrap(&visible(&question.hint), width, "  ", "  "),
    ];
    if let Some((parent, answer)) = interview.parent(place)
        && answer.has_evidence()
    {
        lines.push(wrap(
            &format!("For {} you wrote:", parent.id),
            width,
            "  ",
            "  ",
        ));
        lines.push(quoted(&answer.evidence, width));
    }
    let answer = interview.answer(place);
    if !answer.is_blank() {
        lines.push(wrap(
            &format!("So far: {}", standing(interview.rubric(), &answer)),
            width,
            "  ",
            "  ",
        ));
        // What is claimed is what the text has to show.
        if let (Some(Pass::Evidence), Some(rating)) = (interview.pass(), answer.rating()) {
            lines.push(anchor(question, rating, width));
        }
        if answer.has_evidence() {
            lines.push(quoted(&answer.evidence, width));
        }
    }
    lines.join("\n")
}

/// What is asked.
pub(in crate::prompt) fn ask(interview: &Interview<'_>, place: usize) -> String {
    let question = interview.question(place);
    question.map_or_else(String::new, |(_, question)| visible(&question.ask))
}

/// Where to look for an answer, and what does not count.
pub(in crate::prompt) fn hint(interview: &Interview<'_>, place: usize, width: usize) -> String {
    let question = interview.question(place);
    question.map_or_else(String::new, |(_, question)| {
        wrap(&visible(&question.hint), width, "  ", "  ")
    })
}

/// What was written for the question that this one continues.
pub(in crate::prompt) fn parent(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let (parent, answer) = interview.parent(place)?;
    answer.has_evidence().then(|| {
        format!(
            "  For {} you wrote:\n{}",
            parent.id,
            quoted(&answer.evidence, width)
        )
    })
}

/// What is to be written.
pub(in crate::prompt) fn writing(interview: &Interview<'_>, place: usize, width: usize) -> String {
    let answer = interview.answer(place);
    let Some((_, question)) = interview.question(place) else {
        return String::new();
    };
    let id = &question.id;
    let private = match answer.private {
        true => " Private: it stays out of exports.",
        false => "",
    };
    let so_far = || {
        // Its being private is said above.
        let answer = Answer {
            private: false,
            ..answer.clone()
        };
        let standing = standing(interview.rubric(), &answer);
        format!("So far: {}.", standing.trim_end_matches('.'))
    };
    let line = match (interview.pass(), answer.rating()) {
        (Some(Pass::Evidence), Some(rating)) => {
            let claim = format!("{rating}: {}", visible(question.anchor(rating)));
            format!("What shows it? You chose {claim}{private} ({id})")
        }
        _ if answer.state == State::Open => {
            format!("What happened? Names and numbers help.{private} ({id})")
        }
        _ => format!("{}{private} ({id})", so_far()),
    };
    wrap(&line, width, "", "")
}

/// What was written for this question, while its rating is chosen.
pub(in crate::prompt) fn written(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let answer = interview.answer(place);
    let private = if answer.private { " · private" } else { "" };
    match answer.has_evidence() {
        true => Some(format!("{}{private}", quoted(&answer.evidence, width))),
        false if answer.private => Some("  | private".to_owned()),
        false => None,
    }
}

/// The anchors of a question, in the order of their ratings.
pub(in crate::prompt) fn anchors_of(interview: &Interview<'_>, place: usize) -> Vec<String> {
    let question = interview.question(place);
    let anchors = question
        .map(|(_, question)| Rating::all().map(|rating| question.anchor(rating).to_owned()));
    anchors.into_iter().flatten().collect()
}

/// The five anchors.
pub(in crate::prompt) fn anchors(question: &Question, width: usize) -> String {
    let width = width.min(MOST_WIDTH);
    let lines: Vec<_> = Rating::all()
        .map(|rating| anchor(question, rating, width))
        .collect();
    lines.join("\n")
}

fn anchor(question: &Question, rating: Rating, width: usize) -> String {
    let anchor = format!("{rating}  {}", visible(question.anchor(rating)));
    wrap(&anchor, width, "  ", "     ")
}

/// Whether there is a text of last time that could still be added.
pub(in crate::prompt) fn has_earlier(interview: &Interview<'_>, place: usize) -> bool {
    interview.earlier(place).is_some_and(|earlier| {
        !interview
            .answer(place)
            .evidence
            .contains(earlier.evidence.trim())
    })
}

/// Last time's text for the same question, offered once one's own is written, or could have been.
pub(in crate::prompt) fn earlier(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
) -> Option<String> {
    let was_asked =
        interview.pass() != Some(Pass::Ratings) || interview.answer(place).has_evidence();
    let earlier = interview
        .earlier(place)
        .filter(|_| was_asked && has_earlier(interview, place))?;
    let width = width.min(MOST_WIDTH);
    Some(format!(
        "  Last time you wrote:\n{}",
        quoted(&earlier.evidence, width)
    ))
}

/// A text as it was taken.
pub(in crate::prompt) fn quoted(text: &str, width: usize) -> String {
    let lines: Vec<_> = text
        .lines()
        .map(|line| wrap(&visible(line), width, "  | ", "  | "))
        .collect();
    lines.join("\n")
}

/// How an answer stands, in a few words.
pub(in crate::prompt) fn standing(rubric: &Rubric, answer: &Answer) -> String {
    let mut parts = vec![state(rubric, &answer.state)];
    match &answer.state {
        State::Rated(_) if answer.lacks_evidence(rubric.evidence_from) => {
            parts.push("no evidence".to_owned());
        }
        State::Skipped | State::Open if answer.has_evidence() => {
            parts.push("evidence kept".to_owned())
        }
        _ => {}
    }
    if answer.private {
        parts.push("private".to_owned());
    }
    parts.join(" · ")
}

fn state(rubric: &Rubric, state: &State) -> String {
    match state {
        State::Open => "not answered".to_owned(),
        State::Skipped => "skipped".to_owned(),
        State::Rated(rating) => format!("{rating}  {}", visible(rubric.label(*rating))),
        State::NotApplicable { reason, note } => match note.trim() {
            "" => format!("not applicable, {}", said(*reason)),
            note => format!("not applicable, {} · {}", said(*reason), visible(note)),
        },
    }
}

/// A reason as a person would say it.
fn said(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOpportunity => "no occasion for it",
        Reason::OutOfScope => "not part of the job",
        Reason::Other => "another reason",
    }
}

/// Why a question may not apply.
pub(in crate::prompt) fn reasons() -> Vec<String> {
    Reason::ALL
        .iter()
        .map(|reason| match reason {
            Reason::NoOpportunity => "There was no occasion for it this quarter",
            Reason::OutOfScope => "It is not part of my job",
            Reason::Other => "Another reason",
        })
        .map(str::to_owned)
        .collect()
}

/// What an answer was saved as, and where it was last time.
pub(in crate::prompt) fn saved(interview: &Interview<'_>, question: &str) -> String {
    let place = interview
        .rubric()
        .questions()
        .position(|(_, other)| other.id == question);
    let answer = interview
        .draft()
        .answer(question)
        .cloned()
        .unwrap_or_default();
    // Evidence that is still to be asked for is not missing.
    let standing = match interview.will_ask_for_text(question) {
        true => state(interview.rubric(), &answer.state),
        false => standing(interview.rubric(), &answer),
    };
    let mut line = format!("Saved {question}: {standing}");
    if let Some(rating) = place.and_then(|place| interview.rated_earlier(place)) {
        line.push_str(&format!(" · last time {rating}"));
    }
    line
}

/// What to know about a rating that nothing was written for, unless the text is asked for later.
pub(in crate::prompt) fn unsupported(interview: &Interview<'_>, question: &str) -> Option<String> {
    let answer = interview.draft().answer(question)?;
    let from = interview.rubric().evidence_from;
    let is_bare = answer.lacks_evidence(from) && !interview.will_ask_for_text(question);
    is_bare.then(|| {
        format!(
            "nothing written: without evidence it counts as {}",
            from.number() - 1
        )
    })
}

/// What comes once all ratings are given.
pub(in crate::prompt) fn ratings_done(interview: &Interview<'_>, texts: usize) -> String {
    let from = interview.rubric().evidence_from;
    let which = match texts {
        1 => format!("the one that is {from} or higher and has none"),
        _ => format!("each of the {texts} that are {from} or higher and have none"),
    };
    format!(
        "The ratings are done. Now the evidence for {which}. An empty line goes on without it, and you can leave and write it another day."
    )
}

/// A skill's line of the table.
pub(in crate::prompt) fn skill_done(interview: &Interview<'_>, skill: &str) -> Option<String> {
    let report = report(interview)?;
    let table = skills_table([report.skill(skill)?]);
    plain::rows(&table).pop()
}

pub(super) fn report<'a>(interview: &'a Interview<'a>) -> Option<Report<'a>> {
    let (rubric, draft) = (interview.rubric(), interview.draft());
    let bar = Bar {
        profile: rubric.profile(&draft.role)?,
        stage: draft.stage.as_deref().and_then(|stage| rubric.stage(stage)),
    };
    Some(Report::new(rubric, draft, bar, Privacy::Ratings))
}
