//! What a template gets: the JSON of an assessment with the words that a form needs beside it, and
//! the same as flat lists over one quarter or several.

use anyhow::Result;
use serde_json::{Value as Json, json};

use crate::domain::assessment::State;
use crate::domain::log::LogEntry;
use crate::report::json;
use crate::report::review::{Achievement, achievements, growth, highlights, strengths};
use crate::report::{AnswerReport, Author, Report, SkillReport};

/// What a template is filled in from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Oldest first, at least one.
    pub quarters: &'a [Report<'a>],
    /// Whether a span was asked for: then what belongs to one quarter stands in `periods` alone.
    pub is_span: bool,
    pub author: Author<'a>,
    /// Without private entries.
    pub log: &'a [LogEntry],
}

/// The data of a template.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn data(sources: &Sources<'_>) -> Result<Json> {
    let periods = sources.quarters.iter().map(quarter);
    let periods = periods.collect::<Result<Vec<_>>>()?;
    let mut data = match periods.as_slice() {
        [only] if !sources.is_span => only.clone(),
        _ => json!({}),
    };
    let Some(last) = sources.quarters.last() else {
        return Ok(data);
    };
    let closing = periods.last().map(|last| last["closing"].clone());
    let each = |list: fn(&Report<'_>) -> Vec<Json>| -> Json {
        sources.quarters.iter().flat_map(list).collect()
    };
    data["author"] = sources.author.name.into();
    data["team"] = sources.author.team.into();
    data["answers"] = each(answers);
    data["highlights"] = each(|report| results(report, highlights(report)));
    data["delivered"] = each(|report| results(report, achievements(report)));
    data["strengths"] = strong(last);
    data["growth"] = short(last);
    data["last_focus"] = each(|report| {
        let last = report.last_focus().map(|last| {
            json!({
                "period": report.assessment.period.to_string(),
                "skill": last.focus.skill,
                "title": title(report, &last.focus.skill),
                "action": said(&last.focus.action),
                "outcome": last.outcome.map(|outcome| outcome.word()),
                "note": said(&last.note),
                "by": last.focus.by.map(|day| day.to_string()),
                "sign": said(&last.focus.sign),
            })
        });
        last.collect()
    });
    data["focus"] = last
        .focus()
        .map(|focus| {
            json!({
                "skill": focus.skill,
                "title": title(last, &focus.skill),
                "action": said(&focus.action),
                "by": focus.by.map(|day| day.to_string()),
                "sign": said(&focus.sign),
            })
        })
        .collect();
    data["closing"] = closing.unwrap_or_default();
    data["log"] = sources.log.iter().map(entry).collect();
    data["periods"] = periods.into();
    Ok(data)
}

/// One assessment, with what was asked at each answer.
fn quarter(report: &Report<'_>) -> Result<Json> {
    let mut data = json::value(report)?;
    // The export leaves these out where nothing was said; a template has to be able to ask for them.
    for name in ["era", "closing"] {
        if data.get(name).is_none() {
            data[name] = Json::Null;
        }
    }
    for cluster in items(&mut data["clusters"]) {
        let lowest = cluster["lowest"].as_str().map(|id| title(report, id));
        cluster["lowest_title"] = lowest.into();
    }
    for (skill, of) in items(&mut data["skills"]).iter_mut().zip(report.skills()) {
        skill["definition"] = of.skill.definition.as_str().into();
        for (known, it) in items(&mut skill["answers"]).iter_mut().zip(&of.answers) {
            merge(known, answer(report, of, it));
        }
    }
    data["words"] = json!({
        "role": report.bar.profile.title,
        "stage": report.bar.stage.map(|stage| stage.title.as_str()),
        "rubric": report.rubric.title,
        "finished": report.assessment.finished.map(|day| day.to_string()),
    });
    Ok(data)
}

/// What a form needs beside what the JSON has, whose empty texts stay null.
fn merge(known: &mut Json, more: Json) {
    if let (Json::Object(known), Json::Object(more)) = (known, more) {
        for (name, value) in more {
            if known.get(&name) != Some(&Json::Null) {
                known.insert(name, value);
            }
        }
    }
}

/// The items of a list that is there.
fn items(list: &mut Json) -> &mut [Json] {
    list.as_array_mut().map_or(&mut [], Vec::as_mut_slice)
}

/// A text without the white space around it; none where nothing is left.
fn said(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The title of a skill, also of one that the rubric no longer has.
fn title<'r>(report: &'r Report<'_>, id: &'r str) -> &'r str {
    report.skill(id).map_or(id, |skill| &skill.skill.title)
}

fn answers(report: &Report<'_>) -> Vec<Json> {
    let answers = report.answers();
    answers
        .map(|(skill, it)| answer(report, skill, it))
        .collect()
}

fn answer(report: &Report<'_>, skill: &SkillReport<'_>, of: &AnswerReport<'_>) -> Json {
    let (question, given) = (of.question, &of.answer);
    let rating = given.rating();
    let (reason, note) = match &given.state {
        State::NotApplicable { reason, note } => (Some(reason.word()), note.as_str()),
        _ => (None, ""),
    };
    let highlights = highlights(report);
    let is_highlight = |it: &Achievement<'_>| it.question.is_some_and(|it| it.id == question.id);
    json!({
        "period": report.assessment.period.to_string(),
        "id": question.id,
        "title": question.title,
        "ask": question.ask,
        "kind": question.kind.word(),
        "skill": skill.skill.id,
        "skill_title": skill.skill.title,
        "state": of.state,
        "rating": rating.map(|rating| rating.number()),
        "label": rating.map(|rating| report.rubric.label(rating)),
        "anchor": rating.map(|rating| question.anchor(rating)),
        "evidence": said(&given.evidence),
        "reason": reason,
        "note": said(note),
        "highlight": (!of.withheld).then(|| highlights.iter().any(is_highlight)),
        "private": given.private,
        "withheld": of.withheld,
    })
}

fn results(report: &Report<'_>, results: Vec<Achievement<'_>>) -> Vec<Json> {
    let results = results.into_iter().map(|it| {
        json!({
            "period": report.assessment.period.to_string(),
            "question": it.question.map(|question| question.id.as_str()),
            "title": it.question.map(|question| question.title.as_str()),
            "text": it.text,
        })
    });
    results.collect()
}

fn strong(report: &Report<'_>) -> Json {
    let strengths = strengths(report).into_iter().map(|strength| {
        json!({
            "skill": strength.skill.skill.id,
            "title": strength.skill.skill.title,
            "definition": strength.skill.skill.definition,
            "question": strength.answer.question.title,
            "evidence": strength.answer.answer.evidence.trim(),
        })
    });
    strengths.collect()
}

fn short(report: &Report<'_>) -> Json {
    let growth = growth(report).skills.into_iter().map(|short| {
        json!({
            "skill": short.skill.skill.id,
            "title": short.skill.skill.title,
            "question": short.answer.map(|it| it.question.title.as_str()),
            "evidence": short.answer.map(|it| it.answer.evidence.trim()),
            "plans": short.plans,
        })
    });
    growth.collect()
}

fn entry(entry: &LogEntry) -> Json {
    json!({
        "date": entry.date.to_string(),
        "text": entry.text,
        "skills": entry.skills,
        "link": entry.link,
    })
}
