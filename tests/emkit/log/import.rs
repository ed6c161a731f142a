//! `emkit log import`: bullets of notes, an entry each.

use std::fs;

use emkit::domain::log::LogEntry;
use emkit::domain::period::Period;
use emkit::format::log;
use jiff::Span;
use jiff::civil::date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::json;

use crate::support::{Home, Ran};

fn import(home: &Home, notes: impl AsRef<[u8]>, arguments: &str) -> Ran {
    home.write("notes.md", notes);
    home.emkit(&format!(
        "log import notes.md --date 2026-11-20 {arguments}"
    ))
    .run()
}

const NOTES: &str = "\
# My quarter

Not an entry.

- first, without a day
* star
+ plus
1. numbered
2) numbered too
• pasted from elsewhere
 - a little further in

## 2026-10-03 a week
- below a heading
  - nested one
    deeper
  - nested two
and a line right below

  a paragraph of it
- 2026-10-05: with a colon
- #team (private) tagged
  <https://doc.example/7>
- #123 is an issue, 1.2.3 a version, 2026-Q4 a quarter
---
```unclosed
- after an open mark
- 2026-08-01 in another quarter
";

#[test]
fn every_kind_of_bullet_is_an_entry_with_what_belongs_to_it() {
    let home = Home::new();
    let ran = import(&home, NOTES, "");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(ran.err.contains("12 entries logged"), "{ran:#?}");
    let entries = home.entries("");
    let found: Vec<_> = entries
        .iter()
        .map(|entry| {
            let text = |key: &str| entry[key].as_str().unwrap_or_default();
            (text("date"), text("text"))
        })
        .collect();
    let today = "2026-11-20";
    assert_eq!(
        found,
        [
            (
                "2026-10-03",
                "below a heading\n- nested one\n  deeper\n- nested two\nand a line right below\n\na paragraph of it"
            ),
            ("2026-10-05", "with a colon"),
            ("2026-10-05", "tagged"),
            (
                "2026-10-05",
                "#123 is an issue, 1.2.3 a version, 2026-Q4 a quarter"
            ),
            ("2026-10-05", "after an open mark"),
            (today, "first, without a day"),
            (today, "star"),
            (today, "plus"),
            (today, "numbered"),
            (today, "numbered too"),
            (today, "pasted from elsewhere"),
            (today, "a little further in"),
        ]
    );
    assert_eq!(entries[2]["skills"], json!(["team"]));
    assert_eq!(entries[2]["private"], true);
    assert_eq!(entries[2]["link"], "https://doc.example/7");
    assert_eq!(
        home.entries("--period 2026-Q3")[0]["text"],
        "in another quarter"
    );
}

#[test]
fn nothing_is_taken_twice_not_even_another_day() {
    let home = Home::new();
    import(&home, NOTES, "");
    let before = home.log();
    for arguments in ["", "--skill team"] {
        let ran = import(&home, NOTES, arguments);
        assert!(
            ran.err.contains("13 of 13 were in the log already"),
            "{ran:#?}"
        );
    }
    let ran = home.emkit("log import notes.md --date 2027-02-20").ok();
    assert!(
        ran.err.contains("13 of 13 were in the log already"),
        "{ran:#?}"
    );
    assert_eq!(home.log(), before);
    let ran = import(&home, format!("{NOTES}- 2026-11-01 new\n"), "");
    assert!(ran.err.contains("1 entry logged"), "{ran:#?}");
}

#[test]
fn notes_from_windows_or_old_machines_read_the_same() {
    let plain = Home::new();
    import(&plain, NOTES, "");
    for end in ["\r\n", "\r"] {
        let home = Home::new();
        let notes = format!("\u{feff}{}", NOTES.replace('\n', end));
        let ran = import(&home, notes, "");
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        assert_eq!(home.log(), plain.log(), "{end:?}");
    }
}

#[test]
fn what_is_said_beside_the_file_goes_for_every_entry() {
    let home = Home::new();
    import(
        &home,
        "- one\n- #team two\n",
        "--skill team --private --link x",
    );
    for entry in home.entries("") {
        assert_eq!(entry["skills"], json!(["team"]));
        assert_eq!(entry["private"], true);
        assert_eq!(entry["link"], "x");
    }
}

#[test]
fn every_problem_is_named_by_its_line_and_nothing_is_logged() {
    let home = Home::new();
    let long = "x".repeat(70_000);
    let notes = format!(
        "- fine\n- 2026-13-01 a\n- #nope b\n- 2026-10-10\n# 20.11.2026\n- 2026-11-2O c\n- {long}\n"
    );
    let ran = import(&home, notes, "");
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    for problem in [
        "notes.md:2:3: `2026-13-01` is not a day",
        "notes.md:3:1: no available rubric has the skill `nope`",
        "notes.md:4:1: this entry has no text",
        "notes.md:5:3: `20.11.2026` is not a day",
        "notes.md:6:3: `2026-11-2O` is not a day",
        "notes.md:7:1: this is longer than 64 KiB",
        "hint: ",
    ] {
        assert!(ran.err.contains(problem), "no `{problem}`: {}", ran.err);
    }
    assert_eq!(home.log(), "");
}

#[test]
fn a_file_that_holds_no_notes_is_refused() {
    let home = Home::new();
    for (notes, cause) in [
        ("", "no line of it is a bullet"),
        ("# Title\n\nwords\n", "no line of it is a bullet"),
    ] {
        let ran = import(&home, notes, "");
        assert_eq!(ran.code, Some(1), "{ran:#?}");
        assert!(ran.err.contains(cause), "{ran:#?}");
    }
    let ran = import(&home, b"- caf\xe4\n", "");
    assert!(
        ran.err.contains("notes.md:1:6: this is not UTF-8"),
        "{ran:#?}"
    );
    let ran = home.emkit("log import nothing.md").fails(1);
    assert!(ran.err.contains("no such file"), "{ran:#?}");
    home.emkit("log import .").fails(1);
    assert_eq!(home.log(), "");
}

#[test]
fn a_dash_takes_the_notes_from_stdin() {
    let home = Home::new();
    home.emkit("log import - --date 2026-11-20")
        .stdin("- one\n- two\n")
        .ok();
    assert_eq!(home.texts(), ["one", "two"]);
}

const TODOS: &str = "\
- [x] 2026-11-18 Shipped the ledger
- [X] #team Hired two
  - [x] wrote the ad
  - [ ] ask Ana
- [ ] Write the plan
- [ ]
- [x] 2026-10-02: Closed the old one
- [ ] 2026-10-03 Not yet
- [x]y is no box, and [ ] neither
";

#[test]
fn boxes_go_their_days_are_read_and_what_is_to_do_is_left_out_by_name() {
    let home = Home::new();
    let ran = import(&home, TODOS, "");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let entries = home.entries("");
    let mut found: Vec<_> = entries
        .iter()
        .map(|entry| (entry["date"].as_str(), entry["text"].as_str()))
        .collect();
    found.sort_unstable();
    let of = |date, text| (Some(date), Some(text));
    assert_eq!(
        found,
        [
            of("2026-10-02", "Closed the old one"),
            of("2026-10-03", "[x]y is no box, and [ ] neither"),
            of("2026-11-18", "Hired two"),
            of("2026-11-18", "Shipped the ledger"),
            of("2026-11-18", "wrote the ad"),
        ]
    );
    for (line, todo) in [(4, "ask Ana"), (5, "Write the plan"), (8, "Not yet")] {
        let name = format!("notes.md:{line}: {todo}");
        assert!(ran.err.contains(&name), "no `{name}` in {ran:#?}");
    }
    // The skill of one that is left out need not be there.
    let ran = import(&home, "- done\n- [ ] #nowhere later\n", "");
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    // What is only to do leaves no log.
    let home = Home::new();
    let ran = import(&home, "- [ ] Write the plan\n", "");
    assert!(ran.err.contains("Write the plan"), "{ran:#?}");
    assert!(!home.store().join("log").exists());
}

#[test]
fn json_that_is_no_listing_of_the_log_is_refused_and_says_why() {
    let home = Home::new();
    let listing = |entry: &str| format!("{{\"schema\": 1, \"entries\": [{entry}]}}");
    for (text, words) in [
        ("{\"schema\": 2, \"entries\": []}".to_owned(), "schema 2"),
        ("{\"answers\": []}".to_owned(), "log list"),
        (listing("{\"date\": \"2026-11-20\"}"), "`text`"),
        (
            listing("{\"date\": \"2026-11-20\", \"text\": \"a\", \"mood\": 1}"),
            "`mood`",
        ),
        (
            listing("{\"date\": \"20.11.2026\", \"text\": \"a\"}"),
            "entry 1: `20.11.2026`",
        ),
        (
            listing("{\"date\": \"2026-11-20\", \"text\": \"a\", \"skills\": [\"nowhere\"]}"),
            "entry 1: no available rubric",
        ),
    ] {
        let ran = import(&home, &text, "");
        assert_eq!(ran.code, Some(1), "{text}: {ran:#?}");
        assert!(ran.err.contains(words), "no `{words}` in {ran:#?}");
    }
    assert!(!home.store().join("log").exists());
}

fn entry() -> impl Strategy<Value = LogEntry> {
    let words = prop_oneof![
        "[ -~]{1,30}",
        "\\PC{1,12}",
        r"(- )?(\[[xX ]\] )?#?[a-z]{1,6}( #team)?",
        r"\\{0,2}#team|\(private\) a|<https://a\.b>|2026-01-01 b|```|<!--|# c",
    ];
    let text = vec(words, 1..4).prop_map(|lines| lines.join("\n"));
    let skills = subsequence(vec!["execution", "team", "taste"], 0..3);
    let link = option::of("https://[a-z]{1,8}/[0-9]{1,3}");
    (text, skills, any::<bool>(), link, 0..360_i32).prop_filter_map(
        "a text",
        |(text, skills, private, link, days)| {
            let date = date(2026, 1, 1).checked_add(Span::new().days(days)).ok()?;
            let skills = skills.into_iter().map(str::to_owned).collect();
            let entry = LogEntry::new(date, &text, skills)?;
            Some(LogEntry {
                private,
                link,
                ..entry
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_the_log_lists_as_json_is_read_back_as_it_was(entries in vec(entry(), 1..12)) {
        let home = Home::new();
        for entry in &entries {
            let period = Period::of(entry.date);
            let path = home.store().join(format!("log/{period}.md"));
            let there = fs::read_to_string(&path).unwrap_or_default();
            home.write(&format!("store/log/{period}.md"), there + &log::write(entry));
        }
        let listed = home.emkit("log list --all --format json").run().out;
        let other = Home::new();
        other.write("log.json", &listed);
        other.emkit("log import log.json --date 2026-12-31").ok();
        prop_assert_eq!(&other.emkit("log list --all --format json").ok().out, &listed);
        // Nothing is taken twice.
        let again = other.emkit("log import log.json --date 2026-12-31").ok();
        prop_assert!(again.err.contains("in the log already"));
    }
}
