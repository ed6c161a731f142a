//! `--print-answers`: a file to fill in that says what it asks and loses nothing.

use std::fs;

use serde_json::Value;

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, Ran, TODAY};

const NOW: &str = "2026-Q4";

/// Texts that YAML could take for something else.
const AWKWARD: [&str; 14] = [
    "plain",
    "two\nlines",
    "  indented first\nthen not",
    "a blank line\n\nin between",
    "key: value # not a comment",
    "- not\n- a list",
    "null",
    "true",
    "3.0",
    "'single' and \"double\"",
    "a tab\there, a backslash \\n",
    "ünïcödé 日本語 🎉",
    "%percent @at `tick` | > & * !",
    "---\n...",
];

fn printed(home: &Home) -> String {
    home.emkit(&format!("assess --print-answers --date {TODAY}"))
        .ok()
        .out
}

fn all_answers(report: &Value) -> Vec<Value> {
    let skills = report["skills"].as_array().expect("skills");
    skills
        .iter()
        .flat_map(|skill| skill["answers"].as_array().expect("answers").clone())
        .collect()
}

/// Hands a printed file in under a store of its own and returns its answers.
fn handed_in(text: &str) -> Vec<Value> {
    let other = Home::new();
    other.assessed(NOW, text);
    all_answers(&other.json("2026-Q4 --include-private"))
}

#[test]
fn an_empty_period_gives_every_question_with_its_anchors_and_no_answer() {
    let home = Home::new();
    let text = printed(&home);
    assert!(text.contains("\n  execution.friction:"), "{text}");
    assert!(
        text.contains(
            "# What slowed your team down most this quarter, and had it happened before?"
        ),
        "{text}"
    );
    assert!(
        text.contains("5  The people I gave a stuck problem"),
        "{text}"
    );
    let saved = std::fs::read_dir(home.store())
        .expect("the store")
        .flatten();
    let saved: Vec<_> = saved.map(|entry| entry.file_name()).collect();
    assert_eq!(saved, ["schemas"], "printing saves no assessment");
    let answers =
        handed_in(&format!("{text}\nclosing: Nothing else.\n").replacen("closing:\n", "", 1));
    assert_eq!(answers.len(), 28);
    assert!(
        answers.iter().all(|answer| answer["state"] == "skipped"),
        "{answers:?}"
    );
}

#[test]
fn the_printed_file_can_be_filled_in_where_it_stands() {
    let home = Home::new();
    let text = printed(&home).replacen(
        "  execution.friction:\n    rating:\n    evidence:\n",
        "  execution.friction:\n    rating: 4\n    evidence: In its place.\n",
        1,
    );
    let answers = handed_in(&text);
    assert_eq!(answers[0]["rating"], 4, "{text}");
    assert_eq!(answers[0]["evidence"], "In its place.");
}

#[test]
fn a_draft_is_printed_with_what_it_holds_and_handed_in_the_same() {
    let home = Home::new();
    home.interview(
        "--role em",
        &[
            "One.",
            "Two.",
            "",
            "4",
            "Kept.",
            ":skip",
            ":na other No reason.",
            ":private",
            "Sam.",
            "",
            "2",
            ":skip",
            "Not rated yet.",
        ],
    );
    let answers = handed_in(&printed(&home));
    assert_eq!(
        answers,
        all_answers(&home.json("2026-Q4 --include-private"))
    );
}

#[test]
fn a_finished_period_is_printed_with_what_it_holds_and_handed_in_the_same() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers:
  execution.friction: 3
  execution.shipped: {rating: 4, evidence: Moved billing., private: true}
  team.hired: {not_applicable: no-opportunity, note: 'Freeze: since March'}
  team.peers: {evidence: No rating.}
",
    );
    let before = all_answers(&home.json("2026-Q4 --include-private"));
    let text = printed(&home);
    assert_eq!(handed_in(&text), before);

    home.emkit(&format!("assess --date {TODAY} --fresh --answers -"))
        .stdin(text)
        .ok();
    assert_eq!(all_answers(&home.json("2026-Q4 --include-private")), before);
}

#[test]
fn texts_that_yaml_could_misread_come_back_as_they_were() {
    for text in AWKWARD {
        let home = Home::new();
        let typed = [
            text.lines().map(|line| format!("{line}\n")).collect(),
            "\n4\n:quit\n".to_owned(),
        ];
        let typed: String = match text.contains("\n\n") {
            // An empty line cannot be typed; it comes from an answers file.
            true => {
                home.assessed(
                    NOW,
                    &format!(
                        "answers: {{execution.friction: {{rating: 4, evidence: {text:?}}}}}\n"
                    ),
                );
                String::new()
            }
            false => typed.concat(),
        };
        if !typed.is_empty() {
            home.emkit(&format!("assess --accessible --role em --date {TODAY}"))
                .stdin(typed)
                .ok();
        }
        let stored = all_answers(&home.json(NOW));
        assert_eq!(stored[0]["evidence"], text);
        assert_eq!(handed_in(&printed(&home)), stored, "{text:?}");
    }
}

#[test]
fn focus_and_what_came_of_the_last_one_are_printed_and_handed_in_the_same() {
    let home = Home::new();
    let before = "answers: {}\nfocus: [{skill: clarity, action: Publish three problems.}]\n";
    home.assessed("2026-Q3", before);
    home.assessed(
        NOW,
        "answers: {execution.friction: 3}
last_focus: [{skill: clarity, outcome: partly, note: 'Three of six: Mondays.'}]
focus: [{skill: team, action: 'One talk: a week'}, {skill: taste, action: Ask shorter questions.}]
",
    );
    let report = home.json(NOW);
    let other = Home::new();
    other.assessed("2026-Q3", before);
    other.assessed(NOW, &printed(&home));
    let again = other.json(NOW);
    assert_eq!(again["focus"], report["focus"]);
    assert_eq!(again["last_focus"], report["last_focus"]);
    assert_eq!(again["last_focus"][0]["action"], "Publish three problems.");
}

#[test]
fn what_starts_private_highlights_and_own_targets_are_printed_and_handed_in_the_same() {
    let home = Home::new();
    let empty = printed(&home);
    assert_eq!(
        empty.matches("    private: true   # ").count(),
        4,
        "{empty}"
    );
    let filled = empty.replacen(
        "team.magnet:\n    rating:\n    evidence:\n",
        "team.magnet:\n    rating: 4\n    evidence: Three applied.\n",
        1,
    );
    let given = "
focus: [{skill: team, action: One talk a week., by: 2027-01-20, sign: Two more apply.}]
highlights: [{question: team.magnet}, {text: 'Won: the tender'}]
targets: {team: 4.5, taste: 2}
";
    home.assessed(NOW, &format!("{filled}{given}"));
    let stored = fs::read_to_string(home.file("assessments", NOW)).expect("there");
    let private = stored.matches("private: true").count();
    assert_eq!(private, 0, "what was left unfilled is not marked: {stored}");
    let other = Home::new();
    other.assessed(NOW, &printed(&home));
    let again = fs::read_to_string(other.file("assessments", NOW)).expect("there");
    assert_eq!(again, stored);
    assert!(stored.contains("sign: Two more apply."), "{stored}");
}

#[test]
fn closing_words_with_empty_lines_below_them_come_back_from_a_printed_file() {
    let home = Home::new();
    for closing in [
        "The ledger.\n\n",
        "a\u{1b}[31m",
        "yes: no # maybe",
        "one\n\n  two",
    ] {
        let answers = format!(
            "answers: {{team.magnet: 3}}\nclosing: {}\n",
            crate::support::rubric_builder::quoted(closing)
        );
        home.emkit(&format!("assess --fresh --date {TODAY} --answers -"))
            .stdin(answers)
            .ok();
        let before = home.json(NOW)["closing"].clone();
        home.emkit(&format!("assess --fresh --date {TODAY} --answers -"))
            .stdin(printed(&home))
            .ok();
        assert_eq!(home.json(NOW)["closing"], before, "{closing:?}");
        assert!(!before.is_null());
    }
}

/// Hands a file in that is called `answers.yaml`.
fn hand_in(home: &Home, text: &str, flags: &str) -> Ran {
    home.write("answers.yaml", text);
    home.emkit(&format!(
        "assess --date {TODAY} --answers answers.yaml {flags}"
    ))
    .run()
}

fn refused(home: &Home, text: &str, flags: &str, words: &[&str]) {
    let ran = hand_in(home, text, flags);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    for words in words {
        assert!(ran.err.contains(words), "no `{words}` in {ran:#?}");
    }
    for saved in ["assessments", "drafts"] {
        assert!(!home.store().join(saved).exists(), "{text}");
    }
}

#[test]
fn a_printed_file_is_handed_in_for_the_quarter_that_it_was_printed_for() {
    let home = Home::new();
    let print = format!("assess --print-answers --date {TODAY} --period 2026-Q2");
    let text = home.emkit(&print).ok().out;
    let keys = text.lines().filter(|line| !line.starts_with('#'));
    let keys: Vec<_> = keys.take(3).collect();
    assert_eq!(
        keys,
        ["period: 2026-Q2", "rubric: eight-skills", "answers:"]
    );
    let filled = text.replacen("rating:\n", "rating: 4\n", 1);
    let ran = hand_in(&home, &filled, "");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(home.file("assessments", "2026-Q2").exists());
    assert!(!home.file("assessments", "2026-Q4").exists());
    // Said twice is not contradicted.
    let ran = hand_in(
        &home,
        &filled,
        "--fresh --period 2026-Q2 --rubric eight-skills",
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
}

#[test]
fn a_file_for_another_quarter_or_rubric_is_refused_by_line() {
    let home = Home::new();
    let file = |head: &str| format!("{head}answers: {{team.hired: 3}}\n");
    let other = "period: 2026-Q2\nrubric: eight-skills\n";
    refused(
        &home,
        &file(other),
        "--period 2026-Q3",
        &["answers.yaml:1:9", "2026-Q2", "2026-Q3"],
    );
    refused(
        &home,
        &file("period: 2027-Q1\n"),
        "",
        &["answers.yaml:1:9", "2027-Q1 has not begun"],
    );
    refused(
        &home,
        &file("period: 2026-Q7\n"),
        "",
        &["answers.yaml:1:9", "2026-Q7"],
    );
    refused(
        &home,
        &file("rubric: nine-skills\n"),
        "",
        &["answers.yaml:1:9", "`nine-skills`"],
    );
    refused(
        &home,
        &file("rubric: nine-skills\n"),
        "--rubric eight-skills",
        &["answers.yaml:1:9", "`nine-skills`", "`eight-skills`"],
    );
}

#[test]
fn a_file_says_which_rubric_it_is_for_where_no_flag_does() {
    let home = Home::new();
    let rubric = Sketch::new("mine").skill("one", "core", "3");
    let rubric = rubric.questions(&["a"]).yaml();
    home.write("store/rubrics/mine.yaml", &rubric);
    let text = home
        .emkit(&format!(
            "assess --print-answers --date {TODAY} --rubric mine"
        ))
        .ok()
        .out;
    assert!(text.contains("\nrubric: mine\n"), "{text}");
    let filled = text.replacen("rating:\n", "rating: 4\n", 1);
    let ran = hand_in(&home, &filled, "");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(home.store().join("assessments/mine/2026-Q4.yaml").exists());
    assert!(ran.err.contains("--rubric mine"), "{ran:#?}");
    // The settings are no command line.
    home.write("store/config.yaml", "rubric: eight-skills\n");
    let ran = hand_in(&home, &filled, "--fresh");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(!home.file("assessments", "2026-Q4").exists());
    let ran = hand_in(&home, &filled, "--fresh --rubric eight-skills");
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("answers.yaml:9:9"), "{ran:#?}");
}

#[test]
fn a_file_in_which_nothing_is_filled_in_finishes_nothing() {
    let home = Home::new();
    let words = ["nothing is filled in", "answers.yaml"];
    refused(&home, &printed(&home), "", &words);
    for text in [
        "answers: {}\n",
        "answers: {team.hired: {private: true, evidence: ' '}}\nclosing: ''\n",
        "answers: {}\nlast_focus: []\nfocus: []\n",
    ] {
        refused(&home, text, "", &words);
    }
    for text in [
        "answers: {team.hired: {evidence: Two.}}\n",
        "answers: {team.hired: {not_applicable: other}}\n",
        "answers: {}\nclosing: A quiet quarter.\n",
    ] {
        let home = Home::new();
        let ran = hand_in(&home, text, "");
        assert_eq!(ran.code, Some(0), "{ran:#?}");
    }
}
