//! Reading files that may be anything.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::error::{Error, Kind, Result};
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::period::Period;
use crate::error::plain;
use crate::escape::shown;
use crate::format::diagnostic::{Diagnostics, Position, lines};

/// The largest file that emkit reads. A long assessment has a hundredth of it.
pub const MAX_BYTES: u64 = MAX_MIB * 1024 * 1024;
pub(super) const MAX_MIB: u64 = 4;

pub fn read(path: &Path) -> Result<String> {
    read_if_there(path)?.ok_or_else(|| missing(path))
}

pub fn read_if_there(path: &Path) -> Result<Option<String>> {
    let bytes = bytes_if_there(path)?;
    let text = bytes.map(|bytes| decode(path, &bytes).map(str::to_owned));
    text.transpose()
}

pub fn decode<'t>(path: &Path, bytes: &'t [u8]) -> Result<&'t str> {
    let text = str::from_utf8(bytes).map_err(|error| {
        let text = String::from_utf8_lossy(bytes);
        let bad = error.valid_up_to();
        let up_to = &text[..bad + char::REPLACEMENT_CHARACTER.len_utf8()];
        let line = lines(up_to).count();
        let column = lines(up_to).last().map_or(1, |line| line.chars().count());
        let at = Position { line, column };
        let problem = Diagnostics::one(path, &text, at, "this is not UTF-8 text");
        Error::unreadable(Kind::NotUtf8, path, problem)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

pub(super) fn bytes_if_there(path: &Path) -> Result<Option<Vec<u8>>> {
    let failed =
        |error: io::Error| Error::unreadable(Kind::Unreadable(error.kind()), path, plain(&error));
    // Checked before it is opened: opening a pipe would wait for its writer.
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return dangling(path).map_or(Ok(None), Err);
        }
        metadata => metadata.map_err(failed)?,
    };
    let not_ours = |cause: &str| {
        let kind = Kind::Unreadable(ErrorKind::InvalidData);
        Err(Error::unreadable(kind, path, cause))
    };
    if !metadata.is_file() {
        return not_ours("it is not a regular file");
    }
    let mut bytes = Vec::new();
    if metadata.len() <= MAX_BYTES {
        bytes.reserve_exact(usize::try_from(metadata.len()).unwrap_or_default());
        File::open(path)
            .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
            .map_err(failed)?;
    }
    if metadata.len().max(bytes.len() as u64) > MAX_BYTES {
        let cause = format!("it is larger than {MAX_MIB} MiB, and no file of emkit is");
        return not_ours(&cause);
    }
    Ok(Some(bytes))
}

/// A link whose target is missing: it may be on a disk that is not mounted.
fn dangling(path: &Path) -> Option<Error> {
    let target = fs::read_link(path).ok()?;
    let cause = format!("it leads to `{}`, which is not there", shown(target));
    Some(Error::unreadable(Kind::Dangling, path, cause))
}

pub fn longer_than(most: u64) -> String {
    // A text in an editor may have comments below it.
    if most < 2 * MAX_TEXT as u64 {
        too_long()
    } else {
        format!("longer than {} MiB", most / 1024 / 1024)
    }
}

pub(super) struct Name {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) is_folder: bool,
}

impl Name {
    pub(super) fn period(&self, ending: &str) -> Option<Period> {
        self.name.strip_suffix(ending)?.parse().ok()
    }
}

/// Sorted; none if the folder is missing. A name that is not UTF-8 gets a stand-in that matches nothing.
pub(super) fn names(folder: &Path) -> Result<Vec<Name>> {
    let failed =
        |error: io::Error| Error::unreadable(Kind::Unreadable(error.kind()), folder, plain(&error));
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return dangling(folder).map_or(Ok(Vec::new()), Err);
        }
        entries => entries.map_err(failed)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        names.push(Name {
            name: entry.file_name().to_string_lossy().into_owned(),
            // Only links have to be followed.
            is_folder: match entry.file_type() {
                Ok(kind) if !kind.is_symlink() => kind.is_dir(),
                _ => path.is_dir(),
            },
            path,
        });
    }
    names.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(names)
}

/// What is in each folder of a folder, with that folder's name, and without a name what is beside them.
pub(super) fn below(folder: &Path) -> Result<Vec<(Option<String>, Name)>> {
    let mut all = Vec::new();
    for found in names(folder)? {
        if found.is_folder {
            let inside = names(&found.path)?.into_iter();
            all.extend(inside.map(|inside| (Some(found.name.clone()), inside)));
        } else {
            all.push((None, found));
        }
    }
    Ok(all)
}

/// The file that writing to a path writes to: links are followed, even if their target is missing.
pub(super) fn target(path: &Path) -> PathBuf {
    const MAX_LINKS: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().unwrap_or(path).join(next),
            Err(_) => break,
        }
    }
    let folder = target.parent().filter(|folder| *folder != Path::new(""));
    let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
    match (folder, target.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => target,
    }
}

pub(super) fn missing(path: &Path) -> Error {
    Error::unreadable(Kind::Missing, path, "there is no such file")
}
