//! Commands that are typed on a line of their own in the interview.

use crate::support::{Home, answer};

#[test]
fn a_mistyped_command_is_answered_with_the_nearest_and_never_stored() {
    let home = Home::new();
    let typed = [
        "What happened.",
        ":skp",
        ":skp it",
        ":private matter",
        ":zzz",
        "",
        ":skpi",
        "3",
        ":quit",
    ];
    let ran = home.interview("--role em", &typed);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "`:skp` is not a command; did you mean `:skip`?",
        "`:skpi` is not a command; did you mean `:skip`?",
        "`:private` stands alone on its line",
        "`:zzz` is not a command; `:help` lists them",
    ] {
        assert!(said.contains(words), "{words}: {ran:#?}");
    }
    assert!(!said.contains("stay out of exports"), "{ran:#?}");
    let report = home.json("2026-Q4");
    let answer = answer(&report, "execution.friction");
    assert_eq!(answer["evidence"], "What happened.");
    assert_eq!(answer["rating"], 3);
}
