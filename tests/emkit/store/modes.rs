//! Who may read the store, and what happens where it cannot be written.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::assess::editor::editor;
use crate::support::process::{after, finish, wrapped};
use crate::support::pty::{CTRL_Q, Terminal};
use crate::support::sample_rubric::{ANSWERS, SMALL};
use crate::support::{Home, Ran, TODAY};

fn mode(path: &Path) -> u32 {
    let metadata = fs::metadata(path).expect("metadata");
    metadata.permissions().mode() & 0o777
}

/// Every kind of command that writes, under a umask.
fn written_under(umask: &str) -> Home {
    let home = Home::new();
    home.write("small.yaml", SMALL);
    let editor = editor(&home, "echo Rescued. > \"$1\"; cp \"$1\" \"$1~\"; exit 1");
    let editor = format!("'{}'", editor.display());
    let umask = format!("umask {umask}");
    let open = |arguments: &str, stdin: &str| {
        let run = home.emkit(arguments).env("EDITOR", &editor);
        let ran = finish(after(&umask, run.env("PATH", "/usr/bin:/bin")), stdin);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
    };
    let day = format!("--date {TODAY}");
    open(&format!("assess {day} --answers -"), ANSWERS);
    open(
        &format!("assess {day} --answers - --fresh"),
        "answers: {}\nclosing: A quiet quarter.\n",
    );
    open(
        &format!("assess {day} --accessible --period 2026-Q3 --role em"),
        "a slow week\n:edit\n\n3\n:quit\n",
    );
    open(
        &format!("assess {day} --answers - --rubric ./small.yaml"),
        "answers: {}\nclosing: A quiet quarter.\n",
    );
    let file = home.file("assessments", "2026-Q4");
    let text = home.text("assessments", "2026-Q4");
    let (unmarked, _) = text.trim_end().rsplit_once('\n').expect("a marker");
    fs::write(&file, format!("{unmarked}\n")).expect("a file without its marker");
    open(&format!("doctor --accept {}", file.display()), "");
    let script = format!("{umask}; exec \"$EMKIT\" assess {day} --period 2026-Q2 --role em");
    let mut terminal = Terminal::shell(&home, &script, (80, 24), &[]);
    terminal.see("1 of 28");
    terminal.line("a slow week");
    terminal.press(CTRL_Q);
    assert_eq!(terminal.end().code, 0);
    open("export 2026-Q4 --output review.md", "");
    home
}

#[test]
fn nobody_else_can_read_the_store_or_an_export_whatever_the_umask() {
    for umask in ["000", "022", "077"] {
        let home = written_under(umask);
        for folder in ["assessments", "drafts", "kept", "rubric-history"] {
            let files = home.below(folder).into_iter().filter(|path| path.is_file());
            assert!(files.count() > 0, "nothing in `{folder}`");
        }
        let all = home.below("");
        for name in [
            ".lock",
            "2026-Q2.yaml",
            "2026-Q4.1.yaml",
            "evidence.md",
            "evidence.md~",
        ] {
            assert!(
                all.iter().any(|path| path.ends_with(name)),
                "no `{name}` in {all:#?}"
            );
        }
        assert_eq!(mode(&home.store()), 0o700);
        for path in all {
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), wanted, "{umask}: {}", path.display());
        }
        assert_eq!(mode(&home.path().join("review.md")), 0o600);
    }
}

#[test]
fn a_store_in_a_folder_that_others_can_open_is_named_with_what_closes_it() {
    let home = Home::new();
    fs::create_dir(home.store()).expect("a folder");
    for (open, is_named) in [(0o755, true), (0o710, true), (0o700, false)] {
        fs::set_permissions(home.store(), fs::Permissions::from_mode(open)).expect("a mode");
        let ran = home.interview("--role em", &[":quit"]);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        let hint = format!("hint: chmod -R go= {}\n", home.store().display());
        assert_eq!(ran.err.contains(&hint), is_named, "{open:o}: {ran:#?}");
        assert_eq!(mode(&home.store()), open);
    }
}

#[test]
fn a_file_that_others_could_read_is_private_after_the_next_save() {
    let home = Home::new();
    home.saved("2026-Q4");
    let file = home.file("assessments", "2026-Q4");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("a loose mode");
    home.emkit(&format!("assess --date {TODAY} --answers - --fresh"))
        .stdin("answers: {}\nclosing: A quiet quarter.\n")
        .ok();
    assert_eq!(mode(&file), 0o600);
}

fn refused_before_any_question(ran: &Ran) {
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("error: could not "), "{ran:#?}");
    for question in ["Evidence", "1 of 28", "saved ", "panicked"] {
        assert!(!ran.err.contains(question), "`{question}` in {ran:#?}");
    }
}

#[test]
fn a_store_that_cannot_be_made_asks_no_question() {
    let home = Home::new();
    let file = home.write("a-file", "not a folder");
    let inside = file.join("store");
    let inside = inside.to_str().expect("UTF-8");
    for role in ["", "--role em"] {
        let arguments = format!("assess --accessible --date {TODAY} --home {inside} {role}");
        let ran = home.emkit(&arguments).stdin("1\n1\ntext\n\n3\n").run();
        refused_before_any_question(&ran);
    }
}

#[test]
fn a_store_that_cannot_be_made_comes_with_a_hint() {
    let home = Home::new();
    home.write("store", "not a folder");
    for arguments in ["assess --accessible --role em", "list", "doctor", "show"] {
        let ran = home.emkit(arguments).fails(1);
        assert!(ran.err.contains("\nhint: "), "{arguments}: {ran:#?}");
        assert!(ran.err.contains("--home"), "{arguments}: {ran:#?}");
    }
}

#[test]
fn a_store_without_write_permission_asks_no_question() {
    let home = Home::new();
    home.drafted();
    let before = home.text("drafts", "2026-Q4");
    for path in home.below("").into_iter().chain([home.store()]) {
        let readable = if path.is_dir() { 0o555 } else { 0o444 };
        fs::set_permissions(&path, fs::Permissions::from_mode(readable)).expect("a mode");
    }
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).expect("a mode");
    let nobody = [
        "/usr/bin/setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let can_drop = Command::new(nobody[0])
        .args(&nobody[1..])
        .args([env!("CARGO_BIN_EXE_emkit"), "--version"])
        .current_dir(home.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let run = home.emkit(&format!("assess --accessible --resume --date {TODAY}"));
    let probe = home.store().join("probe");
    let command = if can_drop {
        wrapped(run, &nobody)
    } else if fs::write(&probe, "").is_ok() {
        let words = "SKIPPED: a read-only store needs a user other than root, or `setpriv`\n";
        std::io::stderr()
            .write_all(words.as_bytes())
            .expect("stderr");
        return;
    } else {
        run.command()
    };
    let ran = finish(command, "text\n\n3\n");
    refused_before_any_question(&ran);
    assert_eq!(home.text("drafts", "2026-Q4"), before);
    for path in home.below("").into_iter().chain([home.store()]) {
        if path.is_dir() {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("a mode");
        }
    }
}

#[test]
fn a_folder_that_only_the_end_needs_and_cannot_be_written_asks_no_question() {
    for folder in ["assessments", "kept", "rubric-history"] {
        let home = Home::new();
        home.write(&format!("store/{folder}"), "in the way");
        let ran = home.interview("--role em", &["text", "", "3", ":finish"]);
        refused_before_any_question(&ran);
        assert!(ran.err.contains(folder), "{ran:#?}");
    }
}

#[test]
fn a_draft_on_a_disk_that_is_away_is_not_taken_for_none() {
    let home = Home::new();
    home.drafted();
    let link = home.file("drafts", "2026-Q4");
    fs::remove_file(&link).expect("removed");
    let away = home.path().join("not-mounted/draft.yaml");
    symlink(&away, &link).expect("a link");
    for folder_is_there in [false, true] {
        if folder_is_there {
            fs::create_dir(home.path().join("not-mounted")).expect("a folder");
        }
        let ran = home.interview("--role em", &["text", "", "3", ":quit"]);
        refused_before_any_question(&ran);
        assert!(ran.err.contains("it leads to"), "{ran:#?}");
        assert!(!away.exists(), "{ran:#?}");
    }
}

#[test]
fn without_a_usable_home_it_says_so_and_writes_nothing() {
    let home = Home::new();
    for value in [None, Some(""), Some("relative"), Some("./relative")] {
        for arguments in [
            "list",
            "doctor",
            "assess --answers -",
            "assess --accessible",
        ] {
            let mut run = home.emkit(arguments).without_env("EMKIT_HOME");
            if let Some(value) = value {
                run = run.env("HOME", value).env("XDG_DATA_HOME", "data");
            }
            let ran = run
                .stdin("answers: {}\nclosing: A quiet quarter.\n")
                .fails(1);
            assert!(ran.err.contains("`HOME`"), "{ran:#?}");
            assert!(ran.err.contains("hint: "), "{ran:#?}");
            assert!(ran.err.contains("--home"), "{ran:#?}");
        }
    }
    let left = fs::read_dir(home.path()).expect("the folder").count();
    assert_eq!(left, 0, "something was written to the working folder");
}

#[test]
fn an_absolute_home_takes_the_platforms_data_folder() {
    let home = Home::new();
    let person = home.path().join("person");
    home.emkit(&format!("assess --date {TODAY} --answers -"))
        .without_env("EMKIT_HOME")
        .env("HOME", person.to_str().expect("UTF-8"))
        .stdin(ANSWERS)
        .ok();
    let file = person.join(".local/share/emkit/assessments/eight-skills/2026-Q4.yaml");
    assert!(file.is_file(), "no {}", file.display());
}

#[test]
fn a_linked_assessment_is_written_through() {
    let home = Home::new();
    let link = home.file("assessments", "2026-Q4");
    let text = home.saved("2026-Q4");
    let elsewhere = home.write("elsewhere/mine.yaml", &text);
    fs::remove_file(&link).expect("removed");
    symlink(&elsewhere, &link).expect("a link");
    home.emkit(&format!("assess --date {TODAY} --answers - --fresh"))
        .stdin("answers: {execution.friction: 5}\n")
        .ok();
    let is_link = fs::symlink_metadata(&link).expect("there").is_symlink();
    assert!(is_link, "the link was replaced by a file");
    let now = fs::read_to_string(&elsewhere).expect("there");
    assert!(now.contains("rating: 5"), "{now}");
}

#[test]
fn a_linked_store_is_written_through() {
    let home = Home::new();
    let real = home.path().join("real");
    fs::create_dir(&real).expect("a folder");
    symlink(&real, home.store()).expect("a link");
    home.saved("2026-Q4");
    let is_link = fs::symlink_metadata(home.store())
        .expect("there")
        .is_symlink();
    assert!(is_link, "the link was replaced by a folder");
    assert!(real.join("assessments/eight-skills/2026-Q4.yaml").is_file());
}

#[test]
fn a_link_whose_target_is_away_is_not_replaced() {
    let home = Home::new();
    let link = home.file("assessments", "2026-Q4");
    home.saved("2026-Q4");
    fs::remove_file(&link).expect("removed");
    symlink(home.path().join("not-mounted/mine.yaml"), &link).expect("a link");
    let ran = home
        .emkit(&format!("assess --date {TODAY} --answers - --fresh"))
        .stdin("answers: {}\nclosing: A quiet quarter.\n")
        .run();
    let is_link = fs::symlink_metadata(&link).expect("there").is_symlink();
    assert!(is_link, "the link was replaced by a file: {ran:#?}");
}
