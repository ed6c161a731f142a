//! What changed since an earlier assessment, like for like.

use crate::domain::decimal::whole;
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::privacy::Comparison;
use crate::page::{Block, Item, list, paragraph, plain, strong};
use crate::report::diff::thin;
use crate::report::wording::{change, list as names, stand_in};

/// The skills by how they changed, a line each.
pub(super) fn blocks(since: &Comparison<'_>, has_ratings: bool) -> Vec<Block> {
    let lost = [since.from(), since.to()].map(|made| stand_in(made.assessment, made.rubric));
    if let Some(lost) = lost.into_iter().flatten().next() {
        return vec![paragraph(lost)];
    }
    let groups = [
        ("Clear rise, with new evidence", Group::Evidenced),
        ("Clear rise", Group::Claimed),
        ("Small change", Group::Small),
        ("Some up, some down", Group::Mixed),
        ("No change", Group::None),
        ("Clear fall", Group::Fall),
        ("Not comparable", Group::NotComparable),
    ];
    list(groups.into_iter().filter_map(|(title, group)| {
        let skills = since
            .diff
            .skills
            .iter()
            .filter(|skill| Group::of(skill) == group);
        let skills = skills.map(|skill| named(skill, has_ratings));
        let skills: Vec<_> = skills.collect();
        let said = plain(format!(" {}.", names(&skills)));
        (!skills.is_empty()).then(|| Item::of(vec![strong(format!("{title}:")), said]))
    }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Evidenced,
    Claimed,
    Small,
    Mixed,
    None,
    Fall,
    NotComparable,
}

impl Group {
    fn of(skill: &SkillDiff<'_>) -> Self {
        let is_up = skill.change().is_some_and(|change| change > whole(0));
        match skill.reading() {
            Reading::NotComparable => Self::NotComparable,
            Reading::None => Self::None,
            Reading::Small => Self::Small,
            Reading::Mixed => Self::Mixed,
            Reading::Clear if !is_up => Self::Fall,
            Reading::Clear if skill.evidenced == Some(true) => Self::Evidenced,
            Reading::Clear => Self::Claimed,
        }
    }
}

/// A skill, how far it moved, and on how little that rests.
fn named(skill: &SkillDiff<'_>, has_ratings: bool) -> String {
    let moved = skill
        .change()
        .filter(|moved| has_ratings && *moved != whole(0));
    let moved = moved.map(|moved| change(Some(&moved)));
    let details: Vec<_> = moved.into_iter().chain(thin(skill)).collect();
    let title = &skill.skill.title;
    if details.is_empty() {
        title.clone()
    } else {
        format!("{title} ({})", details.join(", "))
    }
}
