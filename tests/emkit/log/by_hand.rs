//! A log that a person wrote in, or something else did.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use emkit::domain::log::LogEntry;
use emkit::format;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::hostile::strategies::cases;
use crate::support::process::{after, finish};
use crate::support::{Home, Ran};

const LOG: &str = "log more --date 2026-11-20";
const LIST: &str = "log list --date 2026-11-20";

#[test]
fn what_stands_in_the_file_stays_byte_for_byte_when_an_entry_is_added() {
    for before in [
        b"My own words.\n\n\n* by hand  \n\ttab\n".to_vec(),
        b"\xef\xbb\xbf# Mine\r\n- windows\r\n".to_vec(),
        b"- caf\xe4\n\x00\xff\n".to_vec(),
        b"- no line feed".to_vec(),
        b"```\n- open\n".to_vec(),
    ] {
        let home = Home::new();
        home.write_log(&before);
        let ran = home.emkit(LOG).ok();
        let now = fs::read(home.store().join("log/2026-Q4.md")).expect("the log");
        let rest = now.strip_prefix(before.as_slice()).expect("as it was");
        let is_unended = !before.ends_with(b"\n");
        let added = if is_unended {
            "\n- 2026-11-20 more\n"
        } else {
            "- 2026-11-20 more\n"
        };
        assert_eq!(String::from_utf8_lossy(rest), added);
        assert_eq!(ran.err.contains("had no end"), is_unended, "{ran:#?}");
        assert!(home.texts().contains(&"more".to_owned()), "{before:?}");
    }
}

fn listed(home: &Home, code: i32) -> Ran {
    let ran = home.emkit(LIST).run();
    assert_eq!(ran.code, Some(code), "{ran:#?}");
    ran
}

#[test]
fn what_cannot_be_read_is_named_by_line_and_all_else_is_listed() {
    for (broken, place) in [
        (
            "- 2026-02-30 lost\n  - below it",
            ":3:3: `2026-02-30` is not a day",
        ),
        ("- 2026-11-20", ":3:1: this entry has no text"),
        ("<<<<<<< HEAD", ":3:1: git left this"),
    ] {
        let home = Home::new();
        home.write_log(format!("# Mine\n- before\n{broken}\n- after\n"));
        let ran = listed(&home, 1);
        assert!(ran.err.contains(&format!("2026-Q4.md{place}")), "{ran:#?}");
        assert!(
            ran.err.contains("hint: `emkit log edit --period 2026-Q4"),
            "{ran:#?}"
        );
        for (text, is_there) in [("before", true), ("after", true), ("below it", false)] {
            assert_eq!(ran.out.contains(text), is_there, "{ran:#?}");
        }
        let doctor = home.emkit("doctor").run();
        assert_eq!(doctor.code, Some(1));
        assert!(doctor.err.contains(place), "{doctor:#?}");
    }
}

#[test]
fn status_names_a_broken_line_of_the_log_and_counts_the_rest() {
    let home = Home::new();
    home.write_log("- before\n- 2026-02-30 lost\n");
    let ran = home.emkit("status --date 2026-11-20").fails(1);
    for said in [
        "2026-Q4.md:2:3: `2026-02-30` is not a day",
        "\nhint: `emkit log edit --period 2026-Q4` opens it\n",
    ] {
        assert!(ran.err.contains(said), "{ran:#?}");
    }
    assert!(ran.out.contains("Logged in 2026-Q4"), "{ran:#?}");
}

#[test]
fn a_byte_that_is_no_text_is_named_and_the_rest_is_listed() {
    let home = Home::new();
    home.write_log(b"- before\n- x\r\n- caf\xe4 open\n- after \xff\xfe\xff");
    let ran = listed(&home, 1);
    for place in [
        "2026-Q4.md:3:6: this is not UTF-8",
        "2026-Q4.md:4:9: this is not",
    ] {
        assert!(ran.err.contains(place), "{ran:#?}");
    }
    for text in ["before", "caf\u{fffd} open", "after"] {
        assert!(ran.out.contains(text), "{ran:#?}");
    }
}

#[test]
fn an_unknown_skill_a_day_of_another_quarter_and_a_torn_end_are_warnings_by_line() {
    let home = Home::new();
    home.write_log("- #nope 2026 was\n- 2026-07-01 early\n- 2026-10-01 cut o");
    let ran = listed(&home, 0);
    for warning in [
        "2026-Q4.md:1:1: no available rubric has the skill `nope`",
        "2026-Q4.md:2:1: 2026-07-01 is not in 2026-Q4",
        "2026-Q4.md:3:1: the last line has no end",
    ] {
        assert!(ran.err.contains(warning), "no `{warning}`: {}", ran.err);
    }
    for text in ["2026 was", "early", "cut o"] {
        assert!(ran.out.contains(text), "{ran:#?}");
    }
    assert_eq!(home.entries("--skill nope").len(), 1);
    let doctor = home.emkit("doctor").run();
    assert!(
        doctor
            .err
            .contains("no available rubric has the skill `nope`"),
        "{doctor:#?}"
    );
    let notes = doctor.err.matches("note: ").count();
    let hint = "\nhint: `emkit log edit --period 2026-Q4` opens it\n";
    assert_eq!(
        [notes, doctor.err.matches(hint).count()],
        [3, 3],
        "{doctor:#?}"
    );
    let store = home.store().to_string_lossy().into_owned();
    let doctor = home.emkit_with(&["doctor", "--home", &store]).fails(1);
    let hint = format!("\nhint: `emkit log edit --period 2026-Q4 --home {store}` opens it\n");
    assert_eq!(doctor.err.matches(&hint).count(), 3, "{doctor:#?}");
}

#[test]
fn lines_belong_to_the_bullet_above_as_the_documents_say() {
    let readme = include_str!("../../../docs/log.md");
    let (_, example) = readme
        .split_once("```text\n- 2026-11-20")
        .expect("the example");
    let (example, _) = example.split_once("```").expect("its end");
    let home = Home::new();
    home.write_log(format!("- 2026-11-20{example}"));
    let entries = home.entries("");
    let said: Vec<_> = entries
        .iter()
        .map(|entry| [&entry["text"], &entry["skills"]])
        .collect();
    assert_eq!(entries.len(), 3, "{said:#?}");
    assert!(
        said[0][0]
            .as_str()
            .expect("a text")
            .contains("indented or not"),
        "{said:#?}"
    );
    assert_eq!(*said[2][1], serde_json::json!(["team", "clarity"]));
    assert!(
        !entries
            .iter()
            .any(|entry| entry["text"].to_string().contains("yours and stays"))
    );
    home.write_log("- first\nlazy\n\n  indented\n\nmine\n");
    assert_eq!(home.texts(), ["first\nlazy\n\nindented"]);
    let help = home.emkit("log edit --help").ok().out;
    assert!(help.contains("indented or not"), "{help}");
}

#[test]
fn something_else_in_the_place_of_the_log_is_named_and_left() {
    for (name, put) in [
        (
            "a folder",
            (|path| fs::create_dir(path).expect("a folder")) as fn(&Path),
        ),
        ("a pipe", |path| {
            let made = std::process::Command::new("mkfifo").arg(path).status();
            assert!(made.expect("mkfifo").success());
        }),
        ("a link to nothing", |path| {
            symlink("away.md", path).expect("a link")
        }),
        ("a loop", |path| {
            symlink("2026-Q4.md", path).expect("a link")
        }),
        ("UTF-16", |path| {
            fs::write(path, b"\xff\xfe-\0 \0").expect("written")
        }),
        ("too much", |path| {
            fs::write(path, vec![b'\n'; 5 << 20]).expect("written")
        }),
    ] {
        let home = Home::new();
        fs::create_dir_all(home.store().join("log")).expect("a folder");
        let path = home.store().join("log/2026-Q4.md");
        put(&path);
        let before = fs::symlink_metadata(&path).expect("there").len();
        for arguments in [LOG, LIST] {
            let ran = finish(home.emkit(arguments).command(), "");
            assert_eq!(ran.code, Some(1), "{name}: {ran:#?}");
            assert!(
                ran.err.contains("2026-Q4.md") && ran.err.contains("hint: "),
                "{name}: {ran:#?}"
            );
        }
        assert_eq!(
            fs::symlink_metadata(&path).expect("there").len(),
            before,
            "{name}"
        );
        assert_eq!(home.emkit("doctor").run().code, Some(1), "{name}");
    }
}

#[test]
fn a_broken_log_of_one_quarter_does_not_hide_the_others() {
    let home = Home::new();
    home.emkit("log fine --date 2026-08-01").ok();
    fs::create_dir(home.store().join("log/2026-Q4.md")).expect("a folder");
    let ran = home.emkit("log list --all").fails(1);
    assert!(ran.out.contains("fine"), "{ran:#?}");
}

#[test]
fn a_link_is_written_through() {
    let home = Home::new();
    let target = home.write("elsewhere/notes.md", "- mine\n");
    fs::create_dir_all(home.store().join("log")).expect("a folder");
    let path = home.store().join("log/2026-Q4.md");
    symlink(&target, &path).expect("a link");
    home.emkit(LOG).ok();
    assert!(path.is_symlink());
    assert_eq!(
        fs::read_to_string(&target).expect("text"),
        "- mine\n- 2026-11-20 more\n"
    );
}

#[test]
fn a_large_log_is_read_and_one_that_would_be_too_large_is_refused() {
    let home = Home::new();
    home.write_log("```x\n- 2026-10-01 #execution a\n".repeat(134_000));
    assert_eq!(home.texts().len(), 134_000);
    let long = "x".repeat(60_000);
    let ran = home.emkit("log --date 2026-11-20").and(&[&long]).fails(1);
    assert!(ran.err.contains("larger than 4 MiB"), "{ran:#?}");
}

#[test]
fn a_full_disk_is_told_and_the_log_stays_as_it_was() {
    let home = Home::new();
    home.write_log("- mine\n".repeat(300));
    let before = home.log();
    // Blocks of 512 bytes: a limit that the log is beyond already.
    let ran = finish(after("ulimit -f 4", home.emkit(LOG)), "");
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    assert!(ran.err.contains("could not save to"), "{ran:#?}");
    assert!(!ran.err.contains("logged in"), "{ran:#?}");
    assert_eq!(home.log(), before);
    let names = fs::read_dir(home.store().join("log")).expect("a folder");
    assert_eq!(names.count(), 2, "something is left over");
}

#[test]
fn doctor_is_content_with_a_log_and_names_what_lies_beside_it() {
    let home = Home::new();
    home.emkit(LOG).and(&["--skill", "team"]).ok();
    let ran = home.emkit("doctor").ok();
    assert!(
        ran.out.contains("in order") && ran.err.is_empty(),
        "{ran:#?}"
    );
    let copy = "2026-Q4.sync-conflict-20261002-101500-ABCDEFG.md";
    for (name, said) in [
        (copy, "that a sync program made"),
        ("2026-Q4 2.md", "that a sync program made"),
        (".2026-Q4.md.swp", "not one of emkit's files"),
        ("notes.txt", "not one of emkit's files"),
        (".emkit-abc.tmp", "cut off"),
    ] {
        let path = home.write(&format!("store/log/{name}"), "- other\n");
        let ran = home.emkit("doctor").run();
        assert!(
            ran.err.contains(name) && ran.err.contains(said),
            "{name}: {ran:#?}"
        );
        fs::remove_file(path).expect("removed");
    }
    let path = home.store().join("log/2026-Q4.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("a mode");
    let ran = home.emkit("doctor").run();
    assert!(ran.err.contains("can be read by others"), "{ran:#?}");
}

/// Pieces of texts that look like the marks of the file.
fn hostile() -> impl Strategy<Value = String> {
    const PIECES: [&str; 41] = [
        "#execution",
        "#",
        "#123",
        "(private)",
        "\\",
        "\\\\",
        "<https://a.b>",
        "<a b>",
        "<>",
        "2026-11-20",
        "2026-13-45",
        "- ",
        "* x",
        "1. y",
        "---",
        "```",
        "<!--",
        "-->",
        "<<<<<<< HEAD",
        "=======",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "  ",
        "\t",
        "\u{a0}",
        "\u{2028}",
        "\u{85}",
        "\u{feff}",
        "\0",
        "\u{1b}[31m",
        "\u{202e}",
        "עברית",
        "🧑‍🚀",
        "no",
        "~",
        ": ",
        "x",
        " #x",
        "\u{b}",
    ];
    vec(select(&PIECES[..]), 1..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_text_reads_as_it_was_written_also_among_what_a_person_wrote(
        texts in vec((hostile(), any::<bool>(), 0..4_usize), 1..6),
    ) {
        let known = ["team".to_owned(), "x".to_owned()];
        let mut file = "# Mine\n\nown words\n- 2026-10-01 by hand\nlazy\n".to_owned();
        let mut entries = Vec::new();
        for (text, private, skills) in texts {
            let skills = ["team", "a-1", "x"].map(str::to_owned)[..skills.min(3)].to_vec();
            let Some(mut entry) = LogEntry::new(date(2026, 11, 20), &text, skills) else {
                continue;
            };
            entry.private = private;
            entry.link = private.then(|| "https://x/>y".to_owned());
            file.push_str(&format::log::write(&entry));
            entries.push(entry);
        }
        for file in [file.clone(), file.replace('\n', "\r\n")] {
            let log = format::log::read_bytes(Path::new("x.md"), file.as_bytes(), date(2026, 10, 1), &known);
            prop_assert!(log.problems.is_none(), "{file:?}");
            let read: Vec<_> = log.entries.iter().skip(1).map(|(_, entry)| entry.clone()).collect();
            prop_assert_eq!(&read, &entries, "{:?}", file);
        }
    }

    #[test]
    fn any_bytes_are_read_or_named(bytes in vec(any::<u8>(), 0..200), text in hostile()) {
        let mut file = bytes;
        file.extend(b"\n- ");
        file.extend(text.as_bytes());
        let log = format::log::read_bytes(Path::new("x.md"), &file, date(2026, 10, 1), &[]);
        let is_text = std::str::from_utf8(&file).is_ok();
        prop_assert!(is_text || log.problems.is_some());
    }
}

#[test]
fn texts_that_look_like_marks_survive_the_program() {
    let home = Home::new();
    let texts = [
        "#team (private) 2026-01-01 not a mark",
        "(private)",
        "\\#team",
        "2026-01-01 a day",
        "- a bullet\n\n- another\n<https://a.b>\n\\<x>\n```\n---\n# heading",
        "1. first",
        "\u{1b}[31mred\u{202e}",
    ];
    for text in texts {
        home.emkit("log --date 2026-11-20").and(&["--", text]).ok();
    }
    assert_eq!(home.texts(), texts);
    let table = home.emkit(LIST).ok().out;
    assert!(
        !table.contains('\u{1b}') && !table.contains('\u{202e}'),
        "{table:?}"
    );
}

#[test]
fn a_mark_that_nothing_closes_hides_no_entry_when_a_new_one_holds_its_end() {
    for mark in ["<!-- todo", "```", "~~~"] {
        let home = Home::new();
        home.write_log(format!("# Mine\n\n{mark}\n- 2026-10-02 first\n"));
        let end = if mark == "<!-- todo" { "-->" } else { mark };
        let texts = [
            "first".to_owned(),
            "second".to_owned(),
            format!("a\n{end}\n\n{end}"),
            format!("{end} b"),
            "last".to_owned(),
        ];
        for text in &texts[1..] {
            home.emkit("log --date 2026-11-20").and(&["--", text]).ok();
        }
        assert_eq!(home.texts(), texts, "{}", home.log());
    }
}

#[test]
fn a_bullet_is_an_entry_also_in_a_comment_or_code() {
    let home = Home::new();
    home.write_log("<!--\n- 2026-10-02 this\n\n-->\n```\n- 2026-10-03 and this\n\n```\n");
    assert_eq!(home.texts(), ["this", "and this"]);
}
