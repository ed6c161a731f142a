//! Which assessment a word means: a period, `latest`, `previous`, or a path.

use serde_json::Value;

use crate::support::Home;

fn home() -> Home {
    let home = Home::new();
    for (period, rating) in [("2026-Q1", 1), ("2026-Q2", 2), ("2026-Q3", 3)] {
        home.assessed(
            period,
            &format!("answers: {{execution.shipped: {rating}}}\n"),
        );
    }
    home
}

fn with_draft() -> Home {
    let home = home();
    let left = home.interview("--role em", &["Half done.", "", "4", ":quit"]);
    assert_eq!(left.code, Some(0), "{left:#?}");
    home
}

fn period(home: &Home, reference: &str) -> Value {
    home.json(reference)["period"].clone()
}

#[test]
fn latest_is_meant_where_nothing_is_said() {
    let home = home();
    assert_eq!(period(&home, ""), "2026-Q3");
    assert_eq!(period(&home, "latest"), "2026-Q3");
}

#[test]
fn previous_is_the_finished_one_before_the_latest() {
    assert_eq!(period(&home(), "previous"), "2026-Q2");
    assert_eq!(period(&with_draft(), "previous"), "2026-Q2");
}

#[test]
fn a_period_means_its_assessment() {
    assert_eq!(period(&home(), "2026-Q1"), "2026-Q1");
}

#[test]
fn a_path_means_the_file_wherever_it_lies() {
    let home = home();
    let text = std::fs::read(home.file("assessments", "2026-Q2")).expect("the file");
    home.write("elsewhere/mine.yaml", text);
    assert_eq!(period(&home, "elsewhere/mine.yaml"), "2026-Q2");
}

#[test]
fn a_draft_is_shown_as_one_by_its_period() {
    let home = with_draft();
    let report = home.json("2026-Q4");
    assert_eq!(report["status"], "draft");
    assert_eq!(report["skills"][0]["rated"], 1);
    let shown = home.emkit("show 2026-Q4").ok().out;
    assert!(shown.starts_with("2026-Q4 · Engineering manager · draft, 1 of 28 rated\n"));
    for arguments in ["show 2026-Q4 --accessible", "export 2026-Q4"] {
        let shown = home.emkit(arguments).ok().out;
        assert!(shown.contains("draft"), "{arguments}: {shown}");
    }
}

#[test]
fn a_period_without_an_assessment_is_an_error_with_a_way_on() {
    let home = home();
    for command in ["show 2025-Q1", "export 2025-Q1", "diff 2025-Q1 2026-Q1"] {
        let ran = home.emkit(command).fails(1);
        assert!(ran.err.contains("2025-Q1"), "{ran:#?}");
        assert!(ran.err.contains("\nhint: `emkit list`"), "{ran:#?}");
        assert_eq!(ran.out, "");
    }
}

#[test]
fn an_empty_store_says_how_to_begin() {
    let home = Home::new();
    for command in ["show", "show previous", "show 2026-Q4", "export"] {
        let ran = home.emkit(command).fails(1);
        assert!(ran.err.contains("\nhint: `emkit assess`"), "{ran:#?}");
    }
    assert!(!home.store().exists(), "reading makes no folder");
}

#[test]
fn previous_needs_two_finished_assessments() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {execution.shipped: 3}\n");
    let ran = home.emkit("show previous").fails(1);
    assert!(
        ran.err.contains("previous") && ran.err.contains("\nhint: "),
        "{ran:#?}"
    );
}

#[test]
fn a_word_that_is_no_reference_is_wrong_usage() {
    let home = home();
    for word in ["2026-Q5", "2026Q4", "yesterday", "26-Q1", "0000-Q1"] {
        for command in ["show", "export", "diff"] {
            let ran = home.emkit(&format!("{command} {word}")).fails(2);
            assert!(ran.err.contains(&format!("`{word}`")), "{ran:#?}");
            assert!(ran.err.contains("\nhint: "), "{ran:#?}");
        }
    }
}

#[test]
fn a_path_to_nothing_is_an_error_that_names_it() {
    let ran = home().emkit("show ./no-such.yaml").fails(1);
    assert!(ran.err.contains("`./no-such.yaml`"), "{ran:#?}");
    assert!(ran.err.contains("\nhint: "), "{ran:#?}");
}

#[test]
fn assessments_of_a_rubric_of_ones_own_are_found_without_its_file() {
    let home = Home::new();
    let sketch = crate::support::rubric_builder::Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a"]);
    home.assessed_with(&sketch, "2026-Q3", "answers: {one.a: 3}\n");
    std::fs::remove_file(home.path().join("rubric.yaml")).expect("the rubric's file");
    let report = home.json("latest");
    assert_eq!(report["rubric"]["id"], "mine");
    assert_eq!(report["skills"][0]["title"], "The one");
}
