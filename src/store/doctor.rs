//! A check of everything in the store.

use std::fs::{self, Metadata};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use jiff::ZonedDateTime;
use jiff::civil::Date;

use super::editor_file::left_by_editor;
use super::error::{Error, Kind, Result};
use super::feedback::{self, is_reply};
use super::file::{Name, below, names, read};
use super::sync_folder::program_of;
use super::versions::{KeepReason, Version};
use super::write::UNFINISHED;
use super::{CONFIG, DRAFTS, FINISHED, FOLDERS, Store};
use crate::domain::assessment::Status;
use crate::domain::period::Period;
use crate::escape::shown;
use crate::format::digest::{is_digest, is_of};
use crate::format::marker::{self, Wholeness};
use crate::format::rubric;

const MAX_NAMED: usize = 3;

#[derive(Debug)]
pub struct Checkup<'s> {
    store: &'s Store,
    today: Date,
    pub files: usize,
    pub findings: Vec<Error>,
    loose: Vec<PathBuf>,
}

impl Store {
    /// Checks everything and changes nothing. What is wrong comes first.
    pub fn check_up(&self, today: Date) -> Checkup<'_> {
        let mut checkup = Checkup {
            store: self,
            today,
            files: 0,
            findings: Vec::new(),
            loose: Vec::new(),
        };
        // Everything in it would fail the same way.
        if checkup.read(names(&self.home)).is_none() {
            return checkup;
        }
        if let (Ok(target), false) = (fs::read_link(&self.home), self.home.exists()) {
            let (home, target) = (shown(&self.home), shown(target));
            let text = format!("the store `{home}` leads to `{target}`, which is not there");
            checkup.add(Error::new(Kind::DanglingStore, &self.home, text));
        }
        if fs::metadata(&self.home).is_ok_and(|home| is_loose(&home)) {
            checkup.loose.push(self.home.clone());
        }
        checkup.walk(&self.home, &[], true);
        for available in checkup.read(self.rubrics()).unwrap_or_default() {
            checkup.files += 1;
            checkup.read(available.summary);
        }
        checkup.add_loose();
        for finding in self.shared().into_iter().chain(self.lockless()) {
            checkup.add(finding);
        }
        checkup.findings.sort_by_key(|finding| finding.is_note);
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
        let is_ours =
            |name: &str| name.starts_with(UNFINISHED) || matches!(name, ".lock" | ".DS_Store");
        let said = unknown.filter(|found| !is_ours(&found.name)).map(|found| {
            let what = copy(&found.name).map_or(NOT_OURS, |(_, is_conflict)| what(is_conflict));
            format!("`{}` is {what}", shown(&found.path))
        });
        let left = self.left_by_editors()?;
        let left = left.iter().map(Error::to_string);
        Ok(said.chain(left).collect())
    }
}

impl Checkup<'_> {
    fn add(&mut self, finding: Error) {
        let text = finding.to_string();
        let mut known = self.findings.iter();
        // More than one check may come across a folder that cannot be read.
        if known.all(|known| known.to_string() != text) {
            self.findings.push(finding);
        }
    }

    fn read<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
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
                self.add(Error::about(Kind::UnfinishedSave, &name.path, text));
                continue;
            }
            let is_ours = is_ours && self.check(&parts, name, &found);
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
    fn check(&mut self, parts: &[&str], found: &Name, beside: &[Name]) -> bool {
        let is_folder = found.is_folder;
        match *parts {
            [DRAFTS | FINISHED | feedback::FOLDER | "kept" | "log" | "rubric-history"] => {
                return true;
            }
            [CONFIG] => {
                self.files += 1;
                for error in self.store.wrong_in_config() {
                    self.add(error);
                }
            }
            // macOS keeps the look of a folder in the last of them.
            [".lock" | ".DS_Store"] | ["log", ".lock"] => {}
            [name] if FOLDERS.contains(&name) || name.starts_with(".git") => {}
            [name] if program_of(name, || is_folder).is_some() => {}
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
            [DRAFTS | FINISHED, _] => self.unknown(found, true),
            ["kept", DRAFTS | FINISHED, _] => self.unknown(found, false),
            ["log", _] => self.check_log(found),
            [feedback::FOLDER, _, _] if is_folder && found.period("").is_some() => return true,
            [feedback::FOLDER, rubric, period, name] if is_reply(name) => {
                self.files += 1;
                if let Ok(period) = period.parse::<Period>() {
                    self.read(self.store.load_feedback(&found.path, rubric, period));
                }
            }
            ["kept", ref originals @ .., _] if !originals.is_empty() => {
                self.check_version(originals, found, beside);
            }
            ["rubric-history", _] => self.check_wording(found),
            _ => self.unknown(found, false),
        }
        false
    }

    fn check_assessment(&mut self, status: Status, rubric: &str, found: &Name) {
        let Some(period) = found.period(".yaml") else {
            return self.unknown(found, true);
        };
        self.files += 1;
        let path = &found.path;
        let loaded = self.store.load_period(status, rubric, period);
        let Some(loaded) = self.read(loaded) else {
            return;
        };
        for remark in loaded.remarks {
            self.add(Error::new(Kind::Remark, path, remark).note());
        }
        if read(path).is_ok_and(|text| marker::wholeness(&text) == Wholeness::Edited) {
            let text = "was edited by hand, which is fine";
            self.add(Error::about(Kind::EditedByHand, path, text).note());
        }
    }

    fn check_log(&mut self, found: &Name) {
        let Some(period) = found.period(".md") else {
            return self.unknown(found, false);
        };
        self.files += 1;
        let Some(logged) = self.read(self.store.log(period)) else {
            return;
        };
        if let Some(error) = logged.unread() {
            self.add(error);
        }
        for remark in logged.remarks() {
            self.add(Error::new(Kind::Log(period), &found.path, remark).note());
        }
    }

    fn check_wording(&mut self, found: &Name) {
        let (path, stem) = (&found.path, found.name.strip_suffix(".yaml"));
        let Some(stem) = stem.filter(|_| copy(&found.name).is_none()) else {
            return self.unknown(found, false);
        };
        self.files += 1;
        let Some(text) = self.read(read(path)) else {
            return;
        };
        if !is_of(stem.rsplit('-').next().unwrap_or_default(), &text) {
            let what = "is not the text that past assessments were made with";
            self.add(Error::about(Kind::Wording, path, what));
        } else if let Err(problems) = rubric::read(path, &text) {
            self.add(Error::new(Kind::Wording, path, problems.to_string()));
        }
    }

    /// Checks an earlier version. The files outside the store are not known.
    fn check_version(&mut self, originals: &[&str], found: &Name, beside: &[Name]) {
        if let Some(left) = left_by_editor(found) {
            return self.add(left);
        }
        let Some(version) = Version::named(&found.name).filter(|_| !found.is_folder) else {
            return self.unknown(found, false);
        };
        self.files += 1;
        let (path, file) = (&found.path, &version.file);
        let original = (originals != ["elsewhere"]).then(|| {
            let folder: PathBuf = originals.iter().collect();
            self.store.home.join(folder).join(file)
        });
        let age = age(path, self.today);
        let kept = |text: String| Error::about(Kind::KeptVersion(None), path, text).note();
        self.add(match version.reason {
            // Any text is a valid log.
            KeepReason::Replaced if file.ends_with(".md") => return,
            KeepReason::Replaced => {
                let Err(error) = self.store.load(path) else {
                    return;
                };
                // A cut version is fine if another, or the file itself, starts with all of it.
                let text = read(path).unwrap_or_default();
                let others = beside.iter().map(|other| &other.path).chain(&original);
                let mut others = others.filter(|other| *other != path);
                let is_begun =
                    |other: &PathBuf| read(other).is_ok_and(|other| other.starts_with(&text));
                if !text.trim().is_empty() && others.any(is_begun) {
                    return;
                }
                Error::new(Kind::OldVersion, path, error.to_string()).note()
            }
            KeepReason::SetAside => kept(format!("is a draft that was set aside {age}")),
            KeepReason::Edited => kept(format!(
                "was edited by hand, and replaced by a session {age}"
            )),
            KeepReason::Conflict => {
                let text =
                    format!("is what one of two programs wrote {age}; the other's is in its place");
                // A draft may have been finished.
                let finished = original.as_ref().and_then(|it| self.store.finished_of(it));
                let mut places = original.into_iter().chain(finished);
                let kind = Kind::KeptVersion(places.find(|place| place.exists()));
                Error::about(kind, path, text)
            }
        });
    }

    /// Names a file that is not emkit's: among assessments it could be mistaken for one that counts.
    fn unknown(&mut self, found: &Name, is_wrong: bool) {
        if found.name == ".DS_Store" {
            return;
        }
        let (kind, what, is_wrong) = match copy(&found.name) {
            Some((of, is_conflict)) => {
                let of = found.path.with_file_name(of);
                let what = format!("is {}", what(is_conflict));
                (Kind::Copy { of, is_conflict }, what, is_conflict)
            }
            None if is_wrong => {
                let what = "is not named like an assessment (`2026-Q4.yaml`)";
                (Kind::UnknownFile, what.to_owned(), true)
            }
            None => (Kind::UnknownFile, format!("is {NOT_OURS}"), false),
        };
        let text = format!("{what} and is never read");
        let mut error = Error::about(kind, &found.path, text);
        error.is_note = !is_wrong;
        self.add(error);
    }

    fn add_loose(&mut self) {
        let text = "can be read by others on this machine";
        match &*std::mem::take(&mut self.loose) {
            [first, rest @ ..] if rest.len() >= MAX_NAMED => {
                let text = format!("`{}` and {} more {text}", shown(first), rest.len());
                let home = &self.store.home;
                let home = fs::canonicalize(home).unwrap_or_else(|_| home.clone());
                self.add(Error::new(Kind::ManyOpenToOthers(home), first, text));
            }
            few => {
                for path in few {
                    self.add(Error::about(Kind::OpenToOthers, path, text));
                }
            }
        }
    }
}

fn is_loose(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}

fn age(path: &Path, today: Date) -> String {
    let written = fs::metadata(path).and_then(|file| file.modified()).ok();
    let written = written.and_then(|time| ZonedDateTime::try_from(time).ok());
    let written = written.map_or(today, |time| time.date());
    match (today - written).get_days() {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}

const NOT_OURS: &str = "not one of emkit's files";

fn what(is_conflict: bool) -> &'static str {
    if is_conflict {
        "a copy such as sync programs make"
    } else {
        "what an editor or a merge left of a file"
    }
}

/// The file that one is a copy of, and whether it has that file's ending, as the copies of sync programs
/// have: words in it may be nowhere else. Each program, and each person, puts other words around a name.
fn copy(name: &str) -> Option<(String, bool)> {
    let stem = name.trim_start_matches(['.', '#']);
    let stem = stem.strip_prefix("Copy of ").unwrap_or(stem);
    let mut endings = ["yaml", "md"].into_iter();
    let (ending, at) =
        endings.find_map(|ending| Some((ending, stem.find(&format!(".{ending}"))?)))?;
    let stem = &stem[..at];
    let named = |of: &str| format!("{of}.{ending}");
    let is_ours = |of: &&str| {
        let is_wording = of.rsplit_once('-').is_some_and(|(_, it)| is_digest(it));
        is_wording || of.parse::<Period>().is_ok() || Version::named(&named(of)).is_some()
    };
    let starts = [
        Some(stem),
        stem.split([' ', '_']).next(),
        stem.get(..7),
        stem.split('.').next(),
    ];
    let of = named(starts.into_iter().flatten().find(is_ours)?);
    let is_conflict = name.ends_with(&format!(".{ending}")) && !name.starts_with(['.', '#']);
    (of != name).then_some((of, is_conflict))
}
