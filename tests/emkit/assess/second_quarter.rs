//! The second quarter: an answer to a standing question is carried over with a key.

use serde_json::Value;

use crate::assess::quick::BEFORE;
use crate::support::pty::{CTRL_Q, CTRL_X, Terminal};
use crate::support::{Home, TODAY, answer};

/// A standing question that follows no other, and its place.
const MAGNET: &str = "team.magnet";
const NOW: &str = "2026-Q4";

const THEN: &str = "\
answers:
  execution.friction: {rating: 2, evidence: Builds were slow.}
  team.retained: {rating: 5, evidence: Both are here., private: true}
  team.magnet: {rating: 4, evidence: Two have written.}
  clarity.tradeoff: {rating: 3, evidence: Search first.}
  clarity.without-you: {rating: 3, evidence: A rule.}
";

fn second() -> Home {
    let home = Home::new();
    home.assessed(BEFORE, THEN);
    home
}

fn stored(home: &Home, id: &str) -> Value {
    answer(&home.json(&format!("{NOW} --include-private")), id).clone()
}

#[test]
fn same_carries_text_and_rating_over_and_neither_shows_the_rating() {
    let home = second();
    let ran = home.interview("--period 2026-Q4 --edit team.magnet", &[":same", ":quit"]);
    assert!(
        ran.err.contains("`:same` carries last time's answer"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("carried over from 2026-Q3"), "{ran:#?}");
    assert!(ran.err.contains("\n  | Two have written.\n"), "{ran:#?}");
    assert!(ran.err.contains("saved team.magnet"), "{ran:#?}");
    let (_, after) = ran.err.split_once("saved team.magnet").expect("the review");
    assert!(
        after.contains("Wants to join: carried over from 2026-Q3"),
        "{after}"
    );
    assert!(!after.contains("4  strong"), "{after}");
    let carried = stored(&home, MAGNET);
    assert_eq!(carried["rating"], 4);
    assert_eq!(carried["evidence"], "Two have written.");
    assert!(home.text("drafts", NOW).contains("carried: 2026-Q3"));
}

#[test]
fn what_was_private_is_carried_over_private() {
    let home = second();
    home.interview("--period 2026-Q4 --edit team.retained", &[":same", ":quit"]);
    assert_eq!(stored(&home, "team.retained")["private"], true);
}

#[test]
fn elsewhere_same_is_refused_and_says_why() {
    let home = second();
    let home_without = Home::new();
    for (home, question, lines, why) in [
        (
            &home,
            "execution.friction",
            &[":same"][..],
            "asked afresh every quarter",
        ),
        (
            &home,
            "clarity.without-you",
            &[":same"],
            "the question continues another question",
        ),
        (&home, "team.peers", &[":same"], "no rating from last time"),
        (
            &home,
            MAGNET,
            &["My own.", ":same"],
            "written something new",
        ),
        (
            &home_without,
            MAGNET,
            &[":same"],
            "no rating from last time",
        ),
    ] {
        let lines = [lines, &[":quit"]].concat();
        let flags = format!("--role em --fresh --edit {question}");
        let ran = home.interview(&flags, &lines);
        let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(why), "{question}: {ran:#?}");
        assert!(!ran.err.contains("saved "), "{question}: {ran:#?}");
    }
}

#[test]
fn what_was_carried_once_is_asked_afresh_the_next_time() {
    let home = second();
    home.interview(
        "--period 2026-Q4 --edit team.magnet",
        &[":same", ":finish", "", "", ""],
    );
    let ran = home
        .emkit("assess --accessible --date 2027-03-20 --period 2027-Q1 --edit team.magnet")
        .stdin(":same\n:quit\n")
        .run();
    assert!(ran.err.contains("carried over last time"), "{ran:#?}");
    assert!(!ran.err.contains("Still the same?"), "{ran:#?}");
}

#[test]
fn written_on_a_carried_answer_is_to_be_rated_again() {
    let home = second();
    let lines = [":same", "team.magnet", "Three have written.", "", ":quit"];
    home.interview("--period 2026-Q4 --edit team.magnet", &lines);
    let text = home.text("drafts", NOW);
    assert!(!text.contains("carried"), "{text}");
    assert_eq!(stored(&home, MAGNET)["rating"], Value::Null);
    assert_eq!(stored(&home, MAGNET)["evidence"], "Three have written.");
}

#[test]
fn on_the_screen_a_key_carries_an_answer_over() {
    let home = second();
    let arguments = format!("assess --skill team --date {TODAY}");
    let mut terminal = Terminal::start(&home, &arguments, (80, 24));
    terminal.see("1 of 5");
    terminal.line(":skip");
    terminal.see("2 of 5");
    terminal.line(":skip");
    terminal.see("3 of 5");
    terminal.see("X same as last time");
    terminal.press(CTRL_X);
    terminal.see("Saved “Wants to join”: carried over from 2026-Q3: “Two have written.”");
    terminal.see("4 of 5");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert_eq!(stored(&home, MAGNET)["rating"], 4);
}

#[test]
fn a_sensitive_answer_starts_private_and_can_be_shared() {
    let home = Home::new();
    let lines = ["Ana left.", "", "2", ":quit"];
    let ran = home.interview("--role em --period 2026-Q4 --edit team.retained", &lines);
    assert!(ran.err.contains("starts private"), "{ran:#?}");
    assert_eq!(stored(&home, "team.retained")["private"], true);

    let home = Home::new();
    let lines = [":share", "All stayed.", "", "5", ":quit"];
    home.interview("--role em --period 2026-Q4 --edit team.retained", &lines);
    assert_eq!(stored(&home, "team.retained")["private"], false);

    let home = Home::new();
    home.interview(
        "--role em --period 2026-Q4 --edit team.retained",
        &[":skip", ":quit"],
    );
    assert_eq!(stored(&home, "team.retained")["private"], false);
}
