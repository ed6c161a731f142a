//! The words around a question, the same for every way of asking.

use super::pace::Pace;
use crate::domain::assessment::{Answer, Outcome, State};
use crate::domain::interview::{Interview, Pass};
use crate::domain::rubric::Rating;
use crate::domain::rubric::{Bar, Profile, Question, Rubric, Stage};
use crate::escape::visible;
use crate::render::plain::skill_line;
use crate::render::report::{Privacy, Report};
use crate::render::wording::{count, wrap};

/// Lines are broken at this width at most.
const MOST_WIDTH: usize = 100;

/// Where the interview is: `12 of 28 · Alignment 2 of 4 · about 20 min`, or `text 3 of 11 · …`
/// where only the texts are left.
fn progress(interview: &Interview<'_>, place: usize, pace: &Pace) -> String {
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
        Some(Pass::Evidence) => (format!("text {position} of {of}"), interview.texts_left()),
        _ => (format!("{position} of {of}"), interview.unanswered()),
    };
    let mut parts = vec![
        number,
        format!("{title} {inside} of {}", skill.questions.len()),
    ];
    parts.extend(pace.left(left));
    parts.join(" · ")
}

/// The question with its hint, what was written for its parent and what is there already.
pub(super) fn question(
    interview: &Interview<'_>,
    place: usize,
    width: usize,
    pace: &Pace,
) -> String {
    let width = width.min(MOST_WIDTH);
    let Some((_, question)) = interview.question(place) else {
        return String::new();
    };
    let mut lines = vec![
        String::new(),
        progress(interview, place, pace),
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

/// The five anchors.
pub(super) fn anchors(question: &Question, width: usize) -> String {
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
pub(super) fn has_earlier(interview: &Interview<'_>, place: usize) -> bool {
    interview.earlier(place).is_some_and(|earlier| {
        !interview
            .answer(place)
            .evidence
            .contains(earlier.evidence.trim())
    })
}

/// Last time's text for the same question, offered once one's own is written, or could have been.
pub(super) fn earlier(interview: &Interview<'_>, place: usize, width: usize) -> Option<String> {
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
pub(super) fn quoted(text: &str, width: usize) -> String {
    let lines: Vec<_> = text
        .lines()
        .map(|line| wrap(&visible(line), width, "  | ", "  | "))
        .collect();
    lines.join("\n")
}

/// How an answer stands, in a few words.
pub(super) fn standing(rubric: &Rubric, answer: &Answer) -> String {
    let mut parts = Vec::new();
    match &answer.state {
        State::Open => parts.push("not answered".to_owned()),
        State::Skipped => parts.push("skipped".to_owned()),
        State::Rated(rating) => parts.push(format!("{rating}  {}", visible(rubric.label(*rating)))),
        State::NotApplicable { reason, note } => {
            parts.push(format!("not applicable, {}", reason.word()));
            if !note.trim().is_empty() {
                parts.push(visible(note));
            }
        }
    }
    match &answer.state {
        State::Rated(_) if answer.lacks_evidence(rubric.evidence_from) => {
            parts.push("no evidence".to_owned());
        }
        State::Skipped | State::Open if answer.has_evidence() => parts.push("text kept".to_owned()),
        _ => {}
    }
    if answer.private {
        parts.push("private".to_owned());
    }
    parts.join(" · ")
}

/// The list of all answers.
pub(super) fn review(interview: &Interview<'_>, width: usize) -> String {
    let rubric = interview.rubric();
    let mut lines = vec![String::new(), "Your answers".to_owned()];
    let ids = rubric
        .questions()
        .map(|(_, question)| question.id.len())
        .max()
        .unwrap_or(0);
    let mut open = 0;
    for (place, (_, question)) in rubric.questions().enumerate() {
        let answer = interview.answer(place);
        open += usize::from(answer.state == State::Open);
        let line = format!("{:ids$}  {}", question.id, standing(rubric, &answer));
        lines.push(wrap(&line, width, "  ", &" ".repeat(ids + 4)));
    }
    let state = match open {
        0 => "All questions are dealt with.".to_owned(),
        _ => format!(
            "{} open; what is open when you finish counts as skipped.",
            count(open, "question")
        ),
    };
    lines.push(state);
    lines.join("\n")
}

/// What the roles are for, in one sentence.
pub(super) fn role() -> &'static str {
    "Which role should your answers be held against? It changes the targets, not the questions."
}

/// What the stages are for.
pub(super) fn stage() -> &'static str {
    "Which stage is your company in? It moves some targets up or down."
}

/// The roles to choose from.
pub(super) fn roles(rubric: &Rubric) -> Vec<String> {
    rubric
        .profiles
        .iter()
        .map(|Profile { title, why, .. }| choice(title, why))
        .collect()
}

/// The stages to choose from, none of them first.
pub(super) fn stages(rubric: &Rubric) -> Vec<String> {
    let stages = rubric
        .stages
        .iter()
        .map(|Stage { title, why, .. }| choice(title, why));
    std::iter::once("None of these: leave the targets as they are".to_owned())
        .chain(stages)
        .collect()
}

fn choice(title: &str, why: &str) -> String {
    // The first sentence says what it is; the rest is for `rubric show`.
    let why = visible(why);
    let first = why
        .split_inclusive(". ")
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('.');
    format!("{}: {first}", visible(title))
}

/// What is asked about a focus of last time.
pub(super) fn last_focus(interview: &Interview<'_>, index: usize) -> String {
    let Some(item) = interview.draft().last_focus.get(index) else {
        return String::new();
    };
    visible(&format!(
        "Last time you chose to work on {}: {}. What came of it?",
        item.skill,
        item.action.trim_end_matches('.')
    ))
}

/// What can come of a focus.
pub(super) fn outcomes() -> Vec<String> {
    Outcome::ALL
        .iter()
        .map(|outcome| outcome.word().to_owned())
        .collect()
}

/// What is asked about the next focus, with the practices that the largest gaps suggest.
pub(super) fn focus(interview: &Interview<'_>, width: usize) -> String {
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

/// A skill's line of the table.
pub(super) fn skill_done(interview: &Interview<'_>, skill: &str) -> Option<String> {
    let report = report(interview)?;
    Some(skill_line(&report, report.skill(skill)?))
}

fn report<'a>(interview: &'a Interview<'a>) -> Option<Report<'a>> {
    let (rubric, draft) = (interview.rubric(), interview.draft());
    let bar = Bar {
        profile: rubric.profile(&draft.role)?,
        stage: draft.stage.as_deref().and_then(|stage| rubric.stage(stage)),
    };
    Some(Report::new(rubric, draft, bar, Privacy::Withhold))
}

/// What to know about a rating that nothing was written for, unless the text is asked for later.
pub(super) fn unsupported(interview: &Interview<'_>, question: &str) -> Option<String> {
    let answer = interview.draft().answer(question)?;
    let from = interview.rubric().evidence_from;
    let is_bare = answer.lacks_evidence(from) && !interview.will_ask_for_text(question);
    is_bare.then(|| format!("no text: it counts as {} in supported", from.number() - 1))
}

/// What comes once all ratings are given.
pub(super) fn ratings_done(interview: &Interview<'_>, texts: usize) -> String {
    let from = interview.rubric().evidence_from;
    let which = match texts {
        1 => format!("the one that is {from} or higher and has none"),
        _ => format!("each of the {texts} that are {from} or higher and have none"),
    };
    format!(
        "\nThe ratings are done. Now a text for {which}. An empty line goes on without one; `:quit` saves, and you write them another day."
    )
}
