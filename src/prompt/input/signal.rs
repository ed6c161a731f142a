//! Signals that are noticed instead of ending the program, so that the terminal is put back in order.

use std::io::{PipeReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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

/// By kind: what would end the program, the same from a key, another window size, going on after a stop.
const LISTENED: [&[i32]; 4] = [
    &[SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGHUP, SIGTERM],
    &[SIGINT, SIGQUIT],
    &[SIGWINCH],
    &[SIGCONT],
];

/// The last of each kind, or 0. Once that is set a byte is written to a pipe: emkit opens no socket.
pub(in crate::prompt) struct Signals {
    last: [Arc<AtomicUsize>; LISTENED.len()],
    pub(super) woken: PipeReader,
}

impl Signals {
    pub(super) fn install_handlers() -> Result<Self> {
        let install = || {
            let (woken, wakes) = std::io::pipe()?;
            let last = <[Arc<AtomicUsize>; LISTENED.len()]>::default();
            for (last, signals) in last.iter().zip(LISTENED) {
                for signal in signals {
                    let number = signal.unsigned_abs() as usize;
                    flag::register_usize(*signal, Arc::clone(last), number)?;
                    pipe::register(*signal, wakes.try_clone()?)?;
                }
            }
            std::io::Result::Ok(Self { last, woken })
        };
        install().context("could not listen for signals")
    }

    pub(super) fn hear(&self) {
        let _ = (&self.woken).read(&mut [0; 64]);
    }

    pub(super) fn arrived(&self) -> Option<Exit> {
        let last = self.last[..2].iter();
        let mut last = last.map(|last| last.load(Ordering::SeqCst));
        let number = last.find(|number| *number != 0)?;
        u8::try_from(number).ok().map(Exit::Signal)
    }

    pub(super) fn has_resized(&self) -> bool {
        self.last[2].swap(0, Ordering::SeqCst) != 0
    }

    pub(super) fn has_resumed(&self) -> bool {
        self.last[3].swap(0, Ordering::SeqCst) != 0
    }

    /// Forgets keys that were meant for another program in the same terminal.
    pub(in crate::prompt) fn forget_keys(&self) {
        self.last[1].store(0, Ordering::SeqCst);
    }
}
