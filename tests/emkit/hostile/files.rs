//! What no emkit would write: pipes and devices in the place of files, texts built to exhaust it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::support::process::{after, finish};
use crate::support::sample_rubric::ANSWERS;
use crate::support::{Home, Ran, Run, TODAY};

/// Two hundred megabytes of address space, in the kilobytes that `ulimit` counts.
const LITTLE_MEMORY: &str = "ulimit -v 204800";

/// Ends by itself with little memory, with an error that names the file.
fn refused(run: Run, path: &Path) -> Ran {
    let ran = finish(after(LITTLE_MEMORY, run), ANSWERS);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("error: could not "), "{ran:#?}");
    assert!(ran.err.contains(path.to_str().expect("UTF-8")), "{ran:#?}");
    assert!(!ran.err.contains("panicked"), "{ran:#?}");
    let longest = ran.err.lines().map(|line| line.chars().count()).max();
    assert!(longest < Some(600), "a line of {longest:?} characters");
    ran
}

/// Every command that would read the assessment of 2026-Q4 refuses it.
fn refused_everywhere(home: &Home, path: &Path) {
    for arguments in ["show 2026-Q4", "export 2026-Q4", "list", "doctor"] {
        refused(home.emkit(arguments), path);
    }
    let assess = format!("assess --date {TODAY} --answers -");
    refused(home.emkit(&assess), path);
    refused(home.emkit(&format!("{assess} --fresh")), path);
}

/// A store with a good assessment of 2026-Q3 and a free place for that of 2026-Q4.
fn with_a_place() -> (Home, std::path::PathBuf) {
    let home = Home::new();
    home.saved("2026-Q3");
    let path = home.file("assessments", "2026-Q4");
    (home, path)
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for() {
    let (home, path) = with_a_place();
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.expect("mkfifo").success());
    refused_everywhere(&home, &path);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused() {
    let (home, path) = with_a_place();
    fs::create_dir(&path).expect("a folder");
    refused_everywhere(&home, &path);
}

#[test]
fn a_link_to_itself_is_refused() {
    let (home, path) = with_a_place();
    symlink(&path, &path).expect("a link");
    refused_everywhere(&home, &path);
}

#[test]
fn an_endless_device_is_refused() {
    let (home, path) = with_a_place();
    symlink("/dev/zero", &path).expect("a link");
    refused_everywhere(&home, &path);
}

#[test]
fn an_endless_device_is_refused_as_answers_rubric_and_reference() {
    let home = Home::new();
    let zero = Path::new("/dev/zero");
    for arguments in [
        "assess --answers /dev/zero",
        "rubric check /dev/zero",
        "assess --print-answers --rubric /dev/zero",
        "show /dev/zero",
        "doctor --accept /dev/zero",
    ] {
        refused(home.emkit(arguments), zero);
    }
}

#[test]
fn what_cannot_be_read_does_not_hide_the_others_from_the_list() {
    let (home, path) = with_a_place();
    fs::create_dir(&path).expect("a folder");
    let ran = home.emkit("list").fails(1);
    assert!(ran.out.contains("2026-Q3"), "{ran:#?}");
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let (home, path) = with_a_place();
    let file = fs::File::create(&path).expect("a file");
    file.set_len(50 * 1024 * 1024).expect("a size");
    refused_everywhere(&home, &path);
    let ran = home.emkit("show 2026-Q4").fails(1);
    assert!(ran.err.contains("larger"), "{ran:#?}");
}

/// A good file with a bomb in it, its marker as it was.
fn with_bomb(home: &Home, bomb: &str) -> String {
    let text = home
        .text("assessments", "2026-Q3")
        .replace("2026-Q3", "2026-Q4");
    let (before, marker) = text.split_once("# end of").expect("a marker");
    format!("{before}{bomb}\n# end of{marker}")
}

#[test]
fn texts_that_grow_when_they_are_read_are_refused() {
    let mut laughs = "focus:\n- &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("- &a{level} [{aliases}]\n"));
    }
    let long = "x".repeat(100_000);
    let quadratic = format!("focus:\n- &long {long}\n{}", "- *long\n".repeat(40_000));
    let deep = format!("focus: {}", "[".repeat(100_000));
    let deep_maps = format!("focus: {}", "{a: ".repeat(100_000));
    let many: String = (0..300_000).map(|number| format!("k{number}:\n")).collect();
    let merge = "base: &base {a: 1}\nfocus: {<<: *base}\n".to_owned();
    let tag = "focus: !!python/object/apply:os.system [id]\n".to_owned();
    for bomb in [laughs, quadratic, deep, deep_maps, many, merge, tag] {
        let (home, path) = with_a_place();
        fs::write(&path, with_bomb(&home, &bomb)).expect("written");
        let ran = refused(home.emkit("show 2026-Q4"), &path);
        let start: String = bomb.chars().take(40).collect();
        assert_eq!(ran.out, "", "{start}");
    }
}

#[test]
fn texts_that_grow_are_refused_as_answers_and_as_rubrics() {
    let home = Home::new();
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    let deep = format!("answers: {}", "[".repeat(100_000));
    for text in [bomb, &deep] {
        let path = home.write("bomb.yaml", text);
        refused(
            home.emkit("assess --answers ./bomb.yaml"),
            Path::new("bomb.yaml"),
        );
        refused(
            home.emkit("rubric check ./bomb.yaml"),
            Path::new("bomb.yaml"),
        );
        fs::remove_file(path).expect("removed");
    }
    assert!(!home.file("assessments", "2026-Q4").exists());
}

#[test]
fn what_is_not_a_readable_file_comes_with_a_hint() {
    let (home, path) = with_a_place();
    fs::create_dir(&path).expect("a folder");
    home.write("large.yaml", vec![b' '; 5 * 1024 * 1024]);
    for arguments in [
        "show 2026-Q4",
        "show ./large.yaml",
        "show ./nowhere.yaml",
        "rubric check ./nowhere.yaml",
        "assess --answers ./nowhere.yaml",
    ] {
        let ran = home.emkit(arguments).fails(1);
        assert!(ran.err.contains("\nhint: "), "{arguments}: {ran:#?}");
    }
}
