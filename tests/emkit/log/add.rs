//! `emkit log`: evidence, written down when it happened, listed, and changed in an editor.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::assess::editor::{editor, left};
use crate::support::{Home, Ran, Run, TODAY};

const DAY: &str = "2026-11-20";

impl Home {
    /// The text of the log of this quarter.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.store().join("log/2026-Q4.md")).unwrap_or_default()
    }

    /// Puts a log of this quarter in place, as a person would.
    pub(crate) fn write_log(&self, text: impl AsRef<[u8]>) {
        self.write("store/log/2026-Q4.md", text);
    }

    /// What `log list --format json` says.
    pub(crate) fn entries(&self, arguments: &str) -> Vec<Value> {
        entries_of(
            &self
                .emkit(&format!("log list --format json --date {DAY} {arguments}"))
                .run(),
        )
    }

    /// The texts of the entries of this quarter.
    pub(crate) fn texts(&self) -> Vec<String> {
        let entries = self.entries("").into_iter();
        entries
            .map(|entry| entry["text"].as_str().expect("a text").to_owned())
            .collect()
    }
}

pub(crate) fn entries_of(ran: &Ran) -> Vec<Value> {
    let listed: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:#?}"));
    assert_eq!(listed["schema"], 1);
    listed["entries"].as_array().expect("entries").clone()
}

fn log(home: &Home, arguments: &str) -> Run {
    home.emkit(&format!("log --date {DAY} {arguments}"))
}

#[test]
fn the_list_comes_in_plain_lines_where_that_is_asked_for() {
    let home = Home::new();
    home.emkit("log A thing that happened --skill team")
        .and(&["--date", TODAY])
        .ok();
    let list = home.emkit("log list --accessible").and(&["--date", TODAY]);
    assert_eq!(
        list.ok().out,
        format!("{TODAY}: team, A thing that happened\n")
    );
}

#[test]
fn words_without_quotes_are_one_entry_with_its_skill_wherever_the_flag_stands() {
    for arguments in [
        "Cut the release train from 9 days to 2 --skill execution",
        "--skill execution Cut the release train from 9 days to 2",
        "Cut the release --skill execution train from 9 days to 2",
    ] {
        let home = Home::new();
        let ran = log(&home, arguments).ok();
        assert_eq!(ran.out, "");
        assert!(
            ran.err
                .contains("logged in 2026-Q4, for execution:\n  2026-"),
            "{ran:#?}"
        );
        let entry = json!({
            "date": DAY, "period": "2026-Q4", "skills": ["execution"], "private": false,
            "link": null, "text": "Cut the release train from 9 days to 2",
        });
        assert_eq!(home.entries(""), [entry]);
        assert_eq!(
            home.log(),
            "# Log of 2026-Q4\n\n- 2026-11-20 #execution Cut the release train from 9 days to 2\n"
        );
    }
}

#[test]
fn several_skills_a_private_mark_and_a_link_are_kept() {
    let home = Home::new();
    log(&home, "--private --skill team --skill clarity --skill team")
        .and(&["--link", "https://doc.example/7", "Said why", "we stop"])
        .ok();
    let entries = home.entries("");
    assert_eq!(entries[0]["skills"], json!(["team", "clarity"]));
    assert_eq!(entries[0]["private"], true);
    assert_eq!(entries[0]["link"], "https://doc.example/7");
    assert_eq!(entries[0]["text"], "Said why we stop");
    let table = home.emkit("log list").and(&["--date", DAY]).ok().out;
    for words in [
        "(private) Said why we stop",
        "https://doc.example/7",
        "clarity",
    ] {
        assert!(table.contains(words), "no `{words}`:\n{table}");
    }
}

#[test]
fn an_entry_of_another_day_goes_to_the_log_of_its_quarter() {
    let home = Home::new();
    home.emkit("log Hired two --date 2026-09-30").ok();
    assert_eq!(home.entries(""), [] as [Value; 0]);
    assert_eq!(home.entries("--period 2026-Q3")[0]["date"], "2026-09-30");
    assert_eq!(home.entries("--all")[0]["period"], "2026-Q3");
    let said = home.emkit("log list").and(&["--date", DAY]).ok().err;
    assert!(
        said.contains("in 2026-Q4; other quarters: emkit log list --all"),
        "{said}"
    );
}

#[test]
fn entries_are_listed_by_day_and_by_skill() {
    let home = Home::new();
    for (day, rest) in [
        ("2026-11-02", "second --skill team"),
        ("2026-10-01", "first"),
        ("2026-11-02", "third --skill team --skill execution"),
    ] {
        home.emkit(&format!("log {rest} --date {day}")).ok();
    }
    assert_eq!(home.texts(), ["first", "second", "third"]);
    assert_eq!(home.entries("--skill team").len(), 2);
    assert_eq!(home.entries("--skill execution").len(), 1);
    let ran = home
        .emkit("log list --skill nope")
        .and(&["--date", DAY])
        .fails(1);
    assert!(ran.err.contains("`execution`"), "{ran:#?}");
}

#[test]
fn a_skill_that_no_rubric_has_is_refused_and_those_there_are_named() {
    let home = Home::new();
    let ran = log(&home, "Cut it --skill exec").fails(1);
    assert!(
        ran.err.contains("`exec`") && ran.err.contains("`execution`"),
        "{ran:#?}"
    );
    let ran = log(&home, "Cut it --skill exec --rubric strategy").fails(1);
    assert!(ran.err.contains("`diagnosis`"), "{ran:#?}");
    assert_eq!(home.log(), "");
}

#[test]
fn a_text_that_begins_like_a_command_is_refused_with_the_way_to_log_it() {
    let home = Home::new();
    for text in [
        "list of owners",
        "edit the handbook",
        "import a b",
        "help the new ones",
    ] {
        let ran = home.emkit(&format!("log {text}")).fails(2);
        assert!(ran.err.contains(" -- list of owners"), "{ran:#?}");
        home.emkit(&format!("log --date {DAY} -- {text}")).ok();
        assert_eq!(home.texts().last().map(String::as_str), Some(text));
    }
    let ran = home.emkit("log list --fromat json").fails(2);
    assert!(!ran.err.contains(" -- list"), "{ran:#?}");
    let ran = home.emkit("log Cost down by -30%").fails(2);
    assert!(ran.err.contains("after `--`"), "{ran:#?}");
    log(&home, "Cost down by -30 percent").ok();
}

#[test]
fn without_words_stdin_is_the_text() {
    let home = Home::new();
    log(&home, "--skill team")
        .stdin("\u{feff}One line\r\n\r\n  and more\r\n")
        .ok();
    assert_eq!(home.texts(), ["One line\n\n  and more"]);
}

#[test]
fn a_text_that_is_none_or_too_long_or_not_utf_8_is_refused_and_nothing_is_logged() {
    let home = Home::new();
    for (text, cause) in [
        (b" \n\t\n".to_vec(), "there is no text"),
        (vec![b'a'; 70_000], "longer than 64 KiB"),
        (b"caf\xe4".to_vec(), "<stdin>:1:4: this is not UTF-8 text"),
    ] {
        let ran = log(&home, "").stdin(text).fails(1);
        assert!(ran.err.contains(cause), "{ran:#?}");
    }
    let long = "a".repeat(70_000);
    let ran = log(&home, "").and(&[&long]).fails(1);
    assert!(ran.err.contains("longer than 64 KiB"), "{ran:#?}");
    assert_eq!(home.log(), "");
}

#[test]
fn what_is_logged_is_readable_by_its_owner_alone() {
    let home = Home::new();
    log(&home, "Cut it").ok();
    let mode = |path: &str| {
        let metadata = fs::metadata(home.store().join(path)).expect("there");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode("log"), 0o700);
    for file in ["log/2026-Q4.md", "log/.lock"] {
        assert_eq!(mode(file), 0o600, "{file}");
    }
}

fn with_editor(home: &Home, arguments: &str, script: &str) -> Run {
    let command = format!("'{}'", editor(home, script).display());
    home.emkit(arguments)
        .and(&["--date", TODAY])
        .env("PATH", "/usr/bin:/bin")
        .env("EDITOR", &command)
}

#[test]
fn an_entry_is_written_in_the_editor_and_nothing_of_it_stays_elsewhere() {
    let home = Home::new();
    with_editor(&home, "log begun --edit", "echo 'and ended' >> \"$1\"").ok();
    assert_eq!(home.texts(), ["begunand ended"]);
    with_editor(&home, "log --edit --skill team", "echo hired > \"$1\"").ok();
    assert_eq!(home.texts()[1], "hired");
    assert_eq!(left(&home), [] as [std::path::PathBuf; 0]);
    let ran = with_editor(&home, "log --edit", "echo lost > \"$1\"; exit 3").fails(1);
    assert!(ran.err.contains("evidence.md"), "{ran:#?}");
    assert_eq!(left(&home).len(), 1);
    assert!(home.emkit("doctor").run().err.contains("editor-"));
}

#[test]
fn what_was_written_in_the_editor_and_could_not_be_saved_is_kept_and_named() {
    for arguments in ["log --edit", "log edit"] {
        let home = Home::new();
        let script = "echo '- my words' > \"$1\"; rm -rf ../../../log; d=$(dirname \"$1\"); \
                      rm -rf \"$d/../../../log\"; echo x > \"$d/../../../log\"";
        let ran = with_editor(&home, arguments, script).fails(1);
        let kept = left(&home);
        assert_eq!(kept.len(), 1, "{ran:#?}");
        let file = kept[0].join("evidence.md");
        assert_eq!(fs::read_to_string(&file).expect("kept"), "- my words\n");
        assert!(ran.err.contains(&*file.to_string_lossy()), "{ran:#?}");
        let hint = "choose another folder with `--home DIR`";
        assert!(ran.err.contains(hint), "{ran:#?}");
    }
}

#[test]
fn the_log_is_changed_in_the_editor_and_the_version_before_is_kept() {
    let home = Home::new();
    log(&home, "Cut it").ok();
    let before = home.log();
    let ran = with_editor(&home, "log edit", "sed -i s/Cut/Mended/ \"$1\"").ok();
    // The heading is none.
    assert!(!ran.err.contains("comments"), "{ran:#?}");
    assert_eq!(home.texts(), ["Mended it"]);
    let kept = home.store().join("kept/log/2026-Q4.1.md");
    assert_eq!(fs::read_to_string(kept).expect("kept"), before);
    let ran = with_editor(&home, "log edit", "true").ok();
    assert!(ran.err.contains("nothing was changed"), "{ran:#?}");
    let ran = with_editor(&home, "log edit", ": > \"$1\"").ok();
    assert!(ran.err.contains("as it was"), "{ran:#?}");
    assert_eq!(home.texts(), ["Mended it"]);
    assert!(home.emkit("doctor").ok().out.contains("in order"));
}

#[test]
fn an_entry_that_is_logged_while_the_log_is_in_the_editor_is_not_lost() {
    for has_log in [false, true] {
        let home = Home::new();
        if has_log {
            log(&home, "Cut it").ok();
        }
        let meanwhile = format!(
            "echo '- 2026-11-19 by hand' >> \"$1\"\n'{}' log --date {DAY} --home '{}' Meanwhile",
            env!("CARGO_BIN_EXE_emkit"),
            home.store().display()
        );
        with_editor(&home, "log edit", &meanwhile).ok();
        let texts = home.texts();
        for text in ["by hand", "Meanwhile"] {
            assert!(
                texts.iter().any(|there| there == text),
                "no `{text}`: {texts:?}"
            );
        }
        assert_eq!(texts.len(), 2 + usize::from(has_log), "{}", home.log());
        assert_eq!(home.log().matches("# Log of").count(), 1, "{}", home.log());
    }
}

#[test]
fn a_log_that_somebody_else_rewrote_while_it_was_in_the_editor_is_left_and_both_are_named() {
    let home = Home::new();
    log(&home, "Cut it").ok();
    let script = format!(
        "echo '- mine' >> \"$1\"; echo '- theirs' > '{}'",
        home.store().join("log/2026-Q4.md").display()
    );
    let ran = with_editor(&home, "log edit", &script).fails(1);
    assert_eq!(home.texts(), ["theirs"]);
    let ours = home.store().join("kept/log/2026-Q4.conflict-1.md");
    assert!(fs::read_to_string(&ours).expect("kept").contains("- mine"));
    for path in [&ours, &home.store().join("log/2026-Q4.md")] {
        assert!(ran.err.contains(&*path.to_string_lossy()), "{ran:#?}");
    }
    let doctor = home.emkit("doctor").run();
    assert!(doctor.err.contains("conflict-1.md"), "{doctor:#?}");
}

#[test]
fn a_flag_behind_the_two_dashes_is_asked_about_and_not_written_down() {
    let home = Home::new();
    let words = ["log", "--", "list", "of", "complaints", "--private"];
    let ran = home.emkit_with(&words).fails(2);
    assert!(ran.err.contains("emkit log --private"), "{ran:#?}");
    assert!(!home.store().join("log").exists(), "{ran:#?}");
}

#[test]
fn what_was_logged_is_said_as_it_stands_and_that_it_is_private() {
    let home = Home::new();
    let words = ["log", "Saved 000 a month", "--private", "--date", TODAY];
    let ran = home.emkit_with(&words).ok();
    assert!(
        ran.err
            .contains("  2026-11-20 (private) Saved 000 a month\n"),
        "{ran:#?}"
    );
}
