//! What lies in the store and is never read, by names alone.

use anyhow::Result;

use super::copy::copy;
use crate::domain::assessment::Status;
use crate::escape::shown;
use crate::store::Store;
use crate::store::file::{Name, names};
use crate::store::write::UNFINISHED;

impl Store {
    /// What lies among drafts, assessments and logs without being one, and what editors left: a
    /// sentence each, ready to be shown. No file is opened; `emkit doctor` says more of each.
    ///
    /// # Errors
    /// Where a folder is there and cannot be read.
    pub fn strays(&self) -> Result<Vec<String>> {
        let mut said = Vec::new();
        for status in [Status::Draft, Status::Finished] {
            for rubric in names(&self.folder(status))? {
                if !rubric.is_folder {
                    said.extend(stray(&rubric));
                    continue;
                }
                let found = names(&rubric.path)?;
                let strays = found.iter().filter(|found| found.period(".yaml").is_none());
                said.extend(strays.filter_map(stray));
            }
        }
        let logs = names(&self.log_folder())?;
        let strays = logs.iter().filter(|found| found.period(".md").is_none());
        said.extend(strays.filter_map(stray));
        let left = self.left_by_editors()?;
        said.extend(left.into_iter().map(|finding| finding.what));
        Ok(said)
    }
}

fn stray(found: &Name) -> Option<String> {
    let is_ours =
        found.name.starts_with(UNFINISHED) || matches!(found.name.as_str(), ".lock" | ".DS_Store");
    let what = copy(&found.name).map_or("not a file of emkit's", |copy| copy.what);
    (!is_ours).then(|| format!("`{}` is {what}", shown(&found.path)))
}
