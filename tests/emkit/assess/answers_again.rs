//! An answers file where the period is begun or finished already.

use crate::support::{Home, answer};

const NOW: &str = "2026-Q4";
const FRICTION: &str = "execution.friction";

#[test]
fn a_finished_period_is_replaced_only_with_fresh_and_its_version_is_kept() {
    let home = Home::new();
    home.assessed(
        NOW,
        "answers: {execution.friction: {rating: 2, evidence: As it was.}}\n",
    );
    let run = |flags: &str| {
        home.emkit(&format!("assess --date 2026-11-20 --answers - {flags}"))
            .stdin("answers: {execution.friction: 5}\n")
    };
    let refused = run("").fails(1);
    assert!(refused.err.contains("--fresh"), "{refused:#?}");
    assert_eq!(answer(&home.json(NOW), FRICTION)["rating"], 2);
    run("--fresh").ok();
    assert_eq!(answer(&home.json(NOW), FRICTION)["rating"], 5);
    assert!(
        home.kept("assessments")
            .iter()
            .any(|text| text.contains("As it was."))
    );
}

#[test]
fn an_open_draft_is_replaced_only_with_fresh_and_kept() {
    let home = Home::new();
    home.interview("--role em", &["Still thinking.", "", "2", ":quit"]);
    let run = |flags: &str| {
        home.emkit(&format!("assess --date 2026-11-20 --answers - {flags}"))
            .stdin("answers: {execution.friction: 5}\n")
    };
    let refused = run("").fails(1);
    assert!(refused.err.contains("--fresh"), "{refused:#?}");
    assert!(!home.file("assessments", NOW).exists());
    run("--fresh").ok();
    assert_eq!(answer(&home.json(NOW), FRICTION)["rating"], 5);
    assert!(!home.file("drafts", NOW).exists());
    assert!(
        home.kept("drafts")
            .iter()
            .any(|text| text.contains("Still thinking."))
    );
}

#[test]
fn refused_answers_with_fresh_leave_what_was_there() {
    let home = Home::new();
    home.interview("--role em", &["Still thinking.", "", "2", ":quit"]);
    home.emkit("assess --date 2026-11-20 --fresh --answers -")
        .stdin("answers: {execution.friction: 9}\n")
        .fails(1);
    assert_eq!(
        answer(&home.json(NOW), FRICTION)["evidence"],
        "Still thinking."
    );
}
