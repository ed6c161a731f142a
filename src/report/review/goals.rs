//! What came of each focus, and what comes next.

use super::written;
use crate::domain::assessment::{Focus, FocusOutcome, Outcome};
use crate::page::{Block, Item, Span, list, plain, strong};
use crate::report::Report;
use crate::report::wording::{joined, sign};

pub(super) fn blocks(quarters: &[Report<'_>], next_first: bool) -> Vec<Block> {
    let past = quarters.iter().flat_map(|report| {
        let period = (quarters.len() > 1).then(|| format!(", {}", report.assessment.period));
        let period = period.unwrap_or_default();
        report
            .last_focus()
            .filter_map(move |last| outcome(report, last, &period))
    });
    let last = quarters.last().into_iter();
    let next = last.flat_map(|report| report.focus().map(move |focus| next(report, focus)));
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
    let skill = report.skill_title(&last.focus.skill);
    let lead = strong(format!("{what} ({skill}{period}):"));
    let words = joined([last.focus.action.as_str(), &last.note], "\n\n");
    Some(Item::of(vec![lead]).words(words))
}

fn next(report: &Report<'_>, focus: &Focus) -> Item {
    let skill = report.skill_title(&focus.skill);
    let lead = match focus.by {
        None => vec![strong(format!("Next ({skill}):"))],
        Some(day) => vec![
            strong(format!("Next ({skill})")),
            plain(", by "),
            Span::Whole(written(day)),
            plain(":"),
        ],
    };
    Item::of(lead).words(joined([focus.action.as_str(), &sign(&focus.sign)], "\n\n"))
}
