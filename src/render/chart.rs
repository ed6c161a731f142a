//! Pictures for a page: figures in, markup out. They know no assessment, only what they draw.
//!
//! A picture is a list in HTML with a small SVG in each item. All text is HTML, so it wraps and
//! grows as the reader's browser has it; an SVG holds shapes alone and says in its title what they
//! show. Colours, widths and fonts come from [`STYLE`], so nothing needs a `style` attribute.

mod drawing;
mod multiples;
mod skills;

use crate::domain::decimal::Hundredths;
use crate::domain::feedback::Relation;

pub use multiples::multiples;
pub use skills::skills;

/// What the classes of the pictures look like: light, dark and on paper.
///
/// It sets the colours as custom properties of the root, which a page may use and, further down,
/// set otherwise.
pub const STYLE: &str = include_str!("chart/chart.css");

/// A cluster with what is drawn for each of its skills.
#[derive(Clone, Debug)]
pub struct Panel<'a, T> {
    pub title: &'a str,
    pub skills: Vec<T>,
}

/// One row a skill on the scale of 1 to 5.
#[derive(Clone, Debug)]
pub struct Skills<'a> {
    /// Of the ratings 1 to 5.
    pub labels: [&'a str; 5],
    /// The assessment that the scores are compared with, such as `2026-Q3`; none where there is none.
    pub since: Option<&'a str>,
    pub panels: Vec<Panel<'a, Row<'a>>>,
}

#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub title: &'a str,
    pub score: Option<Hundredths>,
    /// What evidence shows of the score, where the reader may know that it is less: the dot is
    /// hollow then.
    pub supported: Option<Hundredths>,
    pub target: Option<Hundredths>,
    /// How far the score moved, like for like; none where nothing can be compared.
    pub change: Option<Hundredths>,
    /// Where to draw the mark that it moved from: the score less that change, which the person
    /// may never have had.
    pub before: Option<Hundredths>,
    /// How the skill stands, such as `0.60 short`, `close`, `on target` or `0.50 more`; may be empty.
    pub standing: String,
    /// Whether the gap is one to work on, and not one that a single step would close; also where
    /// there is more than the person wants.
    pub is_off: bool,
    /// Below the person's own marks; never taken together with them.
    pub others: Vec<Other>,
}

/// What people of one relation say of a skill.
#[derive(Clone, Debug)]
pub struct Other {
    pub relation: Relation,
    pub mean: Hundredths,
    /// Such as `peers 3.5 (n 4)`.
    pub said: String,
}

/// Every skill over all periods, a small picture each.
#[derive(Clone, Debug)]
pub struct Multiples<'a> {
    /// What the pictures show, in a sentence.
    pub finding: &'a str,
    /// Oldest first.
    pub periods: Vec<String>,
    pub panels: Vec<Panel<'a, Course<'a>>>,
}

#[derive(Clone, Debug)]
pub struct Course<'a> {
    pub title: &'a str,
    pub target: Option<Hundredths>,
    /// One for each period.
    pub points: Vec<Point>,
}

#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub score: Option<Hundredths>,
    /// Whether the same questions in the same words were rated as in the period before; none where
    /// there is nothing to say, as for the first.
    pub same_questions: Option<bool>,
}
