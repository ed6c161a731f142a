//! How long texts may be: what is taken can be saved, and what is saved can be read again.

use std::fmt::Write as _;
use std::fs;

use crate::support::process::finish;
use crate::support::{Home, Ran, TODAY};

/// The longest text that is taken, in bytes.
const MOST: usize = 64 * 1024;

/// A text of many lines, each of which takes several times its length in a file.
fn lines(bytes: usize) -> String {
    "a\\n".repeat(bytes / 2)
}

/// An answers file for the built-in rubric with so many of the longest texts, then one of `last` bytes.
fn answers(texts: usize, last: usize) -> String {
    let rubric = fs::read_to_string("rubric/eight-skills.yaml").expect("the rubric");
    let ids = rubric
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- id: "));
    let mut text = "answers:\n".to_owned();
    for (place, id) in ids
        .filter(|id| id.contains('.'))
        .take(texts + 1)
        .enumerate()
    {
        let length = if place < texts { MOST } else { last };
        let _ = writeln!(
            text,
            "  {id}: {{rating: 3, evidence: \"{}\"}}",
            lines(length)
        );
    }
    text
}

fn hand_in(home: &Home, answers: &str) -> Ran {
    let arguments = format!("assess --date {TODAY} --fresh --answers -");
    home.emkit(&arguments).stdin(answers).run()
}

/// A store whose assessment of 2026-Q4 has hardly any room left.
fn nearly_full() -> (Home, String) {
    let home = Home::new();
    let ran = hand_in(&home, &answers(15, 2000));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let saved = home.text("assessments", "2026-Q4");
    assert!(saved.len() > 3_900_000, "{} bytes", saved.len());
    (home, saved)
}

#[test]
fn answers_that_could_not_be_read_again_are_refused_and_the_file_before_stays() {
    let (home, saved) = nearly_full();
    let ran = hand_in(&home, &answers(27, MOST));
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("error: could not save"), "{}", ran.err);
    assert!(ran.err.contains("longer than 4 MiB"), "{}", ran.err);
    assert!(ran.err.contains("hint: shorten"), "{}", ran.err);
    assert!(home.text("assessments", "2026-Q4") == saved);
}

#[test]
fn words_that_the_file_has_no_room_for_are_on_offer_and_the_draft_can_be_read() {
    let (home, _) = nearly_full();
    // Each of these takes four bytes in a file.
    let long = "\u{1}".repeat(MOST - 10);
    let typed = format!("timescales.protected\nShort.\n\n4\ntaste.counterpart\n{long}\n1\n");
    let arguments = format!("assess --accessible --date {TODAY}");
    let ran = finish(home.emkit(&arguments).command(), &typed);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("NOT saved"), "{}", ran.err);
    // No try could succeed.
    assert!(!ran.err.contains("try again"), "{}", ran.err);
    let copy = fs::read_to_string(home.path().join("emkit-2026-Q4-draft.yaml"));
    let copy = copy.expect("the words in the working folder");
    assert!(copy.contains("Short."));
    assert!(copy.matches("\\x01").count() + copy.matches("\\u0001").count() >= MOST - 10);
    let ran = home.interview("--resume", &[":quit"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let draft = home.text("drafts", "2026-Q4");
    assert!(draft.contains("Short.") && draft.len() < 4 * 1024 * 1024);
}

#[test]
fn a_file_that_a_marker_would_make_too_long_is_not_accepted() {
    let home = Home::new();
    let saved = home.saved("2026-Q4");
    let body = saved.split("# end of").next().expect("a body");
    let comment = format!("# {}\n", "x".repeat(4 * 1024 * 1024 - body.len() - 10));
    let file = home.write("long.yaml", format!("{comment}{body}"));
    let before = fs::metadata(&file).expect("there").len();
    assert!(before <= 4 * 1024 * 1024, "{before}");
    let ran = home.emkit("doctor --accept long.yaml").fails(1);
    assert!(ran.err.contains("longer than 4 MiB"), "{}", ran.err);
    assert_eq!(fs::metadata(&file).expect("there").len(), before);
}

#[test]
fn a_text_that_is_too_long_is_refused_in_an_answers_file_with_its_place() {
    let long = "x".repeat(MOST + 1);
    for text in [
        format!("answers:\n  execution.shipped:\n    evidence: {long}\n    rating: 3\n"),
        format!("answers:\n  execution.shipped: {{not_applicable: other,\n    note: {long}}}\n"),
        format!("answers: {{}}\nfocus:\n  - skill: taste\n    action: {long}\n"),
        format!(
            "answers: {{}}\nlast_focus:\n  - {{skill: taste, outcome: done,\n    note: {long}}}\n"
        ),
        format!("answers: {{}}\n\n\nclosing: {long}\n"),
    ] {
        let line = text.lines().position(|line| line.contains(&long));
        let line = line.expect("the line") + 1;
        let home = Home::new();
        let ran = hand_in(&home, &text);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(ran.err.contains(&format!("<stdin>:{line}:")), "{}", ran.err);
        assert!(ran.err.contains("longer than 64 KiB"), "{}", ran.err);
        // A byte less, and it is taken.
        let text = text.replace(&long, &long[1..]);
        assert_eq!(hand_in(&home, &text).code, Some(0));
    }
}

#[test]
fn a_line_that_is_too_long_is_refused_wherever_a_text_is_typed() {
    let home = Home::new();
    home.assessed(
        "2026-Q3",
        "answers: {}\nfocus: [{skill: taste, action: read}]\n",
    );
    let long = "x".repeat(MOST + 1);
    let typed = [
        "1",
        &long,
        "short note",
        &long,
        "short evidence",
        "",
        &format!(":na other {long}"),
        "2",
        ":finish",
        &format!("taste: {long}"),
        "",
        &long,
        "short worry",
        "",
    ];
    let ran = home.interview("--role em", &typed);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let refused = ran.err.matches("longer than 64 KiB").count();
    assert_eq!(refused, 5, "{}", ran.err);
    let text = home.text("assessments", "2026-Q4");
    for words in ["short note", "short evidence", "rating: 2", "short worry"] {
        assert!(text.contains(words), "`{words}`: {text}");
    }
    assert!(text.len() < 10_000, "{} bytes", text.len());
}

#[test]
fn a_text_that_is_too_long_is_refused_in_the_same_words_wherever_it_comes_from() {
    let words = "longer than 64 KiB (about 20 pages), more than one text takes";
    let home = Home::new();
    let long = "x".repeat(MOST + 1);
    home.write("notes.md", format!("- {long}\n"));
    for (arguments, stdin) in [
        ("log", long.clone()),
        ("log import notes.md", String::new()),
        ("log import -", format!("- {long}\n")),
        (
            "assess --answers -",
            format!("answers: {{}}\nclosing: {long}\n"),
        ),
        ("assess --accessible --role em", format!("{long}\n")),
    ] {
        let ran = home.emkit(arguments).stdin(stdin).run();
        let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "{arguments}: {said:.400}");
    }
    for arguments in ["log", "log import -", "assess --answers -"] {
        let ran = home.emkit(arguments).stdin("x".repeat(5 << 20)).fails(1);
        assert!(
            ran.err.contains("could not read stdin: it is longer than "),
            "{ran:#?}"
        );
        assert!(ran.err.contains("\nhint: "), "{ran:#?}");
    }
}

#[test]
fn a_longer_text_of_a_file_made_by_hand_is_read_and_may_become_shorter() {
    let home = Home::new();
    let text = home.saved("2026-Q4");
    let long = format!("Moved billing {}", "x".repeat(MOST));
    let text = text.replace("Moved billing", &long);
    fs::write(home.file("assessments", "2026-Q4"), text).expect("written");
    home.emkit("show 2026-Q4").ok();
    let ran = home.interview("--edit execution.shipped", &["Short again.", ":clear"]);
    assert!(ran.err.contains("longer than 64 KiB"), "{}", ran.err);
    let ran = home.interview(
        "--edit execution.shipped --resume",
        &[":clear", "Short again.", "", "4"],
    );
    assert!(!ran.err.contains("longer than 64 KiB"), "{}", ran.err);
    assert!(home.text("drafts", "2026-Q4").contains("Short again."));
}
