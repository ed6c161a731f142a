//! `emkit log` without words in a terminal.

use crate::support::Home;
use crate::support::pty::{CTRL_BACKSLASH, CTRL_C, CTRL_D, Terminal};

fn asked(home: &Home, arguments: &str) -> Terminal {
    let terminal = Terminal::start(
        home,
        &format!("log --date 2026-11-20 {arguments}"),
        (80, 24),
    );
    terminal.read("What happened?");
    terminal
}

#[test]
fn lines_until_an_empty_one_are_the_entry_and_its_skill_is_asked_for() {
    let home = Home::new();
    let mut terminal = asked(&home, "");
    terminal.line("Cut the train");
    terminal.line("to two days");
    terminal.line("");
    terminal.read("Which skill");
    terminal.line("executoin");
    terminal.read("no skill `executoin`");
    terminal.line("execution, team");
    terminal.read("logged in 2026-Q4");
    terminal.end().assert_in_order(0);
    let entries = home.entries("");
    assert_eq!(entries[0]["text"], "Cut the train\nto two days");
    assert_eq!(
        entries[0]["skills"],
        serde_json::json!(["execution", "team"])
    );
}

#[test]
fn with_a_skill_given_only_the_text_is_asked_for() {
    let home = Home::new();
    let mut terminal = asked(&home, "--skill team");
    terminal.line("Hired two");
    terminal.press(CTRL_D);
    terminal.end().assert_in_order(0);
    assert_eq!(home.texts(), ["Hired two"]);
}

#[test]
fn ctrl_c_before_the_text_is_complete_logs_nothing_and_says_so() {
    for lines in [0, 1] {
        let home = Home::new();
        let mut terminal = asked(&home, "");
        if lines > 0 {
            terminal.line("Cut the train");
        }
        terminal.press(CTRL_C);
        let left = terminal.end();
        left.assert_in_order(130);
        assert!(left.screen.contains("nothing was logged"), "{left:#?}");
        assert!(!home.store().join("log").exists());
    }
}

#[test]
fn a_text_that_is_complete_is_logged_when_the_question_for_its_skill_is_left() {
    for (key, code) in [(CTRL_C, 130), (CTRL_BACKSLASH, 131), (CTRL_D, 0)] {
        let home = Home::new();
        let mut terminal = asked(&home, "--quiet");
        terminal.line("Cut the train");
        terminal.line("");
        terminal.read("Which skill");
        terminal.press(key);
        let left = terminal.end();
        left.assert_in_order(code);
        let said =
            "\nlogged in 2026-Q4, for no skill yet; `emkit log edit --period 2026-Q4` adds one:";
        assert!(left.screen.contains(said), "{left:#?}");
        let entries = home.entries("");
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0]["text"], "Cut the train");
        assert_eq!(entries[0]["skills"], serde_json::json!([]));
    }
}

#[test]
fn a_text_that_is_complete_is_logged_when_emkit_is_told_to_end() {
    let home = Home::new();
    let mut terminal = asked(&home, "");
    terminal.line("Cut the train");
    terminal.line("");
    terminal.read("Which skill");
    terminal.signal("TERM");
    terminal.end().assert_in_order(143);
    assert_eq!(home.texts(), ["Cut the train"]);
}

#[test]
fn a_text_that_is_whole_is_logged_when_the_terminal_is_closed() {
    let home = Home::new();
    let mut terminal = asked(&home, "");
    terminal.line("Cut the train");
    terminal.line("");
    // Lines that emkit has not read yet go with the terminal.
    terminal.read("Which skill");
    terminal.press("exec");
    terminal.read("exec");
    assert_eq!(terminal.close(), 129);
    assert_eq!(home.texts(), ["Cut the train"]);
}

#[test]
fn a_pasted_text_with_an_empty_line_is_one_entry_and_none_of_it_reaches_the_shell() {
    let home = Home::new();
    let script = "$EMKIT log --date 2026-11-20 --skill team; read -r left; echo \"after: $left.\"";
    let mut terminal = Terminal::shell(&home, script, (80, 24), &[]);
    terminal.read("What happened?");
    terminal.press("first\r\rtouch ran\r");
    terminal.read("touch ran");
    terminal.line("");
    terminal.read("logged in");
    terminal.line("mine");
    terminal.read("after: mine.");
    terminal.end();
    assert_eq!(home.texts(), ["first\n\ntouch ran"]);
}
