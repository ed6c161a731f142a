//! The settings file, which emkit creates only when asked, and schemas for editors.

use std::path::PathBuf;
use std::sync::Arc;

use super::error::{Error, Kind, Result};
use super::file::{bytes_if_there, read_if_there};
use super::write::{create, create_folders, write_whole};
use super::{DEFAULT, Store, is_path, rubrics};
use crate::domain::rubric::Rubric;
use crate::domain::suggest::or_meant;
use crate::escape::shown;
use crate::format::config::{self, Config, Entry};
use crate::format::diagnostic::Diagnostics;

pub const CONFIG: &str = "config.yaml";
pub(super) const SCHEMAS: &str = "schemas";

impl Store {
    pub fn config_path(&self) -> PathBuf {
        self.home.join(CONFIG)
    }

    pub fn config(&self) -> (Config, Option<Error>) {
        let path = self.config_path();
        let text = match read_if_there(&path) {
            Ok(text) => text.unwrap_or_default(),
            Err(error) => return (Config::default(), Some(error)),
        };
        let (config, problems) = config::read(&path, &text);
        (config, problems.map(|wrong| self.wrong_config(&wrong)))
    }

    pub fn config_rubric(&self, config: &Config) -> Result<Arc<Rubric>> {
        let Some(Entry { value, at }) = &config.rubric else {
            return self.rubric(Some(DEFAULT));
        };
        let missing = |message| Err(self.wrong_config(&config.problem(*at, message)));
        if is_path(value) {
            let file = self.rubric_path(value);
            if !file.exists() {
                return missing(format!("there is no rubric file `{}`", shown(&file)));
            }
            return rubrics::file(&file);
        }
        self.rubric(Some(value)).or_else(|error| match &error.kind {
            Kind::NoSuchRubric(ids) => missing(or_meant(
                format!("there is no rubric `{value}`"),
                value,
                ids,
            )),
            _ => Err(error),
        })
    }

    /// Checks that the rubric has the role and stage, and some available rubric each skill with a target.
    pub fn check_config_role(&self, config: &Config, rubric: &Rubric) -> Result<()> {
        let mut skills = Vec::new();
        if !config.targets.is_empty() {
            skills = self.skill_ids()?;
            skills.extend(rubric.skills.iter().map(|skill| skill.id.clone()));
        }
        let checked = config.check(rubric, &skills);
        checked.map_err(|problems| self.wrong_config(&problems))
    }

    pub fn wrong_in_config(&self) -> Vec<Error> {
        let (config, wrong) = self.config();
        let rubric = self.config_rubric(&config);
        let checked = rubric.and_then(|rubric| self.check_config_role(&config, &rubric));
        wrong.into_iter().chain(checked.err()).collect()
    }

    /// A rubric's path in the settings is relative to the store; `~/` is the person's folder, where known.
    pub fn rubric_path(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), &self.own) {
            (Some(rest), Some(own)) => own.join(rest),
            _ => self.home.join(path),
        }
    }

    fn wrong_config(&self, problems: &Diagnostics) -> Error {
        Error::failed(Kind::Config, "use all of", &self.config_path(), problems)
    }

    pub fn make_config(&self, text: &str) -> Result<()> {
        create(&self.config_path(), text).map(drop)
    }

    /// Keeps a schema for editors under this name, in place of what was there, and returns its path.
    pub fn keep_schema(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.home.join(SCHEMAS).join(name);
        let there = bytes_if_there(&path)?;
        if there.as_deref() != Some(text.as_bytes()) {
            create_folders(&self.home.join(SCHEMAS))?;
            write_whole(&path, text.as_bytes(), there.as_deref(), &mut |_| Ok(()))?;
        }
        Ok(path)
    }
}
