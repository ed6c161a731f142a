//! `assess --quick`: all ratings first, then a text only where a rating needs one.

use serde_json::{Value, json};

use crate::support::pty::{SIZES, Terminal};
use crate::support::rubric_builder::Sketch;
use crate::support::{Home, Ran, answer};

const NOW: &str = "2026-Q4";
pub(crate) const BEFORE: &str = "2026-Q3";

/// Five questions of two skills in two clusters.
pub(crate) fn sketch() -> Sketch {
    Sketch::new("brief")
        .skill("one", "core", "3")
        .questions(&["a", "b", "c"])
        .skill("two", "growth", "3")
        .questions(&["d", "e"])
}

pub(crate) fn home() -> Home {
    let home = Home::new();
    home.write("rubric.yaml", sketch().yaml());
    home
}

/// An interview under [`sketch`].
pub(crate) fn assess(home: &Home, arguments: &str, lines: &[&str]) -> Ran {
    home.interview(
        &format!("--rubric ./rubric.yaml --role lead {arguments}"),
        lines,
    )
}

pub(crate) fn quick(home: &Home, lines: &[&str]) -> Ran {
    assess(home, "--quick", lines)
}

pub(crate) fn resumed(home: &Home, lines: &[&str]) -> Ran {
    assess(home, "--quick --resume", lines)
}

pub(crate) fn report(home: &Home) -> Value {
    let shown = home.emkit("show 2026-Q4 --rubric ./rubric.yaml --format json");
    serde_json::from_str(&shown.ok().out).expect("JSON")
}

/// What was asked, in order: `rating one.a`, `text one.b`.
pub(crate) fn asked(ran: &Ran) -> Vec<String> {
    let mut asked = Vec::new();
    let mut question = "";
    for line in ran.err.lines() {
        if let Some((_, id)) = line
            .strip_suffix(')')
            .and_then(|line| line.split_once("? ("))
        {
            question = id;
        } else if line.starts_with("Rating, ") {
            asked.push(format!("rating {question}"));
        } else if line.starts_with("Evidence") {
            asked.push(format!("text {question}"));
        }
    }
    asked
}

/// What is said up to the end of the ratings, and what from there on.
pub(crate) fn by_phase(ran: &Ran) -> (&str, &str) {
    let said = ran.err.split_once("The ratings are done");
    said.expect("the turn")
}

/// The ids of the questions that were confirmed, each with its place.
fn saved(ran: &Ran) -> Vec<&str> {
    let lines = ran.err.lines();
    lines
        .filter_map(|line| line.strip_prefix("saved "))
        .collect()
}

#[test]
fn all_ratings_are_asked_first_and_then_a_text_for_each_claim_the_highest_first() {
    let home = home();
    let lines = [
        "2", "4", "3", "1", "5", "For e.", "", "For b.", "", "For c.", "", ":finish", "",
    ];
    let ran = quick(&home, &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let expected = [
        "rating one.a",
        "rating one.b",
        "rating one.c",
        "rating two.d",
        "rating two.e",
        "text two.e",
        "text one.b",
        "text one.c",
    ];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    let report = report(&home);
    assert_eq!(report["status"], "finished");
    for (id, rating, text) in [
        ("one.a", 2, None),
        ("one.b", 4, Some("For b.")),
        ("one.c", 3, Some("For c.")),
        ("two.d", 1, None),
        ("two.e", 5, Some("For e.")),
    ] {
        assert_eq!(answer(&report, id)["rating"], rating, "{id}");
        assert_eq!(answer(&report, id)["evidence"], json!(text), "{id}");
    }
}

#[test]
fn a_rating_below_what_needs_evidence_is_not_asked_for_a_text() {
    let home = Home::new();
    home.write("rubric.yaml", sketch().evidence_from(4).yaml());
    let ran = quick(&home, &["3", "4", "3", "2", "3", "For b.", ""]);
    assert_eq!(asked(&ran)[5..], ["text one.b"], "{ran:#?}");
    assert!(ran.err.contains("Your answers"), "{ran:#?}");
}

#[test]
fn where_no_rating_needs_a_text_the_review_follows_the_ratings() {
    let home = home();
    let ran = quick(&home, &["1", "2", ":skip", ":na other", "2", ":finish", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(asked(&ran).len(), 5, "{ran:#?}");
    assert!(!ran.err.contains("The ratings are done"), "{ran:#?}");
}

#[test]
fn at_a_rating_that_comes_first_the_question_its_hint_and_its_anchors_are_shown() {
    let home = home();
    let ran = quick(&home, &[]);
    let (_, shown) = ran
        .err
        .split_once("\n1 of 5 · The one 1 of 3\n")
        .expect("the place");
    let expected = "How is a? (one.a)\n  Look closely.\n  1  a stands at 1.\n  2  a stands at 2.\n";
    assert!(shown.starts_with(expected), "{ran:#?}");
    assert!(shown.contains("\nRating, 1 to 5:\n"), "{ran:#?}");
}

#[test]
fn a_text_is_asked_for_with_its_question_and_the_anchor_that_was_chosen() {
    let home = home();
    let ran = quick(&home, &["2", "4", "1", "1", "1"]);
    let (_, shown) = ran
        .err
        .split_once("\nevidence 1 of 1 · The one 2 of 3\n")
        .expect("the place");
    let expected =
        "How is b? (one.b)\n  Look closely.\nWhat backs it? You chose 4: b stands at 4.\nEvidence";
    assert!(shown.starts_with(expected), "{ran:#?}");
}

#[test]
fn every_rating_and_every_text_is_confirmed_with_its_id_and_place() {
    let home = home();
    let ran = quick(
        &home,
        &["3", "4", ":skip", ":na other", "5", "For e.", "", "", ""],
    );
    let expected = [
        "one.a (1 of 5)",
        "one.b (2 of 5)",
        "one.c (3 of 5)",
        "two.d (4 of 5)",
        "two.e (5 of 5)",
        "two.e (1 of 3)",
        "one.b (2 of 3)",
        "one.a (3 of 3)",
    ];
    assert_eq!(saved(&ran), expected, "{ran:#?}");
}

#[test]
fn that_a_claim_has_no_text_is_said_once_it_could_have_had_one() {
    let home = home();
    let ran = quick(&home, &["4", "1", "1", "1", "1", "", ":quit"]);
    let (ratings, texts) = by_phase(&ran);
    assert!(!ratings.contains("no evidence yet"), "{ratings}");
    assert!(
        texts.contains("no evidence yet; on evidence alone it counts as 2"),
        "{texts}"
    );
}

#[test]
fn a_skill_has_its_line_after_its_ratings_and_again_after_its_texts() {
    let home = home();
    let lines = ["4", "4", "4", "1", "1", "For a.", "", "For b.", "", "", ""];
    let ran = quick(&home, &lines);
    let lines: Vec<_> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("The one: "))
        .collect();
    assert_eq!(lines.len(), 2, "{ran:#?}");
    assert!(lines[0].ends_with(", if 3 claims hold"), "{}", lines[0]);
    assert!(lines[1].ends_with(", 3.33 backed"), "{}", lines[1]);
}

#[test]
fn what_is_backed_is_left_out_until_evidence_was_asked_for() {
    let home = home();
    let ran = quick(&home, &["3", "3", "2", "1", "1", "For a.", "", ":quit"]);
    let (ratings, _) = by_phase(&ran);
    assert!(ratings.contains("The one: score 2.67"), "{ratings}");
    assert!(!ratings.contains("backed"), "{ratings}");
    let shown = home.emkit("show 2026-Q4 --rubric ./rubric.yaml");
    let shown = shown.env("COLUMNS", "120").ok().out;
    assert!(shown.contains("2.33 backed"), "{shown}");
}

#[test]
fn with_a_skill_only_its_ratings_and_texts_are_asked() {
    let home = home();
    quick(&home, &["4", ":quit"]);
    let ran = assess(
        &home,
        "--quick --resume --skill two",
        &["3", "4", "For e.", "", "", ":finish", ""],
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let expected = ["rating two.d", "rating two.e", "text two.e", "text two.d"];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    assert_eq!(saved(&ran)[3], "two.d (2 of 2)");
    assert_eq!(answer(&report(&home), "one.a")["rating"], 4);
}

#[test]
fn the_offer_to_stop_between_clusters_is_made_among_the_ratings_only() {
    let home = home();
    let ran = quick(
        &home,
        &["3", "3", "3", "3", "3", "", "", "", "", "", ":quit"],
    );
    assert_eq!(ran.err.matches("good place to stop").count(), 1, "{ran:#?}");
    let (core, growth) = ran.err.split_once("good place to stop").expect("the offer");
    assert!(core.contains("saved one.c (3 of 5)"), "{core}");
    assert!(growth.contains("saved two.d (4 of 5)"), "{growth}");
}

#[test]
fn help_lists_what_works_where_it_is_asked_for() {
    let home = home();
    let then = "answers: {one.a: 3}\nfocus:\n  - {skill: two, action: Do less.}\n";
    home.assessed_with(&sketch(), BEFORE, then);
    let ran = quick(&home, &[":help", ":review", ":help", ":finish", ":help"]);
    let mut said = ran.err.split("Type a number or what is asked for;").skip(1);
    for (works, does_not) in [
        ([":skip", ":review", ":quit"], [":back", ":na", ":private"]),
        ([":back", ":finish", ":quit"], [":skip", ":clear", ":edit"]),
        ([":clear", ":back", ":quit"], [":skip", ":private", ":log"]),
    ] {
        let said = said.next().unwrap_or_else(|| panic!("{ran:#?}"));
        for command in works {
            assert!(
                said.contains(&format!("\n{command}  ")),
                "{command}: {said}"
            );
        }
        for command in does_not {
            assert!(
                !said.contains(&format!("\n{command} ")),
                "{command}: {said}"
            );
        }
    }
}

#[test]
fn the_time_left_for_the_texts_is_not_told_at_the_pace_of_the_ratings() {
    let home = home();
    let ran = quick(&home, &["4", "4", "4", "4", "4", "For a.", "", ":quit"]);
    let (ratings, texts) = by_phase(&ran);
    assert!(
        ratings.contains("5 of 5 · The two 2 of 2 · about "),
        "{ran:#?}"
    );
    assert!(!texts.contains("min left"), "{ran:#?}");
}

#[test]
fn what_to_expect_is_said_at_the_beginning() {
    let home = Home::new();
    let ran = home.interview("--role em --quick", &[]);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = "28 questions. Saved as you go. Ratings first, then evidence for 3 or higher. Skip, leave or finish at any time.";
    assert!(said.contains(expected), "{ran:#?}");
}

#[test]
fn help_says_what_is_asked_for_now() {
    let home = home();
    let ran = quick(&home, &[":help", "4", "1", "1", "1", "1", ":help"]);
    let (ratings, texts) = by_phase(&ran);
    assert!(ratings.contains("\nType a rating from 1 to 5."), "{ran:#?}");
    assert!(
        texts.contains("\nWrite what backs your rating, "),
        "{ran:#?}"
    );
    assert_eq!(ran.err.matches("\n:reuse  ").count(), 2, "{ran:#?}");
}

#[test]
fn the_last_focus_is_asked_about_before_the_first_rating() {
    let home = home();
    let then = "answers: {one.a: 3}\nfocus:\n  - {skill: two, action: Do less.}\n";
    home.assessed_with(&sketch(), BEFORE, then);
    let ran = quick(&home, &["1", "It worked.", "2", ":back", ":back", ":quit"]);
    let expected = ["rating one.a", "rating one.b", "rating one.a"];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    assert_eq!(ran.err.matches("Do less").count(), 2, "{ran:#?}");
    assert_eq!(report(&home)["last_focus"][0]["outcome"], "done");
}

#[test]
fn a_finished_period_opens_with_the_review() {
    let home = home();
    home.assessed_with(&sketch(), NOW, "answers: {one.a: 4}\n");
    let ran = quick(&home, &[":back", "For a.", "", ":finish", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(asked(&ran), ["text one.a"], "{ran:#?}");
    let first = ran.err.find("Your answers").expect("the review");
    assert!(first < ran.err.find("How is a?").expect("the question"));
    assert_eq!(answer(&report(&home), "one.a")["evidence"], "For a.");
}

#[test]
fn ratings_first_does_not_go_with_one_question_or_a_file_of_answers() {
    let home = home();
    for other in ["--edit one.a", "--answers -", "--print-answers"] {
        let ran = home.emkit(&format!("assess --quick {other}")).fails(2);
        assert!(ran.err.contains("--quick"), "{ran:#?}");
    }
}

#[test]
fn in_a_terminal_the_question_stands_above_its_rating_and_the_text_comes_later() {
    for size in SIZES {
        let home = home();
        let mut terminal = Terminal::start(
            &home,
            "assess --rubric ./rubric.yaml --role lead --skill two --quick --date 2026-11-20",
            size,
        );
        terminal.see("How is d?");
        terminal.line("4");
        terminal.see("How is e?");
        terminal.line("2");
        terminal.see("evidence 1 of 1");
        terminal.line("For d.");
        terminal.line("");
        terminal.see("Your answers");
        terminal.line(":quit");
        assert_eq!(terminal.end().code, 0);
        let report = report(&home);
        assert_eq!(answer(&report, "two.d")["rating"], 4);
        assert_eq!(answer(&report, "two.d")["evidence"], "For d.");
        assert_eq!(answer(&report, "two.e")["rating"], 2);
    }
}
