//! The questions of one skill over all periods.

use super::{MAX_COLUMNS, STAR};
use crate::domain::assessment::State;
use crate::domain::history::{History, PastAnswer, QuestionHistory};
use crate::page::{self, Block, Cell, Table};

/// What the marks mean that stand for an answer each.
const KEY: &str = "1 to 5 ratings  - skipped  n not applicable  p private  · not asked";

pub(super) fn table(history: &History<'_>, questions: &[QuestionHistory<'_>]) -> Block {
    let periods = history.periods.iter().map(ToString::to_string);
    let title = |question: &QuestionHistory<'_>| Cell::from(question.question.title.as_str());
    if history.periods.len() <= MAX_COLUMNS {
        let rows = questions.iter().map(|question| {
            let answers = (0..question.answers.len()).map(|index| word(question, index).into());
            std::iter::once(title(question)).chain(answers).collect()
        });
        let kinds = format!("l{}", "q".repeat(history.periods.len()));
        let titles = std::iter::once("Question".to_owned()).chain(periods);
        return Block::Table(page::table(titles, &kinds, rows));
    }
    let periods: Vec<_> = periods.collect();
    let rows = questions.iter().map(|question| {
        let said = periods.iter().enumerate();
        let said = said.map(|(index, period)| format!("{} in {period}", word(question, index)));
        let marks = question.answers.iter().map(mark).collect();
        let said = said.collect::<Vec<_>>().join(", ");
        vec![title(question), Cell::Marks(marks, said)]
    });
    Block::Table(Table {
        key: KEY,
        ..page::table(["Question", "Over time"], "lp", rows)
    })
}

/// What was said to a question in a period, with a star where it was asked in other words before.
fn word(question: &QuestionHistory<'_>, index: usize) -> String {
    let star = if question.is_reworded[index] {
        STAR
    } else {
        ""
    };
    let said = match &question.answers[index] {
        PastAnswer::State(State::Rated(rating)) => rating.to_string(),
        PastAnswer::State(State::NotApplicable { .. }) => "n/a".to_owned(),
        PastAnswer::Private(_) => "private".to_owned(),
        said => state(said).replace('_', " "),
    };
    format!("{said}{star}")
}

fn mark(answer: &PastAnswer<'_>) -> char {
    match answer {
        PastAnswer::State(State::Rated(rating)) => char::from(b'0' + rating.number()),
        PastAnswer::State(State::NotApplicable { .. }) => 'n',
        PastAnswer::State(State::Skipped | State::Open) => '-',
        PastAnswer::Private(_) => 'p',
        PastAnswer::NotAsked => '·',
    }
}

pub(super) fn state(answer: &PastAnswer<'_>) -> &'static str {
    match answer {
        PastAnswer::State(state) => state.word(),
        PastAnswer::Private(state) => state,
        PastAnswer::NotAsked => "not_asked",
    }
}
