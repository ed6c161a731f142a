//! The settings file: what a person has written down once instead of saying it each time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::entries;
use super::problem::{Place, Problem, Problems};
use super::yaml::{self, Fields, Node, Reader, Value};
use crate::domain::figure::Exact;
use crate::domain::nearest::or_meant;
use crate::domain::rubric::Rubric;

const SCHEMA: u32 = 1;

/// What a new file begins with: every key, none of them set.
pub const TEMPLATE: &str = "\
# Settings of emkit. Take the `#` off a line and put in what is yours. A flag
# and the environment go before what stands here; `emkit config` shows what
# holds and where it comes from.
schema: 1
#
# What a new assessment is held against; `emkit rubric show` lists both.
#role: em
#stage: series-b
#
# Your own target for each skill, from 1 to 5; `--role own` takes them.
#targets: {execution: 4}
#
# Who you are, for the head of a review.
#name: Robin Example
#team: Payments
#
# The rubric of every command: its id, or a path, which begins in this folder.
#rubric: eight-skills
#
# Plain lines, without moving the cursor: screen readers, dumb terminals.
#accessible: true
#
# Where neither VISUAL nor EDITOR is set.
#editor: nano
";

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    pub value: T,
    pub at: Place,
}

/// The settings of a file, as far as they could be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    path: PathBuf,
    text: String,
    pub role: Option<Entry<String>>,
    pub stage: Option<Entry<String>>,
    pub rubric: Option<Entry<String>>,
    pub accessible: Option<Entry<bool>>,
    pub editor: Option<Entry<String>>,
    /// Whose review it is.
    pub name: Option<Entry<String>>,
    /// The team that the review is about.
    pub team: Option<Entry<String>>,
    /// Own targets by skill id, each from 1 to 5.
    pub targets: BTreeMap<String, Entry<Exact>>,
}

/// Reads a settings file: what it says, and what is wrong with the rest of it.
#[must_use]
pub fn read(path: &Path, text: &str) -> (Config, Option<Problems>) {
    let mut config = Config {
        path: path.to_owned(),
        text: text.to_owned(),
        ..Config::default()
    };
    let root = match yaml::parse(path, text) {
        Ok(root) => root,
        Err(problems) => return (config, Some(problems)),
    };
    // A file of comments alone is one in which nothing is set.
    if matches!(root.value, Value::Null) {
        return (config, None);
    }
    let mut reader = Reader::new(text);
    let all = reader.map(&root, "the settings").map(|mut fields| {
        if let Some(node) = fields.take("schema") {
            schema(node, &mut reader);
        }
        config.role = words(&mut fields, "role", &mut reader);
        config.stage = words(&mut fields, "stage", &mut reader);
        config.rubric = words(&mut fields, "rubric", &mut reader);
        config.editor = words(&mut fields, "editor", &mut reader);
        config.name = words(&mut fields, "name", &mut reader);
        config.team = words(&mut fields, "team", &mut reader);
        if let Some(node) = fields.take("targets") {
            let targets = entries::targets(node, &mut reader).into_iter();
            let entry = |(skill, at, value)| (skill, Entry { value, at });
            config.targets = targets.map(entry).collect();
        }
        config.accessible = fields.take("accessible").and_then(|node| {
            let value = reader.bool(node, "`accessible`")?;
            Some(Entry { value, at: node.at })
        });
        fields.no_others(&mut reader);
    });
    (config, reader.finish(path, all).err())
}

fn schema(node: &Node, reader: &mut Reader<'_>) {
    let schema = reader.text(node, "`schema`").unwrap_or_default();
    match schema.parse::<u32>() {
        Ok(SCHEMA) => {}
        Ok(newer) if newer > SCHEMA => reader.problem(
            node.at,
            format!(
                "the file is of schema {newer}, for a newer emkit; this one reads up to {SCHEMA}"
            ),
        ),
        _ => reader.problem(
            node.at,
            format!("`{schema}` is not a schema that emkit knows"),
        ),
    }
}

fn words(
    fields: &mut Fields<'_>,
    name: &'static str,
    reader: &mut Reader<'_>,
) -> Option<Entry<String>> {
    let node = fields.take(name)?;
    let value = reader
        .text(node, format_args!("`{name}`"))?
        .trim()
        .to_owned();
    if value.is_empty() {
        reader.problem(node.at, format!("`{name}` is empty"));
        return None;
    }
    Some(Entry { value, at: node.at })
}

impl Config {
    /// What is wrong with one value of it.
    #[must_use]
    pub fn problem(&self, at: Place, message: String) -> Problems {
        Problems::new(&self.path, &self.text, vec![Problem { at, message }])
    }

    /// Whether it names neither a rubric nor anything that a rubric has.
    #[must_use]
    pub fn names_nothing(&self) -> bool {
        self.role.is_none()
            && self.stage.is_none()
            && self.rubric.is_none()
            && self.targets.is_empty()
    }

    /// The own targets by skill id.
    #[must_use]
    pub fn own_targets(&self) -> BTreeMap<String, Exact> {
        let targets = self.targets.iter();
        targets
            .map(|(skill, target)| (skill.clone(), target.value.clone()))
            .collect()
    }

    /// What is wrong where it has a target for a skill that is in none of the rubrics.
    #[must_use]
    pub fn unknown_targets(&self, skills: &BTreeSet<String>) -> Option<Problems> {
        let unknown = self.targets.iter().filter(|(id, _)| !skills.contains(*id));
        let list: Vec<_> = unknown
            .map(|(id, target)| Problem {
                at: target.at,
                message: or_meant(
                    format!("`targets`: no available rubric has a skill `{id}`"),
                    id,
                    skills,
                ),
            })
            .collect();
        (!list.is_empty()).then(|| Problems::new(&self.path, &self.text, list))
    }

    /// Looks for its role and stage in the rubric that they are meant for.
    ///
    /// # Errors
    /// Where the rubric does not have them.
    pub fn check(&self, rubric: &Rubric) -> Result<(), Problems> {
        let rubric = rubric.clone().with_own(&self.own_targets());
        let mut list = Vec::new();
        let mut look = |kind: &str, entry: &Option<Entry<String>>, known: Vec<&str>| {
            if let Some(Entry { value, at }) = entry
                && !known.contains(&value.as_str())
            {
                let ids = known.clone();
                let known: Vec<_> = known.iter().map(|id| format!("`{id}`")).collect();
                let known = match known.as_slice() {
                    [] => String::new(),
                    known => format!(" (it has {})", known.join(", ")),
                };
                let said = format!("rubric `{}` has no {kind} `{value}`{known}", rubric.id);
                list.push(Problem {
                    at: *at,
                    message: or_meant(said, value, ids),
                });
            }
        };
        let profiles = rubric.profiles.iter().map(|profile| profile.id.as_str());
        look("role", &self.role, profiles.collect());
        let stages = rubric.stages.iter().map(|stage| stage.id.as_str());
        look("stage", &self.stage, stages.collect());
        match list.is_empty() {
            true => Ok(()),
            false => Err(Problems::new(&self.path, &self.text, list)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_fits_eighty_columns() {
        assert!(TEMPLATE.lines().all(|line| line.len() <= 80), "{TEMPLATE}");
    }

    #[test]
    fn a_new_file_sets_nothing_and_each_of_its_lines_can_be_switched_on() {
        let path = Path::new("config.yaml");
        let (config, problems) = read(path, TEMPLATE);
        assert_eq!(problems, None);
        assert_eq!((&config.role, &config.accessible), (&None, &None));
        let on = TEMPLATE.lines().map(|line| match line.strip_prefix('#') {
            Some(entry) if entry.starts_with(char::is_alphabetic) => format!("{entry}\n"),
            _ => format!("{line}\n"),
        });
        let (config, problems) = read(path, &on.collect::<String>());
        assert_eq!(problems, None);
        let value = |entry: Option<Entry<String>>| entry.expect("set").value;
        assert_eq!(value(config.role), "em");
        assert_eq!(value(config.stage), "series-b");
        assert_eq!(value(config.rubric), "eight-skills");
        assert_eq!(value(config.editor), "nano");
        assert_eq!(value(config.name), "Robin Example");
        assert_eq!(value(config.team), "Payments");
        assert_eq!(
            config.targets["execution"].value,
            Exact::from_integer(4.into())
        );
        assert!(config.accessible.expect("set").value);
    }
}
