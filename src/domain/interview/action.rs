//! What a person may do, and what comes of it.

use crate::domain::assessment::{Focus, Reason};
use crate::domain::decimal::Exact;
use crate::domain::period::Period;
use crate::domain::rubric::Rating;

/// What a person may do. Which of these a step takes is for [`apply`](super::Interview::apply) to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Picks from a list, counted from 0: a role, a stage (0 is none), how much is wanted (0 is a 1), an outcome, a suggested
    /// focus, an offered highlight.
    Choose(usize),
    /// What came of the last focus, in words; may be empty.
    Note(String),
    /// The whole text as it stands, while it may still be written on.
    Write(String),
    /// Leaves things as they are and goes on: to the rating, to the next question, to the end.
    Continue,
    /// Removes the evidence, or whatever else the step collects.
    Clear,
    /// Adds last time's evidence for the same question.
    Reuse,
    /// Carries last time's answer over, text and rating.
    Same,
    /// Adds a log entry to the evidence, by its place among [`entries`](super::Interview::entries), from 0.
    TakeEntry(usize),
    /// Makes private, or no longer, what the step is about: the answer, the focus chosen last, the
    /// answer to the closing question.
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
    /// One thing to work on next.
    Focus(Focus),
    /// New words, day and sign for a focus that is chosen already.
    ChangeFocus {
        /// Its place among those in the draft, from 0.
        place: usize,
        /// What takes its place.
        focus: Focus,
    },
    /// To the highlights, from memory, and back to where the person is now.
    NoteHighlights,
    /// A highlight in one's own words: a new one, or new words for the one in that place.
    Highlight {
        /// Its place among those in the draft, from 0; none for a new one.
        place: Option<usize>,
        /// One line or more.
        text: String,
    },
    /// Takes back a focus or a highlight, by its place among the chosen.
    Drop(usize),
    /// Leaves for another day; everything so far is kept.
    Quit,
}

/// Something an action brought about that the person should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was said how much of a skill is wanted.
    Wanted {
        /// Its id.
        skill: String,
        /// How much, 1 to 5.
        rating: Rating,
        /// How much it was last time; none where nothing was said then.
        earlier: Option<Exact>,
    },
    /// A question was dealt with; its place and the number of questions asked, counted from 1.
    Answered {
        /// Its id.
        question: String,
        /// Its place, from 1.
        position: usize,
        /// How many are asked.
        of: usize,
    },
    /// All questions of a skill that are asked are dealt with.
    SkillDone {
        /// Its id.
        skill: String,
    },
    /// All questions of a cluster are, and the next question belongs to another.
    ClusterDone {
        /// Its id.
        cluster: String,
    },
    /// Every question asked has been rated or set aside, and the texts begin.
    RatingsDone {
        /// How many texts are asked for.
        texts: usize,
    },
    /// The answer is private now, or no longer.
    Private(bool),
    /// Evidence of last time was taken.
    Reused {
        /// What was written then.
        evidence: String,
    },
    /// Last time's answer was carried over.
    Carried {
        /// What was written then; may be empty.
        evidence: String,
        /// When it was given.
        from: Period,
    },
    /// A log entry was added to the evidence.
    Taken {
        /// What was added.
        evidence: String,
        /// Whether that made the answer private.
        private: bool,
    },
    /// The evidence is empty now.
    Cleared,
}
