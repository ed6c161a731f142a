//! What colour says, who gets it, and that nothing is said by it alone.

use super::show::home;
use crate::support::Ran;
use crate::support::pty::Terminal;

fn has_colour(ran: &Ran) -> bool {
    ran.out.contains('\u{1b}')
}

#[test]
fn colour_is_for_gaps_and_claims_and_says_nothing_else() {
    let home = home();
    let shown = home
        .emkit("show --color always")
        .env("COLUMNS", "120")
        .ok()
        .out;
    let row = |title: &str| {
        let mut lines = shown.lines().filter(|line| line.starts_with(title));
        lines.next_back().expect("a row").to_owned()
    };
    let rows: Vec<_> = ["Ownership", "Timescales"].map(row).into_iter().collect();
    assert!(
        rows.iter()
            .all(|row| !row.contains("\u{1b}[33m") && !row.contains("38;5;3m")),
        "{rows:?}"
    );
    let short = shown.lines().find(|line| line.contains("1.00 short, 2/4"));
    assert!(short.expect("a gap").contains('\u{1b}'), "{shown}");
}

#[test]
fn a_pipe_gets_no_escape_byte() {
    let home = home();
    for command in [
        "show",
        "show --explain",
        "list",
        "export",
        "show --accessible",
    ] {
        let ran = home.emkit(command).env("TERM", "xterm-256color").ok();
        assert!(!has_colour(&ran), "{command}: {ran:#?}");
        assert!(!ran.err.contains('\u{1b}'), "{command}: {ran:#?}");
    }
}

#[test]
fn colour_that_is_asked_for_comes_whatever_the_environment_says() {
    let home = home();
    let always = home.emkit("show --color always").ok();
    assert!(has_colour(&always));
    for (name, value) in [
        ("NO_COLOR", "1"),
        ("CLICOLOR", "0"),
        ("CLICOLOR_FORCE", "0"),
    ] {
        let ran = home.emkit("show --color always").env(name, value).ok();
        assert_eq!(ran.out, always.out, "{name}");
    }
}

#[test]
fn colour_follows_the_usual_variables() {
    let home = home();
    let coloured = |variables: &[(&str, &str)], arguments: &str| {
        let run = home.emkit(&format!("show {arguments}"));
        let run = variables
            .iter()
            .fold(run, |run, (name, value)| run.env(name, value));
        has_colour(&run.ok())
    };
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "0")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], ""));
    assert!(coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], ""));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], "--color never"));
    assert!(!coloured(&[("NO_COLOR", "1")], ""));
}

#[test]
fn a_terminal_gets_colour_unless_it_is_switched_off() {
    let home = home();
    let coloured = |variables: &[(&str, &str)]| {
        let variables = [&[("TERM", "xterm")], variables].concat();
        let terminal = Terminal::start_with(&home, "show", (100, 40), &variables);
        terminal.end_with_output().0.contains("\u{1b}[")
    };
    assert!(coloured(&[]));
    assert!(coloured(&[("CLICOLOR", "1")]));
    assert!(!coloured(&[("CLICOLOR", "0")]));
    assert!(coloured(&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("NO_COLOR", "1")]));
}

#[test]
fn colour_means_the_same_in_every_table() {
    let home = home();
    home.assessed("2026-Q3", "answers: {execution.friction: 1}\n");
    for command in ["show", "list", "diff"] {
        let forced = home.emkit(command).env("CLICOLOR_FORCE", "1").ok();
        let always = home.emkit(command).and(&["--color", "always"]).ok();
        assert!(has_colour(&forced), "{command}");
        assert_eq!(forced.out, always.out, "{command}");
    }
}

#[test]
fn without_its_colour_a_table_says_the_same() {
    let home = home();
    let coloured = home.emkit("show --color always").ok().out;
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = after.split_once('m').expect("an end of the sequence").1;
    }
    stripped.push_str(rest);
    let words = |text: &str| {
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&stripped), words(&home.emkit("show").ok().out));
}
