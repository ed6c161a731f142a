//! Why something said was not taken.

use std::fmt;

use crate::domain::assessment::{MOST_FOCUS, too_long};
use crate::domain::nearest::or_meant;

/// Why an action was not taken. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The step takes something else.
    NotHere,
    /// There is nothing before this.
    AtTheStart,
    /// The list is shorter than that.
    NoSuchChoice {
        /// How many there are to choose from.
        most: usize,
    },
    /// The rubric has no question of that id.
    NoSuchQuestion {
        /// What was said.
        id: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// The rubric has no skill of that id or title.
    NoSuchSkill {
        /// What was said.
        id: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// Last time nothing was written for this question.
    NothingToReuse,
    /// The question has no answer that could be kept.
    NotAnswered,
    /// A focus without an action.
    EmptyFocus,
    /// As many are chosen as can be.
    FocusFull,
    /// Nothing is chosen that could be private.
    NothingToMark,
    /// The text has what was to be added.
    ThereAlready,
    /// The text would be longer than [`MOST_TEXT`](crate::domain::assessment::MOST_TEXT).
    TooLong,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHere => f.write_str("that does not work here"),
            Self::AtTheStart => f.write_str("this is the first thing asked"),
            Self::NoSuchChoice { most: 0 } => f.write_str("there is nothing to choose from here"),
            Self::NoSuchChoice { most } => write!(f, "choose a number from 1 to {most}"),
            Self::NoSuchQuestion { id, known } => {
                f.write_str(&or_meant(format!("there is no question `{id}`"), id, known))
            }
            Self::NoSuchSkill { id, known } => {
                let said = format!("there is no skill `{id}` (there are {})", known.join(", "));
                f.write_str(&or_meant(said, id, known))
            }
            Self::NothingToReuse => f.write_str("nothing was written for this question last time"),
            Self::NotAnswered => f.write_str("this question has no rating yet"),
            Self::EmptyFocus => f.write_str("say what you will do"),
            Self::FocusFull => write!(
                f,
                "{MOST_FOCUS} are chosen already; `:clear` takes both back"
            ),
            Self::NothingToMark => f.write_str("first say what you will do; `:private` after it"),
            Self::ThereAlready => f.write_str("this stands in the text already"),
            Self::TooLong => write!(f, "not taken: the text would be {}", too_long()),
        }
    }
}

impl std::error::Error for Refusal {}
