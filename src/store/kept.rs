//! Earlier versions: what a file held before a session changed it, and what two writers disagreed on.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::file::names;
use super::write::{create_folders, write_whole};

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

/// Keeps a version of a file. The caller has the lock.
pub(super) fn add(home: &Path, path: &Path, bytes: &[u8], why: Why) -> Result<PathBuf> {
    let inside = path
        .parent()
        .and_then(|folder| folder.strip_prefix(home).ok());
    let folder = home
        .join("kept")
        .join(inside.unwrap_or(Path::new("elsewhere")));
    create_folders(&folder)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let prefix = match why {
        Why::Replaced => format!("{stem}."),
        Why::Conflict => format!("{stem}.conflict-"),
    };
    let mut numbers: Vec<u64> = names(&folder)?
        .iter()
        .filter_map(|found| {
            found
                .name
                .strip_prefix(&prefix)?
                .strip_suffix(".yaml")?
                .parse()
                .ok()
        })
        .collect();
    numbers.sort_unstable();
    let next = numbers.last().map_or(1, |last| last.saturating_add(1));
    let kept = folder.join(format!("{prefix}{next}.yaml"));
    write_whole(&kept, bytes)?;
    if why == Why::Replaced {
        let surplus = (numbers.len() + 1).saturating_sub(MOST);
        for number in &numbers[..surplus] {
            // An old version that cannot be removed does no harm.
            let _ = fs::remove_file(folder.join(format!("{prefix}{number}.yaml")));
        }
    }
    Ok(kept)
}
