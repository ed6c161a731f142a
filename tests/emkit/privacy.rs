//! Words of a person stay in the store: not in arguments, environments, temporary files or hints.

use std::fs;
use std::path::Path;

use crate::editor::{editor, evidence, left};
use crate::support::{Home, Ran, Run, TODAY};

const SECRET: &str = "secret";
const LINES: &str = "The secret layoff.\n:edit\n\n4\n:quit\n";

/// An interview in which this script is the editor.
fn interview(home: &Home, script: &str) -> Run {
    let path = editor(home, script);
    home.emkit(&format!("assess --accessible --role em --date {TODAY}"))
        .env("PATH", "/usr/bin:/bin")
        .env("EDITOR", &format!("'{}'", path.display()))
        .stdin(LINES)
}

fn text(home: &Home, name: &str) -> String {
    let bytes = fs::read(home.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The lines that are there to be copied: commands and hints.
fn to_copy(ran: &Ran) -> impl Iterator<Item = &str> {
    let lines = ran.err.lines();
    lines.filter(|line| line.contains("emkit ") || line.starts_with("hint: "))
}

#[test]
fn an_editor_is_told_a_path_and_never_a_word() {
    let home = Home::new();
    // Where there is a `/proc`, it has what `ps` shows of the editor and of emkit.
    let script = "env > environment; echo \"$@\" > arguments; : > shown
for id in $$ $PPID; do cat /proc/$id/cmdline /proc/$id/environ >> shown 2>&1; done
echo More of the secret. >> \"$1\"";
    let ran = interview(&home, script).ok();
    assert!(evidence(&home).contains("More of the secret."), "{ran:#?}");
    assert!(text(&home, "arguments").ends_with("/evidence.md\n"));
    assert!(text(&home, "environment").contains("EMKIT_HOME="));
    if Path::new("/proc/self/cmdline").exists() {
        assert!(text(&home, "shown").contains("--accessible"));
    }
    for name in ["arguments", "environment", "shown"] {
        assert!(!text(&home, name).contains(SECRET), "in {name}");
    }
    assert!(to_copy(&ran).count() > 0, "{ran:#?}");
    for line in to_copy(&ran) {
        assert!(!line.contains(SECRET), "{line}");
    }
}

#[test]
fn nothing_is_written_beside_the_store_but_what_was_asked_for() {
    let home = Home::new();
    for folder in ["temporary", "person"] {
        fs::create_dir(home.path().join(folder)).expect("a folder");
    }
    let path = |name: &str| home.path().join(name).display().to_string();
    let (temporary, person) = (path("temporary"), path("person"));
    let watched = |run: Run| {
        let run = run.env("HOME", &person).env("TMPDIR", &temporary);
        run.env("TMP", &temporary).env("TEMP", &temporary)
    };
    watched(interview(
        &home,
        "ls -A \"$TMPDIR\" > during; echo Two secrets. > \"$1\"",
    ))
    .ok();
    assert_eq!(text(&home, "during"), "");
    assert_eq!(left(&home).len(), 0);
    home.write(
        "answers.yaml",
        "answers: {execution.friction: {rating: 4, evidence: A secret.}}\n",
    );
    for arguments in [
        "assess --period 2026-Q2 --answers answers.yaml",
        "assess --period 2026-Q3 --answers answers.yaml",
        "assess --period 2026-Q3 --print-answers",
        "show latest --explain",
        "diff",
        "list",
        "export 2026-Q3 --output review.md",
        "export 2026-Q3 --format json",
        "doctor",
    ] {
        let ran = watched(home.emkit(arguments)).ok();
        let mut lines = to_copy(&ran);
        assert!(!lines.any(|line| line.contains(SECRET)), "{ran:#?}");
    }
    for folder in [temporary, person] {
        assert_eq!(fs::read_dir(folder).expect("a folder").count(), 0);
    }
    let entries = fs::read_dir(home.path()).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    let expected = [
        "answers.yaml",
        "during",
        "my editor",
        "person",
        "review.md",
        "store",
        "temporary",
    ];
    assert_eq!(names, expected);
}
