//! The settings file of a store. A person writes it; emkit reads it, and creates it only when asked.

use std::path::PathBuf;

use super::error::{Error, Kind, Result};
use super::file::read_if_there;
use super::write::{create, create_folders};
use super::{DEFAULT, Store, is_path, rubrics};
use crate::domain::rubric::Rubric;
use crate::domain::suggest::or_meant;
use crate::escape::shown;
use crate::format::config::{self, Config, Entry};
use crate::format::diagnostic::Diagnostics;

pub const CONFIG: &str = "config.yaml";

impl Store {
    pub fn config_path(&self) -> PathBuf {
        self.home.join(CONFIG)
    }

    pub fn config(&self) -> (Config, Option<Error>) {
        let path = self.config_path();
        match read_if_there(&path) {
            Ok(text) => {
                let (config, problems) = config::read(&path, &text.unwrap_or_default());
                (config, problems.map(|wrong| self.wrong_config(&wrong)))
            }
            Err(error) => (Config::default(), Some(error)),
        }
    }

    pub fn config_rubric(&self, config: &Config) -> Result<Rubric> {
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
        let found = self.rubric(Some(value));
        if let Err(Error {
            kind: Kind::NoSuchRubric(ids),
            ..
        }) = &found
        {
            let said = format!("there is no rubric `{value}`");
            return missing(or_meant(said, value, ids));
        }
        found
    }

    /// Checks that a rubric has the role and the stage that the settings name, and that some available
    /// rubric has each skill with a target.
    pub fn check_config_role(&self, config: &Config, rubric: &Rubric) -> Result<()> {
        let wrong = |problems| self.wrong_config(&problems);
        config.check(rubric).map_err(wrong)?;
        if config.targets.is_empty() {
            return Ok(());
        }
        let available = self.rubrics()?.into_iter();
        let available = available.filter_map(|other| other.summary.ok());
        let all = available.chain([rubric.clone().into()]);
        let skills = all.flat_map(|rubric| rubric.skills);
        config.check_targets(&skills.collect()).map_err(wrong)
    }

    /// Everything that is wrong with the settings file. Its role and stage are checked against the
    /// rubric that it names.
    pub fn wrong_in_config(&self) -> Vec<Error> {
        let (config, wrong) = self.config();
        let checked = if config.names_nothing() {
            Ok(())
        } else {
            self.config_rubric(&config)
                .and_then(|rubric| self.check_config_role(&config, &rubric))
        };
        wrong.into_iter().chain(checked.err()).collect()
    }

    /// The file of a rubric that the settings name by a path: relative to the store, or to the
    /// person's own folder, where that is known, if it begins with `~/`.
    pub fn rubric_path(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), &self.own) {
            (Some(rest), Some(own)) => own.join(rest),
            _ => self.home.join(path),
        }
    }

    fn wrong_config(&self, problems: &Diagnostics) -> Error {
        Error::failed(Kind::Config, "use all of", &self.config_path(), problems)
    }

    /// Creates the settings file, with a first line and nothing set in it, unless it exists.
    pub fn make_config(&self, first_line: &str) -> Result<()> {
        create_folders(&self.home)?;
        let text = format!("{first_line}{}", config::TEMPLATE);
        create(&self.config_path(), &text).map(drop)
    }
}
