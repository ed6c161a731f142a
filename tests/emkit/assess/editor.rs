//! Writing in one's own editor, with editors that behave and editors that do not.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::support::process::{Live, finish};
use crate::support::{Home, Ran, Run, TODAY, answer};

const NOW: &str = "2026-Q4";
const FRICTION: &str = "execution.friction";
const LINES: &str = "Before.\n:edit\n\n3\n:quit\n";

/// An editor that runs this script on its file, which is `$1`.
pub(crate) fn editor(home: &Home, script: &str) -> PathBuf {
    let path = home.write("my editor/edit", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
    path
}

fn assess(home: &Home) -> Run {
    home.emkit(&format!("assess --accessible --role em --date {TODAY}"))
        .env("PATH", "/usr/bin:/bin")
        .stdin(LINES)
}

/// Writes a line, opens the editor that runs this script, and rates.
fn edited(home: &Home, script: &str) -> Ran {
    let command = format!("'{}'", editor(home, script).display());
    assess(home).env("EDITOR", &command).ok()
}

/// The same with this command for an editor.
fn edited_by(home: &Home, command: &str) -> Ran {
    assess(home).env("EDITOR", command).ok()
}

pub(crate) fn evidence(home: &Home) -> String {
    let report = home.json(NOW);
    let evidence = &answer(&report, FRICTION)["evidence"];
    evidence.as_str().unwrap_or_default().to_owned()
}

/// The folders that editors left in the store.
pub(crate) fn left(home: &Home) -> Vec<PathBuf> {
    let mut found = home.below("kept");
    found.retain(|path| {
        let name = path.file_name().and_then(OsStr::to_str);
        name.is_some_and(|name| name.starts_with("editor-"))
    });
    found
}

/// What the only editor that left something saved; the message names its path.
fn rescued(home: &Home, ran: &Ran) -> Vec<u8> {
    let left = left(home);
    assert_eq!(left.len(), 1, "{ran:#?}");
    let file = left[0].join("evidence.md");
    assert!(
        ran.err.contains(&format!("`{}`", file.display())),
        "{ran:#?}"
    );
    fs::read(file).expect("what was saved")
}

fn assert_error_and_hint(ran: &Ran, cause: &str, hint: &str) {
    let mut lines = ran.err.lines();
    let error = "error: could not take a text from the editor: ";
    let error = lines.find(|line| line.starts_with(error));
    assert!(
        error.is_some_and(|line| line.contains(cause)),
        "no `{cause}` in {ran:#?}"
    );
    let next = lines.next().unwrap_or_default();
    assert!(
        next.starts_with("hint: ") && next.contains(hint),
        "no `{hint}` in {ran:#?}"
    );
}

#[test]
fn what_the_editor_saves_is_the_evidence() {
    let home = Home::new();
    let ran = edited(&home, "printf 'One.\\nTwo.\\n' > \"$1\"");
    assert!(
        ran.err.contains("| One."),
        "what was taken is shown: {ran:#?}"
    );
    assert_eq!(evidence(&home), "One.\nTwo.");
    assert_eq!(left(&home), [] as [PathBuf; 0]);
}

#[test]
fn an_editor_gets_its_arguments_as_they_were_quoted_and_no_shell_reads_them() {
    let home = Home::new();
    let path = editor(&home, "for word; do echo \"$word\"; done > words");
    edited_by(
        &home,
        &format!("'{}' --wait 'two words' '$HOME;ls' \\*", path.display()),
    );
    let words = fs::read_to_string(home.path().join("words")).expect("the words");
    let words: Vec<_> = words.lines().collect();
    assert_eq!(words[..4], ["--wait", "two words", "$HOME;ls", "*"]);
    assert_eq!(words.len(), 5);
}

#[test]
fn the_editor_gets_the_text_in_a_file_of_the_store_that_nobody_else_can_read() {
    let home = Home::new();
    edited(
        &home,
        "cp \"$1\" seen; ls -ld \"$1\" > file; ls -ld \"${1%/*}\" > folder",
    );
    let text = |name: &str| fs::read_to_string(home.path().join(name)).expect("a text");
    // The question and its anchors are there to look at.
    let seen = text("seen");
    let (written, comments) = seen.split_once("\n\n").expect("comments");
    assert_eq!(written, "Before.");
    assert!(
        comments.lines().all(|line| line.starts_with("# ")),
        "{seen}"
    );
    assert!(
        comments.contains("# What slowed your team down most"),
        "{seen}"
    );
    assert!(comments.contains("\n# 5  "), "{seen}");
    let store = home.store().display().to_string();
    for (name, mode) in [("file", "-rw-------"), ("folder", "drwx------")] {
        let place = text(name);
        assert!(place.starts_with(mode) && place.contains(&store), "{place}");
    }
}

#[test]
fn an_unchanged_file_changes_nothing_and_is_said() {
    let home = Home::new();
    for script in [
        ":",
        "echo >> \"$1\"",
        "printf '\\357\\273\\277Before.\\r\\n' > \"$1\"",
    ] {
        let ran = edited(&home, script);
        assert!(
            ran.err.contains("Nothing was changed in the editor"),
            "{ran:#?}"
        );
        assert_eq!(evidence(&home), "Before.");
        assert_eq!(left(&home), [] as [PathBuf; 0]);
        fs::remove_dir_all(home.store()).expect("an empty page");
    }
}

#[test]
fn an_emptied_file_is_not_taken_and_the_command_that_clears_is_named() {
    for script in [": > \"$1\"", "printf '\\n \\n' > \"$1\""] {
        let home = Home::new();
        let ran = edited(&home, script);
        assert!(
            ran.err.contains("came back empty") && ran.err.contains("`:clear`"),
            "{ran:#?}"
        );
        assert_eq!(evidence(&home), "Before.");
        assert_eq!(left(&home), [] as [PathBuf; 0]);
    }
}

#[test]
fn what_an_editor_saved_before_it_failed_is_kept_and_its_place_is_named() {
    for (script, cause) in [
        ("echo Rescued. > \"$1\"; exit 7", "ended with exit code 7"),
        (
            "echo Rescued. > \"$1\"; kill -9 $$",
            "was ended by signal 9",
        ),
    ] {
        let home = Home::new();
        let ran = edited(&home, script);
        assert_error_and_hint(&ran, cause, "kept in `");
        assert_eq!(rescued(&home, &ran), b"Rescued.\n");
        assert_eq!(evidence(&home), "Before.");
    }
}

#[test]
fn an_editor_that_fails_without_having_saved_leaves_nothing_behind() {
    for script in [
        "exit 1",
        "kill -9 $$",
        ": > \"$1\"; exit 1",
        "rm \"$1\"; exit 1",
    ] {
        let home = Home::new();
        let ran = edited(&home, script);
        assert_error_and_hint(&ran, "your text here is as it was", "`:edit`");
        assert_eq!(evidence(&home), "Before.");
        assert_eq!(left(&home), [] as [PathBuf; 0], "{script}");
    }
}

#[test]
fn what_an_editor_rescues_beside_its_file_when_it_is_killed_is_kept() {
    let home = Home::new();
    let ran = edited(&home, "echo Rescued. > \"$1.save\"; kill -9 $$");
    let left = left(&home);
    assert_eq!(left.len(), 1, "{ran:#?}");
    let file = left[0].join("evidence.md.save");
    assert!(
        ran.err.contains(&format!("`{}`", file.display())),
        "{ran:#?}"
    );
    assert_eq!(
        fs::read_to_string(file).expect("what was saved"),
        "Rescued.\n"
    );
}

#[test]
fn backups_of_an_editor_that_ended_well_go_with_its_file() {
    let home = Home::new();
    edited(&home, "cp \"$1\" \"$1~\"; echo After. > \"$1\"");
    assert_eq!(evidence(&home), "After.");
    assert_eq!(left(&home), [] as [PathBuf; 0]);
}

#[test]
fn a_file_that_is_not_utf_8_is_kept_byte_for_byte() {
    let home = Home::new();
    let ran = edited(&home, "printf 'Caf\\351' > \"$1\"");
    assert_error_and_hint(&ran, "not UTF-8", "kept in `");
    assert_eq!(rescued(&home, &ran), b"Caf\xe9");
    assert_eq!(evidence(&home), "Before.");
}

#[test]
fn a_file_that_is_too_long_for_an_answer_is_kept_and_not_taken() {
    for size in [100_000, 5_000_000] {
        let home = Home::new();
        let script = format!("head -c {size} /dev/zero | tr '\\0' x > \"$1\"");
        let ran = edited(&home, &script);
        assert_error_and_hint(&ran, "longer than 64 KiB", "kept in `");
        assert_eq!(rescued(&home, &ran).len(), size);
        assert_eq!(evidence(&home), "Before.");
    }
}

#[test]
fn a_file_that_is_gone_or_is_no_file_any_more_is_told_and_nothing_hangs() {
    for (script, cause) in [
        ("", "removed the file"),
        ("mkdir \"$1\"", "no plain file"),
        ("mkfifo \"$1\"", "no plain file"),
        ("ln -s /dev/zero \"$1\"", "no plain file"),
        ("ln -s \"$0\" \"$1\"", "no plain file"),
    ] {
        let home = Home::new();
        let path = editor(&home, &format!("rm \"$1\"\n{script}"));
        let command = format!("'{}'", path.display());
        let ran = finish(assess(&home).env("EDITOR", &command).command(), LINES);
        assert_error_and_hint(&ran, cause, ":edit");
        assert_eq!(evidence(&home), "Before.", "{script}");
    }
}

#[test]
fn a_kept_text_is_named_by_assess_and_doctor_until_it_is_removed() {
    let home = Home::new();
    edited(&home, "echo Rescued. > \"$1\"; chmod 644 \"$1\"; exit 1");
    let folder = left(&home)
        .pop()
        .expect("a kept text")
        .display()
        .to_string();
    for arguments in ["assess --accessible --resume --date 2026-11-20", "doctor"] {
        let ran = home.emkit(arguments).stdin(":quit\n").ok();
        let hint = format!("mv -i {folder} ~/");
        assert!(ran.err.contains(&format!("`{folder}`")), "{ran:#?}");
        assert!(ran.err.contains(&hint), "{ran:#?}");
    }
    fs::remove_dir_all(folder).expect("removed");
    for arguments in ["assess --accessible --resume --date 2026-11-20", "doctor"] {
        let ran = home.emkit(arguments).stdin(":quit\n").ok();
        assert!(!ran.err.contains("editor"), "{ran:#?}");
    }
}

#[test]
fn a_kept_text_outlives_the_earlier_versions_of_the_draft() {
    let home = Home::new();
    edited(&home, "echo Rescued. > \"$1\"; exit 1");
    for sitting in 0..8 {
        let lines = [&format!("Sitting {sitting}."), "", "3", ":quit"];
        home.interview("--resume", &lines.map(|line| line as &str));
    }
    assert_eq!(left(&home).len(), 1);
}

#[test]
fn what_an_editor_saved_stays_on_disk_until_emkit_has_saved_it_too() {
    let home = Home::new();
    let command = format!(
        "'{}'",
        editor(&home, "echo 'An hour of writing.' > \"$1\"").display()
    );
    let drafts = home.store().join("drafts");
    let run = assess(&home).env("EDITOR", &command);
    let mut live = Live::begin(run.command());
    live.wait_for("Evidence; blank line to finish:");
    fs::rename(&drafts, home.path().join("away")).expect("the drafts are moved");
    fs::write(&drafts, "in the way").expect("a file in the way");
    live.type_lines(&[":edit"]);
    live.wait_for("What now?");
    live.kill();
    let left = left(&home);
    assert_eq!(left.len(), 1, "{left:?}");
    let text = fs::read_to_string(left[0].join("evidence.md")).expect("what was saved");
    assert_eq!(text, "An hour of writing.\n");
}

#[test]
fn visual_goes_before_editor_and_an_empty_one_falls_back_to_it() {
    for visual in ["", "   "] {
        let home = Home::new();
        let path = editor(&home, "echo Taken. > \"$1\"");
        let command = format!("'{}'", path.display());
        assess(&home)
            .env("VISUAL", visual)
            .env("EDITOR", &command)
            .ok();
        assert_eq!(evidence(&home), "Taken.", "`{visual}`");
    }
    let home = Home::new();
    let path = editor(&home, "echo Taken. > \"$1\"");
    let command = format!("'{}'", path.display());
    assess(&home)
        .env("VISUAL", &command)
        .env("EDITOR", "false")
        .ok();
    assert_eq!(evidence(&home), "Taken.");
}

#[test]
fn without_an_editor_the_error_says_what_to_set() {
    for command in ["", "  "] {
        let home = Home::new();
        let ran = edited_by(&home, command);
        assert_error_and_hint(
            &ran,
            "neither `VISUAL` nor `EDITOR`",
            "set `VISUAL` or `EDITOR`",
        );
        assert_eq!(evidence(&home), "Before.");
    }
}

#[test]
fn an_editor_that_cannot_be_started_is_named_with_what_to_set() {
    let home = Home::new();
    let plain = home.write("plain", "no program");
    let plain = plain.display().to_string();
    for (command, cause) in [
        (
            "no-such-editor --wait",
            "`no-such-editor` did not start: no such file",
        ),
        ("~/bin/edit", "`~/bin/edit` did not start: no such file"),
        (&plain, "did not start: permission denied"),
        ("vi 'it", "`vi 'it` has a quote that is not closed"),
        ("'' file", "names no program"),
    ] {
        let home = Home::new();
        let ran = edited_by(&home, command);
        assert_error_and_hint(&ran, cause, "set `VISUAL` or `EDITOR`");
        assert_eq!(evidence(&home), "Before.");
        assert_eq!(left(&home), [] as [PathBuf; 0]);
    }
}

#[test]
fn an_editor_whose_command_is_not_utf_8_is_told_and_the_text_stays() {
    let home = Home::new();
    let mut command = assess(&home).command();
    command.env("EDITOR", OsStr::from_bytes(b"/opt/caf\xe9/edit"));
    let ran = finish(command, LINES);
    assert_error_and_hint(&ran, "not UTF-8", "set `VISUAL` or `EDITOR`");
    assert_eq!(evidence(&home), "Before.");
}

#[test]
fn an_editor_does_not_read_the_lines_that_are_meant_for_the_interview() {
    let home = Home::new();
    let many = format!("Before.\n:edit\n\n3\n{}:quit\n", ":skip\n".repeat(20_000));
    let path = editor(&home, "cat > taken");
    let command = format!("'{}'", path.display());
    assess(&home).env("EDITOR", &command).stdin(many).ok();
    assert_eq!(fs::read(home.path().join("taken")).expect("read"), b"");
}

#[test]
fn what_an_editor_prints_stays_out_of_the_data() {
    let home = Home::new();
    let ran = edited(&home, "echo Drawing.");
    assert!(
        ran.err.contains("Drawing.") && !ran.out.contains("Drawing."),
        "{ran:#?}"
    );
}
