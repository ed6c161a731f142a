//! emkit opens no socket, whatever it is told to do.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::support::pty::{CTRL_O, CTRL_Q, ENTER, Terminal};
use crate::support::{Home, TODAY};

const STRACE: &str = "strace -f -qq -e trace=%network,?io_uring_setup -o";

/// What can be run without a terminal, one after the other in one home.
const COMMANDS: [&str; 24] = [
    "printf 'answers: {execution.friction: 3}\\n' | EMKIT assess --date DAY --period 2026-Q2 --answers -",
    "printf 'answers: {execution.friction: 4}\\n' | EMKIT assess --date DAY --period 2026-Q3 --answers -",
    "printf 'slow\\n\\n3\\n:quit\\n' | EMKIT assess --date DAY --accessible --role em",
    "printf ':edit\\n3\\n:quit\\n' | EDITOR=./editor EMKIT assess --date DAY --accessible --resume",
    "printf 'x\\n\\n2\\n:finish\\n' | EMKIT assess --date DAY --accessible --period 2026-Q1 --role em",
    "EMKIT assess --print-answers",
    "EMKIT assess --answers -",
    "EMKIT show",
    "EMKIT show --explain",
    "EMKIT show --eras",
    "EMKIT show 2026-Q3 --format json",
    "EMKIT diff 2026-Q2 2026-Q3",
    "EMKIT export",
    "EMKIT export --output review.md",
    "EMKIT export --format json",
    "EMKIT list",
    "EMKIT rubric list",
    "EMKIT rubric show",
    "EMKIT rubric check nothing.yaml",
    "EMKIT doctor",
    "EMKIT completions bash",
    "EMKIT man",
    "EMKIT --help",
    "EMKIT --version",
];

/// Other ways to find the store, which may ask the system who is asking.
const ENVIRONMENTS: [&str; 5] = [
    "XDG_DATA_HOME=\"$PWD/data\"",
    "HOME=\"$PWD/home\"",
    "HOME= XDG_DATA_HOME=\"$PWD/data\"",
    "HOME=relative",
    "TZ=Europe/Berlin",
];

pub(crate) fn sockets(_: Setting, program: Program) -> Tally {
    let mut tally = Tally::new("runs");
    let home = home();
    editor(home.path());
    for words in COMMANDS {
        tally.add(traced(program, home.path(), words));
    }
    for environment in ENVIRONMENTS {
        for command in ["list", "doctor", "assess --answers answers"] {
            let words = format!("unset EMKIT_HOME; {environment} EMKIT {command}");
            tally.add(traced(program, home.path(), &words));
        }
    }
    let home = Home::new();
    editor(home.path());
    tally.add(in_terminal(&home));
    tally
}

/// A run by a shell, in which `EMKIT` stands for the traced program.
fn traced(program: Program, home: &Path, words: &str) -> Vec<(Wrong, String)> {
    let script = words
        .replace("EMKIT ", &format!("{STRACE} trace \"$0\" "))
        .replace("DAY", TODAY);
    let mut command: Command = program.wrapped(&["/bin/sh", "-c", &script], home, &[]);
    let ran = command.output().expect("a shell");
    let mut wrongs = calls(&home.join("trace"), words);
    // Whether it was emkit that ended or a shell that could not begin.
    if !matches!(ran.status.code(), Some(0..=2)) {
        let said = String::from_utf8_lossy(&ran.stderr);
        wrongs.push((Wrong::Broken, format!("{words}: {:?}\n{said}", ran.status)));
    }
    wrongs
}

/// An interview on the screen with a text in an editor.
fn in_terminal(home: &Home) -> Vec<(Wrong, String)> {
    let script = format!("{STRACE} trace \"$EMKIT\" assess --role em --date {TODAY}");
    let environment = [("EDITOR", "./editor"), ("PATH", "/usr/bin:/bin")];
    let mut terminal = Terminal::shell(home, &script, (80, 24), &environment);
    terminal.see("1 of 28");
    terminal.press(CTRL_O);
    terminal.see("Edited.");
    terminal.press("3");
    terminal.press(ENTER);
    terminal.see("2 of 28");
    terminal.press(CTRL_Q);
    terminal.end();
    calls(&home.path().join("trace"), "an interview on the screen")
}

fn editor(home: &Path) {
    let path = home.join("editor");
    fs::write(&path, "#!/bin/sh\necho Edited. > \"$1\"\n").expect("an editor");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("set");
    fs::write(
        home.join("answers"),
        "answers: {}\nclosing: A quiet quarter.\n",
    )
    .expect("written");
}

/// The calls that make a socket or send something through one. That a pipe is no socket, as
/// signal-hook finds out by trying, sends nothing.
fn calls(trace: &Path, words: &str) -> Vec<(Wrong, String)> {
    let Ok(text) = fs::read_to_string(trace) else {
        return vec![(Wrong::Broken, format!("{words}: no trace"))];
    };
    let _ = fs::remove_file(trace);
    text.lines()
        .filter(|line| line.contains('(') && !line.contains("= -1 ENOTSOCK"))
        .map(|line| (Wrong::Broken, format!("{words}: {line}")))
        .collect()
}
