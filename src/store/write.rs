//! Writing a file so that it is always whole, and creating the folders around it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use tempfile::{NamedTempFile, TempPath};

use super::error::{Error, Kind, Result};
use super::file::bytes_if_there;
use crate::error::plain;

pub(super) const UNFINISHED: &str = ".emkit-";

/// Keeps a version that another program wrote at the last moment.
pub(super) type Keep<'a> = &'a mut dyn FnMut(&[u8]) -> Result<()>;

/// Replaces a file: its name holds all of the bytes, or what it held before. Returns `false` where that is
/// not what was expected. The caller has the lock.
pub(super) fn write_whole(
    target: &Path,
    bytes: &[u8],
    expected: Option<&[u8]>,
    keep: Keep<'_>,
) -> Result<bool> {
    put(stage(target, bytes)?, target, expected, keep)
}

/// Writes the bytes to a file beside their place. They are on disk when this returns.
pub(super) fn stage(target: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    let mut file = unfinished(target.parent().unwrap_or(target))?;
    let written = file.write_all(bytes);
    let written = written.and_then(|()| file.as_file().sync_all());
    written.map_err(Error::not_saved(target))?;
    Ok(file)
}

pub(super) fn put(
    file: NamedTempFile,
    target: &Path,
    expected: Option<&[u8]>,
    keep: Keep<'_>,
) -> Result<bool> {
    let folder = target.parent().unwrap_or(target);
    if bytes_if_there(target)?.as_deref() != expected {
        return Ok(false);
    }
    let path = file.into_temp_path();
    if let Some(expected) = expected {
        let open = exchange(&path, target).map_err(Error::not_saved(target))?;
        retire(path, open, expected, keep)?;
        return Ok(true);
    }
    let renamed = match rename_with(&path, target, RenameFlags::NOREPLACE) {
        Ok(false) => fs::rename(&path, target),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        renamed => renamed.map(drop),
    };
    renamed.map_err(Error::not_saved(target))?;
    sync(folder)?;
    Ok(true)
}

/// Removes a file, and the link that led to it, if it is still what was expected.
pub(super) fn remove(path: &Path, expected: &[u8], keep: Keep<'_>) -> Result<bool> {
    let target = fs::canonicalize(path).map_err(Error::not_saved(path))?;
    if bytes_if_there(&target)?.as_deref() != Some(expected) {
        return Ok(false);
    }
    let place = unfinished(target.parent().unwrap_or(&target))?.into_temp_path();
    fs::rename(&target, &place).map_err(Error::not_saved(path))?;
    retire(place, None, expected, keep)?;
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        removed => removed.map_err(Error::not_saved(path))?,
    }
    path.parent().map_or(Ok(()), sync)?;
    Ok(true)
}

/// Swaps two files. Where that cannot be done, the old one loses its name and is returned open: what another
/// program renames over it in that instant is lost.
fn exchange(new: &Path, old: &Path) -> io::Result<Option<File>> {
    if rename_with(new, old, RenameFlags::EXCHANGE)? {
        return Ok(None);
    }
    let open = File::open(old)?;
    fs::rename(new, old)?;
    Ok(Some(open))
}

fn rename_with(from: &Path, to: &Path, flags: RenameFlags) -> io::Result<bool> {
    match renameat_with(CWD, from, CWD, to, flags) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Removes a file that was replaced. Another program may have put it there since the comparison, or
/// still write to it, so it is read before its name goes and once more when the folder is on disk.
fn retire(mut place: TempPath, open: Option<File>, expected: &[u8], keep: Keep<'_>) -> Result<()> {
    let folder = place.parent().unwrap_or(&place).to_owned();
    let mut last = expected.to_owned();
    let mut look = |mut open: &File| {
        let mut bytes = Vec::new();
        let read = open.rewind().and_then(|()| open.read_to_end(&mut bytes));
        read.map_err(Error::not_saved(&folder))?;
        if bytes != last {
            keep(&bytes)?;
            last = bytes;
        }
        Ok(())
    };
    // Until it is read it may hold words that are nowhere else; `emkit doctor` names it.
    place.disable_cleanup(true);
    let open = open.map_or_else(|| File::open(&place), Ok);
    let open = open.map_err(Error::not_saved(&place))?;
    look(&open)?;
    place.disable_cleanup(false);
    drop(place);
    sync(&folder)?;
    look(&open)
}

/// Appends in one write, if there is room, so that nothing that others append comes between, and syncs.
pub(super) fn append(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = private_file()
        .append(true)
        .create(true)
        .open(path)
        .map_err(Error::not_saved(path))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(Error::not_saved(path))?;
    let target = fs::canonicalize(path).map_err(Error::not_saved(path))?;
    target.parent().map_or(Ok(()), sync)
}

/// Writes a file that is not there yet; false where there is one, which stays as it is.
pub(super) fn create(path: &Path, text: &str) -> Result<bool> {
    create_folders(path.parent().unwrap_or(path))?;
    write_whole(path, text.as_bytes(), None, &mut |_| Ok(()))
}

pub(super) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

pub(super) fn create_folders(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_folders(parent)?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
        created => created.map_err(|error| {
            Error::failed(Kind::Unsaved, "create the folder", folder, plain(&error))
        })?,
    }
    parent.map_or(Ok(()), sync).inspect_err(|_| {
        // So that the next attempt creates and syncs it again.
        let _ = fs::remove_dir(folder);
    })
}

pub(super) fn unfinished(folder: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(UNFINISHED)
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(Error::not_saved(folder))
}

pub(super) fn sync(path: &Path) -> Result<()> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(Error::not_saved(path))
}
