//! What a person may do, what comes of it, and why it may not be taken.

use crate::domain::assessment::{Focus, Reason, too_long};
use crate::domain::decimal::Exact;
use crate::domain::period::Period;
use crate::domain::rubric::Rating;

/// What a person may do. Which of these a step takes is for [`apply`](super::Interview::apply) to judge.
/// All places and choices are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Picks from a list: a role, a stage (0 is none), how much is wanted (0 is a 1), an outcome, a
    /// suggested focus, an offered highlight.
    Choose(usize),
    /// The whole text so far: evidence, the closing answer, or what came of the last focus.
    Write(String),
    /// Leaves things as they are and goes on: to the rating, to the next question, to the end.
    Continue,
    /// Removes the evidence, or whatever else the step collects.
    Clear,
    /// Adds last time's evidence for the same question.
    Reuse,
    /// Carries last time's answer over, text and rating.
    Same,
    /// Adds a log entry to the evidence, by its place among [`entries`](super::Interview::entries).
    TakeEntry(usize),
    /// Makes private, or no longer, the answer, the focus chosen last, or the closing answer.
    Private(bool),
    /// Makes it private, or no longer, whichever it is not.
    TogglePrivate,
    /// As [`Self::Private`] for the focus chosen last, also where the closing question is asked by now.
    FocusPrivate(bool),
    /// Rates the question.
    Rate(Rating),
    /// Goes on without a rating; the text is kept.
    Skip,
    /// Says that the question does not apply.
    NotApplicable {
        /// Why.
        reason: Reason,
        /// Free text; may be empty.
        note: String,
    },
    /// To the question before.
    Back,
    /// One step back: from a rating to its text, from a text to the rating before it.
    StepBack,
    /// To the list of all answers.
    Review,
    /// Opens the question with that id.
    GoTo(String),
    /// Ends the questions; what is open counts as skipped.
    Finish,
    /// One thing to work on next: a new one, or in place of the one in that place.
    Focus(Option<usize>, Focus),
    /// To the highlights, from memory, and back to where the person is now.
    NoteHighlights,
    /// A highlight in one's own words: a new one, or new words for the one in that place.
    Highlight(Option<usize>, String),
    /// Takes back a focus or a highlight, by its place among the chosen.
    Drop(usize),
    /// Leaves for another day; everything so far is kept.
    Quit,
}

/// Something an action brought about that the person should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was said how much of the skill with that id is wanted, which may have been said last time.
    Wanted(String, Rating, Option<Exact>),
    /// The question at that place was dealt with: its position, from 1, and how many are asked.
    Answered(usize, (usize, usize)),
    /// All questions of the skill with that id that are asked are dealt with.
    SkillDone(String),
    /// All questions of a cluster are, and the next question belongs to another.
    ClusterDone,
    /// Every question asked has been rated or set aside, and the texts begin.
    RatingsDone,
    /// The answer is private now, or no longer.
    Private(bool),
    /// This evidence of last time was taken.
    Reused(String),
    /// This evidence, which may be empty, was carried over from that period with its rating.
    Carried(String, Period),
    /// This log entry was added to the evidence, and whether it is private.
    Taken(String, bool),
    /// The evidence is empty now.
    Cleared,
}

/// Why an action is not taken where the step takes something else.
pub const NOT_HERE: &str = "that does not work here";

/// Why a text longer than [`MAX_TEXT`](crate::domain::assessment::MAX_TEXT) is not taken.
pub fn text_too_long() -> String {
    format!("not taken: the text would be {}", too_long())
}

pub(super) const ALREADY_THERE: &str = "this is there already";
pub(super) const EMPTY: &str = "say what you will do";
pub(super) const NOTHING_TO_MARK: &str = "write it first, then `:private` marks it";

/// Whether an action was taken; where it was not, why, in words, and nothing has changed.
pub(super) type Applied = Result<(), String>;

/// What is chosen from a list by its place.
pub(super) fn chosen<T>(list: &[T], place: usize) -> Result<&T, String> {
    list.get(place).ok_or_else(|| match list.len() {
        0 => "there is nothing to choose from here".into(),
        max => format!("choose a number from 1 to {max}"),
    })
}
