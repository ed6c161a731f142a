//! Every way out at a random moment: at every kind of prompt, while keys are still being taken in,
//! over an editor, and when it goes on after having been stopped.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::attempt::attempt;
use crate::editors::unnamed;
use crate::program::{Program, RESUME};
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, Setting};
use crate::session::shown;
use crate::support::process::finish;
use crate::support::pty::{
    BACKSPACE, CTRL_C, CTRL_D, CTRL_P, CTRL_R, CTRL_Z, DOWN, ENTER, F1, LEFT, Left, TAB, Terminal,
    UP,
};
use crate::support::screen_fixtures::{SCENES, Shown};
use crate::support::screens::settle;
use crate::support::{Home, TODAY};

const SIZE: (u16, u16) = (80, 24);
const LONGEST_DELAY: usize = 20_000;
const DRAFT: &str = "drafts/eight-skills/2026-Q4.yaml";

/// What makes the program end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Keys, the last of which ends it.
    Keys(&'static str),
    Signal(&'static str),
    /// Stopped and woken before the signal.
    Stopped(&'static str),
    Closed,
}

/// Every way with its exit code.
const WAYS: [(Way, u32); 11] = [
    (Way::Keys(CTRL_C), 130),
    (Way::Keys(CTRL_D), 130),
    (Way::Keys("\x1b\x03"), 130),
    (Way::Keys("\x1a\x03"), 130),
    (Way::Signal("INT"), 130),
    (Way::Signal("TERM"), 143),
    (Way::Signal("HUP"), 129),
    (Way::Signal("QUIT"), 131),
    (Way::Stopped("TERM"), 143),
    (Way::Stopped("INT"), 130),
    (Way::Closed, 129),
];

/// Screens with a text on them, in which Ctrl-D removes the character behind the cursor.
const WITH_TEXT: [&str; 8] = [
    "last-note",
    "evidence-lines",
    "evidence-parent",
    "evidence-rated",
    "private",
    "editor-failed",
    "not-applicable-note",
    "focus-words",
];

/// What is typed when the way out comes in the middle of something.
const KEYS: [&str; 16] = [
    "a", "Z", " ", "3", "é", "日", ENTER, ENTER, TAB, UP, DOWN, LEFT, BACKSPACE, F1, CTRL_P, CTRL_R,
];

/// Where it happens.
#[derive(Clone, Copy, Debug)]
enum Position {
    /// A screen of the interview, by its number, and how many keys are still being taken in.
    Screen(usize, usize),
    /// An editor, opened from a screen or from plain lines.
    Editor { is_plain: bool },
    /// A shell that controls jobs, after Ctrl-Z and `fg`.
    Shell,
}

#[derive(Debug)]
struct Case {
    place: Position,
    way: Way,
    code: u32,
    seed: u64,
}

pub(crate) fn left(setting: Setting, _: Program) -> Tally {
    let mut chance = setting.chance("left at a random moment");
    let cases: Vec<_> = (0..setting.count(42, 1_000))
        .map(|number| case(number, &mut chance))
        .collect();
    Tally::each("ways out", &cases, |case| {
        attempt(&format!("{case:?}"), || match case.place {
            Position::Screen(scene, keys) => at_a_screen(case, scene, keys),
            Position::Editor { is_plain } => over_an_editor(case, is_plain),
            Position::Shell => after_fg(case),
        })
    })
}

fn case(number: usize, chance: &mut Chance) -> Case {
    let scenes: Vec<_> = (0..SCENES.len())
        // Those that are over when they are shown.
        .filter(|scene| {
            !matches!(
                SCENES[*scene].0,
                "finished" | "left-with-ctrl-c" | "left-for-another-day"
            )
        })
        .collect();
    let place = match number % (scenes.len() + 3) {
        scene if scene < scenes.len() => {
            let keys = [0, 1, 3, 12][chance.below(4)];
            Position::Screen(scenes[scene], keys)
        }
        shell if shell == scenes.len() => Position::Shell,
        editor => Position::Editor {
            is_plain: editor == scenes.len() + 1,
        },
    };
    let ways: Vec<_> = WAYS
        .into_iter()
        .filter(|(way, _)| match place {
            Position::Screen(scene, keys) if *way == Way::Keys(CTRL_D) => {
                keys == 0 && !WITH_TEXT.contains(&SCENES[scene].0)
            }
            // Its keys and an interrupt are the editor's own.
            Position::Editor { .. } => {
                matches!(way, Way::Closed | Way::Signal("TERM" | "HUP"))
            }
            _ => true,
        })
        .collect();
    let (way, code) = ways[chance.below(ways.len())];
    Case {
        place,
        way,
        code,
        seed: chance.next(),
    }
}

impl Case {
    fn chance(&self) -> Chance {
        let setting = Setting {
            is_full: false,
            is_privileged: false,
            seed: self.seed,
        };
        setting.chance("a way out")
    }
}

fn at_a_screen(case: &Case, scene: usize, keys: usize) -> Vec<(Wrong, String)> {
    let (name, _, reach) = SCENES[scene];
    let shown = reach(SIZE);
    settle(name, SIZE, &shown);
    let Shown::Open(home, mut terminal) = shown else {
        return Vec::new();
    };
    let before = answers(home.path());
    let mut chance = case.chance();
    let typed: String = (0..keys).map(|_| KEYS[chance.below(KEYS.len())]).collect();
    terminal.press(&typed);
    if keys > 0 {
        pause(&mut chance);
    }
    // Keys may have ended the interview well, or taken one of the ways out of what cannot be saved.
    let by_keys: &[u32] = match (keys, name) {
        (0, _) => &[],
        (_, "save-failed") => &[1],
        _ => &[0],
    };
    let mut wrongs = match go(*terminal, case.way, &mut chance) {
        Ended::Closed(code) => coded(case, by_keys, code, ""),
        Ended::Left(left) => {
            let mut wrongs = coded(case, by_keys, left.code, &left.screen);
            wrongs.extend(out_of_order(&left));
            let has_word = [
                "--resume",
                "nothing is saved",
                "is as it was",
                "saved in",
                "could not save",
            ];
            if !has_word.iter().any(|word| left.screen.contains(word)) {
                wrongs.push((
                    Wrong::Broken,
                    format!("no word on what is saved: {left:#?}"),
                ));
            }
            wrongs
        }
    };
    if name != "save-failed" {
        // Begun anew, an earlier version holds what was there.
        let is_anew = name == "draft-there" && !home.kept("drafts").is_empty();
        let before = if is_anew && keys > 0 {
            &[]
        } else {
            &before[..]
        };
        wrongs.extend(draft(&home, before, keys == 0));
    }
    for (_, words) in &mut wrongs {
        words.insert_str(0, &format!("{name}: after {typed:?}: "));
    }
    wrongs
}

/// An exit code that is neither that of the way out nor one that keys before it may have brought.
fn coded(case: &Case, by_keys: &[u32], code: u32, screen: &str) -> Vec<(Wrong, String)> {
    let is_expected = code == case.code || by_keys.contains(&code);
    let words = format!("exit code {code} instead of {}\n{screen}", case.code);
    (!is_expected)
        .then_some((Wrong::Broken, words))
        .into_iter()
        .collect()
}

enum Ended {
    Left(Box<Left>),
    Closed(u32),
}

fn go(mut terminal: Terminal, way: Way, chance: &mut Chance) -> Ended {
    match way {
        Way::Keys(keys) => {
            // The program may have ended by a key before.
            terminal.press(keys);
        }
        Way::Signal(name) => terminal.signal(name),
        Way::Stopped(name) => {
            terminal.signal("STOP");
            pause(chance);
            terminal.signal("CONT");
            pause(chance);
            terminal.signal(name);
        }
        Way::Closed => return Ended::Closed(terminal.close()),
    }
    Ended::Left(Box::new(terminal.end()))
}

fn pause(chance: &mut Chance) {
    let delay = u64::try_from(chance.below(LONGEST_DELAY)).unwrap_or_default();
    thread::sleep(Duration::from_micros(delay));
}

fn over_an_editor(case: &Case, is_plain: bool) -> Vec<(Wrong, String)> {
    let home = Home::new();
    let script =
        "#!/bin/sh\ntouch begun\nuntil [ -e go ]; do sleep 0.01; done\necho After. > \"$1\"\n";
    let editor = home.write("edit", script);
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("a mode");
    let editor = editor.display().to_string();
    let arguments = format!(
        "assess --role em --date {TODAY}{}",
        if is_plain { " --accessible" } else { "" }
    );
    let environment = [("EDITOR", editor.as_str()), ("PATH", "/usr/bin:/bin")];
    let mut terminal = Terminal::start_with(&home, &arguments, SIZE, &environment);
    if is_plain {
        terminal.read("1 of 28");
    } else {
        terminal.see("1 of 28");
    }
    terminal.line("Before.");
    terminal.line(":edit");
    terminal.until_saved(&home.path().join("begun"));
    let mut chance = case.chance();
    pause(&mut chance);
    let is_closed = case.way == Way::Closed;
    let mut wrongs = match case.way {
        Way::Signal(name) => {
            terminal.signal(name);
            pause(&mut chance);
            home.write("go", "");
            let left = terminal.end();
            let mut wrongs = coded(case, &[], left.code, &left.screen);
            wrongs.extend(out_of_order(&left));
            wrongs
        }
        // The window of a shell: whatever runs in it is told.
        _ => {
            terminal.signal_all("HUP");
            let left = terminal.end();
            coded(case, &[], left.code, &left.screen)
        }
    };
    let answers = answers(home.path());
    let text = answers.first().map(|answer| answer["evidence"].to_string());
    // An editor whose terminal is closed is ended with it.
    let expected = if is_closed {
        "\"Before.\""
    } else {
        "\"After.\""
    };
    if text.as_deref() != Some(expected) {
        wrongs.push((Wrong::Lost, format!("{expected} is {text:?}")));
    }
    wrongs.extend(unnamed(home.path()));
    wrongs
}

/// Stopped with Ctrl-Z as in any shell, gone on with, and left.
fn after_fg(case: &Case) -> Vec<(Wrong, String)> {
    let home = Home::new();
    let script = format!(
        "\"$EMKIT\" assess --role em --date {TODAY}; echo it is stopped; read go; fg > /dev/null"
    );
    let environment = [("PATH", "/usr/bin:/bin")];
    let mut terminal = Terminal::shell(&home, &script, SIZE, &environment);
    terminal.see("1 of 28");
    let mut chance = case.chance();
    let typed: String = (0..chance.below(6)).map(|_| "ab").collect();
    terminal.line("Before.");
    terminal.press(&typed);
    pause(&mut chance);
    terminal.press(CTRL_Z);
    terminal.read("it is stopped");
    let mut wrongs = Vec::new();
    if !terminal.takes_whole_lines() || terminal.cursor().is_none() {
        wrongs.push((Wrong::Broken, format!("stopped:\n{}", terminal.picture())));
    }
    terminal.line("go");
    terminal.see("Before.");
    // The signals are those of the shell; the key is the program's.
    terminal.press(CTRL_C);
    let left = terminal.end();
    if left.code != 130 {
        wrongs.push((Wrong::Broken, format!("exit code {}: {left:#?}", left.code)));
    }
    wrongs.extend(out_of_order(&left));
    let found = answers(home.path());
    let text = found.first().map(|answer| answer["evidence"].to_string());
    if text.is_none_or(|text| !text.starts_with("\"Before.")) {
        wrongs.push((Wrong::Lost, format!("the text before Ctrl-Z: {found:?}")));
    }
    wrongs
}

/// What of the terminal is not as it was.
pub(crate) fn out_of_order(left: &Left) -> Vec<(Wrong, String)> {
    let is_right = [
        (left.cursor_is_visible, "the cursor is hidden"),
        (left.takes_whole_lines, "keys are taken raw"),
        (left.is_on_first_screen, "it is on the second screen"),
        (!left.marks_pastes, "pastes are marked"),
    ];
    let wrong = is_right.into_iter().filter(|(is_right, _)| !is_right);
    wrong
        .map(|(_, what)| (Wrong::Broken, format!("{what}: {left:#?}")))
        .collect()
}

/// The answers in the draft, or in the assessment where there is no draft.
pub(crate) fn answers(home: &Path) -> Vec<Value> {
    let Some(Ok(report)) = shown(home).pop() else {
        return Vec::new();
    };
    let skills = report["skills"].as_array().cloned().unwrap_or_default();
    let answers = skills
        .iter()
        .filter_map(|skill| skill["answers"].as_array());
    answers.flatten().cloned().collect()
}

/// What is wrong with what is stored: it cannot be taken up again, or answers are missing that
/// were there before.
fn draft(home: &Home, before: &[Value], is_untouched: bool) -> Vec<(Wrong, String)> {
    let mut wrongs = Vec::new();
    for report in shown(home.path()) {
        wrongs.extend(report.err().map(|error| (Wrong::Lost, error)));
    }
    let after = answers(home.path());
    let is_given =
        |answer: &Value| !answer["rating"].is_null() || !answer["not_applicable"].is_null();
    for answer in before.iter().filter(|answer| is_given(answer)) {
        let found = after.iter().find(|found| found["id"] == answer["id"]);
        let is_kept = found.is_some_and(|found| match is_untouched {
            true => found["rating"] == answer["rating"] && found["evidence"] == answer["evidence"],
            false => is_given(found),
        });
        if !is_kept {
            wrongs.push((Wrong::Lost, format!("{answer} is {found:?}")));
        }
    }
    if home.store().join(DRAFT).exists() {
        wrongs.extend(next_works(home.path()));
    }
    wrongs
}

/// What is wrong with the sitting that goes on with the draft.
pub(crate) fn next_works(home: &Path) -> Option<(Wrong, String)> {
    let next = finish(Program::Emkit.command(home, &RESUME), ":quit\n");
    (next.code != Some(0)).then(|| (Wrong::Broken, format!("the next sitting: {next:#?}")))
}
