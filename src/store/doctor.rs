//! A check of everything in the store.

mod feedback;
mod other_files;
mod permissions;
mod versions;

use std::fs;
use std::path::Path;

use jiff::civil::Date;

use self::other_files::copy;
use self::permissions::check_permissions;
use super::error::{Error, Finding, Kind, Result};
use super::file::{Name, names, read};
use super::sync_folder::program_of;
use super::{CONFIG, Entry, FOLDERS, Store};
use crate::domain::assessment::Status;
use crate::escape::shown;
use crate::format::digest::is_of;
use crate::format::marker::{self, Wholeness};
use crate::format::rubric;

#[derive(Debug)]
pub struct Checkup {
    today: Date,
    pub files: usize,
    pub findings: Vec<Finding>,
}

impl Checkup {
    fn add(&mut self, finding: Finding) {
        let text = finding.error.to_string();
        // More than one check may come across a folder that cannot be read.
        if !self
            .findings
            .iter()
            .any(|known| known.error.to_string() == text)
        {
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
            for rubric in checkup.listed(&self.folder(status)) {
                if !rubric.is_folder {
                    checkup.unknown_among_assessments(&rubric);
                    continue;
                }
                for found in checkup.listed(&rubric.path) {
                    self.check_assessment(status, &rubric.name, &found, &mut checkup);
                }
            }
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

    fn check_assessment(&self, status: Status, rubric: &str, found: &Name, checkup: &mut Checkup) {
        let Some(period) = found.period(".yaml") else {
            return checkup.unknown_among_assessments(found);
        };
        checkup.files += 1;
        let path = &found.path;
        let entry = Entry {
            period,
            status,
            rubric: rubric.to_owned(),
            path: path.clone(),
        };
        let Some(loaded) = checkup.read(self.load_entry(&entry)) else {
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
