//! The words of the review, for all answers at once.

use super::question::standing;
use crate::domain::assessment::{Answer, State};
use crate::domain::interview::Interview;
use crate::domain::rubric::Rubric;
use crate::page::wrap::wrap;
use crate::report::wording::count;

/// The list of all answers.
pub(in crate::prompt) fn review(interview: &Interview<'_>, width: usize) -> String {
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

/// How many answers are in which state.
pub(in crate::prompt) fn tally(interview: &Interview<'_>) -> String {
    let rubric = interview.rubric();
    let answers: Vec<_> = rubric
        .questions()
        .enumerate()
        .map(|(place, _)| interview.answer(place))
        .collect();
    let open = answers
        .iter()
        .filter(|answer| answer.state == State::Open)
        .count();
    let unsupported = answers
        .iter()
        .filter(|answer| answer.lacks_evidence(rubric.evidence_from))
        .count();
    let private = answers.iter().filter(|answer| answer.private).count();
    let mut parts = vec![match open {
        0 => "All questions are dealt with".to_owned(),
        _ => format!(
            "{} open, which will count as skipped",
            count(open, "question")
        ),
    }];
    if unsupported > 0 {
        parts.push(format!("{} without evidence", count(unsupported, "claim")));
    }
    if private > 0 {
        parts.push(format!("{private} private"));
    }
    parts.join(" · ")
}

/// An answer in a list: a sign that tells what it lacks, then how it stands.
pub(in crate::prompt) fn at_a_glance(rubric: &Rubric, answer: &Answer) -> String {
    let sign = match &answer.state {
        State::Open => "○",
        State::Skipped => "–",
        State::Rated(_) if answer.lacks_evidence(rubric.evidence_from) => "!",
        State::Rated(_) | State::NotApplicable { .. } => " ",
    };
    format!("{sign} {}", standing(rubric, answer))
}
