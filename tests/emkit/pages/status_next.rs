//! The commands that `emkit status` offers to run next.

use crate::support::rubric_builder::Sketch;
use crate::support::{Home, TODAY};

/// The command that is offered for the draft.
fn offered(home: &Home) -> String {
    let page = home.emkit("status").and(&["--date", TODAY]).ok().out;
    let command = page.lines().find(|line| line.contains("--resume"));
    command.expect("a command").trim().to_owned()
}

#[test]
fn a_draft_whose_texts_were_put_off_is_offered_to_be_resumed_with_them() {
    let home = Home::new();
    home.interview("--role em --quick", &["2", "4", ":quit"]);
    let quick = "emkit assess --period 2026-Q4 --resume --quick";
    assert_eq!(offered(&home), quick);
    // As it stands it goes on with the ratings and comes to the text that is still to come.
    let skips = vec![":skip"; 26];
    let mut lines = skips.clone();
    lines.push(":quit");
    let resumed = home.interview("--period 2026-Q4 --resume --quick", &lines);
    assert!(resumed.err.contains("(execution.shipped)"), "{resumed:#?}");
    // All are rated or skipped, and that text is what is left.
    assert_eq!(offered(&home), quick);
}

#[test]
fn a_draft_with_its_texts_is_offered_to_be_resumed_without_more_words() {
    let home = Home::new();
    let typed = ["Half done.", "", "4", "", "3", ":quit"];
    home.interview("--role em", &typed);
    assert_eq!(offered(&home), "emkit assess --period 2026-Q4 --resume");
}

#[test]
fn what_was_skipped_or_does_not_apply_is_not_called_rated() {
    let home = Home::new();
    let typed = [
        "Half done.",
        "",
        "4",
        ":skip",
        ":na other",
        "",
        "2",
        ":quit",
    ];
    let left = home.interview("--role em", &typed);
    let far = "2 of 28 rated, 1 skipped, 1 not applicable";
    assert!(left.err.contains(far), "{left:#?}");
    for arguments in ["show 2026-Q4", "show 2026-Q4 --accessible", "status"] {
        let mut run = home.emkit(arguments);
        if arguments == "status" {
            run = run.and(&["--date", TODAY]);
        }
        let shown = run.env("COLUMNS", "120").ok().out;
        assert!(shown.contains(far), "`{arguments}`: {shown}");
        assert!(!shown.contains("answered"), "`{arguments}`: {shown}");
    }
    let json = home.emkit("status --format json").and(&["--date", TODAY]);
    let json: serde_json::Value = serde_json::from_str(&json.ok().out).expect("JSON");
    assert_eq!(json["draft"]["answered"], 4);
    let asked = home.interview("", &[":quit"]);
    let said = asked.err.replace('\n', " ");
    assert!(said.contains(&format!(": {far}.")), "{asked:#?}");
}

#[test]
fn a_skill_that_is_called_like_a_command_is_none() {
    let home = Home::new();
    let rubric = Sketch::new("mine")
        .skill("one", "core", "3")
        .questions(&["a"]);
    let focus = "answers: {one.a: 2}\nfocus: [{skill: one, action: Do it.}]\n";
    home.assessed_with(&rubric, "2026-Q3", focus);
    let renamed = rubric.yaml().replace("The one", "emkit one");
    home.write("rubric.yaml", renamed);
    let page = home
        .emkit("status --accessible --rubric ./rubric.yaml")
        .and(&["--date", TODAY]);
    let page = page.ok().out;
    assert!(page.contains("Focus, emkit one: Do it.\n"), "{page}");
}

#[test]
fn the_name_of_a_folder_cannot_act_on_a_terminal() {
    let home = Home::new();
    let page = home
        .emkit_with(&["status", "--date", "2026-12-20", "--home", "a\u{1b}b"])
        .ok()
        .out;
    let command = "\n  emkit assess --home $'a\\x1bb'\n";
    assert!(page.contains(command), "{page:?}");
}
