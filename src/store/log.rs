//! The log of each quarter: a file that entries are added to and a person may write in.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use anyhow::Result;

use super::Store;
use super::file::{MOST_BYTES, names, read_if_there};
use super::lock::lock;
use super::save::Seen;
use super::write::{create_folders, not_saved, private_file, sync_folder};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::Failure;
use crate::escape::shown;
use crate::format::log::{self, Log};

/// The log of a quarter as it is on disk.
#[derive(Clone, Debug)]
pub struct Logged {
    pub period: Period,
    pub path: PathBuf,
    pub log: Log,
}

impl Store {
    /// Where the log of a quarter lies.
    #[must_use]
    pub fn log_path(&self, period: Period) -> PathBuf {
        self.log_folder().join(format!("{period}.md"))
    }

    fn log_folder(&self) -> PathBuf {
        self.home.join("log")
    }

    /// The quarters that have a log, oldest first.
    ///
    /// # Errors
    /// Where the folder is there and cannot be read.
    pub fn logged_periods(&self) -> Result<Vec<Period>> {
        let names = names(&self.log_folder())?;
        let mut periods: Vec<Period> = names
            .iter()
            .filter_map(|found| found.name.strip_suffix(".md")?.parse().ok())
            .collect();
        periods.sort_unstable();
        Ok(periods)
    }

    /// The log of a quarter, empty where there is none.
    ///
    /// # Errors
    /// Where it is there and cannot be read as text.
    pub fn log(&self, period: Period) -> Result<Logged> {
        let path = self.log_path(period);
        let text = read_if_there(&path)?;
        let log = text.map(|text| log::read(&path, &text, period.first_day()));
        Ok(Logged {
            period,
            log: log.unwrap_or_default(),
            path,
        })
    }

    /// Adds entries to the end of the log of a quarter. They are on disk when this returns, all of
    /// them or none.
    ///
    /// # Errors
    /// Where they could not be written.
    pub fn add_to_log(&self, period: Period, entries: &[LogEntry]) -> Result<PathBuf> {
        let folder = self.log_folder();
        create_folders(&folder)?;
        // One of its own: nobody waits for an assessment that is being saved.
        let _lock = lock(&folder)?;
        let path = self.log_path(period);
        let failed = |error: std::io::Error| not_saved(&path, &error);
        if let Ok(there) = fs::metadata(&path)
            && !there.is_file()
        {
            return Err(
                Failure::new(format!("could not save to `{}`", shown(&path)))
                    .because("it is not a regular file")
                    .hint("move it away, then log it again")
                    .into(),
            );
        }
        let mut file = private_file().create(true).open(&path).map_err(failed)?;
        let length = file.seek(SeekFrom::End(0)).map_err(failed)?;
        let mut text = match length {
            0 => log::heading(period),
            _ if ends_with_line_feed(&mut file, length).map_err(failed)? => String::new(),
            _ => "\n".to_owned(),
        };
        text.extend(entries.iter().map(log::write));
        if length + text.len() as u64 > MOST_BYTES {
            return Err(
                Failure::new(format!("could not save to `{}`", shown(&path)))
                    .because(format!(
                        "it would be larger than {} MiB",
                        MOST_BYTES / 1024 / 1024
                    ))
                    .hint("make room in it with `emkit log edit`")
                    .into(),
            );
        }
        if let Err(error) = file
            .write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
        {
            // Half an entry is worse than none. Where even this fails, the next reading says so.
            let _ = file.set_len(length);
            return Err(failed(error).into());
        }
        if length == 0 {
            sync_folder(&folder)?;
        }
        Ok(path)
    }

    /// Puts a text that was edited in the place of a log, with what was added to it meanwhile. The
    /// version before is kept.
    ///
    /// # Errors
    /// [`super::Conflict`] where somebody else changed more of it; a [`Failure`] where it could not
    /// be written.
    pub fn replace_log(&self, period: Period, before: &str, after: &str) -> Result<PathBuf> {
        let path = self.log_path(period);
        let folder = self.log_folder();
        create_folders(&folder)?;
        let _lock = lock(&folder)?;
        let now = read_if_there(&path)?.unwrap_or_default();
        let added = now.strip_prefix(before).unwrap_or_default();
        let mut text = after.to_owned();
        if !added.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(added);
        let seen = match now.starts_with(before) {
            true => Seen::of(&path)?,
            false => Seen::these(before.as_bytes()),
        };
        self.replace(&path, &text, &seen, true)?;
        Ok(path)
    }
}

fn ends_with_line_feed(file: &mut File, length: u64) -> std::io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}
