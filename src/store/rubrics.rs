//! The available rubrics: built in, in the store, in a file, and those of past assessments.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::Store;
use super::error::{Error, Kind, Result};
use super::file::{names, read, read_if_there};
use super::save::FileSnapshot;
use crate::domain::assessment::Assessment;
use crate::domain::rubric::Rubric;
use crate::escape::{shown, visible};
use crate::format::digest::is_of;
use crate::format::rubric;

/// The built-in rubric: its text, the same as JSON, which is read faster, and its digest.
const TEXT: &str = include_str!("../../rubric/eight-skills.yaml");
const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/eight-skills.json"));
const DIGEST: &str = include_str!(concat!(env!("OUT_DIR"), "/eight-skills.digest"));

/// The rubric that is used unless another is named.
pub const DEFAULT: &str = "eight-skills";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    BuiltIn,
    File(PathBuf),
}

/// A rubric that can be used by its id.
#[derive(Debug)]
pub struct AvailableRubric {
    pub id: String,
    pub origin: Origin,
    /// The rubric, or what is wrong with it.
    pub rubric: Result<Rubric>,
}

/// Rubrics by id and digest.
pub(super) type RubricCache = Arc<Mutex<BTreeMap<(String, String), Arc<Rubric>>>>;

impl Store {
    /// Every rubric that can be used by its id: the store's own, then the built-in ones that none of
    /// them replaces.
    pub fn rubrics(&self) -> Result<Vec<AvailableRubric>> {
        let mut available = Vec::new();
        for found in names(&self.home.join("rubrics"))? {
            if let Some(id) = found
                .name
                .strip_suffix(".yaml")
                .filter(|id| !id.starts_with('.'))
            {
                available.push(AvailableRubric {
                    id: id.to_owned(),
                    rubric: checked_file(&found.path),
                    origin: Origin::File(found.path),
                });
            }
        }
        if !available.iter().any(|rubric| rubric.id == DEFAULT) {
            available.push(AvailableRubric {
                id: DEFAULT.to_owned(),
                origin: Origin::BuiltIn,
                rubric: built_in(),
            });
        }
        Ok(available)
    }

    /// The rubric of that name, or the default one. A name with a slash or an extension is a file.
    pub fn rubric(&self, name: Option<&str>) -> Result<Rubric> {
        if let (None, Some(given)) = (name, &self.given) {
            return Ok(given.clone());
        }
        let name = name.unwrap_or(DEFAULT);
        if is_path(name) {
            return file(Path::new(name));
        }
        let rubrics = self.rubrics()?;
        let ids: Vec<_> = rubrics.iter().map(|rubric| rubric.id.clone()).collect();
        match rubrics.into_iter().find(|rubric| rubric.id == name) {
            Some(found) => found.rubric,
            None => {
                let text = format!(
                    "could not find the rubric `{}`: there are `{}`",
                    visible(name),
                    ids.join("`, `")
                );
                Err(Error::new(Kind::NoSuchRubric(ids), Path::new(name), text))
            }
        }
    }

    /// The rubric that an assessment was made with. If that wording is not in the store, today's rubric
    /// of the same id stands in ([`Assessment::is_made_with`] tells).
    pub(super) fn rubric_of(&self, path: &Path, assessment: &Assessment) -> Result<Arc<Rubric>> {
        let wanted = &assessment.rubric;
        let name = (wanted.id.clone(), wanted.digest.clone());
        // Held while one is read: the threads that wait for it would read the same.
        let mut wordings = self.wordings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rubric) = wordings.get(&name) {
            return Ok(Arc::clone(rubric));
        }
        let rubric = Arc::new(self.find_wording(path, assessment)?);
        wordings.insert(name, Arc::clone(&rubric));
        Ok(rubric)
    }

    fn find_wording(&self, path: &Path, assessment: &Assessment) -> Result<Rubric> {
        let wanted = &assessment.rubric;
        let given = self.given.as_ref().filter(|given| given.id == wanted.id);
        if let Some(given) = given.filter(|given| assessment.is_made_with(given)) {
            return Ok(given.clone());
        }
        if wanted.id == DEFAULT && wanted.digest == DIGEST {
            return built_in();
        }
        let history = self.history_path(&wanted.id, &wanted.digest);
        if !wanted.digest.is_empty()
            && wanted.digest.bytes().all(|byte| byte.is_ascii_hexdigit())
            && let Some(text) = read_if_there(&history)?
            && is_of(&wanted.digest, &text)
        {
            let found = rubric::read(&history, &text)
                .map_err(|problems| Error::broken_rubric(&history, &problems))?;
            return Ok(Rubric {
                digest: wanted.digest.clone(),
                ..found
            });
        }
        let today = match given {
            Some(given) => Ok(given.clone()),
            None => self.rubric(Some(&wanted.id)),
        };
        today.map_err(|_| {
            let text = format!(
                "could not find the rubric `{}` of `{}`: neither its file nor a kept copy is in this store",
                visible(&wanted.id),
                shown(path)
            );
            Error::new(Kind::LostRubric, path, text)
        })
    }

    /// Keeps the text of a rubric, so that what was made with it can always be shown as it was. Returns
    /// versions that another program wrote at the same time.
    pub(super) fn remember_rubric(&self, rubric: &Rubric) -> Result<Vec<PathBuf>> {
        let path = self.history_path(&rubric.id, &rubric.digest);
        let seen = FileSnapshot::of(&path)?;
        if seen != FileSnapshot::nothing() && seen != FileSnapshot::these(rubric.text.as_bytes()) {
            // Another program changed it; `emkit doctor` reports that.
            return Ok(Vec::new());
        }
        Ok(self.replace(&path, &rubric.text, &seen, None)?.late)
    }

    pub(super) fn history_path(&self, id: &str, digest: &str) -> PathBuf {
        self.home
            .join("rubric-history")
            .join(format!("{id}-{digest}.yaml"))
    }
}

/// Whether the name of a rubric or an assessment is a path.
pub fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".yaml") || name.ends_with(".yml")
}

pub(super) fn file(path: &Path) -> Result<Rubric> {
    let text = read(path)?;
    rubric::read(path, &text).map_err(|problems| Error::broken_rubric(path, &problems))
}

fn checked_file(path: &Path) -> Result<Rubric> {
    let text = read(path)?;
    rubric::check(path, &text).map_err(|problems| Error::broken_rubric(path, &problems))
}

fn built_in() -> Result<Rubric> {
    static READ: OnceLock<Rubric> = OnceLock::new();
    if let Some(read) = READ.get() {
        return Ok(read.clone());
    }
    let path = PathBuf::from(format!("{DEFAULT}.yaml"));
    let read = rubric::read_prepared(&path, TEXT, JSON, DIGEST);
    let read = read.map_err(|problems| Error::broken_rubric(&path, &problems))?;
    Ok(READ.get_or_init(|| read).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rubric_that_is_built_in_is_the_one_in_the_file() {
        let path = Path::new("eight-skills.yaml");
        let read = rubric::check(path, TEXT).expect("the rubric is in order");
        let built_in = built_in().expect("the rubric is in order");
        assert_eq!(built_in, read);
        assert_eq!(built_in.id, DEFAULT);
    }
}
