//! The keyboard while the screen is ours: keys as they are pressed, signals as they arrive.

use std::io::{ErrorKind, Read};
use std::os::unix::net::UnixStream;

use anyhow::{Context, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Signal, kill_current_process_group};
use rustix::stdio::stdin;
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};

use super::key::{Decoder, Key};
use crate::prompt::signal;

/// How long the rest of a key may take to arrive, in milliseconds; a lone escape key has none.
const REST_OF_KEY: i64 = 40;
/// The same for the rest of a paste.
const REST_OF_PASTE: i64 = 1_000;
/// How long a signal may come after the end of input that belongs to it.
const HANGUP: i64 = 100;

/// Something that happened at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Key(Key),
    /// The screen has to be drawn anew: it has another size, or another program was on it.
    Redraw,
    /// A signal to leave, by its number.
    Signal(u8),
}

pub(super) struct Keyboard {
    decoder: Decoder,
    /// A byte arrives here with every signal.
    woken: UnixStream,
    /// The terminal's modes before it was ours; none while it is not.
    before: Option<Termios>,
}

impl Keyboard {
    /// # Errors
    /// Where signals cannot be listened for.
    pub(super) fn new() -> Result<Self> {
        let listen = "could not listen for signals";
        let (woken, wakes) = UnixStream::pair().context(listen)?;
        woken.set_nonblocking(true).context(listen)?;
        for signal in [SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT] {
            let wakes = wakes.try_clone().context(listen)?;
            signal_hook::low_level::pipe::register(signal, wakes).context(listen)?;
        }
        Ok(Self {
            decoder: Decoder::default(),
            woken,
            before: None,
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
        let mut modes = before.clone();
        modes
            .local_modes
            .remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN);
        modes
            .input_modes
            .remove(InputModes::ICRNL | InputModes::INLCR | InputModes::IGNCR | InputModes::IXON);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(stdin(), OptionalActions::Now, &modes)?;
        self.before = Some(before);
        Ok(())
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
    }

    /// Waits for the next key or signal.
    ///
    /// # Errors
    /// Where the terminal fails.
    pub(super) fn next(&mut self) -> Result<Input> {
        loop {
            if let Some(key) = self.decoder.next() {
                return Ok(Input::Key(key));
            }
            let leaving = signal::arrived();
            let patience = match (
                leaving,
                self.decoder.is_waiting(),
                self.decoder.is_pasting(),
            ) {
                // What was typed before the signal came is still to be taken.
                (Some(_), _, _) => Some(0),
                (None, false, _) => None,
                (None, true, false) => Some(REST_OF_KEY),
                (None, true, true) => Some(REST_OF_PASTE),
            };
            match (self.wait(patience)?, leaving) {
                (Waited::Bytes, _) => {
                    let mut bytes = [0; 4096];
                    match rustix::io::read(stdin(), &mut bytes) {
                        Ok(0) | Err(Errno::IO) => return Ok(Input::Signal(self.hung_up()?)),
                        Ok(count) => self.decoder.push(&bytes[..count]),
                        Err(Errno::INTR | Errno::AGAIN) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                (_, Some(number)) => return Ok(Input::Signal(number)),
                (Waited::Signal, None) if signal::arrived().is_none() => return Ok(Input::Redraw),
                (Waited::Signal, None) => {}
                (Waited::Nothing, None) => {
                    if let Some(key) = self.decoder.give_up() {
                        return Ok(Input::Key(key));
                    }
                }
            }
        }
    }

    /// The terminal is gone. The signal that says so may be a little late.
    fn hung_up(&mut self) -> Result<u8> {
        if signal::arrived().is_none() {
            self.wait_for_signal(HANGUP)?;
        }
        let hangup = u8::try_from(SIGHUP).unwrap_or_default();
        Ok(signal::arrived().unwrap_or(hangup))
    }

    fn wait(&mut self, patience: Option<i64>) -> Result<Waited> {
        let input = stdin();
        let mut waiting = [
            PollFd::new(&self.woken, PollFlags::IN),
            PollFd::new(&input, PollFlags::IN),
        ];
        match poll(&mut waiting, patience.map(milliseconds).as_ref()) {
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

    fn wait_for_signal(&mut self, patience: i64) -> Result<()> {
        let mut waiting = [PollFd::new(&self.woken, PollFlags::IN)];
        match poll(&mut waiting, Some(&milliseconds(patience))) {
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

enum Waited {
    Nothing,
    Bytes,
    Signal,
}

fn milliseconds(milliseconds: i64) -> Timespec {
    Timespec {
        tv_sec: milliseconds / 1_000,
        tv_nsec: milliseconds % 1_000 * 1_000_000,
    }
}
