//! What a template gets: the JSON of an assessment with the words that a form needs beside it, and
//! the same as flat lists over one quarter or several.

use itertools::Itertools;
use serde_json::{Value as Json, json};

use crate::domain::log::LogEntry;
use crate::report::review::{Achievement, MAX_SKILLS, achievements, highlights, lowest, plans};
use crate::report::review::{short_and_close, strengths};
use crate::report::{Report, json};

/// The data of these quarters, oldest first, with their log entries that are not private. What belongs to one
/// quarter of a span stands in `periods` alone.
pub fn data(quarters: &[Report<'_>], is_span: bool, log: &[LogEntry]) -> Json {
    let periods = quarters.iter().map(quarter).collect_vec();
    let (Some(report), Some(latest)) = (quarters.last(), periods.last()) else {
        return json!({});
    };
    let each =
        |list: fn(&Report<'_>) -> Vec<Json>| -> Json { quarters.iter().flat_map(list).collect() };
    let list = |list: &Json| list.as_array().cloned().unwrap_or_default();
    let skills = periods.iter().flat_map(|data| list(&data["skills"]));
    let strengths = strengths(report).into_iter().map(|(it, best)| {
        json!({
            "skill": it.skill.id,
            "title": it.skill.title,
            "definition": it.skill.definition,
            "question": best.question.title,
            "evidence": best.answer.evidence.trim(),
        })
    });
    let [short, _] = short_and_close(report);
    let growth = short.into_iter().take(MAX_SKILLS).map(|skill| {
        let answer = lowest(report, skill);
        json!({
            "skill": skill.skill.id,
            "title": skill.skill.title,
            "question": answer.map(|it| it.question.title.as_str()),
            "evidence": answer.map(|it| it.answer.evidence.trim()),
            "plans": plans(report, skill),
        })
    });
    let log = log.iter().map(|entry| {
        json!({
            "date": entry.date.to_string(),
            "text": entry.text,
            "skills": entry.skills,
            "link": entry.link,
        })
    });
    let mut data = if is_span {
        json!({"closing": latest["closing"]})
    } else {
        latest.clone()
    };
    data["author"] = report.author.name.into();
    data["team"] = report.author.team.into();
    data["answers"] = skills.flat_map(|it| list(&it["answers"])).collect();
    data["highlights"] = each(|report| results(report, highlights(report)));
    data["delivered"] = each(|report| results(report, achievements(report)));
    data["strengths"] = strengths.collect();
    data["growth"] = growth.collect();
    data["last_focus"] = each(|report| {
        let last = report.last_focus();
        last.map(|it| titled(json::outcome(it), report)).collect()
    });
    let focus = report.focus();
    data["focus"] = focus.map(|it| titled(json::focus(it), report)).collect();
    data["log"] = log.collect();
    data["periods"] = periods.into();
    data.sort_all_objects();
    data
}

/// One assessment as the export has it, with the words that a form needs beside it.
fn quarter(report: &Report<'_>) -> Json {
    let assessment = &report.assessment;
    let mut data = json::value(report);
    trim(&mut data);
    for cluster in items(&mut data["clusters"]) {
        let lowest = cluster["lowest"].as_str();
        cluster["lowest_title"] = lowest.map(|id| report.skill_title(id).to_owned()).into();
    }
    let last = assessment.last_focus.iter().map(json::outcome);
    data["last_focus"] = last.map(|it| titled(it, report)).collect();
    let focus = assessment.focus.iter().map(json::focus);
    data["focus"] = focus.map(|it| titled(it, report)).collect();
    let first = highlights(report);
    for (data, skill) in items(&mut data["skills"]).zip(report.skills()) {
        data["definition"] = skill.skill.definition.as_str().into();
        for (data, it) in items(&mut data["answers"]).zip(&skill.answers) {
            let anchor = it.answer.rating().map(|rating| it.question.anchor(rating));
            let mut first = first.iter().filter_map(|first| first.question);
            let is_first = (!it.withheld).then(|| first.any(|first| first.id == it.question.id));
            data["period"] = assessment.period.to_string().into();
            data["skill"] = skill.skill.id.as_str().into();
            data["skill_title"] = skill.skill.title.as_str().into();
            data["anchor"] = anchor.into();
            data["highlight"] = is_first.into();
            data["withheld"] = it.withheld.into();
        }
    }
    data["words"] = json!({
        "role": report.bar.profile.title,
        "stage": report.bar.stage.map(|stage| stage.title.as_str()),
        "rubric": report.rubric.title,
        "finished": assessment.finished.map(|day| day.to_string()),
    });
    data
}

fn titled(mut focus: Json, report: &Report<'_>) -> Json {
    trim(&mut focus);
    let title = focus["skill"].as_str().map(|id| report.skill_title(id));
    focus["title"] = title.map(str::to_owned).into();
    focus["period"] = report.assessment.period.to_string().into();
    focus
}

/// White space around a text is no part of it.
fn trim(data: &mut Json) {
    match data {
        Json::String(text) => *text = text.trim().to_owned(),
        Json::Array(items) => items.iter_mut().for_each(trim),
        Json::Object(fields) => fields.values_mut().for_each(trim),
        _ => {}
    }
}

fn items(list: &mut Json) -> impl Iterator<Item = &mut Json> {
    list.as_array_mut().into_iter().flatten()
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
