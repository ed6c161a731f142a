//! One writer at a time: a lock that is held for the length of a save and freed by the system
//! when a process dies.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::write::private_file;
use crate::error::{Failure, plain};
use crate::escape::shown;

const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// A lock on a store, freed when dropped.
pub(super) struct Lock {
    _file: Option<File>,
}

/// Waits for the store's lock.
pub(super) fn lock(home: &Path) -> Result<Lock> {
    let path = home.join(".lock");
    let failed =
        |cause: String| Failure::new(format!("could not lock `{}`", shown(&path))).because(cause);
    let file = private_file()
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| {
            failed(plain(&error))
                .hint("mend its permissions, or choose another place with `--home DIR`")
        })?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: Some(file) }),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                return Err(
                    failed("another emkit has been saving for five seconds".to_owned())
                        .hint("close the other emkit, then try again")
                        .into(),
                );
            }
            // Some network filesystems have no locks. The comparison before each save still
            // notices another writer.
            Err(TryLockError::Error(_)) => return Ok(Lock { _file: None }),
        }
    }
}
