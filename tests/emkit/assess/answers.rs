//! `--answers`: a whole interview from a file, taken whole or not at all.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Home, answer, skill};

const NOW: &str = "2026-Q4";
const BEFORE: &str = "2026-Q3";
const FRICTION: &str = "execution.friction";
const SHIPPED: &str = "execution.shipped";

const FULL: &str = "\
answers:
  execution.friction: 3
  execution.shipped:
    rating: 4
    evidence: Moved billing to the new ledger in six weeks, no rollback.
    private: true
  execution.pulled-in:
    evidence: Nothing to rate yet.
  team.hired:
    not_applicable: no-opportunity
    note: Hiring freeze since March.
last_focus:
  - skill: clarity
    outcome: partly
    note: Three of six Mondays.
focus:
  - skill: clarity
    action: Publish the top three problems every other Monday.
";

/// What is wrong, the line and column where it is, and a word the message has to name.
const REFUSED: [(&str, &str, &str); 32] = [
    ("answers: {}\nmood: good\n", "2:1", "`mood`"),
    (
        "answers:\n  execution.friction: {rating: 3, mood: good}\n",
        "2:35",
        "`mood`",
    ),
    (
        "answers:\n  execution.fiction: 3\n",
        "2:3",
        "`execution.fiction`",
    ),
    (
        "answers:\n  execution.friction: 0\n",
        "2:23",
        "`execution.friction`",
    ),
    (
        "answers:\n  execution.friction: 6\n",
        "2:23",
        "`execution.friction`",
    ),
    (
        "answers:\n  execution.friction: \"3\"\n",
        "2:23",
        "`execution.friction`",
    ),
    (
        "answers:\n  execution.friction: 3.5\n",
        "2:23",
        "`execution.friction`",
    ),
    (
        "answers:\n  execution.friction: yes\n",
        "2:23",
        "`execution.friction`",
    ),
    (
        "answers:\n  execution.friction:\n    rating: \"3\"\n",
        "3:13",
        "`execution.friction`",
    ),
    (
        "answers:\n  execution.friction:\n    rating: 3\n    not_applicable: other\n",
        "3:13",
        "`execution.friction`",
    ),
    (
        "answers:\n  execution.friction: {not_applicable: tired}\n",
        "2:40",
        "`tired`",
    ),
    (
        "answers:\n  execution.friction: 3\n  execution.friction: 4\n",
        "3:3",
        "execution.friction",
    ),
    (
        "answers: {}\nfocus:\n  - skill: patience\n    action: Wait.\n",
        "3:12",
        "`patience`",
    ),
    (
        "answers: {}\nfocus:\n  - skill: clarity\n",
        "3:5",
        "`action`",
    ),
    (
        "answers: {}\nfocus:\n  - {skill: team, action: A.}\n  - {skill: taste, action: B.}\n  - {skill: clarity, action: C.}\n",
        "5:5",
        "`focus`",
    ),
    (
        "answers: {}\nlast_focus:\n  - skill: clarity\n    outcome: nearly\n",
        "4:14",
        "`nearly`",
    ),
    (
        "answers: {}\nlast_focus:\n  - skill: patience\n    outcome: done\n",
        "3:12",
        "`patience`",
    ),
    (
        "answers:\n  execution.friction: {rating: 3, private: perhaps}\n",
        "2:44",
        "`private`",
    ),
    (
        "answers: {}\nfocus: [{skill: team, action: A., by: soon}]\n",
        "2:39",
        "`soon` is not a date such as `2026-11-20`",
    ),
    (
        "answers: {team.magnet: 3}\nhighlights: [{question: team.magic}]\n",
        "2:25",
        "no question `team.magic`; did you mean `team.magnet`?",
    ),
    (
        "answers:\n  team.magnet: {rating: 3, evidence: E., private: true}\nhighlights: [{question: team.magnet}]\n",
        "3:25",
        "`team.magnet` can't be one",
    ),
    (
        "answers: {team.magnet: {evidence: E.}}\nhighlights: [{question: team.magnet, text: T.}]\n",
        "2:25",
        "`team.magnet` can't be one",
    ),
    (
        "answers: {team.hired: 3}\nhighlights: [{question: team.magnet, text: T.}]\n",
        "2:25",
        "`team.magnet` can't be one",
    ),
    (
        "answers: {team.hired: {not_applicable: other}}\nhighlights: [{question: team.hired}]\n",
        "2:25",
        "`team.hired` can't be one",
    ),
    (
        "answers: {team.magnet: 3}\nhighlights: [{question: team.magnet}]\n",
        "2:25",
        "with evidence or a `text`",
    ),
    (
        "answers: {team.magnet: 3}\nhighlights: [{text: ' '}]\n",
        "2:14",
        "give a `question` or a `text`",
    ),
    (
        "answers: {}\nhighlights: [{text: A}, {text: B}, {text: C}, {text: D}, {text: E}, {text: F}]\n",
        "2:69",
        "5 at most, not 6",
    ),
    (
        "answers: {team.magnet: 3}\ntargets: {team: 6}\n",
        "2:17",
        "`team`: `6` is not from 1 to 5",
    ),
    (
        "answers: {team.magnet: 3}\ntargets: {tem: 3}\n",
        "2:11",
        "no skill `tem`; did you mean `team`?",
    ),
    (
        "answers: {team.magnet: {rating: 3, carried: lately}}\n",
        "1:45",
        "`lately` is not a period",
    ),
    (
        "answers: {team.magnet: {evidence: E., carried: 2026-Q3}}\n",
        "1:48",
        "is `carried`, which goes with a rating",
    ),
    ("answers:\n  execution.friction: [3\n", "", ""),
];

#[test]
fn an_answers_file_makes_the_finished_assessment_at_once() {
    let home = Home::new();
    home.write("mine.yaml", FULL);
    let ran = home
        .emkit("assess --date 2026-11-20 --answers mine.yaml")
        .ok();
    assert!(
        ran.out.contains("Execution"),
        "the table is shown: {ran:#?}"
    );
    let report = home.json("2026-Q4 --include-private");
    assert_eq!(report["status"], "finished");
    assert_eq!(report["role"], "em", "the rubric's first profile");
    assert_eq!(answer(&report, FRICTION)["rating"], 3);
    assert_eq!(answer(&report, SHIPPED)["private"], true);
    let text = "Moved billing to the new ledger in six weeks, no rollback.";
    assert_eq!(answer(&report, SHIPPED)["evidence"], text);
    let hired = answer(&report, "team.hired");
    assert_eq!(hired["reason"], "no-opportunity");
    assert_eq!(hired["note"], "Hiring freeze since March.");
    assert_eq!(skill(&report, "team")["applicable"], 4);
    assert_eq!(
        answer(&report, "team.peers")["state"],
        "skipped",
        "it was left out"
    );
    assert!(!home.file("drafts", NOW).exists());
}

#[test]
fn evidence_without_a_rating_is_kept_and_the_question_counts_as_skipped() {
    let home = Home::new();
    home.assessed(NOW, FULL);
    let report = home.json(NOW);
    let pulled_in = answer(&report, "execution.pulled-in");
    assert_eq!(pulled_in["state"], "skipped");
    assert_eq!(pulled_in["evidence"], "Nothing to rate yet.");
    assert_eq!(skill(&report, "execution")["rated"], 2);
}

#[test]
fn role_and_stage_may_be_named() {
    let home = Home::new();
    home.emkit("assess --date 2026-11-20 --role cto --stage seed --answers -")
        .stdin(FULL)
        .ok();
    let report = home.json(NOW);
    assert_eq!(
        (&report["role"], &report["stage"]),
        (&json!("cto"), &json!("seed"))
    );
}

#[test]
fn whatever_is_wrong_is_refused_with_its_place_and_nothing_is_written() {
    for (text, place, named) in REFUSED {
        let home = Home::new();
        home.write("mine.yaml", text);
        let ran = home
            .emkit("assess --date 2026-11-20 --answers mine.yaml")
            .fails(1);
        assert!(
            ran.err.contains(&format!("mine.yaml:{place}")),
            "{text}\n{}",
            ran.err
        );
        assert!(ran.err.contains(named), "{text}\n{}", ran.err);
        assert!(ran.err.contains("hint: "), "{text}\n{}", ran.err);
        assert_eq!(ran.out, "", "{text}");
        assert!(!home.file("assessments", NOW).exists(), "{text}");
        assert!(!home.file("drafts", NOW).exists(), "{text}");
    }
}

#[test]
fn the_offending_line_is_shown() {
    let home = Home::new();
    let text = "answers:\n  execution.friction: 7 # too proud\n";
    let ran = home.emkit("assess --answers -").stdin(text).fails(1);
    assert!(
        ran.err.contains("execution.friction: 7 # too proud"),
        "{ran:#?}"
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    let home = Home::new();
    let text = "answers:\n  execution.fiction: 3\n  execution.shipped: 9\n  team.hired: {not_applicable: tired}\n";
    let ran = home.emkit("assess --answers -").stdin(text).fails(1);
    for place in [":2:", ":3:", ":4:"] {
        assert!(ran.err.contains(place), "{ran:#?}");
    }
}

#[test]
fn a_file_that_is_no_yaml_is_refused_with_its_place() {
    for text in [
        "answers: [\n",
        "answers:\n\t- tab\n",
        "- a\n- list\n",
        "",
        "just words\n",
    ] {
        let home = Home::new();
        home.write("mine.yaml", text);
        let ran = home
            .emkit("assess --date 2026-11-20 --answers mine.yaml")
            .fails(1);
        assert!(ran.err.contains("mine.yaml"), "{text:?} {ran:#?}");
        assert!(!home.file("assessments", NOW).exists(), "{text:?}");
    }
}

#[test]
fn a_file_that_is_no_utf_8_is_refused_with_its_line() {
    let home = Home::new();
    home.write(
        "mine.yaml",
        b"answers:\n  execution.friction: {rating: 3, evidence: Caf\xe9}\n",
    );
    let ran = home
        .emkit("assess --date 2026-11-20 --answers mine.yaml")
        .fails(1);
    assert!(ran.err.contains("mine.yaml:2:"), "{ran:#?}");
    assert!(!home.file("assessments", NOW).exists());
}

#[test]
fn stdin_that_is_no_utf_8_is_refused_with_its_line() {
    let home = Home::new();
    let text = b"answers:\n  execution.friction: {rating: 3, evidence: Caf\xe9}\n";
    let ran = home
        .emkit("assess --date 2026-11-20 --answers -")
        .stdin(text)
        .fails(1);
    assert!(
        ran.err.contains(":2:") || ran.err.contains("line 2"),
        "{ran:#?}"
    );
    assert!(!home.file("assessments", NOW).exists());
}

#[test]
fn a_file_that_is_missing_a_folder_or_too_large_is_refused_by_name() {
    let home = Home::new();
    std::fs::create_dir(home.path().join("folder.yaml")).expect("a folder");
    home.write(
        "large.yaml",
        format!("answers: {{}}\n#{}\n", "x".repeat(5 * 1024 * 1024)),
    );
    for name in ["missing.yaml", "folder.yaml", "large.yaml"] {
        let ran = home
            .emkit(&format!("assess --date 2026-11-20 --answers {name}"))
            .fails(1);
        assert!(ran.err.contains(&format!("`{name}`")), "{ran:#?}");
        assert!(!home.file("assessments", NOW).exists());
    }
}

#[test]
fn an_endless_stdin_is_refused() {
    let home = Home::new();
    let text = format!("answers: {{}}\n#{}\n", "x".repeat(5 * 1024 * 1024));
    home.emkit("assess --date 2026-11-20 --answers -")
        .stdin(text)
        .fails(1);
    assert!(!home.file("assessments", NOW).exists());
}

#[test]
fn the_last_focus_gets_its_action_from_the_assessment_before() {
    let home = Home::new();
    home.assessed(
        BEFORE,
        "answers: {}\nfocus:\n  - {skill: team, action: One talk a week.}\n  - {skill: clarity, action: Publish three problems.}\n",
    );
    let printed = home
        .emkit("assess --date 2026-11-20 --print-answers")
        .ok()
        .out;
    for action in ["One talk a week.", "Publish three problems."] {
        assert!(
            printed.contains(&format!("#     action: {action}")),
            "{printed}"
        );
    }
    home.assessed(NOW, FULL);
    assert_eq!(
        home.json(NOW)["last_focus"],
        json!([{
            "skill": "clarity",
            "action": "Publish three problems.",
            "outcome": "partly",
            "by": null,
            "sign": null,
            "note": "Three of six Mondays.",
        }])
    );
}

#[test]
fn highlights_own_targets_and_the_sign_of_a_focus_are_stored_and_carried_to_the_next_quarter() {
    let home = Home::new();
    let text = "\
answers:
  team.magnet: {rating: 3, evidence: Two former colleagues asked to join., carried: 2026-Q2}
focus:
  - skill: team
    action: One talk a week.
    by: 2027-01-20
    sign: Each senior has one changed assignment.
highlights:
  - question: team.magnet
    text: Two people asked to join us.
  - text: Won the tender that had looked lost.
targets: {team: 4, clarity: 3.5}
";
    home.assessed(BEFORE, text);
    let stored = fs::read_to_string(home.file("assessments", BEFORE)).expect("there");
    for part in [
        "role: own\n",
        "carried: 2026-Q2\n",
        "  by: \"2027-01-20\"\n  sign: Each senior has one changed assignment.\n",
        "highlights:\n- question: team.magnet\n  text: Two people asked to join us.\n- text: Won the tender",
        "targets:\n  clarity: 3.5\n  team: 4\n",
    ] {
        assert!(stored.contains(part), "{part}\n{stored}");
    }
    home.assessed(
        NOW,
        "answers: {team.magnet: 3}\nlast_focus: [{skill: team, outcome: done}]\n",
    );
    let stored = fs::read_to_string(home.file("assessments", NOW)).expect("there");
    let last = "last_focus:\n- skill: team\n  action: One talk a week.\n  outcome: done\n  by: \"2027-01-20\"\n  sign: Each senior has one changed assignment.\n";
    assert!(stored.contains(last), "{stored}");
}

#[test]
fn a_highlight_that_became_private_later_still_reads() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers: {team.magnet: {rating: 3, evidence: E.}}\nhighlights: [{question: team.magnet}]\n",
    );
    let file = home.file("assessments", NOW);
    let stored = fs::read_to_string(&file).expect("there");
    let private = stored.replacen("evidence: E.\n", "evidence: E.\n    private: true\n", 1);
    fs::write(&file, private).expect("written");
    home.emkit("show").ok();
}

#[test]
fn a_mark_at_the_start_and_windows_line_ends_do_no_harm() {
    let home = Home::new();
    let text = format!("\u{feff}{}", FULL.replace('\n', "\r\n"));
    home.emkit("assess --date 2026-11-20 --answers -")
        .stdin(text)
        .ok();
    let report = home.json(NOW);
    assert_eq!(answer(&report, FRICTION)["rating"], 3);
    assert_eq!(
        answer(&report, "execution.pulled-in")["evidence"],
        "Nothing to rate yet."
    );
}

#[test]
fn a_text_that_yaml_takes_for_a_comment_is_told() {
    let home = Home::new();
    let ran = home
        .emkit("assess --date 2026-11-20 --answers -")
        .stdin("answers:\n  execution.friction:\n    rating: 3\n    evidence: Closed #4 and #5 of it\n")
        .run();
    let is_told = ran.err.contains("#4 and #5 of it");
    let is_kept = ran.code == Some(0)
        && answer(&home.json(NOW), FRICTION)["evidence"] == "Closed #4 and #5 of it";
    assert!(is_told || is_kept, "{ran:#?}");
}

#[test]
fn a_private_rating_is_withheld_without_a_text_too() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers: {execution.friction: {rating: 3, private: true}}\n",
    );
    assert_eq!(home.json(NOW)["withheld"], 1);
    assert_eq!(answer(&home.json(NOW), FRICTION)["rating"], Value::Null);
}

#[test]
fn a_problem_is_found_in_its_line_whatever_ends_the_lines() {
    let home = Home::new();
    for end in ["\n", "\r\n", "\r"] {
        let answers = ["answers:", "  team.magnet: 3", "  team.hired: 9", ""].join(end);
        let ran = home.emkit("assess --date 2026-11-20 --answers -");
        let ran = ran.stdin(answers).fails(1);
        assert!(ran.err.contains(":3:15: "), "{end:?}: {ran:#?}");
        assert!(
            ran.err.contains("3 |   team.hired: 9\n"),
            "{end:?}: {ran:#?}"
        );
    }
}
