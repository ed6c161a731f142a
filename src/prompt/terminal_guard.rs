//! The terminal's modes: put back as they were, and lent to an editor.

use std::io::{self, IsTerminal, stderr};
use std::process::{Command, ExitStatus, Stdio};

use crossterm::terminal::{disable_raw_mode, is_raw_mode_enabled};
use dialoguer::console::Term;
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

/// The terminal as it was, whatever is on it.
pub fn restore_terminal() {
    if is_raw_mode_enabled().unwrap_or_default() {
        let _ = Term::stderr().write_str(LEAVE);
        let _ = disable_raw_mode();
    }
}

/// A second screen, as editors use it, on which a paste has marks around it.
pub(super) const ENTER: &str = "\x1b[?1049h\x1b[?2004h";
/// The screen with what was there before, and a cursor on it.
pub(super) const LEAVE: &str = "\x1b[?2004l\x1b[?1049l\x1b[?25h";

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

#[cfg(test)]
mod tests {
    use std::env::{current_exe, var_os};
    use std::io::{Read, stdout};
    use std::thread;

    use crossterm::terminal::enable_raw_mode;
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;
    use crate::panic_report::end_at_panic;
    use crate::ui::Ui;

    /// Runs itself again in a terminal, and panics there.
    #[test]
    fn a_panic_puts_the_terminal_back_and_says_its_place_without_a_word_of_the_person() {
        const ROLE: &str = "EMKIT_TEST_PANICS";
        if var_os(ROLE).is_some() {
            let ui = || Ui::new(stdout(), stderr(), false, None);
            end_at_panic(" --home words".to_owned(), Some(ui));
            enable_raw_mode().expect("a terminal");
            ui().prompt(ENTER);
            let secret = "Größe of the secret layoff";
            // Its message quotes the text that it could not cut.
            let _ = &secret[secret.len().min(3)..];
        }
        let terminal = native_pty_system().openpty(PtySize::default());
        let terminal = terminal.expect("a terminal");
        let modes = terminal.master.get_termios();
        let mut command = CommandBuilder::new(current_exe().expect("a path"));
        let test = thread::current().name().expect("a name").to_owned();
        command.args(["--exact", &test, "--nocapture"]);
        command.env(ROLE, "1");
        let mut child = terminal.slave.spawn_command(command).expect("it starts");
        let mut output = terminal.master.try_clone_reader().expect("a reader");
        let ended = child.wait().expect("it ends").exit_code();
        assert!(modes.is_some() && terminal.master.get_termios() == modes);
        drop(terminal.slave);
        let mut seen = Vec::new();
        // Once nobody holds the other end, reading fails.
        let _ = output.read_to_end(&mut seen);
        let seen = String::from_utf8_lossy(&seen);
        assert_eq!(ended, 101, "{seen}");
        let (_, seen) = seen.split_once(ENTER).expect("a screen");
        let place = format!(
            "{LEAVE}error: could not go on: internal error at `{}:",
            file!()
        );
        assert!(seen.starts_with(&place), "{seen}");
        assert!(seen.contains("\nhint: "), "{seen}");
        assert!(
            seen.contains("`emkit assess --resume --home words`"),
            "{seen}"
        );
        assert!(!seen.contains("secret") && !seen.contains("Gr"), "{seen}");
    }
}
