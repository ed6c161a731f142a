//! What roles and stages ask for, and what was core in other times.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::Parts;
use crate::domain::decimal::{Exact, exact, whole};
use crate::domain::rubric::{Closing, Cluster, Era, OWN_ROLE, Profile, Rating, Skill, Stage};
use crate::domain::suggest::or_meant;
use crate::format::yaml::{Field, Shape, mapping, needed, sequence};

impl Parts<'_> {
    /// The roles. Where people set targets of their own, that is the first, and there may be no other.
    pub(super) fn profiles(&mut self, file: Field<'_>, own_targets: bool) -> Vec<Profile> {
        let list = file.find("profiles");
        let mut profiles = self.each(file, "profiles", Self::profile);
        if own_targets {
            profiles.insert(0, Profile::own(BTreeMap::new()));
        } else if profiles.is_empty() {
            let (what, field) = if list.is_null() {
                ("missing", file.find("id"))
            } else {
                ("empty", list)
            };
            let message = format!("`profiles` is {what}; `own_targets: true` does without them");
            self.reader.problem(field.at(), message);
        }
        profiles
    }

    fn profile(&mut self, item: Field<'_>) -> Profile {
        let [id_field, title, why, targets] = self.reader.fields(
            item,
            [
                needed("id"),
                needed("title"),
                needed("why"),
                mapping("targets").needed(),
            ],
        );
        let id = self.id("profile", id_field);
        if id == OWN_ROLE {
            let message = format!(
                "`{id}` is the role of a person's own targets; give this profile another id"
            );
            self.reader.problem(id_field.at(), message);
        }
        let what = format!("profile `{id}`: `targets`");
        let given = targets;
        let targets = self.per_skill(&what, given);
        let bounds = whole(Rating::MIN.into())..=whole(Rating::MAX.into());
        for (skill, _) in targets
            .iter()
            .filter(|(_, target)| !bounds.contains(*target))
        {
            let message = format!("{what}: the target of `{skill}` is not from 1 to 5");
            self.reader.problem(given.find(skill).at(), message);
        }
        let place = given.values().next();
        let place = place.map_or(id_field.at(), |first| first.key_at);
        self.places.insert(format!("targets {id}"), place);
        Profile {
            id,
            title: title.string(),
            why: why.string(),
            targets,
        }
    }

    pub(super) fn stage(&mut self, item: Field<'_>) -> Stage {
        let [id, title, why, adjust] = self.reader.fields(
            item,
            [
                needed("id"),
                needed("title"),
                needed("why"),
                mapping("adjust").needed(),
            ],
        );
        let id = self.id("stage", id);
        Stage {
            adjust: self.per_skill(&format!("stage `{id}`: `adjust`"), adjust),
            id,
            title: title.string(),
            why: why.string(),
        }
    }

    pub(super) fn era(&mut self, item: Field<'_>) -> Era {
        let [id, title, years, why, core] = self.reader.fields(
            item,
            [
                needed("id"),
                needed("title"),
                needed("years"),
                needed("why"),
                sequence("core").needed(),
            ],
        );
        let skills = self.reader.texts(core);
        for skill in &skills {
            if !self.has("skill", skill) {
                let message = format!("`core` names `{skill}`, which is not a skill");
                self.reader.problem(core.at(), message);
            }
        }
        Era {
            id: self.id("era", id),
            title: title.string(),
            years: years.string(),
            why: why.string(),
            core: skills.into_iter().map(str::to_owned).collect(),
        }
    }

    pub(super) fn closing(&mut self, map: Field<'_>, stages: &[Stage]) -> Closing {
        let [ask, per_stage] = self.reader.fields(map, [needed("ask"), mapping("stages")]);
        let ask = self.asked("`closing`: `ask`", ask);
        let mut found = BTreeMap::new();
        for field in self.reader.entries(per_stage, Shape::Words) {
            let name = field.key;
            if !stages.iter().any(|stage| stage.id == name) {
                let message = format!("`closing`: there is no stage `{name}`");
                self.reader.problem(field.key_at, message);
            }
            let ask = self.asked(format_args!("`closing`: `stages`: `{name}`"), field);
            found.insert(name.to_owned(), ask);
        }
        Closing { ask, stages: found }
    }

    pub(super) fn asked(&mut self, what: impl Display, field: Field<'_>) -> String {
        if !field.get().trim_end().ends_with(['?', '？', '؟']) {
            let message = format!("{what} does not end with a question mark");
            self.reader.problem(field.at(), message);
        }
        field.string()
    }

    fn per_skill(&mut self, what: &str, numbers: Field<'_>) -> BTreeMap<String, Exact> {
        let mut found = BTreeMap::new();
        for field in self.reader.entries(numbers, Shape::Words) {
            let name = field.key;
            if self.has("skill", name) {
                let number = self.decimal(format_args!("{what}: `{name}`"), field);
                found.extend(number.map(|number| (name.to_owned(), exact(number))));
            } else {
                let skills = self.places.keys();
                let skills = skills.filter_map(|place| place.strip_prefix("skill "));
                let message = or_meant(format!("{what}: there is no skill `{name}`"), name, skills);
                self.reader.problem(field.key_at, message);
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
