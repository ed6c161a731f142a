//! A look at the earlier versions, and at those that two programs disagreed on.

use std::path::{Path, PathBuf};

use super::{Checkup, Place};
use crate::domain::assessment::Status;
use crate::error::quoted;
use crate::escape::shown;
use crate::store::editing::is_left_by_editor;
use crate::store::file::{Name, read};
use crate::store::kept::{Version, Why};
use crate::store::{Store, folder_name};

impl Store {
    pub(super) fn check_kept(&self, checkup: &mut Checkup) {
        for found in checkup.listed(&self.home.join("kept")) {
            let is_of = |status| found.is_folder && found.name == folder_name(status);
            if is_of(Status::Draft) || is_of(Status::Finished) {
                for rubric in checkup.listed(&found.path) {
                    if rubric.is_folder {
                        let originals = self.home.join(&found.name).join(&rubric.name);
                        self.check_versions(&rubric.path, Some(&originals), checkup);
                    } else {
                        self.stray(&rubric, Place::Elsewhere, checkup);
                    }
                }
            } else if found.is_folder && ["rubric-history", "log"].contains(&found.name.as_str()) {
                let originals = self.home.join(&found.name);
                self.check_versions(&found.path, Some(&originals), checkup);
            } else if found.is_folder && found.name == "elsewhere" {
                self.check_versions(&found.path, None, checkup);
            } else {
                self.stray(&found, Place::Elsewhere, checkup);
            }
        }
    }

    /// The versions in one folder. Where their files lie is not known of those outside the store.
    fn check_versions(&self, folder: &Path, originals: Option<&Path>, checkup: &mut Checkup) {
        let found = checkup.listed(folder);
        for name in &found {
            if is_left_by_editor(name) {
                continue;
            }
            let Some(version) = Version::named(&name.name).filter(|_| !name.is_folder) else {
                self.stray(name, Place::Elsewhere, checkup);
                continue;
            };
            checkup.files += 1;
            let file = format!("{}.{}", version.stem, version.ending);
            let original = originals.map(|folder| folder.join(file));
            match version.why {
                Why::Conflict => self.check_conflict(name, original, checkup),
                // Whatever a log holds reads as one.
                Why::Replaced if version.ending == "md" => {}
                Why::Replaced => self.check_version(name, &version, original, &found, checkup),
            }
        }
    }

    fn check_conflict(&self, found: &Name, original: Option<PathBuf>, checkup: &mut Checkup) {
        let path = quoted(&found.path);
        let drafts = self.folder(Status::Draft);
        let finished = |draft: &PathBuf| {
            let below = draft.strip_prefix(&drafts).ok()?;
            Some(self.folder(Status::Finished).join(below))
        };
        // A draft may be finished by now.
        let other = original
            .into_iter()
            .flat_map(|original| [finished(&original), Some(original)])
            .flatten()
            .rfind(|other| other.exists());
        let look = match other {
            Some(other) => format!("`{}` compares the two", self.compare(&other, &found.path)),
            None => format!("`{}` shows it", self.show(&found.path)),
        };
        checkup.wrong(
            format!(
                "`{}` was not saved in its place, since another program had changed that",
                shown(&found.path)
            ),
            format!("{look}; when you have what you want of it: rm {path}"),
        );
    }

    fn check_version(
        &self,
        found: &Name,
        version: &Version,
        original: Option<PathBuf>,
        beside: &[Name],
        checkup: &mut Checkup,
    ) {
        let Err(error) = self.load(&found.path) else {
            return;
        };
        // Cut, but another version has all of it and goes on.
        let is_same = |other: &&Name| {
            other.name != found.name
                && Version::named(&other.name).is_some_and(|other| other.stem == version.stem)
        };
        let others = beside
            .iter()
            .filter(is_same)
            .map(|other| other.path.clone());
        let is_elsewhere = read(&found.path).is_ok_and(|text| {
            !text.trim().is_empty()
                && others
                    .chain(original)
                    .any(|other| read(&other).is_ok_and(|other| other.starts_with(&text)))
        });
        if !is_elsewhere {
            checkup.note_with(
                format!("{error:#}"),
                format!(
                    "it is only an earlier version: take it from a backup, or remove it: rm {}",
                    quoted(&found.path)
                ),
            );
        }
    }
}
