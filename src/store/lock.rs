//! One writer at a time: a lock for the length of a save, freed by the system when a process dies.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::Store;
use super::error::{Error, Kind, Result};
use super::write::{create_folders, private_file};
use crate::error::plain;
use crate::escape::shown;

const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// None where locks don't work: comparing before each save still notices another writer.
pub(super) fn lock(home: &Path) -> Result<Option<File>> {
    create_folders(home)?;
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
            Ok(true) => return Ok(Some(file)),
            Ok(false) if start.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Ok(false) => {
                let cause = "another emkit has been saving for five seconds";
                return Err(failed(Kind::Busy, cause));
            }
            Err(_) => return Ok(None),
        }
    }
}

/// Whether the lock was free; an error where the file system has no locks, as some in a network.
fn attempt(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Interrupted => Err(error),
        tried => Ok(tried.is_ok()),
    }
}

impl Store {
    /// A note where the file system has no locks; none where nothing was ever saved.
    pub fn lockless(&self) -> Option<Error> {
        let folders = [self.log_folder(), self.home.clone()];
        folders.iter().find_map(|folder| {
            let path = folder.join(".lock");
            // Checked before it is opened: opening a pipe would wait for its writer.
            if !path.metadata().ok()?.is_file() {
                return None;
            }
            let error = attempt(File::open(path).ok()?.try_lock()).err()?;
            let (cause, place) = (plain(&error), shown(folder));
            let text = format!(
                "locks do not work in `{place}` ({cause}); another emkit that saves at the same time is noticed only by comparing"
            );
            Some(Error::new(Kind::NoLocks, folder, text).note())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_without_locks_is_told_from_another_emkit_that_saves() {
        let failed = |kind: ErrorKind| Err(TryLockError::Error(kind.into()));
        assert!(attempt(Ok(())).expect("locks"));
        assert!(!attempt(Err(TryLockError::WouldBlock)).expect("locks"));
        assert!(!attempt(failed(ErrorKind::Interrupted)).expect("locks"));
        attempt(failed(ErrorKind::Unsupported)).expect_err("it went unnoticed");
    }
}
