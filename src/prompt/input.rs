//! Everything that happens at the input, in order: keys or lines, signals, another size of the
//! window, the end.
//!
//! A thread reads, since `poll` need not work on terminals. It reads only what is asked for, so that
//! an editor has the terminal to itself.

pub(super) mod decoder;
pub(super) mod key;
mod signal;

use std::io::{IsTerminal, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use rustix::io::{Errno, ioctl_fionread};
use rustix::stdio::stdin;

use self::decoder::Decoder;
use self::key::Key;
use self::signal::Signals;
use super::{Asked, Reply};
use crate::ui::Ui;

pub(super) use self::signal::{HANGUP, INTERRUPT, QUIT};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InputEvent {
    Key(Key),
    Resized,
    /// The program was stopped and goes on: another one was on the screen.
    Resumed,
    Signal(u8),
}

#[derive(Debug, PartialEq, Eq)]
enum Report {
    Bytes(Vec<u8>),
    End,
    /// A signal has come; the flags say which.
    Signal,
}

/// How long a signal may come after the end of input that belongs to it.
const HANGUP_DELAY: Duration = Duration::from_millis(100);
/// How long what was typed before a signal may take to arrive, and how much that is at most: what
/// a terminal holds.
const BEFORE_SIGNAL: Duration = Duration::from_millis(20);
const MAX_BEFORE_SIGNAL: usize = 4096;
/// More bytes in one piece than the longest key has: more than somebody's typing.
const BURST: usize = 64;
/// How long the next piece of a paste without marks may take: on a screen, where the page waits for
/// it, and in lines, where nobody types an empty one as fast.
const NEXT_PIECE: Duration = Duration::from_millis(5);
const NEXT_LINE: Duration = Duration::from_millis(30);

pub(super) struct Input {
    request: Sender<()>,
    reports: Receiver<Report>,
    signals: Signals,
    /// Bytes have been asked for and have not come yet.
    is_reading: bool,
    has_ended: bool,
    /// Asked at the beginning: a terminal that is gone is none any more.
    is_terminal: bool,
    decoder: Decoder,
    /// When a key began of which the rest is still to come.
    begun: Option<Instant>,
    /// Whether what came last came faster than anybody types.
    is_burst: bool,
    /// How much was typed before a signal that is still to be told.
    before_signal: usize,
    /// Bytes of lines, and how many of them have no end of a line in them.
    line: Vec<u8>,
    searched: usize,
}

impl Input {
    /// Begins to listen.
    pub(super) fn open() -> Result<Self> {
        let (sender, reports) = channel();
        let (request, requested) = channel();
        let (signals, mut woken) = Signals::install_handlers()?;
        listen(sender.clone(), move |sender| {
            while woken.read_exact(&mut [0]).is_ok() && sender.send(Report::Signal).is_ok() {}
        });
        listen(sender, move |sender| read(&requested, sender));
        Ok(Self {
            request,
            reports,
            signals,
            is_reading: false,
            has_ended: false,
            is_terminal: std::io::stdin().is_terminal(),
            decoder: Decoder::default(),
            begun: None,
            is_burst: false,
            before_signal: 0,
            line: Vec::new(),
            searched: 0,
        })
    }

    pub(super) fn next_key(&mut self) -> InputEvent {
        loop {
            if let Some(key) = self.decoder.next() {
                self.begun = None;
                return InputEvent::Key(key);
            }
            let signal = self.signals.arrived();
            let patience = match signal {
                Some(number) if self.before_signal >= MAX_BEFORE_SIGNAL => {
                    return InputEvent::Signal(number);
                }
                // What was typed before it is still to be taken.
                Some(_) => Some(BEFORE_SIGNAL),
                None => self.patience(),
            };
            match (self.next_report(patience), signal) {
                (Some(Report::Bytes(bytes)), _) => {
                    self.is_burst = bytes.len() >= BURST;
                    if signal.is_some() {
                        self.before_signal += bytes.len();
                    }
                    self.begun = self.begun.filter(|_| self.decoder.is_in_key());
                    self.decoder.push(&bytes);
                }
                (None, Some(number)) => return InputEvent::Signal(number),
                // A terminal that is closed sends a signal, which may be a little late.
                (Some(Report::End), _) => {
                    return InputEvent::Signal(self.late_signal().unwrap_or(HANGUP));
                }
                (Some(Report::Signal), _) if self.signals.has_resumed() => {
                    return InputEvent::Resumed;
                }
                (Some(Report::Signal), _) if self.signals.has_resized() => {
                    return InputEvent::Resized;
                }
                (Some(Report::Signal), _) => {}
                (None, None) => {
                    self.begun = None;
                    if let Some(key) = self.decoder.give_up() {
                        return InputEvent::Key(key);
                    }
                }
            }
        }
    }

    /// The next line that is text, or what comes instead of it; the end again and again once it has
    /// come.
    pub(super) fn next_line(&mut self, ui: &mut Ui) -> Asked<String> {
        loop {
            if let Some(number) = self.signals.arrived() {
                return Err(Reply::Signal(number));
            }
            let rest = &self.line[self.searched..];
            let feed = rest.iter().position(|byte| *byte == b'\n');
            let end = match feed {
                Some(feed) => self.searched + feed + 1,
                None if self.has_ended && self.line.is_empty() => return Err(Reply::Ended),
                None => self.line.len(),
            };
            if feed.is_some() || self.has_ended {
                self.searched = 0;
                match String::from_utf8(self.line.drain(..end).collect()) {
                    Ok(line) => return Ok(line.trim_end_matches(['\n', '\r']).to_owned()),
                    Err(_) => {
                        ui.say("that line is not UTF-8 text and was not taken; type it again");
                    }
                }
                continue;
            }
            self.searched = end;
            match self.next_report(None) {
                Some(Report::Bytes(bytes)) => self.line.extend(bytes),
                Some(Report::End) => {
                    // Where a terminal is closed only the signal says that nobody meant to end.
                    if self.is_terminal {
                        self.late_signal();
                    }
                    self.has_ended = true;
                }
                Some(Report::Signal) | None => {}
            }
        }
    }

    /// Whether more was typed than was taken so far. A paste without marks comes in pieces with
    /// little time between them.
    pub(super) fn has_more(&self) -> bool {
        let patience = if self.is_burst {
            NEXT_PIECE
        } else {
            Duration::ZERO
        };
        self.decoder.has_bytes() || comes_within(patience)
    }

    /// Whether a line comes so soon after another that both are of one paste.
    pub(super) fn is_pasting_lines(&self) -> bool {
        !self.line.is_empty() || comes_within(NEXT_LINE)
    }

    /// The signal to leave that has come, by its number. One of a terminal that is closed may be a
    /// little late.
    pub(super) fn late_signal(&mut self) -> Option<u8> {
        let deadline = Instant::now() + HANGUP_DELAY;
        while self.signals.arrived().is_none() {
            let left = deadline.saturating_duration_since(Instant::now());
            // What is read meanwhile nobody waits for.
            if self.reports.recv_timeout(left).is_err() {
                break;
            }
        }
        self.signals.arrived()
    }

    /// Forgets keys that were meant for another program in the same terminal.
    pub(super) fn forget_keys(&self) {
        self.signals.forget_keys();
    }

    /// Forgets that the program was stopped: it has done so itself.
    pub(super) fn forget_stop(&self) {
        self.signals.has_resumed();
    }

    fn patience(&mut self) -> Option<Duration> {
        let patience = self.decoder.patience()?;
        let begun = *self.begun.get_or_insert_with(Instant::now);
        Some(patience.saturating_sub(begun.elapsed()))
    }

    /// Waits for what happens next; none where nothing does in that time.
    fn next_report(&mut self, patience: Option<Duration>) -> Option<Report> {
        if !self.is_reading {
            self.is_reading = self.request.send(()).is_ok();
        }
        let report = match patience {
            None => self.reports.recv().unwrap_or(Report::End),
            Some(patience) => match self.reports.recv_timeout(patience) {
                Ok(report) => report,
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => Report::End,
            },
        };
        self.is_reading &= report == Report::Signal;
        Some(report)
    }
}

/// Whether bytes are waiting, or come in that time. Nothing is read.
fn comes_within(patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        if ioctl_fionread(stdin()).is_ok_and(|bytes| bytes > 0) {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Listens beside the program. Whatever becomes of it, nobody waits for it in vain.
fn listen(sender: Sender<Report>, hear: impl FnOnce(&Sender<Report>) + Send + 'static) {
    thread::spawn(move || {
        let _ = catch_unwind(AssertUnwindSafe(|| hear(&sender)));
        // Where the program does not listen any more it has not waited.
        let _ = sender.send(Report::End);
    });
}

fn read(requested: &Receiver<()>, sender: &Sender<Report>) {
    let mut bytes = [0; 4096];
    while requested.recv().is_ok() {
        let report = loop {
            match rustix::io::read(stdin(), &mut bytes) {
                Ok(count @ 1..) => break Report::Bytes(bytes[..count].to_vec()),
                Err(Errno::INTR) => {}
                // Another program has set the terminal to answer at once.
                Err(Errno::AGAIN) => thread::sleep(Duration::from_millis(10)),
                Ok(0) | Err(_) => break Report::End,
            }
        };
        if sender.send(report).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_listener_that_has_panicked() {
        let (sender, reports) = channel();
        let others = sender.clone();
        listen(sender, |_| {
            panic!("the words of a panic that is meant to be")
        });
        let patience = Duration::from_secs(20);
        assert_eq!(reports.recv_timeout(patience), Ok(Report::End));
        drop(others);
    }
}
