//! Plurals, lists and figures in words.

use itertools::Itertools;

use crate::domain::assessment::Assessment;
use crate::domain::decimal::{Exact, Hundredths};
use crate::domain::feedback::Relation;
use crate::domain::rubric::{Cluster, Rubric, Skill};
use crate::domain::scoring::ClusterScore;
use crate::domain::status::Progress;

/// `1 question`, `2 questions`.
pub fn count(number: usize, noun: &str) -> String {
    let stem = noun.strip_suffix('y');
    match stem.filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        _ if number == 1 => format!("1 {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None if noun.ends_with('s') => format!("{number} {noun}es"),
        None => format!("{number} {noun}s"),
    }
}

pub fn are(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let mut items = items.into_iter().collect_vec();
    let last = items.pop();
    let last = last.as_ref().map_or("", AsRef::as_ref);
    let most = items.iter().map(AsRef::as_ref).join(", ");
    if items.is_empty() {
        last.to_owned()
    } else {
        format!("{most} and {last}")
    }
}

pub(super) fn joined<'t>(texts: impl IntoIterator<Item = &'t str>, between: &str) -> String {
    let texts = texts.into_iter().map(str::trim);
    texts.filter(|text| !text.is_empty()).join(between)
}

pub fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + rest.as_str()
}

/// What the people of a relation are called, such as `Manager` and `Peers`.
pub fn name(relation: Relation) -> String {
    let s = if relation.is_one_person() { "" } else { "s" };
    capitalized(relation.word()) + s
}

pub fn figure(exact: Option<&Exact>) -> String {
    exact.map_or_else(|| "–".to_owned(), two_decimals)
}

pub fn two_decimals(exact: &Exact) -> String {
    Hundredths::round(exact).to_string()
}

/// What was written as a number: without decimals where there are none.
pub fn decimal(exact: &Exact) -> String {
    if exact.is_integer() {
        exact.to_integer().to_string()
    } else {
        two_decimals(exact)
    }
}

pub fn change(exact: Option<&Exact>) -> String {
    exact.map_or_else(|| "–".to_owned(), |exact| Hundredths::round(exact).signed())
}

/// How far a draft is: `12 of 28 rated, 2 skipped, 1 not applicable`.
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

/// By what the person will know that a focus has worked; nothing where nobody said.
pub fn sign(sign: &str) -> String {
    match bare_sign(sign) {
        "" => String::new(),
        sign => format!("I'll know it worked if: {sign}"),
    }
}

/// A sign without `I'll know it worked if` before it.
pub fn bare_sign(sign: &str) -> &str {
    let sign = sign.trim();
    let begins = ["I'll know it worked if", "I’ll know it worked if"].into_iter();
    let mut begun = begins.filter_map(|begin| {
        let (before, bare) = sign.split_at_checked(begin.len())?;
        before.eq_ignore_ascii_case(begin).then_some(bare)
    });
    begun
        .next()
        .map_or(sign, |bare| bare.trim_start_matches(':').trim_start())
}

/// That these private things are left out; nothing where none is.
pub fn left_out(things: &[(usize, &str)]) -> Option<String> {
    let things = things.iter().filter(|(number, _)| *number > 0);
    let all: usize = things.clone().map(|(number, _)| number).sum();
    let them = if all == 1 { "it" } else { "them" };
    let named = list(things.map(|(number, noun)| count(*number, noun)));
    (all > 0).then(|| format!("{named} hidden; `--include-private` shows {them}."))
}

/// That the questions on a page are not the ones that were answered; nothing where they are.
pub fn stand_in(assessment: &Assessment, rubric: &Rubric) -> Option<String> {
    (!assessment.is_made_with(rubric)).then(|| {
        format!(
            "The wording that {} was answered in is not in the store: today's `{}` stands in for it, and nothing is compared with it.",
            assessment.period, rubric.id
        )
    })
}

/// A cluster's mean next to the skill that it hides; nothing where the cluster has no skills.
pub fn cluster_line<'a>(
    cluster: &Cluster,
    score: &ClusterScore,
    skills: impl Iterator<Item = (&'a Skill, bool)>,
) -> Option<String> {
    let skills: Vec<_> = skills.collect();
    let title = &cluster.title;
    let Some(mean) = score.score.as_ref().map(two_decimals) else {
        return (!skills.is_empty()).then(|| format!("{title}: no score yet"));
    };
    let scored = skills.iter().filter(|(_, is_scored)| *is_scored).count();
    let over = match skills.len() {
        all if scored == all => String::new(),
        all => format!(" over {scored} of {all} skills"),
    };
    let mut skills = skills.into_iter().map(|(skill, _)| skill);
    // Of equal ones none is the lowest.
    let lowest = score.lowest.as_ref().filter(|_| !score.is_even);
    let lowest = lowest.and_then(|id| skills.find(|skill| skill.id == *id));
    let lowest = lowest.map_or_else(String::new, |it| format!(", lowest {}", it.title));
    Some(format!("{title}: mean {mean}{over}{lowest}"))
}
