//! The terminal while another program has it: lent, and put back as it was.

use std::io::IsTerminal;
use std::process::Stdio;

use dialoguer::console::Term;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

/// Shows the cursor, and has pasted text come without marks around it.
const ORDINARY: &str = "\x1b[?25h\x1b[?2004l";
/// Leaves the second screen that editors draw on, and goes below all that is on the first.
const FIRST_SCREEN: &str = "\x1b[?47l\x1b[999;1H\n";

pub(super) struct Lent {
    modes: Option<Termios>,
}

impl Lent {
    /// Remembers the terminal as it is.
    pub(super) fn now() -> Self {
        let modes = tcgetattr(std::io::stderr()).ok();
        Self { modes }
    }

    /// What the other program reads. Lines that are not typed but piped are answers to emkit.
    pub(super) fn keys() -> Stdio {
        match std::io::stdin().is_terminal() {
            true => Stdio::inherit(),
            false => Stdio::null(),
        }
    }

    /// Where the other program draws. Stdout is for data.
    pub(super) fn screen() -> Stdio {
        Stdio::from(std::io::stderr())
    }

    /// Puts the modes back.
    pub(super) fn take_back(&self) {
        if let Some(modes) = &self.modes {
            // A terminal that is gone needs no modes.
            let _ = tcsetattr(std::io::stderr(), OptionalActions::Now, modes);
        }
    }

    /// Puts back what a program that failed may have left.
    pub(super) fn tidy(&self) {
        self.draw(ORDINARY);
    }

    /// Puts back what a program that was killed had no time to.
    pub(super) fn tidy_all(&self) {
        self.draw(ORDINARY);
        self.draw(FIRST_SCREEN);
    }

    fn draw(&self, sequence: &str) {
        if self.modes.is_some() {
            // A terminal that is gone needs nothing.
            let _ = Term::stderr().write_str(sequence);
        }
    }
}
