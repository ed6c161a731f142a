//! The JSON interface: its keys are a promise to other programs.

use anyhow::Result;
use serde::Serialize;

use super::{AnswerReport, ClusterReport, Report, SkillReport};
use crate::domain::assessment::{Focus, FocusOutcome, Outcome, State};
use crate::domain::diff::{Diff, DropReason, Reading, SkillDiff};
use crate::domain::figure::{Exact, Hundredths};
use crate::domain::period::Period;
use crate::domain::rubric::Rating;
use crate::escape;

/// The version of every document that is written here.
pub(super) const SCHEMA: u32 = 1;

pub(crate) fn write(value: &impl Serialize) -> Result<String> {
    Ok(format!(
        "{}\n",
        escape::json(&serde_json::to_string_pretty(value)?)
    ))
}

pub(super) fn number(exact: Option<&Exact>) -> Option<f64> {
    exact.map(|exact| Hundredths::round(exact).as_f64())
}

#[derive(Serialize)]
struct ReportJson<'a> {
    schema: u32,
    id: String,
    period: String,
    status: String,
    rubric: RubricJson<'a>,
    role: &'a str,
    stage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    era: Option<&'a str>,
    withheld: usize,
    clusters: Vec<ClusterJson<'a>>,
    skills: Vec<SkillJson<'a>>,
    last_focus: Vec<OutcomeJson<'a>>,
    focus: Vec<FocusJson<'a>>,
    /// Not there where nothing was said, null where it is private.
    #[serde(skip_serializing_if = "Option::is_none")]
    closing: Option<Option<ClosingJson<'a>>>,
}

#[derive(Serialize)]
struct ClosingJson<'a> {
    ask: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct RubricJson<'a> {
    id: &'a str,
    version: &'a str,
    digest: &'a str,
}

#[derive(Serialize)]
struct ClusterJson<'a> {
    id: &'a str,
    title: &'a str,
    score: Option<f64>,
    lowest: Option<&'a str>,
}

#[derive(Serialize)]
struct SkillJson<'a> {
    id: &'a str,
    title: &'a str,
    cluster: &'a str,
    score: Option<f64>,
    supported: Option<f64>,
    level: Option<&'a str>,
    target: Option<f64>,
    gap: Option<f64>,
    rated: usize,
    applicable: usize,
    questions: usize,
    note: &'a str,
    answers: Vec<AnswerJson<'a>>,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    id: &'a str,
    state: &'static str,
    rating: Option<u8>,
    evidence: Option<&'a str>,
    private: bool,
    reason: Option<&'static str>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    skill: &'a str,
    action: Option<&'a str>,
    outcome: Option<&'static str>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct FocusJson<'a> {
    skill: &'a str,
    action: Option<&'a str>,
}

/// A report as JSON.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn report(report: &Report<'_>) -> Result<String> {
    write(&report_json(report))
}

/// The same as a value.
///
/// # Errors
/// As [`report`].
pub fn value(report: &Report<'_>) -> Result<serde_json::Value> {
    Ok(serde_json::to_value(report_json(report))?)
}

fn report_json<'a>(report: &'a Report<'_>) -> ReportJson<'a> {
    let assessment = &report.assessment;
    ReportJson {
        schema: SCHEMA,
        id: assessment.period.to_string(),
        period: assessment.period.to_string(),
        status: assessment.status().to_string(),
        rubric: RubricJson {
            id: &assessment.rubric.id,
            version: &assessment.rubric.version,
            digest: &assessment.rubric.digest,
        },
        role: &report.bar.profile.id,
        stage: report.bar.stage.map(|stage| stage.id.as_str()),
        era: report.era.map(|era| era.id.as_str()),
        withheld: report.withheld,
        clusters: report.clusters.iter().map(cluster).collect(),
        skills: report
            .skills()
            .map(|skill| skill_json(skill, report))
            .collect(),
        last_focus: assessment.last_focus.iter().map(outcome).collect(),
        focus: assessment.focus.iter().map(focus).collect(),
        closing: match report.closing() {
            None if assessment.closing_private => Some(None),
            said => said.map(|(ask, text)| Some(ClosingJson { ask, text })),
        },
    }
}

fn cluster<'a>(report: &'a ClusterReport<'_>) -> ClusterJson<'a> {
    ClusterJson {
        id: &report.cluster.id,
        title: &report.cluster.title,
        score: number(report.score.score.as_ref()),
        lowest: report.score.lowest.as_deref(),
    }
}

fn skill_json<'a>(skill: &'a SkillReport<'_>, report: &'a Report<'_>) -> SkillJson<'a> {
    let score = &skill.score;
    SkillJson {
        id: &skill.skill.id,
        title: &skill.skill.title,
        cluster: &skill.skill.cluster,
        score: number(score.score.as_ref()),
        supported: number(score.supported.as_ref()),
        level: score.level().map(|level| report.rubric.label(level)),
        target: number(score.target.as_ref()),
        gap: number(score.gap().as_ref()),
        rated: score.rated(),
        applicable: score.applicable,
        questions: skill.skill.questions.len(),
        note: &skill.note,
        answers: skill.answers.iter().map(answer).collect(),
    }
}

fn answer<'a>(report: &'a AnswerReport<'_>) -> AnswerJson<'a> {
    let answer = &report.answer;
    let (reason, note) = match &answer.state {
        State::NotApplicable { reason, note } => (Some(reason.word()), said(note)),
        _ => (None, None),
    };
    AnswerJson {
        id: &report.question.id,
        state: report.state,
        rating: answer.rating().map(Rating::number),
        evidence: said(&answer.evidence),
        private: answer.private,
        reason,
        note,
    }
}

fn outcome(item: &FocusOutcome) -> OutcomeJson<'_> {
    OutcomeJson {
        skill: &item.skill,
        action: said(&item.action),
        outcome: item.outcome.map(Outcome::word),
        note: said(&item.note),
    }
}

fn focus(item: &Focus) -> FocusJson<'_> {
    FocusJson {
        skill: &item.skill,
        action: said(&item.action),
    }
}

/// A text, or nothing where there is only white space.
pub(super) fn said(text: &str) -> Option<&str> {
    (!text.trim().is_empty()).then_some(text)
}

#[derive(Serialize)]
struct DiffJson<'a> {
    schema: u32,
    from: String,
    to: String,
    skills: Vec<SkillDiffJson<'a>>,
}

#[derive(Serialize)]
struct SkillDiffJson<'a> {
    id: &'a str,
    title: &'a str,
    cluster: &'a str,
    from: Option<f64>,
    to: Option<f64>,
    change: Option<f64>,
    compared: usize,
    dropped: Vec<DroppedJson<'a>>,
    reading: &'static str,
    questions: Vec<MovedJson<'a>>,
}

#[derive(Serialize)]
struct DroppedJson<'a> {
    id: &'a str,
    reason: &'static str,
}

#[derive(Serialize)]
struct MovedJson<'a> {
    id: &'a str,
    from: u8,
    to: u8,
    new_evidence: bool,
}

/// A comparison as JSON.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn diff(diff: &Diff<'_>, from: Period, to: Period) -> Result<String> {
    write(&DiffJson {
        schema: SCHEMA,
        from: from.to_string(),
        to: to.to_string(),
        skills: diff.skills.iter().map(skill_diff).collect(),
    })
}

fn skill_diff<'a>(skill: &'a SkillDiff<'_>) -> SkillDiffJson<'a> {
    SkillDiffJson {
        id: &skill.skill.id,
        title: &skill.skill.title,
        cluster: &skill.skill.cluster,
        from: number(skill.from.as_ref()),
        to: number(skill.to.as_ref()),
        change: number(skill.change().as_ref()),
        compared: skill.coverage().0,
        dropped: skill
            .dropped
            .iter()
            .map(|dropped| DroppedJson {
                id: &dropped.question.id,
                reason: reason(dropped.reason),
            })
            .collect(),
        reading: reading(skill.reading()),
        questions: skill
            .moved()
            .map(|pair| MovedJson {
                id: &pair.question.id,
                from: pair.from.number(),
                to: pair.to.number(),
                new_evidence: pair.new_evidence,
            })
            .collect(),
    }
}

fn reason(reason: DropReason) -> &'static str {
    match reason {
        DropReason::New => "new",
        DropReason::Removed => "removed",
        DropReason::NotApplicable => "not-applicable",
        DropReason::SkippedThen => "skipped-then",
        DropReason::SkippedNow => "skipped-now",
        DropReason::Reworded => "reworded",
    }
}

fn reading(reading: Reading) -> &'static str {
    match reading {
        Reading::None => "none",
        Reading::Small => "small",
        Reading::Clear => "clear",
        Reading::NotComparable => "not-comparable",
    }
}
