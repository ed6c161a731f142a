//! A check of everything in the store.

mod other_files;
mod versions;

use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use self::other_files::copy;
use super::error::{Error, Finding, Kind, Result};
use super::feedback::{self, is_ours};
use super::file::{Name, names, read};
use super::sync_folder::program_of;
use super::write::UNFINISHED;
use super::{CONFIG, FOLDERS, Store};
use crate::domain::assessment::Status;
use crate::escape::shown;
use crate::format::digest::is_of;
use crate::format::marker::{self, Wholeness};
use crate::format::rubric;

/// Up to this many files that others can read are named one by one.
const MAX_NAMED: usize = 3;

#[derive(Debug)]
pub struct Checkup {
    today: Date,
    pub files: usize,
    pub findings: Vec<Finding>,
}

impl Checkup {
    fn add(&mut self, finding: Finding) {
        let text = finding.error.to_string();
        let mut known = self.findings.iter();
        // More than one check may come across a folder that cannot be read.
        if known.all(|known| known.error.to_string() != text) {
            self.findings.push(finding);
        }
    }

    /// What was read; an error is a finding.
    fn read<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error.wrong())).ok()
    }

    fn listed(&mut self, folder: &Path) -> Vec<Name> {
        self.read(names(folder)).unwrap_or_default()
    }

    /// Each file with the rubric whose folder it is in, and without one what is beside those folders.
    fn below(&mut self, folder: &Path, mut check: impl FnMut(&mut Self, Option<&str>, &Name)) {
        for rubric in self.listed(folder) {
            if !rubric.is_folder {
                check(self, None, &rubric);
                continue;
            }
            for found in self.listed(&rubric.path) {
                check(self, Some(&rubric.name), &found);
            }
        }
    }
}

impl Store {
    /// Checks everything and changes nothing. What is wrong comes first.
    pub fn check_up(&self, today: Date) -> Checkup {
        let mut checkup = Checkup {
            today,
            files: 0,
            findings: Vec::new(),
        };
        // Everything in it would fail the same way.
        if checkup.read(names(&self.home)).is_none() {
            return checkup;
        }
        self.check_top(&mut checkup);
        if self.config_path().symlink_metadata().is_ok() {
            checkup.files += 1;
            for error in self.wrong_in_config() {
                checkup.add(error.wrong());
            }
        }
        for status in [Status::Draft, Status::Finished] {
            checkup.below(&self.folder(status), |checkup, rubric, found| {
                self.check_assessment(status, rubric, found, checkup);
            });
        }
        let left = checkup.read(self.left_by_editors()).unwrap_or_default();
        left.into_iter().for_each(|found| checkup.add(found));
        self.check_logs(&mut checkup);
        self.check_feedback(&mut checkup);
        self.check_kept(&mut checkup);
        self.check_rubrics(&mut checkup);
        check_permissions(&self.home, &mut checkup);
        for finding in self.shared().into_iter().chain(self.lockless()) {
            checkup.add(finding);
        }
        checkup.findings.sort_by_key(|finding| !finding.is_wrong);
        checkup
    }

    /// Whether others can look into the store's folder. A folder that a person made is left as it is:
    /// it may hold more than emkit's files.
    pub fn open_to_others(&self) -> Option<Finding> {
        let metadata = fs::metadata(&self.home).ok()?;
        let text = "is open to others on this machine; what emkit writes in it is not";
        is_loose(&metadata).then(|| Error::about(Kind::OpenToOthers, &self.home, text).wrong())
    }

    fn check_top(&self, checkup: &mut Checkup) {
        if let (Ok(target), false) = (fs::read_link(&self.home), self.home.exists()) {
            let text = format!(
                "the store `{}` leads to `{}`, which is not there",
                shown(&self.home),
                shown(target)
            );
            checkup.add(Error::new(Kind::DanglingStore, &self.home, text).wrong());
        }
        // macOS keeps the look of a folder in the last of them.
        const OTHERS: [&str; 3] = [CONFIG, ".lock", ".DS_Store"];
        for found in checkup.listed(&self.home) {
            let name = found.name.as_str();
            let is_known = FOLDERS.contains(&name)
                || OTHERS.contains(&name)
                || name.starts_with(".git")
                || program_of(name, found.is_folder).is_some();
            if !is_known {
                checkup.unknown(&found);
            }
        }
    }

    fn check_assessment(
        &self,
        status: Status,
        rubric: Option<&str>,
        found: &Name,
        checkup: &mut Checkup,
    ) {
        let (Some(rubric), Some(period)) = (rubric, found.period(".yaml")) else {
            return checkup.unknown_among_assessments(found);
        };
        checkup.files += 1;
        let path = &found.path;
        let loaded = self.load_entry(&self.entry(status, rubric, period));
        let Some(loaded) = checkup.read(loaded) else {
            return;
        };
        for remark in loaded.remarks {
            checkup.add(Error::new(Kind::Remark, path, remark).note());
        }
        if read(path).is_ok_and(|text| marker::wholeness(&text) == Wholeness::Edited) {
            let text = "was edited by hand, which is fine";
            checkup.add(Error::about(Kind::EditedByHand, path, text).note());
        }
    }

    fn check_logs(&self, checkup: &mut Checkup) {
        for found in checkup.listed(&self.log_folder()) {
            let Some(period) = found.period(".md") else {
                if found.name != ".lock" {
                    checkup.unknown(&found);
                }
                continue;
            };
            checkup.files += 1;
            let Some(logged) = checkup.read(self.log(period)) else {
                continue;
            };
            if let Some(error) = logged.unread() {
                checkup.add(error.wrong());
            }
            for remark in logged.remarks() {
                checkup.add(Error::new(Kind::Log(period), &found.path, remark).note());
            }
        }
    }

    fn check_feedback(&self, checkup: &mut Checkup) {
        checkup.below(
            &self.home.join(feedback::FOLDER),
            |checkup, rubric, found| {
                let period = found.period("").filter(|_| found.is_folder);
                let (Some(rubric), Some(period)) = (rubric, period) else {
                    return checkup.unknown(found);
                };
                for file in checkup.listed(&found.path) {
                    if is_ours(&file.name) {
                        checkup.files += 1;
                        checkup.read(self.load_feedback(&file.path, rubric, period));
                    } else {
                        checkup.unknown(&file);
                    }
                }
            },
        );
    }

    fn check_rubrics(&self, checkup: &mut Checkup) {
        for available in checkup.read(self.rubrics()).unwrap_or_default() {
            checkup.files += 1;
            checkup.read(available.summary);
        }
        for found in checkup.listed(&self.home.join("rubric-history")) {
            let stem = found.name.strip_suffix(".yaml");
            let Some(stem) = stem.filter(|_| copy(&found.name).is_none()) else {
                checkup.unknown(&found);
                continue;
            };
            checkup.files += 1;
            let path = &found.path;
            let Some(text) = checkup.read(read(path)) else {
                continue;
            };
            if !is_of(stem.rsplit('-').next().unwrap_or_default(), &text) {
                let what = "is not the text that past assessments were made with";
                checkup.add(Error::about(Kind::Wording, path, what).wrong());
            } else if let Err(problems) = rubric::read(path, &text) {
                checkup.add(Error::new(Kind::Wording, path, problems.to_string()).wrong());
            }
        }
    }
}

fn is_loose(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}

/// Rubrics and settings say nothing about anybody, so their permissions are left to the person.
fn check_permissions(home: &Path, checkup: &mut Checkup) {
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
    let mut others = ["rubrics", CONFIG, ".git"].iter();
    if others.any(|name| path == home.join(name)) {
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
