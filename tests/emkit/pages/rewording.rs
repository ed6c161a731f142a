//! `emkit diff` across two versions of a rubric: like for like all the same.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, skill};

/// Two versions of one rubric: `one.a` keeps its words, and what surrounds it may change.
fn versions() -> (Sketch, Sketch) {
    let first = Sketch::new("mine")
        .skill("gone", "core", "3")
        .questions(&["x"])
        .skill("one", "core", "3")
        .questions(&["a", "old", "b", "c"]);
    let second = Sketch::new("mine")
        .skill("fresh", "core", "4")
        .questions(&["y"])
        .skill("one", "core", "4")
        .weighted("a", "3")
        .practising("Do another thing.")
        .questions(&["b"])
        .asking("How is it really?")
        .questions(&["c"])
        .anchored("is found at")
        .questions(&["new"]);
    (first, second)
}

fn across_versions() -> Home {
    let (first, second) = versions();
    let home = Home::new();
    home.assessed_with(
        &first,
        "2026-Q3",
        "answers: {gone.x: 2, one.a: 2, one.old: 2, one.b: 2, one.c: 2}\n",
    );
    home.assessed_with(
        &second,
        "2026-Q4",
        "answers: {fresh.y: 4, one.a: 4, one.b: 4, one.c: 4, one.new: 4}\n",
    );
    home
}

#[test]
fn questions_that_are_new_removed_or_reworded_are_left_out_by_name() {
    let home = across_versions();
    for rubric in ["", "--rubric ./rubric.yaml", "--rubric mine"] {
        let diff = home.diff(rubric);
        let one = skill(&diff, "one");
        assert_eq!(
            one["dropped"],
            json!([
                {"id": "one.b", "reason": "reworded"},
                {"id": "one.c", "reason": "reworded"},
                {"id": "one.new", "reason": "new"},
                {"id": "one.old", "reason": "removed"},
            ])
        );
        // Another practice and another weight leave a question what it was.
        assert_eq!(one["compared"], 1);
        assert_eq!((&one["from"], &one["to"]), (&json!(2.0), &json!(4.0)));
    }
    let shown = home.emkit("diff").ok().out;
    for words in [
        "The one: New (new in the rubric); Old (no longer in the rubric); B · C (asked\n    in other words)",
        "The fresh: Y (new in the rubric)",
        "The gone: X (no longer in the rubric)",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[test]
fn skills_come_in_the_later_order_and_those_that_are_gone_last() {
    let diff = across_versions().diff("");
    let ids: Vec<&Value> = diff["skills"]
        .as_array()
        .expect("skills")
        .iter()
        .map(|skill| &skill["id"])
        .collect();
    assert_eq!(ids, ["fresh", "one", "gone"]);
    assert_eq!(skill(&diff, "gone")["reading"], "not-comparable");
    assert_eq!(
        skill(&diff, "gone")["dropped"],
        json!([{"id": "gone.x", "reason": "removed"}])
    );
    assert_eq!(
        skill(&diff, "fresh")["dropped"],
        json!([{"id": "fresh.y", "reason": "new"}])
    );
}

#[test]
fn the_weights_are_those_of_the_later_assessment() {
    let rubric = |weight| {
        Sketch::new("mine")
            .skill("one", "core", "3")
            .weighted("a", weight)
            .questions(&["b"])
    };
    let home = Home::new();
    home.assessed_with(&rubric("1"), "2026-Q3", "answers: {one.a: 2, one.b: 4}\n");
    home.assessed_with(&rubric("3"), "2026-Q4", "answers: {one.a: 3, one.b: 4}\n");
    let diff = home.diff("");
    let one = skill(&diff, "one");
    assert_eq!((&one["from"], &one["to"]), (&json!(2.5), &json!(3.25)));
}

/// The files of the wordings that assessments were made with.
fn wordings(home: &Home) -> Vec<PathBuf> {
    let folder = fs::read_dir(home.store().join("rubric-history")).expect("a folder");
    folder
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

#[test]
fn line_endings_and_a_byte_order_mark_make_no_other_wording() {
    let home = across_versions();
    let before = home.diff("");
    let shown = home.json("2026-Q3");
    for path in wordings(&home) {
        let text = fs::read_to_string(&path).expect("a wording");
        fs::write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).expect("written");
    }
    assert_eq!(home.diff(""), before);
    assert_eq!(home.json("2026-Q3"), shown);
    let ran = home.emkit("doctor").ok();
    assert!(!ran.err.contains("not the text"), "{ran:#?}");
    let text = fs::read_to_string(home.path().join("rubric.yaml")).expect("a rubric");
    home.write("rubric.yaml", text.replace('\n', "\r\n"));
    home.emkit("assess --rubric ./rubric.yaml --answers - --fresh --period 2026-Q4")
        .and(&["--date", "2026-11-20"])
        .stdin("answers: {one.a: 4}\n")
        .ok();
    let digest = &home.json("2026-Q4")["rubric"]["digest"];
    assert_eq!(
        digest,
        &before_digest(&home),
        "the same file with other line endings"
    );
}

/// The digest that the kept version of 2026-Q4 names.
fn before_digest(home: &Home) -> Value {
    let kept = fs::read_dir(home.store().join("kept/assessments/mine")).expect("kept");
    let kept = kept.map(|entry| entry.expect("an entry").path()).next();
    let path = kept.expect("a kept version");
    home.json(path.to_str().expect("UTF-8"))["rubric"]["digest"].clone()
}

#[test]
fn a_wording_that_was_named_by_its_very_bytes_is_still_found() {
    let home = Home::new();
    let (first, second) = versions();
    home.assessed_with(&first, "2026-Q3", "answers: {one.a: 2}\n");
    let digest = home.json("2026-Q3")["rubric"]["digest"].clone();
    let digest = digest.as_str().expect("a digest");
    // As earlier versions kept a rubric that was written with other line endings.
    let text = first.yaml().replace('\n', "\r\n");
    let hash = Sha256::digest(text.as_bytes());
    let old: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let old = &old[..16];
    home.write(&format!("store/rubric-history/mine-{old}.yaml"), text);
    let file = home.store().join("assessments/mine/2026-Q3.yaml");
    let said = fs::read_to_string(&file).expect("an assessment");
    fs::write(&file, said.replace(digest, old)).expect("written");
    home.assessed_with(&second, "2026-Q4", "answers: {one.a: 4}\n");
    let diff = home.diff("");
    assert_eq!(skill(&diff, "one")["compared"], 1);
    assert_eq!(home.json("2026-Q3")["rubric"]["digest"], old);
    let ran = home.emkit("doctor").run();
    assert!(!ran.err.contains("not the text"), "{ran:#?}");
}

#[test]
fn across_a_wording_that_is_lost_nothing_is_compared_and_every_page_says_so() {
    let (first, second) = versions();
    for lose in [true, false] {
        let home = across_versions();
        let lost: Vec<_> = wordings(&home)
            .into_iter()
            .filter(|path| fs::read_to_string(path).is_ok_and(|text| text == first.yaml()))
            .collect();
        let [lost] = lost.as_slice() else {
            panic!("{lost:?}")
        };
        match lose {
            true => fs::remove_file(lost).expect("removed"),
            false => fs::write(lost, second.yaml()).expect("replaced"),
        }
        home.write("store/rubrics/mine.yaml", second.yaml());
        let ran = home.emkit("diff --format json").ok();
        assert!(ran.err.contains("stands in"), "{ran:#?}");
        let diff: Value = serde_json::from_str(&ran.out).expect("JSON");
        for skill in diff["skills"].as_array().expect("skills") {
            assert_eq!(skill["reading"], "not-comparable", "{skill}");
            assert_eq!(skill["compared"], 0);
            for key in ["from", "to", "change"] {
                assert!(skill[key].is_null(), "{skill}");
            }
            assert_eq!(skill["questions"], json!([]));
        }
        assert_eq!(
            skill(&diff, "one")["dropped"],
            json!([
                {"id": "one.a", "reason": "reworded"},
                {"id": "one.b", "reason": "reworded"},
                {"id": "one.c", "reason": "reworded"},
                {"id": "one.new", "reason": "skipped-then"},
            ])
        );
        let history = home.emkit("history --format json").ok().out;
        let history: Value = serde_json::from_str(&history).expect("JSON");
        assert_eq!(
            skill(&history, "one")["same_questions"],
            json!([null, false])
        );
        for page in [
            "show 2026-Q3",
            "show 2026-Q3 --accessible",
            "show 2026-Q3 --format markdown",
            "diff",
            "diff --accessible",
            "diff --format markdown",
            "export 2026-Q4",
            "export 2026-Q4 --format html",
        ] {
            let ran = home.emkit(page).ok();
            let words: Vec<_> = ran.out.split_whitespace().collect();
            assert!(words.join(" ").contains("stands in"), "{page}: {ran:#?}");
        }
        let ran = home.emkit("show 2026-Q3 --format json").ok();
        assert!(ran.err.contains("stands in"), "{ran:#?}");
        // Of the other nothing is lost.
        let ran = home.emkit("show 2026-Q4").ok();
        assert!(!ran.out.contains("stands in"), "{ran:#?}");
    }
}
