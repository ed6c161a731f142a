//! Writing one file so that it is always whole, and the folders that it lies in.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use anyhow::Result;

use crate::error::{Failure, plain};
use crate::escape::shown;

/// The beginning of the name of a file that is being written.
pub(super) const UNFINISHED: &str = ".emkit-";

/// Writes a file so that its name holds all of the bytes or what it held before. The caller has the lock.
pub(super) fn write_whole(target: &Path, bytes: &[u8]) -> Result<()> {
    write_whole_if(target, bytes, || Ok(true)).map(drop)
}

/// The same if nothing speaks against it at the last moment. Whether it was done.
pub(super) fn write_whole_if(
    target: &Path,
    bytes: &[u8],
    is_still_right: impl FnOnce() -> Result<bool>,
) -> Result<bool> {
    let folder = target.parent().unwrap_or(target);
    let failed = |error: &std::io::Error| not_saved(target, error);
    let mut file = unfinished(folder)?;
    file.write_all(bytes).map_err(|error| failed(&error))?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    if !is_still_right()? {
        return Ok(false);
    }
    file.persist(target).map_err(|error| failed(&error.error))?;
    sync_folder(folder)?;
    Ok(true)
}

/// Options for a file that only its owner may read and write.
pub(super) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

/// Creates a folder and those above it for the owner alone, and syncs what it created.
pub(super) fn create_folders(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_folders(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
        Err(error) => {
            return Err(
                Failure::new(format!("could not create the folder `{}`", shown(folder)))
                    .because(plain(&error))
                    .hint("choose another place with `--home DIR`")
                    .into(),
            );
        }
        Ok(()) => {}
    }
    parent.map_or(Ok(()), sync_folder).inspect_err(|_| {
        // So that the next try creates and syncs it anew.
        let _ = fs::remove_dir(folder);
    })
}

pub(super) fn unfinished(folder: &Path) -> Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(UNFINISHED)
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(|error| not_saved(folder, &error).into())
}

/// Removes a file, and what it leads to where it is a link.
pub(super) fn remove(path: &Path) -> Result<()> {
    let target = fs::canonicalize(path).map_err(|error| not_saved(path, &error))?;
    for path in [target.as_path(), path] {
        match fs::remove_file(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => removed.map_err(|error| not_saved(path, &error))?,
        }
        path.parent().map_or(Ok(()), sync_folder)?;
    }
    Ok(())
}

/// Makes sure that a file that another program wrote, and its name, are on disk.
pub(super) fn sync_file(path: &Path) -> Result<()> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|error| not_saved(path, &error))?;
    path.parent().map_or(Ok(()), sync_folder)
}

pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| not_saved(folder, &error).into())
}

pub(super) fn not_saved(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("could not save to `{}`", shown(path)))
        .because(plain(error))
        .hint("make room or mend the permissions, or choose another place with `--home DIR`")
}
