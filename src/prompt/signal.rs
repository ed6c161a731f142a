//! Signals as things that happen in order with what is typed.

use std::io::{BufRead, ErrorKind, IsTerminal, PipeReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU};
use signal_hook::low_level::pipe;

/// What Ctrl-C stands for, as it is heard.
pub(super) const INTERRUPT: u8 = SIGINT as u8;
/// The same for Ctrl-\.
pub(super) const QUIT: u8 = SIGQUIT as u8;

/// How long a signal may come after the end of input that belongs to it.
pub(super) const HANGUP: Duration = Duration::from_millis(100);

/// A line, the end of the lines, or a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Line(String),
    /// A line that is not UTF-8.
    NotText,
    End,
    Signal(u8),
}

/// The signals that end an interview; where several have come, the first of these counts. They are
/// those that end a program which does not listen, and that a program may listen to without harm.
pub(super) const ENDING: [i32; 8] = [
    SIGTERM, SIGHUP, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGQUIT, SIGINT,
];
/// Those of them that a key sends to every program in the terminal.
const FROM_KEYS: [i32; 2] = [SIGQUIT, SIGINT];

/// Which of [`ENDING`] have arrived.
static ARRIVED: OnceLock<[Arc<AtomicBool>; ENDING.len()]> = OnceLock::new();

/// The number of the signal that arrived, if one has.
pub(super) fn arrived() -> Option<u8> {
    let index = ARRIVED
        .get()?
        .iter()
        .position(|flag| flag.load(Ordering::SeqCst))?;
    u8::try_from(*ENDING.get(index)?).ok()
}

/// Has signals be noticed instead of ending the program, so that the terminal is put back in order.
pub(super) fn notice() -> Result<()> {
    let flags = ARRIVED.get_or_init(Default::default);
    for (signal, flag) in ENDING.into_iter().zip(flags) {
        signal_hook::flag::register(signal, Arc::clone(flag))
            .context("could not listen for signals")?;
    }
    Ok(())
}

/// Forgets keys that were meant for another program in the same terminal.
pub(super) fn forget_keys() {
    let arrived = ENDING.iter().zip(ARRIVED.get().into_iter().flatten());
    for (_, flag) in arrived.filter(|(signal, _)| FROM_KEYS.contains(signal)) {
        flag.store(false, Ordering::SeqCst);
    }
}

/// Lines of stdin and signals, in the order in which they come. A line is read only when it is
/// asked for, so that an editor has the terminal to itself.
pub(super) struct Ears {
    ask: Sender<()>,
    heard: Receiver<Heard>,
    /// Set the moment one of [`FROM_KEYS`] comes, and unset when it was meant for another program:
    /// what is heard of it comes later.
    is_interrupted: Arc<AtomicBool>,
    /// A line has been asked for and has not come yet.
    is_asked: bool,
    has_ended: bool,
    /// Asked at the beginning: a terminal that is gone is none any more.
    is_terminal: bool,
}

impl Ears {
    pub(super) fn open() -> Result<Self> {
        let (sender, heard) = channel();
        let (ask, asked) = channel();
        let is_interrupted = Arc::default();
        for signal in FROM_KEYS {
            signal_hook::flag::register(signal, Arc::clone(&is_interrupted))
                .context("could not listen for signals")?;
        }
        let (woken, wakes) = std::io::pipe().context("could not listen for signals")?;
        let come: [Arc<AtomicBool>; ENDING.len()] = Default::default();
        for (signal, flag) in ENDING.into_iter().zip(&come) {
            // The flag comes first: it is up by the time that the pipe wakes the thread.
            signal_hook::flag::register(signal, Arc::clone(flag))
                .and_then(|_| pipe::register(signal, wakes.try_clone()?))
                .context("could not listen for signals")?;
        }
        listen(sender.clone(), move |sender| {
            pass_signals(woken, &come, sender)
        });
        listen(sender, move |sender| read_lines(&asked, sender));
        Ok(Self {
            ask,
            heard,
            is_interrupted,
            is_asked: false,
            has_ended: false,
            is_terminal: std::io::stdin().is_terminal(),
        })
    }

    /// The next line or signal; the end again and again once it has come.
    pub(super) fn hear(&mut self) -> Heard {
        loop {
            let heard = self.next();
            if !is_from_keys(&heard) || self.is_interrupted.swap(false, Ordering::SeqCst) {
                return heard;
            }
        }
    }

    fn next(&mut self) -> Heard {
        if self.has_ended {
            return self.heard.try_recv().unwrap_or(Heard::End);
        }
        if !self.is_asked {
            self.is_asked = self.ask.send(()).is_ok();
        }
        let heard = match self.heard.recv().unwrap_or(Heard::End) {
            // A terminal that is closed ends the input and sends a signal, in either order. Only
            // the signal says that nobody meant to end.
            Heard::End if self.is_terminal => {
                self.has_ended = true;
                self.heard.recv_timeout(HANGUP).unwrap_or(Heard::End)
            }
            heard => heard,
        };
        self.has_ended |= heard == Heard::End;
        self.is_asked &= matches!(heard, Heard::Signal(_));
        heard
    }

    /// A signal that came while nobody listened. One of a terminal that is closed may be a little late.
    pub(super) fn arrived(&self) -> Option<Heard> {
        let is_signal = |heard: &Heard| matches!(heard, Heard::Signal(_));
        let arrived = self.heard.try_iter().find(is_signal);
        arrived.or_else(|| self.heard.recv_timeout(HANGUP).ok().filter(is_signal))
    }

    /// Forgets keys that were meant for another program in the same terminal.
    /// Gives another signal that came meanwhile.
    pub(super) fn forget_keys(&self) -> Option<Heard> {
        self.is_interrupted.store(false, Ordering::SeqCst);
        self.heard.try_iter().find(|heard| !is_from_keys(heard))
    }
}

fn is_from_keys(heard: &Heard) -> bool {
    matches!(heard, Heard::Signal(number) if FROM_KEYS.contains(&i32::from(*number)))
}

/// Listens beside the program. Whatever becomes of it, nobody waits for it in vain.
fn listen(sender: Sender<Heard>, hear: impl FnOnce(&Sender<Heard>) + Send + 'static) {
    thread::spawn(move || {
        let _ = catch_unwind(AssertUnwindSafe(|| hear(&sender)));
        // Where the program does not listen any more it has not waited.
        let _ = sender.send(Heard::End);
    });
}

/// Passes on each signal that has come, woken by a byte. A pipe and no socket: emkit opens none.
fn pass_signals(mut woken: PipeReader, come: &[Arc<AtomicBool>], sender: &Sender<Heard>) {
    let mut bytes = [0; 64];
    loop {
        match woken.read(&mut bytes) {
            Ok(0) => return,
            Err(error) if error.kind() != ErrorKind::Interrupted => return,
            _ => {}
        }
        for (signal, flag) in ENDING.into_iter().zip(come) {
            let heard = Heard::Signal(u8::try_from(signal).unwrap_or_default());
            if flag.swap(false, Ordering::SeqCst) && sender.send(heard).is_err() {
                return;
            }
        }
    }
}

fn read_lines(asked: &Receiver<()>, sender: &Sender<Heard>) {
    let mut input = std::io::stdin().lock();
    while asked.recv().is_ok() {
        let mut bytes = Vec::new();
        let heard = match input.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => Heard::End,
            Ok(_) => match std::str::from_utf8(&bytes) {
                Ok(line) => Heard::Line(line.trim_end_matches(['\n', '\r']).to_owned()),
                Err(_) => Heard::NotText,
            },
        };
        if sender.send(heard).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_listener_that_has_panicked() {
        let (sender, heard) = channel();
        let others = sender.clone();
        listen(sender, |_| {
            panic!("the words of a panic that is meant to be")
        });
        let patience = Duration::from_secs(20);
        assert_eq!(heard.recv_timeout(patience), Ok(Heard::End));
        drop(others);
    }
}
