//! One writer at a time: a lock held for the length of a save, and freed by the system when a process
//! dies.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::Store;
use super::error::{Error, Finding, Kind, Result};
use super::write::private_file;
use crate::error::plain;
use crate::escape::shown;

const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

pub(super) struct Lock {
    _file: Option<File>,
}

pub(super) fn lock(home: &Path) -> Result<Lock> {
    let path = home.join(".lock");
    let failed = |kind, cause: &str| Error::failed(kind, "lock", &path, cause);
    let file = private_file()
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| failed(Kind::Unsaved, &plain(&error)))?;
    let start = Instant::now();
    loop {
        match attempt(file.try_lock()) {
            Attempt::Locked => return Ok(Lock { _file: Some(file) }),
            Attempt::Busy if start.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Attempt::Busy => {
                let cause = "another emkit has been saving for five seconds";
                return Err(failed(Kind::Busy, cause));
            }
            // The comparison before each save still notices another writer; `lockless` says so.
            Attempt::NoLocks(_) => return Ok(Lock { _file: None }),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Attempt {
    Locked,
    Busy,
    /// Some network file systems have no locks; the system's words.
    NoLocks(String),
}

fn attempt(tried: Result<(), TryLockError>) -> Attempt {
    match tried {
        Ok(()) => Attempt::Locked,
        Err(TryLockError::WouldBlock) => Attempt::Busy,
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => Attempt::Busy,
        Err(TryLockError::Error(error)) => Attempt::NoLocks(plain(&error)),
    }
}

impl Store {
    /// A note where the file system has no locks; none where nothing was ever saved.
    pub fn lockless(&self) -> Option<Finding> {
        let folders = [self.log_folder(), self.home.clone()];
        folders.iter().find_map(|folder| {
            let path = folder.join(".lock");
            // Checked before it is opened: opening a pipe would wait for its writer.
            if !path.metadata().ok()?.is_file() {
                return None;
            }
            match attempt(File::open(path).ok()?.try_lock()) {
                Attempt::NoLocks(cause) => Some(finding(folder, &cause)),
                Attempt::Locked | Attempt::Busy => None,
            }
        })
    }
}

fn finding(home: &Path, cause: &str) -> Finding {
    let text = format!(
        "locks do not work in `{}` ({cause}); another emkit that saves at the same time is noticed only by comparing",
        shown(home)
    );
    Error::new(Kind::NoLocks, home, text).note()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_without_locks_is_told_from_another_emkit_that_saves() {
        let failed = |kind: ErrorKind| Err(TryLockError::Error(kind.into()));
        assert_eq!(attempt(Ok(())), Attempt::Locked);
        assert_eq!(attempt(Err(TryLockError::WouldBlock)), Attempt::Busy);
        assert_eq!(attempt(failed(ErrorKind::Interrupted)), Attempt::Busy);
        let Attempt::NoLocks(cause) = attempt(failed(ErrorKind::Unsupported)) else {
            panic!("it went unnoticed");
        };
        let finding = finding(Path::new("/a store"), &cause);
        assert!(
            finding
                .error
                .to_string()
                .contains("`/a store` (unsupported)"),
            "{finding:?}"
        );
        assert!(!finding.is_wrong);
    }
}
