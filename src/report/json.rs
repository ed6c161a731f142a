//! The JSON interface: its keys are a promise to other programs.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use super::note::next_step;
use super::{AnswerReport, ClusterReport, Report, SkillReport};
use crate::domain::assessment::{Focus, FocusOutcome, Highlight, Outcome, State};
use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::diff::{Diff, DropReason, Reading, SkillDiff};
use crate::domain::period::Period;
use crate::domain::privacy::Comparison;
use crate::domain::rubric::Rating;
use crate::domain::scoring::SkillScore;
use crate::escape;

/// The version of every document that is written here.
const SCHEMA: u32 = 1;

pub(crate) fn write(value: &impl Serialize) -> Result<String> {
    Ok(format!(
        "{}\n",
        escape::json(&serde_json::to_string_pretty(value)?)
    ))
}

/// A document of these parts, with the version in front of them.
pub(super) fn document(parts: &impl Serialize) -> Result<String> {
    #[derive(Serialize)]
    struct Document<'a, T> {
        schema: u32,
        #[serde(flatten)]
        parts: &'a T,
    }
    let schema = SCHEMA;
    write(&Document { schema, parts })
}

/// A document that is one list.
pub(crate) fn rows(name: &str, rows: &[impl Serialize]) -> Result<String> {
    document(&BTreeMap::from([(name, rows)]))
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
    author: Option<&'a str>,
    team: Option<&'a str>,
    finished: Option<String>,
    withheld: usize,
    clusters: Vec<ClusterJson<'a>>,
    skills: Vec<SkillJson<'a>>,
    last_focus: Vec<OutcomeJson<'a>>,
    focus: Vec<FocusJson<'a>>,
    highlights: Vec<Value>,
    /// Null where nothing was said, and where it is private.
    closing: Option<Value>,
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
    note: String,
    holding_back: Vec<HoldingBackJson<'a>>,
    answers: Vec<AnswerJson<'a>>,
}

#[derive(Serialize)]
struct HoldingBackJson<'a> {
    question: &'a str,
    title: &'a str,
    rating: u8,
    next: Option<&'a str>,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    id: &'a str,
    title: &'a str,
    ask: &'a str,
    kind: &'static str,
    state: &'static str,
    rating: Option<u8>,
    label: Option<&'a str>,
    evidence: Option<&'a str>,
    private: bool,
    reason: Option<&'static str>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    #[serde(flatten)]
    focus: FocusJson<'a>,
    outcome: Option<&'static str>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct FocusJson<'a> {
    skill: &'a str,
    action: Option<&'a str>,
    by: Option<String>,
    sign: Option<&'a str>,
}

/// A report as JSON.
pub fn report(report: &Report<'_>) -> Result<String> {
    write(&report_json(report))
}

#[derive(Serialize)]
struct SpanJson<'a> {
    schema: u32,
    periods: Vec<ReportJson<'a>>,
    changes: Option<DiffJson<'a>>,
}

/// Several reports as JSON, with what changed from the first to the last.
pub fn span(reports: &[Report<'_>], changes: Option<&Comparison<'_>>) -> Result<String> {
    write(&SpanJson {
        schema: SCHEMA,
        periods: reports.iter().map(report_json).collect(),
        changes: changes.map(|changes| {
            let [from, to] = [changes.from(), changes.to()].map(|it| it.assessment.period);
            diff_json(&changes.diff, from, to)
        }),
    })
}

/// The same as a value.
pub fn value(report: &Report<'_>) -> Result<Value> {
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
        author: report.author.name,
        team: report.author.team,
        finished: assessment.finished.map(|day| day.to_string()),
        withheld: report.withheld,
        clusters: report.clusters.iter().map(cluster).collect(),
        skills: report
            .skills()
            .map(|skill| skill_json(skill, report))
            .collect(),
        last_focus: assessment.last_focus.iter().map(outcome).collect(),
        focus: assessment.focus.iter().map(focus).collect(),
        highlights: assessment
            .highlights
            .iter()
            .filter_map(|highlight| highlighted(highlight, report))
            .collect(),
        closing: report
            .closing()
            .map(|(ask, text)| json!({"ask": ask, "text": text})),
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
        note: skill.note(),
        holding_back: holding_back(skill),
        answers: skill
            .answers
            .iter()
            .map(|given| answer(given, report))
            .collect(),
    }
}

/// What a person put first: an answer, in their words for it or in those of its evidence. One whose
/// answer may not be shown has no text left.
fn highlighted(highlight: &Highlight, report: &Report<'_>) -> Option<Value> {
    let question = highlight.question.as_deref();
    let text = match question {
        None => said(&highlight.text)?,
        Some(id) => {
            let answer = report.assessment.answer(id)?;
            answer.rating()?;
            said(&highlight.text).or_else(|| said(&answer.evidence))?
        }
    };
    Some(json!({"question": question, "text": text}))
}

/// The questions that pull a skill down, where it is short of its target.
fn holding_back<'a>(skill: &'a SkillReport<'_>) -> Vec<HoldingBackJson<'a>> {
    let lowest = skill.facts.lowest.iter();
    let lowest = lowest.filter(|_| skill.facts.standing.is_short());
    lowest
        .map(|(question, rating)| HoldingBackJson {
            question: &question.id,
            title: &question.title,
            rating: rating.number(),
            next: next_step(question, *rating),
        })
        .collect()
}

fn answer<'a>(given: &'a AnswerReport<'_>, report: &'a Report<'_>) -> AnswerJson<'a> {
    let (answer, question) = (&given.answer, given.question);
    let (reason, note) = match &answer.state {
        State::NotApplicable { reason, note } => (Some(reason.word()), said(note)),
        _ => (None, None),
    };
    AnswerJson {
        id: &question.id,
        title: &question.title,
        ask: &question.ask,
        kind: question.kind.word(),
        state: given.state,
        rating: answer.rating().map(Rating::number),
        label: answer.rating().map(|rating| report.rubric.label(rating)),
        evidence: said(&answer.evidence),
        private: answer.private,
        reason,
        note,
    }
}

fn outcome(item: &FocusOutcome) -> OutcomeJson<'_> {
    OutcomeJson {
        focus: focus(&item.focus),
        outcome: item.outcome.map(Outcome::word),
        note: said(&item.note),
    }
}

fn focus(item: &Focus) -> FocusJson<'_> {
    FocusJson {
        skill: &item.skill,
        action: said(&item.action),
        by: item.by.map(|day| day.to_string()),
        sign: said(&item.sign),
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
    supported: Value,
    evidenced: Option<bool>,
    compared: usize,
    dropped: Vec<Value>,
    reading: &'static str,
    questions: Vec<MovedJson<'a>>,
    /// The later gap, where it has a sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<f64>,
}

#[derive(Serialize)]
struct MovedJson<'a> {
    id: &'a str,
    from: u8,
    to: u8,
    new_evidence: bool,
}

/// A comparison as JSON, with the gaps of the later assessment where they are to how much is wanted.
pub fn diff(
    diff: &Diff<'_>,
    from: Period,
    to: Period,
    scores: Option<&[SkillScore<'_>]>,
) -> Result<String> {
    let mut json = diff_json(diff, from, to);
    for skill in &mut json.skills {
        let mut scores = scores.into_iter().flatten();
        let score = scores.find(|score| score.skill.id == skill.id && score.is_wanted);
        skill.gap = number(score.and_then(SkillScore::gap).as_ref());
    }
    write(&json)
}

fn diff_json<'a>(diff: &'a Diff<'_>, from: Period, to: Period) -> DiffJson<'a> {
    DiffJson {
        schema: SCHEMA,
        from: from.to_string(),
        to: to.to_string(),
        skills: diff.skills.iter().map(skill_diff).collect(),
    }
}

fn skill_diff<'a>(skill: &'a SkillDiff<'_>) -> SkillDiffJson<'a> {
    SkillDiffJson {
        id: &skill.skill.id,
        title: &skill.skill.title,
        cluster: &skill.skill.cluster,
        from: number(skill.from.as_ref()),
        to: number(skill.to.as_ref()),
        change: number(skill.change().as_ref()),
        supported: json!({
            "from": number(skill.supported.as_ref().map(|(from, _)| from)),
            "to": number(skill.supported.as_ref().map(|(_, to)| to)),
            "change": number(skill.supported_change().as_ref()),
        }),
        evidenced: skill.evidenced,
        compared: skill.coverage().0,
        dropped: skill
            .dropped
            .iter()
            .map(|dropped| json!({"id": dropped.question.id, "reason": reason(dropped.reason)}))
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
        gap: None,
    }
}

fn reason(reason: DropReason) -> &'static str {
    match reason {
        DropReason::New => "new",
        DropReason::Removed => "removed",
        DropReason::NotApplicable => "not-applicable",
        DropReason::SkippedThen => "skipped-then",
        DropReason::SkippedNow => "skipped-now",
        DropReason::Carried => "carried",
        DropReason::Reworded => "reworded",
    }
}

fn reading(reading: Reading) -> &'static str {
    match reading {
        Reading::None => "none",
        Reading::Mixed => "mixed",
        Reading::Small => "small",
        Reading::Clear => "clear",
        Reading::NotComparable => "not-comparable",
    }
}
