//! A rubric of one's own, begun as a copy.

use std::fs;

use crate::rubric::built_in::{ids, of_the_house};
use crate::support::Home;

#[test]
fn a_copy_of_each_rubric_is_in_order_commented_and_can_be_used_at_once() {
    for from in ids() {
        let home = Home::new();
        let made = home.emkit(&format!("rubric new mine --from {from}")).ok();
        let path = home.store().join("rubrics/mine.yaml");
        assert_eq!(made.out.trim(), path.to_string_lossy(), "{made:#?}");
        let text = fs::read_to_string(&path).expect("the copy");
        assert!(
            text.starts_with("# yaml-language-server: $schema="),
            "{text}"
        );
        assert!(text.contains("\nid: mine\n"), "{text}");
        let comments = text.lines().filter(|line| line.starts_with("# ")).count();
        assert!(comments > 15, "{comments} comments");
        let checked = home.emkit("rubric check store/rubrics/mine.yaml").ok();
        assert!(!checked.err.contains("suggestion"), "{checked:#?}");
        assert!(home.emkit("rubric list").ok().out.starts_with("mine  "));
        let rubric = of_the_house(&from);
        let (_, question) = rubric.questions().next().expect("a question");
        home.emkit("assess --rubric mine --date 2026-11-20 --answers -")
            .stdin(format!("answers: {{{}: 2}}\n", question.id))
            .ok();
        assert_eq!(home.json("")["rubric"]["id"], "mine");
    }
}

#[test]
fn a_copy_of_a_copy_has_each_comment_once() {
    let home = Home::new();
    home.emkit("rubric new one --from strategy").ok();
    home.emkit("rubric new two --from one").ok();
    let [one, two] = ["one", "two"].map(|id| {
        let path = home.store().join(format!("rubrics/{id}.yaml"));
        fs::read_to_string(path).expect("the copy")
    });
    assert_eq!(two, one.replace("\nid: one\n", "\nid: two\n"));
}

#[test]
fn the_copy_is_of_the_rubric_in_use_where_none_is_named() {
    let home = Home::new();
    home.write("store/config.yaml", "rubric: foundations\n");
    home.emkit("rubric new mine").ok();
    let text = fs::read_to_string(home.store().join("rubrics/mine.yaml")).expect("the copy");
    assert!(text.contains(&of_the_house("foundations").title), "{text}");
}

#[test]
fn an_id_that_is_taken_or_is_none_is_refused_and_nothing_is_written() {
    let home = Home::new();
    home.emkit("rubric new mine").ok();
    let path = home.store().join("rubrics/mine.yaml");
    let before = fs::read(&path).expect("the copy");
    for (id, words) in [
        ("mine", "a rubric has that id already"),
        ("career", "a rubric has that id already"),
        ("Mine", "lowercase letters, digits and hyphens"),
        ("../mine", "lowercase letters, digits and hyphens"),
    ] {
        let ran = home.emkit_with(&["rubric", "new", id]).fails(1);
        assert!(ran.err.contains("could not create the rubric"), "{ran:#?}");
        assert!(ran.err.contains(words), "{ran:#?}");
        assert!(ran.err.contains("hint: choose another id"), "{ran:#?}");
        assert_eq!(ran.out, "");
    }
    let ran = home.emkit("rubric new other --from nope").fails(1);
    assert!(ran.err.contains("`nope`"), "{ran:#?}");
    assert_eq!(fs::read(&path).expect("the copy"), before);
    let files = fs::read_dir(home.store().join("rubrics")).expect("the folder");
    assert_eq!(files.count(), 1);
}

#[test]
fn a_rubric_whose_keys_have_no_lines_of_their_own_is_left_to_the_person() {
    let home = Home::new();
    let text = crate::support::rubric_builder::Sketch::new("flow")
        .skill("one", "core", "3")
        .questions(&["a", "b"])
        .yaml();
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    home.write("flow.yaml", indented);
    let ran = home.emkit("rubric new mine --from ./flow.yaml").fails(1);
    assert!(ran.err.contains("copy the file by hand"), "{ran:#?}");
    assert!(!home.store().join("rubrics/mine.yaml").exists());
}
