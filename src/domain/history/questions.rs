//! The questions of one skill over all periods.

use itertools::Itertools;

use super::newest;
use crate::domain::assessment::State;
use crate::domain::diff::Snapshot;
use crate::domain::privacy::Privacy;
use crate::domain::rubric::Question;

/// What was said to a question in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastAnswer<'a> {
    /// Rated, skipped or not applicable.
    State(&'a State),
    /// A private answer, by the word for its state.
    Private(&'static str),
    /// The rubric of that period did not have it.
    NotAsked,
}

impl PastAnswer<'_> {
    /// The word for it in data.
    pub fn word(&self) -> &'static str {
        match self {
            Self::State(state) => state.word(),
            Self::Private(state) => state,
            Self::NotAsked => "not_asked",
        }
    }
}

/// A question over all periods.
#[derive(Clone, Debug)]
pub struct QuestionHistory<'a> {
    /// As the latest rubric that has it.
    pub question: &'a Question,
    /// For each period.
    pub answers: Vec<PastAnswer<'a>>,
    /// For each period, whether the assessment before asked it too, in other or unknown words.
    pub is_reworded: Vec<bool>,
}

/// The questions of a skill over the same assessments, in the same order; empty where no rubric has the skill.
pub fn questions<'a>(
    made: &[Snapshot<'a>],
    skill: &str,
    privacy: Privacy,
) -> Vec<QuestionHistory<'a>> {
    let skills = newest(made).filter_map(|rubric| rubric.skill(skill));
    let questions = skills
        .flat_map(|skill| &skill.questions)
        .unique_by(|it| &it.id);
    let histories = questions.map(|question| {
        let asked = |made: &Snapshot<'a>| made.rubric.question(&question.id);
        let answers = made
            .iter()
            .map(|made| match made.assessment.answer(&question.id) {
                _ if asked(made).is_none() => PastAnswer::NotAsked,
                Some(answer) if answer.private && privacy == Privacy::Withhold => {
                    PastAnswer::Private(answer.state.word())
                }
                answer => PastAnswer::State(answer.map_or(&State::Skipped, |answer| &answer.state)),
            });
        let is_reworded = made.iter().tuple_windows().map(|(then, now)| {
            let both = asked(now).zip(asked(then));
            both.is_some_and(|((_, is), (_, was))| !now.asks_as(*then, [is, was]))
        });
        QuestionHistory {
            question,
            answers: answers.collect(),
            is_reworded: std::iter::once(false).chain(is_reworded).collect(),
        }
    });
    histories.collect()
}
