//! A good file in the place of another: it is neither, and never taken for one of them or for none.

use std::fs;
use std::path::PathBuf;

use crate::support::sample_rubric::SMALL;
use crate::support::{Home, TODAY};

/// What the file of 2026-Q4 could be mistaken for, and words of the error.
fn mistakes(home: &Home, kind: &str) -> Vec<(String, &'static str)> {
    let of = |kind: &str| home.text(kind, "2026-Q3");
    let history = home.below("rubric-history");
    let rubric = fs::read_to_string(&history[0]).expect("a rubric");
    let other = fs::read_to_string(home.store().join("assessments/small/2026-Q3.yaml"));
    let (same, wrong) = match kind {
        "drafts" => ("drafts", "assessments"),
        _ => ("assessments", "drafts"),
    };
    vec![
        (of(same), "2026-Q3"),
        (of(wrong).replace("2026-Q3", "2026-Q4"), "belongs in"),
        (
            other.expect("there").replace("2026-Q3", "2026-Q4"),
            "`small`",
        ),
        (
            of(same).replace("id: eight-skills", "id: nowhere"),
            "`nowhere`",
        ),
        (of(same).replace("id: eight-skills", "id: ../x"), "`../x`"),
        (rubric, "end marker is missing"),
        (String::new(), "empty"),
    ]
}

fn filled() -> Home {
    let home = Home::new();
    home.saved("2026-Q3");
    home.small_assessed("2026-Q3", "answers: {craft.made: 2}\n");
    home.write("store/rubrics/small.yaml", SMALL);
    let ran = home.interview(
        "--role em --period 2026-Q3",
        &["execution.shipped", "a slow week", "", "3", ":quit"],
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    home
}

fn place(home: &Home, kind: &str) -> PathBuf {
    let path = home.file(kind, "2026-Q4");
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    path
}

#[test]
fn a_file_in_the_wrong_place_is_an_error_and_is_not_written_over() {
    let home = filled();
    for kind in ["drafts", "assessments"] {
        let path = place(&home, kind);
        for (text, words) in mistakes(&home, kind) {
            fs::write(&path, &text).expect("written");
            for arguments in ["--resume", "--fresh", "--edit execution.shipped", ""] {
                let ran = home.interview(arguments, &["more", "", "4", ":quit"]);
                assert_eq!(ran.code, Some(1), "{kind} {words} {arguments}: {ran:#?}");
            }
            let answers = format!("assess --date {TODAY} --fresh --answers -");
            let ran = home
                .emkit(&answers)
                .stdin("answers: {}\nclosing: A quiet quarter.\n")
                .fails(1);
            assert!(ran.err.contains(path.to_str().expect("UTF-8")), "{ran:#?}");
            assert!(ran.err.contains(words), "no `{words}` in {ran:#?}");
            assert!(fs::read_to_string(&path).expect("there") == text);
        }
        fs::remove_file(path).expect("removed");
    }
}

#[test]
fn the_list_names_it_and_shows_the_others() {
    let home = filled();
    let rows = home.emkit("list").ok().out;
    for kind in ["drafts", "assessments"] {
        let path = place(&home, kind);
        for (text, words) in mistakes(&home, kind) {
            fs::write(&path, &text).expect("written");
            let ran = home.emkit("list").fails(1);
            assert!(ran.err.contains(words), "no `{words}` in {ran:#?}");
            assert_eq!(ran.out, rows, "{words}");
            home.emkit("show 2026-Q4").fails(1);
        }
        fs::remove_file(path).expect("removed");
    }
}

#[test]
fn the_command_that_the_hint_names_puts_it_where_it_belongs() {
    let home = filled();
    for kind in ["drafts", "assessments"] {
        let right = home.file(kind, "2026-Q3");
        let wrong = place(&home, kind);
        let text = fs::read_to_string(&right).expect("there");
        fs::rename(&right, &wrong).expect("moved");
        let ran = home.emkit("doctor").fails(1);
        let command = ran.err.split("what it says: ").nth(1).expect("a command");
        let command = command.lines().next().expect("a line");
        let moved = std::process::Command::new("sh")
            .args(["-c", command])
            .status();
        assert!(moved.expect("sh").success(), "{command}");
        assert_eq!(fs::read_to_string(&right).expect("there"), text);
    }
}
