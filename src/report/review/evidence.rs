//! What was said to each question, skill by skill.

use super::Ratings;
use crate::domain::assessment::{Reason, State};
use crate::domain::rubric::Rubric;
use crate::report::wording::{count, list};
use crate::report::{AnswerReport, Report, SkillReport};

#[derive(Clone, Debug)]
pub struct Evidence {
    /// The skills with something said.
    pub skills: Vec<SkillEvidence>,
    /// The skills of which every question was skipped.
    pub silent: Option<String>,
    /// How many answers are left out because they are private.
    pub withheld: Option<String>,
}

#[derive(Clone, Debug)]
pub struct SkillEvidence {
    pub title: String,
    pub answers: Vec<AnswerWords>,
    /// How many questions were skipped.
    pub skipped: Option<String>,
}

#[derive(Clone, Debug)]
pub struct AnswerWords {
    pub ask: String,
    /// The rating with its label, or why there is none, and where a text is missing or left out;
    /// nothing for a rating that is left out.
    pub verdict: Option<String>,
    /// What the person wrote.
    pub texts: Vec<String>,
}

pub(super) fn evidence(report: &Report<'_>, ratings: Ratings) -> Evidence {
    let said: Vec<_> = report
        .skills()
        .map(|skill| (skill, skill_evidence(skill, report.rubric, ratings)))
        .collect();
    let silent = said
        .iter()
        .filter(|(skill, said)| said.answers.is_empty() && !skill.has_private());
    let silent: Vec<_> = silent.map(|(skill, _)| skill.skill.title.clone()).collect();
    Evidence {
        silent: (!silent.is_empty()).then(|| format!("Nothing was said on {}.", list(&silent))),
        skills: said
            .into_iter()
            .map(|(_, said)| said)
            .filter(|said| !said.answers.is_empty())
            .collect(),
        withheld: (report.withheld > 0).then(|| {
            let are = if report.withheld == 1 { "is" } else { "are" };
            let answers = count(report.withheld, "private answer");
            format!("{answers} {are} left out; single ratings of the same skill too, as the score would give them away.")
        }),
    }
}

fn skill_evidence(skill: &SkillReport<'_>, rubric: &Rubric, ratings: Ratings) -> SkillEvidence {
    // From the other ratings and the score, that of a private answer could be computed.
    let ratings = match skill.has_private() {
        true => Ratings::LeftOut,
        false => ratings,
    };
    let answers = skill.answers.iter().filter(|answer| !answer.withheld);
    let answers = answers.filter_map(|answer| answer_words(answer, rubric, ratings));
    let is_skipped = |answer: &&AnswerReport<'_>| {
        let state = &answer.answer.state;
        matches!(state, State::Skipped | State::Open) && !answer.answer.has_evidence()
    };
    let skipped = skill.answers.iter().filter(is_skipped);
    let skipped = skipped.filter(|answer| !answer.withheld).count();
    SkillEvidence {
        title: skill.skill.title.clone(),
        answers: answers.collect(),
        skipped: (skipped > 0).then(|| format!("Skipped here: {}.", count(skipped, "question"))),
    }
}

/// What was said to a question; none where nothing was.
fn answer_words(
    answer: &AnswerReport<'_>,
    rubric: &Rubric,
    ratings: Ratings,
) -> Option<AnswerWords> {
    let said = &answer.answer;
    let mut texts = Vec::new();
    let mut verdict = Vec::new();
    match &said.state {
        State::Rated(rating) if ratings == Ratings::Shown => {
            verdict.push(format!("{rating}, {}", rubric.label(*rating)));
            if !said.has_evidence() {
                verdict.push("no evidence written".to_owned());
            }
        }
        State::Rated(_) if said.has_evidence() => (),
        State::NotApplicable { reason, note } => {
            verdict.push(format!("not applicable: {}", reason_words(*reason)));
            texts.push(note);
        }
        State::Skipped | State::Open if said.has_evidence() => {
            verdict.push("not rated".to_owned());
        }
        State::Rated(_) | State::Skipped | State::Open => return None,
    }
    texts.push(&said.evidence);
    let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
    Some(AnswerWords {
        ask: answer.question.ask.clone(),
        verdict: (!verdict.is_empty()).then(|| verdict.join("; ")),
        texts: texts.cloned().collect(),
    })
}

fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NoOpportunity => "no opportunity this quarter",
        Reason::OutOfScope => "not part of the job",
        Reason::Other => "another reason",
    }
}
