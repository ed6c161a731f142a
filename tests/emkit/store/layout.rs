//! What stays in the store and what of it is read: leftovers, copies, earlier versions.

use std::fs;
use std::os::unix::fs::MetadataExt;

use crate::support::sample_rubric::ANSWERS;
use crate::support::{Home, TODAY};

fn listed(home: &Home) -> Vec<String> {
    let ran = home.emkit("list --format json").ok();
    let list: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let list = list["assessments"].as_array().expect("a list").clone();
    let name = |item: &serde_json::Value| format!("{} {}", item["id"], item["status"]);
    list.iter()
        .map(|item| name(item).replace('"', ""))
        .collect()
}

fn again(home: &Home, rating: usize) {
    home.emkit(&format!("assess --date {TODAY} --answers - --fresh"))
        .stdin(format!("answers: {{execution.friction: {rating}}}\n"))
        .ok();
}

#[test]
fn a_file_that_a_cut_off_save_left_over_is_never_read() {
    let home = Home::new();
    let draft = home.drafted();
    fs::remove_file(home.file("drafts", "2026-Q4")).expect("removed");
    let mut leftovers = Vec::new();
    for kind in ["drafts", "assessments"] {
        let folder = home.file(kind, "2026-Q4");
        let folder = folder.parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder");
        leftovers.push(folder.join(".emkit-Xa9Pq2.tmp"));
    }
    for folder in ["", "kept", "kept/drafts/eight-skills", "rubric-history"] {
        let folder = home.store().join(folder);
        fs::create_dir_all(&folder).expect("a folder");
        leftovers.push(folder.join(".emkit-Xa9Pq2.tmp"));
    }
    for path in &leftovers {
        fs::write(path, &draft).expect("written");
    }
    assert_eq!(listed(&home), Vec::<String>::new());
    let ran = home.emkit("show latest").fails(1);
    assert!(!ran.err.contains("slow week"), "{ran:#?}");
    // With a draft this would be refused.
    home.assessed("2026-Q4", ANSWERS);
    assert_eq!(listed(&home), ["2026-Q4 finished"]);
    let ran = home.interview("--edit execution.shipped", &["Another text.", "", "5"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(!ran.err.contains(".emkit-"), "{ran:#?}");
    for path in &leftovers {
        assert_eq!(fs::read_to_string(path).expect("there"), draft);
    }
}

#[test]
fn copies_of_synchronising_programs_are_never_read_and_never_removed() {
    let home = Home::new();
    let text = home.saved("2026-Q3");
    let file = home.file("assessments", "2026-Q3");
    let folder = file.parent().expect("a folder");
    let copies = [
        "2026-Q3 (conflicted copy).yaml",
        "2026-Q3 (Ana's conflicted copy 2026-10-02).yaml",
        "2026-Q3.sync-conflict-20261002-101500-ABCDEFG.yaml",
        "2026-Q3 2.yaml",
        "2026-Q3.yaml~",
        "2026-Q3.yaml.orig",
        "2026-q2.yaml",
        "2026-Q02.yaml",
        "Copy of 2026-Q2.yaml",
    ];
    for name in copies {
        fs::write(folder.join(name), &text).expect("written");
    }
    assert_eq!(listed(&home), ["2026-Q3 finished"]);
    for rating in 1..=5 {
        again(&home, rating);
    }
    home.emkit("doctor").fails(1);
    for name in copies {
        let now = fs::read_to_string(folder.join(name)).expect("still there");
        assert_eq!(now, text, "{name}");
    }
}

#[test]
fn the_version_before_each_session_is_kept_and_only_the_last_few() {
    let home = Home::new();
    let first = home.saved("2026-Q4");
    again(&home, 1);
    let kept = || home.below("kept/assessments/eight-skills");
    let texts = || -> Vec<String> {
        let read = |path| fs::read_to_string(path).expect("text");
        kept().iter().map(read).collect()
    };
    assert_eq!(texts(), std::slice::from_ref(&first));
    for round in 0..12 {
        let before = home.text("assessments", "2026-Q4");
        again(&home, 1 + (round + 1) % 5);
        assert!(texts().contains(&before), "round {round}");
    }
    let texts = texts();
    assert!((2..=10).contains(&texts.len()), "{} versions", texts.len());
    assert!(
        !texts.contains(&first),
        "the first version should be gone by now"
    );
}

#[test]
fn a_session_keeps_the_version_from_before_it_once() {
    let home = Home::new();
    let before = home.drafted();
    let lines = ["new", "", "4", "newer", "", "5", "newest", "", "2", ":quit"];
    let ran = home.interview("--resume", &lines);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let kept = home.below("kept/drafts/eight-skills");
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(fs::read_to_string(&kept[0]).expect("text"), before);
}

#[test]
fn beginning_anew_keeps_the_draft_before() {
    let home = Home::new();
    let before = home.drafted();
    let ran = home.interview("--fresh --role em", &["something else", "", "2", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(!home.text("drafts", "2026-Q4").contains("slow week"));
    let kept = home.below("kept/drafts/eight-skills");
    let texts: Vec<_> = kept
        .iter()
        .map(|path| fs::read_to_string(path).expect("text"))
        .collect();
    assert!(texts.contains(&before), "{kept:?}");
}

#[test]
fn handing_in_the_same_answers_again_changes_nothing() {
    let home = Home::new();
    again(&home, 3);
    let before = home.text("assessments", "2026-Q4");
    again(&home, 3);
    assert_eq!(home.text("assessments", "2026-Q4"), before);
    assert_eq!(home.kept("assessments"), [""; 0]);
    assert_eq!(home.json("2026-Q4")["skills"][0]["answers"][0]["rating"], 3);
}

#[test]
fn the_same_text_is_saved_to_a_new_file_since_the_one_there_may_not_be_on_disk() {
    let home = Home::new();
    again(&home, 3);
    let files = || {
        let below = home.below("").into_iter();
        let saved = below.filter(|path| path.extension().is_some_and(|end| end == "yaml"));
        let number = |path: std::path::PathBuf| {
            let number = fs::metadata(&path).expect("there").ino();
            (path, number)
        };
        saved.map(number).collect::<Vec<_>>()
    };
    let before = files();
    again(&home, 3);
    let after = files();
    assert_eq!(before.len(), 2, "{before:?}");
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(one.0, other.0);
        assert_ne!(one.1, other.1, "{}", one.0.display());
    }
}

#[test]
fn an_earlier_version_that_cannot_be_read_does_not_keep_from_saving() {
    let home = Home::new();
    again(&home, 1);
    again(&home, 2);
    let kept = home
        .store()
        .join("kept/assessments/eight-skills/2026-Q4.1.yaml");
    fs::remove_file(&kept).expect("removed");
    fs::create_dir(&kept).expect("a folder");
    again(&home, 3);
    assert!(home.text("assessments", "2026-Q4").contains("rating: 3"));
    let second = home
        .store()
        .join("kept/assessments/eight-skills/2026-Q4.2.yaml");
    let text = fs::read_to_string(second).expect("the version before");
    assert!(text.contains("rating: 2"), "{text}");
}

#[test]
fn a_home_that_looks_like_a_flag_can_be_pasted() {
    let home = Home::new();
    let ran = home
        .emkit("--home=-x assess --date 2026-11-20 --answers -")
        .stdin("answers: {team.hired: 3}\n")
        .ok();
    assert!(ran.err.contains("--home=-x"), "{ran:#?}");
    assert!(home.path().join("-x/assessments").is_dir());
    let next = ran.err.lines().find(|line| line.contains("emkit export"));
    let next = next.expect("what to run next").trim();
    home.emkit(next.strip_prefix("emkit ").expect("a command of emkit's"))
        .ok();
}

#[test]
fn a_store_is_where_its_name_says_or_nowhere() {
    let home = Home::new();
    for (variable, flag, words) in [
        ("relative", "", "EMKIT_HOME"),
        ("~/emkit", "", "EMKIT_HOME"),
        ("", "--home=~/emkit", "--home"),
        ("", "--home=~", "--home"),
    ] {
        for command in [
            "assess --answers - --date 2026-11-20",
            "log Hired two",
            "status",
        ] {
            let ran = home
                .emkit(&format!("{flag} {command}"))
                .env("EMKIT_HOME", variable)
                .stdin("answers: {team.hired: 3}\n")
                .fails(1);
            assert!(ran.err.contains(words), "{ran:#?}");
            assert!(ran.err.contains("$HOME/"), "{ran:#?}");
        }
    }
    assert_eq!(home.path().read_dir().expect("a folder").count(), 0);
    // Below the folder that one works in, a flag may name one.
    home.emkit("log Hired two --home mine").ok();
    assert!(home.path().join("mine/log").is_dir());
}

/// Six sittings that change one answer each: more than there are routine versions.
fn short_sittings(home: &Home) {
    for sitting in 0..6 {
        let words = format!("sitting {sitting}");
        let ran = home.interview("--edit execution.friction", &[&words, "", "2", ":quit"]);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
    }
}

/// The note of `doctor` about a kept version, and that its first command shows `words`.
fn note_on(home: &Home, name: &str, words: &str) -> String {
    let ran = home.emkit("doctor").ok();
    let mut lines = ran.err.lines();
    let note = lines.find(|line| line.starts_with("note: ") && line.contains(name));
    let note = note.unwrap_or_else(|| panic!("no note on `{name}`: {ran:#?}"));
    let hint = lines.next().expect("a hint");
    assert!(hint.contains("mv -i ") && !hint.contains("rm "), "{hint}");
    let command = hint.split('`').nth(1).expect("a command");
    let words_of_command = shell_words::split(command).expect("words of a shell");
    let arguments: Vec<_> = words_of_command[1..].iter().map(String::as_str).collect();
    let shown = home.emkit_with(&arguments).and(&["--format", "json"]).ok();
    assert!(shown.out.contains(words), "{shown:#?}");
    note.to_owned()
}

#[test]
fn a_draft_that_was_set_aside_outlives_many_sittings_and_doctor_opens_it() {
    let home = Home::new();
    let before = home.drafted();
    home.interview("--fresh --role em", &["begun again", "", "2", ":quit"]);
    short_sittings(&home);
    assert!(home.kept("drafts").contains(&before));
    let note = note_on(&home, "2026-Q4.aside-1.yaml", "a slow week");
    assert!(note.ends_with("was set aside"), "{note}");
}

#[test]
fn a_version_that_was_edited_by_hand_outlives_many_sittings_and_doctor_opens_it() {
    let home = Home::new();
    let edited = home.drafted().replace("slow week", "quick week");
    fs::write(home.file("drafts", "2026-Q4"), &edited).expect("written");
    short_sittings(&home);
    assert!(home.kept("drafts").contains(&edited));
    note_on(&home, "2026-Q4.edited-1.yaml", "a quick week");
}

#[test]
fn what_earlier_versions_of_emkit_kept_is_counted_and_named_as_before() {
    let home = Home::new();
    let draft = home.drafted();
    let folder = home.store().join("kept/drafts/eight-skills");
    let put = |name: &str| {
        let text = draft.replace("slow week", name);
        home.write(&format!("store/kept/drafts/eight-skills/{name}"), text);
    };
    (7..=9).for_each(|number| put(&format!("2026-Q4.{number}.yaml")));
    put("2026-Q4.conflict-2.yaml");
    home.interview("--resume", &["the ledger moved", "", "4", ":quit"]);
    let new = fs::read_to_string(folder.join("2026-Q4.10.yaml")).expect("the next number");
    assert_eq!(new, draft);
    let ran = home.emkit("doctor").fails(1);
    assert!(ran.err.contains("2026-Q4.conflict-2.yaml"), "{ran:#?}");
}
