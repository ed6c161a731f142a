//! What was written, by the titles of the questions.

use crate::domain::assessment::{Reason, State};
use crate::page::{Answer, Block};
use crate::report::wording::joined;
use crate::report::{AnswerReport, Report, SkillReport};

/// Every answer that may be shown, skill by skill, and of several quarters the last first.
pub(super) fn blocks(quarters: &[Report<'_>], has_ratings: bool) -> Vec<Block> {
    let several = quarters.len() > 1;
    let blocks = quarters.iter().rev().flat_map(|report| {
        let period = several.then(|| format!(", {}", report.assessment.period));
        let period = period.unwrap_or_default();
        report.skills().flat_map(move |skill| {
            // From the other ratings and the score, that of a private answer could be computed.
            let has_ratings = has_ratings && !skill.has_private();
            let answers: Vec<_> = answers(skill, report, has_ratings).collect();
            let title = format!("{}{period}", skill.skill.title);
            let heading = (!answers.is_empty()).then_some(Block::Heading(title));
            heading.into_iter().chain(answers)
        })
    });
    blocks.collect()
}

fn answers(
    skill: &SkillReport<'_>,
    report: &Report<'_>,
    has_ratings: bool,
) -> impl Iterator<Item = Block> {
    let answers = skill.answers.iter();
    answers.filter_map(move |answer| said(answer, report, has_ratings))
}

/// How many answers it has.
pub(super) fn count(report: &Report<'_>) -> usize {
    let answers = report
        .skills()
        .flat_map(|skill| answers(skill, report, true));
    answers.count()
}

fn said(answer: &AnswerReport<'_>, report: &Report<'_>, has_ratings: bool) -> Option<Block> {
    let given = &answer.answer;
    let (note, rating) = match &given.state {
        State::NotApplicable { reason, note } => {
            (note.as_str(), Some(reason_words(*reason).to_owned()))
        }
        State::Rated(rating) if has_ratings => {
            let label = report.rubric.label(*rating);
            ("", Some(format!("{rating}, {label}")))
        }
        _ => ("", None),
    };
    let words = joined([note, &given.evidence], "\n\n");
    let title = answer.question.title.clone();
    (rating.is_some() || !words.is_empty()).then_some(Block::Answer(Answer {
        title,
        words,
        rating,
    }))
}

fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOpportunity => "not applicable: no opportunity this quarter",
        Reason::OutOfScope => "not applicable: not part of the job",
        Reason::Other => "not applicable",
    }
}
