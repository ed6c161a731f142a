//! What was logged in the quarter, at the questions of the interview.

use serde_json::Value;

use crate::support::pty::{CTRL_G, CTRL_P, CTRL_Q, CTRL_U, ENTER, TAB, Terminal, UNDO};
use crate::support::{Home, TODAY, answer};

const NOW: &str = "2026-Q4";

fn log(home: &Home, text: &str, flags: &str) {
    let mut words = vec!["log", text, "--date", TODAY];
    words.extend(flags.split_whitespace());
    home.emkit_with(&words).ok();
}

/// Two entries for the first skill, one of them private, one for the second, one for none.
fn with_entries() -> Home {
    let home = Home::new();
    log(&home, "Cut the train to 2 days", "--skill execution");
    log(
        &home,
        "Rolled billing back",
        "--skill execution --private --link https://ci.example/42",
    );
    log(&home, "Hired two", "--skill team");
    log(&home, "Wrote the plan", "");
    home
}

fn friction(home: &Home) -> Value {
    let ran = home
        .emkit("show 2026-Q4 --format json --include-private")
        .ok();
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    answer(&report, "execution.friction").clone()
}

#[test]
fn the_unused_entries_of_the_skill_and_those_without_one_are_listed_at_its_questions() {
    let home = with_entries();
    let lines = [":log 1", "", "3", "", "3", "", "3", ":quit"];
    let ran = home.interview("--role em", &lines);
    let (first, rest) = ran.err.split_once("2 of 28").expect("a second question");
    assert!(
        first.contains("  1  2026-11-20 Cut the train to 2 days\n  2  2026-11-20 (private) Rolled billing back https://ci.example/42\n  3  2026-11-20 (no skill) Wrote the plan\n"),
        "{first}"
    );
    assert!(!first.contains("Hired two"), "{first}");
    let (second, team) = rest.split_once("4 of 28").expect("a second skill");
    assert!(!second.contains("Cut the train"), "{second}");
    assert!(
        second.contains("From your log of 2026-Q4 (`:log N` adds one):\n  2  2026-11-20 (private)"),
        "{second}"
    );
    assert!(team.contains("  1  2026-11-20 Hired two\n"), "{team}");
}

#[test]
fn an_entry_that_is_taken_is_evidence_and_more_can_be_written_to_it() {
    let home = with_entries();
    let lines = ["Before it.", ":log 1", "After it.", "", "3", ":quit"];
    let ran = home.interview("--role em", &lines);
    assert!(ran.err.lines().any(|line| line == "added"), "{ran:#?}");
    let answer = friction(&home);
    assert_eq!(
        answer["evidence"],
        "Before it.\nCut the train to 2 days\nAfter it."
    );
    assert_eq!(answer["private"], false);
}

#[test]
fn an_entry_that_is_taken_at_a_text_that_stands_already_is_added_to_it() {
    let home = with_entries();
    let lines = [
        "What stands.",
        "",
        "3",
        ":back",
        ":log 1",
        "More.",
        "",
        "",
        ":quit",
    ];
    home.interview("--role em", &lines);
    assert_eq!(
        friction(&home)["evidence"],
        "What stands.\nCut the train to 2 days\nMore."
    );
}

#[test]
fn an_entry_that_stands_in_the_text_is_not_written_twice() {
    let home = with_entries();
    let lines = [
        ":log 1", ":log 1", "", "3", ":back", ":log 1", "", "", ":quit",
    ];
    let ran = home.interview("--role em", &lines);
    let refused = "this is there already";
    assert_eq!(ran.err.matches(refused).count(), 2, "{ran:#?}");
    assert_eq!(friction(&home)["evidence"], "Cut the train to 2 days");
}

#[test]
fn a_short_entry_is_used_only_where_its_whole_lines_stand_in_an_answer() {
    let home = Home::new();
    log(&home, "on", "--skill execution");
    log(&home, "Two\nlines", "--skill execution");
    let lines = [
        "Held on.", "Two", "lines", "", "3", "", "3", ":log", ":quit",
    ];
    let ran = home.interview("--role em", &lines);
    assert!(ran.err.contains("2026-11-20 on\n"), "{ran:#?}");
    assert!(!ran.err.contains(" on (used)"), "{ran:#?}");
    assert!(ran.err.contains("Two lines (used)"), "{ran:#?}");
}

#[test]
fn a_private_entry_makes_a_private_answer_and_brings_its_link() {
    let home = with_entries();
    let ran = home.interview("--role em", &["", ":log 2", "4", ":quit"]);
    assert!(
        ran.err.contains("private: it stays out of exports"),
        "{ran:#?}"
    );
    let answer = friction(&home);
    assert_eq!(
        answer["evidence"],
        "Rolled billing back\nhttps://ci.example/42"
    );
    assert_eq!(answer["private"], true);
    let export = home.emkit("export 2026-Q4").ok().out;
    assert!(!export.contains("billing"), "{export}");
}

#[test]
fn a_number_that_no_entry_has_is_refused_and_the_text_stays() {
    let home = with_entries();
    let lines = ["Mine.", ":log 9", ":log 0", ":log", "", "3", ":quit"];
    let ran = home.interview("--role em", &lines);
    assert!(ran.err.contains("choose a number from 1 to 3"), "{ran:#?}");
    assert_eq!(friction(&home)["evidence"], "Mine.");
}

#[test]
fn without_a_log_nothing_is_said_of_one_but_when_asked() {
    let home = Home::new();
    let ran = home.interview("--role em", &[":log", "", "3", ":quit"]);
    assert!(!ran.err.contains("your log"), "{ran:#?}");
    assert!(
        ran.err.contains("nothing is logged for this skill"),
        "{ran:#?}"
    );
}

#[test]
fn what_no_answer_has_used_is_listed_at_the_end() {
    let home = with_entries();
    let lines = [
        ":log 1",
        "",
        "3",
        "Also:",
        "Hired two",
        "",
        "4",
        ":finish",
        "",
        "",
    ];
    let ran = home.interview("--role em", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let (_, unused) = ran
        .err
        .split_once("2 log entries of 2026-Q4 are in no answer:\n")
        .unwrap_or_else(|| panic!("{ran:#?}"));
    assert!(!unused.contains("Rolled billing back"), "{unused}");
    let private = "\n  1 private entry; `emkit log list --period 2026-Q4` shows it\n";
    assert!(unused.contains(private), "{unused}");
    assert!(unused.contains("Wrote the plan"), "{unused}");
    assert!(!unused.contains("Cut the train"), "{unused}");
    assert!(!unused.contains("Hired two"), "{unused}");
}

#[test]
fn private_entries_alone_that_no_answer_has_used_are_only_counted() {
    let home = Home::new();
    log(&home, "Let one go", "--skill execution --private");
    log(&home, "Let two go", "--skill execution --private");
    let lines = ["", "3", ":finish", "", ""];
    let ran = home.interview("--role em", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let words = "2 log entries of 2026-Q4 are in no answer:\n  2 private entries;";
    let (_, end) = ran.err.split_once(words).expect("a count");
    let said = end.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("`emkit log list --period 2026-Q4` shows them"),
        "{end}"
    );
    assert!(!end.contains("Let "), "{end}");
}

#[test]
fn the_quarter_that_was_logged_is_named_where_it_is_not_the_one_that_runs() {
    let home = Home::new();
    home.emkit("log Cut it --date 2026-12-01").ok();
    let ran = home
        .emkit("assess --accessible --role em --date 2027-01-10")
        .stdin(":quit\n")
        .run();
    assert!(ran.err.contains("From your log of 2026-Q4"), "{ran:#?}");
    assert!(!ran.err.contains("You logged this quarter"), "{ran:#?}");
}

#[test]
fn a_log_with_a_broken_line_does_not_keep_from_assessing() {
    let home = with_entries();
    let path = home.store().join("log/2026-Q4.md");
    let text = std::fs::read_to_string(&path).expect("a log");
    let broken = text.replace("- 2026-11-20 #execution Cut", "- 2026-31-20 #execution Cut");
    std::fs::write(&path, broken).expect("written");
    let ran = home.interview("--role em", &[":log 1", "", "3", ":quit"]);
    assert!(ran.err.contains("`2026-31-20` is not a day"), "{ran:#?}");
    assert!(ran.err.contains("2026-Q4.md:3:"), "{ran:#?}");
    assert_eq!(friction(&home)["private"], true);
}

#[test]
fn on_the_screen_one_key_takes_an_entry_and_it_can_be_changed() {
    let home = with_entries();
    let mut terminal =
        Terminal::start(&home, &format!("assess --role em --date {TODAY}"), (80, 24));
    terminal.see("1  2026-11-20 Cut the train to 2 days");
    terminal.see("Ctrl +  G from your log");
    terminal.press(CTRL_G);
    terminal.see("Which entry of your log?");
    terminal.press("1");
    terminal.press(ENTER);
    terminal.see("\nadded\n");
    terminal.press(", at last");
    terminal.see("❯ Cut the train to 2 days, at last");
    terminal.press(TAB);
    terminal.see("1 to 5 or");
    terminal.press("3");
    terminal.press(ENTER);
    terminal.see("2 of 28");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert_eq!(
        friction(&home)["evidence"],
        "Cut the train to 2 days, at last"
    );
}

#[test]
fn on_the_screen_the_only_entry_is_seen_before_it_is_taken() {
    let home = Home::new();
    log(&home, "Cut the train to 2 days", "--skill execution");
    let mut terminal =
        Terminal::start(&home, &format!("assess --role em --date {TODAY}"), (60, 24));
    terminal.see("From your log");
    terminal.press(CTRL_G);
    terminal.see("❯ 1  2026-11-20 Cut the train to 2 days");
    terminal.press(ENTER);
    terminal.see("❯ Cut the train to 2 days");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    assert!(home.text("drafts", NOW).contains("Cut the train to 2 days"));
}

#[test]
fn on_the_screen_an_entry_that_was_taken_can_be_undone_and_taken_again() {
    let home = Home::new();
    log(&home, "Let one go", "--skill execution --private");
    let mut terminal =
        Terminal::start(&home, &format!("assess --role em --date {TODAY}"), (80, 24));
    terminal.see("From your log");
    terminal.press("Before it");
    terminal.see("❯ Before it");
    terminal.press(CTRL_G);
    terminal.see("Which entry of your log?");
    terminal.press(ENTER);
    terminal.see("Let one go\n");
    terminal.see("private: it stays out");
    terminal.press(UNDO);
    terminal.see("❯ Before it");
    terminal.press(CTRL_G);
    terminal.see("Which entry of your log?");
    terminal.press("1\r");
    terminal.see("\n  Let one go\n");
    terminal.press(UNDO);
    terminal.see("❯ Before it");
    // What was private once stays so until somebody says otherwise.
    terminal.see("Private: it stays out");
    terminal.press(CTRL_P);
    terminal.see("no longer private");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    let answer = friction(&home);
    assert_eq!(answer["evidence"], "Before it");
    assert_eq!(answer["private"], false);
}

#[test]
fn on_the_screen_an_entry_has_the_same_number_at_the_question_and_in_the_list() {
    let home = Home::new();
    log(&home, "Cut the train to 2 days", "--skill execution");
    log(&home, "Rolled billing back", "--skill execution");
    let mut terminal =
        Terminal::start(&home, &format!("assess --role em --date {TODAY}"), (80, 24));
    terminal.see("  1  2026-11-20 Cut the train");
    terminal.press(CTRL_G);
    terminal.see("Which entry of your log?");
    terminal.press(ENTER);
    terminal.see("❯ Cut the train");
    terminal.see("  2  2026-11-20 Rolled billing back");
    terminal.press(CTRL_G);
    terminal.see("  1  2026-11-20 Cut the train to 2 days (used)");
    terminal.see("❯ 2  2026-11-20 Rolled billing back");
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
}

/// A private entry at the first question, taken and removed from its empty text with Ctrl-U, and
/// the answer shared.
fn removed_again(home: &Home) -> Terminal {
    log(home, "Let one go", "--skill execution --private");
    let mut terminal = Terminal::start(home, &format!("assess --role em --date {TODAY}"), (80, 24));
    terminal.see("From your log");
    terminal.press(CTRL_G);
    terminal.see("Which entry of your log?");
    terminal.press(ENTER);
    terminal.see("private: it stays out");
    terminal.press(CTRL_U);
    terminal.press(CTRL_P);
    terminal.see("no longer private");
    terminal
}

#[test]
fn private_words_that_come_back_into_a_text_are_private_again() {
    for keys in [UNDO, "What else: Let one go\n"] {
        let home = Home::new();
        let mut terminal = removed_again(&home);
        terminal.press(keys);
        terminal.see("private: it stays out");
        terminal.press(CTRL_Q);
        terminal.end().assert_in_order(0);
        let answer = friction(&home);
        let text = answer["evidence"].as_str().expect("a text");
        assert!(text.ends_with("Let one go"), "{keys:?}: {text}");
        assert_eq!(answer["private"], true, "{keys:?}");
        let shown = home.emkit("show 2026-Q4 --format json").ok().out;
        assert!(!shown.contains("Let one go"), "{keys:?}: {shown}");
    }
}

#[test]
fn words_that_somebody_made_public_themselves_stay_public() {
    let home = Home::new();
    let mut terminal = removed_again(&home);
    terminal.press(UNDO);
    terminal.see("private: it stays out");
    terminal.press(CTRL_P);
    terminal.see("no longer private");
    terminal.press(&format!(" last week{ENTER}Let two go{ENTER}"));
    terminal.press(CTRL_Q);
    terminal.end().assert_in_order(0);
    let answer = friction(&home);
    assert_eq!(answer["evidence"], "Let one go last week\nLet two go");
    assert_eq!(answer["private"], false);
}

#[test]
fn an_entry_that_is_taken_and_cleared_again_is_offered_again() {
    let home = with_entries();
    for before in [None, Some("Mine first.")] {
        let taken = [":log 1", ":log 2", ":clear", ":log", ":quit"];
        let lines: Vec<_> = before.into_iter().chain(taken).collect();
        let ran = home.interview("--fresh --role em", &lines);
        let (_, again) = ran.err.rsplit_once("  1  2026-11-20").expect("the list");
        assert!(!again.contains("(used)"), "{before:?}: {ran:#?}");
        let answer = friction(&home);
        assert!(answer["evidence"].is_null(), "{before:?}: {answer}");
    }
    let lines = [":log 1", ":clear", "Mine.", "", "3", ":finish"];
    let ran = home.interview("--fresh --role em", &lines);
    let (_, left) = ran.err.rsplit_once("in no answer").expect("what is left");
    assert!(left.contains("Cut the train to 2 days"), "{ran:#?}");
}
