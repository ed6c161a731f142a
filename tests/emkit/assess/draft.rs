//! What stays when an interview is left, and how it is taken up again.

use std::fs;

use crate::support::process::{ENDING, Live};
use crate::support::{Home, TODAY, answer};

const NOW: &str = "2026-Q4";
const FRICTION: &str = "execution.friction";
const SHIPPED: &str = "execution.shipped";

#[test]
fn quit_ends_well_and_leaves_a_draft() {
    let home = Home::new();
    let ran = home.interview("--role em", &["Done so far.", "", "4", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("--resume"), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(report["status"], "draft");
    assert_eq!(answer(&report, FRICTION)["rating"], 4);
    assert!(!home.file("assessments", NOW).exists());
}

#[test]
fn input_that_ends_leaves_a_draft_with_the_evidence_that_has_no_rating_yet() {
    let home = Home::new();
    let ran = home.interview("--role em", &["Whole.", "", "4", "Not rated.", ""]);
    assert_eq!(ran.code, Some(130), "{ran:#?}");
    assert!(ran.err.contains("--resume"), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(report["status"], "draft");
    assert_eq!(answer(&report, FRICTION)["rating"], 4);
    assert_eq!(answer(&report, SHIPPED)["evidence"], "Not rated.");
    assert_ne!(answer(&report, SHIPPED)["state"], "rated");
}

#[test]
fn input_that_ends_inside_a_text_keeps_the_lines_that_were_typed() {
    let home = Home::new();
    let ran = home.interview("--role em", &["One line.", "And another."]);
    assert_eq!(ran.code, Some(130), "{ran:#?}");
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "One line.\nAnd another."
    );
}

#[test]
fn input_that_ends_inside_a_new_text_keeps_the_old_one_too() {
    let home = Home::new();
    home.interview("--role em", &["The old text.", "", "4", ":quit"]);
    home.interview("--edit execution.friction", &["The new text, not ended."]);
    let report = home.json(NOW);
    let text = answer(&report, FRICTION)["evidence"]
        .as_str()
        .expect("a text")
        .to_owned();
    assert!(
        text.contains("The old text.") && text.contains("not ended."),
        "{text}"
    );
    assert_eq!(answer(&report, FRICTION)["rating"], 4);
}

#[test]
fn input_that_ends_before_the_first_answer_is_an_interruption() {
    let home = Home::new();
    assert_eq!(home.interview("", &[]).code, Some(130));
    assert_eq!(home.interview("--role em", &[]).code, Some(130));
}

#[test]
fn input_that_ends_after_finish_counts_as_empty_lines() {
    for lines in [&["", "4", ":finish"][..], &["", "4", ":review", ":finish"]] {
        let home = Home::new();
        let ran = home.interview("--role em", lines);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        let report = home.json(NOW);
        assert_eq!(report["status"], "finished");
        assert_eq!(report["focus"], serde_json::json!([]));
    }
}

#[test]
fn input_that_ends_after_the_first_focus_keeps_it() {
    let home = Home::new();
    let ran = home.interview("--role em", &["", "4", ":finish", "team: One talk a week."]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let focus = serde_json::json!([{"skill": "team", "action": "One talk a week.", "by": null, "sign": null}]);
    assert_eq!(home.json(NOW)["focus"], focus);
}

#[test]
fn an_open_draft_is_taken_up_or_set_aside_as_the_person_chooses() {
    let home = Home::new();
    home.interview("--role em", &["Old.", "", "4", ":quit"]);
    let resumed = home.interview("", &["9", "1", "Second.", "", "3", ":quit"]);
    for line in ["1  ", "2  "] {
        let is_listed = resumed
            .err
            .lines()
            .any(|said| said.trim_start().starts_with(line));
        assert!(is_listed, "no choice `{line}` in {resumed:#?}");
    }
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["evidence"], "Old.");
    assert_eq!(answer(&report, SHIPPED)["evidence"], "Second.");

    home.interview("--role em", &["2", "Anew.", "", "1", ":quit"]);
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["evidence"], "Anew.");
    assert_eq!(
        answer(&report, SHIPPED)["evidence"],
        serde_json::Value::Null
    );
    assert!(
        home.kept("drafts")
            .iter()
            .any(|text| text.contains("Second."))
    );
}

#[test]
fn quit_at_the_choice_ends_well_and_leaves_the_draft_as_it_was() {
    let home = Home::new();
    home.interview("--role em", &["Old.", "", "4", ":quit"]);
    let before = fs::read(home.file("drafts", NOW)).expect("the draft");
    let ran = home.interview("", &[":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(
        fs::read(home.file("drafts", NOW)).expect("the draft"),
        before
    );
}

#[test]
fn an_interview_left_before_the_stage_was_given_asks_for_it_again() {
    let home = Home::new();
    home.interview("", &["2"]);
    let ran = home.interview("--resume", &["2"]);
    assert!(ran.err.contains("Series B"), "{ran:#?}");
}

#[test]
fn leaving_at_the_choice_leaves_the_draft_as_it_was() {
    let home = Home::new();
    home.interview("--role em", &["Old.", "", "4", ":quit"]);
    let before = fs::read(home.file("drafts", NOW)).expect("the draft");
    assert_eq!(home.interview("", &[]).code, Some(130));
    assert_eq!(
        fs::read(home.file("drafts", NOW)).expect("the draft"),
        before
    );
}

#[test]
fn resume_goes_on_at_the_first_question_without_an_answer() {
    let home = Home::new();
    home.interview("--role em", &["First.", "", "4", "Second.", ""]);
    let ran = home.interview("--resume", &["", "2", ":quit"]);
    assert!(
        ran.err.contains("Second."),
        "what was written is shown: {ran:#?}"
    );
    let report = home.json(NOW);
    assert_eq!(answer(&report, SHIPPED)["evidence"], "Second.");
    assert_eq!(answer(&report, SHIPPED)["rating"], 2);
    assert_eq!(answer(&report, FRICTION)["rating"], 4);
}

#[test]
fn fresh_begins_anew_and_keeps_the_old_draft() {
    let home = Home::new();
    home.interview("--role em", &["Old.", "", "4", ":quit"]);
    home.interview("--role em --fresh", &["Anew.", "", "2", ":quit"]);
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "Anew.");
    assert!(home.kept("drafts").iter().any(|text| text.contains("Old.")));
}

#[test]
fn resume_and_fresh_do_not_go_together() {
    let home = Home::new();
    home.emkit("assess --accessible --resume --fresh").fails(2);
}

#[test]
fn a_finished_period_opens_the_review_and_keeps_the_earlier_version() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers:\n  execution.friction: {rating: 4, evidence: As it was.}\n",
    );
    let ran = home.interview("", &[FRICTION, "As it is.", "", "2", ":finish", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(report["status"], "finished");
    assert_eq!(answer(&report, FRICTION)["evidence"], "As it is.");
    assert!(
        home.kept("assessments")
            .iter()
            .any(|text| text.contains("As it was."))
    );
    assert!(!home.file("drafts", NOW).exists());
}

#[test]
fn a_finished_period_stays_finished_while_it_is_being_changed() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers:\n  execution.friction: {rating: 4, evidence: As it was.}\n",
    );
    let before = fs::read(home.file("assessments", NOW)).expect("the assessment");
    let ran = home.interview("", &[FRICTION, "As it is.", "", "2"]);
    assert_eq!(ran.code, Some(130), "{ran:#?}");
    assert_eq!(
        fs::read(home.file("assessments", NOW)).expect("the assessment"),
        before
    );
    let ran = home.interview("--resume", &[":finish"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "As it is.");
}

#[test]
fn edit_changes_one_answer_of_a_finished_period() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers: {execution.shipped: 5, execution.friction: 4}\nfocus: [{skill: team, action: Talk.}]\n",
    );
    let ran = home.interview("--edit execution.friction", &["Looked again.", "", "2"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(report["status"], "finished");
    assert_eq!(answer(&report, FRICTION)["rating"], 2);
    assert_eq!(answer(&report, FRICTION)["evidence"], "Looked again.");
    assert_eq!(answer(&report, SHIPPED)["rating"], 5);
    assert_eq!(
        report["focus"],
        serde_json::json!([{"skill": "team", "action": "Talk.", "by": null, "sign": null}])
    );
    assert!(!home.file("drafts", NOW).exists());
    assert_eq!(home.kept("assessments").len(), 1);
}

#[test]
fn a_quarter_stays_finished_on_its_day_until_it_is_started_over() {
    let home = Home::new();
    home.assessed(NOW, "answers: {execution.shipped: 5}\n");
    let later = |arguments: &str, lines: &str| {
        home.emkit(&format!(
            "assess --accessible --date 2026-12-05 {arguments}"
        ))
        .stdin(lines)
        .ok();
        home.json(NOW)["finished"].clone()
    };
    let day = later(
        "--period 2026-Q4 --edit execution.friction",
        "Looked again.\n\n2\n",
    );
    assert_eq!(day, TODAY);
    let day = later(
        "--period 2026-Q4 --fresh --role em",
        "Slow.\n\n2\n:finish\n",
    );
    assert_eq!(day, "2026-12-05");
}

#[test]
fn edit_goes_straight_to_one_question_of_a_draft() {
    let home = Home::new();
    home.interview("--role em", &["First.", "", "4", ":quit"]);
    let ran = home.interview("--edit team.praised", &["In May.", "", "5", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let report = home.json(NOW);
    assert_eq!(report["status"], "draft");
    assert_eq!(answer(&report, "team.praised")["rating"], 5);
    assert_eq!(answer(&report, FRICTION)["evidence"], "First.");
}

#[test]
fn a_skill_that_was_skipped_can_be_answered_after_the_period_is_finished() {
    let home = Home::new();
    home.assessed(NOW, "answers: {execution.friction: 4, team.hired: 2}\n");
    let lines = [
        "Shipped.", "", "3", "", "2", FRICTION, "", "1", ":finish", "",
    ];
    let ran = home.interview("--skill execution", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(
        ran.err.contains("saved execution.shipped (2 of 3)"),
        "{ran:#?}"
    );
    let report = home.json(NOW);
    let rating = |id| answer(&report, id)["rating"].clone();
    assert_eq!(
        [
            rating(FRICTION),
            rating(SHIPPED),
            rating("execution.pulled-in")
        ],
        [1, 3, 2]
    );
    assert_eq!(rating("team.hired"), 2);
}

#[test]
fn fresh_on_a_finished_period_begins_anew_and_replaces_it_only_at_the_end() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers:\n  execution.friction: {rating: 4, evidence: As it was.}\n",
    );
    home.interview("--role em --fresh", &["Anew.", "", "2"]);
    let shown = fs::read_to_string(home.file("assessments", NOW)).expect("the assessment");
    assert!(shown.contains("As it was."));
    home.interview("--resume", &[":finish"]);
    assert_eq!(answer(&home.json(NOW), FRICTION)["evidence"], "Anew.");
    assert!(
        home.kept("assessments")
            .iter()
            .any(|text| text.contains("As it was."))
    );
}

#[test]
fn a_signal_while_a_line_is_awaited_keeps_the_draft() {
    for (signal, code) in ENDING {
        let home = Home::new();
        let arguments = format!("assess --accessible --role em --date {TODAY}");
        let mut live = Live::begin(home.emkit(&arguments).command());
        live.type_lines(&["Typed.", "", "4"]);
        live.wait_for("saved execution.friction");
        live.signal(signal);
        live.wait_for("--resume");
        let ran = live.end();
        assert_eq!(ran.code, Some(code), "{signal}: {ran:#?}");
        let report = home.json(NOW);
        assert_eq!(answer(&report, FRICTION)["rating"], 4, "{signal}");
    }
}

#[test]
fn without_a_folder_to_save_in_nothing_is_asked() {
    let home = Home::new();
    let ran = home
        .emkit("assess --accessible --role em")
        .without_env("EMKIT_HOME")
        .stdin("Mine.\n\n3\n:quit\n")
        .fails(1);
    assert!(ran.err.contains("--home"), "{ran:#?}");
    assert!(!ran.err.contains(FRICTION), "{ran:#?}");
}

/// An interview in which nothing more can be saved once the second line of a text is typed.
fn blocked_in_a_text(home: &Home) -> Live {
    let mut live = Live::begin(
        home.emkit(&format!("assess --accessible --role em --date {TODAY}"))
            .command(),
    );
    live.wait_for("Evidence; blank line to finish:");
    fs::rename(home.store().join("drafts"), home.path().join("away")).expect("moved");
    fs::write(home.store().join("drafts"), "in the way").expect("a file in the way");
    live.type_lines(&["The first line.", "The second line."]);
    live.wait_for("What now?");
    live.wait_for("kept for your text");
    live
}

#[test]
fn lines_typed_on_while_a_save_fails_become_part_of_the_text_after_it() {
    let home = Home::new();
    let mut live = blocked_in_a_text(&home);
    fs::remove_file(home.store().join("drafts")).expect("removed");
    fs::rename(home.path().join("away"), home.store().join("drafts")).expect("back");
    live.type_lines(&["1", "", "3", ":quit"]);
    assert_eq!(live.end().code, Some(0));
    let evidence = home.json("2026-Q4")["skills"][0]["answers"][0]["evidence"].clone();
    assert_eq!(evidence, "The first line.\nThe second line.");
}

#[test]
fn lines_typed_on_while_a_save_fails_are_handed_back_with_the_rest() {
    let home = Home::new();
    let mut live = blocked_in_a_text(&home);
    live.type_lines(&["3"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    let (_, printed) = ran.err.split_once("What now?").expect("asked");
    assert!(printed.contains("The first line."), "{printed}");
    assert!(
        printed.contains("You had also typed:\nThe second line.\n"),
        "{printed}"
    );
}
