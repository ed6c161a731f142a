//! A look at every file in the store.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::file::{Name, bytes_if_there, decode, missing, names, read};
use super::write::UNFINISHED;
use super::{Seen, Store};
use crate::domain::assessment::Status;
use crate::domain::period::Period;
use crate::error::{Failure, quoted};
use crate::escape::shown;
use crate::format::marker::Wholeness;
use crate::format::{assessment, marker, rubric};

/// Something that a look at the store brought up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub is_wrong: bool,
    pub what: String,
    /// What to run or do.
    pub remedy: Option<String>,
}

/// All findings, and how many files were looked at.
#[derive(Clone, Debug, Default)]
pub struct Checkup {
    pub files: usize,
    pub findings: Vec<Finding>,
}

impl Checkup {
    fn wrong(&mut self, what: String, remedy: impl Into<String>) {
        self.findings.push(Finding {
            is_wrong: true,
            what,
            remedy: Some(remedy.into()),
        });
    }

    fn note(&mut self, what: String) {
        self.findings.push(Finding {
            is_wrong: false,
            what,
            remedy: None,
        });
    }

    fn error(&mut self, error: &anyhow::Error) {
        let hint = error
            .downcast_ref::<Failure>()
            .and_then(|failure| failure.hint.clone());
        self.findings.push(Finding {
            is_wrong: true,
            what: format!("{error:#}"),
            remedy: hint,
        });
    }
}

impl Store {
    /// Looks at every file and changes nothing.
    ///
    /// # Errors
    /// Where a folder of the store cannot be read.
    pub fn check_up(&self) -> Result<Checkup> {
        let mut checkup = Checkup::default();
        for status in [Status::Draft, Status::Finished] {
            let folder = self.folder(status);
            for rubric in listed(&folder, &mut checkup) {
                if !rubric.is_folder {
                    stray(&rubric, &mut checkup);
                    continue;
                }
                for found in listed(&rubric.path, &mut checkup) {
                    self.check_assessment(status, &rubric.name, &found, &mut checkup);
                }
            }
        }
        match self.left_by_editors() {
            Ok(left) => checkup.findings.extend(left),
            Err(error) => checkup.error(&error),
        }
        self.check_rubrics(&mut checkup)?;
        let home = fs::canonicalize(&self.home).unwrap_or_else(|_| self.home.clone());
        check_modes(&home, &home, &mut checkup);
        if let Some(tree) = self.shared_through_git() {
            checkup.wrong(
                format!(
                    "the store lies in the git work tree `{}`, which has a remote",
                    shown(&tree)
                ),
                "move the store with `--home DIR`, or keep it from being pushed",
            );
        }
        Ok(checkup)
    }

    fn check_assessment(&self, status: Status, rubric: &str, found: &Name, checkup: &mut Checkup) {
        let period = found
            .name
            .strip_suffix(".yaml")
            .and_then(|stem| stem.parse::<Period>().ok());
        let Some(period) = period else {
            stray(found, checkup);
            return;
        };
        checkup.files += 1;
        let path = shown(&found.path);
        let loaded = match self.load(&found.path) {
            Ok(loaded) => loaded,
            Err(error) => return checkup.error(&error),
        };
        for remark in loaded.remarks {
            checkup.note(remark);
        }
        let said = &loaded.assessment;
        if said.period != period || said.rubric.id != rubric || said.status() != status {
            checkup.wrong(
                format!(
                    "`{path}` says that it is the {} of {} under `{}`, and lies somewhere else",
                    said.status(),
                    said.period,
                    said.rubric.id
                ),
                format!(
                    "move it to `{}`, or correct what it says",
                    shown(self.path(said.status(), &said.rubric.id, said.period))
                ),
            );
        }
        let is_edited =
            read(&found.path).is_ok_and(|text| marker::wholeness(&text) == Wholeness::Edited);
        if is_edited {
            checkup.note(format!("`{path}` was edited by hand, and reads well"));
        }
    }

    fn check_rubrics(&self, checkup: &mut Checkup) -> Result<()> {
        for at_hand in self.rubrics()? {
            checkup.files += 1;
            if let Err(error) = at_hand.rubric {
                checkup.error(&error);
            }
        }
        for found in listed(&self.home.join("rubric-history"), checkup) {
            let Some(stem) = found.name.strip_suffix(".yaml") else {
                stray(&found, checkup);
                continue;
            };
            checkup.files += 1;
            let remedy = "take the file from a backup; assessments made with it are shown with today's wording";
            match read(&found.path) {
                Err(error) => checkup.error(&error),
                Ok(text) if !stem.ends_with(&rubric::digest(&text)) => checkup.wrong(
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
        Ok(())
    }

    /// Marks a file as whole that a person made or mended.
    ///
    /// # Errors
    /// Where it does not read as an assessment.
    pub fn accept_file(&self, path: &Path) -> Result<PathBuf> {
        let bytes = bytes_if_there(path)?.ok_or_else(|| missing(path))?;
        let seen = Seen::these(&bytes);
        let text = decode(path, bytes)?;
        let failed = |cause: String| {
            Failure::new(format!("could not accept `{}`", shown(path)))
                .because(cause)
                .hint("mend the lines named, then accept the file again")
        };
        let read = assessment::read_unmarked(path, &text)
            .map_err(|problems| failed(problems.to_string()))?;
        let (rubric, exact) = self.rubric_of(&read.assessment)?;
        if exact {
            read.check(path, &text, &rubric)
                .map_err(|problems| failed(problems.to_string()))?;
        }
        let marked = marker::mark(&text, read.assessment.answers.len());
        let path = std::path::absolute(path)?;
        self.accept(&path, &marked, &seen)?;
        Ok(path)
    }
}

/// Names what others on this machine could read, and what a save that was cut off left over. A
/// rubric says nothing about anybody, so its modes are the person's own business.
fn check_modes(path: &Path, home: &Path, checkup: &mut Checkup) {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return;
    };
    // What git keeps in its own folder is git's business.
    if path == home.join("rubrics") || path == home.join(".git") {
        return;
    }
    if !metadata.is_symlink() && metadata.permissions().mode() & 0o077 != 0 {
        checkup.wrong(
            format!("`{}` can be read by others on this machine", shown(path)),
            format!(
                "chmod {} {}",
                if metadata.is_dir() { "700" } else { "600" },
                quoted(path)
            ),
        );
    }
    if !metadata.is_dir() {
        return;
    }
    for found in listed(path, checkup) {
        if found.name.starts_with(UNFINISHED) {
            checkup.wrong(
                format!(
                    "`{}` was left over when a save was cut off",
                    shown(&found.path)
                ),
                format!(
                    "look whether it holds anything you miss, then remove it: rm {}",
                    quoted(&found.path)
                ),
            );
        } else {
            check_modes(&found.path, home, checkup);
        }
    }
}

/// The names in a folder; a folder that cannot be read is a finding.
fn listed(folder: &Path, checkup: &mut Checkup) -> Vec<Name> {
    names(folder).unwrap_or_else(|error| {
        checkup.error(&error);
        Vec::new()
    })
}

/// A file that is not an assessment by its name: named, never read, never removed.
fn stray(found: &Name, checkup: &mut Checkup) {
    if found.name.starts_with(UNFINISHED) {
        return;
    }
    checkup.wrong(
        format!(
            "`{}` is not named like an assessment and is never read; perhaps a copy that a synchronising program made",
            shown(&found.path)
        ),
        "compare it with the file it resembles, then move it out of the store",
    );
}
