//! Commands that are typed on a line of their own in the interview.

use crate::support::pty::{CTRL_Q, ENTER, Terminal};
use crate::support::{Home, TODAY, answer};

#[test]
fn a_mistyped_command_is_answered_with_the_nearest_and_never_stored() {
    let home = Home::new();
    let typed = [
        "What happened.",
        ":skp",
        ":skp it",
        ":private matter",
        ":zzz",
        "",
        ":skpi",
        "3",
        ":quit",
    ];
    let ran = home.interview("--role em", &typed);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "`:skp` is not a command; did you mean `:skip`?",
        "`:skpi` is not a command; did you mean `:skip`?",
        "`:private` stands alone on its line",
        "`:zzz` is not a command; `:help` lists them",
    ] {
        assert!(said.contains(words), "{words}: {ran:#?}");
    }
    assert!(!said.contains("stay out of exports"), "{ran:#?}");
    let report = home.json("2026-Q4");
    let answer = answer(&report, "execution.friction");
    assert_eq!(answer["evidence"], "What happened.");
    assert_eq!(answer["rating"], 3);
}

#[test]
fn on_the_screen_a_line_that_is_nearly_a_command_is_text_and_that_is_said() {
    let home = Home::new();
    let mut terminal =
        Terminal::start(&home, &format!("assess --role em --date {TODAY}"), (80, 24));
    terminal.see("1 of 28");
    terminal.press(":skp");
    terminal.press(ENTER);
    terminal.see("`:skp` is taken as text; did you mean `:skip`?");
    terminal.press("and more");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    let report = home.json("2026-Q4");
    let answer = answer(&report, "execution.friction");
    assert_eq!(answer["evidence"], ":skp\nand more");
}
