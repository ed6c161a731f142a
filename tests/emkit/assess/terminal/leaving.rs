//! Every way out, at every screen.

use crate::support::process::ENDING;
use crate::support::pty::{CTRL_BACKSLASH, CTRL_C, CTRL_D, CTRL_Q, ENTER, Terminal};
use crate::support::screen_fixtures::{SCENES, Shown};
use crate::support::screens::settle;
use crate::support::{Home, answer};

use super::{AS_MANAGER, FRICTION, NOW, RESUME};

const SIZE: (u16, u16) = (80, 24);

/// Screens with a text on them, in which Ctrl-D removes the character behind the cursor.
const WITH_TEXT: [&str; 9] = [
    "last-note",
    "evidence-lines",
    "evidence-parent",
    "evidence-rated",
    "private",
    "editor-failed",
    "not-applicable-note",
    "focus-words",
    "focus-date",
];

/// Every screen on which something is waited for. What comes of leaving where nothing can be saved
/// has tests of its own.
fn waiting() -> impl Iterator<Item = (&'static str, Home, Terminal)> {
    let scenes = SCENES.into_iter();
    let scenes = scenes.filter(|(name, _, _)| *name != "save-failed");
    scenes.filter_map(|(name, _, reach)| {
        let shown = reach(SIZE);
        settle(name, SIZE, &shown);
        match shown {
            Shown::Open(home, terminal) => Some((name, home, *terminal)),
            Shown::Over(..) => None,
        }
    })
}

/// There is a draft, whole and to be taken up again, or there never was one. Gives whether.
fn assert_draft(name: &str, home: &Home) -> bool {
    let is_there = home.file("drafts", NOW).exists();
    if is_there {
        let ran = home.interview("--resume", &[":quit"]);
        assert_eq!(ran.code, Some(0), "{name}: {ran:#?}");
    }
    is_there
}

/// What is said at the end fits what is on disk, and the terminal is as it was.
fn assert_left(name: &str, home: &Home, terminal: Terminal, code: u32) {
    let left = terminal.end();
    left.assert_in_order(code);
    let said = match (assert_draft(name, home), name) {
        (true, _) => "--resume",
        (false, "role" | "stage" | "last-outcome" | "last-note") => "nothing is saved",
        (false, _) if left.screen.contains("is as it was") => "is as it was",
        (false, _) => "nothing is saved",
    };
    assert!(left.screen.contains(said), "{name}: {left:#?}");
}

#[test]
fn ctrl_c_at_every_screen_leaves_the_terminal_in_order_and_says_how_to_go_on() {
    for (name, home, mut terminal) in waiting() {
        terminal.press(CTRL_C);
        assert_left(name, &home, terminal, 130);
    }
}

#[test]
fn ctrl_backslash_at_every_screen_does_the_same() {
    for (name, home, mut terminal) in waiting() {
        terminal.press(CTRL_BACKSLASH);
        assert_left(name, &home, terminal, 131);
    }
}

#[test]
fn ctrl_d_at_every_screen_without_a_text_does_the_same() {
    for (name, home, mut terminal) in waiting() {
        if !WITH_TEXT.contains(&name) {
            terminal.press(CTRL_D);
            assert_left(name, &home, terminal, 130);
        }
    }
}

#[test]
fn a_program_that_is_told_to_end_at_any_screen_does_the_same() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("QUIT", 131)] {
        for (name, home, terminal) in waiting() {
            terminal.signal(signal);
            assert_left(name, &home, terminal, code);
        }
    }
}

#[test]
fn no_signal_that_ends_a_program_leaves_the_terminal_in_disorder() {
    for (signal, code) in ENDING {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, SIZE);
        terminal.see("1 of 28");
        terminal.line("A whole line.");
        terminal.see("A whole line.");
        terminal.signal(signal);
        let code = u32::try_from(code).expect("a code");
        assert_left(signal, &home, terminal, code);
    }
}

#[test]
fn ctrl_backslash_where_lines_are_typed_keeps_the_draft_and_says_how_to_go_on() {
    let home = Home::new();
    let mut terminal = Terminal::start(
        &home,
        "assess --date 2026-11-20 --role em --accessible",
        SIZE,
    );
    terminal.read("1 of 28");
    terminal.line("A slow week.");
    terminal.line("");
    terminal.read("Rating, 1 to 5");
    terminal.press(CTRL_BACKSLASH);
    assert_left("lines", &home, terminal, 131);
}

#[test]
fn a_terminal_that_is_closed_at_any_screen_leaves_a_whole_draft() {
    for (name, home, terminal) in waiting() {
        assert_eq!(terminal.close(), 129, "{name}");
        assert_draft(name, &home);
    }
}

#[test]
fn the_line_being_typed_is_kept_however_one_leaves_and_is_there_again() {
    for (way, code) in [
        (CTRL_C, 130),
        (CTRL_BACKSLASH, 131),
        (CTRL_Q, 0),
        ("TERM", 143),
        ("HUP", 129),
        ("", 129),
    ] {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, SIZE);
        terminal.see("1 of 28");
        terminal.line("A whole line.");
        terminal.press("Half a li");
        terminal.see("Half a li");
        let ended = match way {
            "" => terminal.close(),
            "TERM" | "HUP" => {
                terminal.signal(way);
                terminal.end().code
            }
            key => {
                terminal.press(key);
                terminal.end().code
            }
        };
        assert_eq!(ended, code, "{way:?}");
        let report = home.json(NOW);
        let text = "A whole line.\nHalf a li";
        assert_eq!(answer(&report, FRICTION)["evidence"], text, "{way:?}");

        let mut terminal = Terminal::start(&home, RESUME, SIZE);
        terminal.see("❯ A whole line.");
        terminal.see("Half a li");
        terminal.press(&format!("ne.{ENTER}{ENTER}"));
        terminal.see("1 to 5");
        terminal.press("4\r");
        terminal.see("2 of 28");
        terminal.press(CTRL_Q);
        terminal.end().assert_in_order(0);
        let report = home.json(NOW);
        let text = "A whole line.\nHalf a line.";
        assert_eq!(answer(&report, FRICTION)["evidence"], text, "{way:?}");
        assert_eq!(answer(&report, FRICTION)["rating"], 4);
    }
}
