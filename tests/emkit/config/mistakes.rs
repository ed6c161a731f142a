//! A `config.yaml` that is wrong: what is said of it, what it stops, and what goes on.

use std::fs;
use std::process::Command;

use crate::config::settings::{path, set, with};
use crate::support::sample_rubric::SMALL;
use crate::support::{Home, TODAY};

#[test]
fn what_is_wrong_is_named_by_line_and_column_and_an_assessment_does_not_begin() {
    for (text, place, message) in [
        ("role: em\nroel: em\n", "2:1", "unknown key `roel`"),
        ("role: [em]\n", "1:7", "`role`: expected text, found a list"),
        (
            "accessible: yes\n",
            "1:13",
            "`accessible`: expected true or false, found `yes`",
        ),
        ("editor: ''\n", "1:9", "`editor` is empty"),
        ("- role\n", "1:1", "expected a map, found a list"),
        ("role: em\nrole: em\n", "2:1", "`role` is there twice"),
        ("role: em\n---\nrole: em\n", "", "not one document"),
        ("role: &me em\n", "1:11", "anchors and aliases"),
        ("role: \"em\n", "", "config.yaml"),
        (
            "schema: 2\n",
            "1:9",
            "the file is of schema 2, for a newer emkit",
        ),
        ("schema: one\n", "1:9", "`one` is not a schema"),
        ("name: ''\n", "1:7", "`name` is empty"),
        (
            "targets:\n  execution: 5.5\n",
            "2:14",
            "`execution`: `5.5` is not from 1 to 5",
        ),
        (
            "targets: {execution: 4, patience: 2}\n",
            "1:25",
            "no available rubric has a skill `patience`",
        ),
        (
            "role: own\n",
            "1:7",
            "rubric `eight-skills` has no role `own`",
        ),
        (
            "role: boss\n",
            "1:7",
            "rubric `eight-skills` has no role `boss` (it has `em`",
        ),
        (
            "stage: garage\n",
            "1:8",
            "rubric `eight-skills` has no stage `garage`",
        ),
        ("rubric: mine\n", "1:9", "there is no rubric `mine`"),
        ("rubric: a/mine.yaml\n", "1:9", "there is no rubric file"),
    ] {
        let home = with(text);
        for command in [
            &*format!("assess --accessible --date {TODAY}"),
            "config",
            "doctor",
        ] {
            let ran = home.emkit(command).fails(1);
            let err = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(err.contains(message), "{command}, {text:?}: {ran:#?}");
            assert!(
                err.contains(&format!("config.yaml:{place}")),
                "{command}: {ran:#?}"
            );
            assert!(err.contains("emkit config edit"), "{command}: {ran:#?}");
            assert!(!err.contains("1 of 28"), "{command}: {ran:#?}");
        }
        assert_eq!(fs::read_to_string(path(&home)).expect("there"), text);
        assert!(!home.store().join("drafts").exists());
    }
}

#[test]
fn what_only_reads_goes_on_with_what_is_right_in_the_file_and_warns() {
    let home = Home::new();
    for period in ["2026-Q2", "2026-Q3"] {
        home.assessed(period, "answers: {execution.friction: 3}\n");
    }
    let plain = home.emkit("show --accessible").ok().out;
    for text in [
        "accessible: true\nroel: em\n",
        "rubric: mine\naccessible: true\n",
    ] {
        set(&home, text);
        for command in [
            "show",
            "list",
            "diff",
            "history",
            "export",
            "status",
            "log list",
            "rubric show",
        ] {
            let ran = home.emkit(&format!("{command} --quiet")).ok();
            assert!(
                ran.err.starts_with("warning: could not use all of"),
                "{command}: {ran:#?}"
            );
            assert!(
                ran.err.contains("hint: `emkit config edit`"),
                "{command}: {ran:#?}"
            );
        }
        assert_eq!(home.emkit("show").ok().out, plain);
        let ran = home.emkit("log A thing that happened").ok();
        assert!(ran.err.contains("logged in"), "{ran:#?}");
    }
}

#[test]
fn a_role_and_a_stage_of_the_usual_rubric_stop_no_other() {
    let home = with("role: senior-em\nstage: series-b\n");
    for rubric in ["partnership", "career"] {
        let printed = home
            .emkit(&format!("assess --rubric {rubric} --print-answers"))
            .ok();
        assert!(!printed.err.contains("config.yaml"), "{printed:#?}");
    }
    home.emkit("config --rubric partnership").ok();
    // Not even where its own rubric is gone.
    set(&home, "rubric: gone\nrole: senior-em\n");
    home.emkit("assess --rubric career --print-answers").ok();
    // A mistake in its own rubric is one.
    set(&home, "rubric: partnership\nstage: series-b\n");
    let ran = home.emkit("assess --print-answers").fails(1);
    assert!(
        ran.err.contains("rubric `partnership` has no stage"),
        "{ran:#?}"
    );
}

#[test]
fn what_has_no_use_for_settings_says_nothing_of_them() {
    let home = with("roel: em\n");
    home.write("small.yaml", SMALL);
    for command in [
        "completions bash",
        "man",
        "--version",
        "--help",
        "rubric check small.yaml",
    ] {
        let ran = home.emkit(command).run();
        assert!(!ran.err.contains("config.yaml"), "{command}: {ran:#?}");
    }
}

#[test]
fn a_flag_helps_out_where_the_file_names_what_is_not_there() {
    let home = with("role: boss\nrubric: mine\n");
    home.emkit("config --rubric eight-skills").fails(1);
    let answers = home.write("answers.yaml", "answers: {}\nclosing: A quiet quarter.\n");
    let ran = home
        .emkit(&format!(
            "assess --date {TODAY} --rubric eight-skills --role em --answers"
        ))
        .and(&[answers.to_str().expect("UTF-8")])
        .ok();
    assert!(!ran.err.contains("config.yaml"), "{ran:#?}");
}

#[test]
fn what_is_no_file_or_no_text_stops_an_assessment_and_nothing_hangs() {
    for made in [
        "mkfifo",
        "mkdir",
        "ln -s /nowhere/at/all",
        "printf 'role: \\377' >",
    ] {
        let home = Home::new();
        home.assessed("2026-Q3", "answers: {execution.friction: 3}\n");
        let name = path(&home);
        let name = name.to_str().expect("UTF-8");
        let shell = Command::new("sh")
            .args(["-c", &format!("{made} '{name}'")])
            .status();
        assert!(shell.expect("sh").success());
        for command in [
            &*format!("assess --accessible --date {TODAY}"),
            "config",
            "doctor",
        ] {
            let ran = home.emkit(command).fails(1);
            assert!(
                ran.err.contains(&format!("could not read `{name}`")),
                "{made}, {command}: {ran:#?}"
            );
        }
        let ran = home.emkit("show").ok();
        assert!(
            ran.err.starts_with("warning: could not read"),
            "{made}: {ran:#?}"
        );
        assert!(ran.out.contains("2026-Q3"), "{made}: {ran:#?}");
    }
}

#[test]
fn a_rubric_of_the_file_that_is_broken_does_not_stop_the_check_up() {
    let home = with("rubric: mine.yaml\n");
    fs::write(home.store().join("mine.yaml"), "id: mine\n").expect("written");
    for command in ["doctor", "config"] {
        let ran = home.emkit(command).fails(1);
        assert!(ran.err.contains("mine.yaml"), "{command}: {ran:#?}");
        assert!(!ran.out.is_empty(), "{command}: {ran:#?}");
    }
}

#[test]
fn a_rubric_of_the_file_that_is_broken_stops_an_assessment_and_nothing_else() {
    for (text, file) in [
        ("rubric: mine.yaml\n", "store/mine.yaml"),
        ("rubric: mine\n", "store/rubrics/mine.yaml"),
    ] {
        let home = Home::new();
        home.assessed("2026-Q3", "answers: {execution.friction: 3}\n");
        set(&home, text);
        home.write(file, "id: mine\n");
        for command in [
            "log A thing that happened",
            "log list",
            "show",
            "list",
            "history",
            "status",
            "rubric show",
        ] {
            let ran = home.emkit(command).ok();
            let start = "warning: could not use the rubric";
            assert!(ran.err.starts_with(start), "{command}: {ran:#?}");
            assert!(ran.err.contains("emkit rubric check"), "{ran:#?}");
        }
        let ran = home.emkit(&format!("assess --accessible --date {TODAY}"));
        assert!(ran.fails(1).err.contains("could not use the rubric"));
        assert!(!home.store().join("drafts").exists());
    }
}

#[test]
fn what_people_wrote_in_the_file_cannot_act_on_a_terminal() {
    let home = with("role: \"a\\e[31mb\\u202e\"\neditor: \"vi\\e]0;x\\a\"\n");
    for arguments in ["", "--format json"] {
        let ran = home.emkit(&format!("config {arguments}")).fails(1);
        for text in [&ran.out, &ran.err] {
            assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
        }
    }
    let ran = home.emkit("config").fails(1);
    assert!(ran.out.contains("a␛[31mb⟨U+202E⟩"), "{ran:#?}");
}

#[test]
fn where_the_store_is_no_folder_nothing_is_said_of_a_file_in_it() {
    let home = Home::new();
    home.write("store", "not a folder");
    for command in ["show", "list", "doctor", "status"] {
        let ran = home.emkit(command).run();
        assert!(!ran.err.contains("config.yaml"), "{command}: {ran:#?}");
    }
    home.emkit("config").fails(1);
}
