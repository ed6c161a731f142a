//! What roles and stages ask for, and what was core in other times.

use std::collections::BTreeMap;

use super::Parts;
use super::fields::{ClosingFields, EraFields, PerId, ProfileFields, RubricFields, StageFields};
use crate::domain::decimal::{Exact, whole};
use crate::domain::rubric::{Closing, Cluster, Era, OWN_ROLE, Profile, Rating, Skill, Stage};
use crate::domain::suggest::or_meant;
use crate::format::yaml::{Text, at, each, items};

impl Parts<'_> {
    /// The roles. Where people set targets of their own, that is the first, and there may be no other.
    pub(super) fn profiles(&mut self, fields: &RubricFields, own_targets: bool) -> Vec<Profile> {
        let place = fields.profiles.as_ref().map_or_else(|| fields.id.at(), at);
        let mut profiles = each(items(&fields.profiles), |it| self.profile(it));
        if own_targets {
            profiles.insert(0, Profile::own(BTreeMap::new()));
        } else if profiles.is_empty() {
            let what = fields.profiles.as_ref().map_or("missing", |_| "empty");
            let message = format!("`profiles` is {what}; `own_targets: true` does without them");
            self.reader.problem(place, message);
        }
        profiles
    }

    fn profile(&mut self, fields: &ProfileFields) -> Profile {
        let id = self.id("profile", &fields.id);
        if id == OWN_ROLE {
            let message = format!(
                "`{id}` is the role of a person's own targets; give this profile another id"
            );
            self.reader.problem(fields.id.at(), message);
        }
        let what = format!("profile `{id}`: `targets`");
        let targets = self.per_skill(&what, &fields.targets);
        let bounds = whole(Rating::MIN.into())..=whole(Rating::MAX.into());
        for (key, node) in &fields.targets.0 {
            let target = targets.get(&key.value);
            if target.is_some_and(|target| !bounds.contains(target)) {
                let message = format!("{what}: the target of `{}` is not from 1 to 5", key.value);
                self.reader.problem(node.at(), message);
            }
        }
        let first = fields.targets.0.first();
        let place = first.map_or(fields.id.at(), |(key, _)| at(key));
        self.places.insert(format!("targets {id}"), place);
        Profile {
            id,
            title: fields.title.to_string(),
            why: fields.why.to_string(),
            targets,
        }
    }

    pub(super) fn stage(&mut self, fields: &StageFields) -> Stage {
        let id = self.id("stage", &fields.id);
        Stage {
            adjust: self.per_skill(&format!("stage `{id}`: `adjust`"), &fields.adjust),
            id,
            title: fields.title.to_string(),
            why: fields.why.to_string(),
        }
    }

    pub(super) fn era(&mut self, fields: &EraFields) -> Era {
        for skill in &fields.core.value {
            if !self.has("skill", skill.get()) {
                let message = format!("`core` names `{}`, which is not a skill", skill.get());
                self.reader.problem(at(&fields.core), message);
            }
        }
        Era {
            id: self.id("era", &fields.id),
            title: fields.title.to_string(),
            years: fields.years.to_string(),
            why: fields.why.to_string(),
            core: fields.core.value.iter().map(Text::to_string).collect(),
        }
    }

    pub(super) fn closing(&mut self, fields: &ClosingFields, stages: &[Stage]) -> Closing {
        let ask = self.asked("`closing`: `ask`", &fields.ask);
        let mut found = BTreeMap::new();
        for (key, node) in fields.stages.iter().flat_map(|stages| &stages.0) {
            let name = &key.value;
            if !stages.iter().any(|stage| stage.id == *name) {
                let message = format!("`closing`: there is no stage `{name}`");
                self.reader.problem(at(key), message);
            }
            let ask = self.asked(&format!("`closing`: `stages`: `{name}`"), node);
            found.insert(name.clone(), ask);
        }
        Closing { ask, stages: found }
    }

    pub(super) fn asked(&mut self, what: &str, node: &Text) -> String {
        if !node.get().trim_end().ends_with(['?', '？', '؟']) {
            let message = format!("{what} does not end with a question mark");
            self.reader.problem(node.at(), message);
        }
        node.to_string()
    }

    fn per_skill(&mut self, what: &str, numbers: &PerId) -> BTreeMap<String, Exact> {
        let mut found = BTreeMap::new();
        for (key, value) in &numbers.0 {
            let name = &key.value;
            if self.has("skill", name) {
                let number = self.decimal(&format!("{what}: `{name}`"), value);
                found.extend(number.map(|number| (name.clone(), number)));
            } else {
                let skills = self.places.keys();
                let skills = skills.filter_map(|place| place.strip_prefix("skill "));
                let message = format!("{what}: there is no skill `{name}`");
                self.reader
                    .problem(at(key), or_meant(message, name, skills));
            }
        }
        found
    }

    /// Whether every skill has a target in every profile, and every cluster a skill.
    pub(super) fn check_references(
        &mut self,
        clusters: &[Cluster],
        skills: &[Skill],
        profiles: &[Profile],
    ) {
        let given = profiles.iter().filter(|profile| profile.id != OWN_ROLE);
        for Profile { id, targets, .. } in given {
            let at = self.place(&format!("targets {id}"));
            let is_left_out = |skill: &&Skill| !targets.contains_key(&skill.id);
            for skill in skills.iter().filter(is_left_out) {
                let message = format!("profile `{id}` has no target for skill `{}`", skill.id);
                self.reader.problem(at, message);
            }
        }
        for Cluster { id, .. } in clusters {
            if skills.iter().all(|skill| skill.cluster != *id) {
                let at = self.place(&format!("cluster {id}"));
                let message = format!("no skill belongs to cluster `{id}`");
                self.reader.problem(at, message);
            }
        }
    }
}
