//! What a template may take: time and memory.
//!
//! The engine counts steps, but one step can double a text or search a long one. So a template runs
//! on a thread of its own that is watched from outside and left behind where it takes too much.

use std::cell::RefCell;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Once};
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

/// What a run and whoever waits for it tell each other.
pub(super) type Watch = Arc<Ends>;

#[derive(Default)]
pub(super) struct Ends {
    /// Nobody waits for it any more.
    is_left: AtomicBool,
    has_panicked: AtomicBool,
}

thread_local! {
    /// The run on this thread.
    static RUN: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// A panic in the engine ends that run, not emkit. A build that aborts can't end the thread, so it is
/// parked.
fn outlive_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let Some(run) = RUN.take() else {
                return others(panic);
            };
            run.has_panicked.store(true, Ordering::Relaxed);
            // In a build that unwinds, returning ends the thread.
            while cfg!(panic = "abort") {
                thread::park();
            }
        }));
    });
}

impl Ends {
    /// An error where nobody waits, so that the run ends too.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_left.load(Ordering::Relaxed) {
            return Err(Error::from(ErrorKind::OutOfFuel));
        }
        Ok(())
    }
}

/// What the work comes to; else what stopped it, in words unless the engine panicked.
pub(super) fn run<T: Send + 'static>(
    watch: &Watch,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Option<String>> {
    outlive_panics();
    let (sender, receiver) = mpsc::channel();
    let of_run = watch.clone();
    let (start, memory) = (Instant::now(), memory_used());
    thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            RUN.set(Some(of_run));
            sender.send(work())
        })
        .map_err(|_| Some("there is not enough memory to run a template".to_owned()))?;
    let stopped = loop {
        match receiver.recv_timeout(TICK) {
            Ok(done) => return Ok(done),
            Err(_) if watch.has_panicked.load(Ordering::Relaxed) => break None,
            Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) if start.elapsed() > MAX_TIME => {
                break Some(format!(
                    "the template was stopped after {} seconds, which is more than any form takes",
                    MAX_TIME.as_secs()
                ));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if memory_used().saturating_sub(memory) > MAX_MEMORY {
            break Some(format!(
                "the template was stopped because it takes more than {} MiB of memory",
                MAX_MEMORY / 1024 / 1024
            ));
        }
    };
    watch.is_left.store(true, Ordering::Relaxed);
    Err(stopped)
}

/// The memory of this process, in bytes; 0 where the system does not say.
fn memory_used() -> usize {
    memory_stats().map_or(0, |stats| stats.physical_mem)
}
