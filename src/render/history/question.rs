//! The questions of one skill over all periods.

use super::super::json;
use super::super::look::{Look, item, section};
use crate::domain::assessment::State;
use crate::domain::history::{History, QuestionHistory, Said};
use crate::escape::visible;

/// What the marks beside the ratings mean.
pub(super) const MARKS: &str = "A rating for each assessment, a year a group: – skipped, n not applicable, · not in the rubric then, * in other words than the time before.";

/// Each question with its ratings, year by year.
pub(super) fn lines(
    history: &History<'_>,
    questions: &[QuestionHistory<'_>],
    look: Look,
) -> String {
    let mut lines = Vec::new();
    for question in questions {
        let ask = format!("{}: {}", question.question.id, question.question.ask);
        lines.push(item(&visible(&ask), look));
        lines.extend(years(history, question, look.text()));
    }
    section("Question by question", &lines, look)
}

/// Groups of ratings that stay together where a line ends.
fn years(history: &History<'_>, question: &QuestionHistory<'_>, width: usize) -> Vec<String> {
    const INDENT: &str = "    ";
    let mut groups: Vec<(String, String)> = Vec::new();
    for (index, period) in history.periods.iter().enumerate() {
        let period = period.to_string();
        let (year, _) = period.split_once('-').unwrap_or((&period, ""));
        let star = if question.is_reworded[index] { "*" } else { "" };
        let mark = format!("{}{star}", mark(&question.said[index]));
        match groups.last_mut().filter(|(known, _)| known == year) {
            Some((_, marks)) => marks.push_str(&format!(" {mark}")),
            None => groups.push((year.to_owned(), mark)),
        }
    }
    let mut lines = vec![INDENT.to_owned()];
    for (year, marks) in groups {
        let group = format!("{year}: {marks}");
        let Some(line) = lines.last_mut() else {
            continue;
        };
        let columns = line.chars().count() + group.chars().count();
        match line == INDENT {
            true => line.push_str(&group),
            false if columns + 2 > width => lines.push(format!("{INDENT}{group}")),
            false => line.push_str(&format!("  {group}")),
        }
    }
    lines
}

fn mark(said: &Said<'_>) -> String {
    match said {
        Said::State(State::Rated(rating)) => rating.to_string(),
        Said::State(State::NotApplicable { .. }) => "n".to_owned(),
        Said::State(State::Open | State::Skipped) => "–".to_owned(),
        Said::NotAsked => "·".to_owned(),
    }
}

/// Each question in a line, every rating with its period.
pub(super) fn plain(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> String {
    let lines: Vec<_> = questions
        .iter()
        .map(|question| {
            let said: Vec<_> = (0..history.periods.len())
                .map(|index| format!("{} {}", history.periods[index], words(question, index)))
                .collect();
            let ask = format!("{}: {}", question.question.id, question.question.ask);
            format!("{} {}.", visible(&ask), said.join(", "))
        })
        .collect();
    lines.join("\n")
}

/// What was said to a question in a period, in words.
pub(super) fn words(question: &QuestionHistory<'_>, index: usize) -> String {
    let reworded = match question.is_reworded[index] {
        true => " (in other words than before)",
        false => "",
    };
    let said = match &question.said[index] {
        Said::State(State::Rated(rating)) => rating.to_string(),
        said => state(said).replace('_', " "),
    };
    format!("{said}{reworded}")
}

/// The word for it in data.
pub(super) fn state(said: &Said<'_>) -> &'static str {
    match said {
        Said::State(state) => json::state(state),
        Said::NotAsked => "not_asked",
    }
}
