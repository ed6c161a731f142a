//! Files that aren't emkit's, by their names alone. They are named, never read and never removed.

use crate::domain::assessment::Status;
use crate::domain::period::Period;
use crate::escape::shown;
use crate::format::digest::is_digest;
use crate::store::Store;
use crate::store::error::{Error, Kind, Result};
use crate::store::file::{Name, below, names};
use crate::store::versions::Version;
use crate::store::write::UNFINISHED;

const fn what(is_conflict: bool) -> &'static str {
    if is_conflict {
        "a copy such as sync programs make"
    } else {
        "what an editor or a merge left of a file"
    }
}

/// The file that one is a copy of, and whether it has that file's ending, as the copies of sync programs
/// have: words in it may be nowhere else. Each program, and each person, puts other words around a name.
pub(super) fn copy(name: &str) -> Option<(String, bool)> {
    let stem = name.trim_start_matches(['.', '#']);
    let stem = stem.strip_prefix("Copy of ").unwrap_or(stem);
    let mut endings = ["yaml", "md"].into_iter();
    let (ending, at) =
        endings.find_map(|ending| Some((ending, stem.find(&format!(".{ending}"))?)))?;
    let stem = &stem[..at];
    let named = |of: &str| format!("{of}.{ending}");
    let is_ours = |of: &&str| {
        let is_wording = of
            .rsplit_once('-')
            .is_some_and(|(_, digest)| is_digest(digest));
        is_wording || of.parse::<Period>().is_ok() || Version::named(&named(of)).is_some()
    };
    let starts = [
        Some(stem),
        stem.split([' ', '_']).next(),
        stem.get(..7),
        stem.split('.').next(),
    ];
    let of = named(starts.into_iter().flatten().find(is_ours)?);
    let is_conflict = name.ends_with(&format!(".{ending}")) && !name.starts_with(['.', '#']);
    (of != name).then_some((of, is_conflict))
}

/// Whether it belongs to a save under way, to a lock, or to the Finder.
pub(super) fn is_ours(found: &Name) -> bool {
    found.name.starts_with(UNFINISHED) || matches!(found.name.as_str(), ".lock" | ".DS_Store")
}

pub(super) fn copied(found: &Name) -> Option<Error> {
    let (of, is_conflict) = copy(&found.name)?;
    let text = format!("is {} and is never read", what(is_conflict));
    let of = found.path.with_file_name(of);
    let kind = Kind::Copy { of, is_conflict };
    let mut error = Error::about(kind, &found.path, text);
    error.is_note = !is_conflict;
    Some(error)
}

impl Store {
    /// A sentence for each file among assessments and logs that is neither. No file is opened.
    pub fn unknown_files(&self) -> Result<Vec<String>> {
        let mut unknown = below(&self.folder(Status::Draft))?;
        unknown.extend(below(&self.folder(Status::Finished))?);
        unknown.retain(|(rubric, found)| rubric.is_none() || found.period(".yaml").is_none());
        let mut logs = names(&self.log_folder())?;
        logs.retain(|found| found.period(".md").is_none());
        let unknown = unknown.into_iter().map(|(_, found)| found).chain(logs);
        let said = unknown.filter(|found| !is_ours(found)).map(|found| {
            let copy = copy(&found.name);
            let what = copy.map_or("not one of emkit's files", |(_, it)| what(it));
            format!("`{}` is {what}", shown(&found.path))
        });
        let left = self.left_by_editors()?;
        let left = left.iter().map(Error::to_string);
        Ok(said.chain(left).collect())
    }
}
