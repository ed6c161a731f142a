//! The text of the review, for all answers at once.

use super::question::{QuestionText, standing};
use crate::domain::assessment::{Answer, State};
use crate::domain::interview::Interview;
use crate::escape::visible;
use crate::report::wording::{count, decimal};

/// All answers with their questions' ids: a sign that tells what is missing, the title, how it stands.
pub(crate) fn answers(interview: &Interview<'_>) -> Vec<(String, String)> {
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
        let line = format!("{sign} {}: {standing}", question.title);
        (question.id.clone(), line)
    });
    let skills = rubric.skills.iter().filter(|_| interview.has_wanted());
    let wanted = skills.map(|skill| {
        let target = interview.draft().targets.get(&skill.id);
        let target = target.map_or_else(|| "not said".to_owned(), decimal);
        let line = format!("  {}: wanted {target}", skill.title);
        (skill.id.clone(), line)
    });
    questions.chain(wanted).collect()
}

/// What a row of the list is about, in full: an id alone says little.
pub(crate) fn asked(interview: &Interview<'_>, row: usize) -> String {
    let questions = interview.rubric.questions().count();
    match row.checked_sub(questions) {
        None => QuestionText::new(interview, row, 0).ask(),
        Some(skill) => visible(&interview.rubric.skills[skill].definition),
    }
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
