//! The log of each quarter: a file that entries are added to and a person may write in.

use std::path::{Path, PathBuf};

use itertools::Itertools;

use super::error::{Error, Kind, Result};
use super::file::{MAX_BYTES, MAX_MIB, bytes_if_there, decode, names, read_if_there};
use super::lock::lock;
use super::save::Replaced;
use super::versions::KeepReason;
use super::write::append;
use super::{Store, remark};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::format::log::{self, Log};

#[derive(Clone, Debug)]
pub struct Logged {
    pub period: Period,
    pub path: PathBuf,
    pub log: Log,
    pub remarks: Vec<String>,
}

impl Logged {
    /// What could not be read in it. The rest was.
    pub fn unread(&self) -> Option<Error> {
        let problems = self.log.problems.as_ref()?;
        let kind = match read_if_there(&self.path) {
            Ok(_) => Kind::Log(self.period),
            // Nor can `emkit log edit`.
            Err(_) => Kind::NotUtf8,
        };
        Some(Error::failed(kind, "read all of", &self.path, problems))
    }
}

/// How often to append again after a program that ignores locks garbled the entry.
const MAX_TRIES: usize = 5;

impl Store {
    pub fn skill_ids(&self) -> Result<Vec<String>> {
        if let Some(ids) = self.skills.get() {
            return Ok(ids.clone());
        }
        let given = self.given.iter().flat_map(|given| &given.skills);
        let given = given.map(|skill| skill.id.clone());
        let available = self.rubrics()?.into_iter();
        let available = available.filter_map(|found| found.summary.ok());
        let ids = given.chain(available.flat_map(|it| it.skills));
        let ids = ids.filter(|id| log::is_tag(id)).unique().collect();
        Ok(self.skills.get_or_init(|| ids).clone())
    }

    pub fn log_path(&self, period: Period) -> PathBuf {
        self.log_folder().join(format!("{period}.md"))
    }

    pub(super) fn log_folder(&self) -> PathBuf {
        self.home.join("log")
    }

    pub fn logged_periods(&self) -> Result<Vec<Period>> {
        // Sorted by name, they are sorted by time.
        let names = names(&self.log_folder())?;
        let periods = names.iter().filter_map(|found| found.period(".md"));
        Ok(periods.collect())
    }

    pub fn log(&self, period: Period) -> Result<Logged> {
        let path = self.log_path(period);
        let bytes = bytes_if_there(&path)?;
        let known = bytes.as_ref().map(|_| self.skill_ids()).transpose()?;
        let bytes = bytes.unwrap_or_default();
        let day = period.first_day();
        let log = log::read_bytes(&path, &bytes, day, &known.unwrap_or_default());
        let remarks = log.remarks.iter().map(|said| remark(&path, said));
        Ok(Logged {
            remarks: remarks.collect(),
            period,
            path,
            log,
        })
    }

    /// Appends entries to the log of a quarter. They are on disk, whole, when this returns. Because the
    /// file is appended to, what another program appends at the same time stays. A cut-off end was
    /// never reported as logged, and the next entry starts on a line of its own; returns whether the
    /// last line had no end.
    pub fn add_to_log(&self, period: Period, entries: &[LogEntry]) -> Result<bool> {
        // A lock of its own, so that nobody waits for an assessment that is being saved.
        let _lock = lock(&self.log_folder())?;
        let path = self.log_path(period);
        let texts: String = entries.iter().map(log::write).collect();
        let own_lines = format!("\n{texts}");
        let mut is_unended = false;
        for number in 0..MAX_TRIES {
            let before = bytes_if_there(&path)?.unwrap_or_default();
            // UTF-8 is never appended to UTF-16: nothing could read both.
            if before.starts_with(b"\xff\xfe") || before.starts_with(b"\xfe\xff") {
                let cause = "it is UTF-16 text";
                return Err(Error::unsaved(Kind::NotUtf8, &path, cause));
            }
            let start = match before.last() {
                None => log::heading(period),
                Some(b'\n') => String::new(),
                Some(_) => "\n".to_owned(),
            };
            is_unended |= number == 0 && start == "\n";
            let added = start + &texts;
            let after = [&before, added.as_bytes()].concat();
            check_length(&path, period, after.len())?;
            append(&path, added.as_bytes())?;
            // Another program may have started a line just before, or rewritten the file.
            let there = bytes_if_there(&path)?.unwrap_or_default();
            let count = |bytes: &[u8]| {
                let windows = bytes.windows(own_lines.len());
                windows.filter(|it| *it == own_lines.as_bytes()).count()
            };
            if there == after || count(&there) > count(&before) {
                return Ok(is_unended);
            }
        }
        let cause = "another program keeps changing it, and the entry is not whole in it";
        Err(Error::unsaved(Kind::Log(period), &path, cause))
    }

    /// Replaces a log with an edited text, plus what was appended since. Any other change is a conflict.
    pub fn replace_log(&self, period: Period, before: &str, after: &str) -> Result<Replaced> {
        let path = self.log_path(period);
        let _lock = lock(&self.log_folder())?;
        // Read once: what another program writes from here on has not been seen.
        let mut seen = bytes_if_there(&path)?;
        let now = decode(&path, seen.as_deref().unwrap_or_default())?;
        let mut text = after.to_owned();
        match now.strip_prefix(before) {
            Some(added) if before.is_empty() => {
                let heading = log::heading(period);
                text.push_str(added.strip_prefix(&heading).unwrap_or(added));
            }
            Some(added) => text.push_str(added),
            None => seen = Some(before.as_bytes().to_vec()),
        }
        check_length(&path, period, text.len())?;
        self.replace(&path, &text, &seen, Some(KeepReason::Replaced))
    }
}

fn check_length(path: &Path, period: Period, length: usize) -> Result<()> {
    if length as u64 <= MAX_BYTES {
        return Ok(());
    }
    let cause = format!("it would be larger than {MAX_MIB} MiB");
    Err(Error::unsaved(Kind::Log(period), path, cause))
}
