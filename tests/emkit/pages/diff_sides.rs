//! Which two assessments are compared, and which are not.

use serde_json::json;

use super::diff::two;
use crate::support::rubric_builder::Sketch;
use crate::support::{Home, skill};

#[test]
fn the_two_latest_finished_are_compared_where_nothing_is_said() {
    let home = two("  team.hired: 2\n", "  team.hired: 3\n");
    home.assessed("2026-Q1", "answers: {team.hired: 5}\n");
    let diff = home.diff("");
    assert_eq!(
        (&diff["from"], &diff["to"]),
        (&json!("2026-Q3"), &json!("2026-Q4"))
    );
    let diff = home.diff("2026-Q1");
    assert_eq!(
        (&diff["from"], &diff["to"]),
        (&json!("2026-Q1"), &json!("2026-Q4"))
    );
    let diff = home.diff("2026-Q1 previous");
    assert_eq!(
        (&diff["from"], &diff["to"]),
        (&json!("2026-Q1"), &json!("2026-Q3"))
    );
    assert_eq!(skill(&diff, "team")["change"], json!(-3.0));
}

#[test]
fn a_draft_is_not_among_the_two_latest() {
    let home = Home::new();
    home.assessed("2026-Q2", "answers: {team.hired: 5}\n");
    home.assessed("2026-Q3", "answers: {team.hired: 4}\n");
    let left = home.interview("--role em", &["Half done.", "", "4", ":quit"]);
    assert_eq!(left.code, Some(0), "{left:#?}");
    assert_eq!(home.diff("")["to"], "2026-Q3");
}

#[test]
fn a_side_that_is_a_draft_is_called_one() {
    let home = two("  team.hired: 3\n", "  team.hired: 4\n");
    let left = home.interview("--fresh", &["", "2", ":quit"]);
    assert_eq!(left.code, Some(0), "{left:#?}");
    for format in ["", " --accessible", " --format markdown"] {
        let ran = home.emkit(&format!("diff 2026-Q3 latest{format}")).ok();
        assert!(!ran.out.contains("draft"), "{ran:#?}");
        let path = "store/drafts/eight-skills/2026-Q4.yaml";
        let ran = home.emkit(&format!("diff 2026-Q3 {path}{format}")).ok();
        let title = "2026-Q3 to 2026-Q4 (draft) · like for like\n";
        let first = ran.out.trim_start_matches("# ");
        assert!(first.starts_with(title), "{ran:#?}");
        // It is the draft that would be mentioned.
        assert_eq!(ran.err, "");
    }
}

#[test]
fn one_assessment_alone_cannot_be_compared() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {team.hired: 4}\n");
    let ran = home.emkit("diff").fails(1);
    assert!(ran.err.contains("no two finished assessments"), "{ran:#?}");
    assert!(ran.err.contains("\nhint: "), "{ran:#?}");
    let ran = Home::new().emkit("diff").fails(1);
    assert!(ran.err.contains("\nhint: "), "{ran:#?}");
}

#[test]
fn assessments_of_different_rubrics_are_not_compared() {
    let home = Home::new();
    let sketch = Sketch::new("mine")
        .skill("team", "core", "3")
        .questions(&["hired"]);
    home.assessed_with(&sketch, "2026-Q3", "answers: {team.hired: 3}\n");
    home.assessed("2026-Q4", "answers: {team.hired: 4}\n");
    let other = home.store().join("assessments/mine/2026-Q3.yaml");
    let other = other.to_str().expect("a path");
    let ran = home.emkit_with(&["diff", other, "2026-Q4"]).fails(1);
    assert!(
        ran.err.contains("`mine`") && ran.err.contains("`eight-skills`"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("\nhint: "), "{ran:#?}");
    assert_eq!(ran.out, "");
}

#[test]
fn an_assessment_compared_with_itself_has_not_moved() {
    let home = two("  team.hired: 2\n", "  team.hired: 4\n");
    let diff = home.diff("2026-Q4 2026-Q4");
    assert_eq!(skill(&diff, "team")["reading"], "none");
    assert_eq!(skill(&diff, "team")["questions"], json!([]));
    let shown = home.emkit("diff 2026-Q4 2026-Q4").ok().out;
    assert!(shown.contains("No question moved."), "{shown}");
    let said = "This is one assessment compared with itself.";
    assert!(shown.contains(said), "{shown}");
    assert!(!home.emkit("diff").ok().out.contains(said));
}
