//! What the system does with the process when something goes wrong: asked for before anything is read.

use std::sync::Arc;

use anyhow::{Context, Result};
use rustix::process::{Resource, Rlimit, setrlimit};
use signal_hook::consts::SIGXFSZ;

/// Keeps what people wrote from lying about in a picture of the memory, should the process die. A
/// sandbox that does not let the program choose has a say of its own in such pictures: there emkit
/// runs all the same, and does not speak of it, which would be at every command.
pub fn leave_no_core_dump() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // An editor that emkit starts inherits it, and has the same words in its memory.
    let _ = setrlimit(Resource::Core, none);
    // Programs that gather the dumps of all others need not heed the limit. This they cannot pass.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Has a file that may grow no further be an error to report, not a reason to die.
pub fn survive_file_size_limit() -> Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default()).context("could not listen for signals")?;
    Ok(())
}
