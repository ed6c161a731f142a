//! How much of each skill the person wants: asked before anything else of a rubric with own targets.

use super::{Action, Event, Interview, NextStep, Rejection, Step};
use crate::domain::decimal::{Exact, whole};
use crate::domain::rubric::{OWN_ROLE, Rating, Skill};

impl<'a> Interview<'a> {
    /// Whether the targets are what the person says they want.
    #[must_use]
    pub fn has_wanted(&self) -> bool {
        self.rubric.own_targets && self.draft.role == OWN_ROLE
    }

    /// The skill at a place of the rubric, and how much of it is wanted as far as that is said.
    #[must_use]
    pub fn wanted_of(&self, place: usize) -> Option<(&'a Skill, Option<&Exact>)> {
        let skill = self.rubric.skills.get(place)?;
        Some((skill, self.draft.targets.get(&skill.id)))
    }

    /// Where a skill is among those asked about first, and their number, counted from 1; none where
    /// it was opened from the review.
    #[must_use]
    pub fn wanted_position(&self, place: usize) -> Option<(usize, usize)> {
        let position = self.wanted.iter().position(|asked| *asked == place)?;
        (self.next == NextStep::Question).then_some((position + 1, self.wanted.len()))
    }

    /// The places of the skills, or of that skill alone, of which nothing is said yet.
    pub(super) fn not_yet_wanted(&self, only: Option<&str>) -> Vec<usize> {
        let skills = self.rubric.skills.iter().enumerate();
        let asked = skills.filter(|(_, skill)| only.is_none_or(|id| id == skill.id));
        asked
            .filter(|(_, skill)| !self.draft.targets.contains_key(&skill.id))
            .map(|(place, _)| place)
            .collect()
    }

    pub(super) fn wanted(&mut self, place: usize, action: Action) -> Result<Vec<Event>, Rejection> {
        let max = usize::from(Rating::MAX);
        let (skill, said) = self.wanted_of(place).ok_or(Rejection::NotHere)?;
        let mut events = Vec::new();
        match action {
            Action::Choose(choice) => {
                let rating = Rating::all().nth(choice);
                let rating = rating.ok_or(Rejection::NoSuchChoice { max })?;
                let target = whole(rating.number().into());
                self.draft.targets.insert(skill.id.clone(), target);
                events.push(Event::Wanted {
                    skill: skill.id.clone(),
                    rating,
                    earlier: self
                        .previous
                        .and_then(|it| it.targets.get(&skill.id).cloned()),
                });
            }
            Action::Continue if said.is_none() => return Err(Rejection::NoSuchChoice { max }),
            Action::Continue => {}
            Action::Skip => {
                self.draft.targets.remove(&skill.id);
            }
            Action::Back | Action::StepBack => {
                let before = self.wanted_before(place).ok_or(Rejection::AtTheStart)?;
                return self.go(before);
            }
            _ => return Err(Rejection::NotHere),
        }
        let next = match self.next {
            NextStep::Question => self.next_wanted(place),
            NextStep::Review | NextStep::Done => Step::Review,
        };
        events.extend(self.enter(next));
        Ok(events)
    }

    fn next_wanted(&self, place: usize) -> Step {
        let next = self.wanted.iter().find(|asked| **asked > place);
        next.map_or_else(|| self.after_wanted(), |place| Step::Wanted(*place))
    }

    fn wanted_before(&self, place: usize) -> Option<Step> {
        if self.next != NextStep::Question {
            return Some(Step::Review);
        }
        let before = self.wanted.iter().rev().find(|asked| **asked < place);
        let before = before.map(|place| Step::Wanted(*place));
        before.or_else(|| self.before_wanted())
    }
}
