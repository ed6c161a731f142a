//! `emkit feedback add`, `list` and `remove`: everything is checked first, and all of it is kept or none.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{SKILLS, form, reply, stored};
use crate::support::{Home, TODAY};

const RATINGS: [u8; 8] = [2, 3, 3, 4, 3, 3, 0, 4];

fn good(home: &Home) -> String {
    reply(
        &form(home, "--name Robin --format yaml"),
        7,
        "peer",
        RATINGS,
        "A saw.",
    )
}

#[test]
fn a_reply_is_kept_for_its_owner_alone_and_can_be_removed() {
    let home = Home::new();
    home.write("reply.yaml", good(&home));
    home.emkit(&format!("feedback add reply.yaml --date {TODAY}"))
        .ok();
    let files = stored(&home);
    assert_eq!(files.len(), 1);
    let mode = fs::metadata(&files[0])
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    home.emkit("doctor").ok();
    let status: serde_json::Value = serde_json::from_str(
        &home
            .emkit(&format!("status --format json --date {TODAY}"))
            .ok()
            .out,
    )
    .expect("JSON");
    assert_eq!(status["replies"], serde_json::json!({"peer": 1}));
    let page = home.emkit(&format!("status --date {TODAY}")).ok().out;
    assert!(page.contains("1 peer"), "{page}");
    let list = home.emkit("feedback list").ok().out;
    let name = list.split_whitespace().last().expect("a name");
    home.emkit(&format!("feedback remove {name}")).ok();
    assert!(stored(&home).is_empty());
    assert!(
        !home.store().join("kept").exists(),
        "a removed reply was kept"
    );
    home.emkit(&format!("feedback remove {name}")).fails(1);
}

#[test]
fn what_is_wrong_with_a_reply_is_named_by_line_and_nothing_is_kept() {
    let home = Home::new();
    let good = good(&home);
    let line = |text: &str, words: &str| {
        1 + text
            .lines()
            .position(|line| line.contains(words))
            .expect("a line")
    };
    let missing = good.replacen("  taste:\n    rating: 3\n    saw: \"\"\n", "", 1);
    for (text, at, words) in [
        (good.replace("rating: 2", "rating: 9"), "rating: 9", "`9`"),
        (good.replace("rating: 2", "rating: 2.5"), "rating: 2.5", ""),
        (
            good.replace("  taste:", "  tasty:"),
            "tasty",
            "no skill `tasty`; did you mean `taste`?",
        ),
        (missing, "", "`taste` is missing"),
        (good.replace("  taste:", "  team:"), "", "there twice"),
        (
            good.replace("relation: peer", "relation: boss"),
            "boss",
            "`boss` is no relation",
        ),
        (
            good.replace("kind: reply", "kind: rely"),
            "kind: rely",
            "`kind` is `reply` or `combined`",
        ),
        (
            good.replace("keep:", "colour: red\nkeep:"),
            "colour",
            "`colour`",
        ),
        (
            good.replace("digest: \"", "digest: \"0"),
            "digest",
            "the form was another",
        ),
        (
            good.replace("period: 2026-Q4", "period: 2026-Q5"),
            "period",
            "is not a period",
        ),
        (
            good.replace("period: 2026-Q4", "period: 2027-Q4"),
            "period",
            "has not begun",
        ),
        (
            good.replace("schema: 1", "schema: 2"),
            "schema: 2",
            "newer emkit",
        ),
        (
            good.replace("saw: \"A saw.\"", "saw: &a A saw."),
            "&a",
            "anchors and aliases",
        ),
        (
            good.replace("saw: \"A saw.\"", "saw: fixed issue #42"),
            "#42",
            "lost as a comment",
        ),
        (
            good.replace("A saw.", &"saw ".repeat(20_000)),
            "saw saw",
            "longer than 64 KiB",
        ),
        (good.replace("A saw.", "\\ud800"), "ud800", ""),
        ("one: thing\n".to_owned(), "", "neither a reply"),
        (String::new(), "", "neither a reply"),
    ] {
        let home = Home::new();
        home.write("reply.yaml", &text);
        let ran = home
            .emkit(&format!("feedback add reply.yaml --date {TODAY}"))
            .run();
        assert_eq!(ran.code, Some(1), "{words}: {ran:#?}");
        assert!(ran.err.contains(words), "{words}: {ran:#?}");
        assert!(ran.err.contains("\nhint: "), "{ran:#?}");
        if !at.is_empty() {
            let place = format!("reply.yaml:{}:", line(&text, at));
            assert!(ran.err.contains(&place), "{place} {words}: {ran:#?}");
        }
        assert!(!home.store().join("feedback").exists(), "{words}");
    }
}

#[test]
fn a_reply_cut_anywhere_is_refused_or_says_the_same() {
    let home = Home::new();
    let good = good(&home);
    let body = good.find("keep:").expect("the end");
    for end in (body..good.len() - 1)
        .chain((0..body).step_by(97))
        .filter(|end| good.is_char_boundary(*end))
    {
        let cut = &good[..end];
        let read = emkit::format::reply::read(std::path::Path::new("cut"), cut);
        assert!(read.is_err() || cut.trim_end() == good.trim_end(), "{cut}");
    }
}

#[test]
fn all_replies_are_kept_or_none() {
    let home = Home::new();
    let empty = form(&home, "--format yaml");
    home.write("one.yaml", reply(&empty, 1, "peer", RATINGS, ""));
    home.write("two.yaml", reply(&empty, 2, "peer", [9; 8], ""));
    home.emkit(&format!("feedback add one.yaml two.yaml --date {TODAY}"))
        .fails(1);
    assert!(stored(&home).is_empty());
    home.write(
        "two.yaml",
        reply(&empty, 1, "report", RATINGS, "Another text."),
    );
    let ran = home
        .emkit(&format!("feedback add one.yaml two.yaml --date {TODAY}"))
        .fails(1);
    assert!(ran.err.contains("the same reply"), "{ran:#?}");
    assert!(stored(&home).is_empty());
    home.emkit(&format!("feedback add one.yaml --date {TODAY}"))
        .ok();
    let ran = home
        .emkit(&format!("feedback add two.yaml --date {TODAY}"))
        .fails(1);
    assert!(ran.err.contains("is kept already"), "{ran:#?}");
    assert_eq!(stored(&home).len(), 1);
}

#[test]
fn the_same_command_again_adds_what_is_not_there_yet() {
    let home = Home::new();
    let names = super::peers(&home, &[RATINGS, RATINGS, RATINGS]);
    let add = |names: &[String]| {
        home.emkit(&format!("feedback add {} --date {TODAY}", names.join(" ")))
            .run()
    };
    assert_eq!(add(&names[1..2]).code, Some(0));
    let ran = add(&names);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(
        ran.err.contains("`peer-2.yaml` is kept already, as `"),
        "{ran:#?}"
    );
    assert_eq!(ran.err.matches("\nkept as `").count(), 2, "{ran:#?}");
    assert_eq!(stored(&home).len(), 3);
    // Nobody is counted twice, and nobody is told that something was added.
    let ran = add(&names);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("all of it is kept already"), "{ran:#?}");
    assert_eq!(stored(&home).len(), 3);
}

#[test]
fn an_untouched_form_another_quarter_and_another_rubric_are_refused_by_name() {
    let home = Home::new();
    home.write("empty.yaml", form(&home, "--format yaml"));
    home.write("empty.txt", form(&home, "--format text"));
    for name in ["empty.yaml", "empty.txt"] {
        let ran = home
            .emkit(&format!("feedback add {name} --date {TODAY}"))
            .fails(1);
        assert!(ran.err.contains("nothing is filled in"), "{ran:#?}");
    }
    home.write("reply.yaml", good(&home));
    let early = "feedback add reply.yaml --date 2026-09-30";
    let ran = home.emkit(early).fails(1);
    assert!(ran.err.contains("2026-Q4 has not begun"), "{ran:#?}");
    home.write(
        "store/rubrics/small.yaml",
        crate::support::sample_rubric::SMALL,
    );
    let ran = home
        .emkit(&format!(
            "feedback add reply.yaml --rubric small --date {TODAY}"
        ))
        .fails(1);
    assert!(ran.err.contains("`small` was asked for"), "{ran:#?}");
    assert!(!home.store().join("feedback").exists());
}

#[test]
fn a_reply_to_the_wording_of_that_quarter_is_taken_after_the_rubric_changed() {
    let home = Home::new();
    let rubric = include_str!("../../../rubric/eight-skills.yaml");
    home.write("store/rubrics/eight-skills.yaml", rubric);
    home.write("reply.yaml", good(&home));
    home.assessed("2026-Q4", "answers: {team.hired: 3}\n");
    let ask = "What happens to work that this manager's team has promised?";
    assert!(rubric.contains(ask));
    home.write(
        "store/rubrics/eight-skills.yaml",
        rubric.replace(ask, "What comes of promised work?"),
    );
    home.emkit(&format!("feedback add reply.yaml --date {TODAY}"))
        .ok();
}

#[test]
fn a_damaged_reply_in_the_store_is_named_and_can_be_removed() {
    let home = Home::new();
    home.write("reply.yaml", good(&home));
    home.emkit(&format!("feedback add reply.yaml --date {TODAY}"))
        .ok();
    let path = stored(&home).remove(0);
    let text = fs::read_to_string(&path).expect("text");
    fs::write(&path, &text[..text.len() / 2]).expect("written");
    home.write("store/feedback/eight-skills/2026-Q4/notes.txt", "mine");
    let ran = home.emkit("doctor").fails(1);
    assert!(
        ran.err.contains("cut short") || ran.out.contains("cut short"),
        "{ran:#?}"
    );
    assert!(
        format!("{}{}", ran.out, ran.err).contains("notes.txt"),
        "{ran:#?}"
    );
    home.emkit("compare 2026-Q4").fails(1);
    let stem = path
        .file_stem()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    home.emkit(&format!("feedback remove {}", &stem[..8])).ok();
    assert_eq!(SKILLS.len(), 8);
}
