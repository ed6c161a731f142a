//! Highlights: offered from the answers at the end, or noted from memory at the beginning; and the
//! day and the sign of a focus.

use serde_json::{Value, json};

use crate::support::pty::{CTRL_G, CTRL_Q, CTRL_V, ENTER, Terminal};
use crate::support::screen_fixtures::{to_focus, to_highlights};
use crate::support::{Home, TODAY, answer};

const NOW: &str = "2026-Q4";

/// A trouble question rated 5, events rated 4 and 5, a standing question, a private answer.
const LINES: [&str; 24] = [
    "Builds are fast.",
    "",
    "5",
    "Moved billing.",
    "",
    "4",
    "Left alone.",
    "",
    "5", // execution
    ":skip",
    "Ana stays.",
    "",
    "5",
    "Two have written.",
    "",
    "5",
    ":skip",
    ":skip", // team
    "Shipped the export.",
    ":private",
    "",
    "5",
    ":skip",
    ":finish",
];

fn finished(lines: &[&str]) -> (Home, String) {
    let home = Home::new();
    let lines = [&LINES[..], lines].concat();
    let ran = home.interview("--role em", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    (home, ran.err)
}

/// A finished assessment or a draft as it is stored.
fn stored(home: &Home, kind: &str) -> Value {
    serde_yaml::from_str(&home.text(kind, NOW)).expect("YAML")
}

fn highlights(home: &Home) -> Value {
    stored(home, "assessments")["highlights"].clone()
}

#[test]
fn the_strongest_evidenced_answers_are_offered_events_first_and_no_trouble_and_nothing_private() {
    let (_, said) = finished(&["", "", ""]);
    let (_, offers) = said
        .split_once("top of your review?")
        .expect("the question");
    let expected = "  1  Pulled in: Left alone.\n  2  Hardest launch: Moved billing.\n  3  Wants to join: Two have written.\n";
    assert!(offers.contains(expected), "{offers}");
    for other in ["Builds are fast", "Ana stays", "Shipped the export"] {
        assert!(!offers.contains(other), "{offers}");
    }
}

#[test]
fn after_focus_and_closing_each_line_is_a_number_or_a_text_and_a_blank_line_ends() {
    let lines = [
        "team: ask them",
        "",
        "A worry.",
        "",
        "2",
        "Won the tender.",
        "9",
        "2",
        "",
    ];
    let (home, said) = finished(&lines);
    let texts: Vec<_> = highlights(&home)
        .as_array()
        .expect("highlights")
        .iter()
        .map(|highlight| highlight["question"].clone())
        .collect();
    assert_eq!(texts, [json!("execution.shipped"), Value::Null]);
    assert_eq!(highlights(&home)[1]["text"], "Won the tender.");
    assert!(said.contains("choose a number from 1 to 3"), "{said}");
    assert!(said.contains("this is there already"), "{said}");
    assert_eq!(home.json(NOW)["closing"]["text"], "A worry.");
}

#[test]
fn a_sixth_highlight_is_refused_and_clear_takes_them_back() {
    let lines = ["", "", "a", "b", "c", "d", "e", "f", ":clear", "g", ""];
    let (home, said) = finished(&lines);
    assert!(said.contains("5 are chosen already"), "{said}");
    let texts = highlights(&home);
    assert_eq!(texts.as_array().map(Vec::len), Some(1), "{texts}");
    assert_eq!(texts[0]["text"], "g");
}

#[test]
fn a_highlight_with_the_words_of_another_is_not_added() {
    let (home, said) = finished(&["", "", "Won it.", "Won it.", "2", "Moved billing.", ""]);
    assert_eq!(said.matches("this is there already").count(), 2, "{said}");
    let texts = highlights(&home);
    assert_eq!(texts.as_array().map(Vec::len), Some(2), "{texts}");
}

#[test]
fn input_that_ends_after_finish_counts_as_blank_lines() {
    let (home, _) = finished(&[]);
    assert_eq!(home.json(NOW)["status"], "finished");
    let (home, _) = finished(&["", "Half a worry."]);
    assert_eq!(home.json(NOW)["closing"]["text"], "Half a worry.");
    let (home, _) = finished(&["", "", "1"]);
    assert_eq!(highlights(&home)[0]["question"], "execution.pulled-in");
}

#[test]
fn noted_from_memory_they_are_offered_as_evidence_and_the_draft_has_them() {
    let home = Home::new();
    let mut terminal =
        Terminal::start(&home, &format!("assess --role em --date {TODAY}"), (80, 24));
    terminal.see("Ctrl-V: start by noting what you delivered");
    terminal.press(CTRL_V);
    terminal.see("from memory");
    terminal.press(ENTER);
    terminal.see("What was delivered");
    terminal.press("Won the tender.\r");
    terminal.see("change: Won the tender.");
    terminal.press(ENTER);
    terminal.see("From your log");
    terminal.see("1  (highlight) Won the tender.");
    terminal.press(CTRL_G);
    terminal.see("Which entry of your log?");
    terminal.press(ENTER);
    terminal.see("❯ Won the tender.");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert_eq!(
        stored(&home, "drafts")["highlights"][0]["text"],
        "Won the tender."
    );
    assert_eq!(
        answer(&home.json(NOW), "execution.friction")["evidence"],
        "Won the tender."
    );
}

#[test]
fn on_the_screen_a_highlight_is_chosen_changed_and_taken_back() {
    let home = Home::new();
    home.interview("--role em", &[&LINES[..23], &[":quit"]].concat());
    let mut terminal = Terminal::start(&home, &format!("assess --resume --date {TODAY}"), (80, 24));
    terminal.see("Ctrl +");
    to_highlights(&mut terminal);
    terminal.press("2\r");
    terminal.see("5  change: Hardest launch: Moved billing.");
    terminal.see("❯ 6  finish");
    terminal.press("1\r");
    terminal.see("6  change: Pulled in");
    terminal.see("❯ 7  finish");
    terminal.press("6\r");
    terminal.see("Change the words");
    terminal.press("\x15\r");
    terminal.see("1  Pulled in");
    terminal.press("5\r");
    terminal.see("Change the words");
    terminal.press(" In six weeks.\r");
    terminal.see("change: Hardest launch: Moved billing. In six weeks.");
    terminal.press(ENTER);
    terminal.end().assert_in_order(0);
    let chosen = highlights(&home);
    assert_eq!(chosen.as_array().map(Vec::len), Some(1), "{chosen}");
    assert_eq!(chosen[0]["question"], "execution.shipped");
    assert_eq!(chosen[0]["text"], "Moved billing. In six weeks.");
}

#[test]
fn a_focus_has_a_day_and_a_sign_and_a_wrong_day_is_told_with_what_was_typed() {
    let wrong = "team: ask them all; by 20 January; sign: one talk";
    let right = "team: ask; then act; sign: one talk; or two; by 2027-01-20";
    let (home, said) = finished(&[wrong, right, "clarity: publish", ":private", "", ""]);
    assert!(said.contains("`20 January` is not a date"), "{said}");
    assert!(
        said.contains(&format!("Your line was not taken:\n  {wrong}")),
        "{said}"
    );
    let report = stored(&home, "assessments");
    let focus = report["focus"].as_array().expect("focus");
    assert_eq!(focus.len(), 2, "{report}");
    assert_eq!(focus[0]["action"], "ask; then act");
    assert_eq!(focus[0]["by"], "2027-01-20");
    assert_eq!(focus[0]["sign"], "one talk; or two");
    // It is asked about with both the next time.
    let next = home
        .emkit("assess --accessible --date 2027-03-20")
        .stdin("")
        .run();
    let said = next.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("ask; then act, by 2027-01-20."), "{next:#?}");
    assert!(said.contains("worked if: one talk; or two."), "{next:#?}");
}

#[test]
fn on_the_screen_a_wrong_day_stays_in_its_field_and_the_choices_keep_their_numbers() {
    let home = Home::new();
    home.interview("--role em", &[&LINES[..23], &[":quit"]].concat());
    let mut terminal = Terminal::start(&home, &format!("assess --resume --date {TODAY}"), (80, 24));
    terminal.see("Ctrl +");
    to_focus(&mut terminal);
    terminal.see("1  something else");
    terminal.see("2  nothing for now");
    terminal.press("1\r");
    terminal.see("Which skill");
    terminal.press("2\r");
    terminal.see("what will you do");
    terminal.press("Ask them all.\r");
    terminal.see("by when");
    terminal.press("20 January\r");
    terminal.see("`20 January` is not a date");
    terminal.see("❯ 20 January");
    terminal.press("\x152027-01-20\r");
    terminal.see("know it worked");
    terminal.press("\r");
    terminal.see("Chosen: Team: Ask them all; by 2027-01-20");
    terminal.see("1  something else");
    terminal.see("2  that's it");
    terminal.press("2\r");
    terminal.see("18 months");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert_eq!(stored(&home, "drafts")["focus"][0]["by"], "2027-01-20");
}
