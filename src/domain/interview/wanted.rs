//! How much of each skill the person wants: asked before anything else of a rubric with own targets.

use super::action::{Applied, chosen};
use super::{Action, Event, Interview, NextStep, Rejection, Step};
use crate::domain::decimal::{Exact, whole};
use crate::domain::rubric::{OWN_ROLE, Rating, Skill};

impl<'a> Interview<'a> {
    /// Whether the targets are what the person says they want.
    pub fn has_wanted(&self) -> bool {
        self.rubric.own_targets && self.draft.role == OWN_ROLE
    }

    /// The skill at a place of the rubric, and how much of it is wanted as far as that is said.
    pub fn wanted_of(&self, place: usize) -> Option<(&'a Skill, Option<&Exact>)> {
        let skill = self.rubric.skills.get(place)?;
        Some((skill, self.draft.targets.get(&skill.id)))
    }

    /// Where a skill is among those asked about first, and their number, counted from 1; none where
    /// it was opened from the review.
    pub fn wanted_position(&self, place: usize) -> Option<(usize, usize)> {
        let wanted = self.opening.iter();
        let wanted = wanted.filter(|step| matches!(step, Step::Wanted(_)));
        let mut asked = wanted.clone();
        let position = asked.position(|step| *step == Step::Wanted(place))?;
        (self.next == NextStep::Question).then_some((position + 1, wanted.count()))
    }

    /// The places of the skills, or of that skill alone, of which nothing is said yet; none once
    /// questions are answered.
    pub(super) fn not_yet_wanted(&self, only: Option<&str>) -> Vec<usize> {
        let is_due = self.draft.answered() == 0 && self.has_wanted();
        let is_asked = |place: &usize| {
            let id = &self.rubric.skills[*place].id;
            is_due && only.is_none_or(|only| only == id) && !self.draft.targets.contains_key(id)
        };
        (0..self.rubric.skills.len()).filter(is_asked).collect()
    }

    pub(super) fn wanted(&mut self, place: usize, action: Action) -> Applied {
        let ratings: Vec<_> = Rating::all().collect();
        let (skill, said) = self.wanted_of(place).ok_or_else(Rejection::not_here)?;
        match action {
            Action::Choose(choice) => {
                let rating = *chosen(&ratings, choice)?;
                let target = whole(rating.number().into());
                self.draft.targets.insert(skill.id.clone(), target);
                let earlier = self.previous.and_then(|it| it.targets.get(&skill.id));
                let wanted = Event::Wanted(skill.id.clone(), rating, earlier.cloned());
                self.events.push(wanted);
            }
            Action::Continue if said.is_none() => {
                return Err("choose a number from 1 to 5".into());
            }
            Action::Continue => {}
            Action::Skip => {
                self.draft.targets.remove(&skill.id);
            }
            _ => return Err(Rejection::not_here()),
        }
        Ok(())
    }
}
