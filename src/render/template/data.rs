//! What a template gets: the JSON of an assessment, and beside it the words that a form needs. Words
//! stand where one would look for them: those of a question at its answer.

use anyhow::Result;
use serde_json::{Value as Json, json};

use crate::report::json;
use crate::report::{AnswerReport, Report};

/// The data of a template.
///
/// # Errors
/// Where the JSON library refuses; it has no reason to.
pub fn data(report: &Report<'_>) -> Result<Json> {
    let mut data = json::value(report)?;
    // The export leaves these out where nothing was said; a template has to be able to ask for them.
    for name in ["era", "closing"] {
        if data.get(name).is_none() {
            data[name] = Json::Null;
        }
    }
    let title = |id: &Json| {
        let skill = id.as_str().and_then(|id| report.skill(id));
        skill.map(|skill| skill.skill.title.as_str())
    };
    for cluster in items(&mut data["clusters"]) {
        cluster["lowest_title"] = title(&cluster["lowest"]).into();
    }
    for focus in ["focus", "last_focus"] {
        for item in items(&mut data[focus]) {
            item["title"] = title(&item["skill"]).into();
        }
    }
    for (skill, of) in items(&mut data["skills"]).iter_mut().zip(report.skills()) {
        skill["definition"] = of.skill.definition.as_str().into();
        for (answer, of) in items(&mut skill["answers"]).iter_mut().zip(&of.answers) {
            add(answer, of, report);
        }
    }
    data["words"] = words(report);
    Ok(data)
}

/// The items of a list that is there.
fn items(list: &mut Json) -> &mut [Json] {
    list.as_array_mut().map_or(&mut [], Vec::as_mut_slice)
}

/// What was asked, and what the rating says.
fn add(answer: &mut Json, of: &AnswerReport<'_>, report: &Report<'_>) {
    let rating = of.answer.rating();
    answer["ask"] = of.question.ask.as_str().into();
    answer["label"] = rating.map(|rating| report.rubric.label(rating)).into();
    answer["anchor"] = rating.map(|rating| of.question.anchor(rating)).into();
    answer["withheld"] = of.withheld.into();
}

fn words(report: &Report<'_>) -> Json {
    json!({
        "role": report.bar.profile.title,
        "stage": report.bar.stage.map(|stage| stage.title.as_str()),
        "rubric": report.rubric.title,
        "finished": report.assessment.finished.map(|day| day.to_string()),
    })
}
