//! The JSON interface: its keys, and their order, are a promise to other programs.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use super::note::step;
use super::review::highlighted;
use super::{AnswerReport, Report, SkillReport};
use crate::domain::assessment::{Focus, FocusOutcome, Outcome, State};
use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::diff::SkillDiff;
use crate::domain::privacy::Comparison;
use crate::domain::rubric::{Rating, Rubric};
use crate::domain::scoring::SkillScore;
use crate::escape;

pub(super) const SCHEMA: u32 = 1;

pub(crate) fn write(value: &impl Serialize) -> Result<String> {
    Ok(format!(
        "{}\n",
        escape::json(&serde_json::to_string_pretty(value)?)
    ))
}

pub(crate) fn rows(name: &str, rows: &[impl Serialize]) -> Result<String> {
    write(&json!({"schema": SCHEMA, name: rows}))
}

pub(super) fn number(exact: Option<&Exact>) -> Option<f64> {
    exact.map(|exact| Hundredths::round(exact).as_f64())
}

pub fn report(report: &Report<'_>) -> Result<String> {
    write(&exported(report))
}

pub fn span(reports: &[Report<'_>], changes: Option<&Comparison<'_>>) -> Result<String> {
    let changes = changes.map(|changes| compared(changes, None));
    let periods: Value = reports.iter().map(exported).collect();
    write(&json!({"schema": SCHEMA, "periods": periods, "changes": changes}))
}

fn exported(report: &Report<'_>) -> Value {
    let mut value = value(report);
    if let (None, Some(fields)) = (report.era, value.as_object_mut()) {
        fields.shift_remove("era");
    }
    value
}

pub fn value(report: &Report<'_>) -> Value {
    let assessment = &report.assessment;
    let clusters = report.clusters.iter().map(|(cluster, it)| {
        json!({
            "id": cluster.id,
            "title": cluster.title,
            "score": number(it.score.as_ref()),
            "lowest": it.lowest,
        })
    });
    let skills = report.skills().map(|it| skill(it, report.rubric));
    let highlights = assessment.highlights.iter();
    let highlights = highlights.filter_map(|highlight| {
        let text = highlighted(report, highlight)?.text;
        Some(json!({"question": highlight.question, "text": text}))
    });
    let closing = report.closing();
    json!({
        "schema": SCHEMA,
        "id": assessment.period.to_string(),
        "period": assessment.period.to_string(),
        "status": assessment.status().to_string(),
        "rubric": {
            "id": assessment.rubric.id,
            "version": assessment.rubric.version,
            "digest": assessment.rubric.digest,
        },
        "role": report.bar.profile.id,
        "stage": report.bar.stage.map(|stage| &stage.id),
        "era": report.era.map(|era| &era.id),
        "author": report.author.name,
        "team": report.author.team,
        "finished": assessment.finished.map(|day| day.to_string()),
        "withheld": report.answers().filter(|answer| answer.withheld).count(),
        "clusters": clusters.collect::<Value>(),
        "skills": skills.collect::<Value>(),
        "last_focus": assessment.last_focus.iter().map(outcome).collect::<Value>(),
        "focus": assessment.focus.iter().map(focus).collect::<Value>(),
        "highlights": highlights.collect::<Value>(),
        // Null where nothing was said, and where it is private.
        "closing": closing.map(|(ask, text)| json!({"ask": ask, "text": text})),
    })
}

fn skill(skill: &SkillReport<'_>, rubric: &Rubric) -> Value {
    let score = &skill.score;
    // The questions that pull a skill down, where it is short of its target.
    let lowest = score.lowest().into_iter();
    let lowest = lowest.filter(|_| score.standing().is_short());
    let holding_back = lowest.map(|term| {
        json!({
            "question": term.question.id,
            "title": term.question.title,
            "rating": term.rating.number(),
            "next": step(term.question, term.rating.number() + 1),
        })
    });
    let answers = skill.answers.iter().map(|given| answer(given, rubric));
    json!({
        "id": skill.skill.id,
        "title": skill.skill.title,
        "cluster": skill.skill.cluster,
        "score": number(score.score.as_ref()),
        "supported": number(score.supported.as_ref()),
        "level": score.level().map(|level| rubric.label(level)),
        "target": number(score.target.as_ref()),
        "gap": number(score.gap.as_ref()),
        "rated": score.rated,
        "applicable": score.applicable,
        "questions": skill.skill.questions.len(),
        "note": skill.note(),
        "holding_back": holding_back.collect::<Value>(),
        "answers": answers.collect::<Value>(),
    })
}

fn answer(given: &AnswerReport<'_>, rubric: &Rubric) -> Value {
    let (answer, question) = (&given.answer, given.question);
    let (reason, note) = match &answer.state {
        State::NotApplicable { reason, note } => (Some(reason.word()), said(note)),
        _ => (None, None),
    };
    json!({
        "id": question.id,
        "title": question.title,
        "ask": question.ask,
        "kind": question.kind.word(),
        "state": given.state,
        "rating": answer.rating().map(Rating::number),
        "label": answer.rating().map(|rating| rubric.label(rating)),
        "evidence": said(&answer.evidence),
        "private": answer.private,
        "reason": reason,
        "note": note,
    })
}

pub fn outcome(item: &FocusOutcome) -> Value {
    let mut json = focus(&item.focus);
    json["outcome"] = item.outcome.map(Outcome::word).into();
    json["note"] = said(&item.note).into();
    json
}

pub fn focus(item: &Focus) -> Value {
    json!({
        "skill": item.skill,
        "action": said(&item.action),
        "by": item.by.map(|day| day.to_string()),
        "sign": said(&item.sign),
    })
}

pub(super) fn said(text: &str) -> Option<&str> {
    (!text.trim().is_empty()).then_some(text)
}

/// A comparison as JSON, with the gaps of the later assessment where they are to how much is wanted.
pub fn diff(changes: &Comparison<'_>, scores: Option<&[SkillScore<'_>]>) -> Result<String> {
    write(&compared(changes, scores))
}

fn compared(changes: &Comparison<'_>, scores: Option<&[SkillScore<'_>]>) -> Value {
    let skills = changes.skills.iter().map(|skill| {
        let mut json = skill_diff(skill);
        let mut scores = scores.into_iter().flatten();
        let score = scores.find(|score| score.skill.id == skill.skill.id && score.is_wanted);
        if let Some(gap) = score.and_then(|score| score.gap.as_ref()) {
            json["gap"] = number(Some(gap)).into();
        }
        json
    });
    let [from, to] = changes.sides();
    json!({
        "schema": SCHEMA,
        "from": from.assessment.period.to_string(),
        "to": to.assessment.period.to_string(),
        "skills": skills.collect::<Value>(),
    })
}

fn skill_diff(skill: &SkillDiff<'_>) -> Value {
    let supported = skill.supported.as_ref();
    let dropped = skill.dropped.iter();
    let dropped = dropped.map(|(it, why)| json!({"id": it.id, "reason": <&str>::from(why)}));
    let moved = skill.moved().map(|pair| {
        json!({
            "id": pair.question.id,
            "from": pair.from.number(),
            "to": pair.to.number(),
            "new_evidence": pair.new_evidence,
        })
    });
    json!({
        "id": skill.skill.id,
        "title": skill.skill.title,
        "cluster": skill.skill.cluster,
        "from": number(skill.from.as_ref()),
        "to": number(skill.to.as_ref()),
        "change": number(skill.change().as_ref()),
        "supported": {
            "change": number(skill.supported_change().as_ref()),
            "from": number(supported.map(|(from, _)| from)),
            "to": number(supported.map(|(_, to)| to)),
        },
        "evidenced": skill.evidenced,
        "compared": skill.coverage().0,
        "dropped": dropped.collect::<Value>(),
        "reading": <&str>::from(skill.reading),
        "questions": moved.collect::<Value>(),
    })
}
