//! Many that log at once. Those that are killed are among the faults.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::thread;

use crate::support::Home;

#[test]
fn ten_writers_of_ten_entries_lose_and_tear_none() {
    let home = Home::new();
    thread::scope(|scope| {
        for writer in 0..10 {
            let home = &home;
            scope.spawn(move || {
                for number in 0..10 {
                    home.emkit(&format!(
                        "log --date 2026-11-20 --skill team w{writer} n{number}"
                    ))
                    .ok();
                }
            });
        }
    });
    let texts = home.texts();
    assert_eq!(texts.len(), 100);
    let different: BTreeSet<_> = texts.iter().collect();
    assert_eq!(different.len(), 100);
    assert_eq!(home.log().lines().count(), 102);
}

#[test]
fn an_entry_is_appended_to_the_file_that_is_there() {
    let home = Home::new();
    home.emkit("log --date 2026-11-20 one").ok();
    let file = home.store().join("log/2026-Q4.md");
    let number = fs::metadata(&file).expect("there").ino();
    let before = home.log();
    home.emkit("log --date 2026-11-20 two").ok();
    // A new file in its place would lose what a shell's `>>` writes to this one.
    assert_eq!(fs::metadata(&file).expect("there").ino(), number);
    assert!(home.log().starts_with(&before));
    assert_eq!(home.texts(), ["one", "two"]);
}

#[test]
fn an_entry_that_was_cut_off_is_not_called_logged_and_the_next_has_a_line_of_its_own() {
    let home = Home::new();
    home.emkit("log --date 2026-11-20 one").ok();
    let words = "x".repeat(3000);
    let program = env!("CARGO_BIN_EXE_emkit");
    let ran = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 1; exec \"$@\"", "sh", program])
        .args(["log", "--date", "2026-11-20", &words])
        .env("EMKIT_HOME", home.store())
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(ran.status.code(), Some(1), "{said}");
    assert!(!said.contains("logged in"), "{said}");
    assert!(said.contains("error: could not save to"), "{said}");
    // Its end is named by line, and refuses nothing.
    let ran = home.emkit("log list --date 2026-11-20").ok();
    assert!(
        ran.err.contains("2026-Q4.md:4:1: the last line has no end"),
        "{ran:#?}"
    );
    let ran = home.emkit("log --date 2026-11-20 two").ok();
    assert!(ran.err.contains("had no end and was given one"), "{ran:#?}");
    let texts = home.texts();
    assert_eq!(texts.first().map(String::as_str), Some("one"));
    assert_eq!(texts.last().map(String::as_str), Some("two"));
}

#[test]
fn a_log_that_may_not_be_written_is_left_and_said() {
    let home = Home::new();
    home.emkit("log --date 2026-11-20 one").ok();
    let file = home.store().join("log/2026-Q4.md");
    fs::set_permissions(&file, Permissions::from_mode(0o400)).expect("a mode");
    let before = home.log();
    let ran = home.emkit("log --date 2026-11-20 two").run();
    // Root may write anything.
    if ran.code == Some(1) {
        assert!(ran.err.contains("permission denied"), "{ran:#?}");
        assert_eq!(home.log(), before);
    }
}
