//! What other programs do to the store while an interview is open: nothing is lost, all is said.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::process::Live;
use crate::support::sample_rubric::SMALL;
use crate::support::{Home, Ran, TODAY};

/// An interview that has saved its first answer and waits for the second.
fn interview(home: &Home) -> Live {
    let arguments = format!("assess --accessible --role em --date {TODAY}");
    let mut live = Live::begin(home.emkit(&arguments).command());
    live.type_lines(&["a slow week", "", "3"]);
    live.wait_for("saved execution.friction (1 of 28)");
    live
}

/// Goes on with an interview that cannot save any more.
fn refused(home: &Home, mut live: Live) -> Ran {
    live.type_lines(&["the ledger moved", "", "4"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("error: could not save to"), "{ran:#?}");
    assert!(!ran.err.contains("saved execution.shipped"), "{ran:#?}");
    assert!(ours(home).contains("a slow week"), "{ran:#?}");
    ran
}

/// The version of the interview that was kept.
fn ours(home: &Home) -> String {
    let kept = home.kept("drafts").into_iter();
    let mut ours = kept.filter(|text| text.contains("the ledger moved"));
    ours.next().expect("our version is lost")
}

/// The hint's first command, run as it stands.
fn run_hint(home: &Home, ran: &Ran) -> Ran {
    let hint = ran.err.split("hint: ").nth(1).expect("a hint");
    let command = hint.split('`').nth(1).expect("a command");
    let words: Vec<_> = command.split_whitespace().skip(1).collect();
    home.emkit_with(&words).ok()
}

#[test]
fn a_removed_draft_is_said_to_be_removed_and_the_hint_shows_and_puts_back_ours() {
    let home = Home::new();
    let live = interview(&home);
    fs::remove_file(home.file("drafts", "2026-Q4")).expect("removed");
    let ran = refused(&home, live);
    assert!(ran.err.contains("changed or removed"), "{ran:#?}");
    assert!(run_hint(&home, &ran).out.contains("Execution"));
    let back = ran.err.split("in its place: ").nth(1).expect("a command");
    let moved = std::process::Command::new("sh")
        .args(["-c", back.lines().next().expect("a line")])
        .status();
    assert!(moved.expect("sh").success());
    assert!(home.text("drafts", "2026-Q4").contains("the ledger moved"));
}

#[test]
fn a_draft_that_another_session_finished_leaves_ours_to_be_looked_at() {
    let home = Home::new();
    let live = interview(&home);
    let ran = home.interview("--resume", &[":finish", "", ""]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let theirs = home.text("assessments", "2026-Q4");
    let ran = refused(&home, live);
    assert!(ran.err.contains("changed or removed"), "{ran:#?}");
    assert!(run_hint(&home, &ran).out.contains("Execution"));
    assert_eq!(home.text("assessments", "2026-Q4"), theirs);
    assert!(!home.file("drafts", "2026-Q4").exists());
}

#[test]
fn a_draft_that_became_a_link_to_other_words_is_left_and_so_are_those() {
    let home = Home::new();
    let live = interview(&home);
    let draft = home.file("drafts", "2026-Q4");
    let theirs = home.text("drafts", "2026-Q4").replace("slow", "quick");
    let elsewhere = home.write("elsewhere.yaml", &theirs);
    fs::remove_file(&draft).expect("removed");
    symlink(&elsewhere, &draft).expect("a link");
    let ran = refused(&home, live);
    assert!(ran.err.contains("has changed or removed it"), "{ran:#?}");
    assert_eq!(fs::read_to_string(elsewhere).expect("there"), theirs);
    assert!(fs::symlink_metadata(draft).expect("there").is_symlink());
}

#[test]
fn a_draft_that_does_not_read_any_more_is_compared_as_a_text() {
    let home = Home::new();
    let live = interview(&home);
    fs::write(home.file("drafts", "2026-Q4"), "garbled").expect("written");
    let ran = refused(&home, live);
    assert!(ran.err.contains("hint: `diff "), "{ran:#?}");
    assert_eq!(home.text("drafts", "2026-Q4"), "garbled");
}

#[test]
fn a_draft_that_became_a_folder_is_said_and_the_words_are_on_offer() {
    let home = Home::new();
    let mut live = interview(&home);
    let draft = home.file("drafts", "2026-Q4");
    fs::remove_file(&draft).expect("removed");
    fs::create_dir(&draft).expect("a folder");
    // The third choice prints them.
    live.type_lines(&["the ledger moved", "3"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("not a regular file"), "{ran:#?}");
    assert!(ran.err.contains("NOT saved"), "{ran:#?}");
    assert!(ran.err.contains("evidence: the ledger moved"), "{ran:#?}");
}

#[test]
fn a_store_that_was_moved_away_keeps_what_was_saved_and_ours_is_named() {
    let home = Home::new();
    let live = interview(&home);
    let away = home.path().join("away");
    fs::rename(home.store(), &away).expect("moved");
    let ran = refused(&home, live);
    assert!(ran.err.contains("changed or removed"), "{ran:#?}");
    let draft = away.join("drafts/eight-skills/2026-Q4.yaml");
    let draft = fs::read_to_string(draft).expect("there");
    assert!(draft.contains("a slow week"), "{draft}");
    run_hint(&home, &ran);
}

#[test]
fn a_copy_that_appears_beside_the_draft_does_not_disturb() {
    let home = Home::new();
    let mut live = interview(&home);
    let text = home.text("drafts", "2026-Q4");
    let copy = home.file("drafts", "2026-Q4");
    let copy = copy.with_file_name("2026-Q4.sync-conflict-20261120-101500-ABCDEFG.yaml");
    fs::write(&copy, &text).expect("written");
    live.type_lines(&["the ledger moved", "", "4", ":quit"]);
    let ran = live.end();
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(home.text("drafts", "2026-Q4").contains("the ledger moved"));
    assert_eq!(fs::read_to_string(copy).expect("there"), text);
}

#[test]
fn a_rubric_that_changes_meanwhile_does_not_change_what_is_asked() {
    let home = Home::new();
    home.write("small.yaml", SMALL);
    let arguments =
        format!("assess --accessible --role maker --rubric ./small.yaml --date {TODAY}");
    let mut live = Live::begin(home.emkit(&arguments).command());
    live.type_lines(&["a chair", "", "3"]);
    live.wait_for("saved craft.made");
    home.write("small.yaml", "broken: [");
    live.type_lines(&["a roof", "", "4", "eggs", "", "2", ":finish", "", ""]);
    let ran = live.end();
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let ran = home.emkit("show 2026-Q4").ok();
    assert!(ran.out.contains("Trade"), "{ran:#?}");
    home.emkit("doctor").ok();
}

#[test]
fn a_draft_edited_by_hand_goes_on_and_the_edit_is_kept_with_its_comments() {
    for change in [
        |text: &str| text.replace("answers:\n", "answers:\n  # ask Ana about this\n"),
        |text: &str| format!("\u{feff}# ask Ana\r\n{}", text.replace('\n', "\r\n")),
        |text: &str| {
            let role = "role: em\n";
            format!("# ask Ana\n{role}{}", text.replacen(role, "", 1))
        },
    ] {
        let home = Home::new();
        let edited = change(&home.drafted());
        fs::write(home.file("drafts", "2026-Q4"), &edited).expect("written");
        let ran = home.interview("--resume", &["the ledger moved", "", "4", ":quit"]);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        assert!(!ran.err.contains("error: "), "{ran:#?}");
        assert!(ran.err.contains("the one before is kept as"), "{ran:#?}");
        assert_eq!(home.kept("drafts"), [edited]);
        let draft = home.text("drafts", "2026-Q4");
        assert!(draft.contains("a slow week") && draft.contains("the ledger moved"));
    }
}
