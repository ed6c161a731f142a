//! What the author should know before somebody else reads the review.

use super::picked::{achievements, highlighted};
use super::{Part, Review, evidence, others};
use crate::domain::assessment::Assessment;
use crate::report::Report;
use crate::report::wording::{count, list};

/// What is in these parts of a review that its author may not want there, and what is not. `open`
/// makes the command that opens a question, where there is one.
#[must_use]
pub fn preflight(
    review: &Review<'_>,
    parts: &[Part],
    open: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let Some(last) = review.quarters.last() else {
        return Vec::new();
    };
    let has = |part| parts.contains(&part);
    let mut lines = Vec::new();
    if has(Part::Delivered) && review.quarters.iter().all(|it| achievements(it).is_empty()) {
        let mut line =
            "nothing to lead with: no highlight, and no evidence for a rating of 4 or 5".to_owned();
        if review.is_thin(last) {
            line += "; it begins with the answers that have a text";
        }
        lines.push(line);
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
    let answers: usize = review.quarters.iter().map(evidence::count).sum();
    if !has(Part::Evidence) && answers > 0 {
        let are = if answers == 1 { "is" } else { "are" };
        let answers = count(answers, "answer");
        lines.push(format!("{answers} {are} not shown; `--evidence` adds them"));
    }
    lines.extend(others::preflight(review.others).filter(|_| has(Part::Others)));
    lines.push(as_written(last, has));
    lines
}

fn as_written(report: &Report<'_>, has: impl Fn(Part) -> bool) -> String {
    let has_focus = report.focus().next().is_some() || report.last_focus().next().is_some();
    let words = [
        ("your focus", has(Part::Goals) && has_focus),
        (
            "your closing answer",
            has(Part::Outlook) && report.closing().is_some(),
        ),
    ];
    let words = words.into_iter().filter(|(_, is_in)| *is_in);
    let words: Vec<_> = words.map(|(what, _)| what).collect();
    let check = "names of people are yours to check, as emkit doesn't look for them";
    match words.len() {
        0 => check.to_owned(),
        1 => format!("{} goes in as you wrote it; {check}", list(&words)),
        _ => format!("{} go in as you wrote them; {check}", list(&words)),
    }
}

#[must_use]
pub fn lost_highlights(report: &Report<'_>, whole: &Assessment) -> Vec<String> {
    let highlights = whole.highlights.iter();
    let lost = highlights.filter(|highlight| highlighted(report, highlight).is_none());
    let lost = lost.map(|highlight| {
        let id = highlight.question.as_deref().unwrap_or_default();
        let (title, why) = match report.rubric.question(id) {
            None => (id, "is not in the rubric any more"),
            Some((_, question)) => {
                let answer = whole.answer(id);
                let why = match answer {
                    Some(answer) if answer.private => "is private",
                    Some(answer) if answer.rating().is_some() => "has no text",
                    _ => "has no rating",
                };
                (question.title.as_str(), why)
            }
        };
        format!("highlight left out: “{title}” {why}")
    });
    lost.collect()
}
