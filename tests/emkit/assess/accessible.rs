//! The protocol of plain lines at a question: evidence, rating, and the words after a colon.

use crate::support::{Home, answer};

/// The first three questions.
const FRICTION: &str = "execution.friction";
const SHIPPED: &str = "execution.shipped";
const PULLED_IN: &str = "execution.pulled-in";

const NOW: &str = "2026-Q4";

#[test]
fn an_interview_in_plain_lines_ends_in_plain_lines() {
    let home = Home::new();
    let ran = home.interview("--role em", &["", "2", "", "2", ":finish", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(
        ran.out
            .contains("Execution: score 2.00, target 3.00, 1.00 short"),
        "{ran:#?}"
    );
    assert!(!ran.out.contains(['━', '┃']), "{ran:#?}");
}

#[test]
fn evidence_of_several_lines_ends_at_the_empty_line_and_stays_one_text() {
    let home = Home::new();
    home.interview(
        "--role em",
        &[
            "The release slipped twice.",
            "Both times on review.",
            "",
            "2",
            ":quit",
        ],
    );
    let friction = answer(&home.json(NOW), FRICTION).clone();
    assert_eq!(
        friction["evidence"],
        "The release slipped twice.\nBoth times on review."
    );
    assert_eq!(friction["rating"], 2);
}

#[test]
fn an_empty_first_line_is_no_evidence() {
    let home = Home::new();
    home.interview("--role em", &["", "2", ":quit"]);
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["state"], "rated");
    assert_eq!(
        answer(&report, FRICTION)["evidence"],
        serde_json::Value::Null
    );
}

#[test]
fn every_answer_is_confirmed_with_its_id_and_place() {
    let home = Home::new();
    let ran = home.interview("--role em", &["", "2", ":skip", ":na other", ":quit"]);
    for line in [
        "saved execution.friction (1 of 28)",
        "saved execution.shipped (2 of 28)",
        "saved execution.pulled-in (3 of 28)",
    ] {
        assert!(
            ran.err.lines().any(|said| said == line),
            "no `{line}` in {ran:#?}"
        );
    }
    assert_eq!(ran.out, "");
}

#[test]
fn a_line_that_begins_with_two_colons_is_text_with_one() {
    let home = Home::new();
    home.interview("--role em", &["::quit was the subject", "", "3", ":quit"]);
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        ":quit was the subject"
    );
}

#[test]
fn a_rating_that_is_none_is_asked_for_again() {
    let home = Home::new();
    let ran = home.interview(
        "--role em",
        &["Once.", "", "0", "6", "x", "3.5", "4", ":quit"],
    );
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["rating"], 4);
    assert_eq!(answer(&report, FRICTION)["evidence"], "Once.");
    assert_eq!(answer(&report, SHIPPED)["state"], "skipped", "{ran:#?}");
}

#[test]
fn an_empty_line_is_no_rating() {
    let home = Home::new();
    let ran = home.interview("--role em", &["Once.", "", "", "4", ":quit"]);
    assert_eq!(answer(&home.json(NOW), FRICTION)["rating"], 4, "{ran:#?}");
}

#[test]
fn skip_keeps_what_was_written_before_and_after_the_text_has_ended() {
    let home = Home::new();
    home.interview(
        "--role em",
        &[
            "A note for later.",
            ":skip",
            "Another.",
            "",
            ":skip",
            "",
            "3",
            ":quit",
        ],
    );
    let report = home.json(NOW);
    for (id, text) in [(FRICTION, "A note for later."), (SHIPPED, "Another.")] {
        assert_eq!(answer(&report, id)["state"], "skipped");
        assert_eq!(answer(&report, id)["evidence"], text);
    }
    assert_eq!(answer(&report, PULLED_IN)["state"], "rated");
}

#[test]
fn a_question_that_does_not_apply_takes_a_reason_and_a_note() {
    let home = Home::new();
    home.interview(
        "--role em",
        &[
            ":na no-opportunity Hiring freeze since March.",
            "",
            ":na out-of-scope",
            ":quit",
        ],
    );
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["state"], "not_applicable");
    assert_eq!(answer(&report, FRICTION)["reason"], "no-opportunity");
    assert_eq!(
        answer(&report, FRICTION)["note"],
        "Hiring freeze since March."
    );
    assert_eq!(answer(&report, SHIPPED)["reason"], "out-of-scope");
}

#[test]
fn a_reason_that_is_unknown_or_missing_is_asked_for_again_with_the_known_ones() {
    let home = Home::new();
    let ran = home.interview("--role em", &[":na tired", ":na", ":na other", ":quit"]);
    assert_eq!(answer(&home.json(NOW), FRICTION)["reason"], "other");
    let told = ran
        .err
        .lines()
        .filter(|line| line.contains("no-opportunity, out-of-scope, other"));
    assert_eq!(told.count(), 2, "{ran:#?}");
}

#[test]
fn private_keeps_an_answer_out_of_show_and_share_takes_it_back() {
    let home = Home::new();
    home.interview(
        "--role em",
        &[
            "About Sam.",
            "",
            ":private",
            "3", // the mark may come before the rating
            ":private",
            "About Kim.",
            "",
            "3", // or before the text
            ":private",
            ":private", // said twice it is not undone
            ":share",
            "About us.",
            "",
            "3",
            ":quit",
        ],
    );
    let report = home.json(NOW);
    assert_eq!(report["withheld"], 2);
    for id in [FRICTION, SHIPPED] {
        assert_eq!(answer(&report, id)["private"], true);
        assert_eq!(answer(&report, id)["evidence"], serde_json::Value::Null);
    }
    assert_eq!(answer(&report, PULLED_IN)["evidence"], "About us.");
    let shown = home
        .emkit("show 2026-Q4 --format json --include-private")
        .ok();
    assert!(shown.out.contains("About Sam.") && shown.out.contains("About Kim."));
}

#[test]
fn clear_removes_the_text_and_asks_for_it_again() {
    let home = Home::new();
    home.interview(
        "--role em",
        &["Wrong.", "", ":clear", "Right.", "", "3", ":quit"],
    );
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "Right.");
}

#[test]
fn back_goes_to_the_question_before_and_keeps_what_was_typed() {
    let home = Home::new();
    let ran = home.interview(
        "--role em",
        &[
            "First.", "", "2", "Second.", ":back", "", "4", "", "3", ":quit",
        ],
    );
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["evidence"], "First.", "{ran:#?}");
    assert_eq!(answer(&report, FRICTION)["rating"], 4);
    assert_eq!(answer(&report, SHIPPED)["evidence"], "Second.");
    assert_eq!(answer(&report, SHIPPED)["rating"], 3);
}

#[test]
fn back_at_the_first_question_stays_there() {
    let home = Home::new();
    home.interview("--role em", &[":back", "Here.", "", "3", ":quit"]);
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "Here.");
}

#[test]
fn new_lines_take_the_place_of_the_text_and_an_empty_line_keeps_it() {
    let home = Home::new();
    home.interview(
        "--role em",
        &[
            "First try.",
            "",
            "2",
            ":back",
            "Second try.",
            "",
            "",
            ":back",
            ":back",
            "",
            "5",
            ":quit",
        ],
    );
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["evidence"], "Second try.");
    assert_eq!(answer(&report, FRICTION)["rating"], 5);
}

#[test]
fn the_review_opens_a_question_by_its_id_and_comes_back() {
    let home = Home::new();
    let ran = home.interview(
        "--role em",
        &[
            ":review",
            "team.praised",
            "By name, in May.",
            "",
            "4",
            "no.such",
            ":finish",
            "",
        ],
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("saved team.praised ("), "{ran:#?}");
    assert!(ran.err.contains("`no.such`"), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(answer(&report, "team.praised")["rating"], 4);
    assert_eq!(answer(&report, FRICTION)["state"], "skipped");
}

#[test]
fn the_review_shows_how_every_answer_stands() {
    let home = Home::new();
    let ran = home.interview(
        "--role em",
        &[
            "",
            "4",
            "Kept.",
            ":skip",
            ":na no-opportunity",
            ":private",
            "Sh.",
            "",
            "2",
            ":review",
        ],
    );
    let line = |id: &str| {
        let found = ran
            .err
            .lines()
            .rfind(|line| line.trim_start().starts_with(id));
        found
            .unwrap_or_else(|| panic!("no line for `{id}` in {ran:#?}"))
            .to_owned()
    };
    assert!(line(FRICTION).contains("no evidence"), "{}", line(FRICTION));
    assert!(line(SHIPPED).contains("skipped"), "{}", line(SHIPPED));
    assert!(
        line(PULLED_IN).contains("not applicable"),
        "{}",
        line(PULLED_IN)
    );
    assert!(
        line("team.hired").contains("private"),
        "{}",
        line("team.hired")
    );
    assert!(line("timescales.protected").contains("not answered"));
}

#[test]
fn help_lists_every_command_at_a_question() {
    let home = Home::new();
    let ran = home.interview("--role em", &[":help"]);
    for command in [
        ":skip", ":na", ":private", ":reuse", ":edit", ":back", ":review", ":finish", ":quit",
    ] {
        let is_listed = ran
            .err
            .lines()
            .any(|line| line.trim_start().starts_with(command));
        assert!(is_listed, "no `{command}` in {ran:#?}");
    }
}

#[test]
fn an_unknown_command_is_told_and_is_not_text() {
    let home = Home::new();
    let ran = home.interview("--role em", &[":skp", "Mine.", "", "3", ":quit"]);
    assert!(ran.err.contains("`:skp`"), "{ran:#?}");
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "Mine.");
}

#[test]
fn edit_takes_the_text_that_the_editor_leaves() {
    let home = Home::new();
    let editor = home.write(
        "editor.sh",
        "#!/bin/sh\nprintf 'edited: ' > \"$2\"\necho \"$1\" >> \"$2\"\n",
    );
    let ran = home
        .emkit("assess --accessible --date 2026-11-20 --role em")
        .env(
            "EDITOR",
            &format!("/bin/sh {} 'two words'", editor.display()),
        )
        .stdin(":edit\n3\n:quit\n")
        .ok();
    let report = home.json(NOW);
    assert_eq!(
        answer(&report, FRICTION)["evidence"],
        "edited: two words",
        "{ran:#?}"
    );
    assert_eq!(answer(&report, FRICTION)["rating"], 3);
}

#[test]
fn edit_without_an_editor_names_the_variables_and_goes_on() {
    let home = Home::new();
    let ran = home.interview("--role em", &[":edit", "By hand.", "", "3", ":quit"]);
    assert!(ran.err.contains("EDITOR"), "{ran:#?}");
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "By hand.");
}

#[test]
fn a_follow_up_shows_what_was_written_for_the_question_before_it() {
    let home = Home::new();
    let ran = home.interview(
        "--role em --skill clarity",
        &["Speed against safety.", "", "3", ":quit"],
    );
    let (_, after) = ran
        .err
        .split_once("saved clarity.tradeoff")
        .expect("an answer");
    assert!(after.contains("Speed against safety."), "{ran:#?}");
}

#[test]
fn a_line_of_blanks_takes_no_texts_place() {
    let home = Home::new();
    let lines = ["A text.", "", "3", ":back", "   ", "", ":quit"];
    home.interview("--role em", &lines);
    let report = home.json(NOW);
    let evidence = answer(&report, FRICTION)["evidence"].as_str();
    assert_eq!(evidence.map(str::trim_end), Some("A text."));
}
