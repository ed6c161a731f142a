//! Who can read the store, and what an interrupted save left over.

use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::Checkup;
use crate::escape::shown;
use crate::store::error::{Error, Finding, Kind};
use crate::store::write::UNFINISHED;
use crate::store::{CONFIG, Store};

/// Up to this many are named one by one.
const MAX_NAMED: usize = 3;

impl Store {
    /// Whether others can look into the store's folder. A folder that a person made is left as it is:
    /// it may hold more than emkit's files.
    pub fn open_to_others(&self) -> Option<Finding> {
        let metadata = fs::metadata(&self.home).ok()?;
        let text = "is open to others on this machine; what emkit writes in it is not";
        is_loose(&metadata).then(|| Error::about(Kind::OpenToOthers, &self.home, text).wrong())
    }
}

fn is_loose(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}

/// Rubrics and settings say nothing about anybody, so their permissions are left to the person.
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
    // Git's own folder is git's business.
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
