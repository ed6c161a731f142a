//! The file that an export writes: whose it is, and what it never replaces.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::review::home;
use crate::support::Home;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("the file").permissions().mode() & 0o777
}

#[test]
fn an_exported_file_is_for_its_owner_alone_and_says_where_it_is() {
    let home = home();
    let ran = home.emkit("export --output review.md").ok();
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("`review.md`"), "{ran:#?}");
    let path = home.path().join("review.md");
    assert_eq!(mode(&path), 0o600);
    let text = fs::read_to_string(&path).expect("the review");
    assert_eq!(text, home.emkit("export").ok().out);
}

#[test]
fn a_file_that_is_there_is_never_overwritten_without_force() {
    let home = home();
    let path = home.write("review.md", "mine");
    let ran = home.emkit("export --output review.md").fails(1);
    assert!(ran.err.contains("`review.md`"), "{ran:#?}");
    assert!(ran.err.contains("\nhint: `--force`"), "{ran:#?}");
    assert_eq!(fs::read_to_string(&path).expect("the file"), "mine");
    home.emkit("export --output review.md --force").ok();
    let text = fs::read_to_string(&path).expect("the file");
    assert!(text.starts_with("# Self-review 2026-Q4"), "{text}");
    assert!(!text.contains("mine\n"));
}

#[test]
fn a_file_overwritten_by_force_is_for_its_owner_alone_too() {
    let home = home();
    let path = home.write("review.md", "mine");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("a mode");
    let ran = home.emkit("export --output review.md --force").ok();
    assert!(
        mode(&path) == 0o600 || ran.err.contains("warning: "),
        "{:o} without a word: {ran:#?}",
        mode(&path)
    );
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_that_names_it() {
    let home = home();
    for name in ["no-such-folder/review.md", "."] {
        let ran = home
            .emkit(&format!("export --force --output {name}"))
            .fails(1);
        assert!(ran.err.contains(&format!("`{name}`")), "{ran:#?}");
    }
    let ran = home.emkit("export --force").fails(2);
    assert!(ran.err.contains("--output"), "{ran:#?}");
}

#[test]
fn an_export_never_writes_onto_a_file_of_the_store() {
    let home = Home::new();
    let text = home.saved("2026-Q3");
    let elsewhere = home.path().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    // A draft that lies elsewhere, as on a volume of its own, and a way into the store.
    home.drafted();
    let draft = home.file("drafts", "2026-Q4");
    let moved = elsewhere.join("2026-Q4.yaml");
    fs::rename(&draft, &moved).expect("moved");
    symlink(&moved, &draft).expect("a link");
    symlink(home.store(), elsewhere.join("in")).expect("a link");
    symlink(
        home.file("assessments", "2026-Q3"),
        elsewhere.join("link.md"),
    )
    .expect("a link");
    let before = fs::read(&moved).expect("there");
    for output in [
        "store/assessments/eight-skills/2026-Q3.yaml",
        "elsewhere/../store/assessments/eight-skills/2026-Q3.yaml",
        "elsewhere/in/assessments/eight-skills/2026-Q3.yaml",
        "elsewhere/link.md",
        "elsewhere/2026-Q4.yaml",
        "store/assessments/eight-skills/2026-Q1.yaml",
        "store/config.yaml",
    ] {
        for force in ["", "--force"] {
            let ran = home
                .emkit(&format!("export 2026-Q3 {force} --output {output}"))
                .fails(1);
            let said = format!("error: could not write to `{output}`: it is a file of the store");
            assert!(ran.err.contains(&said), "{ran:#?}");
        }
    }
    assert_eq!(home.text("assessments", "2026-Q3"), text);
    assert_eq!(fs::read(&moved).expect("there"), before);
    assert!(!home.file("assessments", "2026-Q1").exists());
    home.emkit("export 2026-Q3 --output elsewhere/review.md")
        .ok();
}
