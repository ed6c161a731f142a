//! Result to text. A report says what is said, in which order and rounding; the rest are looks.

pub mod calendar;
pub mod chart;
pub mod config;
pub mod csv;
pub mod diff;
pub mod document;
pub mod era;
pub mod explain;
pub mod history;
pub mod html;
pub mod json;
pub mod list;
pub mod log;
pub mod look;
pub mod markdown;
pub mod note;
pub mod passage;
pub mod pictures;
pub mod plain;
pub mod report;
pub mod review;
pub mod rubric;
pub mod scores;
pub mod status;
pub mod table;
pub mod wording;
