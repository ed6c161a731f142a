//! Signals as things that happen in order with what is typed.

use std::io::{BufRead, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGURG, SIGXFSZ};
use signal_hook::iterator::Signals;

/// How often and how far apart a signal is followed by a nudge.
const NUDGES: usize = 50;
const NUDGE: Duration = Duration::from_millis(20);

/// What Ctrl-C stands for, as it is heard.
const INTERRUPT: u8 = SIGINT as u8;

/// How long a signal may come after the end of input that belongs to it.
const HANGUP: Duration = Duration::from_millis(100);

/// A line, the end of the lines, or a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Line(String),
    /// A line that is not UTF-8.
    NotText,
    End,
    Signal(u8),
}

/// The signals that end an interview. A prompt that is interrupted by any of them raises an
/// interrupt of its own, so that one is the last to be believed.
const ENDING: [i32; 3] = [SIGTERM, SIGHUP, SIGINT];

/// Which of [`ENDING`] have arrived, for prompts that only learn that they were interrupted.
static ARRIVED: OnceLock<[Arc<AtomicBool>; 3]> = OnceLock::new();

/// The number of the signal that arrived, if one has. It may come between two prompts, when
/// nothing else would notice.
pub(super) fn arrived() -> Option<u8> {
    let index = ARRIVED
        .get()?
        .iter()
        .position(|flag| flag.load(Ordering::SeqCst))?;
    u8::try_from(*ENDING.get(index)?).ok()
}

/// Has signals end a prompt instead of the program, so that the terminal is put back in order.
pub(super) fn interrupt_prompts() -> Result<()> {
    let flags = ARRIVED.get_or_init(Default::default);
    for (signal, flag) in ENDING.into_iter().zip(flags) {
        signal_hook::flag::register(signal, Arc::clone(flag))
            .context("could not listen for signals")?;
    }
    // A signal that comes just before a prompt begins to wait interrupts nothing. So it is
    // followed by nudges, which do nothing but interrupt.
    signal_hook::flag::register(SIGURG, Arc::default()).context("could not listen for signals")?;
    let mut signals = Signals::new(ENDING).context("could not listen for signals")?;
    thread::spawn(move || {
        for _ in signals.forever() {
            for _ in 0..NUDGES {
                thread::sleep(NUDGE);
                if arrived().is_some() {
                    let _ = kill_process(getpid(), Signal::URG);
                }
            }
        }
    });
    Ok(())
}

/// Forgets an interrupt that was meant for another program in the same terminal.
pub(super) fn forget_interrupt() {
    if let Some([.., interrupt]) = ARRIVED.get() {
        interrupt.store(false, Ordering::SeqCst);
    }
}

/// Lines of stdin and signals, in the order in which they come. A line is read only when it is
/// asked for, so that an editor has the terminal to itself.
pub(super) struct Ears {
    ask: Sender<()>,
    heard: Receiver<Heard>,
    /// Set the moment an interrupt comes, and unset when it was meant for another program: what is
    /// heard of it comes later.
    is_interrupted: Arc<AtomicBool>,
    /// A line has been asked for and has not come yet.
    is_asked: bool,
    has_ended: bool,
}

impl Ears {
    pub(super) fn open() -> Result<Self> {
        let (sender, heard) = channel();
        let (ask, asked) = channel();
        let is_interrupted = Arc::default();
        signal_hook::flag::register(SIGINT, Arc::clone(&is_interrupted))
            .context("could not listen for signals")?;
        let mut signals = Signals::new(ENDING).context("could not listen for signals")?;
        let of_signals = sender.clone();
        thread::spawn(move || {
            for signal in signals.forever() {
                let heard = Heard::Signal(u8::try_from(signal).unwrap_or_default());
                if of_signals.send(heard).is_err() {
                    break;
                }
            }
        });
        thread::spawn(move || read_lines(&asked, &sender));
        Ok(Self {
            ask,
            heard,
            is_interrupted,
            is_asked: false,
            has_ended: false,
        })
    }

    /// The next line or signal; the end again and again once it has come.
    pub(super) fn hear(&mut self) -> Heard {
        loop {
            let heard = self.next();
            if !is_interrupt(&heard) || self.is_interrupted.swap(false, Ordering::SeqCst) {
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
            Heard::End if std::io::stdin().is_terminal() => {
                self.has_ended = true;
                self.heard.recv_timeout(HANGUP).unwrap_or(Heard::End)
            }
            heard => heard,
        };
        self.has_ended |= heard == Heard::End;
        self.is_asked &= matches!(heard, Heard::Signal(_));
        heard
    }

    /// Forgets interrupts that were meant for another program in the same terminal.
    /// Gives another signal that came meanwhile.
    pub(super) fn forget_interrupts(&self) -> Option<Heard> {
        self.is_interrupted.store(false, Ordering::SeqCst);
        self.heard.try_iter().find(|heard| !is_interrupt(heard))
    }
}

fn is_interrupt(heard: &Heard) -> bool {
    *heard == Heard::Signal(INTERRUPT)
}

/// Has a file that may grow no further be an error to report, not a reason to die.
///
/// # Errors
/// Where the system does not let the program choose.
pub fn survive_file_size_limit() -> Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default()).context("could not listen for signals")?;
    Ok(())
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
