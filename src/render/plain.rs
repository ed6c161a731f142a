//! Plain lines for screen readers, pipes and dumb terminals: no boxes, no bars, no columns.

use super::report::{Report, SkillReport};
use super::table::{CLOSING, cluster_line, focus_lines, title, withheld};
use super::wording::figure;
use crate::escape::visible;

/// The report, one line a skill.
#[must_use]
pub fn report(report: &Report<'_>) -> String {
    let mut lines = vec![title(report)];
    for cluster in report
        .clusters
        .iter()
        .filter(|cluster| !cluster.skills.is_empty())
    {
        lines.push(format!("{}.", cluster_line(cluster)));
        for skill in &cluster.skills {
            lines.push(format!(
                "{} {}",
                skill_line(report, skill),
                visible(&skill.note)
            ));
        }
    }
    lines.extend(
        focus_lines(report)
            .into_iter()
            .map(|line| format!("Focus, {line}")),
    );
    lines.extend(
        report
            .closing()
            .map(|(ask, text)| format!("{CLOSING}, {} {}", visible(ask), visible(text))),
    );
    let private = report.private_texts();
    lines.extend(
        private.map(|(question, text)| format!("Private, {}: {}", question.id, visible(&text))),
    );
    lines.extend(withheld(report));
    format!("{}\n", lines.join("\n"))
}

/// A skill's figures in a sentence.
#[must_use]
pub fn skill_line(report: &Report<'_>, skill: &SkillReport<'_>) -> String {
    let score = &skill.score;
    let rated = format!("rated {} of {}", score.rated(), score.applicable);
    let title = visible(&skill.skill.title);
    if score.score.is_none() {
        return format!(
            "{title}: no score, target {}, {rated}.",
            figure(score.target.as_ref())
        );
    }
    format!(
        "{title}: {}, {}, target {}, gap {}, supported {}, {rated}.",
        figure(score.score.as_ref()),
        visible(skill.level(report.rubric)),
        figure(score.target.as_ref()),
        figure(score.gap().as_ref()),
        figure(score.supported.as_ref()),
    )
}
