//! Who may read what is in the store, and what a save that was cut off left over.

use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Checkup, Finding};
use crate::error::{move_out, quoted};
use crate::escape::shown;
use crate::store::write::UNFINISHED;
use crate::store::{CONFIG, Store};

/// So many are named one by one.
const MOST_NAMED: usize = 3;

impl Store {
    /// Whether others can look into the store's folder. One that a person made stays as it is: it
    /// may hold more than emkit's files.
    #[must_use]
    pub fn open_to_others(&self) -> Option<Finding> {
        let metadata = fs::metadata(&self.home).ok()?;
        is_loose(&metadata).then(|| Finding {
            is_wrong: true,
            what: format!(
                "`{}` is open to others on this machine; what emkit writes in it is not",
                shown(&self.home)
            ),
            remedy: Some(format!("chmod 700 {}", quoted(&self.home))),
        })
    }
}

fn is_loose(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}

/// A rubric says nothing about anybody, nor do settings, so their modes are the person's own business.
pub(super) fn check_modes(home: &Path, checkup: &mut Checkup) {
    let real = fs::canonicalize(home).unwrap_or_else(|_| home.to_owned());
    let mut loose = Vec::new();
    look(&real, &real, &mut loose, checkup);
    if let [first, rest @ ..] = loose.as_slice()
        && rest.len() >= MOST_NAMED
    {
        checkup.wrong(
            format!(
                "`{}` and {} more can be read by others on this machine",
                shown(first),
                rest.len()
            ),
            format!("chmod -R go= {}", quoted(&real)),
        );
        return;
    }
    for path in loose {
        let mode = if path.is_dir() { "700" } else { "600" };
        checkup.wrong(
            format!("`{}` can be read by others on this machine", shown(&path)),
            format!("chmod {mode} {}", quoted(&path)),
        );
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
            checkup.wrong(
                format!(
                    "`{}` was left over when a save was cut off",
                    shown(&found.path)
                ),
                format!(
                    "`less {}` shows whether it holds anything you miss; to move it out of the store: {}",
                    quoted(&found.path),
                    move_out(&found.path)
                ),
            );
        } else {
            look(&found.path, home, loose, checkup);
        }
    }
}
