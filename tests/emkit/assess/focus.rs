//! What to work on next, on the screen: its words, its day, and changing what is chosen.

use serde_json::{Value, json};

use crate::support::pty::{CTRL_Q, CTRL_U, ENTER, ESCAPE, Terminal};
use crate::support::screen_fixtures::to_focus;
use crate::support::{Home, TODAY};

/// The list of what to work on, after three low ratings of the first skill.
fn focused() -> (Home, Terminal) {
    let home = Home::new();
    home.interview("--role em", &["", "1", "", "1", "", "1", ":quit"]);
    let mut terminal = Terminal::start(&home, &format!("assess --resume --date {TODAY}"), (80, 24));
    terminal.see("Ctrl +");
    to_focus(&mut terminal);
    (home, terminal)
}

fn focus(home: &Home) -> Value {
    let draft: Value = serde_yaml::from_str(&home.text("drafts", "2026-Q4")).expect("YAML");
    draft["focus"].clone()
}

fn quit(mut terminal: Terminal) {
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
}

#[test]
fn esc_from_a_day_that_cannot_be_read_drops_it_and_the_words_can_be_changed() {
    let (home, mut terminal) = focused();
    terminal.pick("something else");
    terminal.see("Which skill");
    terminal.pick("Team");
    terminal.see("what will you do");
    terminal.press("Ask them all.\r");
    terminal.see("by when");
    terminal.press("tomorrow\r");
    terminal.see("`tomorrow` is not a date");
    terminal.press(ESCAPE);
    terminal.see("what will you do");
    terminal.press(" Twice.\r");
    terminal.see("by when");
    assert!(
        !terminal.contents().contains("tomorrow"),
        "{}",
        terminal.contents()
    );
    terminal.press(ENTER);
    terminal.see("know it worked");
    terminal.press(ENTER);
    terminal.see("Chosen: Team: Ask them all. Twice");
    quit(terminal);
    assert_eq!(
        focus(&home),
        json!([{"skill": "team", "action": "Ask them all. Twice."}])
    );
}

#[test]
fn what_is_chosen_opens_with_its_own_words_and_day_and_is_replaced() {
    let (home, mut terminal) = focused();
    terminal.see("1  Execution: ");
    terminal.press("1\r");
    terminal.see("what will you do");
    terminal.press(CTRL_U);
    terminal.press("Ship on Mondays.\r");
    terminal.see("by when");
    terminal.press("2027-01-20\r");
    terminal.see("know it worked");
    terminal.press("Fewer fires.\r");
    terminal.see("Chosen: Execution: Ship on Mondays; by 2027-01-20");
    terminal.see("1  (chosen) Execution: ");
    terminal.see("❯ 3  that's it; go on");
    terminal.press("1\r");
    terminal.see("what will you do");
    terminal.see("❯ Ship on Mondays.");
    terminal.press(" Weekly.\r");
    terminal.see("❯ 2027-01-20");
    terminal.press(ENTER);
    terminal.see("❯ Fewer fires.");
    terminal.press(ENTER);
    terminal.see("Chosen: Execution: Ship on Mondays. Weekly; by 2027-01-20");
    quit(terminal);
    let focus = focus(&home);
    assert_eq!(focus.as_array().map(Vec::len), Some(1), "{focus}");
    assert_eq!(focus[0]["action"], "Ship on Mondays. Weekly.");
    assert_eq!(focus[0]["by"], "2027-01-20");
    assert_eq!(focus[0]["sign"], "Fewer fires.");
}

#[test]
fn words_and_a_day_that_esc_left_are_there_when_the_same_is_chosen_again() {
    let (home, mut terminal) = focused();
    terminal.pick("something else");
    terminal.see("Which skill");
    terminal.pick("Team");
    terminal.see("what will you do");
    terminal.press("Ask them all.\r");
    terminal.see("by when");
    terminal.press("2027-01-20");
    terminal.press(ESCAPE);
    terminal.see("❯ Ask them all.");
    terminal.press(ESCAPE);
    terminal.see("you can change the words");
    terminal.pick("something else");
    terminal.see("Which skill");
    terminal.pick("Team");
    terminal.see("❯ Ask them all.");
    terminal.press(ENTER);
    terminal.see("❯ 2027-01-20");
    terminal.press(ENTER);
    terminal.see("know it worked");
    terminal.press(ENTER);
    terminal.see("Chosen: Team: Ask them all; by 2027-01-20");
    quit(terminal);
    assert_eq!(focus(&home)[0]["by"], "2027-01-20");
}
