//! Pasted texts: whatever is in them is text, and nothing of it is a key.

use serde_json::Value;

use crate::support::pty::{BACKSPACE, CTRL_C, CTRL_N, CTRL_Q, CTRL_R, ENTER, SIZES, Terminal, UP};
use crate::support::{Home, answer};

use super::{AS_MANAGER, FRICTION, NOW, open_rating, quit};

const FIRST: &str = "\x1b[1;5H";
const LAST: &str = "\x1b[1;5F";

/// Blank lines, digits, a command, a list: everything that means something when it is typed.
const TREACHEROUS: &str = "First.\n\n3\n:quit\n\n:finish\n- a point\n\n\nLast, 5 of 5.";

#[test]
fn blank_lines_digits_and_commands_in_a_paste_are_text() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.paste(TREACHEROUS);
        terminal.see("Last, 5 of 5.");
        terminal.line("");
        open_rating(&mut terminal, "1 of 28");
        terminal.line("4");
        quit(terminal, "2 of 28");
        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["evidence"], TREACHEROUS);
        assert_eq!(answer(&report, FRICTION)["rating"], 4);
    }
}

#[test]
fn a_command_that_was_pasted_last_is_text_until_it_is_typed() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.paste("One.\n:quit\n");
    terminal.see(":quit");
    open_rating(&mut terminal, "1 of 28");
    terminal.line("2");
    quit(terminal, "2 of 28");
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "One.\n:quit");
}

#[test]
fn a_paste_into_the_middle_of_a_text_stays_there() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.press("Begin end.");
    terminal.press("\x1b[1;5D");
    terminal.paste("one\ntwo ");
    terminal.see("two end.");
    quit_with_key(terminal);
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "Begin one\ntwo end."
    );
}

#[test]
fn several_lines_pasted_at_a_rating_go_to_the_text_and_rate_nothing() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.line("Mine.");
        open_rating(&mut terminal, "1 of 28");
        terminal.paste("4\n\n5 of them\n");
        terminal.see("Names and numbers help.");
        terminal.see("5 of them");
        quit_with_key(terminal);
        let report = home.json(NOW);
        assert_eq!(
            answer(&report, FRICTION)["evidence"],
            "Mine.\n4\n\n5 of them"
        );
        assert_eq!(answer(&report, FRICTION)["rating"], Value::Null);
    }
}

#[test]
fn what_is_typed_at_a_rating_goes_behind_the_text_wherever_its_cursor_was() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.press("Mine is long.");
    terminal.press("\x1b[1;5D\t");
    terminal.see("1 to 5");
    terminal.press("And more.");
    terminal.see("And more.");
    quit_with_key(terminal);
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "Mine is long.\nAnd more."
    );
}

#[test]
fn a_paste_in_the_review_changes_nothing() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.press(CTRL_R);
    terminal.see("Your answers");
    terminal.paste("finish\n:finish\n");
    terminal.press(UP);
    terminal.see("Your answers");
    quit_with_key(terminal);
    assert!(!home.file("assessments", NOW).exists());
}

#[test]
fn lines_pasted_into_a_note_become_one_line() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.press(CTRL_N);
    terminal.see("Why doesn't this apply");
    terminal.press("1\r");
    terminal.see("A word on why");
    terminal.paste("A freeze.\nSince March.\n");
    terminal.see("Since March.");
    terminal.press(ENTER);
    quit(terminal, "2 of 28");
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["note"],
        "A freeze. Since March."
    );
}

#[test]
fn lines_that_a_terminal_pastes_without_marks_are_one_evidence() {
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        terminal.press("One thing.\rAnother, 5 of 5.\rA third thing.");
        terminal.see("A third thing.");
        terminal.line("");
        open_rating(&mut terminal, "1 of 28");
        terminal.line("3");
        quit(terminal, "2 of 28");
        let text = "One thing.\nAnother, 5 of 5.\nA third thing.";
        assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], text);
    }
}

#[test]
fn words_typed_around_what_the_terminal_says_by_itself_are_kept() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.press("one \x1b]11;rgb:0/0/0\x1b\\two three \x1b]10;rgb:f/f/f\x07four");
    // No end comes of this one.
    terminal.press(" \x1b]11; five");
    terminal.see("five");
    // With Alt.
    for key in ["]", "P", "_", "^", "[", "O"] {
        terminal.press(&format!("\x1b{key} and on"));
    }
    terminal.see("five and on and on and on and on and on and on");
    quit_with_key(terminal);
    let text = format!("one two three four  five{}", " and on".repeat(6));
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], text);
}

#[test]
fn two_hundred_pasted_lines_leave_the_cursor_and_the_keys_in_sight() {
    let lines: Vec<_> = (1..=200).map(|line| format!("Line {line}.")).collect();
    for size in SIZES {
        let home = Home::new();
        let mut terminal = Terminal::start(&home, AS_MANAGER, size);
        terminal.see("1 of 28");
        let in_sight = |terminal: &Terminal, line: &str| {
            let contents = terminal.contents();
            let row = terminal.cursor().map(|(row, _)| usize::from(row));
            let under = row.and_then(|row| contents.lines().nth(row).map(str::to_owned));
            under.is_some_and(|under| under.trim_start_matches('❯').trim() == line)
                && contents.contains("1 of 28")
                && contents.contains("F1 all keys")
                && contents.contains("R review")
        };
        terminal.paste(&lines.join("\n"));
        terminal.until("the last line", |terminal| in_sight(terminal, "Line 200."));
        assert!(terminal.contents().contains("more above"));
        terminal.press(FIRST);
        terminal.until("the first line", |terminal| in_sight(terminal, "Line 1."));
        assert!(terminal.contents().contains("more below"));
        terminal.press(LAST);
        terminal.press(BACKSPACE);
        terminal.until("the last line", |terminal| in_sight(terminal, "Line 200"));
        quit_with_key(terminal);
        let text = lines.join("\n");
        let text = text.trim_end_matches('.');
        assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], text);
    }
}

/// So many bytes in lines that tell which they are.
fn lines(bytes: usize) -> String {
    let line =
        |number: usize| format!("{number:5} what happened, in words that fill a line of text.\n");
    (1..).map(line).take(bytes / line(1).len()).collect()
}

#[test]
fn a_text_pasted_without_marks_is_taken_before_it_is_drawn() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    let text = lines(6_000);
    terminal.press(&text.replace('\n', "\r"));
    let last = text.lines().last().expect("a line");
    terminal.see(last);
    terminal.press(CTRL_Q);
    let (written, left) = terminal.end_with_output();
    left.assert_in_order(0);
    // A page for each letter would be a thousand times as much.
    assert!(written.len() < 20 * text.len(), "{}", written.len());
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        text.trim_end()
    );
}

#[test]
fn ctrl_c_behind_a_long_text_pasted_without_marks_is_heard_and_all_of_it_kept() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    let text = lines(60_000);
    terminal.press(&text.replace('\n', "\r"));
    terminal.press(CTRL_C);
    terminal.end().assert_in_order(130);
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        text.trim_end()
    );
}

#[test]
fn a_signal_is_heard_while_a_long_text_is_pasted_without_marks() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    let text = lines(60_000);
    terminal.press(&text[..40_000].replace('\n', "\r"));
    terminal.signal("TERM");
    terminal.end().assert_in_order(143);
    let report = home.json(NOW);
    let evidence = answer(&report, FRICTION)["evidence"]
        .as_str()
        .expect("a text");
    assert!(
        text.starts_with(evidence) && evidence.len() > 30_000,
        "{}",
        evidence.len()
    );
}

fn quit_with_key(mut terminal: Terminal) {
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
}

#[test]
fn a_paste_that_stalls_stays_a_paste_and_ctrl_c_ends_it() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, AS_MANAGER, SIZES[0]);
    terminal.see("1 of 28");
    terminal.press("\x1b[200~One.\r");
    terminal.see("❯ One.");
    terminal.press("\r3\r\x1b[201~");
    terminal.see("  3\n");
    terminal.press("\x1b[200~Never ended");
    terminal.see("  Never ended");
    terminal.press(CTRL_C);
    terminal.end().assert_in_order(130);
    let report = home.json(NOW);
    let evidence = &answer(&report, FRICTION)["evidence"];
    assert_eq!(evidence, "One.\n\n3\nNever ended");
}
