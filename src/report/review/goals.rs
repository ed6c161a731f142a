//! What came of each focus, and what comes next.

use super::words::{of_period, skill_title, written};
use crate::domain::assessment::{Focus, FocusOutcome, Outcome};
use crate::page::{Block, Item, Span, list, plain, strong};
use crate::report::Report;
use crate::report::wording::sign;

/// The focuses of all quarters with what came of them, and those of the last that are to come.
pub(super) fn blocks(quarters: &[Report<'_>], next_first: bool) -> Vec<Block> {
    let several = quarters.len() > 1;
    let past = quarters.iter().flat_map(|report| {
        let period = of_period(report.assessment.period, several);
        let last = report.last_focus();
        last.filter_map(move |last| outcome(report, last, &period))
    });
    let last = quarters.last();
    let next = last.into_iter().flat_map(|report| {
        let focus = report.focus();
        focus.map(move |focus| next(report, focus))
    });
    if next_first {
        list(next.chain(past))
    } else {
        list(past.chain(next))
    }
}

fn outcome(report: &Report<'_>, last: &FocusOutcome, period: &str) -> Option<Item> {
    let what = match last.outcome? {
        Outcome::Done => "Done",
        Outcome::Partly => "Partly done",
        Outcome::Dropped => "Dropped",
    };
    let skill = skill_title(report, &last.focus.skill);
    let lead = strong(format!("{what} ({skill}{period}):"));
    Some(Item::of(vec![lead]).words(lines([&last.focus.action, &last.note])))
}

fn next(report: &Report<'_>, focus: &Focus) -> Item {
    let skill = skill_title(report, &focus.skill);
    let lead = match focus.by {
        None => vec![strong(format!("Next ({skill}):"))],
        Some(day) => vec![
            strong(format!("Next ({skill})")),
            plain(", by "),
            Span::Whole(written(day)),
            plain(":"),
        ],
    };
    Item::of(lead).words(lines([&focus.action, &sign(&focus.sign)]))
}

/// The texts that are there, a paragraph each.
fn lines(texts: [&str; 2]) -> String {
    let texts = texts.into_iter().map(str::trim);
    texts
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}
