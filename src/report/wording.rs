//! Plurals, lists and figures in words.

use crate::domain::assessment::Assessment;
use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::quarter::Progress;
use crate::domain::rubric::Rubric;

/// `1 question`, `2 questions`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let stem = noun.strip_suffix('y');
    match (
        number,
        stem.filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])),
    ) {
        (1, _) => format!("1 {noun}"),
        (_, None) if noun.ends_with('s') => format!("{number} {noun}es"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {noun}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A figure with two decimals, or a dash where there is none.
#[must_use]
pub fn figure(exact: Option<&Exact>) -> String {
    exact.map_or_else(|| "–".to_owned(), two_decimals)
}

/// A figure with two decimals.
#[must_use]
pub fn two_decimals(exact: &Exact) -> String {
    Hundredths::round(exact).to_string()
}

/// A change with its sign, or a dash.
#[must_use]
pub fn change(exact: Option<&Exact>) -> String {
    exact.map_or_else(|| "–".to_owned(), |exact| Hundredths::round(exact).signed())
}

/// How far a draft is: `12 of 28 rated, 2 skipped, 1 not applicable`.
#[must_use]
pub fn progress_text(draft: Progress) -> String {
    let rated = format!("{} of {} rated", draft.rated, draft.questions);
    let others = [
        (draft.skipped, "skipped"),
        (draft.not_applicable, "not applicable"),
    ];
    let others = others.into_iter().filter(|(number, _)| *number > 0);
    let others = others.map(|(number, what)| format!(", {number} {what}"));
    std::iter::once(rated).chain(others).collect()
}

/// By what a focus will be known to have worked; nothing where nobody said.
#[must_use]
pub fn sign(sign: &str) -> String {
    match sign.trim() {
        "" => String::new(),
        sign => format!("It worked if: {sign}"),
    }
}

/// That these private things, or what `of` says of them, are left out; nothing where none is.
#[must_use]
pub fn left_out(of: &str, things: &[(usize, &str)]) -> Option<String> {
    let things = things.iter().filter(|(number, _)| *number > 0);
    let all: usize = things.clone().map(|(number, _)| number).sum();
    let them = if all == 1 { "it" } else { "them" };
    let named: Vec<_> = things.map(|(number, noun)| count(*number, noun)).collect();
    (all > 0).then(|| {
        format!(
            "Left out: {of}{}; `--include-private` brings {them} in.",
            list(&named)
        )
    })
}

/// That the questions on a page are not the ones that were answered; nothing where they are.
#[must_use]
pub fn stand_in(assessment: &Assessment, rubric: &Rubric) -> Option<String> {
    (!assessment.is_made_with(rubric)).then(|| {
        format!(
            "The wording that {} was answered in is not in the store: today's `{}` stands in for it, and nothing is compared with it.",
            assessment.period, rubric.id
        )
    })
}

/// A cluster's mean over the skills that have a score, or that there is none.
#[must_use]
pub fn mean(score: Option<&Exact>, scored: usize, skills: usize) -> String {
    match score {
        Some(score) => format!("mean {}{}", two_decimals(score), over(scored, skills)),
        None => "no score yet".to_owned(),
    }
}

/// A cluster with its mean, and next to it the skill that the mean hides.
#[must_use]
pub fn cluster_line(title: &str, mean: &str, lowest: Option<&str>) -> String {
    let lowest = lowest.map_or_else(String::new, |lowest| format!(", lowest {lowest}"));
    format!("{title}: {mean}{lowest}")
}

/// Over how many skills a mean is taken, where some have no score: ` over 1 of 4 skills`.
fn over(scored: usize, skills: usize) -> String {
    if scored == skills {
        String::new()
    } else {
        format!(" over {scored} of {skills} skills")
    }
}
