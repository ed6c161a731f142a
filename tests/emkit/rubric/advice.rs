//! `emkit rubric check`: advice on a rubric that can be used all the same.

use crate::support::sample_rubric::SMALL;
use crate::support::{Home, Ran};

fn checked(text: &str) -> Ran {
    let home = Home::new();
    home.write("small.yaml", text);
    let ran = home.emkit("rubric check small.yaml").ok();
    assert!(ran.out.contains("in order"), "{ran:#?}");
    ran
}

fn with(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "no `{from}` in the rubric");
    SMALL.replacen(from, to, 1)
}

#[test]
fn a_rubric_that_follows_all_advice_is_passed_without_a_word() {
    assert_eq!(checked(SMALL).err, "");
}

#[test]
fn each_piece_of_advice_names_line_and_text_and_refuses_nothing() {
    let long = "so ".repeat(80);
    let seven = "3: one two three four five six seven, 4: and one two three four five six seven";
    for (from, to, words) in [
        (
            "a thing that holds",
            format!("a thing {long}"),
            "anchor 4 has",
        ),
        ("What did you make?", format!("What {long}?"), "`ask` has"),
        ("look at the till", long.clone(), "`hint` has"),
        ("sell one small thing", long.clone(), "`practice` has"),
        (
            "What did you sell?",
            "What? And when?".to_owned(),
            "more than one question mark",
        ),
        (
            "What did you sell?",
            "What did you make?".to_owned(),
            "`ask` is that of line 23",
        ),
        (
            "mend one small thing",
            "Make one small thing.".to_owned(),
            "`practice` is that of line 26",
        ),
        (
            "3: a thing, 4: a thing that holds",
            seven.to_owned(),
            "7 words in a row",
        ),
    ] {
        let text = with(from, &to);
        let ran = checked(&text);
        let warning = "warning: 1 suggestion for `small.yaml`, which can be used as it is\n";
        assert!(ran.err.starts_with(warning), "{ran:#?}");
        let place = ran.err.lines().find(|line| line.starts_with("small.yaml:"));
        let place = place.expect("a place");
        assert!(place.contains(words), "no `{words}` in {ran:#?}");
        let row: usize = place
            .split(':')
            .nth(1)
            .and_then(|row| row.parse().ok())
            .expect("a line");
        let there = text.lines().nth(row - 1).expect("that line");
        assert!(there.contains(to.trim_end()), "{place}\n{there}");
    }
}

#[test]
fn a_question_without_title_or_kind_can_be_used_and_is_told_what_it_lacks() {
    for (from, words) in [
        (
            "        title: Made\n",
            "question `craft.made` has no `title`",
        ),
        (
            "        kind: trouble\n",
            "question `craft.mended` has no `kind`",
        ),
        (
            "        title: Sold\n        kind: standing\n",
            "question `trade.sold` has no `title` and no `kind`",
        ),
    ] {
        let ran = checked(&with(from, ""));
        assert!(ran.err.contains("1 suggestion for"), "{ran:#?}");
        assert!(ran.err.contains(words), "no `{words}` in {ran:#?}");
    }
}

#[test]
fn a_text_of_just_the_length_that_fits_is_passed() {
    for (from, most) in [
        ("a thing that holds", 90),
        ("look at the till", 200),
        ("sell one small thing", 160),
    ] {
        assert_eq!(checked(&with(from, &"x".repeat(most))).err, "", "{from}");
        let ran = checked(&with(from, &"x".repeat(most + 1)));
        assert!(ran.err.contains(&format!("{most} at most")), "{ran:#?}");
    }
}

#[test]
fn several_pieces_of_advice_come_at_once_in_the_order_of_the_lines() {
    let text = with("look at the till", &"so ".repeat(80)).replacen(
        "What did you make?",
        "What? And when?",
        1,
    );
    let ran = checked(&text);
    assert!(
        ran.err.starts_with("warning: 2 suggestions for"),
        "{ran:#?}"
    );
    let made = ran.err.find("craft.made").expect("the first");
    assert!(
        made < ran.err.find("trade.sold").expect("the second"),
        "{ran:#?}"
    );
}

#[test]
fn closing_questions_are_advised_on_too() {
    let long = format!("What {}?", "so ".repeat(60));
    let ran = checked(&format!(
        "{SMALL}closing:\n  ask: {long}\n  stages:\n    fair: {long}\n"
    ));
    assert!(ran.err.contains("`closing`: `ask` has"), "{ran:#?}");
    assert!(ran.err.contains("`closing`: `fair` has"), "{ran:#?}");
}

#[test]
fn an_anchor_that_differs_by_case_or_a_full_stop_alone_is_refused() {
    let home = Home::new();
    home.write("small.yaml", with("5: a thing others copy", "5: A thing."));
    let ran = home.emkit("rubric check small.yaml").fails(1);
    assert!(ran.err.contains("anchor 5 repeats anchor 3"), "{ran:#?}");
}

#[test]
fn the_guide_names_every_key_and_every_limit() {
    let guide = include_str!("../../../rubric/README.md");
    let keys = "schema id version title source author published url note scale rating label \
                meaning evidence_from clusters skills cluster definition examples questions ask \
                kind sensitive reputation hint anchors practice weight follows profiles why targets stages adjust eras years \
                core closing";
    for key in keys.split_whitespace() {
        assert!(guide.contains(&format!("`{key}`")), "no `{key}`");
    }
    for limit in [
        "| an anchor | 90 ",
        "| `ask` | 140 ",
        "| `hint` | 200 ",
        "| `practice` | 160 ",
        "| `closing` | 140 ",
        "24 characters at most",
    ] {
        assert!(guide.contains(limit), "{limit}");
    }
}
