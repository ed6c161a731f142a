//! `emkit diff` across two versions of a rubric: like for like all the same.

use serde_json::{Value, json};

use crate::sketch::Sketch;
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
        "asked in other words: one.b and one.c",
        "new in the rubric: fresh.y and one.new",
        "no longer in the rubric: one.old and gone.x",
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
