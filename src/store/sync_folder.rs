//! Whether private text could leave this machine by accident: pushed by git, or copied by a sync program.

use std::path::{Path, PathBuf};
use std::{fs, iter};

use super::Store;
use super::error::{Error, Kind};
use crate::escape::shown;

impl Store {
    pub fn shared(&self) -> Vec<Error> {
        let whole = |folder: &Path| fs::canonicalize(folder).ok();
        // The store may not exist yet.
        let Some(real) = self.home.ancestors().find_map(whole) else {
            return Vec::new();
        };
        let pushed = work_tree_with_remote(&real).map(|tree| {
            format!(
                "the store is in the git work tree `{}`, which has a remote; what you write could be pushed",
                shown(&tree)
            )
        });
        let copied = synced_folder(&real).map(|(folder, program)| {
            format!(
                "the store is in `{}`, which {program} copies to other machines; what you write goes with it, and two machines can overwrite each other's changes",
                shown(&folder)
            )
        });
        let found = [pushed, copied].into_iter().flatten();
        let found = found.map(|text| Error::new(Kind::Shared, &self.home, text));
        found.collect()
    }
}

fn work_tree_with_remote(folder: &Path) -> Option<PathBuf> {
    let mut around = folder.ancestors();
    let tree = around.find(|folder| folder.join(".git").exists())?;
    let mut git = tree.join(".git");
    // In a linked work tree it is a file that points to the folder.
    if let Ok(text) = fs::read_to_string(&git) {
        git = tree.join(text.strip_prefix("gitdir:")?.trim());
        let common = fs::read_to_string(git.join("commondir")).unwrap_or_default();
        git.push(common.trim());
    }
    let text = fs::read_to_string(git.join("config")).ok()?;
    let mut lines = text.lines();
    let has_remote = lines.any(|line| line.trim_start().starts_with("[remote "));
    has_remote.then(|| tree.to_owned())
}

/// How sync programs begin the names of their folders, and, with a dot, of files that they keep in each.
const PROGRAMS: [(&str, &str); 12] = [
    ("Dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    ("com~apple~CloudDocs", "iCloud"),
    ("Mobile Documents", "iCloud"),
    ("OneDrive", "OneDrive"),
    ("Google Drive", "Google Drive"),
    ("GoogleDrive", "Google Drive"),
    (".tmp.drivedownload", "Google Drive"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync", "Nextcloud"),
    (".owncloudsync", "ownCloud"),
    (".sync_", "Nextcloud or ownCloud"),
];

/// The folder around a store that a program copies to other machines, and the program.
fn synced_folder(folder: &Path) -> Option<(PathBuf, &'static str)> {
    folder.ancestors().find_map(|folder| {
        // No file is opened: it may be on a disk that does not answer.
        let inside = fs::read_dir(folder).into_iter().flatten().flatten();
        let inside = inside.map(|found| found.file_name());
        let hidden = inside.filter(|name| name.as_encoded_bytes().starts_with(b"."));
        let mut names = iter::once(folder.file_name()?.to_owned()).chain(hidden);
        let program = names.find_map(|name| {
            let name = name.as_encoded_bytes();
            let is_it = |(start, _): &&(&str, _)| name.starts_with(start.as_bytes());
            PROGRAMS.iter().find(is_it).map(|(_, program)| *program)
        });
        Some((folder.to_owned(), program?))
    })
}
