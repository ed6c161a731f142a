//! What roles and stages ask for, and what was core in other times.

use std::collections::BTreeMap;

use super::Parts;
use crate::domain::figure::Exact;
use crate::domain::nearest::or_meant;
use crate::domain::rubric::{Closing, Cluster, Era, Profile, Skill, Stage};
use crate::format::yaml::{Fields, Key, Node};

impl Parts<'_, '_> {
    pub(super) fn profile(&mut self, fields: &mut Fields<'_>) -> Option<Profile> {
        let id = self.id(fields, "profile", "profile ");
        let title = fields.need_text("title", self.reader);
        let why = fields.need_text("why", self.reader);
        let node = fields.need("targets", self.reader)?;
        let what = format!("profile `{}`: `targets`", id.as_deref().unwrap_or_default());
        let targets = self.per_skill(node, &what)?;
        for (skill, target) in &targets {
            if *target < Exact::from_integer(1.into()) || *target > Exact::from_integer(5.into()) {
                self.reader.problem(
                    node.at,
                    format!("{what}: the target of `{skill}` is not from 1 to 5"),
                );
            }
        }
        self.places.insert(
            format!("targets {}", id.as_deref().unwrap_or_default()),
            node.at,
        );
        Some(Profile {
            id: id?,
            title: title?,
            why: why?,
            targets,
        })
    }

    pub(super) fn stage(&mut self, fields: &mut Fields<'_>) -> Option<Stage> {
        let id = self.id(fields, "stage", "stage ");
        let title = fields.need_text("title", self.reader);
        let why = fields.need_text("why", self.reader);
        let node = fields.need("adjust", self.reader)?;
        let what = format!("stage `{}`: `adjust`", id.as_deref().unwrap_or_default());
        let adjust = self.per_skill(node, &what)?;
        Some(Stage {
            id: id?,
            title: title?,
            why: why?,
            adjust,
        })
    }

    pub(super) fn era(&mut self, fields: &mut Fields<'_>) -> Option<Era> {
        let id = self.id(fields, "era", "era ");
        let title = fields.need_text("title", self.reader);
        let years = fields.need_text("years", self.reader);
        let why = fields.need_text("why", self.reader);
        let node = fields.need("core", self.reader)?;
        let core = self.texts(node, "core");
        for skill in &core {
            if !self.places.contains_key(&format!("skill {skill}")) {
                self.reader.problem(
                    node.at,
                    format!("`core` names `{skill}`, which is not a skill"),
                );
            }
        }
        Some(Era {
            id: id?,
            title: title?,
            years: years?,
            why: why?,
            core,
        })
    }

    /// The open question at the end, and its words for single stages.
    pub(super) fn closing(&mut self, node: &Node, stages: &[Stage]) -> Option<Closing> {
        let mut fields = self.reader.map(node, "`closing`")?;
        let ask = self.asked(&mut fields, "ask", "`closing`");
        let mut found = BTreeMap::new();
        if let Some(node) = fields.take("stages")
            && let Some(mut words) = self.reader.map(node, "`closing`: `stages`")
        {
            for (key, _) in words.entries {
                if !stages.iter().any(|stage| stage.id == key.name) {
                    let message = format!("`closing`: there is no stage `{}`", key.name);
                    self.reader.problem(key.at, message);
                }
                let ask = self.asked(&mut words, &key.name, "`closing`: `stages`");
                found.extend(ask.map(|ask| (key.name.clone(), ask)));
            }
        }
        fields.no_others(self.reader);
        Some(Closing {
            ask: ask?,
            stages: found,
        })
    }

    /// A question, which ends with its mark.
    pub(super) fn asked<'n>(
        &mut self,
        fields: &mut Fields<'n>,
        name: &'n str,
        what: &str,
    ) -> Option<String> {
        let ask = fields.need_text(name, self.reader)?;
        let at = fields.take(name).map_or(fields.at, |node| node.at);
        if !ask.trim_end().ends_with(['?', '？', '؟']) {
            let message = format!("{what}: `{name}` does not end with a question mark");
            self.reader.problem(at, message);
        }
        Some(ask)
    }

    pub(super) fn per_skill(&mut self, node: &Node, what: &str) -> Option<BTreeMap<String, Exact>> {
        let fields = self.reader.map(node, what)?;
        let mut found = BTreeMap::new();
        for (Key { name, at }, value) in fields.entries {
            if !self.places.contains_key(&format!("skill {name}")) {
                let skills = self.places.keys();
                let skills = skills.filter_map(|place| place.strip_prefix("skill "));
                let said = format!("{what}: there is no skill `{name}`");
                self.reader.problem(*at, or_meant(said, name, skills));
            } else if let Some(number) = self.decimal(value, &format!("{what}: `{name}`")) {
                found.insert(name.clone(), number);
            }
        }
        Some(found)
    }

    /// Whether every skill has a target in every profile, and every cluster a skill.
    pub(super) fn check_references(
        &mut self,
        clusters: &[Cluster],
        skills: &[Skill],
        profiles: &[Profile],
    ) {
        for profile in profiles {
            let at = self.place(&format!("targets {}", profile.id));
            for skill in skills
                .iter()
                .filter(|skill| !profile.targets.contains_key(&skill.id))
            {
                let message = format!(
                    "profile `{}` has no target for skill `{}`",
                    profile.id, skill.id
                );
                self.reader.problem(at, message);
            }
        }
        for cluster in clusters {
            if !self
                .places
                .contains_key(&format!("used cluster {}", cluster.id))
            {
                let at = self.place(&format!("cluster {}", cluster.id));
                let message = format!("no skill belongs to cluster `{}`", cluster.id);
                self.reader.problem(at, message);
            }
        }
    }
}
