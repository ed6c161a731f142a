//! Telling a pasted text from typing: of a paste, more is there already.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdin;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

/// How long the rest of a paste may take to arrive, in nanoseconds.
const PATIENCE: i64 = 30_000_000;

/// Whether there is more input waiting than anybody could have typed by now.
pub(super) fn is_going_on() -> bool {
    let Ok(before) = tcgetattr(stdin()) else {
        return false;
    };
    // In line mode a last line without its end would not show.
    let mut by_key = before.clone();
    by_key
        .local_modes
        .remove(LocalModes::ICANON | LocalModes::ECHO);
    if tcsetattr(stdin(), OptionalActions::Now, &by_key).is_err() {
        return false;
    }
    let input = stdin();
    let mut waiting = [PollFd::new(&input, PollFlags::IN)];
    let patience = Timespec {
        tv_sec: 0,
        tv_nsec: PATIENCE,
    };
    let is_ready = poll(&mut waiting, Some(&patience)).is_ok_and(|ready| ready > 0);
    // What could be changed can be changed back.
    let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
    is_ready
}
