//! The gaps, what holds each open, and what will be done about it.

use super::{Ratings, applies_nowhere, lacks_score, listed};
use crate::report::wording::{count, figure};
use crate::report::{Report, SkillReport};

#[derive(Clone, Debug)]
pub struct Gaps {
    /// Said where there is none.
    pub none: Option<String>,
    /// The biggest first.
    pub skills: Vec<Gap>,
    /// The skills without a score.
    pub unscored: Option<String>,
    /// The skills of which no question applies.
    pub not_applicable: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Gap {
    pub title: String,
    /// How it stands against its target; none without ratings.
    pub standing: Option<String>,
    /// The lowest answers, a line each.
    pub held_back: Vec<String>,
    /// What is not backed by evidence.
    pub unsupported: Option<String>,
    /// What the person will do, where the skill is a focus.
    pub plans: Vec<String>,
    /// What the rubric suggests to try.
    pub practice: Option<String>,
}

pub(super) fn gaps(report: &Report<'_>, ratings: Ratings) -> Gaps {
    let skills: Vec<_> = report
        .gaps()
        .into_iter()
        .map(|skill| gap(skill, report, ratings))
        .collect();
    let named = |said: &str, is_so: fn(&SkillReport<'_>) -> bool| {
        listed(said, report.skills().filter(|skill| is_so(skill)))
    };
    let none = "None of the skills with a score falls short of its target.";
    Gaps {
        none: (skills.is_empty() && report.has_scores()).then(|| none.to_owned()),
        skills,
        unscored: named("Too little is rated for a score", lacks_score),
        not_applicable: named("No question applies this time", applies_nowhere),
    }
}

fn gap(skill: &SkillReport<'_>, report: &Report<'_>, ratings: Ratings) -> Gap {
    let (score, note) = (&skill.score, &skill.facts);
    let standing = format!(
        "{} against a target of {}, a gap of {}.",
        figure(score.score.as_ref()),
        figure(score.target.as_ref()),
        figure(score.gap().as_ref())
    );
    // Where many are lowest one stands for them, and the others are counted.
    let (shown, others) = match note.lowest.len() {
        all @ 3.. => (1, format!(" with {}", count(all - 1, "other"))),
        few => (few, String::new()),
    };
    let lowest = note.lowest.iter().filter(|_| !skill.has_private());
    let held_back = lowest.take(shown).map(|(question, rating)| {
        let (ask, anchor) = (question.ask.trim(), question.anchor(*rating).trim());
        match ratings {
            Ratings::LeftOut => format!("Held back by: {ask}"),
            Ratings::Shown => format!("Lowest, at {rating}{others}: {ask} “{anchor}”"),
        }
    });
    let shown = ratings == Ratings::Shown;
    let focus = report.focus();
    let plans = focus.filter(|focus| focus.skill == skill.skill.id);
    let plans = plans.map(|focus| focus.action.trim().to_owned());
    Gap {
        title: skill.skill.title.clone(),
        standing: shown.then_some(standing),
        held_back: held_back.collect(),
        unsupported: (shown && !note.unsupported.is_empty()).then(|| {
            let answers = count(note.unsupported.len(), "answer");
            format!("Still to show: evidence for {answers}.")
        }),
        plans: plans.filter(|plan| !plan.is_empty()).collect(),
        practice: note
            .try_next()
            .map(|question| question.practice.trim().to_owned()),
    }
}
