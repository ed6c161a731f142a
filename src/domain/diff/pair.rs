//! One question then and now, and why it may not be compared.

use strum::IntoStaticStr;

use super::Snapshot;
use crate::domain::assessment::{Answer, State};
use crate::domain::rubric::{Question, Rating};

/// One question rated both times.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<'a> {
    /// As the later rubric has it.
    pub question: &'a Question,
    /// What it was rated in the earlier assessment.
    pub from: Rating,
    /// What it was rated in the later assessment.
    pub to: Rating,
    /// There is evidence now, and its text is not the earlier one.
    pub new_evidence: bool,
    /// There was evidence then and there is now.
    pub(super) is_backed: bool,
    /// Whether it may not be named, as an answer is private.
    pub withheld: bool,
}

impl<'a> Pair<'a> {
    pub(super) fn of(
        question: &'a Question,
        [(then, from), (now, to)]: [(&Answer, Rating); 2],
    ) -> Self {
        Self {
            question,
            from,
            to,
            new_evidence: now.has_evidence() && now.evidence.trim() != then.evidence.trim(),
            is_backed: then.has_evidence() && now.has_evidence(),
            withheld: false,
        }
    }
}

/// Why a question cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum DropReason {
    /// Not in the earlier rubric.
    New,
    /// Not in the later rubric.
    Removed,
    /// Marked as not applicable in one of the two.
    NotApplicable,
    /// Without a rating in the earlier assessment.
    SkippedThen,
    /// Without a rating in the later one.
    SkippedNow,
    /// Carried over unseen in one of the two, so not rated there.
    Carried,
    /// Rated both times, but asked in other words, or in words that are not known any more.
    Reworded,
}

/// How many questions of a skill can be compared.
pub(in crate::domain) fn comparable(skill: &str, from: Snapshot<'_>, to: Snapshot<'_>) -> usize {
    let questions = to.rubric.skill(skill).map(|skill| skill.questions.iter());
    let questions = questions.into_iter().flatten();
    questions
        .filter(|it| compared(it, from, to).is_ok())
        .count()
}

/// What was answered to a question then and now, each with its rating, where the two can be compared.
pub(super) fn compared<'a>(
    question: &Question,
    from: Snapshot<'a>,
    to: Snapshot<'a>,
) -> Result<[(&'a Answer, Rating); 2], DropReason> {
    let (_, before) = from.rubric.question(&question.id).ok_or(DropReason::New)?;
    let [then, now] = [from, to].map(|made| made.assessment.answer(&question.id));
    let mut answers = [then, now].into_iter().flatten();
    if answers.any(|answer| matches!(answer.state, State::NotApplicable { .. })) {
        return Err(DropReason::NotApplicable);
    }
    let rated = |answer: Option<&'a Answer>| Some((answer?, answer?.rating()?));
    let then = rated(then).ok_or(DropReason::SkippedThen)?;
    let now = rated(now).ok_or(DropReason::SkippedNow)?;
    if then.0.carried.is_some() || now.0.carried.is_some() {
        return Err(DropReason::Carried);
    }
    if !to.asks_as(from, [question, before]) {
        return Err(DropReason::Reworded);
    }
    Ok([then, now])
}
