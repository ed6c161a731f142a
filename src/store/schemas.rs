//! Schemas for editors. Each is made again whenever a file names it.

use std::path::PathBuf;

use super::Store;
use super::error::{Error, Result};
use super::file::read_if_there;
use super::write::{create_folders, stage};

pub(super) const FOLDER: &str = "schemas";

impl Store {
    /// Keeps a schema under this name, in place of what was there, and returns its path.
    pub fn keep_schema(&self, name: &str, text: &str) -> Result<PathBuf> {
        let folder = self.home.join(FOLDER);
        let path = folder.join(name);
        if read_if_there(&path)?.as_deref() != Some(text) {
            create_folders(&folder)?;
            let file = stage(&path, text.as_bytes())?;
            let kept = file.persist(&path);
            kept.map_err(|error| Error::not_saved(&path, &error.error))?;
        }
        Ok(path)
    }
}
