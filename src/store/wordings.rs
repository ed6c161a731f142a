//! The wordings of rubrics that past assessments were made with.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::Store;
use super::error::{Error, Kind, Result};
use super::file::{bytes_if_there, read_if_there};
use super::rubrics::{built_in, usable};
use crate::domain::assessment::Assessment;
use crate::domain::rubric::Rubric;
use crate::escape::{shown, visible};
use crate::format::digest::{is_digest, is_of};
use crate::format::rubric;

impl Store {
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
        let rubric = self.find_wording(path, assessment)?;
        wordings.insert(name, Arc::clone(&rubric));
        Ok(rubric)
    }

    fn find_wording(&self, path: &Path, assessment: &Assessment) -> Result<Arc<Rubric>> {
        let wanted = &assessment.rubric;
        let given = self.given.as_ref().filter(|given| given.id == wanted.id);
        if let Some(given) = given.filter(|given| assessment.is_made_with(given)) {
            return Ok(Arc::clone(given));
        }
        if let Some(built_in) = built_in(&wanted.id).filter(|it| it.digest == wanted.digest) {
            return built_in.read();
        }
        let history = self.history_path(&wanted.id, &wanted.digest);
        if is_digest(&wanted.digest)
            && let Some(text) = read_if_there(&history)?
            && is_of(&wanted.digest, &text)
        {
            return Ok(Arc::new(Rubric {
                digest: wanted.digest.clone(),
                ..usable(&history, rubric::read(&history, &text))?
            }));
        }
        let today = given.map_or_else(|| self.rubric(Some(&wanted.id)), |it| Ok(Arc::clone(it)));
        today.map_err(|_| {
            let text = format!(
                "could not find the rubric `{}` of `{}`: neither its file nor a kept copy is in this store",
                visible(&wanted.id),
                shown(path)
            );
            Error::new(Kind::LostRubric, path, text)
        })
    }

    /// Keeps the text of a rubric, so that what was made with it can always be shown as it was.
    pub(super) fn remember_rubric(&self, rubric: &Rubric) -> Result<()> {
        let path = self.history_path(&rubric.id, &rubric.digest);
        let seen = bytes_if_there(&path)?;
        // One that another program changed is left; `emkit doctor` reports it.
        if seen
            .as_ref()
            .is_none_or(|seen| seen == rubric.text.as_bytes())
        {
            self.replace(&path, &rubric.text, &seen, None)?;
        }
        Ok(())
    }

    pub(super) fn history_path(&self, id: &str, digest: &str) -> PathBuf {
        let folder = self.home.join("rubric-history");
        folder.join(format!("{id}-{digest}.yaml"))
    }
}
