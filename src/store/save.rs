//! Saving so that a file is always whole: write beside it, sync, compare, rename, sync the folder.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::error::{Error, Kind, Result};
use super::feedback::CHANGED;
use super::file::{self, MAX_BYTES, MAX_MIB, bytes_if_there, decode, missing, names};
use super::lock::lock;
use super::versions::KeepReason;
use super::write::{create_folders, remove, unfinished, write_whole};
use super::{DRAFTS, FINISHED, Loaded, Store};
use crate::domain::assessment::{Assessment, Status};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::escape::shown;
use crate::format::assessment;
use crate::format::marker::{Wholeness, has_comments, is_marked, mark, wholeness};

/// What a file held when it was last read or written; nothing if it was missing.
pub type FileSnapshot = Option<Vec<u8>>;

#[derive(Debug)]
pub struct Replaced {
    pub path: PathBuf,
    pub seen: FileSnapshot,
    /// The version before, if it was kept.
    pub before: Option<PathBuf>,
    /// Whether that one had comments, which the new one has not.
    pub lost_comments: bool,
    /// Versions that another program wrote while it was being replaced.
    pub late: Vec<PathBuf>,
    /// The draft of an assessment that is finished, if it was left because another program changed it.
    pub draft: Option<PathBuf>,
}

/// Saves one assessment many times during a session, and keeps the version from before it.
#[derive(Debug)]
pub struct Saver<'a> {
    pub store: &'a Store,
    pub rubric: &'a Rubric,
    /// What is on disk, as far as this session knows.
    pub seen: FileSnapshot,
    /// Whether this session has saved anything, and kept the version from before it.
    pub is_kept: bool,
}

impl Store {
    /// Checks that an assessment can be saved to its end, before anybody is asked anything.
    pub fn check_writable(&self, rubric: &str, period: Period) -> Result<()> {
        let drafts = self.folder(Status::Draft).join(rubric);
        create_folders(&drafts)?;
        let _lock = lock(&self.home)?;
        check_folder(&drafts)?;
        check_folder(&self.folder(Status::Finished).join(rubric))?;
        check_folder(&self.home.join("rubric-history"))?;
        for (status, folder) in [(Status::Draft, DRAFTS), (Status::Finished, FINISHED)] {
            let kept = self.home.join("kept").join(folder).join(rubric);
            names(&kept)?;
            check_folder(&kept)?;
            // One with `chattr +i` cannot be replaced; one that is only read-only can.
            let path = self.path(status, rubric, period);
            let opened = OpenOptions::new().write(true).open(&path);
            let is_fixed = |error: &io::Error| Errno::from_io_error(error) == Some(Errno::PERM);
            if let Some(error) = opened.err().filter(is_fixed) {
                return Err(Error::not_saved(&path)(error));
            }
        }
        Ok(())
    }

    /// Replaces a file, if it still holds what was seen, and keeps that for this reason.
    pub(super) fn replace(
        &self,
        path: &Path,
        text: &str,
        seen: &FileSnapshot,
        keep: Option<KeepReason>,
    ) -> Result<Replaced> {
        let folder = path.parent().unwrap_or(path);
        create_folders(folder)?;
        // A link is written through, not replaced.
        let target = file::target(path);
        let _lock = lock(&self.home)?;
        let there = bytes_if_there(&target)?;
        let new = Some(text.as_bytes().to_vec());
        // An earlier attempt may have put it there unsynced. Asking the disk again does not help; a new file does.
        let is_there = there == new;
        if there != *seen && !is_there {
            return self.conflict(path, text);
        }
        let old = there.as_deref().filter(|_| !is_there);
        let replaced = keep.zip(old);
        let before = replaced.map(|(reason, old)| self.keep(path, old, reason));
        let before = before.transpose()?;
        let mut late = Vec::new();
        let is_done = write_whole(&target, text.as_bytes(), there.as_deref(), &mut |bytes| {
            late.push(self.keep(path, bytes, KeepReason::Conflict)?);
            Ok(())
        })?;
        // Another program may have replaced the new file while the folder was being synced.
        if !is_done || bytes_if_there(&target)? != new {
            return self.conflict(path, text);
        }
        Ok(Replaced {
            path: path.to_owned(),
            seen: new,
            before,
            lost_comments: false,
            late,
            draft: None,
        })
    }

    fn conflict(&self, path: &Path, text: &str) -> Result<Replaced> {
        let ours = self.keep(path, text.as_bytes(), KeepReason::Conflict)?;
        let cause = format!(
            "another program has changed or removed it in the meantime, and it was left so; what you wrote is in `{}`",
            shown(&ours)
        );
        Err(Error::unsaved(Kind::Conflict(ours), path, cause))
    }

    pub fn set_draft_aside(&self, loaded: &Loaded) -> Result<Option<PathBuf>> {
        let _lock = lock(&self.home)?;
        let path = &loaded.path;
        let Some(bytes) = bytes_if_there(path)? else {
            return Ok(None);
        };
        let keep = |bytes: &[u8]| self.keep(path, bytes, KeepReason::SetAside);
        if loaded.seen.as_ref() == Some(&bytes) {
            let mut kept = keep(&bytes)?;
            let is_removed = remove(path, &bytes, &mut |late| {
                kept = keep(late)?;
                Ok(())
            })?;
            if is_removed {
                return Ok(Some(kept));
            }
        }
        let (what, cause) = ("set aside the draft", CHANGED);
        Err(Error::failed(Kind::Busy, what, path, cause))
    }

    /// The version before is kept, but for those that the same session saved.
    pub fn save(
        &self,
        assessment: &Assessment,
        rubric: &Rubric,
        seen: &FileSnapshot,
        is_first: bool,
    ) -> Result<Replaced> {
        if is_first {
            self.remember_rubric(rubric)?;
        }
        let path = self.path(assessment.status(), &rubric.id, assessment.period);
        let text = assessment::write(assessment, rubric)
            .map_err(|error| Error::unsaved(Kind::TooMuch, &path, error))?;
        check_readable(&path, &text)?;
        let before = String::from_utf8_lossy(seen.as_deref().unwrap_or_default());
        let reason = match wholeness(&before) {
            Wholeness::Whole => KeepReason::Replaced,
            Wholeness::Edited | Wholeness::Unmarked => KeepReason::Edited,
        };
        let mut replaced = self.replace(&path, &text, seen, is_first.then_some(reason))?;
        replaced.lost_comments = replaced.before.is_some() && has_comments(&before);
        Ok(replaced)
    }

    /// Marks an assessment that a person wrote or repaired as whole. Where it had no marker, nothing goes.
    pub fn accept_file(&self, path: &Path) -> Result<Replaced> {
        let bytes = bytes_if_there(path)?.ok_or_else(|| missing(path))?;
        let text = decode(path, &bytes)?;
        let failed = |problems| Error::failed(Kind::Damaged, "accept", path, problems);
        let read = assessment::read_unmarked(path, text).map_err(failed)?;
        let rubric = self.rubric_of(path, &read.assessment)?;
        if read.assessment.is_made_with(&rubric) {
            read.check(path, text, &rubric).map_err(failed)?;
        }
        let is_marked = is_marked(text);
        let text = mark(text, read.assessment.answers.len());
        let path = std::path::absolute(path).map_err(Error::not_saved(path))?;
        check_readable(&path, &text)?;
        let keep = is_marked.then_some(KeepReason::Replaced);
        self.replace(&path, &text, &Some(bytes), keep)
    }
}

impl Saver<'_> {
    pub fn save(&mut self, draft: &Assessment) -> Result<Replaced> {
        let (store, is_first) = (self.store, !self.is_kept);
        let replaced = store.save(draft, self.rubric, &self.seen, is_first)?;
        self.seen.clone_from(&replaced.seen);
        self.is_kept = true;
        Ok(replaced)
    }

    /// Whether the draft's file still holds what this session saved, if it saved anything.
    pub fn is_in_place(&self, period: Period) -> bool {
        let there = bytes_if_there(&self.draft(period));
        !self.is_kept || there.is_ok_and(|there| there == self.seen)
    }

    fn draft(&self, period: Period) -> PathBuf {
        self.store.path(Status::Draft, &self.rubric.id, period)
    }

    /// Saves the assessment, then removes its draft, unless another program changed that.
    pub fn finish(&mut self, finished: &Assessment, seen: &FileSnapshot) -> Result<Replaced> {
        let mut saved = self.store.save(finished, self.rubric, seen, true)?;
        let (store, draft, late) = (self.store, self.draft(finished.period), &mut saved.late);
        // The assessment is saved, whatever happens to the draft.
        let is_gone =
            lock(&store.home).and_then(|_lock| match (bytes_if_there(&draft)?, &self.seen) {
                (None, _) => Ok(true),
                (Some(_), Some(seen)) => remove(&draft, seen, &mut |bytes| {
                    late.push(store.keep(&draft, bytes, KeepReason::Conflict)?);
                    Ok(())
                }),
                (Some(_), None) => Ok(false),
            });
        if !is_gone.unwrap_or(false) {
            saved.draft = Some(draft);
        }
        Ok(saved)
    }
}

/// A text that could not be read back is not saved: the file that is there is worth more.
fn check_readable(path: &Path, text: &str) -> Result<()> {
    let failed = |cause: String| Err(Error::unsaved(Kind::TooMuch, path, cause));
    if text.len() as u64 > MAX_BYTES {
        return failed(format!(
            "all texts together are longer than {MAX_MIB} MiB, more than emkit reads"
        ));
    }
    let read = assessment::read(path, text).map(drop);
    read.or_else(|why| failed(format!("it could not be read again: {}", why.problems)))
}

fn check_folder(folder: &Path) -> Result<()> {
    let mut folders = folder.ancestors();
    let there = folders.find(|folder| fs::symlink_metadata(folder).is_ok());
    let there = there.unwrap_or(folder);
    let file = unfinished(there)?;
    let synced = file.as_file().sync_all().and_then(|()| file.close());
    synced.map_err(Error::not_saved(there))
}
