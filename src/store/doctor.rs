//! A look at everything in the store.

mod accept;
mod copy;
mod kept;
mod log;
mod modes;
mod stray;

use std::fs;
use std::path::Path;

use jiff::civil::Date;

use self::copy::copy;
use self::modes::check_modes;
use super::file::{Name, names, read};
use super::shared::program_of;
use super::write::UNFINISHED;
use super::{CONFIG, Entry, FOLDERS, Store};
use crate::domain::assessment::Status;
use crate::error::{hint, move_out, quoted};
use crate::escape::shown;
use crate::format::digest::is_of;
use crate::format::marker::{self, Wholeness};
use crate::format::rubric;

/// Something that a look at the store brought up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub is_wrong: bool,
    pub what: String,
    /// What to run or do.
    pub remedy: Option<String>,
}

/// All findings, and how many files were looked at.
#[derive(Clone, Debug)]
pub struct Checkup {
    today: Date,
    pub files: usize,
    pub findings: Vec<Finding>,
}

/// Where something lies that is not named as emkit names its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Where somebody may take it for an assessment that counts.
    AmongAssessments,
    Elsewhere,
}

impl Checkup {
    fn add(&mut self, finding: Finding) {
        // A folder that cannot be read is come across more than once.
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn wrong(&mut self, what: String, remedy: impl Into<String>) {
        self.add(Finding {
            is_wrong: true,
            what,
            remedy: Some(remedy.into()),
        });
    }

    fn note(&mut self, what: String) {
        self.add(Finding {
            is_wrong: false,
            what,
            remedy: None,
        });
    }

    fn note_with(&mut self, what: String, remedy: String) {
        self.add(Finding {
            is_wrong: false,
            what,
            remedy: Some(remedy),
        });
    }

    fn error(&mut self, error: &anyhow::Error) {
        self.add(Finding {
            is_wrong: true,
            what: format!("{error:#}"),
            remedy: hint(error).map(str::to_owned),
        });
    }

    /// The names in a folder; a folder that cannot be read is a finding.
    fn listed(&mut self, folder: &Path) -> Vec<Name> {
        names(folder).unwrap_or_else(|error| {
            self.error(&error);
            Vec::new()
        })
    }
}

impl Store {
    /// Looks at everything and changes nothing. What is wrong comes first.
    #[must_use]
    pub fn check_up(&self, today: Date) -> Checkup {
        let mut checkup = Checkup {
            today,
            files: 0,
            findings: Vec::new(),
        };
        if let Err(error) = names(&self.home) {
            // What is said of everything in it would be the same.
            checkup.error(&error);
            return checkup;
        }
        self.check_top(&mut checkup);
        if self.config_path().symlink_metadata().is_ok() {
            checkup.files += 1;
            for error in self.wrong_in_config(None) {
                checkup.error(&error);
            }
        }
        for status in [Status::Draft, Status::Finished] {
            for rubric in checkup.listed(&self.folder(status)) {
                if !rubric.is_folder {
                    self.stray(&rubric, Place::AmongAssessments, &mut checkup);
                    continue;
                }
                for found in checkup.listed(&rubric.path) {
                    self.check_assessment(status, &rubric.name, &found, &mut checkup);
                }
            }
        }
        match self.left_by_editors() {
            Ok(left) => left.into_iter().for_each(|found| checkup.add(found)),
            Err(error) => checkup.error(&error),
        }
        self.check_logs(&mut checkup);
        self.check_kept(&mut checkup);
        self.check_rubrics(&mut checkup);
        check_modes(&self.home, &mut checkup);
        for finding in self.shared().into_iter().chain(self.lockless()) {
            checkup.add(finding);
        }
        checkup.findings.sort_by_key(|finding| !finding.is_wrong);
        checkup
    }

    fn check_top(&self, checkup: &mut Checkup) {
        if let (Ok(target), false) = (fs::read_link(&self.home), self.home.exists()) {
            checkup.wrong(
                format!(
                    "the store `{}` leads to `{}`, which is not there",
                    shown(&self.home),
                    shown(target)
                ),
                "bring back what it leads to, or name another folder with `--home DIR`",
            );
        }
        // A folder's look on macOS is kept in the last of them.
        const OTHERS: [&str; 7] = [
            CONFIG,
            ".lock",
            ".git",
            ".gitignore",
            ".gitattributes",
            ".gitmodules",
            ".DS_Store",
        ];
        for found in checkup.listed(&self.home) {
            let is_known = FOLDERS.contains(&found.name.as_str())
                || OTHERS.contains(&found.name.as_str())
                || program_of(&found.name, found.is_folder).is_some();
            if !is_known {
                self.stray(&found, Place::Elsewhere, checkup);
            }
        }
    }

    fn check_assessment(&self, status: Status, rubric: &str, found: &Name, checkup: &mut Checkup) {
        let Some(period) = found.period(".yaml") else {
            self.stray(found, Place::AmongAssessments, checkup);
            return;
        };
        checkup.files += 1;
        let entry = Entry {
            period,
            status,
            rubric: rubric.to_owned(),
            path: found.path.clone(),
        };
        let loaded = match self.load_entry(&entry) {
            Ok(loaded) => loaded,
            Err(error) => return checkup.error(&error),
        };
        for remark in loaded.remarks {
            checkup.note(remark);
        }
        let is_edited =
            read(&found.path).is_ok_and(|text| marker::wholeness(&text) == Wholeness::Edited);
        if is_edited {
            checkup.note(format!(
                "`{}` was edited by hand, and reads well",
                shown(&found.path)
            ));
        }
    }

    fn check_rubrics(&self, checkup: &mut Checkup) {
        match self.rubrics() {
            Ok(rubrics) => {
                for at_hand in rubrics {
                    checkup.files += 1;
                    if let Err(error) = at_hand.rubric {
                        checkup.error(&error);
                    }
                }
            }
            Err(error) => checkup.error(&error),
        }
        for found in checkup.listed(&self.home.join("rubric-history")) {
            let stem = found.name.strip_suffix(".yaml");
            let Some(stem) = stem.filter(|_| copy(&found.name).is_none()) else {
                self.stray(&found, Place::Elsewhere, checkup);
                continue;
            };
            checkup.files += 1;
            let remedy = format!(
                "take the file from a backup; without it, assessments made with it are shown with today's wording; to move this one out of the store: {}",
                move_out(&found.path)
            );
            match read(&found.path) {
                Err(error) => checkup.error(&error),
                Ok(text) if !is_of(stem.rsplit('-').next().unwrap_or_default(), &text) => checkup
                    .wrong(
                        format!(
                            "`{}` is not the text that past assessments were made with",
                            shown(&found.path)
                        ),
                        remedy,
                    ),
                Ok(text) => {
                    if let Err(problems) = rubric::read(&found.path, &text) {
                        checkup.wrong(problems.to_string(), remedy);
                    }
                }
            }
        }
    }

    /// Something that emkit does not know: named, never read, never removed.
    fn stray(&self, found: &Name, place: Place, checkup: &mut Checkup) {
        if found.name.starts_with(UNFINISHED) || found.name == ".DS_Store" {
            return;
        }
        if let Some(copy) = copy(&found.name) {
            return checkup.add(self.copied(found, &copy));
        }
        let path = quoted(&found.path);
        let look = match found.is_folder {
            true => format!("`ls -lA {path}` shows what is in it"),
            // Anything but a plain file would not end.
            false if !found.path.is_file() => format!("`ls -ld {path}` shows what it is"),
            false => format!("`less {path}` shows it"),
        };
        let remedy = format!(
            "{look}; to move it out of the store: {}",
            move_out(&found.path)
        );
        match place {
            Place::AmongAssessments => checkup.wrong(
                format!(
                    "`{}` is not named like an assessment (`2026-Q4.yaml`) and is never read",
                    shown(&found.path)
                ),
                remedy,
            ),
            Place::Elsewhere => checkup.note_with(
                format!(
                    "`{}` is not a file of emkit's and is never read",
                    shown(&found.path)
                ),
                remedy,
            ),
        }
    }
}
