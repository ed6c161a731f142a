//! Writing in one's own editor, with editors that behave and editors that do not.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::{Home, Ran, TODAY, answer};

const NOW: &str = "2026-Q4";
const FRICTION: &str = "execution.friction";

/// Writes a line, opens the editor that runs this script on its file, and rates.
fn edited(home: &Home, script: &str) -> Ran {
    let path = home.write("my editor/edit", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
    let lines = "Before.\n:edit\n\n3\n:quit\n";
    home.emkit(&format!("assess --accessible --role em --date {TODAY}"))
        .env("EDITOR", &format!("'{}' --wait", path.display()))
        .env("PATH", "/usr/bin:/bin")
        .stdin(lines)
        .ok()
}

fn evidence(home: &Home) -> String {
    let report = home.json(NOW);
    let evidence = &answer(&report, FRICTION)["evidence"];
    evidence.as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_the_editor_saves_is_the_evidence() {
    let home = Home::new();
    let ran = edited(
        &home,
        "[ \"$1\" = --wait ] && printf 'One.\\nTwo.\\n' > \"$2\"",
    );
    assert!(
        ran.err.contains("| One."),
        "what was taken is shown: {ran:#?}"
    );
    assert_eq!(evidence(&home), "One.\nTwo.");
}

#[test]
fn the_editor_gets_the_text_in_a_file_of_the_store_that_nobody_else_can_read() {
    let home = Home::new();
    edited(&home, "cp \"$2\" seen; ls -ld \"$2\" > where");
    assert_eq!(
        fs::read_to_string(home.path().join("seen")).expect("a text"),
        "Before."
    );
    let place = fs::read_to_string(home.path().join("where")).expect("a place");
    let store = home.store().display().to_string();
    assert!(
        place.starts_with("-rw-------") && place.contains(&store),
        "{place}"
    );
}

#[test]
fn an_editor_that_fails_empties_deletes_or_garbles_leaves_the_text() {
    for script in [
        "echo lost > \"$2\"; exit 1",
        ": > \"$2\"",
        "rm \"$2\"",
        "printf 'Caf\\351' > \"$2\"",
        "kill -9 $$",
    ] {
        let home = Home::new();
        edited(&home, script);
        assert_eq!(evidence(&home), "Before.", "{script}");
    }
}

#[test]
fn without_an_editor_the_error_says_what_to_set() {
    let home = Home::new();
    let ran = home.interview("--role em", &["Before.", ":edit", "", "3", ":quit"]);
    assert!(ran.err.contains("`EDITOR`"), "{ran:#?}");
    assert_eq!(evidence(&home), "Before.");
}
