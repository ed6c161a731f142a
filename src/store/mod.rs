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
mod schemas;
mod sync_folder;
mod versions;
mod write;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread;

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
pub use error::{Error, Finding, Kind, Result};
pub use feedback::{Stored, together};
pub use file::{MAX_BYTES, STDIN, decode, read, read_if_there, read_stdin};
pub use log::{Added, Logged};
pub use rubrics::{AvailableRubric, DEFAULT, Origin, is_path};
pub use save::{FileSnapshot, Finished, Replaced, Saver};

/// One folder with everything that emkit keeps.
#[derive(Clone, Debug)]
pub struct Store {
    home: PathBuf,
    /// A rubric that was named by its path for this run.
    given: Option<Rubric>,
    /// What `~/` in the settings stands for.
    own: Option<PathBuf>,
    /// The person's own targets, for assessments without their own.
    targets: BTreeMap<String, Exact>,
    /// Wordings of past assessments, each read once a run.
    wordings: rubrics::RubricCache,
    /// The ids of the skills of every available rubric, once they were needed.
    skills: OnceLock<Vec<String>>,
}

/// Fewer files than this are read faster than a thread starts.
const MIN_SHARE: usize = 8;

const FOLDERS: [&str; 8] = [
    folder_name(Status::Draft),
    folder_name(Status::Finished),
    feedback::FOLDER,
    "kept",
    "log",
    "rubric-history",
    "rubrics",
    schemas::FOLDER,
];

/// How many folders deep a file of the store is.
const MAX_DEPTH: usize = 3;

/// An assessment file, by its name alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub period: Period,
    pub status: Status,
    pub rubric: String,
    pub path: PathBuf,
}

/// An assessment with the rubric that it was made with.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub path: PathBuf,
    pub assessment: Assessment,
    /// Shared by all with the same wording. If the wording is lost, another stands in
    /// ([`Assessment::is_made_with`]).
    pub rubric: Arc<Rubric>,
    /// What was on disk, to be compared before it is replaced.
    pub seen: FileSnapshot,
    /// What a person should know about the file.
    pub remarks: Vec<String>,
}

impl Loaded {
    /// The assessment with its rubric, to be compared with others.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot {
            assessment: &self.assessment,
            rubric: &self.rubric,
        }
    }
}

impl Store {
    /// The store in a folder, which need not exist yet.
    pub fn at(home: PathBuf) -> Self {
        Self {
            home,
            given: None,
            own: None,
            targets: BTreeMap::new(),
            wordings: rubrics::RubricCache::default(),
            skills: OnceLock::new(),
        }
    }

    pub fn of_person(mut self, own: Option<&Path>) -> Self {
        self.own = own.map(Path::to_owned);
        self
    }

    pub fn with_targets(mut self, targets: BTreeMap<String, Exact>) -> Self {
        self.targets = targets;
        self
    }

    /// The same store with one more rubric, from a file.
    pub fn with_rubric_file(mut self, path: &Path) -> Result<Self> {
        self.given = Some(rubrics::file(path)?);
        Ok(self)
    }

    pub fn given(&self) -> Option<&Rubric> {
        self.given.as_ref()
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn path(&self, status: Status, rubric: &str, period: Period) -> PathBuf {
        self.folder(status)
            .join(rubric)
            .join(format!("{period}.yaml"))
    }

    /// Whether writing to a path would write to one of the store's own files, or to where one belongs,
    /// through any links.
    pub fn holds(&self, path: &Path) -> bool {
        let target = file::target(path);
        let places = FOLDERS.iter().chain(&[CONFIG, ".lock"]);
        places
            .map(|name| self.home.join(name))
            .any(|place| leads_to(&place, &target, MAX_DEPTH))
    }

    fn folder(&self, status: Status) -> PathBuf {
        self.home.join(folder_name(status))
    }

    fn below_kept(&self, status: Status) -> PathBuf {
        self.home.join("kept").join(folder_name(status))
    }

    /// Every assessment and draft of every rubric, oldest first, drafts before finished ones.
    /// Files with other names are ignored.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for status in [Status::Draft, Status::Finished] {
            let mut folders = file::names(&self.folder(status))?;
            folders.retain(|folder| folder.is_folder);
            for folder in folders {
                for found in file::names(&folder.path)? {
                    if let Some(period) = found.period(".yaml") {
                        entries.push(Entry {
                            period,
                            status,
                            rubric: folder.name.clone(),
                            path: found.path,
                        });
                    }
                }
            }
        }
        entries.sort();
        Ok(entries)
    }

    pub fn is_finished(&self, rubric: &str, period: Period) -> bool {
        self.path(Status::Finished, rubric, period)
            .symlink_metadata()
            .is_ok()
    }

    /// Reads an assessment and finds the rubric that it was made with.
    pub fn load(&self, path: &Path) -> Result<Loaded> {
        match self.load_if_there(path)? {
            Some(loaded) => Ok(loaded),
            None => Err(file::missing(path)),
        }
    }

    pub fn load_if_there(&self, path: &Path) -> Result<Option<Loaded>> {
        let Some(bytes) = file::bytes_if_there(path)? else {
            return Ok(None);
        };
        let seen = FileSnapshot::these(&bytes);
        let text = decode(path, bytes)?;
        let read = assessment::read(path, &text).map_err(|why| Error::assessment(path, &why))?;
        let rubric = self.rubric_of(path, &read.assessment)?;
        let lost = read.lost.iter().map(|problem| remark(path, problem));
        let mut remarks: Vec<String> = lost.collect();
        if read.assessment.is_made_with(&rubric) {
            read.check(path, &text, &rubric)
                .map_err(|problems| Error::unreadable(Kind::Damaged, path, problems))?;
        } else {
            remarks.push(format!(
                "the wording that `{}` was made with is not in the store; today's `{}` stands in for it, and nothing is compared with it",
                shown(path),
                rubric.id
            ));
        }
        let own = &read.assessment.targets;
        let own = if own.is_empty() { &self.targets } else { own };
        let rubric = if own.is_empty() {
            rubric
        } else {
            Arc::new(rubric.as_ref().clone().with_own(own))
        };
        Ok(Some(Loaded {
            path: path.to_owned(),
            assessment: read.assessment,
            rubric,
            seen,
            remarks,
        }))
    }

    pub fn finished(&self, rubric: &str) -> Result<Vec<Entry>> {
        let mut entries = self.entries()?;
        entries.retain(|entry| entry.status == Status::Finished && entry.rubric == rubric);
        Ok(entries)
    }

    /// The last finished assessment before a period.
    pub fn before(&self, rubric: &str, period: Period) -> Result<Option<Loaded>> {
        let finished = self.finished(rubric)?.into_iter();
        let earlier = finished.rev().find(|entry| entry.period < period);
        earlier.map(|entry| self.load_entry(&entry)).transpose()
    }

    /// Reads an assessment from its place in the store.
    pub fn load_entry(&self, entry: &Entry) -> Result<Loaded> {
        let loaded = self.load(&entry.path)?;
        self.check_place(&loaded, entry)?;
        Ok(loaded)
    }

    /// Skills of an assessment's focus that a newer wording of its rubric no longer has, by line.
    pub fn lost_focus(&self, last: &Loaded, rubric: &Rubric) -> Vec<String> {
        let focus = &last.assessment.focus;
        if focus.iter().all(|item| rubric.skill(&item.skill).is_some()) {
            return Vec::new();
        }
        // It was read a moment ago, but the lines were not kept.
        let text = read(&last.path).unwrap_or_default();
        let again = assessment::read(&last.path, &text);
        let lost = again.map_or_else(|_| Vec::new(), |again| again.lost_focus(rubric));
        lost.iter()
            .map(|problem| remark(&last.path, problem))
            .collect()
    }

    /// Reads many on all processors, and keeps their order.
    pub fn load_entries(&self, entries: &[Entry]) -> Vec<Result<Loaded>> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let share = entries.len().div_ceil(threads).max(MIN_SHARE);
        let load = |share: &[Entry]| -> Vec<_> {
            share.iter().map(|entry| self.load_entry(entry)).collect()
        };
        let mut shares = entries.chunks(share);
        let first = shares.next().unwrap_or_default();
        thread::scope(|scope| {
            let others: Vec<_> = shares
                .map(|share| scope.spawn(move || load(share)))
                .collect();
            let mut loaded = load(first);
            for other in others {
                loaded.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            loaded
        })
    }

    pub fn load_period(
        &self,
        status: Status,
        rubric: &str,
        period: Period,
    ) -> Result<Option<Loaded>> {
        let entry = Entry {
            period,
            status,
            rubric: rubric.to_owned(),
            path: self.path(status, rubric, period),
        };
        let loaded = self.load_if_there(&entry.path)?;
        if let Some(loaded) = &loaded {
            self.check_place(loaded, &entry)?;
        }
        Ok(loaded)
    }

    /// A misplaced file counts as neither: it isn't what its place says, and nobody would look for it
    /// here.
    fn check_place(&self, loaded: &Loaded, entry: &Entry) -> Result<()> {
        let said = &loaded.assessment;
        let status = said.status();
        if (said.period, &said.rubric.id, status) == (entry.period, &entry.rubric, entry.status) {
            return Ok(());
        }
        let right = self.path(status, &said.rubric.id, said.period);
        let what = match status {
            Status::Draft => "draft",
            Status::Finished => "finished assessment",
        };
        let cause = format!(
            "it says that it is the {what} of {} under `{}`, which belongs in `{}`",
            said.period,
            said.rubric.id,
            shown(&right)
        );
        Err(Error::failed(
            Kind::Misplaced(right),
            "use",
            &loaded.path,
            cause,
        ))
    }

    pub fn newest_version(&self, path: &Path) -> Option<PathBuf> {
        versions::newest(&self.home, path)
    }
}

/// Whether a path, or a link below it, leads to the target or to a folder around it.
fn leads_to(path: &Path, target: &Path, depth: usize) -> bool {
    let below = || file::names(path).unwrap_or_default().into_iter();
    target.starts_with(file::target(path))
        || depth > 0
            && path.is_dir()
            && below().any(|found| leads_to(&found.path, target, depth - 1))
}

fn remark(path: &Path, Diagnostic { at, message }: &Diagnostic) -> String {
    format!("{}:{}:{}: {message}", shown(path), at.line, at.column)
}

const fn folder_name(status: Status) -> &'static str {
    match status {
        Status::Draft => "drafts",
        Status::Finished => "assessments",
    }
}
