//! The strengths, each with its best evidence.

use super::{Ratings, listed, reaches};
use crate::report::wording::figure;
use crate::report::{AnswerReport, Report, SkillReport};

/// How many skills are named as strengths.
const MOST: usize = 3;

#[derive(Clone, Debug)]
pub struct Strengths {
    /// Said where there is none.
    pub none: Option<String>,
    pub skills: Vec<Strength>,
    /// The others that reach their target, by name.
    pub others: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Strength {
    pub title: String,
    /// How it stands against its target; none without ratings.
    pub standing: Option<String>,
    /// The question that the best evidence answers, and the evidence; none where nothing is
    /// written that may be shown.
    pub ask: Option<String>,
    pub evidence: Option<String>,
    /// Said in place of the evidence.
    pub remark: Option<String>,
}

pub(super) fn strengths(report: &Report<'_>, ratings: Ratings) -> Strengths {
    let strong = strongest(report);
    let none = match report.has_scores() {
        true => "None of the skills with a score reaches its target this time.",
        false => "No skill has a score yet.",
    };
    Strengths {
        none: strong.is_empty().then(|| none.to_owned()),
        others: listed("Also on target", strong.iter().skip(MOST).copied()),
        skills: strong
            .into_iter()
            .take(MOST)
            .map(|skill| strength(skill, ratings))
            .collect(),
    }
}

/// The skills that reach their target. What was shown counts for more than what was claimed.
pub(super) fn strongest<'r, 'a>(report: &'r Report<'a>) -> Vec<&'r SkillReport<'a>> {
    let mut strong: Vec<_> = report.skills().filter(|skill| reaches(skill)).collect();
    strong.sort_by(|one, other| other.score.supported.cmp(&one.score.supported));
    strong
}

fn strength(skill: &SkillReport<'_>, ratings: Ratings) -> Strength {
    let score = &skill.score;
    // A low rating claims nothing, so it counts in full without a text.
    let supported = match skill.is_evidenced {
        true => "all of it backed by evidence".to_owned(),
        false => format!(
            "{} with claims counted only where evidence backs them",
            figure(score.supported.as_ref())
        ),
    };
    let standing = format!(
        "{} against a target of {}, {supported}.",
        figure(score.score.as_ref()),
        figure(score.target.as_ref())
    );
    let best = best_evidence(skill);
    let remark = match (best, skill.has_private()) {
        (Some(_), _) => None,
        (None, true) => Some("Its evidence is private and left out.".to_owned()),
        (None, false) => Some("Nothing is written down for it yet.".to_owned()),
    };
    Strength {
        title: skill.skill.title.clone(),
        standing: (ratings == Ratings::Shown).then_some(standing),
        ask: best.map(|answer| answer.question.ask.clone()),
        evidence: best.map(|answer| answer.answer.evidence.clone()),
        remark,
    }
}

/// The rated answer with the highest rating that has text to show; the first of equals.
fn best_evidence<'s, 'a>(skill: &'s SkillReport<'a>) -> Option<&'s AnswerReport<'a>> {
    let shown = skill
        .answers
        .iter()
        .rev()
        .filter(|answer| is_rated(answer) && answer.answer.has_evidence());
    shown.max_by_key(|answer| answer.answer.rating())
}

fn is_rated(answer: &AnswerReport<'_>) -> bool {
    answer.answer.rating().is_some()
}
