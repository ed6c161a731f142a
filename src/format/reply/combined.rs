//! The file that several replies were combined into.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Handed, Handout, SCHEMA, form, known_relation};
use crate::domain::decimal::whole;
use crate::domain::feedback::{Combined, Figures, Group, MIN_GROUP};
use crate::format::diagnostic::Diagnostics;
use crate::format::marker::{COMBINED, mark_as};
use crate::format::yaml::{self, Field, Reader, Shape, mapping, scalar};

/// More people than answer one form; sums of several files have to be countable.
const MAX_GROUP: usize = 10_000;

const ABOUT: &str = "\
# What several people said, put together: no names, no dates, no single ratings.
# Combine once, when the round is closed: the difference between two combined files with one reply
# between them gives that reply away. Late replies wait for the next round.
";

pub(super) fn read(file: Field<'_>, mut reader: Reader<'_>) -> Result<Handed, Diagnostics> {
    let [_, _, rubric, digest, period, said] = reader.fields(
        file,
        [
            scalar("schema").needed(),
            scalar("kind").needed(),
            scalar("rubric").needed(),
            scalar("digest").needed(),
            scalar("period").needed(),
            mapping("groups").needed(),
        ],
    );
    let about = [rubric, digest, period].map(Field::placed);
    let form = form(about, None, &mut reader);
    let mut groups = BTreeMap::new();
    let mut skills = Vec::new();
    for field in reader.entries(said, Shape::Map) {
        let at = field.key_at;
        let relation = known_relation((field.key, at), &mut reader);
        let group = serde_json::from_value::<Group>(field.json());
        let group = group.map_err(|error| reader.problem(at, error.to_string()));
        let (Some(relation), Ok(mut group)) = (relation, group) else {
            continue;
        };
        if relation.is_one_person() || !(MIN_GROUP..=MAX_GROUP).contains(&group.replies) {
            let word = relation.word();
            let message =
                format!("`{word}` can't be combined: a group is {MIN_GROUP} to {MAX_GROUP} people");
            reader.problem(at, message);
        }
        let ids = group.figures.keys().chain(group.saw.keys());
        skills.extend(ids.map(|id| (id.clone(), at)));
        for (id, said) in &mut group.figures {
            match sound(said).filter(|figures| figures.n <= group.replies) {
                Some(figures) => *said = figures,
                None => reader.problem(at, format!("the figures for `{id}` don't add up")),
            }
        }
        groups.insert(relation, group);
    }
    let handed = form.map(|form| Handed {
        content: Handout::Combined(Combined { form, groups }),
        period_at: period.at(),
        digest_at: digest.at(),
        skills,
        skills_at: said.at(),
    });
    reader.finish(handed)
}

/// Figures that a group can have; of a spread the mean follows.
fn sound(said: &Figures) -> Option<Figures> {
    let is_mean = (whole(1)..=whole(5)).contains(&said.mean);
    let figures = match said.spread {
        Some(spread) => Figures::of_spread(spread),
        None => is_mean.then(|| said.clone()),
    };
    figures.filter(|figures| figures.n == said.n && said.n >= MIN_GROUP)
}

pub fn write(combined: &Combined) -> anyhow::Result<String> {
    let groups = combined.groups.iter();
    let groups: BTreeMap<_, _> = groups.map(|(of, group)| (of.word(), group)).collect();
    let body = yaml::write(&json!({
        "schema": SCHEMA,
        "kind": "combined",
        "rubric": combined.form.rubric,
        "digest": combined.form.digest,
        "period": combined.form.period.to_string(),
        "groups": groups,
    }))?;
    let replies = combined.groups.values().map(|group| group.replies).sum();
    Ok(mark_as(COMBINED, &format!("{ABOUT}{body}"), replies))
}
