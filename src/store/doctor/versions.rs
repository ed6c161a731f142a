//! A check of the earlier versions, and of those that two programs disagreed on.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Checkup;
use crate::store::editor_file::is_left_by_editor;
use crate::store::error::{Error, Kind};
use crate::store::file::read;
use crate::store::versions::{KeepReason, Version};
use crate::store::{DRAFTS, FINISHED, Store};

impl Store {
    pub(super) fn check_kept(&self, checkup: &mut Checkup) {
        for found in checkup.listed(&self.home.join("kept")) {
            let originals = self.home.join(&found.name);
            match found.name.as_str() {
                _ if !found.is_folder => checkup.unknown(&found),
                "elsewhere" => self.check_versions(&found.path, None, checkup),
                "rubric-history" | "log" => {
                    self.check_versions(&found.path, Some(&originals), checkup);
                }
                DRAFTS | FINISHED => {
                    for rubric in checkup.listed(&found.path) {
                        if rubric.is_folder {
                            let originals = originals.join(&rubric.name);
                            self.check_versions(&rubric.path, Some(&originals), checkup);
                        } else {
                            checkup.unknown(&rubric);
                        }
                    }
                }
                _ => checkup.unknown(&found),
            }
        }
    }

    /// The versions in one folder. `originals` is unknown for files outside the store.
    fn check_versions(&self, folder: &Path, originals: Option<&Path>, checkup: &mut Checkup) {
        let found = checkup.listed(folder);
        for name in &found {
            if is_left_by_editor(name) {
                continue;
            }
            let Some(version) = Version::named(&name.name).filter(|_| !name.is_folder) else {
                checkup.unknown(name);
                continue;
            };
            checkup.files += 1;
            let file = format!("{}.{}", version.stem, version.ending);
            let original = originals.map(|folder| folder.join(file));
            match version.reason {
                // Any text is a valid log.
                KeepReason::Replaced if version.ending == "md" => {}
                KeepReason::Replaced => {
                    // A cut version is fine if another, or the file itself, starts with all of it.
                    let others = found.iter().map(|other| &other.path).chain(&original);
                    let mut others = others.filter(|other| **other != name.path);
                    let text = read(&name.path).unwrap_or_default();
                    if let Err(error) = self.load(&name.path)
                        && !others.any(|other| is_begun_by(other, &text))
                    {
                        let error = Error::new(Kind::OldVersion, &name.path, error.to_string());
                        checkup.add(error.note());
                    }
                }
                reason => self.name_version(&name.path, reason, original, checkup),
            }
        }
    }

    fn name_version(
        &self,
        path: &Path,
        reason: KeepReason,
        original: Option<PathBuf>,
        checkup: &mut Checkup,
    ) {
        let age = age(path, checkup.today);
        let kept = |text: String| Error::about(Kind::KeptVersion(None), path, text).note();
        checkup.add(match reason {
            KeepReason::SetAside => kept(format!("is a draft that was set aside {age}")),
            KeepReason::Edited => kept(format!(
                "was edited by hand, and replaced by a session {age}"
            )),
            KeepReason::Conflict | KeepReason::Replaced => {
                let text =
                    format!("is what one of two programs wrote {age}; the other's is in its place");
                let kind = Kind::KeptVersion(self.in_place(original));
                Error::about(kind, path, text).wrong()
            }
        });
    }

    /// What is in the place of a version now. A draft may have been finished.
    fn in_place(&self, original: Option<PathBuf>) -> Option<PathBuf> {
        let original = original?;
        let places = self
            .finished_of(&original)
            .into_iter()
            .chain([original.clone()]);
        places.rev().find(|place| place.exists())
    }
}

fn age(path: &Path, today: Date) -> String {
    let written = fs::metadata(path).and_then(|file| file.modified()).ok();
    let written = written.and_then(|time| Timestamp::try_from(time).ok());
    let written = written.map_or(today, |time| {
        time.to_zoned_datetime(TimeZone::system()).date()
    });
    match (today - written).get_days() {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}

fn is_begun_by(path: &Path, text: &str) -> bool {
    !text.trim().is_empty() && read(path).is_ok_and(|other| other.starts_with(text))
}
