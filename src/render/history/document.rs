//! The history as Markdown: a row a period, so that the tables grow downward.

use super::super::markdown::{inline, row, rule};
use super::super::wording::figure;
use super::{closing, cluster_line, moved, now, question, title};
use crate::domain::history::{History, QuestionHistory};

/// The history as Markdown, with the questions where some are asked for.
#[must_use]
pub fn document(history: &History<'_>, questions: Option<&[QuestionHistory<'_>]>) -> String {
    let mut out = format!("# {}\n\n", title(history));
    for cluster in &history.clusters {
        if history.skills_of(&cluster.cluster.id).next().is_some() {
            out.push_str(&format!("- {}\n", inline(&cluster_line(history, cluster))));
        }
    }
    let titles = ["Skill", "Now", "Since last", "Since first"];
    out.push_str(&format!("\n{}", row(&titles.map(str::to_owned))));
    out.push_str(&rule("lrrr"));
    for skill in &history.skills {
        out.push_str(&row(&[
            inline(&skill.skill.title),
            now(skill),
            cell(&moved(skill.since_last.as_ref())),
            cell(&moved(skill.since_first.as_ref())),
        ]));
    }
    let titles = std::iter::once("Period".to_owned());
    let titles = titles.chain(
        history
            .skills
            .iter()
            .map(|skill| inline(&skill.skill.title)),
    );
    out.push_str(&format!("\n{}", row(&titles.collect::<Vec<_>>())));
    out.push_str(&rule(&format!("l{}", "r".repeat(history.skills.len()))));
    for (index, period) in history.periods.iter().enumerate() {
        let scores = history.skills.iter().map(|skill| {
            let star = match skill.same_questions[index] {
                Some(false) => "*",
                _ => "",
            };
            cell(&format!("{}{star}", figure(skill.scores[index].as_ref())))
        });
        let cells = std::iter::once(period.to_string()).chain(scores);
        out.push_str(&row(&cells.collect::<Vec<_>>()));
    }
    if let Some(questions) = questions {
        out.push('\n');
        out.push_str(&of_questions(history, questions));
    }
    let closing: Vec<_> = closing(history, 0)
        .iter()
        .map(|line| format!("\n{}\n", inline(line)))
        .collect();
    out.push_str(&closing.concat());
    out
}

fn of_questions(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> String {
    let titles = std::iter::once("Period".to_owned());
    let titles = titles.chain(
        questions
            .iter()
            .map(|question| inline(&question.question.id)),
    );
    let mut out = row(&titles.collect::<Vec<_>>());
    out.push_str(&rule(&format!("l{}", "r".repeat(questions.len()))));
    for (index, period) in history.periods.iter().enumerate() {
        let said = questions
            .iter()
            .map(|question| question::words(question, index));
        let cells = std::iter::once(period.to_string()).chain(said);
        out.push_str(&row(&cells.collect::<Vec<_>>()));
    }
    out.push('\n');
    for question in questions {
        let said = format!("{}: {}", question.question.id, question.question.ask);
        out.push_str(&format!("- {}\n", inline(&said)));
    }
    out
}

/// A figure as it stands; only its star has a meaning in Markdown.
fn cell(figure: &str) -> String {
    figure.replace('*', "\\*")
}
