//! What was said last time: offered when it helps, hidden while it could sway.

use crate::support::{Home, answer, skill};

const FRICTION: &str = "execution.friction";
const SHIPPED: &str = "execution.shipped";

const NOW: &str = "2026-Q4";
const BEFORE: &str = "2026-Q3";

#[test]
fn reused_evidence_is_not_new_evidence_and_the_persons_own_is() {
    let home = Home::new();
    home.assessed(
        BEFORE,
        "answers:\n  execution.friction: {rating: 2, evidence: The old cause.}\n  execution.shipped: {rating: 2, evidence: The old launch.}\n",
    );
    home.interview(
        "",
        &[":reuse", "3", "The new launch.", "", "4", ":finish", ""],
    );
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "The old cause."
    );
    let ran = home.emkit("diff --format json").ok();
    let diff: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(
        skill(&diff, "execution")["questions"],
        serde_json::json!([
            {"id": FRICTION, "from": 2, "to": 3, "new_evidence": false},
            {"id": SHIPPED, "from": 2, "to": 4, "new_evidence": true},
        ])
    );
}

#[test]
fn reuse_where_nothing_was_written_last_time_is_told_and_changes_nothing() {
    let home = Home::new();
    let ran = home.interview(
        "--role em",
        &[":reuse", "My own.", "", ":reuse", "3", ":quit"],
    );
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "My own.",
        "{ran:#?}"
    );
}

#[test]
fn reuse_after_ones_own_text_keeps_both() {
    let home = Home::new();
    home.assessed(
        BEFORE,
        "answers:\n  execution.friction: {rating: 2, evidence: Then.}\n",
    );
    home.interview("", &["Now.", "", ":reuse", "3", ":quit"]);
    let text = answer(&home.json(NOW), FRICTION)["evidence"].clone();
    assert_eq!(text, "Now.\nThen.");
}

#[test]
fn earlier_evidence_is_shown_only_after_ones_own_text_and_the_earlier_rating_not_at_all() {
    let home = Home::new();
    home.assessed(
        BEFORE,
        "answers:\n  execution.friction: {rating: 5, evidence: What happened in summer.}\n",
    );
    let before_text = home.interview("", &["What happened in autumn."]);
    assert!(!before_text.err.contains("in summer"), "{before_text:#?}");
    let before_rating = home.interview("--resume", &[""]);
    assert!(
        before_rating.err.contains("in summer"),
        "{before_rating:#?}"
    );
    for said in [&before_text.err, &before_rating.err] {
        let label_of_the_earlier_rating = "multiplying";
        assert!(!said.contains(label_of_the_earlier_rating), "{said}");
        assert!(!said.contains("now 5"), "{said}");
    }
}
