//! The person's files: where they are, and how they are read and saved.

mod config;
mod doctor;
mod editor_file;
mod error;
mod feedback;
mod file;
mod lock;
mod log;
mod rubrics;
mod save;
mod sync_folder;
mod versions;
mod wordings;
mod write;

use std::collections::BTreeMap;
use std::iter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use self::file::below;
use crate::domain::assessment::{Assessment, Status};
use crate::domain::decimal::Exact;
use crate::domain::diff::Snapshot;
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::escape::shown;
use crate::format::assessment;
use crate::format::diagnostic::Diagnostic;

pub use config::CONFIG;
pub use editor_file::Editing;
pub use error::{Error, Kind, Result};
pub use feedback::{Stored, together};
pub use file::{MAX_BYTES, decode, longer_than, read, read_if_there};
pub use log::Logged;
pub use rubrics::{AvailableRubric, DEFAULT, file as rubric_file, is_path};
pub use save::{FileSnapshot, Replaced, Saver};

#[derive(Clone, Debug, Default)]
pub struct Store {
    pub home: PathBuf,
    /// A rubric that was named by its path for this run.
    pub given: Option<Arc<Rubric>>,
    /// The id of the one that was named otherwise.
    pub named: Option<String>,
    /// What `~/` in the settings stands for.
    pub own: Option<PathBuf>,
    /// The person's own targets, for assessments without their own.
    pub targets: BTreeMap<String, Exact>,
    /// Wordings of past assessments, each read once a run.
    wordings: rubrics::RubricCache,
    /// The ids of the skills of every available rubric, once they were needed.
    skills: OnceLock<Vec<String>>,
}

/// Fewer files than this are read faster than a thread starts.
const MIN_SHARE: usize = 16;

/// Not as many as there are processors: finding out how many takes longer than a small store does.
const MAX_THREADS: usize = 4;

const DRAFTS: &str = "drafts";
const FINISHED: &str = "assessments";

const FOLDERS: [&str; 8] = [
    DRAFTS,
    FINISHED,
    feedback::FOLDER,
    "kept",
    "log",
    "rubric-history",
    "rubrics",
    config::SCHEMAS,
];

const MAX_DEPTH: usize = 3;

/// An assessment file, by its name alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub period: Period,
    pub status: Status,
    pub rubric: String,
}

#[derive(Clone, Debug)]
pub struct Loaded {
    pub path: PathBuf,
    pub assessment: Assessment,
    /// Shared by all with the same wording. If the wording is lost, another stands in
    /// ([`Assessment::is_made_with`]).
    pub rubric: Arc<Rubric>,
    /// What was on disk, to be compared before it is replaced.
    pub seen: FileSnapshot,
    pub remarks: Vec<String>,
}

impl Loaded {
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot {
            assessment: &self.assessment,
            rubric: &self.rubric,
        }
    }
}

impl Store {
    pub fn at(home: PathBuf) -> Self {
        Self {
            home,
            ..Self::default()
        }
    }

    pub fn path(&self, status: Status, rubric: &str, period: Period) -> PathBuf {
        let folder = self.folder(status).join(rubric);
        folder.join(format!("{period}.yaml"))
    }

    /// Whether writing there would write to the store's own files or folders, through any links.
    pub fn holds(&self, path: &Path) -> bool {
        let target = file::target(path);
        let mut places = FOLDERS.iter().chain(&[CONFIG, ".lock"]);
        places.any(|name| leads_to(&self.home.join(name), &target, MAX_DEPTH))
    }

    fn folder(&self, status: Status) -> PathBuf {
        self.home.join(match status {
            Status::Draft => DRAFTS,
            Status::Finished => FINISHED,
        })
    }

    pub fn entries(&self) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for status in [Status::Draft, Status::Finished] {
            let found = below(&self.folder(status))?.into_iter();
            entries.extend(found.filter_map(|(rubric, found)| {
                let (rubric, period) = (rubric?, found.period(".yaml")?);
                Some(Entry {
                    period,
                    status,
                    rubric,
                })
            }));
        }
        entries.sort_unstable();
        Ok(entries)
    }

    pub fn is_finished(&self, rubric: &str, period: Period) -> bool {
        let path = self.path(Status::Finished, rubric, period);
        path.symlink_metadata().is_ok()
    }

    pub fn load(&self, path: &Path) -> Result<Loaded> {
        let bytes = file::bytes_if_there(path)?.ok_or_else(|| file::missing(path))?;
        let text = decode(path, &bytes)?;
        let read = assessment::read(path, text).map_err(|why| Error::assessment(path, &why))?;
        let rubric = self.rubric_of(path, &read.assessment)?;
        let lost = read.lost.iter();
        let mut remarks: Vec<_> = lost.map(|problem| remark(path, problem)).collect();
        if read.assessment.is_made_with(&rubric) {
            read.check(path, text, &rubric)
                .map_err(|problems| Error::unreadable(Kind::Damaged, path, problems))?;
        } else {
            remarks.push(format!(
                "the wording that `{}` was made with is not in the store; today's `{}` stands in for it, and nothing is compared with it",
                shown(path),
                rubric.id
            ));
        }
        let own = [&read.assessment.targets, &self.targets];
        let own = own.into_iter().find(|targets| !targets.is_empty());
        let with_own = own.map(|own| Arc::new(rubric.with_own(own)));
        Ok(Loaded {
            path: path.to_owned(),
            assessment: read.assessment,
            rubric: with_own.unwrap_or(rubric),
            seen: Some(bytes),
            remarks,
        })
    }

    pub fn entries_of(&self, status: Status, rubric: &str) -> Result<Vec<Entry>> {
        let mut entries = self.entries()?;
        entries.retain(|entry| entry.status == status && entry.rubric == rubric);
        Ok(entries)
    }

    pub fn before(&self, rubric: &str, period: Period) -> Result<Option<Loaded>> {
        let finished = self.entries_of(Status::Finished, rubric)?.into_iter();
        let earlier = finished.rev().find(|entry| entry.period < period);
        earlier.map(|entry| self.load_entry(&entry)).transpose()
    }

    pub fn load_entry(&self, entry: &Entry) -> Result<Loaded> {
        self.load_period(entry.status, &entry.rubric, entry.period)
    }

    /// Reads many on several threads, and keeps their order.
    pub fn load_entries(&self, entries: &[Entry]) -> Vec<Result<Loaded>> {
        let threads = (entries.len() / MIN_SHARE).min(MAX_THREADS);
        let loaded: Vec<_> = entries.iter().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        let load = || {
            let indices = iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
            for index in indices.take_while(|index| *index < entries.len()) {
                let read = self.load_entry(&entries[index]);
                // What is read in bulk is never saved, and its bytes take room.
                let _ = loaded[index].set(read.map(|read| Loaded { seen: None, ..read }));
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(load);
            }
            load();
        });
        loaded
            .into_iter()
            .filter_map(OnceLock::into_inner)
            .collect()
    }

    /// A misplaced file is neither: nobody would look for it here.
    pub fn load_period(&self, status: Status, rubric: &str, period: Period) -> Result<Loaded> {
        let loaded = self.load(&self.path(status, rubric, period))?;
        let said = &loaded.assessment;
        if (said.period, &*said.rubric.id, said.status()) == (period, rubric, status) {
            return Ok(loaded);
        }
        let right = self.path(said.status(), &said.rubric.id, said.period);
        let cause = format!(
            "it says that it is a {} assessment of {} under `{}`, which belongs in `{}`",
            said.status(),
            said.period,
            said.rubric.id,
            shown(&right)
        );
        let kind = Kind::Misplaced(right);
        Err(Error::failed(kind, "use", &loaded.path, cause))
    }
}

fn leads_to(path: &Path, target: &Path, depth: usize) -> bool {
    let below = || file::names(path).unwrap_or_default().into_iter();
    target.starts_with(file::target(path))
        || depth > 0
            && path.is_dir()
            && below().any(|found| leads_to(&found.path, target, depth - 1))
}

pub fn remark(path: &Path, Diagnostic { at, message }: &Diagnostic) -> String {
    format!("{}:{}:{}: {message}", shown(path), at.line, at.column)
}
