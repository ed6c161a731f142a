//! What the author should know before somebody else reads the review.

use itertools::Itertools;

use super::picked::{achievements, highlighted};
use super::{Part, Review, parts};
use crate::domain::assessment::Assessment;
use crate::report::Report;
use crate::report::wording::count;

/// What is in these parts of a review that its author may not want there, and what is not. `open`
/// makes the command that opens a question, where there is one.
pub fn preflight(
    review: &Review<'_>,
    named: &[Part],
    open: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let Some(last) = review.quarters.last() else {
        return Vec::new();
    };
    let has = |part| named.contains(&part);
    let mut lines = Vec::new();
    if has(Part::Delivered) && review.quarters.iter().all(|it| achievements(it).is_empty()) {
        let thin = if review.is_thin(last) {
            "; it begins with the answers that have a text"
        } else {
            ""
        };
        lines.push(format!(
            "nothing to lead with: no highlight, and no evidence for a rating of 4 or 5{thin}"
        ));
    }
    if has(Part::Scores) && review.has_ratings {
        let claims = last.skills().flat_map(|skill| skill.score.unsupported());
        lines.extend(claims.map(|claim| {
            let (rating, title) = (claim.rating, &claim.question.title);
            let open = open(&claim.question.id);
            let open = open.map_or_else(String::new, |open| format!(": `{open}`"));
            format!("no evidence yet for the {rating} on “{title}”{open}")
        }));
    }
    let answers = review.quarters.iter().flat_map(|report| {
        let skills = report.skills();
        skills.flat_map(|skill| parts::answers(skill, report, true))
    });
    let answers = answers.count();
    if !has(Part::Evidence) && answers > 0 {
        let are = if answers == 1 { "is" } else { "are" };
        let answers = count(answers, "answer");
        lines.push(format!("{answers} {are} not shown; `--evidence` adds them"));
    }
    let known = review
        .others
        .keys()
        .filter(|relation| relation.is_one_person());
    let known = known.map(|relation| relation.word()).join(" and your ");
    if has(Part::Others) && !known.is_empty() {
        lines.push(format!(
            "readers know who your {known} is, and so whose ratings these are; ask before you hand them on"
        ));
    }
    let has_focus = last.focus().next().is_some() || last.last_focus().next().is_some();
    let as_written = match (
        has(Part::Goals) && has_focus,
        has(Part::Outlook) && last.closing().is_some(),
    ) {
        (false, false) => "",
        (true, false) => "your focus goes in as you wrote it; ",
        (false, true) => "your closing answer goes in as you wrote it; ",
        (true, true) => "your focus and your closing answer go in as you wrote them; ",
    };
    let check = "names of people are yours to check, as emkit doesn't look for them";
    lines.push(format!("{as_written}{check}"));
    lines
}

pub fn lost_highlights(report: &Report<'_>, whole: &Assessment) -> Vec<String> {
    let highlights = whole.highlights.iter();
    let lost = highlights.filter(|highlight| highlighted(report, highlight).is_none());
    let lost = lost.map(|highlight| {
        let id = highlight.question.as_deref().unwrap_or_default();
        let (title, why) = match (report.rubric.question(id), whole.answer(id)) {
            (None, _) => (id, "is not in the rubric any more"),
            (Some((_, it)), Some(answer)) if answer.private => (&*it.title, "is private"),
            (Some((_, it)), Some(answer)) if answer.rating().is_some() => {
                (&*it.title, "has no text")
            }
            (Some((_, it)), _) => (&*it.title, "has no rating"),
        };
        format!("highlight left out: “{title}” {why}")
    });
    lost.collect_vec()
}
