//! `emkit doctor` over everything that may lie in a store beside what emkit put there.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Home, Ran};

/// A finished assessment and a draft, each with an earlier version.
fn full() -> Home {
    let home = Home::new();
    for _ in 0..2 {
        home.emkit("assess --date 2026-11-20 --period 2026-Q3 --answers - --fresh")
            .stdin("answers: {execution.friction: 2}\n")
            .ok();
        home.interview("--role em --resume", &["a slow week", "", "3", ":quit"]);
    }
    // Another answer: only then is the version before kept.
    home.emkit("assess --date 2026-11-20 --period 2026-Q3 --answers - --fresh")
        .stdin("answers: {execution.friction: 3}\n")
        .ok();
    in_order(&home);
    home
}

fn in_order(home: &Home) -> Ran {
    let ran = home.emkit("doctor").ok();
    assert!(ran.out.contains("in order"), "{ran:#?}");
    ran
}

fn put(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("a mode");
}

/// The hint of the one finding of that kind that names `what`.
fn hint(ran: &Ran, kind: &str, what: &str) -> String {
    let mut lines = ran.err.lines();
    let begins = |line: &&str| line.starts_with(&format!("{kind}: ")) && line.contains(what);
    assert!(
        lines.any(|line| begins(&line)),
        "no {kind} about `{what}` in {ran:#?}"
    );
    let hint = lines.find_map(|line| line.strip_prefix("hint: "));
    hint.unwrap_or_else(|| panic!("no hint in {ran:#?}"))
        .to_owned()
}

/// What stands behind the last colon of a hint, run in a shell of a person whose home is `home/me`.
fn run_last(home: &Home, hint: &str) {
    let command = hint.rsplit(": ").next().expect("a command");
    let me = home.path().join("me");
    fs::create_dir_all(&me).expect("a folder");
    let ran = Command::new("sh")
        .args(["-c", command])
        .env("HOME", me)
        .status();
    assert!(ran.expect("sh").success(), "{command}");
}

/// The first command of a hint that stands in backticks, run as it stands.
fn run_first(home: &Home, hint: &str) -> Ran {
    let command = hint.split('`').nth(1).expect("a command in backticks");
    let words = shell_words::split(command).expect("words of a shell");
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    assert_eq!(words[0], "emkit", "{command}");
    home.emkit_with(&words[1..]).ok()
}

fn finished(home: &Home) -> PathBuf {
    home.file("assessments", "2026-Q3")
}

#[test]
fn a_conflicted_copy_is_named_as_one_and_its_commands_work() {
    let home = full();
    let text = fs::read(finished(&home)).expect("there");
    for name in [
        "2026-Q3 (Ana's conflicted copy 2026-10-02).yaml",
        "2026-Q3.sync-conflict-20261002-101500-ABCDEFG.yaml",
        "2026-Q3 2.yaml",
        "2026-Q3 (1).yaml",
        "2026-Q3-DESKTOP-1AB2CD3.yaml",
    ] {
        let copy = finished(&home).with_file_name(name);
        put(&copy, &text);
        let ran = home.emkit("doctor").fails(1);
        assert!(ran.err.contains("that a sync program made"), "{ran:#?}");
        let hint = hint(&ran, "error", name);
        assert!(run_first(&home, &hint).out.contains("2026-Q3"));
        run_last(&home, &hint);
        assert!(home.path().join("me").join(name).is_file());
        in_order(&home);
    }
}

#[test]
fn words_that_may_be_nowhere_else_are_findings_and_what_else_lies_there_is_noted() {
    let home = full();
    let folder = finished(&home).parent().expect("a folder").to_owned();
    let copies = [
        "2026-Q3_conflict-20261002-101500.yaml",
        "2026-Q3-anas-laptop.yaml",
        "Copy of 2026-Q3.yaml",
        "2026-Q3 copy.yaml",
        "my notes.md",
        "2026-q3.yaml",
        "2026-Q9.yaml",
    ];
    let others = [
        "notes.txt",
        "2026-Q3.yaml~",
        "2026-Q3.yaml.bak",
        "2026-Q3.yaml.orig",
        "#2026-Q3.yaml#",
    ];
    for name in copies.iter().chain(&others) {
        put(&folder.join(name), "text");
    }
    let ran = home.emkit("doctor --format json").run();
    let json: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let found = json["findings"].as_array().expect("a list");
    for name in copies.iter().chain(&others) {
        let path = folder.join(name);
        let path = path.to_str().expect("UTF-8");
        let found = found.iter().find(|finding| finding["path"] == path);
        let found = found.unwrap_or_else(|| panic!("`{name}` is not in {json:#?}"));
        assert_eq!(found["kind"], "unknown-file", "{name}");
        assert_eq!(found["wrong"], copies.contains(name), "{name}");
        let remedy = found["remedy"].as_str().expect("a remedy");
        assert!(remedy.starts_with("`less "), "{name}: {remedy}");
    }
}

#[test]
fn what_an_editor_left_is_a_note_and_its_command_moves_it_out() {
    let home = full();
    for name in [
        ".2026-Q3.yaml.swp",
        "2026-Q3.yaml~",
        "2026-Q3.yaml.orig",
        "#2026-Q3.yaml#",
    ] {
        let left = finished(&home).with_file_name(name);
        put(&left, "left");
        run_last(&home, &hint(&in_order(&home), "note", name));
        assert!(!left.exists());
    }
    let lock = finished(&home).with_file_name(".#2026-Q3.yaml");
    symlink("ana@host.1234", &lock).expect("a link");
    run_last(&home, &hint(&in_order(&home), "note", ".#2026-Q3.yaml"));
    assert_eq!(in_order(&home).err, "");
}

#[test]
fn what_is_not_emkits_is_named_wherever_it_lies_and_its_command_moves_it_out() {
    let home = full();
    let top = home.store();
    let folders = [
        top.clone(),
        top.join("kept"),
        top.join("kept/assessments/eight-skills"),
        top.join("rubric-history"),
        top.join("assessments"),
        top.join("drafts/eight-skills"),
    ];
    for folder in folders {
        put(&folder.join("it's mine.txt"), "words");
        run_last(&home, &hint(&in_order(&home), "note", "it's mine.txt"));
        fs::remove_file(home.path().join("me/it's mine.txt")).expect("moved out");
        assert_eq!(in_order(&home).err, "");
    }
}

#[test]
fn what_git_and_synchronising_programs_keep_in_a_store_is_no_stray() {
    let home = full();
    for name in [".gitignore", ".gitattributes", ".DS_Store"] {
        put(&home.store().join(name), "theirs");
    }
    fs::create_dir_all(home.store().join(".git/objects")).expect("a folder");
    assert_eq!(in_order(&home).err, "");
}

#[test]
fn an_earlier_version_that_is_damaged_is_a_note_and_its_command_moves_it_out() {
    let home = full();
    let kept = home.below("kept/assessments/eight-skills");
    let kept = kept.first().expect("an earlier version");
    let text = fs::read_to_string(kept).expect("text");
    for damaged in [
        String::new(),
        text.replace("rating: 2", "rating: 9"),
        "cut".to_owned(),
    ] {
        put(kept, damaged);
        let ran = in_order(&home);
        let path = kept.to_str().expect("UTF-8");
        assert!(hint(&ran, "note", path).starts_with("`less "), "{ran:#?}");
    }
    run_last(&home, &hint(&in_order(&home), "note", "eight-skills"));
    assert_eq!(in_order(&home).err, "");
}

#[test]
fn a_version_that_two_programs_disagreed_on_is_found_and_its_commands_work() {
    let home = full();
    for (kind, period) in [("assessments", "2026-Q3"), ("drafts", "2026-Q4")] {
        let folder = home.store().join("kept").join(kind).join("eight-skills");
        let ours = folder.join(format!("{period}.conflict-1.yaml"));
        put(&ours, home.text(kind, period));
        let ran = home.emkit("doctor").fails(1);
        let hint = hint(&ran, "error", "conflict-1.yaml");
        assert!(run_first(&home, &hint).out.contains("2026"), "{hint}");
        run_last(&home, &hint);
        assert!(!ours.exists());
        assert_eq!(in_order(&home).err, "");
    }
}

#[test]
fn a_store_in_a_folder_that_is_synchronised_is_found_and_assess_says_so_once() {
    for (folder, mark, program) in [
        ("Dropbox", "", "Dropbox"),
        ("work", ".dropbox.cache/", "Dropbox"),
        ("Library/Mobile Documents/x", "", "iCloud"),
        ("OneDrive - Ana", "", "OneDrive"),
        ("GoogleDrive-ana@example.org", "", "Google Drive"),
        ("work", ".stfolder/", "Syncthing"),
        ("work", ".nextcloudsync.log", "Nextcloud"),
        ("work", ".sync_0a1b2c.db", "ownCloud"),
    ] {
        let home = Home::new();
        let around = home.path().join(folder);
        let store = around.join("deep/store");
        fs::create_dir_all(&around).expect("a folder");
        match mark.strip_suffix('/') {
            Some(mark) => fs::create_dir(around.join(mark)).expect("a mark"),
            None if mark.is_empty() => {}
            None => put(&around.join(mark), "theirs"),
        }
        let store = store.to_str().expect("UTF-8");
        let assess = [
            "assess",
            "--date",
            "2026-11-20",
            "--answers",
            "-",
            "--home",
            store,
        ];
        let ran = home
            .emkit_with(&assess)
            .stdin("answers: {}\nclosing: A quiet quarter.\n")
            .ok();
        let said = ran.err.matches("copies to other machines").count();
        assert_eq!(said, 1, "{folder} {mark}: {ran:#?}");
        assert!(ran.err.contains(program), "{folder} {mark}: {ran:#?}");
        let ran = home.emkit_with(&["doctor", "--home", store]).fails(1);
        assert!(
            hint(&ran, "error", program).contains("--home DIR"),
            "{ran:#?}"
        );
    }
}

#[test]
fn the_settings_of_dropbox_in_a_home_folder_share_nothing() {
    let home = full();
    fs::create_dir(home.path().join(".dropbox")).expect("a folder");
    assert_eq!(in_order(&home).err, "");
}

#[test]
fn what_is_no_plain_file_is_found_in_every_place_and_nothing_hangs() {
    let home = full();
    let places = [
        home.file("assessments", "2026-Q1"),
        home.file("drafts", "2026-Q1"),
        home.store()
            .join("rubric-history/other-0123456789abcdef.yaml"),
        home.store().join("rubrics/mine.yaml"),
        home.store()
            .join("kept/assessments/eight-skills/2026-Q1.1.yaml"),
    ];
    fs::create_dir(home.store().join("rubrics")).expect("a folder");
    for path in places {
        let name = path.to_str().expect("UTF-8");
        for made in ["mkfifo", "mkdir", "ln -s /nowhere/at/all"] {
            let is_kept = name.contains("/kept/") && made != "mkdir";
            let made = format!("umask 077; {made} '{name}'");
            let made = Command::new("sh").args(["-c", &made]).status();
            assert!(made.expect("sh").success());
            let ran = home.emkit("doctor").run();
            let kind = if is_kept { "note" } else { "error" };
            hint(&ran, kind, name);
            let removed = Command::new("rm").args(["-r", name]).status();
            assert!(removed.expect("rm").success());
        }
    }
    assert_eq!(in_order(&home).err, "");
}

#[test]
fn a_file_in_the_place_of_a_folder_is_found() {
    for folder in ["assessments", "kept", "rubric-history", "rubrics"] {
        let home = full();
        let path = home.store().join(folder);
        let _ = fs::remove_dir_all(&path);
        put(&path, "in the way");
        let ran = home.emkit("doctor").fails(1);
        let name = path.to_str().expect("UTF-8");
        assert!(hint(&ran, "error", name).contains("ls -ld"), "{ran:#?}");
        assert_eq!(
            ran.err.matches(&format!("could not read `{name}`")).count(),
            1
        );
    }
}

#[test]
fn a_store_that_leads_nowhere_is_not_said_to_be_empty() {
    let home = Home::new();
    symlink("/nowhere/at/all", home.store()).expect("a link");
    let ran = home.emkit("doctor").fails(1);
    assert!(hint(&ran, "error", "/nowhere/at/all").contains("--home DIR"));
}

#[test]
fn many_files_that_others_can_read_are_one_finding_whose_command_mends_all() {
    let home = full();
    for path in home.below("").into_iter().filter(|path| path.is_file()) {
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).expect("a mode");
    }
    let ran = home.emkit("doctor").fails(1);
    assert!(ran.out.contains("1 finding"), "{ran:#?}");
    run_last(&home, &hint(&ran, "error", "can be read by others"));
    assert_eq!(in_order(&home).err, "");
}

#[test]
fn commands_to_run_next_find_a_store_that_was_named() {
    let home = full();
    fs::rename(home.store(), home.path().join("other")).expect("moved");
    put(
        &home
            .path()
            .join("other/assessments/eight-skills/2026-Q3.yaml"),
        "cut",
    );
    let ran = home.emkit("doctor --home other").fails(1);
    assert!(
        hint(&ran, "error", "2026-Q3.yaml").contains("2026-Q3.yaml --home other`"),
        "{ran:#?}"
    );
}
