//! Whether what is private could be pushed somewhere by accident.

use std::fs;
use std::path::{Path, PathBuf};

/// The git work tree that a folder lies in, if it has a remote.
pub(super) fn work_tree_with_remote(folder: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let tree = start
        .ancestors()
        .find(|folder| folder.join(".git").exists())?;
    let config = git_folder(&tree.join(".git"))?.join("config");
    let text = fs::read_to_string(config).ok()?;
    text.lines()
        .any(|line| line.trim_start().starts_with("[remote "))
        .then(|| tree.to_owned())
}

/// `.git` itself, or the folder that it points to in a linked work tree.
fn git_folder(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        return Some(path.to_owned());
    }
    let text = fs::read_to_string(path).ok()?;
    let folder = path.parent()?.join(text.strip_prefix("gitdir:")?.trim());
    let common = fs::read_to_string(folder.join("commondir"));
    Some(match common {
        Ok(common) => folder.join(common.trim()),
        Err(_) => folder,
    })
}
