//! Earlier versions: what a file held before a session changed it, and what two writers disagreed on.
//! They have the ending of the file.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use super::file::{bytes_if_there, names, read};
use super::write::{create_folders, write_whole};
use crate::format::digest::digest;

/// How many earlier versions of a file stay.
const MOST: usize = 5;

/// Why a version is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A session replaced it. The last few stay.
    Replaced,
    /// Two programs wrote the same file. Never removed.
    Conflict,
}

/// The endings of the files that versions are kept of: assessments and logs.
const ENDINGS: [&str; 2] = ["yaml", "md"];

/// What the name of a kept version says: `2026-Q4.3.yaml`, `2026-Q4.conflict-1.md`.
pub(super) struct Version {
    /// The name of its file without the ending.
    pub(super) stem: String,
    pub(super) ending: &'static str,
    pub(super) why: Why,
    number: u64,
}

impl Version {
    pub(super) fn named(name: &str) -> Option<Self> {
        let (rest, ending) = name.rsplit_once('.')?;
        let ending = ENDINGS.into_iter().find(|known| *known == ending)?;
        let (stem, end) = rest.rsplit_once('.')?;
        let (why, number) = match end.strip_prefix("conflict-") {
            Some(number) => (Why::Conflict, number),
            None => (Why::Replaced, end),
        };
        Some(Self {
            stem: stem.to_owned(),
            ending,
            why,
            number: number.parse().ok()?,
        })
    }
}

/// The newest earlier version of a file that reads, if there is one.
pub(super) fn newest(home: &Path, path: &Path) -> Option<PathBuf> {
    let (folder, stem) = place(home, path);
    let mut versions: Vec<_> = names(&home.join("kept").join(folder))
        .ok()?
        .into_iter()
        .filter_map(|found| Some((Version::named(&found.name)?, found.path)))
        .filter(|(version, _)| version.stem == stem && version.why == Why::Replaced)
        .collect();
    versions.sort_by_key(|(version, _)| version.number);
    let is_whole = |path: &PathBuf| {
        read(path).is_ok_and(|text| crate::format::assessment::read(path, &text).is_ok())
    };
    versions
        .into_iter()
        .rev()
        .map(|(_, path)| path)
        .find(is_whole)
}

/// Keeps a version of a file. The caller has the lock.
pub(super) fn add(home: &Path, path: &Path, bytes: &[u8], why: Why) -> Result<PathBuf> {
    let (folder, stem) = place(home, path);
    let folder = home.join("kept").join(folder);
    let is_log = path.extension().is_some_and(|ending| ending == "md");
    let ending = if is_log { "md" } else { "yaml" };
    create_folders(&folder)?;
    let prefix = match why {
        Why::Replaced => format!("{stem}."),
        Why::Conflict => format!("{stem}.conflict-"),
    };
    let mut numbers: Vec<u64> = names(&folder)?
        .iter()
        .filter_map(|found| Version::named(&found.name))
        .filter(|version| version.stem == stem && version.why == why)
        .filter(|version| version.ending == ending)
        .map(|version| version.number)
        .collect();
    numbers.sort_unstable();
    if let Some(last) = numbers.last() {
        let newest = folder.join(format!("{prefix}{last}.{ending}"));
        // Trying to save again must not push older versions out; it may be that this one was
        // written and not synced. One that cannot be read is another.
        if bytes_if_there(&newest).is_ok_and(|kept| kept.is_some_and(|kept| kept == bytes)) {
            write_whole(&newest, bytes)?;
            return Ok(newest);
        }
    }
    let next = numbers.last().map_or(1, |last| last.saturating_add(1));
    let kept = folder.join(format!("{prefix}{next}.{ending}"));
    write_whole(&kept, bytes)?;
    if why == Why::Replaced {
        let surplus = (numbers.len() + 1).saturating_sub(MOST);
        for number in &numbers[..surplus] {
            // An old version that cannot be removed does no harm.
            let _ = fs::remove_file(folder.join(format!("{prefix}{number}.{ending}")));
        }
    }
    Ok(kept)
}

/// Below which folder a version is kept, and under which name. Of files outside of the store the
/// name tells their paths apart.
fn place(home: &Path, path: &Path) -> (PathBuf, String) {
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let parent = path.parent().unwrap_or(path);
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (home, parent) = (real(home), real(parent));
    let is_plain = |folder: &Path| {
        folder
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
    };
    match parent
        .strip_prefix(&home)
        .ok()
        .filter(|folder| is_plain(folder))
    {
        Some(folder) => (folder.to_owned(), stem),
        None => {
            let mark = digest(&parent.to_string_lossy());
            (PathBuf::from("elsewhere"), format!("{mark}-{stem}"))
        }
    }
}
