//! Assessments under several rubrics in one store.

use std::fs;

use crate::support::Home;
use crate::support::rubric_builder::Sketch;

fn two_rubrics() -> Home {
    let home = Home::new();
    home.assessed("2026-Q2", "answers: {execution.friction: 2}\n");
    let rubric = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a", "b"]);
    for period in ["2026-Q3", "2026-Q4"] {
        home.assessed_with(&rubric, period, "answers: {one.a: 2, one.b: 3}\n");
    }
    home
}

#[test]
fn latest_and_diff_are_about_the_rubric_that_was_used_last() {
    let home = two_rubrics();
    assert_eq!(home.json("")["period"], "2026-Q4");
    assert_eq!(home.json("2026-Q2")["rubric"]["id"], "eight-skills");
    assert_eq!(
        home.json("latest --rubric eight-skills")["period"],
        "2026-Q2"
    );
    let diff = home.diff("");
    assert_eq!([&diff["from"], &diff["to"]], ["2026-Q3", "2026-Q4"]);
}

#[test]
fn two_assessments_of_different_rubrics_are_not_compared() {
    let ran = two_rubrics().emkit("diff 2026-Q2 2026-Q4").fails(1);
    assert!(
        ran.err.contains("`eight-skills`") && ran.err.contains("`mine`"),
        "{ran:#?}"
    );
}

#[test]
fn a_role_that_a_draft_s_own_wording_does_not_have_is_refused_and_the_draft_stays() {
    let home = Home::new();
    let rubric = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a", "b"])
        .yaml();
    home.write("rubric.yaml", &rubric);
    home.interview(
        "--rubric ./rubric.yaml --role lead",
        &["Text.", "", "3", ":quit"],
    );
    let more = rubric.replace(
        "profiles:",
        "profiles:\n  - {id: other, title: Other, why: Because., targets: {one: 3}}",
    );
    assert_ne!(more, rubric);
    home.write("rubric.yaml", more);
    let draft = home.store().join("drafts/mine/2026-Q4.yaml");
    let before = fs::read(&draft).expect("the draft");
    let ran = home.interview("--rubric ./rubric.yaml --resume --role other", &[":quit"]);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert_eq!(fs::read(&draft).expect("the draft"), before);
}
