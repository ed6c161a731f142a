//! `emkit doctor`: what is wrong with the store, and what to run.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::sample_rubric::SMALL;
use crate::support::{Home, Ran, answer};

/// A finding that names `what`, with a hint that holds `hint`, and exit code 1.
fn finds(home: &Home, what: &str, hint: &str) -> Ran {
    let ran = home.emkit("doctor").fails(1);
    let mut lines = ran.err.lines();
    let names = |line: &str| line.starts_with("error: ") && line.contains(what);
    assert!(lines.any(names), "no finding about `{what}` in {ran:#?}");
    let remedy = lines
        .find(|line| line.starts_with("hint: ") || line.starts_with("error: "))
        .unwrap_or_default();
    assert!(remedy.starts_with("hint: "), "no hint in {ran:#?}");
    assert!(remedy.contains(hint), "no `{hint}` in {remedy}");
    assert!(ran.out.contains("finding"), "{ran:#?}");
    ran
}

fn healthy(home: &Home) -> Ran {
    let ran = home.emkit("doctor").ok();
    assert!(!ran.err.contains("error: "), "{ran:#?}");
    assert!(ran.out.contains("in order"), "{ran:#?}");
    ran
}

/// A store with an assessment, a draft, a kept version and a rubric of its own.
fn full() -> Home {
    let home = Home::new();
    home.saved("2026-Q3");
    home.emkit("assess --date 2026-11-20 --period 2026-Q3 --answers - --fresh")
        .stdin("answers: {execution.friction: 2}\n")
        .ok();
    home.drafted();
    home.write("store/rubrics/small.yaml", SMALL);
    let own = home.store().join("rubrics");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o700)).expect("a mode");
    let own = own.join("small.yaml");
    fs::set_permissions(own, fs::Permissions::from_mode(0o600)).expect("a mode");
    home
}

#[test]
fn a_healthy_store_is_in_order() {
    let ran = healthy(&full());
    assert_eq!(ran.err, "");
}

#[test]
fn findings_come_as_json_with_their_kind_and_what_to_run() {
    let findings = |home: &Home, code| {
        let ran = home.emkit("doctor --format json").run();
        assert_eq!((ran.code, ran.err.as_str()), (Some(code), ""), "{ran:#?}");
        let json: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(json["schema"], 1);
        json["findings"].as_array().expect("a list").clone()
    };
    assert!(findings(&Home::new(), 0).is_empty());
    let home = full();
    assert!(findings(&home, 0).is_empty());
    let draft = home.store().join("drafts/eight-skills/2026-Q4.yaml");
    let text = fs::read_to_string(&draft).expect("a draft");
    fs::write(&draft, &text[..text.len() / 2]).expect("written");
    home.write("store/drafts/eight-skills/notes.txt", "x");
    let found = findings(&home, 1);
    let of = |kind: &str| {
        let found = found.iter().find(|finding| finding["kind"] == kind);
        found.unwrap_or_else(|| panic!("no `{kind}` in {found:#?}"))
    };
    let cut = of("cut-short");
    assert_eq!(cut["path"], draft.to_str().expect("UTF-8"));
    assert_eq!(cut["wrong"], true);
    let remedy = cut["remedy"].as_str().expect("a remedy");
    assert!(remedy.contains("`emkit doctor --accept "), "{remedy}");
    let what = of("unknown-file")["what"].as_str().expect("a text");
    assert!(what.contains("is never read"), "{what}");
    of("permissions");
}

#[test]
fn a_store_that_is_not_there_is_said_to_be_empty_and_not_in_order() {
    let ran = Home::new().emkit("doctor").ok();
    assert!(!ran.out.contains("in order"), "{ran:#?}");
    assert!(ran.err.contains("nothing in `"), "{ran:#?}");
}

#[test]
fn it_changes_nothing() {
    let home = full();
    let before: Vec<_> = home
        .below("")
        .into_iter()
        .map(|path| (fs::read(&path).ok(), path))
        .collect();
    healthy(&home);
    let after: Vec<_> = home
        .below("")
        .into_iter()
        .map(|path| (fs::read(&path).ok(), path))
        .collect();
    assert_eq!(before, after);
}

#[test]
fn a_cut_file_is_found_and_the_hint_accepts_it() {
    let home = full();
    for (kind, period) in [("assessments", "2026-Q3"), ("drafts", "2026-Q4")] {
        let path = home.file(kind, period);
        let text = home.text(kind, period);
        fs::write(&path, &text[..text.len() / 2]).expect("written");
        let path = path.display().to_string();
        finds(&home, &path, &format!("emkit doctor --accept {path}"));
        fs::write(&path, text).expect("written");
        healthy(&home);
    }
}

#[test]
fn every_finding_is_reported_at_once() {
    let home = full();
    fs::write(home.file("assessments", "2026-Q3"), "").expect("written");
    fs::write(home.file("drafts", "2026-Q4"), "").expect("written");
    let ran = finds(&home, "2026-Q3.yaml", "take the version before: mv -i ");
    assert!(ran.err.contains("2026-Q4.yaml"), "{ran:#?}");
    assert!(ran.out.contains("2 findings"), "{ran:#?}");
}

#[test]
fn a_file_in_the_wrong_place_is_found_with_its_right_one() {
    let home = full();
    let right = home.file("assessments", "2026-Q3");
    let wrong = home.file("assessments", "2026-Q1");
    fs::rename(&right, &wrong).expect("moved");
    finds(
        &home,
        wrong.to_str().expect("UTF-8"),
        right.to_str().expect("UTF-8"),
    );
    fs::rename(&wrong, home.file("drafts", "2026-Q3")).expect("moved");
    finds(&home, "drafts", right.to_str().expect("UTF-8"));
    fs::create_dir(home.store().join("assessments/other")).expect("a folder");
    let other = home.store().join("assessments/other/2026-Q3.yaml");
    fs::rename(home.file("drafts", "2026-Q3"), &other).expect("moved");
    finds(
        &home,
        other.to_str().expect("UTF-8"),
        right.to_str().expect("UTF-8"),
    );
}

#[test]
fn a_loose_mode_is_found_and_the_hint_mends_it() {
    let home = full();
    let draft = home.file("drafts", "2026-Q4");
    for path in [home.store(), home.file("assessments", "2026-Q3"), draft] {
        let loose = if path.is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(&path, fs::Permissions::from_mode(loose)).expect("a mode");
        let ran = finds(&home, &format!("`{}`", path.display()), "chmod");
        let hint = ran.err.split("hint: ").nth(1).expect("a hint").trim();
        let mended = Command::new("sh").args(["-c", hint]).status();
        assert!(mended.expect("sh").success(), "{hint}");
        healthy(&home);
    }
}

/// The folders, or the files, of a full store that doctor says nothing about after a change.
fn unnoticed(home: &Home, change: impl Fn(&Path) -> Option<Box<dyn FnOnce()>>) -> Vec<String> {
    let everything: Vec<_> = home.below("").into_iter().chain([home.store()]).collect();
    let mut unnoticed = Vec::new();
    for path in everything {
        let Some(undo) = change(&path) else {
            continue;
        };
        if home.emkit("doctor").run().code != Some(1) {
            let inside = path.strip_prefix(home.store()).expect("inside the store");
            unnoticed.push(inside.display().to_string());
        }
        undo();
        healthy(home);
    }
    unnoticed
}

#[test]
fn whatever_others_can_read_is_found_anywhere_in_the_store() {
    let home = full();
    let loosened = unnoticed(&home, |path| {
        let before = fs::metadata(path).expect("metadata").permissions();
        let loose = before.mode() | 0o044;
        fs::set_permissions(path, fs::Permissions::from_mode(loose)).expect("a mode");
        let path = path.to_owned();
        Some(Box::new(move || {
            fs::set_permissions(path, before).expect("a mode")
        }))
    });
    // A rubric says nothing about anybody.
    assert_eq!(loosened, ["rubrics", "rubrics/small.yaml"]);
}

#[test]
fn what_a_cut_off_save_left_over_is_found_and_not_removed() {
    let home = full();
    for kind in ["assessments", "drafts"] {
        let path = home
            .file(kind, "2026-Q3")
            .with_file_name(".emkit-Xa9Pq2.tmp");
        fs::write(&path, "half a").expect("written");
        finds(&home, path.to_str().expect("UTF-8"), "mv -i ");
        assert!(path.exists(), "it was removed");
        fs::remove_file(path).expect("removed");
        healthy(&home);
    }
}

#[test]
fn what_a_cut_off_save_left_over_is_found_in_every_folder() {
    let home = full();
    let folders = unnoticed(&home, |path| {
        // Nothing is saved to the folder of a person's rubrics.
        if !path.is_dir() || path.ends_with("rubrics") {
            return None;
        }
        let left = path.join(".emkit-Xa9Pq2.tmp");
        fs::write(&left, "half a").expect("written");
        fs::set_permissions(&left, fs::Permissions::from_mode(0o600)).expect("a mode");
        Some(Box::new(move || fs::remove_file(left).expect("removed")))
    });
    assert!(folders.is_empty(), "{folders:?}");
}

#[test]
fn a_copy_of_a_synchronising_program_is_found() {
    let home = full();
    let folder = home.file("assessments", "2026-Q3");
    let folder = folder.parent().expect("a folder");
    for name in [
        "2026-Q3 (conflicted copy).yaml",
        "2026-Q3.sync-conflict-1-2.yaml",
        "2026-Q3 2.yaml",
    ] {
        let path = folder.join(name);
        fs::write(&path, home.text("assessments", "2026-Q3")).expect("written");
        finds(&home, name, "emkit show ");
        fs::remove_file(path).expect("removed");
    }
    healthy(&home);
}

#[test]
fn a_broken_rubric_in_the_store_is_found() {
    let home = full();
    let path = home.write(
        "store/rubrics/small.yaml",
        SMALL.replace("What did you sell?", "Sold."),
    );
    let path = path.display().to_string();
    let ran = finds(&home, "small.yaml", &format!("emkit rubric check {path}"));
    assert!(ran.err.contains("question mark"), "{ran:#?}");
}

#[test]
fn a_changed_text_in_the_rubric_history_is_found() {
    let home = full();
    let history = home.below("rubric-history");
    let path = history.first().expect("a rubric text");
    let text = fs::read_to_string(path).expect("text");
    fs::write(path, text.replacen("ask: Which", "ask: What", 1)).expect("written");
    finds(&home, path.to_str().expect("UTF-8"), "backup");
}

#[test]
fn a_store_that_could_be_pushed_is_found() {
    let home = full();
    home.write(".git/config", "[core]\n\tbare = false\n");
    healthy(&home);
    home.write(
        ".git/config",
        "[core]\n[remote \"origin\"]\n\turl = git@example.org:me/notes\n",
    );
    let ran = finds(&home, "remote", "--home DIR");
    assert!(
        ran.err.contains(home.path().to_str().expect("UTF-8")),
        "{ran:#?}"
    );
}

#[test]
fn an_edit_by_hand_is_a_note_and_no_finding() {
    let home = full();
    let text = home
        .text("drafts", "2026-Q4")
        .replace("slow week", "quick week");
    fs::write(home.file("drafts", "2026-Q4"), text).expect("written");
    let ran = healthy(&home);
    assert!(ran.err.contains("note: "), "{ran:#?}");
    assert!(
        ran.err.contains("2026-Q4.yaml") && ran.err.contains("by hand"),
        "{ran:#?}"
    );
}

#[test]
fn accepting_marks_a_file_as_whole_and_keeps_its_comments() {
    let home = full();
    let text = home.text("assessments", "2026-Q3");
    let body = text.split("# end of").next().expect("a body");
    let body = body.replace("answers:\n", "answers:\n  # ask Ana about this\n");
    let path = home.file("assessments", "2026-Q3");
    fs::write(&path, &body).expect("written");
    home.emkit("show 2026-Q3").fails(1);
    let ran = home
        .emkit_with(&["doctor", "--accept", path.to_str().expect("UTF-8")])
        .ok();
    assert!(ran.err.contains("2026-Q3.yaml"), "{ran:#?}");
    assert!(!ran.err.contains("comments"), "{ran:#?}");
    let accepted = home.text("assessments", "2026-Q3");
    let marker = accepted.strip_prefix(&body).expect("the text as it was");
    assert!(marker.starts_with("# end of assessment: "), "{marker}");
    let ran = healthy(&home);
    assert!(!ran.err.contains("note: "), "{ran:#?}");
    let report = home.json("2026-Q3");
    assert_eq!(answer(&report, "execution.friction")["rating"], 2);
}

#[test]
fn accepting_takes_a_path_from_the_working_folder() {
    let home = full();
    let text = home.text("assessments", "2026-Q3");
    let body = text.split("# end of").next().expect("a body");
    fs::write(home.file("assessments", "2026-Q3"), body).expect("written");
    home.emkit("doctor --accept store/assessments/eight-skills/2026-Q3.yaml")
        .ok();
    healthy(&home);
    home.write("by-hand.yaml", body);
    home.emkit("doctor --accept by-hand.yaml").ok();
    home.emkit("show ./by-hand.yaml").ok();
}

#[test]
fn accepting_refuses_a_broken_file_and_leaves_it() {
    let home = full();
    let text = home.text("assessments", "2026-Q3");
    let path = home.file("assessments", "2026-Q3");
    for broken in [
        text[..text.len() / 2].replace("period: 2026-Q3", "period: soon"),
        text.replace("schema: 1", "schema: 2"),
        text.replace("rating: 2", "rating: 9"),
        text.replace("team.hired", "team.fired"),
        "a: [".to_owned(),
        String::new(),
    ] {
        fs::write(&path, &broken).expect("written");
        let ran = home
            .emkit_with(&["doctor", "--accept", path.to_str().expect("UTF-8")])
            .fails(1);
        assert!(ran.err.contains("2026-Q3.yaml:"), "{ran:#?}");
        assert_eq!(home.text("assessments", "2026-Q3"), broken);
    }
    home.emkit("doctor --accept nowhere.yaml").fails(1);
}
