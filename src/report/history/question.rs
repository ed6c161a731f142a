//! The questions of one skill over all periods.

use crate::domain::assessment::State;
use crate::domain::history::{History, QuestionHistory, Said};
use crate::page::{self, Block, Item};

/// Each question with what was said to it in each period.
pub(super) fn list(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> Vec<Block> {
    page::list(questions.iter().map(|question| {
        let periods = history.periods.iter().enumerate();
        let said = periods.map(|(index, period)| format!("{period} {}", words(question, index)));
        let ask = format!("{}: {}", question.question.id, question.question.ask);
        Item::from(ask).below(said.collect::<Vec<_>>().join(", "))
    }))
}

/// What was said to a question in a period, in words.
fn words(question: &QuestionHistory<'_>, index: usize) -> String {
    let reworded = match question.is_reworded[index] {
        true => " (in other words than before)",
        false => "",
    };
    let said = match &question.said[index] {
        Said::State(State::Rated(rating)) => rating.to_string(),
        Said::Private(_) => "private".to_owned(),
        said => state(said).replace('_', " "),
    };
    format!("{said}{reworded}")
}

/// The word for it in data.
pub(super) fn state(said: &Said<'_>) -> &'static str {
    match said {
        Said::State(state) => state.word(),
        Said::Private(state) => state,
        Said::NotAsked => "not_asked",
    }
}
