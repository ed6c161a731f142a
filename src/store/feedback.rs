//! What others said, a file a reply, and one for what a collector put together.

use std::path::{Path, PathBuf};

use super::Store;
use super::error::{Error, Kind, Result};
use super::file::{self, bytes_if_there, names, read};
use super::lock::lock;
use super::versions::{self, KeepReason};
use super::write::{create_folders, put, remove, stage};
use crate::domain::feedback::{Combined, Form, Groups, Reply, grouped, merged};
use crate::domain::period::Period;
use crate::format::digest::digest;
use crate::format::reply::{self, Handed, Handout};

/// Its folder in the store.
pub(super) const FOLDER: &str = "feedback";

/// What the name of a collector's file begins with.
const COMBINED: &str = "combined-";

/// A reply, or a combined file, with its place in the store.
#[derive(Debug)]
pub struct Stored {
    pub path: PathBuf,
    /// What it is called in lists and commands: the beginning of its name.
    pub name: String,
    pub handed: Handed,
}

/// How much of a name is enough to tell files apart.
const SHORT: usize = 8;

impl Stored {
    /// What it holds, by relation.
    #[must_use]
    pub fn groups(&self) -> Groups {
        match &self.handed.content {
            Handout::Reply(reply) => grouped(std::slice::from_ref(reply)),
            Handout::Combined(combined) => combined.groups.clone(),
        }
    }
}

/// Whether a file is named as replies are; what else lies there is never read.
pub(super) fn is_ours(name: &str) -> bool {
    let stem = name.strip_suffix(".yaml");
    let digits = stem.map(|stem| stem.strip_prefix(COMBINED).unwrap_or(stem));
    digits.is_some_and(|digits| {
        digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// All of these together, by relation.
#[must_use]
pub fn together(stored: &[Stored]) -> Groups {
    let replies = stored
        .iter()
        .filter_map(|stored| match &stored.handed.content {
            Handout::Reply(reply) => Some(reply.clone()),
            Handout::Combined(_) => None,
        });
    let replies = grouped(&replies.collect::<Vec<_>>());
    let combined = stored
        .iter()
        .filter(|stored| matches!(stored.handed.content, Handout::Combined(_)));
    combined.fold(replies, |groups, stored| merged(groups, stored.groups()))
}

impl Store {
    fn form_folder(&self, form: &Form) -> PathBuf {
        self.feedback_folder(&form.rubric, form.period)
    }

    fn feedback_folder(&self, rubric: &str, period: Period) -> PathBuf {
        self.home.join(FOLDER).join(rubric).join(period.to_string())
    }

    /// Everything others said about a period under a rubric.
    ///
    /// # Errors
    /// Where a file can't be read or belongs elsewhere by what it says.
    pub fn feedback(&self, rubric: &str, period: Period) -> Result<Vec<Stored>> {
        let mut all = Vec::new();
        for found in names(&self.feedback_folder(rubric, period))? {
            if is_ours(&found.name) {
                all.push(self.load_feedback(&found.path, rubric, period)?);
            }
        }
        Ok(all)
    }

    pub(super) fn load_feedback(
        &self,
        path: &Path,
        rubric: &str,
        period: Period,
    ) -> Result<Stored> {
        let text = read(path)?;
        let failed = |cause: String| Error::unreadable(Kind::DamagedReply, path, cause);
        let handed =
            reply::read_stored(path, &text).map_err(|problems| failed(problems.to_string()))?;
        let form = handed.form();
        if form.rubric != rubric || form.period != period {
            return Err(failed(format!(
                "it says that it is about {} under `{}`",
                form.period, form.rubric
            )));
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let length = if stem.starts_with(COMBINED) {
            COMBINED.len()
        } else {
            0
        } + SHORT;
        Ok(Stored {
            path: path.to_owned(),
            name: stem.chars().take(length).collect(),
            handed,
        })
    }

    /// The rubrics and periods that anything is stored for, in order.
    ///
    /// # Errors
    /// Where a folder can't be read.
    pub fn feedback_periods(&self) -> Result<Vec<(String, Period)>> {
        let mut periods = Vec::new();
        for rubric in names(&self.home.join(FOLDER))? {
            if rubric.is_folder {
                let found = names(&rubric.path)?;
                let found = found.iter().filter_map(|found| found.period(""));
                periods.extend(found.map(|period| (rubric.name.clone(), period)));
            }
        }
        Ok(periods)
    }

    /// Every file that is stored, whether it can be read or not.
    ///
    /// # Errors
    /// Where a folder can't be read.
    pub fn feedback_files(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for (rubric, period) in self.feedback_periods()? {
            let found = names(&self.feedback_folder(&rubric, period))?;
            let ours = found.into_iter().filter(|found| is_ours(&found.name));
            files.extend(ours.map(|found| found.path));
        }
        Ok(files)
    }

    /// Stores replies, and what a collector put together: all of it or nothing. Only where the process
    /// is killed between two renames is a part there, and the same call stores the rest. What a
    /// collector put together replaces what was there for the same period, which isn't kept: the
    /// difference of the two could give a reply away.
    ///
    /// # Errors
    /// Where something can't be written, or another file is in its place.
    pub fn add_feedback(
        &self,
        replies: &[Reply],
        combined: Option<&Combined>,
    ) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for reply in replies {
            let folder = self.form_folder(&reply.form);
            let text = reply::write(reply)
                .map_err(|error| Error::unsaved(Kind::TooMuch, &folder, error))?;
            files.push((folder.join(format!("{}.yaml", digest(&text))), text));
        }
        if let Some(combined) = combined {
            let Form { rubric, period, .. } = &combined.form;
            let name = digest(&format!("{rubric} {period}"));
            let path = self
                .form_folder(&combined.form)
                .join(format!("{COMBINED}{name}.yaml"));
            let text = reply::write_combined(combined)
                .map_err(|error| Error::unsaved(Kind::TooMuch, &path, error))?;
            files.push((path, text));
        }
        for (path, _) in &files {
            create_folders(path.parent().unwrap_or(path))?;
        }
        create_folders(&self.home)?;
        let _lock = lock(&self.home)?;
        let mut staged = Vec::new();
        for (index, (path, text)) in files.iter().enumerate() {
            let target = file::target(path);
            let before = bytes_if_there(&target)?;
            // A reply is named by what is in it.
            if index < replies.len()
                && before
                    .as_ref()
                    .is_some_and(|before| before != text.as_bytes())
            {
                return Err(Error::unsaved(Kind::NotOurs, path, "another file is there"));
            }
            staged.push((stage(&target, text.as_bytes())?, target, before, text));
        }
        let mut new = Vec::new();
        for (file, target, before, text) in staged {
            if before.is_none() {
                new.push((target.clone(), text));
            }
            let mut keep = |bytes: &[u8]| {
                versions::add(&self.home, &target, bytes, KeepReason::Conflict).map(drop)
            };
            let ended = put(file, &target, before.as_deref(), &mut keep);
            if let Ok(true) = ended {
                continue;
            }
            for (target, text) in new {
                if bytes_if_there(&target)
                    .is_ok_and(|there| there.as_deref() == Some(text.as_bytes()))
                {
                    let _ = std::fs::remove_file(target);
                }
            }
            ended?;
            let cause = "another program has changed it in the meantime";
            return Err(Error::unsaved(Kind::Busy, &target, cause));
        }
        Ok(files.into_iter().map(|(path, _)| path).collect())
    }

    /// Removes a file of somebody's words for good.
    ///
    /// # Errors
    /// Where it can't be removed, or another program has changed it.
    pub fn remove_feedback(&self, path: &Path) -> Result<()> {
        let _lock = lock(&self.home)?;
        let bytes = bytes_if_there(path)?.ok_or_else(|| file::missing(path))?;
        if remove(path, &bytes, &mut |_| Ok(()))? {
            return Ok(());
        }
        let cause = "another program has changed it in the meantime";
        Err(Error::failed(Kind::ChangedMeanwhile, "remove", path, cause))
    }
}
