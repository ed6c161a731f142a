//! What of an assessment goes into a review: the results, the strengths, and what falls short.

use std::cmp::Reverse;

use itertools::Itertools;

use crate::domain::assessment::{Highlight, MAX_HIGHLIGHTS};
use crate::domain::decimal::whole;
use crate::domain::rubric::{Kind, Question, Rating};
use crate::domain::scoring::Standing;
use crate::report::{AnswerReport, Report, SkillReport};

/// How many strengths, and how many skills that fall short, a review has.
pub const MAX_SKILLS: usize = 3;

/// From this rating on an answer is a result to be named first.
const RESULT_FROM: u8 = 4;

/// From this score on a skill is called a strength.
const STRENGTH_FROM: i64 = 3;

#[derive(Clone, Debug)]
pub struct Achievement<'r> {
    pub question: Option<&'r Question>,
    /// What it is about, where the words alone may not say so.
    pub lead: Option<&'r str>,
    pub text: &'r str,
}

/// The highlights that may be shown, each of equal words once.
pub fn highlights<'r>(report: &'r Report<'_>) -> Vec<Achievement<'r>> {
    let highlights = report.assessment.highlights.iter();
    let highlights = highlights.filter_map(|highlight| highlighted(report, highlight));
    let highlights = highlights.unique_by(|highlight| highlight.text);
    highlights.take(MAX_HIGHLIGHTS).collect()
}

/// The highlights that may be shown, else the strongest answers: never about trouble, never private.
pub fn achievements<'r>(report: &'r Report<'_>) -> Vec<Achievement<'r>> {
    let highlights = highlights(report);
    if !highlights.is_empty() {
        return highlights;
    }
    let strongest = report.answers().filter(|it| {
        it.answer.rating() >= Rating::new(RESULT_FROM)
            && it.answer.has_evidence()
            && !it.answer.private
            && it.answer.carried.is_none()
            && it.question.kind != Kind::Trouble
    });
    let strongest = strongest.sorted_by_key(|answer| {
        let is_event = answer.question.kind == Kind::Event;
        (!is_event, Reverse(answer.answer.rating()))
    });
    strongest.take(MAX_HIGHLIGHTS).map(answered).collect()
}

/// What is written at all, for a quarter without results: the best first, never private.
pub(super) fn notes<'r>(report: &'r Report<'_>) -> Vec<Achievement<'r>> {
    let written = report.answers();
    let written = written.filter(|it| it.answer.has_evidence() && !it.answer.private);
    let written = written.sorted_by_key(|answer| Reverse(answer.answer.rating()));
    let written = written.take(MAX_HIGHLIGHTS).map(|answer| Achievement {
        lead: Some(&answer.question.title),
        ..answered(answer)
    });
    written.collect()
}

/// What happened says by itself what it is about; a state does not.
fn answered<'r>(answer: &'r AnswerReport<'_>) -> Achievement<'r> {
    let is_event = answer.question.kind == Kind::Event;
    Achievement {
        question: Some(answer.question),
        lead: (!is_event).then_some(answer.question.title.as_str()),
        text: answer.answer.evidence.trim(),
    }
}

/// A highlight; none where its answer is private, removed or without a rating, or says nothing.
pub fn highlighted<'r>(
    report: &'r Report<'_>,
    highlight: &'r Highlight,
) -> Option<Achievement<'r>> {
    let answer = match &highlight.question {
        None => None,
        Some(id) => {
            let mut rated = report.answers().filter(|it| it.answer.rating().is_some());
            Some(answered(rated.find(|it| it.question.id == *id)?))
        }
    };
    let said = match highlight.text.trim() {
        "" => answer?,
        text => Achievement {
            question: answer.and_then(|it| it.question),
            lead: None,
            text,
        },
    };
    (!said.text.is_empty()).then_some(said)
}

/// The skills that reach their target on evidence alone, the best first, with evidence not among the results.
pub fn strengths<'r, 'a>(
    report: &'r Report<'a>,
) -> Vec<(&'r SkillReport<'a>, &'r AnswerReport<'a>)> {
    let told = achievements(report).into_iter();
    let told: Vec<_> = told.filter_map(|it| it.question).collect();
    let is_strong = |skill: &&SkillReport<'_>| {
        let (score, least) = (&skill.score, Some(whole(STRENGTH_FROM)));
        score.target.is_some() && score.supported >= score.target && score.score >= least
    };
    let strong = report.skills().filter(is_strong);
    let strong = strong.sorted_by_key(|skill| Reverse(skill.score.supported.clone()));
    let strong = strong.filter_map(|skill| {
        let answers = skill.answers.iter().rev().filter(|answer| {
            answer.answer.rating() >= Some(report.rubric.evidence_from)
                && answer.answer.has_evidence()
                && answer.question.kind != Kind::Trouble
                && !told.iter().any(|told| told.id == answer.question.id)
        });
        Some((skill, answers.max_by_key(|answer| answer.answer.rating())?))
    });
    strong.take(MAX_SKILLS).collect()
}

/// The skills short of their targets, biggest gap first, and those that one step would bring there.
pub fn short_and_close<'r, 'a>(report: &'r Report<'a>) -> [Vec<&'r SkillReport<'a>>; 2] {
    let gaps = report.gaps().into_iter();
    let (close, short) = gaps.partition(|skill| skill.score.standing() == Standing::Close);
    [short, close]
}

pub fn plans<'r>(report: &'r Report<'_>, skill: &SkillReport<'_>) -> Vec<&'r str> {
    let focus = report.focus().filter(|it| it.skill == skill.skill.id);
    let plans = focus.map(|it| it.action.trim());
    plans.filter(|plan| !plan.is_empty()).collect()
}

/// The answer that keeps a skill from its target, if it may be named; of equals, one with something to read.
pub fn lowest<'r, 'a>(
    report: &Report<'_>,
    skill: &'r SkillReport<'a>,
) -> Option<&'r AnswerReport<'a>> {
    let claim = report.rubric.evidence_from;
    let target = skill.score.target.as_ref()?;
    let answers = skill.answers.iter();
    let rated = answers.filter_map(|it| Some((it.answer.rating()?, it.answer.has_evidence(), it)));
    let chosen = if skill.score.standing() == Standing::Above {
        rated.max_by_key(|(rating, has_evidence, _)| (*rating, *has_evidence))
    } else {
        // Where the lowest is private, the lowest of the others may well have gone well.
        let below = rated.filter(|(rating, ..)| {
            let may_name = !skill.has_private() || *rating < claim;
            may_name && whole(rating.number().into()) < *target
        });
        below.min_by_key(|(rating, has_evidence, _)| (*rating, !has_evidence))
    };
    chosen.map(|(_, _, answer)| answer)
}
