//! `emkit list`: what is in the store, newest first, one damaged file or not.

use serde_json::{Value, json};

use crate::support::Home;
use crate::support::rubric_builder::Sketch;

fn home() -> Home {
    let home = Home::new();
    home.assessed("2026-Q1", "answers: {team.hired: 5}\n");
    home.assessed(
        "2026-Q3",
        "answers: {team.hired: 4, team.magnet: 3, team.peers: {not_applicable: other}}\n",
    );
    home.assessed("2025-Q4", "answers: {}\nclosing: A quiet quarter.\n");
    home
}

fn listed(home: &Home) -> Value {
    let ran = home.emkit("list --format json").ok();
    serde_json::from_str(&ran.out).expect("JSON")
}

fn rows(home: &Home, arguments: &str) -> Vec<Vec<String>> {
    let shown = home.emkit(&format!("list {arguments}")).ok().out;
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect();
    shown.lines().map(words).collect()
}

#[test]
fn the_list_is_a_table_with_the_newest_first() {
    assert_eq!(
        rows(&home(), ""),
        [
            ["Period", "Status", "Role", "Rubric", "Rated"],
            ["2026-Q3", "finished", "em", "eight-skills", "2/28"],
            ["2026-Q1", "finished", "em", "eight-skills", "1/28"],
            ["2025-Q4", "finished", "em", "eight-skills", "0/28"],
        ]
    );
}

#[test]
fn the_list_as_json_has_exactly_the_promised_keys() {
    let row = |period: &str, rated: u8| {
        json!({"id": period, "period": period, "rubric": "eight-skills", "role": "em",
            "status": "finished", "rated": rated, "questions": 28})
    };
    assert_eq!(
        listed(&home()),
        json!({"schema": 1, "assessments": [row("2026-Q3", 2), row("2026-Q1", 1), row("2025-Q4", 0)]})
    );
}

#[test]
fn a_draft_is_listed_as_one() {
    let home = home();
    let left = home.interview("--role director", &["Half done.", "", "4", ":quit"]);
    assert_eq!(left.code, Some(0), "{left:#?}");
    let list = listed(&home);
    let first = &list["assessments"][0];
    assert_eq!(
        first,
        &json!({"id": "2026-Q4", "period": "2026-Q4", "rubric": "eight-skills", "role": "director",
            "status": "draft", "rated": 1, "questions": 28})
    );
}

#[test]
fn an_empty_store_is_an_empty_list() {
    let home = Home::new();
    assert_eq!(listed(&home), json!({"schema": 1, "assessments": []}));
    let ran = home.emkit("list").ok();
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("`emkit assess`"), "{ran:#?}");
}

#[test]
fn a_damaged_file_is_named_and_the_others_are_listed() {
    let home = home();
    let file = home.file("assessments", "2026-Q1");
    let text = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(&file, &text[..text.len() / 2]).expect("a cut file");
    for format in ["table", "json"] {
        let ran = home.emkit(&format!("list --format {format}")).fails(1);
        assert!(
            ran.out.contains("2026-Q3") && ran.out.contains("2025-Q4"),
            "{ran:#?}"
        );
        assert!(!ran.out.contains("2026-Q1"), "{ran:#?}");
        assert!(ran.err.contains("2026-Q1.yaml"), "{ran:#?}");
        assert!(ran.err.contains("\nhint: ") && ran.err.contains("emkit doctor --accept"));
    }
    let ran = home.emkit("list --format json").run();
    let list: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(list["assessments"].as_array().map(Vec::len), Some(2));
}

#[test]
fn files_that_are_no_assessments_are_not_listed() {
    let home = home();
    for name in [
        "2026-Q2 (conflicted copy).yaml",
        "notes.txt",
        ".2026-Q2.yaml.tmp",
    ] {
        let path = home.file("assessments", "2026-Q2").with_file_name(name);
        std::fs::write(path, "not an assessment").expect("a file");
    }
    assert_eq!(rows(&home, "").len(), 1 + 3);
}

#[test]
fn the_list_has_every_rubric_and_can_be_limited_to_one() {
    let home = home();
    let sketch = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a", "b"]);
    home.assessed_with(&sketch, "2026-Q2", "answers: {one.a: 3}\n");
    let rubrics = |arguments: &str| -> Vec<String> {
        rows(&home, arguments)
            .into_iter()
            .skip(1)
            .filter_map(|row| row.get(3).cloned())
            .collect()
    };
    assert_eq!(
        rubrics(""),
        ["eight-skills", "mine", "eight-skills", "eight-skills"]
    );
    assert_eq!(rubrics("--rubric mine"), ["mine"]);
    assert_eq!(rubrics("--rubric ./rubric.yaml"), ["mine"]);
    let list = listed(&home);
    assert_eq!(list["assessments"][1]["questions"], 2);
    assert_eq!(list["assessments"][1]["role"], "lead");
}

#[test]
fn the_list_fits_a_narrow_terminal() {
    let shown = home().emkit("list").env("COLUMNS", "60").ok().out;
    assert!(
        shown.lines().all(|line| line.chars().count() <= 60),
        "{shown}"
    );
}

#[test]
fn under_a_rubric_without_any_the_list_does_not_say_that_there_is_none_at_all() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {}\nclosing: A quiet quarter.\n");
    home.write(
        "rubric.yaml",
        Sketch::new("mine")
            .skill("one", "core", "3")
            .questions(&["a", "b"])
            .yaml(),
    );
    let ran = home.emkit("list --rubric ./rubric.yaml").ok();
    assert!(
        ran.err.contains("nothing under the rubric `./rubric.yaml`"),
        "{ran:#?}"
    );
}
