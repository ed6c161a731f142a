//! Keys or lines, signals and the end of input, in order. Nothing is read unless something is asked, so
//! that an editor has the terminal to itself.

pub(super) mod decoder;
mod signal;

use std::io::ErrorKind;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use anyhow::Result;
use filedescriptor::{Error, POLLIN, poll, pollfd};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{Errno, ioctl_fionread};
use rustix::stdio::stdin;
use rustix::termios::ttyname;

use self::decoder::{Decoder, Key};
use self::signal::{HANGUP, Signals};
use super::{Asked, Reply};
use crate::error::Exit;
use crate::ui::Ui;

pub(super) use self::signal::{INTERRUPT, QUIT};

/// How long a signal may come after the end of input that belongs to it.
const HANGUP_DELAY: Duration = Duration::from_millis(100);
/// How long what was typed before a signal may take to arrive, and how much a terminal holds of it.
const BEFORE_SIGNAL: Duration = Duration::from_millis(20);
const MAX_BEFORE_SIGNAL: usize = 4096;
/// How long the next line of a paste may take.
const NEXT_LINE: Duration = Duration::from_millis(30);

pub(super) struct Input {
    pub(super) signals: Signals,
    has_ended: bool,
    /// The terminal once more, where stdin is one, without waiting: a signal may empty it before it
    /// is read, and other programs share stdin.
    terminal: Option<OwnedFd>,
    decoder: Decoder,
    /// How much was typed before a signal that is still to be told.
    before_signal: usize,
    /// Bytes of lines, and how many of them have no end of a line in them.
    line: Vec<u8>,
    searched: usize,
}

impl Input {
    pub(super) fn open() -> Result<Self> {
        Ok(Self {
            signals: Signals::install_handlers()?,
            has_ended: false,
            terminal: terminal_without_waiting(),
            decoder: Decoder::default(),
            before_signal: 0,
            line: Vec::new(),
            searched: 0,
        })
    }

    pub(super) fn next_key(&mut self) -> Asked<Key> {
        let mut is_all = false;
        loop {
            if let Some(key) = self.decoder.next(is_all) {
                return Ok(key);
            }
            if self.signals.has_resumed() {
                return Ok(Key::Resumed);
            }
            if self.signals.has_resized() {
                return Ok(Key::Resized);
            }
            let signal = self.signals.arrived();
            let patience = match signal {
                Some(exit) if self.before_signal >= MAX_BEFORE_SIGNAL => {
                    return Err(Reply::Exit(exit));
                }
                // What was typed before it is still to be taken.
                Some(_) => Some(BEFORE_SIGNAL),
                None => self.decoder.patience(),
            };
            is_all = false;
            match (self.read(patience), signal) {
                (Ok(Some(bytes)), _) => {
                    if signal.is_some() {
                        self.before_signal += bytes.len();
                    }
                    self.decoder.push(&bytes);
                }
                (Ok(None), Some(exit)) => return Err(Reply::Exit(exit)),
                (Ok(None), None) => is_all = true,
                // A terminal that is closed sends a signal, which may be a little late.
                (Err(_), _) => return Err(Reply::Exit(self.late_signal().unwrap_or(HANGUP))),
            }
        }
    }

    /// The next line, or what comes instead of it; once input has ended, the end again and again.
    pub(super) fn next_line(&mut self, ui: &mut Ui) -> Asked<String> {
        loop {
            if let Some(exit) = self.signals.arrived() {
                return Err(Reply::Exit(exit));
            }
            let rest = &self.line[self.searched..];
            let feed = rest.iter().position(|byte| *byte == b'\n');
            let end = feed.map_or(self.line.len(), |feed| self.searched + feed + 1);
            if self.has_ended && end == 0 {
                return Err(Reply::Exit(Exit::Ended));
            }
            if feed.is_some() || self.has_ended {
                self.searched = 0;
                if let Ok(line) = String::from_utf8(self.line.drain(..end).collect()) {
                    return Ok(line.trim_end_matches(['\n', '\r']).to_owned());
                }
                ui.say("that line is not UTF-8 text and was not taken; type it again");
                continue;
            }
            self.searched = end;
            match self.read(None) {
                Ok(bytes) => self.line.extend(bytes.unwrap_or_default()),
                Err(_) => {
                    // Where a terminal is closed only the signal says that nobody meant to end.
                    if self.terminal.is_some() {
                        self.late_signal();
                    }
                    self.has_ended = true;
                }
            }
        }
    }

    pub(super) fn has_more(&self) -> bool {
        self.decoder.has_bytes() || comes_within(Duration::ZERO)
    }

    /// Whether a line comes so soon after another that both are of one paste.
    pub(super) fn is_pasting_lines(&self) -> bool {
        !self.line.is_empty() || comes_within(NEXT_LINE)
    }

    /// The signal to leave that has come. That of a terminal that is closed may be a little late.
    pub(super) fn late_signal(&mut self) -> Option<Exit> {
        let deadline = Instant::now() + HANGUP_DELAY;
        while self.signals.arrived().is_none() {
            let left = deadline.saturating_duration_since(Instant::now());
            if ready([self.signals.woken.as_fd()], Some(left)) == [false] {
                break;
            }
            self.signals.hear();
        }
        self.signals.arrived()
    }

    /// The next bytes: none where nothing comes in that time, and no byte where a signal has come.
    fn read(&mut self, patience: Option<Duration>) -> Result<Option<Vec<u8>>, Exit> {
        let mut bytes = [0; 4096];
        let count = match ready([stdin(), self.signals.woken.as_fd()], patience) {
            [false, false] => return Ok(None),
            [false, true] => {
                self.signals.hear();
                0
            }
            [true, _] => {
                let source = self.terminal.as_ref().map_or(stdin(), AsFd::as_fd);
                match rustix::io::read(source, &mut bytes) {
                    Ok(count @ 1..) => count,
                    Err(Errno::INTR | Errno::AGAIN) => 0,
                    Ok(0) | Err(_) => return Err(Exit::Ended),
                }
            }
        };
        Ok(Some(bytes[..count].to_vec()))
    }
}

fn terminal_without_waiting() -> Option<OwnedFd> {
    let name = ttyname(stdin(), Vec::new()).ok()?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    open(name, flags, Mode::empty()).ok()
}

/// Which of these can be read, as soon as one of them can or the time is over.
fn ready<const N: usize>(sources: [BorrowedFd<'_>; N], patience: Option<Duration>) -> [bool; N] {
    let mut polled = sources.map(|source| pollfd {
        fd: source.as_raw_fd(),
        events: POLLIN,
        revents: 0,
    });
    // A signal that interrupts has written to its pipe.
    while let Err(Error::Poll(error)) = poll(&mut polled, patience)
        && error.kind() == ErrorKind::Interrupted
    {}
    polled.map(|source| source.revents != 0)
}

/// Whether bytes are waiting, or come in that time. Nothing is read.
fn comes_within(patience: Duration) -> bool {
    ready([stdin()], Some(patience)) == [true]
        && ioctl_fionread(stdin()).is_ok_and(|bytes| bytes > 0)
}
