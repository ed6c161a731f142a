//! What the person means to do next, and what came of it.

use jiff::civil::Date;
use strum::{EnumString, IntoStaticStr};

/// One thing to work on until the next assessment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The id of a skill.
    pub skill: String,
    /// What the person means to do, as free text.
    pub action: String,
    /// Keeps the action, its day and its sign out of what is shown and exported.
    pub private: bool,
    /// The day by which it should be done, where the person set one.
    pub by: Option<Date>,
    /// By what the person will know that it worked, as free text; may be empty.
    pub sign: String,
}

/// What came of a focus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FocusOutcome {
    /// As it was chosen; its action is empty where that is not known. A private one hides the note too.
    pub focus: Focus,
    /// None until the person has said.
    pub outcome: Option<Outcome>,
    /// Free text; may be empty.
    pub note: String,
}

impl From<Focus> for FocusOutcome {
    /// The focus as it is asked about the next time.
    fn from(focus: Focus) -> Self {
        Self {
            focus,
            ..Self::default()
        }
    }
}

/// How far a focus got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    /// Carried through.
    Done,
    /// Begun, but not carried through.
    Partly,
    /// Given up.
    Dropped,
}

impl Outcome {
    /// All outcomes, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Done, Self::Partly, Self::Dropped];

    /// The word for it in files and prompts.
    pub fn word(self) -> &'static str {
        self.into()
    }
}
