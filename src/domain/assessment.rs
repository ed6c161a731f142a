//! One person's answers for one period under one rubric.

mod focus;

use std::collections::BTreeMap;

use jiff::civil::Date;
use strum::{Display, EnumString, IntoStaticStr};

use super::decimal::Exact;
use super::period::Period;
use super::rubric::{Rating, Rubric};

pub use super::rubric::OWN_ROLE;
pub use focus::{Focus, FocusOutcome, Outcome};

/// How many things a person may choose to work on next.
pub const MAX_FOCUS: usize = 2;

/// How many results a person may put at the top of the review.
pub const MAX_HIGHLIGHTS: usize = 5;

/// The longest text that is taken from a person, in bytes: a draft full of them can still be read.
pub const MAX_TEXT: usize = 64 * 1024;

/// What is said of a text that is longer than [`MAX_TEXT`].
pub fn too_long() -> String {
    format!(
        "longer than {} KiB (about 20 pages), more than one text takes",
        MAX_TEXT / 1024
    )
}

/// The answers of one person for one period. What the person said, and nothing computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The quarter that the answers are about.
    pub period: Period,
    /// The wording that was answered.
    pub rubric: RubricRef,
    /// The id of a target profile, or [`OWN_ROLE`].
    pub role: String,
    /// The id of a stage, where the person gave one.
    pub stage: Option<String>,
    /// The day the draft was begun; none in a file that does not say.
    pub started: Option<Date>,
    /// The day it was finished; none while it is a draft.
    pub finished: Option<Date>,
    /// By question id. A question without an entry has not been answered.
    pub answers: BTreeMap<String, Answer>,
    /// What came of the focus chosen last time.
    pub last_focus: Vec<FocusOutcome>,
    /// One or two things to work on next.
    pub focus: Vec<Focus>,
    /// The answer to the rubric's closing question; empty where nothing was said.
    pub closing: String,
    /// Keeps that answer out of what is shown and exported.
    pub closing_private: bool,
    /// The results for the top of the review, in the person's order; at most [`MAX_HIGHLIGHTS`].
    pub highlights: Vec<Highlight>,
    /// The person's own targets by skill id, each from 1 to 5; empty where a profile gives them.
    pub targets: BTreeMap<String, Exact>,
    /// The id of a question of a draft that is rated, with its evidence left half written.
    pub begun: Option<String>,
}

/// Which wording of which rubric the answers belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricRef {
    /// Letters, digits and hyphens, as in the rubric itself.
    pub id: String,
    /// The author's version, free text; empty where the file gives none.
    pub version: String,
    /// Empty in a file made by hand.
    pub digest: String,
}

/// Whether an assessment is still being written.
#[derive(Clone, Copy, Debug, Display, PartialEq, Eq, PartialOrd, Ord)]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// Still being written; has no day of finishing.
    Draft,
    /// Complete; has the day on which it was finished.
    Finished,
}

/// What a person said to one question. Changing the state never loses the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Open, rated, skipped or not applicable.
    pub state: State,
    /// The text that backs the rating. White space alone is none.
    pub evidence: String,
    /// Keeps rating, evidence and note out of what is exported.
    pub private: bool,
    /// The period whose rating and text were carried over unseen; none where the answer is new.
    pub carried: Option<Period>,
}

/// How a question stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Not answered yet; there may be text already.
    #[default]
    #[strum(serialize = "skipped")]
    Open,
    /// Given a number from 1 to 5.
    Rated(Rating),
    /// Left without a rating, though it applies; still counts among the applicable questions.
    Skipped,
    /// Set aside; not counted among the applicable questions.
    NotApplicable {
        /// Which of the offered grounds was given.
        reason: Reason,
        /// Free text; may be empty.
        note: String,
    },
}

/// Why a question does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// There was no occasion for it in the period.
    NoOpportunity,
    /// It is not part of the person's job.
    OutOfScope,
    /// Anything else; the note may say what.
    Other,
}

impl State {
    /// The word for it in data.
    pub fn word(&self) -> &'static str {
        self.into()
    }
}

impl Reason {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::NoOpportunity, Self::OutOfScope, Self::Other];

    /// The word for it in files and commands.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A result for the top of the review: an answer, a text, or an answer in other words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// The id of a question.
    pub question: Option<String>,
    /// In place of the answer's evidence; empty where that is the text.
    pub text: String,
}

impl Answer {
    /// Whether there is any text to back the rating.
    pub fn has_evidence(&self) -> bool {
        !self.evidence.trim().is_empty()
    }

    /// The rating, where the question was rated.
    pub fn rating(&self) -> Option<Rating> {
        match self.state {
            State::Rated(rating) => Some(rating),
            _ => None,
        }
    }

    /// Whether the rating is a claim, one of at least `from`, and nothing is written to back it.
    pub fn lacks_evidence(&self, from: Rating) -> bool {
        self.rating().is_some_and(|rating| rating >= from) && !self.has_evidence()
    }

    /// Whether something the person wrote would be withheld: private, and not empty.
    pub fn withholds(&self) -> bool {
        self.private && (self.has_evidence() || !self.note().trim().is_empty())
    }

    /// What was written about why the question is not applicable; may be empty.
    pub fn note(&self) -> &str {
        match &self.state {
            State::NotApplicable { note, .. } => note,
            _ => "",
        }
    }

    /// Whether nothing at all has been said.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

impl Assessment {
    /// An empty draft.
    pub fn begin(period: Period, rubric: &Rubric, role: &str, stage: Option<&str>) -> Self {
        Self {
            period,
            rubric: RubricRef {
                id: rubric.id.clone(),
                version: rubric.version.clone(),
                digest: rubric.digest.clone(),
            },
            role: role.to_owned(),
            stage: stage.map(str::to_owned),
            started: None,
            finished: None,
            answers: BTreeMap::new(),
            last_focus: Vec::new(),
            focus: Vec::new(),
            closing: String::new(),
            closing_private: false,
            highlights: Vec::new(),
            targets: BTreeMap::new(),
            begun: None,
        }
    }

    /// Whether a rubric is the very wording that was answered, as far as the file says which it was.
    pub fn is_made_with(&self, rubric: &Rubric) -> bool {
        self.rubric.id == rubric.id
            && (self.rubric.digest.is_empty() || self.rubric.digest == rubric.digest)
    }

    /// Draft or finished.
    pub fn status(&self) -> Status {
        match self.finished {
            None => Status::Draft,
            Some(_) => Status::Finished,
        }
    }

    /// The answer to a question, where there is one.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// The rating of a question, where it has one.
    pub fn rating(&self, question: &str) -> Option<Rating> {
        self.answer(question).and_then(Answer::rating)
    }

    /// How many questions have a rating.
    pub fn rated(&self) -> usize {
        let answers = self.answers.values();
        answers.filter(|answer| answer.rating().is_some()).count()
    }

    /// How many questions have been dealt with: rated, skipped or not applicable.
    pub fn answered(&self) -> usize {
        let answers = self.answers.values();
        answers.filter(|answer| answer.state != State::Open).count()
    }

    /// The same as a finished assessment: what is open counts as skipped, and it wasn't begun after `day`.
    pub fn finish(mut self, rubric: &Rubric, day: Date) -> Self {
        for (_, question) in rubric.questions() {
            let answer = self.answers.entry(question.id.clone()).or_default();
            if answer.state == State::Open {
                answer.state = State::Skipped;
            }
        }
        self.last_focus.retain(|item| item.outcome.is_some());
        self.begun = None;
        self.started = self.started.map(|started| started.min(day));
        self.finished = Some(day);
        self
    }
}
