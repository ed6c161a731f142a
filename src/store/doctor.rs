//! A check of everything in the store.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use itertools::Itertools;

use super::editor_file::left_by_editor;
use super::error::{Error, Kind, Result};
use super::feedback::{self, is_reply};
use super::file::{Name, below, names, read};
use super::versions::{KeepReason, Version};
use super::write::UNFINISHED;
use super::{CONFIG, DRAFTS, FINISHED, FOLDERS, Store};
use crate::domain::assessment::Status;
use crate::domain::period::Period;
use crate::escape::shown;
use crate::format::digest::{is_digest, is_of};
use crate::format::marker::{self, Wholeness};

#[derive(Debug)]
pub struct Checkup<'s> {
    store: &'s Store,
    pub files: usize,
    pub findings: Vec<Error>,
    loose: Vec<PathBuf>,
}

impl Store {
    /// Checks everything and changes nothing. What is wrong comes first.
    pub fn check_up(&self) -> Checkup<'_> {
        let mut checkup = Checkup {
            store: self,
            files: 0,
            findings: Vec::new(),
            loose: Vec::new(),
        };
        // Everything in it would fail the same way.
        if checkup.read(names(&self.home)).is_none() {
            return checkup;
        }
        if fs::metadata(&self.home).is_ok_and(|home| is_loose(&home)) {
            checkup.loose.push(self.home.clone());
        }
        checkup.walk(&self.home, &[], true);
        for available in checkup.read(self.rubrics()).unwrap_or_default() {
            checkup.files += 1;
            checkup.read(available.summary);
        }
        if let [first, others @ ..] = &*checkup.loose {
            let path = if others.is_empty() { first } else { &self.home };
            let named = checkup.loose.iter().map(shown).join("`, `");
            let text = format!("`{named}` can be read by others on this machine");
            checkup
                .findings
                .push(Error::new(Kind::OpenToOthers, path, text));
        }
        let others = self.shared().into_iter().chain(self.lockless());
        checkup.findings.extend(others);
        checkup.findings.sort_by_key(|finding| finding.is_note);
        // More than one check may come across a folder that cannot be read.
        let mut said = HashSet::new();
        let findings = &mut checkup.findings;
        findings.retain(|finding| said.insert(finding.to_string()));
        checkup
    }

    /// A folder that a person made is left as it is: it may hold more than emkit's files.
    pub fn open_to_others(&self) -> Option<Error> {
        let metadata = fs::metadata(&self.home).ok()?;
        let text = "is open to others on this machine; what emkit writes in it is not";
        is_loose(&metadata).then(|| Error::about(Kind::OpenToOthers, &self.home, text))
    }

    /// A sentence for each file among assessments and logs that is neither. No file is opened.
    pub fn unknown_files(&self) -> Result<Vec<String>> {
        let mut unknown = below(&self.folder(Status::Draft))?;
        unknown.extend(below(&self.folder(Status::Finished))?);
        unknown.retain(|(rubric, found)| rubric.is_none() || found.period(".yaml").is_none());
        let mut logs = names(&self.log_folder())?;
        logs.retain(|found| found.period(".md").is_none());
        let unknown = unknown.into_iter().map(|(_, found)| found).chain(logs);
        let strays = unknown.filter_map(|found| stray(&found, true));
        let all = strays.chain(self.left_by_editors()?);
        Ok(all.map(|it| it.to_string()).collect())
    }
}

impl Checkup<'_> {
    fn read<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.findings.push(error)).ok()
    }

    /// Checks what is in a folder, by the path to it. If it is not emkit's, only permissions count.
    fn walk(&mut self, folder: &Path, around: &[&str], is_ours: bool) {
        let mut found = self.read(names(folder)).unwrap_or_default();
        if around.is_empty() {
            found.sort_by_key(|found| FOLDERS.iter().position(|name| found.name == *name));
        }
        for name in &found {
            let parts = [around, &[name.name.as_str()]].concat();
            if name.name.starts_with(UNFINISHED) {
                let text = "was left over when a save was cut off";
                self.findings
                    .push(Error::about(Kind::UnfinishedSave, &name.path, text));
                continue;
            }
            let is_ours = is_ours && self.check(&parts, name);
            // Rubrics and settings say nothing about anybody, and git's own folder is git's business.
            let is_open = matches!(parts[..], ["rubrics" | CONFIG | ".git"]);
            let metadata = fs::symlink_metadata(&name.path);
            let metadata = metadata.ok().filter(|it| !is_open && !it.is_symlink());
            if metadata.as_ref().is_some_and(is_loose) {
                self.loose.push(name.path.clone());
            }
            if is_ours || metadata.is_some_and(|metadata| metadata.is_dir()) {
                self.walk(&name.path, &parts, is_ours);
            }
        }
    }

    /// Checks what is at this path in the store; whether it is a folder whose files are to be checked, too.
    fn check(&mut self, parts: &[&str], found: &Name) -> bool {
        let is_folder = found.is_folder;
        match *parts {
            [DRAFTS | FINISHED | feedback::FOLDER | "kept" | "log" | "rubric-history"] => {
                return true;
            }
            [CONFIG] => {
                self.files += 1;
                self.findings.extend(self.store.wrong_in_config());
            }
            // The hidden ones are emkit's lock, git's, or a sync program's.
            [name] if FOLDERS.contains(&name) || name.starts_with('.') => {}
            [DRAFTS | FINISHED | feedback::FOLDER, _]
            | [
                "kept",
                DRAFTS | FINISHED | "log" | "rubric-history" | "elsewhere",
            ]
            | ["kept", DRAFTS | FINISHED, _]
                if is_folder =>
            {
                return true;
            }
            [DRAFTS, rubric, _] => self.check_assessment(Status::Draft, rubric, found),
            [FINISHED, rubric, _] => self.check_assessment(Status::Finished, rubric, found),
            ["kept", DRAFTS | FINISHED, _] => self.unknown(found),
            ["log", _] => self.check_log(found),
            [feedback::FOLDER, _, _] if is_folder && found.period("").is_some() => return true,
            [feedback::FOLDER, rubric, period, name] if is_reply(name) => {
                self.files += 1;
                if let Ok(period) = period.parse::<Period>() {
                    self.read(self.store.load_feedback(&found.path, rubric, period));
                }
            }
            ["kept", ref originals @ .., _] if !originals.is_empty() => {
                self.check_version(originals, found);
            }
            ["rubric-history", _] => self.check_wording(found),
            _ => self.unknown(found),
        }
        false
    }

    fn check_assessment(&mut self, status: Status, rubric: &str, found: &Name) {
        let Some(period) = found.period(".yaml") else {
            return self.unknown(found);
        };
        self.files += 1;
        let path = &found.path;
        let loaded = self.store.load_period(status, rubric, period);
        let Some(loaded) = self.read(loaded) else {
            return;
        };
        let remarks = loaded.remarks.into_iter();
        let remarks = remarks.map(|remark| Error::new(Kind::Remark, path, remark).note());
        self.findings.extend(remarks);
        if read(path).is_ok_and(|text| marker::wholeness(&text) == Wholeness::Edited) {
            let text = "was edited by hand, which is fine";
            self.findings
                .push(Error::about(Kind::Remark, path, text).note());
        }
    }

    fn check_log(&mut self, found: &Name) {
        let Some(period) = found.period(".md") else {
            return self.unknown(found);
        };
        self.files += 1;
        let Some(logged) = self.read(self.store.log(period)) else {
            return;
        };
        self.findings.extend(logged.unread());
        let (path, remarks) = (&found.path, logged.remarks.into_iter());
        let remarks = remarks.map(|it| Error::new(Kind::Log(period), path, it).note());
        self.findings.extend(remarks);
    }

    fn check_wording(&mut self, found: &Name) {
        let (path, stem) = (&found.path, found.name.strip_suffix(".yaml"));
        let digest = stem.and_then(|stem| stem.rsplit_once('-'));
        let Some((_, digest)) = digest.filter(|(_, digest)| is_digest(digest)) else {
            return self.unknown(found);
        };
        self.files += 1;
        let Some(text) = self.read(read(path)) else {
            return;
        };
        if !is_of(digest, &text) {
            let what = "is not the text that past assessments were made with";
            self.findings.push(Error::about(Kind::Wording, path, what));
        }
    }

    fn check_version(&mut self, originals: &[&str], found: &Name) {
        if let Some(left) = left_by_editor(found) {
            return self.findings.push(left);
        }
        let Some(version) = Version::named(&found.name).filter(|_| !found.is_folder) else {
            return self.unknown(found);
        };
        self.files += 1;
        let (path, file) = (&found.path, &version.file);
        let kept = |text| Error::about(Kind::KeptVersion(None), path, text).note();
        self.findings.push(match version.reason {
            // Any text is a valid log.
            KeepReason::Replaced if file.ends_with(".md") => return,
            KeepReason::Replaced => match self.store.load(path) {
                Ok(_) => return,
                Err(error) => Error::new(Kind::KeptVersion(None), path, error.to_string()).note(),
            },
            KeepReason::SetAside => kept("is a draft that was set aside"),
            KeepReason::Edited => kept("was edited by hand, and replaced by a session"),
            KeepReason::Conflict => {
                let text = "is what one of two programs wrote; the other's is in its place";
                let folder: PathBuf = originals.iter().collect();
                let original = Some(self.store.home.join(folder).join(file));
                let kind = Kind::KeptVersion(original.filter(|it| it.exists()));
                Error::about(kind, path, text)
            }
        });
    }

    fn unknown(&mut self, found: &Name) {
        let is_inside = found.path.parent() != Some(&self.store.home);
        self.findings.extend(stray(found, is_inside));
    }
}

/// What is said of a file that emkit doesn't know. The words in a copy of one in a folder, which sync
/// programs and people name in many ways, may be nowhere else.
fn stray(Name { name, path, .. }: &Name, is_inside: bool) -> Option<Error> {
    if name.starts_with(UNFINISHED) || matches!(&**name, ".lock" | ".DS_Store") {
        return None;
    }
    let has_words = name.ends_with(".yaml") || name.ends_with(".md");
    if is_inside && has_words && !name.starts_with(['.', '#']) {
        let text = "may be a copy that a sync program made; it is never read";
        return Some(Error::about(Kind::UnknownFile, path, text));
    }
    let text = "is not one of emkit's files; it is never read";
    Some(Error::about(Kind::UnknownFile, path, text).note())
}

fn is_loose(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}
