//! What a review is made from, and which parts it has.

use crate::domain::feedback::HandedOn;
use crate::domain::privacy::Comparison;
use crate::report::Report;

/// A part of the review that can be picked, in the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Delivered,
    Strengths,
    Growth,
    Goals,
    Outlook,
    Changes,
    Others,
    Scores,
    Evidence,
    Method,
}

impl Part {
    pub const ALL: [Self; 10] = [
        Self::Delivered,
        Self::Strengths,
        Self::Growth,
        Self::Goals,
        Self::Outlook,
        Self::Changes,
        Self::Others,
        Self::Scores,
        Self::Evidence,
        Self::Method,
    ];

    /// Whether a page on a screen begins with it: what is next, and where the person stands.
    #[must_use]
    pub fn is_on_first_screen(self) -> bool {
        matches!(self, Self::Delivered | Self::Goals | Self::Scores)
    }

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Strengths => "strengths",
            Self::Growth => "growth",
            Self::Goals => "goals",
            Self::Outlook => "outlook",
            Self::Changes => "changes",
            Self::Others => "others",
            Self::Scores => "scores",
            Self::Evidence => "evidence",
            Self::Method => "method",
        }
    }

    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.word() == word)
    }
}

#[derive(Clone, Copy)]
pub struct Review<'a> {
    /// Oldest first, of one rubric. At least one; the last is where the person stands.
    pub quarters: &'a [Report<'a>],
    /// What changed since the assessment before, or since the first of several.
    pub since: Option<&'a Comparison<'a>>,
    /// What others said about the last quarter, as far as it may be handed on; empty unless the
    /// person asks for it.
    pub others: &'a HandedOn,
    /// Whether it holds ratings and what is computed from them.
    pub has_ratings: bool,
    /// Whether it begins on a screen, which shows what is next before what came of the last focus.
    pub is_on_screen: bool,
    /// For the author's eyes alone, with advice and with what is not backed by evidence: the flags of
    /// the commands in it. None where others read it.
    pub for_author: Option<&'a str>,
}
