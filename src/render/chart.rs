//! Pictures for a page: figures in, markup out. They know no assessment, only what they draw.
//!
//! A picture is a piece of HTML with an SVG for each part. Colours, widths and fonts come from
//! [`STYLE`] alone, so that a page without it is still readable and one with it needs no `style`
//! attribute. Everything a picture shows stands in its description in words too.

mod bars;
mod drawing;
mod letters;
mod multiples;
mod scale;

use crate::domain::figure::Hundredths;

pub use bars::bars;
pub use multiples::multiples;

/// What the classes of the pictures look like: light, dark and on paper.
///
/// It sets the colours as custom properties of the root, which a page may use and, further down,
/// set otherwise.
pub const STYLE: &str = include_str!("chart/chart.css");

/// A cluster with what is drawn for each of its skills.
#[derive(Clone, Debug)]
pub struct Panel<'a, T> {
    pub title: &'a str,
    /// What is said of the cluster next to its title, such as its mean; may be empty.
    pub said: String,
    pub skills: Vec<T>,
}

/// Scores as bars against targets.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// Once in a page: letters, digits and `-`.
    pub id: &'a str,
    pub title: &'a str,
    /// Of the ratings 1 to 5.
    pub labels: [&'a str; 5],
    pub panels: Vec<Panel<'a, Bar<'a>>>,
}

#[derive(Clone, Debug)]
pub struct Bar<'a> {
    pub title: &'a str,
    pub score: Option<Hundredths>,
    /// What evidence shows of the score.
    pub supported: Option<Hundredths>,
    pub target: Option<Hundredths>,
    pub gap: Option<Hundredths>,
}

/// Every skill over all periods, a small picture each.
#[derive(Clone, Debug)]
pub struct Multiples<'a> {
    /// Once in a page: letters, digits and `-`.
    pub id: &'a str,
    pub title: &'a str,
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
