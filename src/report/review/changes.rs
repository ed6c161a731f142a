//! What changed since an earlier assessment, like for like.

use itertools::Itertools;

use crate::domain::decimal::{Exact, whole};
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::privacy::Comparison;
use crate::page::{Block, Item, list, paragraph, plain, strong};
use crate::report::diff::thin;
use crate::report::wording::{change, list as names, stand_in};

pub(super) fn blocks(since: &Comparison<'_>, has_ratings: bool) -> Vec<Block> {
    let mut lost = [since.from(), since.to()].into_iter();
    if let Some(lost) = lost.find_map(|made| stand_in(made.assessment, made.rubric)) {
        return vec![paragraph(lost)];
    }
    let groups = since
        .skills
        .iter()
        .map(|skill| (group(skill), named(skill, has_ratings)));
    let groups = groups.into_group_map().into_iter().sorted();
    list(groups.map(|((_, title), skills)| {
        let said = plain(format!(" {}.", names(&skills)));
        Item::of(vec![strong(format!("{title}:")), said])
    }))
}

/// The place and the title of a skill's group.
fn group(skill: &SkillDiff<'_>) -> (u8, &'static str) {
    let is_up = skill.change().is_some_and(|change| change > whole(0));
    match skill.reading {
        Reading::Clear if is_up && skill.evidenced == Some(true) => {
            (0, "Clear rise, with new evidence")
        }
        Reading::Clear if is_up => (1, "Clear rise"),
        Reading::Small => (2, "Small change"),
        Reading::Mixed => (3, "Some up, some down"),
        Reading::None => (4, "No change"),
        Reading::Clear => (5, "Clear fall"),
        Reading::NotComparable => (6, "Not comparable"),
    }
}

fn named(skill: &SkillDiff<'_>, has_ratings: bool) -> String {
    let moved = skill.change().unwrap_or_else(|| whole(0));
    let (is_small, is_up) = (skill.reading == Reading::Small, moved > whole(0));
    let is_said = moved != whole(0) && (has_ratings || is_small);
    let far = if has_ratings {
        change(Some(&moved))
    } else {
        // The other groups say themselves which way.
        if is_up { "up" } else { "down" }.to_owned()
    };
    // As far as a clear change, and yet none.
    let half = Exact::new(1.into(), 2.into());
    let is_puzzling = has_ratings && is_small && (moved >= half || moved <= -half);
    let details = [
        is_said.then_some(far),
        thin(skill),
        is_puzzling.then(|| "one question moved".to_owned()),
    ];
    let (title, details) = (&skill.skill.title, details.iter().flatten().join(", "));
    if details.is_empty() {
        return title.clone();
    }
    format!("{title} ({details})")
}
