//! The terminal's modes: changed for the screen, lent to an editor, and put back as they were.

use std::io::{self, IsTerminal, stderr};
use std::process::{Command, ExitStatus, Stdio};

use dialoguer::console::Term;
use rustix::io::Errno;
use rustix::process::{Signal, kill_current_process_group};
use rustix::stdio::stdin;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// Raw mode, until it is dropped: keys come one by one and unseen.
pub(super) struct RawMode {
    /// None where the terminal is gone: the next key tells.
    before: Option<Termios>,
}

impl RawMode {
    pub(super) fn enable() -> Result<Self, Errno> {
        let before = match tcgetattr(stdin()) {
            Err(Errno::IO) => None,
            before => Some(before?),
        };
        let mode = Self { before };
        mode.enable_again()?;
        Ok(mode)
    }

    /// Another program may have changed the modes meanwhile; those are not the ones to put back.
    pub(super) fn enable_again(&self) -> Result<(), Errno> {
        let Some(mut raw) = self.before.clone() else {
            return Ok(());
        };
        raw.make_raw();
        tcsetattr(stdin(), OptionalActions::Now, &raw)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // With the terminal gone there is nothing to put back.
        let before = self.before.take();
        let _ = before.map(|before| tcsetattr(stdin(), OptionalActions::Now, &before));
    }
}

/// Stops until the shell says to go on, as Ctrl-Z does elsewhere.
pub(super) fn suspend() {
    // Where nobody could wake the program again, the system lets it go on.
    let _ = kill_current_process_group(Signal::TSTP);
}

/// Shows the cursor, and has pasted text come without marks around it.
const ORDINARY: &str = "\x1b[?25h\x1b[?2004l";
/// Leaves the second screen that editors draw on, and goes below all that is on the first.
const FIRST_SCREEN: &str = "\x1b[?47l\x1b[999;1H\n";

/// Lends the terminal to another program, and puts its modes back. A terminal that is gone needs
/// none. It draws where stdout's data does not go, and reads nothing that is piped: that is for emkit.
pub(super) fn lend(command: &mut Command) -> io::Result<ExitStatus> {
    let modes = tcgetattr(stderr());
    if !io::stdin().is_terminal() {
        command.stdin(Stdio::null());
    }
    let ended = command.stdout(stderr()).status();
    let _ = modes.and_then(|modes| tcsetattr(stderr(), OptionalActions::Now, &modes));
    ended
}

/// Puts back what a program that failed may have left, and what one that was killed had no time to.
pub(super) fn restore_screen(was_killed: bool) {
    let first_screen = if was_killed { FIRST_SCREEN } else { "" };
    if stderr().is_terminal() {
        let _ = Term::stderr().write_str(&format!("{ORDINARY}{first_screen}"));
    }
}
