//! What to work on next, on the screen: its words, its day, and changing what is chosen.

use serde_json::{Value, json};

use crate::support::pty::{CTRL_Q, CTRL_U, CTRL_W, ESCAPE, Terminal};
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
fn a_line_that_esc_left_is_there_when_the_same_is_chosen_again() {
    let (home, mut terminal) = focused();
    let choose = |terminal: &mut Terminal| {
        terminal.pick("something else");
        terminal.see("Which skill");
        terminal.pick("Team");
        terminal.see("what will you do");
    };
    choose(&mut terminal);
    terminal.press("Ask them all; by tomorrow\r");
    terminal.see("`by tomorrow` has no date");
    terminal.press(ESCAPE);
    terminal.see("you can change the words");
    choose(&mut terminal);
    terminal.see("❯ Ask them all; by tomorrow");
    terminal.press(&format!("{CTRL_W}2027-01-20\r"));
    terminal.see("Chosen: Team: Ask them all; by 2027-01-20");
    quit(terminal);
    assert_eq!(
        focus(&home),
        json!([{"skill": "team", "action": "Ask them all", "by": "2027-01-20"}])
    );
}

#[test]
fn who_leaves_in_the_middle_of_a_day_keeps_the_line() {
    let (home, mut terminal) = focused();
    terminal.press("1\r");
    terminal.see("what will you do");
    terminal.press(&format!("{CTRL_U}Ship on Mondays; by 2027-"));
    quit(terminal);
    assert_eq!(focus(&home)[0]["action"], "Ship on Mondays; by 2027-");
}

#[test]
fn what_is_chosen_opens_with_its_own_words_and_day_and_is_replaced() {
    let (home, mut terminal) = focused();
    terminal.see("1  Execution: ");
    terminal.press("1\r");
    terminal.see("what will you do");
    terminal.press(CTRL_U);
    terminal.press("Ship on Mondays; by 2027-01-20; sign: Fewer fires.\r");
    terminal.see("Chosen: Execution: Ship on Mondays; by 2027-01-20; sign: Fewer fires");
    terminal.see("1  (chosen) Execution: ");
    terminal.see("❯ 3  that's it; go on");
    terminal.press("1\r");
    terminal.see("what will you do");
    terminal.see("❯ Ship on Mondays; by 2027-01-20; sign: Fewer fires.");
    terminal.press(" Weekly.\r");
    terminal.see("Fewer fires. Weekly");
    quit(terminal);
    let focus = focus(&home);
    assert_eq!(focus.as_array().map(Vec::len), Some(1), "{focus}");
    assert_eq!(focus[0]["action"], "Ship on Mondays");
    assert_eq!(focus[0]["by"], "2027-01-20");
    assert_eq!(focus[0]["sign"], "Fewer fires. Weekly.");
}
