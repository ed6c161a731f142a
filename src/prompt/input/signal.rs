//! Signals that are noticed instead of ending the program, so that the terminal is put back in order.

use std::io::{PipeReader, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, SIGXCPU,
};
use signal_hook::{flag, low_level::pipe};

use crate::error::Exit;

/// What Ctrl-C stands for.
pub(in crate::prompt) const INTERRUPT: Exit = Exit::Signal(SIGINT as u8);
/// The same for Ctrl-\.
pub(in crate::prompt) const QUIT: Exit = Exit::Signal(SIGQUIT as u8);
/// What a terminal that is closed sends.
pub(super) const HANGUP: Exit = Exit::Signal(SIGHUP as u8);

/// The signals that end an interview; where several have come, the first of these counts. They are
/// those that end a program which does not listen, and that a program may listen to without harm.
const ENDING: [i32; 8] = [
    SIGTERM, SIGHUP, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGQUIT, SIGINT,
];

/// Which signals have come. A flag is set the moment one does, and then a byte is written to the pipe.
/// A pipe and no socket: emkit opens none.
pub(in crate::prompt) struct Signals {
    ending: [Arc<AtomicBool>; ENDING.len()],
    is_resized: Arc<AtomicBool>,
    is_resumed: Arc<AtomicBool>,
    woken: PipeReader,
}

impl Signals {
    pub(super) fn install_handlers() -> Result<Self> {
        let install = || {
            let (woken, wakes) = std::io::pipe()?;
            let flag = |signal| {
                let flag = Arc::default();
                flag::register(signal, Arc::clone(&flag))?;
                pipe::register(signal, wakes.try_clone()?)?;
                std::io::Result::Ok(flag)
            };
            let mut ending = <[_; ENDING.len()]>::default();
            for (place, signal) in ending.iter_mut().zip(ENDING) {
                *place = flag(signal)?;
            }
            let (is_resized, is_resumed) = (flag(SIGWINCH)?, flag(SIGCONT)?);
            std::io::Result::Ok(Self {
                ending,
                is_resized,
                is_resumed,
                woken,
            })
        };
        install().context("could not listen for signals")
    }

    /// What can be read once a signal has come.
    pub(super) fn woken(&self) -> BorrowedFd<'_> {
        self.woken.as_fd()
    }

    /// Takes what the signals wrote there.
    pub(super) fn hear(&self) {
        let _ = (&self.woken).read(&mut [0; 64]);
    }

    pub(super) fn arrived(&self) -> Option<Exit> {
        let mut signals = ENDING.into_iter().zip(&self.ending);
        let (signal, _) = signals.find(|(_, flag)| flag.load(Ordering::SeqCst))?;
        u8::try_from(signal).ok().map(Exit::Signal)
    }

    pub(super) fn has_resized(&self) -> bool {
        self.is_resized.swap(false, Ordering::SeqCst)
    }

    pub(in crate::prompt) fn has_resumed(&self) -> bool {
        self.is_resumed.swap(false, Ordering::SeqCst)
    }

    /// Forgets keys that were meant for another program in the same terminal.
    pub(in crate::prompt) fn forget_keys(&self) {
        for (signal, flag) in ENDING.into_iter().zip(&self.ending) {
            if matches!(signal, SIGQUIT | SIGINT) {
                flag.store(false, Ordering::SeqCst);
            }
        }
    }
}
