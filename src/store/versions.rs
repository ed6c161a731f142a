//! Earlier versions: what a session replaced, and what two writers disagreed on.

use std::fs;
use std::path::{Component, Path, PathBuf};

use itertools::Itertools;
use strum::{EnumString, IntoStaticStr};

use super::Store;
use super::error::Result;
use super::file::{bytes_if_there, names, read};
use super::write::{create_folders, write_whole};
use crate::format::assessment;

const MAX_KEPT: usize = 5;

/// Why a version is kept; in its name a word before the number says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
pub(super) enum KeepReason {
    /// A session replaced it. The last few stay.
    #[strum(serialize = "")]
    Replaced,
    /// A person started over without it. Never removed, like the two below.
    #[strum(serialize = "aside-")]
    SetAside,
    /// A session replaced what a person had edited by hand.
    #[strum(serialize = "edited-")]
    Edited,
    /// Two programs wrote the same file.
    #[strum(serialize = "conflict-")]
    Conflict,
}

/// What a kept version's name says: `2026-Q4.3.yaml`, `2026-Q4.aside-1.yaml`, `2026-Q4.conflict-1.md`.
pub(super) struct Version {
    /// The name of the file: an assessment's or a log's.
    pub(super) file: String,
    pub(super) reason: KeepReason,
    number: u64,
}

impl Version {
    pub(super) fn named(name: &str) -> Option<Self> {
        let (rest, ending) = name.rsplit_once('.')?;
        let ending = Some(ending).filter(|it| matches!(*it, "yaml" | "md"))?;
        let (stem, end) = rest.rsplit_once('.')?;
        let (reason, number) = end.split_at(end.find(|it: char| it.is_ascii_digit())?);
        Some(Self {
            file: format!("{stem}.{ending}"),
            reason: reason.parse().ok()?,
            number: number.parse().ok()?,
        })
    }
}

impl Store {
    /// The newest earlier version of a file that can be read. Drafts that were set aside don't count.
    pub fn newest_version(&self, path: &Path) -> Option<PathBuf> {
        let (folder, stem) = self.place(path);
        let found = names(&folder).ok()?.into_iter();
        let versions = found.filter_map(|found| Some((Version::named(&found.name)?, found.path)));
        let versions = versions.filter(|(version, path)| {
            version.file == format!("{stem}.yaml")
                && matches!(version.reason, KeepReason::Replaced | KeepReason::Edited)
                && read(path).is_ok_and(|text| assessment::read(path, &text).is_ok())
        });
        // Each kind has its own numbers.
        let written = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified()).ok();
        let newest = versions.max_by_key(|(version, path)| (written(path), version.number));
        newest.map(|(_, path)| path)
    }

    /// Keeps a version of a file. The caller has the lock.
    pub(super) fn keep(&self, path: &Path, bytes: &[u8], reason: KeepReason) -> Result<PathBuf> {
        let (folder, stem) = self.place(path);
        let is_log = path.extension().is_some_and(|ending| ending == "md");
        let ending = if is_log { "md" } else { "yaml" };
        create_folders(&folder)?;
        let prefix: &str = reason.into();
        let named = |number: u64| folder.join(format!("{stem}.{prefix}{number}.{ending}"));
        let there = names(&folder)?.into_iter();
        let there = there.filter_map(|found| Version::named(&found.name));
        let file = format!("{stem}.{ending}");
        let like = there.filter(|it| it.file == file && it.reason == reason);
        let numbers: Vec<u64> = like.map(|version| version.number).sorted().collect();
        let last = numbers.last().copied().unwrap_or_default();
        let newest = named(last);
        // A save that is retried must not push out older versions, nor leave this one unsynced.
        if bytes_if_there(&newest).is_ok_and(|kept| kept.is_some_and(|kept| kept == bytes))
            && write_whole(&newest, bytes, Some(bytes), &mut |late| {
                self.keep(path, late, KeepReason::Conflict).map(drop)
            })?
        {
            return Ok(newest);
        }
        let mut next = last.saturating_add(1);
        // Where there are no locks, another program may take the same number.
        while !write_whole(&named(next), bytes, None, &mut |_| Ok(()))? {
            next = next.saturating_add(1);
        }
        if reason == KeepReason::Replaced {
            let surplus = (numbers.len() + 1).saturating_sub(MAX_KEPT);
            for number in &numbers[..surplus] {
                // An old version that cannot be removed does no harm.
                let _ = fs::remove_file(named(*number));
            }
        }
        Ok(named(next))
    }

    /// The folder for the versions of a file, and their name.
    fn place(&self, path: &Path) -> (PathBuf, String) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (parent, home) = (real(path.parent().unwrap_or(path)), real(&self.home));
        let is_plain = |part| matches!(part, Component::Normal(_));
        let inside = parent.strip_prefix(home).ok();
        let inside = inside.filter(|folder| folder.components().all(is_plain));
        let folder = inside.unwrap_or(Path::new("elsewhere"));
        (self.home.join("kept").join(folder), stem.into())
    }
}
