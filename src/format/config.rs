//! The settings file: what a person has written down once instead of saying it each time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::diagnostic::{Diagnostic, Diagnostics, Position};
use super::entries::{self, Kind, Named};
use super::known_schema;
use super::yaml::{self, Field, Key, Reader, mapping, scalar};
use crate::domain::decimal::Exact;
use crate::domain::rubric::Rubric;
use crate::domain::suggest::or_meant;

const SCHEMA: u32 = 1;

/// What a new file begins with: every key, none of them set.
pub const TEMPLATE: &str = "\
# Settings of emkit. Take the `#` off a line and put in what is yours. A flag
# and the environment go before what stands here; `emkit config` shows what
# holds and where it comes from.
schema: 1
#
# What a new assessment is scored against; `emkit rubric show` lists both.
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    pub value: T,
    pub at: Position,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    path: PathBuf,
    text: String,
    pub role: Option<Entry<String>>,
    pub stage: Option<Entry<String>>,
    pub rubric: Option<Entry<String>>,
    pub accessible: Option<Entry<bool>>,
    pub editor: Option<Entry<String>>,
    pub name: Option<Entry<String>>,
    pub team: Option<Entry<String>>,
    /// Own targets by skill id, each from 1 to 5.
    pub targets: BTreeMap<String, Entry<Exact>>,
}

/// Reads a settings file: what it says, and what is wrong with the rest of it. Of a file with a
/// list or a map in place of a text nothing is taken.
pub fn read(path: &Path, text: &str) -> (Config, Option<Diagnostics>) {
    let mut config = Config {
        path: path.to_owned(),
        text: text.to_owned(),
        ..Config::default()
    };
    // A file of comments alone is one in which nothing is set.
    let file = match yaml::read(path, text) {
        Ok(file) => file,
        Err(problems) => return (config, Some(problems)),
    };
    let mut reader = Reader::new(path, text);
    let file = Field::of(&file);
    const KEYS: [Key; 9] = [
        scalar("schema"),
        scalar("role"),
        scalar("stage"),
        scalar("rubric"),
        mapping("targets"),
        scalar("name"),
        scalar("team"),
        scalar("accessible"),
        scalar("editor"),
    ];
    reader.check_shapes(file, &KEYS);
    // An unknown key takes nothing from the others.
    for (at, message) in reader.unknown(file, &KEYS) {
        reader.problem(at, message);
    }
    if reader.is_misshapen() {
        return (config, reader.finish(Some(())).err());
    }
    reader.parsed("`schema`", file.find("schema"), |said| {
        known_schema(said, SCHEMA)
    });
    let mut words = |key| {
        let field = file.find(key);
        let (value, at) = (field.text()?.trim().to_owned(), field.at());
        if value.is_empty() {
            reader.problem(at, format!("`{}` is empty", field.key));
            return None;
        }
        Some(Entry { value, at })
    };
    config.role = words("role");
    config.stage = words("stage");
    config.rubric = words("rubric");
    config.editor = words("editor");
    config.name = words("name");
    config.team = words("team");
    let accessible = file.find("accessible");
    config.accessible = accessible.text().map(|_| Entry {
        value: reader.flag("", accessible),
        at: accessible.at(),
    });
    for (skill, value) in entries::targets(file.find("targets"), &mut reader) {
        let at = skill.key_at;
        config
            .targets
            .insert(skill.key.to_owned(), Entry { value, at });
    }
    (config, reader.finish(Some(())).err())
}

impl Config {
    pub fn problem(&self, at: Position, message: String) -> Diagnostics {
        Diagnostics::one(&self.path, &self.text, at, message)
    }

    pub fn own_targets(&self) -> BTreeMap<String, Exact> {
        let targets = self.targets.iter();
        targets
            .map(|(skill, target)| (skill.clone(), target.value.clone()))
            .collect()
    }

    /// Checks that the rubric has the role and stage, and that there are the skills with a target.
    pub fn check(&self, rubric: &Rubric, skills: &[String]) -> Result<(), Diagnostics> {
        let rubric = rubric.with_own(&self.own_targets());
        let named = [(Kind::Role, &self.role), (Kind::Stage, &self.stage)];
        let named = named.into_iter().filter_map(|(kind, entry)| {
            let Entry { value: id, at } = entry.clone()?;
            Named { kind, id, at }.problem(&rubric)
        });
        let unknown = self.targets.iter().filter(|(id, _)| !skills.contains(id));
        let unknown = unknown.map(|(id, target)| {
            let said = format!("`targets`: no available rubric has a skill `{id}`");
            Diagnostic::new(target.at, or_meant(said, id, skills))
        });
        Diagnostics::check(&self.path, &self.text, named.chain(unknown))
    }
}
