//! The gaps, what holds each open, and what will be done about it.

use serde::Serialize;

use super::Ratings;
use crate::domain::note::gap_note;
use crate::render::report::{Report, SkillReport};
use crate::render::wording::{count, figure, list};

#[derive(Clone, Debug, Serialize)]
pub struct Gaps {
    /// Said where there is none.
    pub none: Option<String>,
    /// The biggest first.
    pub skills: Vec<Gap>,
    /// The skills without a score.
    pub unscored: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    pub title: String,
    /// How it stands against its target; none without ratings.
    pub standing: Option<String>,
    /// The lowest answers, a line each.
    pub held_back: Vec<String>,
    /// What is not backed by evidence.
    pub unsupported: Option<String>,
    /// What the person will do, where the skill is a focus.
    pub plan: Option<String>,
    /// What the rubric suggests to try.
    pub practice: Option<String>,
}

pub(super) fn gaps(report: &Report<'_>, ratings: Ratings) -> Gaps {
    let skills: Vec<_> = report
        .gaps()
        .into_iter()
        .map(|skill| gap(skill, report, ratings))
        .collect();
    let unscored = report.skills().filter(|skill| skill.score.score.is_none());
    let unscored: Vec<_> = unscored.map(|skill| skill.skill.title.clone()).collect();
    let none = "None of the skills with a score falls short of its target.";
    Gaps {
        none: skills.is_empty().then(|| none.to_owned()),
        skills,
        unscored: (!unscored.is_empty())
            .then(|| format!("Too little is rated for a score: {}.", list(&unscored))),
    }
}

fn gap(skill: &SkillReport<'_>, report: &Report<'_>, ratings: Ratings) -> Gap {
    let (score, note) = (&skill.score, gap_note(&skill.score));
    let standing = format!(
        "{} against a target of {}, a gap of {}.",
        figure(score.score.as_ref()),
        figure(score.target.as_ref()),
        figure(score.gap().as_ref())
    );
    let held_back = note.lowest.iter().map(|(question, rating)| {
        let anchor = question.anchor(*rating).trim();
        match ratings {
            Ratings::Shown => format!("Lowest, at {rating}: {} “{anchor}”", question.ask.trim()),
            Ratings::LeftOut => format!("Lowest: {} “{anchor}”", question.ask.trim()),
        }
    });
    let mut focus = report.assessment.focus.iter();
    let plan = focus.find(|focus| focus.skill == skill.skill.id);
    let plan = plan.map(|focus| focus.action.trim().to_owned());
    Gap {
        title: skill.skill.title.clone(),
        standing: (ratings == Ratings::Shown).then_some(standing),
        held_back: held_back.collect(),
        unsupported: (!note.unsupported.is_empty()).then(|| {
            let answers = count(note.unsupported.len(), "answer");
            format!("Still to show: evidence for {answers}.")
        }),
        plan: plan.filter(|plan| !plan.is_empty()),
        practice: note
            .try_next
            .map(|question| question.practice.trim().to_owned()),
    }
}
