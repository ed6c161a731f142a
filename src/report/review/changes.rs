//! What changed since an earlier assessment, like for like.

use crate::domain::decimal::{Exact, whole};
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::privacy::Comparison;
use crate::page::{Block, Item, list, paragraph, plain, strong};
use crate::report::diff::thin;
use crate::report::wording::{change, list as names, stand_in};

pub(super) fn blocks(since: &Comparison<'_>, has_ratings: bool) -> Vec<Block> {
    let lost = [since.from(), since.to()].map(|made| stand_in(made.assessment, made.rubric));
    if let Some(lost) = lost.into_iter().flatten().next() {
        return vec![paragraph(lost)];
    }
    list(GROUPS.into_iter().filter_map(|title| {
        let skills = since.skills.iter();
        let skills = skills.filter(|skill| group(skill) == title);
        let skills: Vec<_> = skills.map(|skill| named(skill, has_ratings)).collect();
        let said = plain(format!(" {}.", names(&skills)));
        (!skills.is_empty()).then(|| Item::of(vec![strong(format!("{title}:")), said]))
    }))
}

const GROUPS: [&str; 7] = [
    "Clear rise, with new evidence",
    "Clear rise",
    "Small change",
    "Some up, some down",
    "No change",
    "Clear fall",
    "Not comparable",
];

fn group(skill: &SkillDiff<'_>) -> &'static str {
    let is_up = skill.change().is_some_and(|change| change > whole(0));
    let [evidenced, rise, small, mixed, none, fall, not_comparable] = GROUPS;
    match skill.reading {
        Reading::NotComparable => not_comparable,
        Reading::None => none,
        Reading::Small => small,
        Reading::Mixed => mixed,
        Reading::Clear if !is_up => fall,
        Reading::Clear if skill.evidenced == Some(true) => evidenced,
        Reading::Clear => rise,
    }
}

/// A skill, how far it moved, and on how little that rests.
fn named(skill: &SkillDiff<'_>, has_ratings: bool) -> String {
    let moved = skill.change().filter(|moved| *moved != whole(0));
    let is_small = skill.reading == Reading::Small;
    let moved = moved.and_then(|moved| match (has_ratings, moved > whole(0)) {
        (true, _) => Some(change(Some(&moved))),
        // The other groups say themselves which way.
        (false, true) => is_small.then(|| "up".to_owned()),
        (false, false) => is_small.then(|| "down".to_owned()),
    });
    // As far as a clear change, and yet none.
    let half = Exact::new(1.into(), 2.into());
    let is_far = |change: &Exact| *change >= half || *change <= -half.clone();
    let is_puzzling = has_ratings && is_small && skill.change().as_ref().is_some_and(is_far);
    let why = is_puzzling.then(|| "one question moved".to_owned());
    let details: Vec<_> = moved.into_iter().chain(thin(skill)).chain(why).collect();
    let title = &skill.skill.title;
    if details.is_empty() {
        title.clone()
    } else {
        format!("{title} ({})", details.join(", "))
    }
}
