//! The keyboard while the screen is ours: keys as they are pressed, signals as they arrive.

use std::io::{ErrorKind, PipeReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, ioctl_fionbio, ioctl_fionread};
use rustix::process::{Signal, kill_current_process_group};
use rustix::stdio::stdin;
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGWINCH};

use crate::prompt::input::decoder::{Decoder, Patience};
use crate::prompt::input::key::Key;
use crate::prompt::signal;

/// Something that happened at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Key(Key),
    /// The screen has another size.
    Resized,
    /// The program was stopped and goes on: another one was on the screen.
    Resumed,
    /// A signal to leave, by its number.
    Signal(u8),
}

/// So many bytes in one piece are more than somebody's typing: longer than any key.
const TYPED_AT_ONCE: usize = 64;
/// How many milliseconds the next piece of a paste may take.
const BURST: usize = 5;

pub(super) struct Keyboard {
    decoder: Decoder,
    /// When a key began of which the rest is still to come.
    begun: Option<Instant>,
    /// Whether what came last came faster than anybody types.
    is_burst: bool,
    /// A byte arrives here with every signal.
    woken: PipeReader,
    /// The terminal's modes before it was ours; none while it is not.
    before: Option<Termios>,
    /// Whether the program has been stopped and woken since it was asked last.
    is_resumed: Arc<AtomicBool>,
}

impl Keyboard {
    /// # Errors
    /// Where signals cannot be listened for.
    pub(super) fn new() -> Result<Self> {
        let listen = "could not listen for signals";
        let (woken, wakes) = std::io::pipe().context(listen)?;
        ioctl_fionbio(&woken, true).context(listen)?;
        for signal in signal::ENDING.into_iter().chain([SIGWINCH, SIGCONT]) {
            let wakes = wakes.try_clone().context(listen)?;
            signal_hook::low_level::pipe::register(signal, wakes).context(listen)?;
        }
        let is_resumed = Arc::default();
        signal_hook::flag::register(SIGCONT, Arc::clone(&is_resumed)).context(listen)?;
        Ok(Self {
            decoder: Decoder::default(),
            begun: None,
            is_burst: false,
            woken,
            before: None,
            is_resumed,
        })
    }

    /// Takes keys one by one and unseen from now on.
    ///
    /// # Errors
    /// Where the terminal does not let itself be set.
    pub(super) fn grab(&mut self) -> Result<()> {
        if self.before.is_some() {
            return Ok(());
        }
        let before = match tcgetattr(stdin()) {
            Ok(before) => before,
            // The terminal is gone: the next key tells.
            Err(Errno::IO) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        tcsetattr(stdin(), OptionalActions::Now, &one_by_one(&before))?;
        self.before = Some(before);
        Ok(())
    }

    /// Takes keys one by one again after another program had the terminal, whose modes are not
    /// the ones to put back in the end.
    pub(super) fn grab_again(&mut self) {
        if let Some(before) = &self.before {
            // Where it cannot be set, the next key tells.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &one_by_one(before));
        }
    }

    /// Puts the terminal's modes back as they were.
    pub(super) fn release(&mut self) {
        if let Some(before) = self.before.take() {
            // With the terminal gone there is nothing to put back.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
        }
    }

    /// Stops until the shell says to go on, as Ctrl-Z does elsewhere.
    pub(super) fn suspend(&mut self) {
        self.release();
        // Where nobody could wake the program again, the system lets it go on.
        let _ = kill_current_process_group(Signal::TSTP);
        self.is_resumed.store(false, Ordering::SeqCst);
    }

    /// Whether more was typed than was taken so far. A paste without marks comes in pieces with
    /// little time between them.
    pub(super) fn has_more(&mut self) -> bool {
        for _ in 0..=if self.is_burst { BURST } else { 0 } {
            if self.decoder.has_bytes() || ioctl_fionread(stdin()).is_ok_and(|bytes| bytes > 0) {
                return true;
            }
            if self.is_burst {
                thread::sleep(Duration::from_millis(1));
            }
        }
        self.is_burst = false;
        false
    }

    /// Waits for the next key or signal.
    ///
    /// # Errors
    /// Where the terminal fails.
    pub(super) fn next(&mut self) -> Result<Input> {
        loop {
            if let Some(key) = self.decoder.next() {
                self.begun = None;
                return Ok(Input::Key(key));
            }
            let leaving = signal::arrived();
            let patience = match leaving {
                // What was typed before the signal came is still to be taken.
                Some(_) => Some(Duration::ZERO),
                None => self.patience(),
            };
            match (self.wait(patience)?, leaving) {
                (Waited::Bytes, _) => {
                    let mut bytes = [0; 4096];
                    match rustix::io::read(stdin(), &mut bytes) {
                        Ok(0) | Err(Errno::IO) => return Ok(Input::Signal(self.hung_up()?)),
                        Ok(count) => {
                            self.is_burst |= count >= TYPED_AT_ONCE;
                            self.decoder.push(&bytes[..count]);
                        }
                        Err(Errno::INTR | Errno::AGAIN) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                (_, Some(number)) => return Ok(Input::Signal(number)),
                (Waited::Signal, None) if signal::arrived().is_some() => {}
                (Waited::Signal, None) if self.is_resumed.swap(false, Ordering::SeqCst) => {
                    return Ok(Input::Resumed);
                }
                (Waited::Signal, None) => return Ok(Input::Resized),
                (Waited::Nothing, None) => {
                    self.begun = None;
                    if let Some(key) = self.decoder.give_up() {
                        return Ok(Input::Key(key));
                    }
                }
            }
        }
    }

    fn patience(&mut self) -> Option<Duration> {
        match self.decoder.patience()? {
            Patience::AfterEachByte(patience) => Some(patience),
            Patience::InAll(patience) => {
                let begun = *self.begun.get_or_insert_with(Instant::now);
                Some(patience.saturating_sub(begun.elapsed()))
            }
        }
    }

    /// The terminal is gone. The signal that says so may be a little late.
    fn hung_up(&mut self) -> Result<u8> {
        if signal::arrived().is_none() {
            self.wait_for_signal(signal::HANGUP)?;
        }
        let hangup = u8::try_from(SIGHUP).unwrap_or_default();
        Ok(signal::arrived().unwrap_or(hangup))
    }

    fn wait(&mut self, patience: Option<Duration>) -> Result<Waited> {
        let input = stdin();
        let mut waiting = [
            PollFd::new(&self.woken, PollFlags::IN),
            PollFd::new(&input, PollFlags::IN),
        ];
        match poll(&mut waiting, patience.map(timespec).as_ref()) {
            Ok(0) => return Ok(Waited::Nothing),
            Ok(_) => {}
            // Whatever interrupted it has left its byte.
            Err(Errno::INTR) => return self.wait(patience),
            Err(error) => return Err(error.into()),
        }
        if !waiting[1].revents().is_empty() {
            return Ok(Waited::Bytes);
        }
        self.clear_woken()?;
        Ok(Waited::Signal)
    }

    fn wait_for_signal(&mut self, patience: Duration) -> Result<()> {
        let mut waiting = [PollFd::new(&self.woken, PollFlags::IN)];
        match poll(&mut waiting, Some(&timespec(patience))) {
            Ok(_) | Err(Errno::INTR) => self.clear_woken(),
            Err(error) => Err(error.into()),
        }
    }

    fn clear_woken(&mut self) -> Result<()> {
        let mut bytes = [0; 64];
        loop {
            match self.woken.read(&mut bytes) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.release();
    }
}

/// The modes in which keys come one by one and unseen.
fn one_by_one(before: &Termios) -> Termios {
    let mut modes = before.clone();
    modes
        .local_modes
        .remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN);
    modes
        .input_modes
        .remove(InputModes::ICRNL | InputModes::INLCR | InputModes::IGNCR | InputModes::IXON);
    modes.special_codes[SpecialCodeIndex::VMIN] = 1;
    modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    modes
}

enum Waited {
    Nothing,
    Bytes,
    Signal,
}

fn timespec(patience: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: patience.subsec_nanos().into(),
    }
}
