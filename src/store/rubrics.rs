//! The available rubrics: built in, in the store, in a file, and those of past assessments.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::Store;
use super::error::{Error, Kind, Result};
use super::file::{names, read};
use super::write::create;
use crate::domain::rubric::Rubric;
use crate::escape::visible;
use crate::format::diagnostic::Diagnostics;
use crate::format::rubric;

pub const DEFAULT: &str = "eight-skills";

/// A rubric that the program carries: what a list shows of it, its text, that text's digest, and for
/// the default one the same as JSON, which is read faster.
pub(super) struct BuiltIn {
    id: &'static str,
    summary: fn() -> Summary,
    text: &'static str,
    json: Option<&'static str>,
    pub(super) digest: &'static str,
    read: OnceLock<Arc<Rubric>>,
}

include!(concat!(env!("OUT_DIR"), "/rubrics.rs"));

impl BuiltIn {
    pub(super) fn read(&self) -> Result<Arc<Rubric>> {
        if let Some(read) = self.read.get() {
            return Ok(Arc::clone(read));
        }
        let prepared = |json| rubric::read_prepared(json, self.text, self.digest);
        let read = match self.json.and_then(prepared) {
            Some(rubric) => rubric,
            None => {
                let path = PathBuf::from(format!("{}.yaml", self.id));
                usable(&path, rubric::read(&path, self.text))?
            }
        };
        let read = Arc::new(read);
        Ok(Arc::clone(self.read.get_or_init(|| read)))
    }
}

/// What a list of rubrics says of one, and the ids of its skills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub version: String,
    pub title: String,
    pub when: Option<String>,
    pub skills: Vec<String>,
}

impl From<&Rubric> for Summary {
    fn from(rubric: &Rubric) -> Self {
        let skills = rubric.skills.iter();
        Self {
            version: rubric.version.clone(),
            title: rubric.title.clone(),
            when: rubric.when.clone(),
            skills: skills.map(|skill| skill.id.clone()).collect(),
        }
    }
}

#[derive(Debug)]
pub struct AvailableRubric {
    pub id: String,
    /// None where it is built in.
    pub file: Option<PathBuf>,
    pub summary: Result<Summary>,
}

pub(super) type RubricCache = Arc<Mutex<BTreeMap<(String, String), Arc<Rubric>>>>;

impl Store {
    /// Every rubric that can be used by its id: the store's own, then the built-in ones that none of
    /// them replaces, the default one first.
    pub fn rubrics(&self) -> Result<Vec<AvailableRubric>> {
        let mut available = Vec::new();
        for found in names(&self.home.join("rubrics"))? {
            let id = found.name.strip_suffix(".yaml");
            if let Some(id) = id.filter(|id| !id.starts_with('.')) {
                available.push(AvailableRubric {
                    id: id.to_owned(),
                    summary: checked_file(&found.path).map(|it| (&it).into()),
                    file: Some(found.path),
                });
            }
        }
        let is_replaced = |id| available.iter().any(|own| own.id == id);
        let mut others: Vec<_> = BUILT_IN.iter().filter(|it| !is_replaced(it.id)).collect();
        others.sort_by_key(|rubric| rubric.id != DEFAULT);
        available.extend(others.into_iter().map(|built_in| AvailableRubric {
            id: built_in.id.to_owned(),
            summary: Ok((built_in.summary)()),
            file: None,
        }));
        Ok(available)
    }

    /// The rubric of that name, or the one in use. A name with a slash or an extension is a file.
    pub fn rubric(&self, name: Option<&str>) -> Result<Arc<Rubric>> {
        if let (None, Some(given)) = (name, &self.given) {
            return Ok(Arc::clone(given));
        }
        let name = name.or(self.named.as_deref()).unwrap_or(DEFAULT);
        if is_path(name) {
            return file(Path::new(name));
        }
        if rubric::is_id(name) {
            // One that cannot be read is not one that is not there: another would be asked in its place.
            match checked_file(&self.own_rubric_path(name)) {
                Err(error) if error.kind == Kind::Missing => {}
                read => return read.map(Arc::new),
            }
        }
        if let Some(built_in) = built_in(name) {
            return built_in.read();
        }
        let available = self.rubrics()?.into_iter();
        let ids: Vec<_> = available.map(|rubric| rubric.id).collect();
        let (name_shown, known) = (visible(name), ids.join("`, `"));
        let text = format!("could not find the rubric `{name_shown}`: there are `{known}`");
        Err(Error::new(Kind::NoSuchRubric(ids), Path::new(name), text))
    }

    /// Puts a rubric into the store. False where there is one of that id, which stays as it is.
    pub fn add_rubric(&self, id: &str, text: &str) -> Result<bool> {
        create(&self.own_rubric_path(id), text)
    }

    pub fn own_rubric_path(&self, id: &str) -> PathBuf {
        self.home.join("rubrics").join(format!("{id}.yaml"))
    }
}

pub fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || name.ends_with(".yaml") || name.ends_with(".yml")
}

pub fn file(path: &Path) -> Result<Arc<Rubric>> {
    usable(path, rubric::read(path, &read(path)?)).map(Arc::new)
}

fn checked_file(path: &Path) -> Result<Rubric> {
    usable(path, rubric::check(path, &read(path)?))
}

pub(super) fn usable(path: &Path, read: Result<Rubric, Diagnostics>) -> Result<Rubric> {
    let broken = |problems| Error::failed(Kind::BrokenRubric, "use the rubric", path, problems);
    read.map_err(broken)
}

pub(super) fn built_in(id: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|built_in| built_in.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rubric_that_is_built_in_is_the_one_in_its_file() {
        for built_in in &BUILT_IN {
            let path = PathBuf::from(format!("{}.yaml", built_in.id));
            let read = rubric::check(&path, built_in.text).expect("the rubric is in order");
            if let Some(json) = built_in.json {
                let prepared = rubric::read_prepared(json, built_in.text, built_in.digest);
                assert_eq!(prepared.as_ref(), Some(&read));
            }
            assert_eq!((built_in.summary)(), Summary::from(&read));
        }
        assert!(built_in(DEFAULT).is_some_and(|it| it.json.is_some()));
    }
}
