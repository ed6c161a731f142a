//! Rubrics as text, for reading.

use super::wording::{figure, wrap};
use crate::domain::rubric::{Rating, Rubric};
use crate::escape::visible;

/// All of a rubric that a person may want to read before they answer.
#[must_use]
pub fn text(rubric: &Rubric, width: usize) -> String {
    let width = width.min(100);
    let mut out = Vec::new();
    let line = |text: &str, indent: usize| {
        wrap(
            &visible(text),
            width,
            &" ".repeat(indent),
            &" ".repeat(indent + 2),
        )
    };
    out.push(line(
        &format!(
            "{} (`{}`, version {})",
            rubric.title, rubric.id, rubric.version
        ),
        0,
    ));
    out.push(String::new());
    out.push("Scale".to_owned());
    for (rating, step) in Rating::all().zip(&rubric.scale) {
        out.push(line(
            &format!("{rating}  {}: {}", step.label, step.meaning),
            2,
        ));
    }
    for cluster in &rubric.clusters {
        out.push(String::new());
        out.push(line(&format!("{}: {}", cluster.title, cluster.why), 0));
        for skill in rubric
            .skills
            .iter()
            .filter(|skill| skill.cluster == cluster.id)
        {
            out.push(String::new());
            out.push(line(
                &format!("{} (`{}`): {}", skill.title, skill.id, skill.definition),
                0,
            ));
            for example in &skill.examples {
                out.push(line(&format!("- {example}"), 2));
            }
            for question in &skill.questions {
                out.push(String::new());
                out.push(line(&format!("`{}` {}", question.id, question.ask), 2));
                out.push(line(&question.hint, 4));
                for rating in Rating::all() {
                    out.push(line(&format!("{rating}  {}", question.anchor(rating)), 4));
                }
                out.push(line(&format!("Try: {}", question.practice), 4));
            }
        }
    }
    out.push(String::new());
    out.push("Roles, and the score that each asks for".to_owned());
    for profile in &rubric.profiles {
        let targets: Vec<_> = rubric
            .skills
            .iter()
            .map(|skill| format!("{} {}", skill.id, figure(profile.targets.get(&skill.id))))
            .collect();
        out.push(line(
            &format!("`{}` {}: {}", profile.id, profile.title, targets.join(", ")),
            2,
        ));
        out.push(line(&profile.why, 4));
    }
    if !rubric.stages.is_empty() {
        out.push(String::new());
        out.push("Company stages, and how each moves the targets".to_owned());
        for stage in &rubric.stages {
            let moves: Vec<_> = rubric
                .skills
                .iter()
                .filter_map(|skill| {
                    let adjust = stage.adjust.get(&skill.id)?;
                    Some(format!(
                        "{} {}",
                        skill.id,
                        super::wording::change(Some(adjust))
                    ))
                })
                .collect();
            out.push(line(
                &format!("`{}` {}: {}", stage.id, stage.title, moves.join(", ")),
                2,
            ));
            out.push(line(&stage.why, 4));
        }
    }
    if !rubric.eras.is_empty() {
        out.push(String::new());
        out.push("Eras, and the skills that were core in each".to_owned());
        for era in &rubric.eras {
            let core = era.core.join(", ");
            out.push(line(
                &format!("`{}` {} ({}): {core}", era.id, era.title, era.years),
                2,
            ));
            out.push(line(&era.why, 4));
        }
    }
    if let Some(closing) = &rubric.closing {
        out.push(String::new());
        out.push("Asked at the end, without a rating".to_owned());
        out.push(line(&closing.ask, 2));
        let in_order = rubric.stages.iter().map(|stage| &stage.id);
        for stage in in_order {
            let ask = closing.stages.get(stage);
            out.extend(ask.map(|ask| line(&format!("`{stage}` {ask}"), 4)));
        }
    }
    if !rubric.sources.is_empty() {
        out.push(String::new());
        out.push("Sources".to_owned());
        for source in &rubric.sources {
            let parts = [
                source.author.as_ref(),
                Some(&source.title),
                source.published.as_ref(),
                source.url.as_ref(),
            ];
            let named: Vec<_> = parts.into_iter().flatten().cloned().collect();
            let note = source
                .note
                .as_ref()
                .map_or(String::new(), |note| format!(". {note}"));
            out.push(line(&format!("{}{note}", named.join(", ")), 2));
        }
    }
    out.push(String::new());
    out.join("\n")
}
