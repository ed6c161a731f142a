//! Signals as things that happen in order with what is typed.

use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;

/// A line, the end of the lines, or a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Line(String),
    End,
    Signal(u8),
}

/// The signals that end an interview. A prompt that is interrupted by any of them raises an
/// interrupt of its own, so that one is the last to be believed.
const ENDING: [i32; 3] = [SIGTERM, SIGHUP, SIGINT];

/// Which of [`ENDING`] have arrived, for prompts that only learn that they were interrupted.
static ARRIVED: OnceLock<[Arc<AtomicBool>; 3]> = OnceLock::new();

/// The number of the signal that arrived; an interrupt where none is known.
pub(super) fn arrived() -> u8 {
    let flags = ARRIVED.get();
    let arrived = flags.and_then(|flags| flags.iter().position(|flag| flag.load(Ordering::SeqCst)));
    let signal = arrived
        .and_then(|index| ENDING.get(index))
        .unwrap_or(&SIGINT);
    u8::try_from(*signal).unwrap_or_default()
}

/// Has signals end a prompt instead of the program, so that the terminal is put back in order.
pub(super) fn interrupt_prompts() -> Result<()> {
    let flags = ARRIVED.get_or_init(Default::default);
    for (signal, flag) in ENDING.into_iter().zip(flags) {
        signal_hook::flag::register(signal, Arc::clone(flag))
            .context("could not listen for signals")?;
    }
    ignore_file_size_limit()
}

/// Lines of stdin and signals, in the order in which they come.
pub(super) fn listen() -> Result<Receiver<Heard>> {
    let (sender, receiver) = channel();
    let mut signals = Signals::new(ENDING).context("could not listen for signals")?;
    ignore_file_size_limit()?;
    let of_signals = sender.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            let heard = Heard::Signal(u8::try_from(signal).unwrap_or_default());
            if of_signals.send(heard).is_err() {
                break;
            }
        }
    });
    thread::spawn(move || read_lines(&sender));
    Ok(receiver)
}

/// A file that may grow no further is an error to report, not a reason to die.
fn ignore_file_size_limit() -> Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default()).context("could not listen for signals")?;
    Ok(())
}

fn read_lines(sender: &Sender<Heard>) {
    let mut input = std::io::stdin().lock();
    loop {
        let mut bytes = Vec::new();
        let heard = match input.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => Heard::End,
            Ok(_) => {
                let line = String::from_utf8_lossy(&bytes);
                Heard::Line(line.trim_end_matches(['\n', '\r']).to_owned())
            }
        };
        let is_end = heard == Heard::End;
        if sender.send(heard).is_err() || is_end {
            break;
        }
    }
}
