//! How exposed one is when the fashion turns: the weakest core skill of each era.

use anyhow::Result;
use serde_json::{Value, json};

use super::json::{SCHEMA, number, write};
use super::scores::title;
use super::wording::figure;
use super::{Report, SkillReport};
use crate::domain::era::Exposure;
use crate::page::{Page, list, paragraph};

const WHAT_IT_IS: &str = "Which skills count as core changes with the times. The eras are this rubric's reading; each names the core skill in which you would be weakest.";

pub fn page(report: &Report<'_>, exposures: &[Exposure<'_>]) -> Page {
    let mut page = Page::new(title(report));
    page.lead.push(paragraph(WHAT_IT_IS));
    for exposure in exposures {
        let lines = [
            format!("weakest: {}", weakest(report, exposure)),
            format!("core: {}", core(report, exposure)),
        ];
        page = page.section(name(exposure), list(lines));
    }
    page
}

pub fn json(report: &Report<'_>, exposures: &[Exposure<'_>]) -> Result<String> {
    let eras = exposures.iter().map(|exposure| {
        json!({
            "id": exposure.era.id,
            "title": exposure.era.title,
            "years": exposure.era.years,
            "core": exposure.era.core,
            "score": number(exposure.core.score.as_ref()),
            "lowest": exposure.core.lowest,
        })
    });
    write(&json!({
        "schema": SCHEMA,
        "id": report.assessment.period.to_string(),
        "eras": eras.collect::<Value>(),
    }))
}

fn name(exposure: &Exposure<'_>) -> String {
    let era = exposure.era;
    format!("{} ({})", era.title.trim(), era.years.trim())
}

fn weakest(report: &Report<'_>, exposure: &Exposure<'_>) -> String {
    let lowest = exposure.core.lowest.as_deref();
    match lowest.and_then(|id| report.skill(id)) {
        Some(SkillReport { skill, score, .. }) => {
            let figures = [&score.score, &score.target, &exposure.core.score];
            let [score, target, mean] = figures.map(|it| figure(it.as_ref()));
            format!("{} {score}, target {target}; core mean {mean}", skill.title)
        }
        None => "none of these has a score yet".to_owned(),
    }
}

fn core(report: &Report<'_>, exposure: &Exposure<'_>) -> String {
    let skills = report
        .skills()
        .filter(|skill| exposure.era.core.contains(&skill.skill.id));
    let skills = skills.map(|it| format!("{} {}", it.skill.title, figure(it.score.score.as_ref())));
    skills.collect::<Vec<_>>().join(", ")
}
