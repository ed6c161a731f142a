//! What happens to the process when something goes wrong: set up before anything is read.

use std::sync::Arc;

use anyhow::{Context, Result};
use rustix::process::{Resource, Rlimit, setrlimit};
use signal_hook::consts::SIGXFSZ;

/// Keeps what people wrote out of core dumps. Where a sandbox forbids the change emkit runs anyway,
/// and does not mention it, which would be in every command.
pub fn leave_no_core_dump() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Inherited by the editors that emkit starts, which have the same words in memory.
    let _ = setrlimit(Resource::Core, none);
    // Programs that collect everybody's dumps may ignore the limit. They cannot ignore this.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Makes the file size limit an error to report instead of a signal that kills.
pub fn survive_file_size_limit() -> Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default()).context("could not listen for signals")?;
    Ok(())
}
