//! The terminal's modes: changed for the screen, lent to an editor, and put back as they were.

use std::io::IsTerminal;
use std::process::Stdio;

use dialoguer::console::Term;
use rustix::io::Errno;
use rustix::process::{Signal, kill_current_process_group};
use rustix::stdio::stdin;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// Raw mode while the screen is up.
#[derive(Default)]
pub(super) struct RawMode {
    /// The modes before; none while the terminal is as it was.
    before: Option<Termios>,
}

impl RawMode {
    /// Has keys come one by one and unseen. Where they do already, another program may have changed
    /// the modes meanwhile, and those are not the ones to put back in the end.
    pub(super) fn enable_raw_mode(&mut self) -> Result<(), Errno> {
        let before = match self.before.take().map_or_else(|| tcgetattr(stdin()), Ok) {
            // The terminal is gone: the next key tells.
            Err(Errno::IO) => return Ok(()),
            before => before?,
        };
        let mut raw = before.clone();
        raw.make_raw();
        self.before = Some(before);
        tcsetattr(stdin(), OptionalActions::Now, &raw)
    }

    pub(super) fn disable_raw_mode(&mut self) {
        if let Some(before) = self.before.take() {
            // With the terminal gone there is nothing to put back.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
        }
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

/// The terminal while another program has it.
pub(super) struct TerminalGuard {
    modes: Option<Termios>,
}

impl TerminalGuard {
    pub(super) fn new() -> Self {
        let modes = tcgetattr(std::io::stderr()).ok();
        Self { modes }
    }

    /// What the other program reads. Lines that are not typed but piped are answers to emkit.
    pub(super) fn input() -> Stdio {
        if std::io::stdin().is_terminal() {
            Stdio::inherit()
        } else {
            Stdio::null()
        }
    }

    /// Where the other program draws. Stdout is for data.
    pub(super) fn output() -> Stdio {
        Stdio::from(std::io::stderr())
    }

    pub(super) fn restore_modes(&self) {
        if let Some(modes) = &self.modes {
            // A terminal that is gone needs no modes.
            let _ = tcsetattr(std::io::stderr(), OptionalActions::Now, modes);
        }
    }

    /// Puts back what a program that failed may have left, and what one that was killed had no time
    /// to.
    pub(super) fn restore_screen(&self, was_killed: bool) {
        let first_screen = if was_killed { FIRST_SCREEN } else { "" };
        if self.modes.is_some() {
            // A terminal that is gone needs nothing.
            let _ = Term::stderr().write_str(&format!("{ORDINARY}{first_screen}"));
        }
    }
}
