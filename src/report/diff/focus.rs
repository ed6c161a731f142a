//! What the earlier assessment chose to work on, next to whether that skill moved.

use crate::domain::assessment::Focus;
use crate::domain::diff::{Reading, SkillDiff};
use crate::domain::privacy::Comparison;
use crate::page::Item;
use crate::report::wording::{change, joined};

/// Everything that the earlier assessment chose, in its order, with what came of it.
pub(super) fn chosen(shown: &Comparison<'_>) -> impl Iterator<Item = Item> {
    let focus = shown.from().assessment.focus.iter();
    let focus = focus.filter(|focus| !focus.is_withheld());
    focus.map(|focus| {
        let mut skills = shown.skills.iter();
        let skill = skills.find(|skill| skill.skill.id == focus.skill);
        let title = skill.map_or(&focus.skill, |skill| &skill.skill.title);
        let what = format!("{title}, {}: {}", moved(shown, skill), focus.action);
        Item::from(what).below(outcome(shown, focus).unwrap_or_default())
    })
}

fn moved(shown: &Comparison<'_>, skill: Option<&SkillDiff<'_>>) -> String {
    let Some(skill) = skill.filter(|skill| shown.to().rubric.skill(&skill.skill.id).is_some())
    else {
        return "no longer in the rubric".to_owned();
    };
    match skill.reading {
        Reading::NotComparable => "not comparable".to_owned(),
        Reading::None => "did not move".to_owned(),
        _ => {
            let supported = skill.supported_change();
            let supported = supported.map_or_else(
                || "nothing has evidence both times".to_owned(),
                |supported| format!("{} backed", change(Some(&supported))),
            );
            format!(
                "{} ({}; {supported})",
                change(skill.change().as_ref()),
                super::reading(skill),
            )
        }
    }
}

/// What the later assessment says of it. Where others lie between the two, it says it of another
/// focus, unless that was carried on in the same words.
fn outcome(shown: &Comparison<'_>, focus: &Focus) -> Option<String> {
    let is_same = |said: &Focus| said.skill == focus.skill && said.action == focus.action;
    let mut said = shown.to().assessment.last_focus.iter();
    let said = said.find(|said| is_same(&said.focus))?;
    Some(joined([said.outcome?.word(), &said.note], " · "))
}
