//! What the system does with the process when something goes wrong: asked for before anything is read.

use std::sync::Arc;

use anyhow::{Context, Result};
use rustix::process::{Resource, Rlimit, setrlimit};
use signal_hook::consts::SIGXFSZ;

/// Keeps what people wrote from lying about in a picture of the memory, should the process die.
///
/// # Errors
/// Where the system does not let the program choose.
pub fn leave_no_core_dump() -> Result<()> {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // An editor that emkit starts inherits it, and has the same words in its memory.
    setrlimit(Resource::Core, none).context("could not turn core dumps off")?;
    // Programs that gather the dumps of all others need not heed the limit. This they cannot pass.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .context("could not turn core dumps off")?;
    Ok(())
}

/// Has a file that may grow no further be an error to report, not a reason to die.
///
/// # Errors
/// Where the system does not let the program choose.
pub fn survive_file_size_limit() -> Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default()).context("could not listen for signals")?;
    Ok(())
}
