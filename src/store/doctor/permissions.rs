//! Who may read what is in the store, and what a save that was cut off left over.

use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::Checkup;
use crate::escape::shown;
use crate::store::error::{Error, Finding, Kind};
use crate::store::write::UNFINISHED;
use crate::store::{CONFIG, Store};

/// So many are named one by one.
const MAX_NAMED: usize = 3;

impl Store {
    /// Whether others can look into the store's folder. One that a person made stays as it is: it
    /// may hold more than emkit's files.
    pub fn open_to_others(&self) -> Option<Finding> {
        let metadata = fs::metadata(&self.home).ok()?;
        let text = "is open to others on this machine; what emkit writes in it is not";
        is_loose(&metadata).then(|| Error::about(Kind::OpenToOthers, &self.home, text).wrong())
    }
}

fn is_loose(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}

/// A rubric says nothing about anybody, nor do settings, so their modes are the person's own business.
pub(super) fn check_permissions(home: &Path, checkup: &mut Checkup) {
    let real = fs::canonicalize(home).unwrap_or_else(|_| home.to_owned());
    let mut loose = Vec::new();
    look(&real, &real, &mut loose, checkup);
    let text = "can be read by others on this machine";
    match loose.as_slice() {
        [first, rest @ ..] if rest.len() >= MAX_NAMED => {
            let text = format!("`{}` and {} more {text}", shown(first), rest.len());
            let kind = Kind::ManyOpenToOthers(real);
            checkup.add(Error::new(kind, first, text).wrong());
        }
        few => {
            for path in few {
                checkup.add(Error::about(Kind::OpenToOthers, path, text).wrong());
            }
        }
    }
}

fn look(path: &Path, home: &Path, loose: &mut Vec<PathBuf>, checkup: &mut Checkup) {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return;
    };
    // What git keeps in its own folder is git's business.
    if ["rubrics", CONFIG, ".git"]
        .iter()
        .any(|name| path == home.join(name))
    {
        return;
    }
    if !metadata.is_symlink() && is_loose(&metadata) {
        loose.push(path.to_owned());
    }
    if !metadata.is_dir() {
        return;
    }
    for found in checkup.listed(path) {
        if found.name.starts_with(UNFINISHED) {
            let text = "was left over when a save was cut off";
            checkup.add(Error::about(Kind::UnfinishedSave, &found.path, text).wrong());
        } else {
            look(&found.path, home, loose, checkup);
        }
    }
}
