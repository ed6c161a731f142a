//! Words of a person stay in the store: not in arguments, environments, temporary files or hints.

use std::fs;
use std::path::Path;

use crate::assess::editor::{editor, evidence, left};
use crate::feedback::peers;
use crate::project::readme::document;
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

/// The paths in the first column of the table in PRIVACY.md, without what stands for a name.
fn places() -> Vec<String> {
    let document = document("PRIVACY.md");
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `"));
    let paths = rows.filter_map(|row| row.split('`').next());
    paths.map(str::to_owned).collect()
}

#[test]
fn every_place_with_words_is_named_in_the_privacy_page_and_is_there() {
    let home = Home::new();
    let script = "echo More. > \"$1\"; exit 1";
    interview(&home, script).ok();
    home.assessed("2026-Q3", "answers: {execution.friction: 4}\n");
    home.emkit(&format!("assess --answers - --fresh --date {TODAY}"))
        .and(&["--period", "2026-Q3"])
        .stdin("answers: {execution.friction: 3}\n")
        .ok();
    home.emkit("log Told the team why").ok();
    home.emkit("schema reply").ok();
    let reply = &peers(&home, &[[3; 8]])[0];
    home.emkit(&format!("feedback add {reply} --date {TODAY}"))
        .ok();
    let mut named: Vec<String> = Vec::new();
    for place in places() {
        let mut is_there = vec![home.store()];
        for part in place.trim_end_matches('/').split('/') {
            let (begins, is_open) = part
                .strip_suffix('…')
                .map_or((part, false), |part| (part, true));
            let below = is_there
                .iter()
                .filter_map(|folder| fs::read_dir(folder).ok());
            let found = below.flatten().map(|entry| entry.expect("an entry").path());
            is_there = found
                .filter(|path| {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    if is_open {
                        name.starts_with(begins)
                    } else {
                        name == begins
                    }
                })
                .collect();
        }
        // Those are for the person to fill.
        let is_theirs = ["rubrics/", "config.yaml"].contains(&place.as_str());
        assert!(!is_there.is_empty() || is_theirs, "no `{place}`");
        named.extend(place.split('/').next().map(str::to_owned));
    }
    for entry in fs::read_dir(home.store()).expect("the store") {
        let name = entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(named.contains(&name), "PRIVACY.md does not name `{name}`");
    }
}

#[test]
fn what_is_private_is_shown_where_the_privacy_page_says_and_nowhere_else() {
    let home = Home::new();
    let answers = "answers:
  execution.friction: {rating: 4, evidence: A secret layoff., private: true}
focus: [{skill: team, action: Talk to Ana.}]
closing: The runway.
";
    home.assessed("2026-Q4", answers);
    for arguments in [
        "show",
        "show --explain",
        "show --format json",
        "export",
        "list",
    ] {
        let ran = home.emkit(arguments).ok();
        assert!(
            !ran.out.contains(SECRET) && !ran.err.contains(SECRET),
            "{ran:#?}"
        );
        let is_listed = arguments == "list";
        assert_ne!(ran.out.contains("Talk to Ana."), is_listed, "{arguments}");
        assert_ne!(ran.out.contains("The runway."), is_listed, "{arguments}");
    }
    let ran = home
        .emkit(&format!("assess --print-answers --date {TODAY}"))
        .ok();
    assert!(ran.out.contains(SECRET), "{ran:#?}");
}

#[test]
fn a_text_that_is_removed_as_the_privacy_page_says_is_gone() {
    let home = Home::new();
    let answers = "answers: {execution.friction: {rating: 4, evidence: A secret layoff.}}\n";
    home.assessed("2026-Q4", answers);
    let ran = home.interview("--edit execution.friction", &[":clear", "", "4"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let with_it = || {
        let mut files = home.below("");
        files.retain(|path| {
            path.is_file() && fs::read_to_string(path).expect("text").contains(SECRET)
        });
        files
    };
    assert!(
        with_it()
            .iter()
            .all(|path| path.starts_with(home.store().join("kept")))
    );
    assert_eq!(with_it().len(), 1);
    fs::remove_dir_all(home.store().join("kept")).expect("removed");
    assert_eq!(with_it().len(), 0);
    home.emkit("doctor").ok();
}
