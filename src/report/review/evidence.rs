//! What was written, by the titles of the questions.

use crate::domain::assessment::{Reason, State};
use crate::page::{Answer, Block};
use crate::report::wording::joined;
use crate::report::{Report, SkillReport};

pub(super) fn blocks(quarters: &[Report<'_>], has_ratings: bool) -> Vec<Block> {
    let blocks = quarters.iter().rev().flat_map(|report| {
        let period = (quarters.len() > 1).then(|| format!(", {}", report.assessment.period));
        let period = period.unwrap_or_default();
        report.skills().flat_map(move |skill| {
            // From the other ratings and the score, that of a private answer could be computed.
            let has_ratings = has_ratings && !skill.has_private();
            let mut answers = answers(skill, report, has_ratings).peekable();
            let title = format!("{}{period}", skill.skill.title);
            let heading = answers.peek().is_some().then_some(Block::Heading(title));
            heading.into_iter().chain(answers)
        })
    });
    blocks.collect()
}

pub(super) fn count(report: &Report<'_>) -> usize {
    let skills = report.skills();
    skills
        .map(|skill| answers(skill, report, true).count())
        .sum()
}

fn answers(
    skill: &SkillReport<'_>,
    report: &Report<'_>,
    has_ratings: bool,
) -> impl Iterator<Item = Block> {
    skill.answers.iter().filter_map(move |it| {
        let rating = match &it.answer.state {
            State::NotApplicable { reason, .. } => Some(reason_words(*reason).to_owned()),
            State::Rated(rating) => Some(format!("{rating}, {}", report.rubric.label(*rating))),
            _ => None,
        };
        let is_shown = has_ratings || it.answer.rating().is_none();
        let rating = rating.filter(|_| is_shown);
        let words = joined([it.answer.note(), &it.answer.evidence], "\n\n");
        let title = it.question.title.clone();
        let is_there = rating.is_some() || !words.is_empty();
        is_there.then_some(Block::Answer(Answer {
            title,
            words,
            rating,
        }))
    })
}

fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOpportunity => "not applicable: no opportunity this quarter",
        Reason::OutOfScope => "not applicable: not part of the job",
        Reason::Other => "not applicable",
    }
}
