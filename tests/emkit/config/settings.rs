//! `config.yaml`: what is said once, what goes before it, and what a broken one stops.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::Value;

use crate::assess::editor::editor;
use crate::support::sample_rubric::SMALL;
use crate::support::{Home, Ran, TODAY, skill};

pub(crate) fn path(home: &Home) -> PathBuf {
    home.store().join("config.yaml")
}

/// A store with these settings.
pub(crate) fn with(text: impl AsRef<[u8]>) -> Home {
    let home = Home::new();
    set(&home, text);
    home
}

pub(crate) fn set(home: &Home, text: impl AsRef<[u8]>) {
    fs::create_dir_all(home.store()).expect("a folder");
    fs::set_permissions(home.store(), fs::Permissions::from_mode(0o700)).expect("a mode");
    fs::write(path(home), text).expect("written");
}

/// What `emkit config --format json` says of a setting: value, source, and where.
pub(crate) fn setting(
    home: &Home,
    arguments: &str,
    env: &[(&str, &str)],
    key: &str,
) -> (Value, String, String) {
    let mut run = home.emkit(&format!("config --format json {arguments}"));
    for (name, value) in env {
        run = run.env(name, value);
    }
    let json: Value = serde_json::from_str(&run.ok().out).expect("JSON");
    assert_eq!(json["schema"], 1);
    let rows = json["settings"].as_array().expect("a list");
    let row = rows.iter().find(|row| row["key"] == key).expect("the key");
    let text = |name: &str| row[name].as_str().unwrap_or("-").to_owned();
    (row["value"].clone(), text("source"), text("from"))
}

fn come(value: impl Into<Value>, source: &str, from: &str) -> (Value, String, String) {
    (value.into(), source.to_owned(), from.to_owned())
}

fn assess(home: &Home, arguments: &str) -> Ran {
    home.interview(arguments, &[":quit"])
}

/// The role and the stage of an assessment that is made from answers now.
fn made(home: &Home, period: &str, arguments: &str) -> (Value, Value) {
    home.emkit(&format!(
        "assess --answers - --date {TODAY} --period {period} {arguments}"
    ))
    .stdin("answers: {execution.friction: 3}\n")
    .ok();
    let json = home.json(period);
    (json["role"].clone(), json["stage"].clone())
}

#[test]
fn without_a_file_every_value_is_the_default_and_no_file_is_made() {
    let home = Home::new();
    let ran = home.emkit("config").ok();
    assert_eq!(
        ran.out
            .lines()
            .filter(|line| line.starts_with(|letter: char| letter.is_ascii_lowercase()))
            .count(),
        9
    );
    assert!(ran.out.contains("rubric      eight-skills"), "{ran:#?}");
    assert_eq!(ran.err, "");
    let default = |key, value: Value| {
        assert_eq!(setting(&home, "", &[], key), come(value, "default", "-"));
    };
    default("role", Value::Null);
    default("stage", Value::Null);
    default("rubric", "eight-skills".into());
    default("accessible", false.into());
    default("editor", Value::Null);
    assert!(!home.store().exists());
}

#[test]
fn the_path_of_the_file_is_printed_whether_it_is_there_or_not() {
    let home = Home::new();
    let ran = home.emkit("config path").ok();
    assert_eq!(ran.out, format!("{}\n", path(&home).display()));
    assert_eq!(ran.err, "");
    set(&home, "nonsense: true\n");
    assert_eq!(home.emkit("config path").ok().out, ran.out);
}

#[test]
fn every_value_of_the_file_is_shown_with_its_line() {
    let home = with(
        "# mine\nrole: director\nstage: series-b\n\naccessible: true\neditor: nano -w\nrubric: eight-skills\n",
    );
    let of_file = |key, value: Value, line| {
        let from = format!("config.yaml:{line}");
        assert_eq!(setting(&home, "", &[], key), come(value, "file", &from));
    };
    of_file("role", "director".into(), 2);
    of_file("stage", "series-b".into(), 3);
    of_file("accessible", true.into(), 5);
    of_file("editor", "nano -w".into(), 6);
    of_file("rubric", "eight-skills".into(), 7);
    let lines = home.emkit("config").ok().out;
    assert!(
        lines.contains("role: director, from config.yaml:2\n"),
        "{lines}"
    );
    let aligned = home.emkit("config").env("EMKIT_ACCESSIBLE", "0").ok().out;
    assert!(aligned.contains("role        director "), "{aligned}");
}

#[test]
fn the_home_folder_is_shown_with_what_named_it_and_its_settings_are_read() {
    let home = with("role: director\n");
    let store = home.store();
    let named = store.to_str().expect("UTF-8");
    assert_eq!(
        setting(&home, "", &[], "home"),
        come(named, "environment", "EMKIT_HOME")
    );
    let other = home.path().join("other");
    fs::create_dir(&other).expect("a folder");
    fs::write(other.join("config.yaml"), "role: cto\n").expect("written");
    let flag = "--home other";
    let named = other.to_str().expect("UTF-8");
    assert_eq!(
        setting(&home, flag, &[], "home"),
        come(named, "flag", "--home")
    );
    assert_eq!(
        setting(&home, flag, &[], "role"),
        come("cto", "file", "config.yaml:1")
    );
    let data = home.path().to_str().expect("UTF-8");
    let run = home.emkit("config").without_env("EMKIT_HOME");
    let ran = run.env("XDG_DATA_HOME", data).ok();
    assert!(ran.out.contains("from XDG_DATA_HOME"), "{ran:#?}");
    let run = home.emkit("config").without_env("EMKIT_HOME");
    let ran = run.env("HOME", data).ok();
    let last = ran.out.lines().last().expect("a line");
    assert!(last.ends_with("default"), "{ran:#?}");
}

#[test]
fn a_program_gets_the_path_of_the_file_as_it_is() {
    let home = Home::new();
    let named = "a\u{1b}\u{202e}b";
    let run = home.emkit_with(&["config", "--format", "json", "--home", named]);
    let json: Value = serde_json::from_str(&run.ok().out).expect("JSON");
    let path = json["file"].as_str().expect("a path");
    assert!(path.ends_with(&format!("{named}/config.yaml")), "{path:?}");
}

#[test]
fn the_rubric_of_a_flag_goes_before_that_of_the_file_in_every_command() {
    let home = with("rubric: small.yaml\n");
    fs::write(home.store().join("small.yaml"), SMALL).expect("written");
    let small = home.store().join("small.yaml");
    let small = small.to_str().expect("UTF-8");
    assert_eq!(
        setting(&home, "", &[], "rubric"),
        come(small, "file", "config.yaml:1")
    );
    assert_eq!(
        setting(&home, "--rubric eight-skills", &[], "rubric"),
        come("eight-skills", "flag", "--rubric")
    );
    let shown = |arguments: &str| home.emkit(&format!("rubric show {arguments}")).ok().out;
    assert_eq!(shown(""), shown(&format!("--rubric {small}")));
    assert_ne!(shown(""), shown("--rubric eight-skills"));
    let begins = |arguments: &str| {
        let ran = home
            .emkit(&format!(
                "assess --print-answers --date {TODAY} {arguments}"
            ))
            .ok();
        ran.err.contains("`eight-skills`")
    };
    assert!(!begins(""));
    assert!(begins("--rubric eight-skills"));
}

#[test]
fn the_list_has_all_there_is_whatever_rubric_the_file_names() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {}\nclosing: A quiet quarter.\n");
    set(&home, "rubric: mine\n");
    fs::create_dir(home.store().join("rubrics")).expect("a folder");
    let mine = SMALL.replacen("id: small", "id: mine", 1);
    fs::write(home.store().join("rubrics/mine.yaml"), mine).expect("written");
    let ran = home.emkit("list").ok();
    assert!(ran.out.contains("2026-Q3"), "{ran:#?}");
    assert_eq!(ran.err, "");
    let ran = home.emkit("list --rubric mine").ok();
    assert!(!ran.out.contains("2026-Q3"), "{ran:#?}");
}

#[test]
fn a_path_of_a_rubric_may_begin_in_ones_own_folder() {
    let home = with("rubric: ~/small.yaml\n");
    home.write("small.yaml", SMALL);
    let own = home.path().to_str().expect("UTF-8");
    let ran = home.emkit("rubric show").env("HOME", own).ok();
    assert_eq!(ran.err, "");
    assert_ne!(ran.out, home.emkit("rubric show eight-skills").ok().out);
}

#[test]
fn whose_own_folder_it_is_is_not_looked_up_where_home_does_not_say() {
    let home = with("rubric: ~/mine.yaml\n");
    let ran = home.emkit("config").fails(1);
    let said: String = ran.err.split_whitespace().collect();
    assert!(said.contains("store/~/mine.yaml`"), "{ran:#?}");
}

#[test]
fn plain_lines_are_the_same_from_a_flag_the_environment_and_the_file() {
    let home = Home::new();
    for period in ["2026-Q2", "2026-Q3"] {
        home.assessed(
            period,
            "answers: {execution.friction: 3, execution.shipped: 2}\n",
        );
    }
    for command in ["show", "diff", "history", "list"] {
        let table = home.emkit(command).ok().out;
        let by_flag = home.emkit(&format!("{command} --accessible")).ok().out;
        assert_ne!(table, by_flag, "{command}");
        set(&home, "accessible: true\n");
        assert_eq!(home.emkit(command).ok().out, by_flag, "{command}");
        let off = home.emkit(command).env("EMKIT_ACCESSIBLE", "0").ok().out;
        assert_eq!(off, table, "{command}");
        set(&home, "accessible: false\n");
        assert_eq!(home.emkit(command).ok().out, table, "{command}");
        for name in ["EMKIT_ACCESSIBLE", "ACCESSIBLE"] {
            assert_eq!(home.emkit(command).env(name, "1").ok().out, by_flag);
        }
        let dumb = home.emkit(command).env("TERM", "dumb").ok().out;
        assert_eq!(dumb, by_flag, "{command}");
        let asked = home.emkit(&format!("{command} --accessible")).ok().out;
        assert_eq!(asked, by_flag, "{command}");
        fs::remove_file(path(&home)).expect("removed");
    }
}

#[test]
fn the_interview_asks_in_plain_lines_where_the_file_says_so() {
    let home = with("accessible: true\nrole: em\n");
    let ran = home
        .emkit(&format!("assess --date {TODAY}"))
        .stdin(":quit\n")
        .ok();
    assert!(ran.err.contains("1 of 28"), "{ran:#?}");
    set(&home, "role: em\n");
    let ran = home
        .emkit(&format!("assess --date {TODAY}"))
        .stdin(":quit\n")
        .fails(1);
    assert!(ran.err.contains("there is no terminal"), "{ran:#?}");
}

#[test]
fn the_editor_of_the_file_is_used_until_the_environment_names_one() {
    let home = Home::new();
    let script = |name: &str| {
        let made = editor(&home, &format!("echo '{name}' > \"$1\""));
        let there = home.path().join(name);
        fs::rename(made, &there).expect("renamed");
        there.to_str().expect("UTF-8").to_owned()
    };
    let (of_file, of_editor, of_visual) =
        (script("of-file"), script("of-editor"), script("of-visual"));
    set(&home, format!("editor: {of_file}\n"));
    let edited = |env: &[(&str, &str)]| {
        let mut run = home.emkit(&format!("log --edit --date {TODAY}"));
        for (name, value) in env {
            run = run.env(name, value);
        }
        run.ok();
        let log = fs::read_to_string(home.store().join("log/2026-Q4.md")).expect("a log");
        log.lines().last().expect("an entry").to_owned()
    };
    assert!(edited(&[]).ends_with("of-file"));
    assert!(edited(&[("EDITOR", &of_editor)]).ends_with("of-editor"));
    let both = [
        ("EDITOR", of_editor.as_str()),
        ("VISUAL", of_visual.as_str()),
    ];
    assert!(edited(&both).ends_with("of-visual"));
    assert!(edited(&[("EDITOR", " ")]).ends_with("of-file"));
    assert_eq!(
        setting(&home, "", &both, "editor"),
        come(of_visual.as_str(), "environment", "VISUAL")
    );
    let ran = home
        .emkit("config")
        .env("EDITOR", "vi")
        .env("COLUMNS", "120")
        .ok();
    assert!(ran.out.contains("from EDITOR"), "{ran:#?}");
    let ran = home.interview("--role em", &[":edit", "", "3", ":quit"]);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(home.text("drafts", "2026-Q4").contains("of-file"));
}

#[test]
fn a_first_assessment_takes_role_and_stage_from_the_file_and_says_so() {
    let home = with("role: director\nstage: series-b\n");
    let ran = assess(&home, "");
    assert!(
        ran.err
            .contains("role `director`, from config.yaml:1; `--role` changes it"),
        "{ran:#?}"
    );
    assert!(
        ran.err
            .contains("stage `series-b`, from config.yaml:2; `--stage` changes it"),
        "{ran:#?}"
    );
    assert!(ran.err.contains("1 of 28"), "{ran:#?}");
    assert_eq!(
        made(&home, "2026-Q3", ""),
        ("director".into(), "series-b".into())
    );
}

#[test]
fn a_flag_goes_before_the_role_and_stage_of_the_file() {
    let home = with("role: director\nstage: series-b\n");
    assert_eq!(
        made(&home, "2026-Q2", "--role em"),
        ("em".into(), "series-b".into())
    );
    assert_eq!(
        made(&home, "2026-Q3", "--stage seed"),
        ("director".into(), "seed".into())
    );
    assert!(!assess(&home, "--role em").err.contains("role `director`"));
}

#[test]
fn a_stage_alone_leaves_the_role_to_be_asked() {
    let home = with("stage: series-b\n");
    let ran = home.interview("", &["2", "", "3", ":quit"]);
    assert!(ran.err.contains("1 of 28"), "{ran:#?}");
    assert!(home.text("drafts", "2026-Q4").contains("stage: series-b"));
}

#[test]
fn the_file_goes_before_the_assessment_before_and_what_that_had_is_said() {
    let home = Home::new();
    assert_eq!(made(&home, "2026-Q3", "--role em").0, "em");
    set(&home, "role: director\n");
    let ran = assess(&home, "");
    assert!(
        ran.err
            .contains("role `director`, from config.yaml:1; `--role` changes it"),
        "{ran:#?}"
    );
    assert_eq!(made(&home, "2026-Q4", "").0, "director");
}

#[test]
fn what_is_begun_or_finished_keeps_its_role() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {execution.friction: 3}\n");
    home.interview("--role em", &["a slow week", "", "3", ":quit"]);
    set(&home, "role: director\n");
    home.interview("--resume", &["another slow week", "", "3", ":quit"]);
    assert!(home.text("drafts", "2026-Q4").contains("another slow week"));
    assert!(home.text("drafts", "2026-Q4").contains("role: em\n"));
    assert_eq!(home.json("2026-Q3")["role"], "em");
    let review = home.emkit("export 2026-Q3 --format json").ok().out;
    assert!(review.contains("\"role\": \"em\""), "{review}");
}

#[test]
fn settings_that_are_in_order_are_in_order_for_the_check_up_whoever_may_read_them() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {}\nclosing: A quiet quarter.\n");
    for text in [
        "",
        "# nothing yet\n",
        "role: em\nstage: series-b\n",
        "\u{feff}role: em\r\n",
    ] {
        set(&home, text);
        fs::set_permissions(path(&home), fs::Permissions::from_mode(0o644)).expect("a mode");
        let ran = home.emkit("doctor").ok();
        assert_eq!(ran.err, "", "{text:?}");
        home.emkit("config").ok();
    }
}

#[test]
fn no_command_writes_settings_by_itself() {
    let home = Home::new();
    home.assessed("2026-Q3", "answers: {execution.friction: 3}\n");
    assess(&home, "--role em");
    for command in [
        "show",
        "list",
        "status",
        "history",
        "config",
        "doctor",
        "log a thing",
    ] {
        home.emkit(command).ok();
    }
    assert!(!path(&home).exists());
    let text = "# my own words\nrole:   em # for now\n";
    set(&home, text);
    assess(&home, "--fresh");
    made(&home, "2026-Q2", "");
    home.emkit("config").ok();
    assert_eq!(fs::read_to_string(path(&home)).expect("there"), text);
}

#[test]
fn own_targets_hold_for_the_role_own_and_a_skill_without_one_has_none() {
    let home = with("role: own\ntargets: {execution: 4, team: 2.5}\nname: Robin\n");
    let ids = ["friction", "shipped", "pulled-in"];
    let rated = ids.map(|id| format!("  execution.{id}: 3\n")).concat();
    let rated = format!("answers:\n{rated}");
    home.assessed("2026-Q4", &rated);
    let json = home.json("2026-Q4");
    assert_eq!(json["role"], "own");
    let (execution, taste) = (skill(&json, "execution"), skill(&json, "taste"));
    assert_eq!(
        (&execution["target"], &execution["gap"]),
        (&4.0.into(), &1.0.into())
    );
    assert_eq!(
        (&taste["target"], &taste["gap"]),
        (&Value::Null, &Value::Null)
    );
    let before = home.json("2026-Q4 --role em");
    assert_eq!(before["role"], "em");
    // What was assessed against stays when the settings change.
    set(&home, "targets: {execution: 2}\n");
    assert_eq!(skill(&home.json("2026-Q4"), "execution")["target"], 4.0);
    home.assessed("2026-Q3", &rated);
    assert_eq!(home.json("2026-Q3")["role"], "em");
    let json = home.json("2026-Q3 --role own");
    assert_eq!(skill(&json, "execution")["target"], 2.0);
    let (value, source, from) = setting(&home, "", &[], "targets");
    assert_eq!(
        (value, source, from),
        come("execution 2.00", "file", "config.yaml:1")
    );
}
