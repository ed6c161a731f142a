//! A text while it is in an editor, in a folder of its own that stays if its words would be lost.

use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::{Error, Kind, Result};
use super::file::{Name, below, longer_than, names};
use super::write::{create, create_folders, sync};
use super::{DRAFTS, Store};
use crate::error::plain;

/// The folder's name starts with this. No kept version is named so, and these are never pruned.
const PREFIX: &str = "editor-";
const FILE: &str = "evidence.md";

/// Its folder, removed on drop, also has what editors put beside it, such as words rescued when killed.
#[derive(Debug)]
pub struct Editing {
    folder: TempDir,
    before: String,
    most: usize,
}

impl Editing {
    pub fn begin(text: &str, below: &Path, most: usize) -> Result<Self> {
        create_folders(below)?;
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(below)
            .map_err(Error::not_saved(below))?;
        create(&folder.path().join(FILE), text)?;
        Ok(Self {
            folder,
            before: text.to_owned(),
            most: most.max(text.len()),
        })
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    pub fn read(&self) -> Result<String, String> {
        let found = match fs::symlink_metadata(self.file()) {
            Err(error) if error.kind() == ErrorKind::NotFound => Err("it removed the file")?,
            found => found.map_err(|error| plain(&error))?,
        };
        // Checked before it is opened: opening a pipe would wait for its writer.
        if !found.is_file() {
            return Err("it put something that is no plain file in the file's place".to_owned());
        }
        let most = self.most as u64;
        if found.len() > most {
            return Err(format!("what it saved is {}", longer_than(most)));
        }
        let bytes = fs::read(self.file()).map_err(|error| plain(&error))?;
        let text = String::from_utf8(bytes).map_err(|_| "what it saved is not UTF-8 text")?;
        Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
    }

    /// Leaves what is new where it is, and returns its path: the file, or one that the editor put beside it.
    pub fn keep(self) -> Option<PathBuf> {
        let file = self.file();
        let is_new = match self.read() {
            Ok(text) => text != self.before.replace("\r\n", "\n") && !text.trim().is_empty(),
            Err(_) => file.symlink_metadata().is_ok(),
        };
        let beside = match names(self.folder.path()) {
            Ok(found) => found.into_iter().map(|it| it.path).find(|it| *it != file),
            Err(_) => Some(self.folder.path().to_owned()),
        };
        let kept = if is_new { file } else { beside? };
        let folder = self.folder.keep();
        for found in names(&folder).unwrap_or_default() {
            if fs::symlink_metadata(&found.path).is_ok_and(|found| found.is_file()) {
                // The editor may have made a file that others can read. If this fails, the words are still there.
                let _ = fs::set_permissions(&found.path, Permissions::from_mode(0o600));
                let _ = sync(&found.path).and_then(|()| sync(&folder));
            }
        }
        Some(kept)
    }
}

/// What is said of a folder that an editor left: one that failed, or one that outlived emkit.
pub(super) fn left_by_editor(found: &Name) -> Option<Error> {
    let text = "holds what was written in an editor and not taken from it";
    let is_left = found.is_folder && found.name.starts_with(PREFIX);
    is_left.then(|| Error::about(Kind::LeftByEditor, &found.path, text).note())
}

impl Store {
    /// Where the texts of an assessment under this rubric are edited, or else those of the log.
    pub fn editing_folder(&self, rubric: Option<&str>) -> PathBuf {
        let kept = self.home.join("kept");
        rubric.map_or_else(|| kept.join("log"), |id| kept.join(DRAFTS).join(id))
    }

    pub fn left_by_editors(&self) -> Result<Vec<Error>> {
        let mut found = names(&self.editing_folder(None))?;
        let drafts = below(&self.home.join("kept").join(DRAFTS))?.into_iter();
        found.extend(drafts.map(|(_, found)| found));
        Ok(found.iter().filter_map(left_by_editor).collect())
    }
}
