//! `emkit config edit`: a file that explains itself, in the editor of the person.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::settings::{path, setting};
use crate::assess::editor::editor;
use crate::support::Home;

#[test]
fn edit_opens_a_file_that_explains_itself_and_says_what_is_wrong_with_what_was_written() {
    let home = Home::new();
    let change = |script: &str| {
        let made = editor(&home, script);
        home.emkit("config edit")
            .env("EDITOR", &format!("'{}'", made.display()))
    };
    let ran = change("exit 0").ok();
    assert!(ran.err.contains("is in order"), "{ran:#?}");
    let text = fs::read_to_string(path(&home)).expect("made");
    for key in ["role", "stage", "rubric", "accessible", "editor"] {
        assert!(text.contains(&format!("\n#{key}: ")), "{key}: {text}");
    }
    let mode = fs::metadata(path(&home))
        .expect("metadata")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(setting(&home, "", &[], "role").1, "default");
    change("echo 'role: director' >> \"$1\"").ok();
    assert_eq!(setting(&home, "", &[], "role").0, "director");
    let ran = change("echo 'roel: em' >> \"$1\"").fails(1);
    assert!(ran.err.contains("unknown key `roel`"), "{ran:#?}");
    let kept = fs::read_to_string(path(&home)).expect("there");
    assert!(kept.ends_with("role: director\nroel: em\n"), "{kept}");
    let ran = change("exit 3").fails(1);
    assert!(ran.err.contains("could not edit"), "{ran:#?}");
}

#[test]
fn edit_without_an_editor_says_what_to_set_and_makes_nothing() {
    let home = Home::new();
    let ran = home.emkit("config edit").fails(1);
    assert!(ran.err.contains("set `VISUAL` or `EDITOR`"), "{ran:#?}");
    assert!(!home.store().exists());
}
