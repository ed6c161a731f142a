//! What others said, a file a reply, and one for what a collector put together.

use std::path::{Path, PathBuf};

use super::Store;
use super::error::{Error, Kind, Result};
use super::file::{self, below, bytes_if_there, names, read};
use super::lock::lock;
use super::versions::KeepReason;
use super::write::{create_folders, put, remove, stage};
use crate::domain::feedback::{Combined, Form, Groups, Reply, grouped, merged};
use crate::domain::period::Period;
use crate::format::digest::{digest, is_digest};
use crate::format::reply::{self, Handed, Handout};

pub(super) const FOLDER: &str = "feedback";

const COMBINED: &str = "combined-";
pub(super) const CHANGED: &str = "another program has changed it in the meantime";

#[derive(Debug)]
pub struct Stored {
    pub path: PathBuf,
    /// What it is called in lists and commands: the beginning of its name.
    pub name: String,
    pub handed: Handed,
}

const SHORT: usize = 8;

/// Whether a file is named as replies are; what else lies there is never read.
pub(super) fn is_reply(name: &str) -> bool {
    let stem = name.strip_suffix(".yaml");
    stem.is_some_and(|stem| is_digest(stem.strip_prefix(COMBINED).unwrap_or(stem)))
}

pub fn together(stored: &[Stored]) -> Groups {
    let (mut replies, mut combined) = (Vec::new(), Groups::new());
    for stored in stored {
        match &stored.handed.content {
            Handout::Reply(reply) => replies.push(reply.clone()),
            Handout::Combined(more) => combined = merged(combined, more.groups.clone()),
        }
    }
    merged(grouped(&replies), combined)
}

impl Store {
    pub fn feedback(&self, rubric: &str, period: Period) -> Result<Vec<Stored>> {
        let mut files = self.feedback_files()?;
        files.retain(|(id, of, _)| id == rubric && *of == period);
        let load = |(_, _, path): &(_, _, PathBuf)| self.load_feedback(path, rubric, period);
        files.iter().map(load).collect()
    }

    pub fn feedback_files(&self) -> Result<Vec<(String, Period, PathBuf)>> {
        let mut files = Vec::new();
        for (rubric, found) in below(&self.home.join(FOLDER))? {
            let period = found.period("").filter(|_| found.is_folder);
            if let (Some(rubric), Some(period)) = (rubric, period) {
                let inside = names(&found.path)?.into_iter();
                let replies = inside.filter(|it| is_reply(&it.name));
                files.extend(replies.map(|it| (rubric.clone(), period, it.path)));
            }
        }
        Ok(files)
    }

    pub fn load_feedback(&self, path: &Path, rubric: &str, period: Period) -> Result<Stored> {
        let text = read(path)?;
        let failed = |cause: String| Error::unreadable(Kind::Damaged, path, cause);
        let handed = reply::read_stored(path, &text);
        let handed = handed.map_err(|problems| failed(problems.to_string()))?;
        let form = handed.form();
        if form.rubric != rubric || form.period != period {
            return Err(failed(format!(
                "it says that it is about {} under `{}`",
                form.period, form.rubric
            )));
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_combined = stem.starts_with(COMBINED);
        let length = SHORT + if is_combined { COMBINED.len() } else { 0 };
        Ok(Stored {
            path: path.to_owned(),
            name: stem.chars().take(length).collect(),
            handed,
        })
    }

    /// Stores all of it or nothing; after a kill between two renames the same call stores the rest. What a
    /// collector put together replaces the last, which isn't kept: the difference could give a reply away.
    pub fn add_feedback(
        &self,
        replies: &[Reply],
        combined: Option<&Combined>,
    ) -> Result<Vec<PathBuf>> {
        let texts = replies.iter().map(|it| (&it.form, "", reply::write(it)));
        let combined = combined.map(|it| (&it.form, COMBINED, reply::write_combined(it)));
        let mut files = Vec::new();
        for (form, start, text) in texts.chain(combined) {
            let Form { rubric, period, .. } = form;
            let folder = self.home.join(FOLDER).join(rubric);
            let folder = folder.join(period.to_string());
            let text = text.map_err(|error| Error::unsaved(Kind::TooMuch, &folder, error))?;
            let name = match start {
                "" => digest(&text),
                _ => digest(&format!("{rubric} {period}")),
            };
            create_folders(&folder)?;
            files.push((folder.join(format!("{start}{name}.yaml")), text));
        }
        let _lock = lock(&self.home)?;
        let mut staged = Vec::new();
        for (index, (path, text)) in files.iter().enumerate() {
            let target = file::target(path);
            let before = bytes_if_there(&target)?;
            let is_other = before.as_ref().is_some_and(|it| it != text.as_bytes());
            // A reply is named by what is in it.
            if index < replies.len() && is_other {
                return Err(Error::unsaved(Kind::Unsaved, path, "another file is there"));
            }
            staged.push((stage(&target, text.as_bytes())?, target, before, text));
        }
        let mut new = Vec::new();
        for (file, target, before, text) in staged {
            if before.is_none() {
                new.push((target.clone(), text));
            }
            let mut keep = |bytes: &[u8]| self.keep(&target, bytes, KeepReason::Conflict).map(drop);
            let ended = put(file, &target, before.as_deref(), &mut keep);
            if let Ok(true) = ended {
                continue;
            }
            for (target, text) in new {
                let there = bytes_if_there(&target).ok().flatten();
                if there.is_some_and(|there| there == text.as_bytes()) {
                    let _ = std::fs::remove_file(target);
                }
            }
            ended?;
            return Err(Error::unsaved(Kind::Busy, &target, CHANGED));
        }
        Ok(files.into_iter().map(|(path, _)| path).collect())
    }

    pub fn remove_feedback(&self, path: &Path) -> Result<()> {
        let _lock = lock(&self.home)?;
        let bytes = bytes_if_there(path)?.ok_or_else(|| file::missing(path))?;
        let is_removed = remove(path, &bytes, &mut |_| Ok(()))?;
        let changed = || Error::failed(Kind::Busy, "remove", path, CHANGED);
        is_removed.then_some(()).ok_or_else(changed)
    }
}
