//! How exposed one is when the fashion turns: the weakest core skill of each era.

use anyhow::Result;
use itertools::Itertools;
use serde_json::{Value, json};

use super::json::{SCHEMA, number, write};
use super::scores::title;
use super::wording::figure;
use super::{Report, SkillReport};
use crate::domain::rubric::Era;
use crate::domain::scoring::ClusterScore;
use crate::page::{Page, list, paragraph};

const WHAT_IT_IS: &str = "Which skills count as core changes with the times. The eras are this rubric's reading; each names the core skill in which you would be weakest.";

pub fn page(report: &Report<'_>, exposures: &[(&Era, ClusterScore)]) -> Page {
    let mut page = Page::new(title(report));
    page.lead.push(paragraph(WHAT_IT_IS));
    for (era, core) in exposures {
        let lowest = core.lowest.as_deref().and_then(|id| report.skill(id));
        let weakest = match lowest {
            Some(SkillReport { skill, score, .. }) => {
                let figures = [&score.score, &score.target, &core.score];
                let [score, target, mean] = figures.map(|it| figure(it.as_ref()));
                format!("{} {score}, target {target}; core mean {mean}", skill.title)
            }
            None => "none of these has a score yet".to_owned(),
        };
        let skills = report.skills().filter(|it| era.core.contains(&it.skill.id));
        let mut skills =
            skills.map(|it| format!("{} {}", it.skill.title, figure(it.score.score.as_ref())));
        let lines = [
            format!("weakest: {weakest}"),
            format!("core: {}", skills.join(", ")),
        ];
        let name = format!("{} ({})", era.title.trim(), era.years.trim());
        page = page.section(name, list(lines));
    }
    page
}

pub fn json(report: &Report<'_>, exposures: &[(&Era, ClusterScore)]) -> Result<String> {
    let eras = exposures.iter().map(|(era, core)| {
        json!({
            "id": era.id,
            "title": era.title,
            "years": era.years,
            "core": era.core,
            "score": number(core.score.as_ref()),
            "lowest": core.lowest,
        })
    });
    write(&json!({
        "schema": SCHEMA,
        "id": report.assessment.period.to_string(),
        "eras": eras.collect::<Value>(),
    }))
}
