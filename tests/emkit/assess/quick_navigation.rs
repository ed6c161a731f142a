//! `assess --quick`: leaving, going on, and the ways about its ratings and its texts.

use serde_json::Value;

use crate::assess::quick::{BEFORE, asked, assess, by_phase, home, quick, report, resumed, sketch};
use crate::support::answer;

#[test]
fn skipping_a_text_leaves_the_rating_and_what_was_typed() {
    let home = home();
    let ran = quick(
        &home,
        &["4", "3", "1", "1", "1", ":skip", "Half a", ":skip", ":quit"],
    );
    assert_eq!(asked(&ran)[5..], ["text one.a", "text one.b"]);
    let report = report(&home);
    assert_eq!(answer(&report, "one.a")["rating"], 4, "{ran:#?}");
    assert_eq!(answer(&report, "one.b")["rating"], 3);
    assert_eq!(answer(&report, "one.b")["evidence"], "Half a");
}

#[test]
fn skipping_a_rating_leaves_the_question_without_one_and_asks_for_no_text() {
    let home = home();
    let ran = quick(&home, &[":skip", "4", "1", "1", "1"]);
    assert_eq!(asked(&ran)[5..], ["text one.b"], "{ran:#?}");
    assert_eq!(answer(&report(&home), "one.a")["state"], "skipped");
}

#[test]
fn back_among_the_ratings_goes_to_the_rating_before() {
    let home = home();
    let ran = quick(&home, &[":back", "2", "4", ":back", "5", "1", ":quit"]);
    let expected = [
        "rating one.a",
        "rating one.b",
        "rating one.c",
        "rating one.b",
        "rating one.c",
        "rating two.d",
    ];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    let report = report(&home);
    assert_eq!(answer(&report, "one.a")["rating"], 2);
    assert_eq!(answer(&report, "one.b")["rating"], 5);
}

#[test]
fn back_among_the_texts_goes_to_the_text_before_and_in_the_end_to_the_last_rating() {
    let home = home();
    let ran = quick(
        &home,
        &[
            "3", "3", "1", "1", "2", // the ratings
            "For a.", "", // a text
            "Begun", ":back", ":back", // from the second text to the last rating
            "4", "For e.", "", "Whole.", "", ":quit",
        ],
    );
    let expected = [
        "text one.a",
        "text one.b",
        "text one.a",
        "rating two.e",
        "text two.e",
        "text one.b",
    ];
    assert_eq!(asked(&ran)[5..], expected, "{ran:#?}");
    assert!(ran.err.contains("\n  | Begun\n"), "{ran:#?}");
    assert!(
        ran.err.contains("evidence 1 of 3 · The two 2 of 2"),
        "{ran:#?}"
    );
    let report = report(&home);
    for (id, rating, text) in [
        ("one.a", 3, "For a."),
        ("one.b", 3, "Whole."),
        ("two.e", 4, "For e."),
    ] {
        assert_eq!(answer(&report, id)["rating"], rating, "{id}");
        assert_eq!(answer(&report, id)["evidence"], text, "{id}");
    }
}

#[test]
fn the_review_can_be_opened_among_ratings_and_among_texts_and_goes_on_there() {
    let home = home();
    let ran = quick(
        &home,
        &[
            "3", ":review", "one.c", "For c.", "", "4", // asked as a whole from the review
            ":back", "1", "1", "1", // on with the ratings
            ":review", "one.b", "", "5", ":back", // and with the texts
            "For a.", "", "For b.", "", ":quit",
        ],
    );
    let expected = [
        "rating one.a",
        "rating one.b",
        "text one.c",
        "rating one.c",
        "rating one.b",
        "rating two.d",
        "rating two.e",
        "text one.a",
        "text one.b",
        "rating one.b",
        "text one.a",
        "text one.b",
    ];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    let report = report(&home);
    for (id, rating, text) in [
        ("one.a", 3, "For a."),
        ("one.b", 5, "For b."),
        ("one.c", 4, "For c."),
    ] {
        assert_eq!(answer(&report, id)["rating"], rating, "{id}");
        assert_eq!(answer(&report, id)["evidence"], text, "{id}");
    }
}

#[test]
fn going_on_from_the_review_at_the_end_goes_to_what_was_asked_last() {
    for (last, expected) in [("1", "rating two.e"), ("3", "text two.e")] {
        let home = home();
        let text: &[&str] = if last == "3" { &["For e.", ""] } else { &[] };
        let lines = [&["1", "1", "1", "1", last][..], text, &[":back"]].concat();
        let ran = quick(&home, &lines);
        assert_eq!(
            asked(&ran).last().map(String::as_str),
            Some(expected),
            "{ran:#?}"
        );
    }
}

#[test]
fn a_question_that_does_not_apply_can_be_set_aside_in_both_passes_and_taken_back() {
    let home = home();
    let ran = quick(
        &home,
        &[
            ":na no-opportunity Not yet.",
            "4",
            "3",
            "1",
            "1",
            "Words.",
            ":na other", // at the first text
            ":back",     // from the second text to the first, which has no rating any more
            ":review",
            "one.b",
            "",
            "5",
            ":back", // from the review to that text, and on to the next
            "",
            ":na out-of-scope",
            ":quit",
        ],
    );
    let expected = [
        "text one.b",
        "text one.c",
        "text one.b",
        "text one.b",
        "rating one.b",
        "text one.b",
        "text one.c",
    ];
    assert_eq!(asked(&ran)[5..], expected, "{ran:#?}");
    let report = report(&home);
    assert_eq!(answer(&report, "one.a")["reason"], "no-opportunity");
    assert_eq!(answer(&report, "one.b")["rating"], 5);
    assert_eq!(answer(&report, "one.b")["evidence"], "Words.");
    assert_eq!(answer(&report, "one.c")["reason"], "out-of-scope");
}

#[test]
fn private_works_at_a_rating_and_at_a_text() {
    let home = home();
    quick(
        &home,
        &[
            ":private",
            "3",
            "3",
            "1",
            "1",
            "1",
            "About Sam.",
            "",
            ":private",
            "About Kim.",
            "",
            ":quit",
        ],
    );
    let report = report(&home);
    assert_eq!(report["withheld"], 2);
    for id in ["one.a", "one.b"] {
        assert_eq!(answer(&report, id)["private"], true);
        assert_eq!(answer(&report, id)["state"], "rated");
    }
}

#[test]
fn a_text_from_the_editor_stays_at_the_rating_and_is_not_asked_for_again() {
    let home = home();
    let editor = home.write("editor.sh", "printf 'Edited.\\n' >> \"$1\"\n");
    let ran = home
        .emkit("assess --rubric ./rubric.yaml --role lead --quick --accessible --date 2026-11-20")
        .env("EDITOR", &format!("/bin/sh {}", editor.display()))
        .stdin(":edit\n4\n4\n1\n1\n1\n:edit\n:quit\n")
        .ok();
    let expected = [
        "rating one.a",
        "rating one.b",
        "rating one.c",
        "rating two.d",
        "rating two.e",
        "text one.b",
    ];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    let report = report(&home);
    for id in ["one.a", "one.b"] {
        assert_eq!(answer(&report, id)["rating"], 4, "{ran:#?}");
        assert_eq!(answer(&report, id)["evidence"], "Edited.", "{ran:#?}");
    }
}

#[test]
fn clearing_a_text_at_a_rating_stays_at_the_rating() {
    let home = home();
    assess(&home, "", &["Wrong.", ":quit"]);
    let ran = resumed(&home, &[":clear", "2", ":quit"]);
    assert_eq!(asked(&ran), ["rating one.a", "rating one.b"], "{ran:#?}");
    let report = report(&home);
    assert_eq!(answer(&report, "one.a")["rating"], 2);
    assert_eq!(answer(&report, "one.a")["evidence"], Value::Null);
}

#[test]
fn last_times_text_is_offered_in_words_and_taking_it_says_what_was_taken_and_goes_on() {
    let home = home();
    let then = "answers:\n  one.a: {rating: 5, evidence: In summer.}\n  one.b: {rating: 5, evidence: In June.}\n";
    home.assessed_with(&sketch(), BEFORE, then);
    let ran = quick(
        &home,
        &[
            "3", "4", "1", "1", "1", ":reuse", "Now.", ":reuse", ":finish", "",
        ],
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let (ratings, texts) = by_phase(&ran);
    assert!(
        !ratings.contains("In summer.") && !ratings.contains("now 5"),
        "{ratings}"
    );
    let offered = texts
        .split_once("`:reuse` adds what you wrote")
        .expect("the offer")
        .0;
    assert!(!offered.contains("In summer."), "{offered}");
    assert!(texts.contains("\n  | In summer.\n"), "{texts}");
    assert!(
        // The scale is told before the first question.
        !ran.err.contains("5  exceptional"),
        "the rating of last time is shown: {ran:#?}"
    );
    let report = report(&home);
    assert_eq!(answer(&report, "one.b")["evidence"], "In June.");
    assert_eq!(answer(&report, "one.b")["rating"], 4);
    assert_eq!(answer(&report, "one.a")["evidence"], "Now.\nIn summer.");
    let diff = home
        .emkit("diff --rubric ./rubric.yaml --format json")
        .ok()
        .out;
    let diff: Value = serde_json::from_str(&diff).expect("JSON");
    assert_eq!(diff["skills"][0]["questions"][1]["new_evidence"], false);
}

#[test]
fn last_times_text_taken_at_a_rating_stays_at_the_rating() {
    let home = home();
    home.assessed_with(
        &sketch(),
        BEFORE,
        "answers:\n  one.a: {rating: 5, evidence: In summer.}\n",
    );
    let ran = quick(&home, &[":reuse", "3", "1", "1", "1", "1"]);
    assert_eq!(asked(&ran).len(), 5, "{ran:#?}");
    assert!(ran.err.contains("\n  | In summer.\n"), "{ran:#?}");
    assert_eq!(answer(&report(&home), "one.a")["evidence"], "In summer.");
}

#[test]
fn a_draft_goes_on_with_its_ratings_and_then_with_its_texts() {
    let home = home();
    let left = quick(&home, &["4", "3", ":quit"]);
    assert!(left.err.contains("--resume --quick"), "{left:#?}");
    let ran = resumed(&home, &["3", "1", "1", "For a.", "", ":quit"]);
    let expected = [
        "rating one.c",
        "rating two.d",
        "rating two.e",
        "text one.a",
        "text one.b",
    ];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    let ran = resumed(&home, &["", "", ":quit"]);
    assert_eq!(asked(&ran), ["text one.b", "text one.c"], "{ran:#?}");
    assert!(ran.err.contains("evidence 1 of 2 ·"), "{ran:#?}");
    let again = resumed(&home, &["For b.", "", "For c.", "", ":finish", ""]);
    assert_eq!(again.code, Some(0), "{again:#?}");
    assert_eq!(answer(&report(&home), "one.b")["evidence"], "For b.");
}

#[test]
fn a_text_that_was_declined_is_not_asked_for_again_in_the_same_sitting() {
    let home = home();
    let ran = quick(
        &home,
        &[
            "3", "3", "1", "1", "1", "", ":review", ":back", "", ":review",
        ],
    );
    assert_eq!(
        asked(&ran)[5..],
        ["text one.a", "text one.b", "text one.b"],
        "{ran:#?}"
    );
}

#[test]
fn a_draft_begun_with_ratings_first_goes_on_as_usual_without_the_flag() {
    let home = home();
    quick(&home, &["4", ":quit"]);
    let ran = assess(&home, "--resume", &["For b.", "", "3", ":quit"]);
    let expected = ["text one.b", "rating one.b", "text one.c"];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    assert!(!ran.err.contains("--quick"), "{ran:#?}");
}

#[test]
fn a_draft_begun_as_usual_goes_on_with_ratings_first() {
    let home = home();
    assess(&home, "", &["", "4", "A text for b.", ":quit"]);
    let ran = resumed(&home, &["4", "1", "1", "1", "For a.", ""]);
    let expected = [
        "rating one.b",
        "rating one.c",
        "rating two.d",
        "rating two.e",
        "text one.a",
    ];
    assert_eq!(asked(&ran), expected, "{ran:#?}");
    assert!(ran.err.contains("\n  | A text for b.\n"), "{ran:#?}");
}

#[test]
fn input_that_ends_among_ratings_or_inside_a_text_keeps_the_draft() {
    let home = home();
    let ran = quick(&home, &["4", "3"]);
    assert_eq!(ran.code, Some(130), "{ran:#?}");
    let ran = resumed(&home, &["1", "1", "1", "One line.", "And another."]);
    assert_eq!(ran.code, Some(130), "{ran:#?}");
    let report = report(&home);
    assert_eq!(report["status"], "draft");
    assert_eq!(answer(&report, "one.a")["rating"], 4);
    assert_eq!(
        answer(&report, "one.a")["evidence"],
        "One line.\nAnd another."
    );
    assert_eq!(answer(&report, "one.b")["rating"], 3);
}

#[test]
fn finish_works_at_a_rating_and_at_a_text() {
    for lines in [
        &["4", ":finish", ""][..],
        &["4", "1", "1", "1", "1", "Half", ":finish", ""],
    ] {
        let home = home();
        let ran = quick(&home, lines);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        let report = report(&home);
        assert_eq!(report["status"], "finished");
        assert_eq!(answer(&report, "one.a")["rating"], 4);
    }
}

#[test]
fn evidence_that_was_left_half_written_is_asked_for_again_another_day() {
    let home = home();
    quick(
        &home,
        &["3", "1", "1", "4", "1", "For d.", "", "Half of", ":quit"],
    );
    let ran = resumed(&home, &["Whole.", "", ":quit"]);
    assert_eq!(asked(&ran), ["text one.a"], "{ran:#?}");
    assert!(ran.err.contains("\n  | Half of\n"), "{ran:#?}");
    assert_eq!(answer(&report(&home), "one.a")["evidence"], "Whole.");
    let again = resumed(&home, &[":finish", ""]);
    assert_eq!(asked(&again), [""; 0], "{again:#?}");
    let file = home.store().join("assessments/brief/2026-Q4.yaml");
    let file = std::fs::read_to_string(file).expect("the assessment");
    assert!(!file.contains("begun"), "{file}");
}
