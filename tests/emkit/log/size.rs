//! Large logs are read in a time that grows with their length alone.

use crate::support::process::{after, finish};
use crate::support::{Home, Ran, TODAY};

/// A quarter of the largest log, so that a build without optimisation takes seconds.
const LARGE: usize = 1024 * 1024;

/// So many tags and lines, of which the largest log has four times as many.
const MANY: usize = 48_000;

/// Runs a command with more processor time than such a log takes, and less than work that grows with
/// the square of its length.
fn within_time(home: &Home, command: &str) -> Ran {
    finish(after("ulimit -t 15", home.emkit(command)), "")
}

#[test]
fn a_log_of_any_shape_is_listed_and_looked_at_in_time() {
    for (shape, log) in [
        ("one word", format!("- {}\n", "x".repeat(LARGE))),
        (
            "a line of marks",
            format!("- {}\n", "\u{202e}".repeat(250_000)),
        ),
        (
            "many unknown tags",
            format!("- {}text\n", numbered("#t", "x ")),
        ),
        ("many entries of unknown tags", numbered("- #t", "x a\n")),
        ("days of another quarter", "- 2020-01-01 a\n".repeat(MANY)),
        ("a tag a line", format!("- a\n{}", "  #team\n".repeat(MANY))),
    ] {
        let home = Home::new();
        home.write_log(log);
        for command in ["log list", "doctor", "status"] {
            let dated = if command == "doctor" {
                ""
            } else {
                &format!(" --date {TODAY}")
            };
            let ran = within_time(&home, &format!("{command}{dated}"));
            let told: String = ran.err.chars().take(300).collect();
            assert!(
                matches!(ran.code, Some(0 | 1)),
                "{shape}, {command}: {:?} {told}",
                ran.code
            );
        }
    }
}

/// So many words of a kind, each with a number of its own.
fn numbered(before: &str, after: &str) -> String {
    (0..MANY)
        .map(|number| format!("{before}{number}{after}"))
        .collect()
}

#[test]
fn of_many_odd_lines_the_first_are_named_and_the_rest_are_counted() {
    let home = Home::new();
    home.write_log("- #nobody a\n".repeat(30));
    let told = home.emkit("doctor").run();
    let told = told.out + &told.err;
    assert_eq!(told.matches("has the skill `nobody`").count(), 20, "{told}");
    assert!(told.contains("and 10 more like these"), "{told}");
}

#[test]
fn a_long_word_in_a_table_keeps_every_letter() {
    let home = Home::new();
    let word: String = (0..3000)
        .map(|at| char::from(b'a' + u8::try_from(at % 26).unwrap_or(0)))
        .collect();
    home.write_log(format!("- 2026-11-20 {word}\n"));
    let out = home.emkit(&format!("log list --date {TODAY}")).ok().out;
    let letters: String = out
        .lines()
        .skip(1)
        .map(|line| line.replace("2026-11-20", ""))
        .collect();
    let letters: String = letters.chars().filter(char::is_ascii_lowercase).collect();
    assert_eq!(letters, word);
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
}
