//! Why an action was not taken.

use std::fmt;

use crate::domain::assessment::{MAX_FOCUS, MAX_HIGHLIGHTS, too_long};
use crate::domain::suggest::or_meant;

/// Why an action was not taken. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The step takes something else.
    NotHere,
    /// There is nothing before this.
    AtTheStart,
    /// The list is shorter than that.
    NoSuchChoice {
        /// How many there are to choose from.
        max: usize,
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
    /// Last time's answer cannot be carried over.
    CannotCarry(CannotCarry),
    /// The question has no rating that could be kept.
    NotRated,
    /// A focus without an action.
    EmptyFocus,
    /// As many things to work on are chosen as can be.
    FocusFull,
    /// As many highlights are chosen as can be.
    HighlightsFull,
    /// Nothing is chosen that could be private.
    NothingToMark,
    /// The text has what was to be added.
    AlreadyThere,
    /// The text would be longer than [`MAX_TEXT`](crate::domain::assessment::MAX_TEXT).
    TooLong,
}

/// Why last time's answer cannot be carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotCarry {
    /// The question asks about this quarter.
    NotStanding,
    /// The question continues another question.
    Follows,
    /// It was not rated last time.
    NotRatedThen,
    /// It was carried over last time too.
    CarriedThen,
    /// Its wording was another one last time.
    Reworded,
    /// The person has written something new.
    HasText,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHere => f.write_str("that does not work here"),
            Self::AtTheStart => f.write_str("this is the first thing asked"),
            Self::NoSuchChoice { max: 0 } => f.write_str("there is nothing to choose from here"),
            Self::NoSuchChoice { max } => write!(f, "choose a number from 1 to {max}"),
            Self::NoSuchQuestion { id, known } => {
                f.write_str(&or_meant(format!("there is no question `{id}`"), id, known))
            }
            Self::NoSuchSkill { id, known } => {
                let said = format!("there is no skill `{id}` (there are {})", known.join(", "));
                f.write_str(&or_meant(said, id, known))
            }
            Self::NothingToReuse => f.write_str("nothing was written for this question last time"),
            Self::CannotCarry(why) => f.write_str(match why {
                CannotCarry::NotStanding => {
                    "this answer can't be carried over; the question is asked afresh every quarter"
                }
                CannotCarry::Follows => {
                    "this answer can't be carried over; the question continues another question"
                }
                CannotCarry::NotRatedThen => "there is no rating from last time to carry over",
                CannotCarry::CarriedThen => {
                    "this answer was carried over last time; this time the question is asked afresh"
                }
                CannotCarry::Reworded => {
                    "this question was worded differently last time; answer it afresh"
                }
                CannotCarry::HasText => {
                    "you have written something new here; `:clear` removes it, then `:same` works"
                }
            }),
            Self::NotRated => f.write_str("this question has no rating yet"),
            Self::EmptyFocus => f.write_str("say what you will do"),
            Self::FocusFull => write!(
                f,
                "{MAX_FOCUS} are chosen already; `:clear` takes both back"
            ),
            Self::HighlightsFull => write!(
                f,
                "{MAX_HIGHLIGHTS} are chosen already; `:clear` takes them all back"
            ),
            Self::NothingToMark => f.write_str("write it first, then `:private` marks it"),
            Self::AlreadyThere => f.write_str("this is there already"),
            Self::TooLong => write!(f, "not taken: the text would be {}", too_long()),
        }
    }
}

impl std::error::Error for Rejection {}
