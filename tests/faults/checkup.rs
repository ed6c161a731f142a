//! What `doctor` says of what faults leave behind: everything by name, with what to do about it.

use std::fs;
use std::path::Path;

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting};
use crate::store_inspection::{DRAFT, unnamed};

/// What lies there, below the store, and what is in it: nothing for a text cut in the middle.
const LEFT: [(&str, Option<&str>); 17] = [
    ("drafts/eight-skills/.emkit-x1y2z3.tmp", Some("schema: 1\n")),
    ("assessments/eight-skills/.emkit-x1y2z3.tmp", Some("")),
    ("rubric-history/.emkit-x1y2z3.tmp", None),
    ("kept/drafts/eight-skills/.emkit-x1y2z3.tmp", None),
    (
        "drafts/eight-skills/2026-Q4 (conflicted copy 2026-11-20).yaml",
        None,
    ),
    (
        "drafts/eight-skills/2026-Q4.sync-conflict-20261120-120000-ABCDEFG.yaml",
        None,
    ),
    ("assessments/eight-skills/2026-Q4 2.yaml", None),
    ("assessments/eight-skills/2026-Q4.yaml.orig", None),
    ("assessments/eight-skills/2026-Q3.yaml", None),
    ("assessments/eight-skills/2026-Q3.yaml", Some("")),
    ("assessments/eight-skills/2026-Q3.yaml", Some("\0\0\0\0")),
    (
        "assessments/eight-skills/2026-Q3.yaml",
        Some("<<<<<<< HEAD\nschema: 1\n"),
    ),
    ("assessments/eight-skills/2026-Q2.yaml", Some("schema: 2\n")),
    ("drafts/eight-skills/2026-Q3.yaml", None),
    ("drafts/notes.txt", Some("mine\n")),
    ("rubrics/mine.yaml", Some("schema: 1\nid: mine\n")),
    (
        "rubric-history/eight-skills-0000000000000000.yaml",
        Some("schema: 1\n"),
    ),
];

pub(crate) fn leftovers(_: Setting, program: Program) -> Tally {
    let home = home();
    let script = Script {
        answers: 3,
        finishes: false,
        mark: "one",
    };
    let sitting = Sitting::hold(
        Program::Emkit.command(home.path(), &crate::program::ASSESS),
        script,
    );
    let text = fs::read_to_string(home.path().join(DRAFT)).expect("a draft");
    assert_eq!(sitting.code, Some(0), "{sitting:#?}");
    Tally::each("leftovers", &LEFT, |(name, words)| {
        named(program, &text, name, *words)
    })
}

fn named(program: Program, draft: &str, name: &str, words: Option<&str>) -> Vec<(Wrong, String)> {
    let home = home();
    let home = home.path();
    let path = home.join("store").join(name);
    lay(&home.join(DRAFT), draft);
    let half = draft.find("execution.shipped").expect("a second answer");
    let cut = &draft[..half];
    lay(&path, words.unwrap_or(cut));
    let ran = program.command(home, &["doctor"]).output();
    let ran = ran.expect("the program runs");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    let mut wrongs = unnamed(home);
    if said.contains("panicked") {
        wrongs.push((Wrong::Panicked, said.clone()));
    }
    let errors = || said.lines().filter(|line| line.starts_with("error: "));
    let shown = &*path.to_string_lossy();
    let is_error = errors().any(|line| line.contains(shown));
    // What harms nobody is a note.
    let is_note = said
        .lines()
        .any(|line| line.starts_with("note: ") && line.contains(shown));
    let code = ran.status.code();
    if !(is_error && code == Some(1) || is_note && code == Some(0)) || !said.contains("hint: ") {
        let words = format!("doctor does not name `{name}` with a remedy:\n{said}");
        wrongs.push((Wrong::Broken, words));
    }
    let blames = |line: &str| line.contains(&format!("{DRAFT}`"));
    if errors().any(blames) && name != &DRAFT["store/".len()..] {
        wrongs.push((Wrong::Broken, format!("it blames the good draft:\n{said}")));
    }
    wrongs
}

fn lay(path: &Path, text: &str) {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    let folder = path.parent().expect("a folder");
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.expect("a folder");
    fs::write(path, text).expect("written");
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(path, private).expect("a mode");
}
