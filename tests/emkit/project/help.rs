//! Help, version, completions and the manual; and streams that nobody reads.

use std::fs::{File, OpenOptions};
use std::process::Stdio;

use crate::support::pty::Terminal;
use crate::support::{Home, program};

/// Every command, those below others included.
fn commands() -> Vec<String> {
    let home = Home::new();
    let mut found = vec![String::new()];
    let mut open = vec![String::new()];
    while let Some(above) = open.pop() {
        let help = home.emkit(&format!("{above} --help")).ok().out;
        let list = help.split("\nCommands:\n").nth(1).unwrap_or_default();
        for line in list.lines().take_while(|line| line.starts_with("  ")) {
            // A description that is wrapped stands further in.
            if line.starts_with("   ") {
                continue;
            }
            let name = line.split_whitespace().next().expect("a name");
            if name != "help" {
                let command = format!("{above} {name}").trim().to_owned();
                found.push(command.clone());
                open.push(command);
            }
        }
    }
    assert!(found.len() > 10, "{found:?}");
    found
}

#[test]
fn the_help_of_every_command_has_an_example() {
    let home = Home::new();
    for command in commands() {
        let help = home.emkit(&format!("{command} --help")).ok().out;
        let examples = help
            .split_once("\nExample")
            .unwrap_or_else(|| panic!("`{command}` has no example:\n{help}"))
            .1;
        let line = examples.lines().next().expect("a line");
        let first = match line.split_once(": ") {
            Some((_, example)) => example,
            None => examples.lines().nth(1).expect("an example").trim_start(),
        };
        let start = format!("emkit {}", command.split(' ').next().expect("a word"));
        assert!(first.starts_with(start.trim_end()), "`{command}`: {first}");
    }
}

#[test]
fn no_example_is_broken_in_a_small_window() {
    let home = Home::new();
    for command in commands() {
        let help = |width: &str| {
            let help = home.emkit(&format!("{command} --help"));
            let help = help.env("COLUMNS", width).ok().out;
            help.split_once("\nExample").expect("examples").1.to_owned()
        };
        assert_eq!(help("60"), help("200"), "`{command}`");
        for line in help("200").lines() {
            assert!(line.chars().count() <= 60, "`{command}`: {line}");
        }
    }
}

#[test]
fn every_flag_says_what_it_does() {
    let home = Home::new();
    let mut silent = Vec::new();
    for command in commands() {
        let help = home
            .emkit(&format!("{command} -h"))
            .env("COLUMNS", "200")
            .ok()
            .out;
        for line in help.lines().map(str::trim_start) {
            if !line.starts_with('-') {
                continue;
            }
            let said = line
                .split_once("  ")
                .map_or("", |(_, said)| said.trim_start());
            if said.is_empty() || said.starts_with('[') {
                silent.push(format!("emkit {command}: {line}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_command_is_in_the_help() {
    let commands = commands();
    let wanted = [
        "assess",
        "show",
        "list",
        "diff",
        "export",
        "log",
        "log list",
        "log edit",
        "log import",
        "rubric list",
        "rubric show",
        "rubric check",
        "doctor",
        "completions",
        "man",
    ];
    let missing: Vec<_> = wanted
        .into_iter()
        .filter(|wanted| !commands.iter().any(|command| command == wanted))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_version_is_that_of_the_package() {
    let home = Home::new();
    for flag in ["-V", "--version"] {
        let ran = home.emkit(flag).ok();
        assert_eq!(ran.out, format!("emkit {}\n", env!("CARGO_PKG_VERSION")));
        assert_eq!(ran.err, "");
    }
}

#[test]
fn a_wrong_call_ends_with_2_and_says_what_is_wrong() {
    let home = Home::new();
    for arguments in [
        "",
        "asses",
        "show --colour red",
        "show --format yaml",
        "assess --period 2026-Q5",
        "assess --period soon",
        "assess --resume --fresh",
        "assess --date 20.11.2026",
        "show soon",
        "show 2026-Q9",
        "export --force",
        "rubric",
        "completions",
        "completions tcsh99",
        "--color sometimes list",
    ] {
        let ran = home.emkit(arguments).run();
        assert_eq!(ran.code, Some(2), "`{arguments}`: {ran:#?}");
        assert_eq!(ran.out, "", "`{arguments}`");
        assert!(!ran.err.trim().is_empty(), "`{arguments}`");
    }
    assert!(!home.store().exists());
}

#[test]
fn a_misspelt_command_or_flag_gets_a_suggestion() {
    let home = Home::new();
    let ran = home.emkit("asess").fails(2);
    assert!(ran.err.contains("assess"), "{ran:#?}");
    let ran = home.emkit("show --explian").fails(2);
    assert!(ran.err.contains("--explain"), "{ran:#?}");
}

#[test]
fn a_wrong_call_in_a_terminal_breaks_no_line_within_a_command() {
    let home = Home::new();
    let terminal = Terminal::start(&home, "assess --resume --fresh", (60, 20));
    let left = terminal.end();
    assert!(left.screen.contains("`emkit COMMAND --help`"), "{left:#?}");
    let is_broken = |line: &str| line.matches('`').count() % 2 == 1;
    assert!(!left.screen.lines().any(is_broken), "{left:#?}");
}

#[test]
fn what_is_missing_from_a_call_is_named_in_the_same_breath() {
    let home = Home::new();
    let ran = home.emkit("rubric check").fails(2);
    assert!(ran.err.contains("were not provided: <FILE>\n"), "{ran:#?}");
}

#[test]
fn completions_ask_emkit_in_every_shell() {
    let home = Home::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = home.emkit(&format!("completions {shell}")).ok();
        assert_eq!(ran.err, "", "{shell}");
        let program = program().display().to_string();
        for word in ["COMPLETE", &program] {
            assert!(ran.out.contains(word), "no `{word}` for {shell}");
        }
    }
}

#[test]
fn the_manual_names_every_command_and_has_the_examples() {
    let home = Home::new();
    let ran = home.emkit("man").ok();
    assert!(ran.out.contains(".TH emkit 1"), "{ran:#?}");
    let plain = ran.out.replace('\\', "");
    for command in commands().iter().filter(|command| !command.contains(' ')) {
        assert!(
            plain.contains(&format!(
                "emkit{}{command}",
                if command.is_empty() { "" } else { "-" }
            )),
            "{command}: {plain}"
        );
    }
    assert!(plain.contains("emkit export --output"), "{plain}");
}

#[test]
fn a_folder_gets_a_manual_page_for_each_command() {
    let home = Home::new();
    let ran = home.emkit("man --output pages").fails(1);
    assert!(
        ran.err
            .contains("hint: create the folder first: mkdir -p pages"),
        "{ran:#?}"
    );
    std::fs::create_dir(home.path().join("pages")).expect("a folder");
    let ran = home.emkit("man --output pages").ok();
    assert_eq!(ran.out, "");
    for (page, holds) in [
        ("emkit.1", "emkit\\-assess"),
        ("emkit-log-list.1", "oldest first"),
    ] {
        let text = std::fs::read_to_string(home.path().join("pages").join(page));
        let text = text.unwrap_or_else(|error| panic!("{page}: {error}"));
        assert!(text.contains(holds), "{page}: {text}");
    }
}

#[test]
fn quiet_leaves_out_what_is_going_on_but_not_the_data() {
    let home = Home::new();
    let assess = "assess --date 2026-11-20 --answers - --fresh";
    let loud = home
        .emkit(assess)
        .stdin("answers: {}\nclosing: A quiet quarter.\n")
        .ok();
    assert!(loud.err.contains("2026-Q4"), "{loud:#?}");
    for quiet in [format!("{assess} --quiet"), format!("-q {assess}")] {
        let ran = home
            .emkit(&quiet)
            .stdin("answers: {}\nclosing: A quiet quarter.\n")
            .ok();
        assert_eq!(ran.err, "");
        assert_eq!(ran.out, loud.out);
    }
    let ran = home.emkit("--quiet show 2026-Q1").fails(1);
    assert!(ran.err.contains("error: "), "{ran:#?}");
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let home = Home::new();
    home.saved("2026-Q4");
    for arguments in [
        "show",
        "show --format json",
        "export --quiet",
        "rubric show",
        "list",
        "man",
        "--help",
        "completions zsh",
        "--version",
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = home
            .emkit(arguments)
            .command()
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("a run");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "`{arguments}`: {err}");
        assert_eq!(err, "", "`{arguments}`");
    }
}

fn full_device() -> File {
    let device = OpenOptions::new().write(true).open("/dev/full");
    device.expect("/dev/full")
}

#[test]
fn a_full_device_is_an_error_and_no_panic() {
    let home = Home::new();
    home.saved("2026-Q4");
    for arguments in [
        "show",
        "show --format json",
        "export",
        "rubric show",
        "list",
        "man",
        "--help",
        "completions zsh",
        "--version",
        "doctor",
    ] {
        let output = home
            .emkit(arguments)
            .command()
            .stdout(full_device())
            .stderr(Stdio::piped())
            .output()
            .expect("a run");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "`{arguments}`: {err}");
        assert!(
            err.contains("error: could not write"),
            "`{arguments}`: {err}"
        );
        assert!(!err.contains("panicked"), "`{arguments}`: {err}");
    }
}

#[test]
fn an_error_that_cannot_be_said_still_has_its_exit_code() {
    let home = Home::new();
    for (arguments, code) in [("show 2026-Q4", 1), ("show soon", 2), ("", 2)] {
        let status = home
            .emkit(arguments)
            .command()
            .stdout(Stdio::null())
            .stderr(full_device())
            .status()
            .expect("a run");
        assert_eq!(status.code(), Some(code), "`{arguments}`");
    }
}

#[test]
fn a_finished_assessment_is_saved_even_if_its_table_cannot_be_printed() {
    let home = Home::new();
    let answers = home.write("answers.yaml", "answers: {execution.friction: 3}\n");
    let output = home
        .emkit("assess --date 2026-11-20 --answers answers.yaml")
        .command()
        .stdout(full_device())
        .stderr(Stdio::piped())
        .output()
        .expect("a run");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(home.file("assessments", "2026-Q4").is_file(), "{err}");
    assert!(answers.is_file());
}
