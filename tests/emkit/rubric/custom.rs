//! Rubrics of one's own: used, found again, and remembered as they were.

use std::fs;

use crate::support::sample_rubric::SMALL;
use crate::support::{Home, TODAY, skill};

const MADE: &str = "answers: {craft.made: {rating: 4, evidence: a chair}, craft.mended: 2}\n";

#[test]
fn an_assessment_made_with_a_rubric_file_is_found_without_naming_it() {
    let home = Home::new();
    home.small_assessed("2026-Q4", MADE);
    for arguments in ["show", "show 2026-Q4", "export", "show --rubric small"] {
        let ran = home.emkit(arguments).ok();
        assert!(ran.out.contains("Craft"), "{arguments}: {ran:#?}");
    }
    let report = home.json("latest");
    assert_eq!(report["rubric"]["id"], "small");
    assert_eq!(report["role"], "maker");
    let craft = skill(&report, "craft");
    assert_eq!(
        (&craft["score"], &craft["target"]),
        (&3.0.into(), &3.5.into())
    );
    let ran = home.emkit("list").ok();
    assert!(ran.out.contains("small"), "{ran:#?}");
}

#[test]
fn it_is_found_even_when_the_rubric_file_is_gone() {
    let home = Home::new();
    home.small_assessed("2026-Q4", MADE);
    fs::remove_file(home.path().join("small.yaml")).expect("removed");
    assert_eq!(home.json("2026-Q4")["skills"][0]["title"], "Craft");
    home.emkit("doctor").ok();
}

#[test]
fn a_rubric_in_the_store_is_used_by_its_id() {
    let home = Home::new();
    home.write("store/rubrics/small.yaml", SMALL);
    home.emkit(&format!("assess --rubric small --date {TODAY} --answers -"))
        .stdin(MADE)
        .ok();
    let ran = home.emkit("rubric list").ok();
    assert!(
        ran.out.contains("small") && ran.out.contains("eight-skills"),
        "{ran:#?}"
    );
    assert_eq!(home.json("2026-Q4")["rubric"]["id"], "small");
}

#[test]
fn the_interview_asks_the_questions_of_the_rubric_that_was_named() {
    let home = Home::new();
    home.write("small.yaml", SMALL);
    let lines = ["a chair", "", "4", "", "2", ":skip", ":finish", "", ""];
    let ran = home.interview("--rubric ./small.yaml --role maker", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("What did you make?"), "{ran:#?}");
    assert!(ran.err.contains("saved craft.made (1 of 3)"), "{ran:#?}");
    assert_eq!(home.json("2026-Q4")["skills"][0]["score"], 3.0);
}

#[test]
fn a_past_assessment_is_shown_in_the_words_it_was_made_with() {
    let home = Home::new();
    home.small_assessed(
        "2026-Q3",
        "answers: {craft.made: 2, craft.mended: 2, trade.sold: 2}\n",
    );
    let before = home.emkit("export 2026-Q3").ok();
    assert!(before.out.contains("| Craft |"), "{before:#?}");
    let digest = home.json("2026-Q3")["rubric"]["digest"].clone();
    let changed = SMALL
        .replace("What did you make?", "Which thing is yours?")
        .replace("half a thing", "a thing in the making")
        .replace("title: Craft", "title: Handicraft");
    home.write("small.yaml", &changed);
    home.write("store/rubrics/small.yaml", &changed);
    for arguments in ["export 2026-Q3", "export 2026-Q3 --rubric ./small.yaml"] {
        let after = home.emkit(arguments).ok();
        assert_eq!(after.out, before.out, "{arguments}");
    }
    let shown = home.emkit("template data 2026-Q3").ok();
    assert!(shown.out.contains("half a thing"), "{shown:#?}");
    assert_eq!(home.json("2026-Q3")["rubric"]["digest"], digest);
    // The next one is made with the new words.
    home.emkit(&format!("assess --rubric small --date {TODAY} --answers -"))
        .stdin(MADE)
        .ok();
    let next = home.emkit("export 2026-Q4").ok();
    assert!(next.out.contains("| Handicraft |"), "{next:#?}");
    assert_eq!(home.emkit("export 2026-Q3").ok().out, before.out);
    home.emkit("doctor").ok();
}

#[test]
fn a_draft_goes_on_in_the_words_it_was_begun_with() {
    let home = Home::new();
    home.write("small.yaml", SMALL);
    let ran = home.interview("--rubric ./small.yaml --role maker", &["", "3", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    home.write(
        "small.yaml",
        SMALL.replace("What did you mend?", "What is mended?"),
    );
    let ran = home.interview("--rubric ./small.yaml --resume", &["", "3", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("What did you mend?"), "{ran:#?}");
    assert!(ran.err.contains("rubric has changed"), "{ran:#?}");
}

#[test]
fn without_its_rubric_an_assessment_is_refused_with_a_way_out() {
    let home = Home::new();
    home.small_assessed("2026-Q4", MADE);
    fs::remove_dir_all(home.store().join("rubric-history")).expect("removed");
    let ran = home.emkit("show").fails(1);
    assert!(
        ran.err.contains("`small`") && ran.err.contains("--rubric"),
        "{ran:#?}"
    );
    let ran = home.emkit("show --rubric ./small.yaml").ok();
    assert!(ran.out.contains("Craft"), "{ran:#?}");
}

#[test]
fn two_rubrics_live_side_by_side() {
    let home = Home::new();
    home.saved("2026-Q4");
    home.small_assessed("2026-Q4", MADE);
    assert_eq!(home.json("2026-Q4")["rubric"]["id"], "eight-skills");
    assert_eq!(home.json("2026-Q4 --rubric small")["rubric"]["id"], "small");
    assert_eq!(
        home.json("2026-Q4 --rubric ./small.yaml")["rubric"]["id"],
        "small"
    );
}
