//! What a template may take: time and memory.
//!
//! The engine counts steps, but one step can double a text or search a long one. So a template runs
//! on a thread of its own that is watched from outside and left behind where it takes too much.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use memory_stats::memory_stats;
use minijinja::{Error, ErrorKind};

/// How long a template may run. The built-in review takes a few milliseconds.
const MAX_TIME: Duration = Duration::from_secs(3);

const MAX_MEMORY: usize = 96 * 1024 * 1024;

const TICK: Duration = Duration::from_millis(1);

/// The engine calls itself for each part of an expression: enough for the longest that a template holds.
const STACK: usize = 128 * 1024 * 1024;

pub(super) enum Stopped {
    Limit(String),
    Panicked,
}

/// Whether anybody still waits for a run.
#[derive(Clone, Default)]
pub(super) struct Watch(Arc<AtomicBool>);

impl Watch {
    /// An error where nobody does, so that the run ends too.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.0.load(Ordering::Relaxed) {
            return Err(Error::from(ErrorKind::OutOfFuel));
        }
        Ok(())
    }
}

pub(super) fn run<T: Send + 'static>(
    watch: &Watch,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stopped> {
    let (sender, receiver) = mpsc::channel();
    let (start, memory) = (Instant::now(), memory_used());
    thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || sender.send(work()))
        .map_err(|_| Stopped::Limit("there is not enough memory to run a template".to_owned()))?;
    let stopped = loop {
        match receiver.recv_timeout(TICK) {
            Ok(done) => return Ok(done),
            Err(RecvTimeoutError::Disconnected) => break Stopped::Panicked,
            Err(RecvTimeoutError::Timeout) if start.elapsed() > MAX_TIME => {
                break Stopped::Limit(format!(
                    "the template was stopped after {} seconds, which is more than any form takes",
                    MAX_TIME.as_secs()
                ));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if memory_used().saturating_sub(memory) > MAX_MEMORY {
            break Stopped::Limit(format!(
                "the template was stopped because it takes more than {} MiB of memory",
                MAX_MEMORY / 1024 / 1024
            ));
        }
    };
    watch.0.store(true, Ordering::Relaxed);
    Err(stopped)
}

/// The memory of this process, in bytes; 0 where the system does not say.
fn memory_used() -> usize {
    memory_stats().map_or(0, |stats| stats.physical_mem)
}
