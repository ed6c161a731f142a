//! Words that several parts of a review share.

use jiff::civil::Date;

use crate::domain::assessment::OWN_ROLE;
use crate::domain::period::Period;
use crate::report::Report;

pub(super) fn role(report: &Report<'_>) -> Option<String> {
    let role = &report.bar.profile;
    let stage = report.bar.stage.map(|stage| format!(", {}", stage.title));
    let is_own = role.id == OWN_ROLE;
    (!is_own).then(|| format!("{}{}", role.title, stage.unwrap_or_default()))
}

/// A day as people write it: `20 November 2026`.
pub(super) fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The first sentence of a text of the rubric's.
pub(super) fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").map_or(text.len(), |end| end + 1);
    text.trim().get(..end).unwrap_or(text)
}

/// `2026-Q3` where there is more than one quarter.
pub(super) fn of_period(period: Period, several: bool) -> String {
    if several {
        format!(", {period}")
    } else {
        String::new()
    }
}
