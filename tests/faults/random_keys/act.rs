//! What is done to the program in its terminal, one thing after the other.

use std::fmt;
use std::time::Duration;

use rustix::process::{Signal, kill_process};

use crate::support::pty::Terminal;

/// Something done to the program in its terminal.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Bytes(Vec<u8>),
    Wait(u64),
    /// Waits until this word is on the screen: everything before it has been taken in.
    Shown(String),
    Resize((u16, u16)),
    Signal(Signal),
    /// Stopped as a debugger does, and woken.
    Pause(u64),
    /// Asked to stop, by a key or a signal, and woken.
    Suspend {
        by_key: bool,
    },
}

impl fmt::Display for Act {
    /// As it can be read in a report: the middle of a long paste is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ENDS: usize = 200;
        let Self::Bytes(bytes) = self else {
            return write!(f, "{self:?}");
        };
        let text = String::from_utf8_lossy(bytes);
        let characters: Vec<char> = text.chars().collect();
        if characters.len() <= 3 * ENDS {
            return write!(f, "{text:?}");
        }
        let begin: String = characters[..ENDS].iter().collect();
        let end: String = characters[characters.len() - ENDS..].iter().collect();
        write!(f, "{begin:?} … {end:?}")
    }
}

impl Act {
    /// Does it. Gives what was wrong with a program that stopped when it was asked to.
    pub(super) fn perform(&self, terminal: &mut Terminal) -> Option<String> {
        // The program may be gone.
        let send = |terminal: &Terminal, signal| {
            let _ = kill_process(terminal.process(), signal);
        };
        match self {
            Self::Bytes(bytes) => terminal.press_bytes(bytes),
            Self::Wait(time) => std::thread::sleep(Duration::from_millis(*time)),
            Self::Shown(word) => {
                waits_for(|| terminal.contents().contains(word));
            }
            Self::Resize(size) => terminal.resize(*size),
            Self::Signal(signal) => send(terminal, *signal),
            Self::Pause(time) => {
                send(terminal, Signal::STOP);
                std::thread::sleep(Duration::from_millis(*time));
                send(terminal, Signal::CONT);
            }
            Self::Suspend { by_key } => {
                match by_key {
                    true => terminal.press_bytes(b"\x1a"),
                    false => send(terminal, Signal::TSTP),
                }
                let is_stopped = waits_for(|| is_stopped(terminal));
                let is_raw = is_stopped && !terminal.takes_whole_lines();
                send(terminal, Signal::CONT);
                return is_raw.then(|| "keys are taken raw while it is stopped".to_owned());
            }
        }
        None
    }
}

/// Whether it comes about within two seconds.
fn waits_for(is_so: impl Fn() -> bool) -> bool {
    for _ in 0..400 {
        if is_so() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}

fn is_stopped(terminal: &Terminal) -> bool {
    let status = format!("/proc/{}/stat", terminal.process().as_raw_nonzero());
    let status = std::fs::read_to_string(status).unwrap_or_default();
    // The state follows the name, which is in parentheses.
    let state = status.rsplit(") ").next();
    state.is_some_and(|state| state.starts_with('T'))
}
