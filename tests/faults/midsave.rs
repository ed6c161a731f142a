//! Told to end while a save is under way: each `fsync` and `rename` of an interview on the screen is
//! held up, and the signal comes meanwhile.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::attempt::attempt;
use crate::leaving::{answers, next_works, out_of_order};
use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{PATIENCE, Setting};
use crate::support::TODAY;
use crate::support::pty::{CTRL_R, DOWN, ENTER, TAB, Terminal};

const SIZE: (u16, u16) = (80, 24);
/// How long a call is held up, in microseconds; the signal comes well within.
const DELAY: &str = "300000";
const ARGUMENTS: [&str; 5] = ["assess", "--date", TODAY, "--role", "em"];

/// What a person does, one after the other: what has to be on the screen, and what is typed then.
const STEPS: [(&str, &str); 11] = [
    ("1 of 28", "Reviews wait\rhalf as long.\t"),
    ("1 to 5 or", "4\r"),
    ("2 of 28", "Two teams\rasked.\t"),
    ("1 to 5 or", "3\r"),
    ("3 of 28", CTRL_R),
    ("Your answers", ":finish\r"),
    ("Where you stand", ENTER),
    ("What will you work on", DOWN),
    ("What will you work on", NOTHING),
    ("18 months", TAB),
    ("Which results go at the top", ENTER),
];

/// The item of the list that is taken where no keys are typed.
const NOTHING: &str = "nothing for now";

/// The answers that are given on the way: each with its text first, and its rating a step later.
const TEXTS: [(&str, u64); 2] = [("Reviews wait\nhalf as long.", 4), ("Two teams\nasked.", 3)];

const WAYS: [(&str, u32); 5] = [
    ("INT", 130),
    ("TERM", 143),
    ("HUP", 129),
    ("QUIT", 131),
    ("", 129),
];

/// At most one sitting of so many may end before it is told to.
const MAX_UNDISTURBED: usize = 8;

#[derive(Clone, Copy, Debug)]
struct Case {
    call: &'static str,
    number: usize,
    /// The signal; none where the terminal is closed.
    signal: &'static str,
    code: u32,
}

pub(crate) fn left(setting: Setting, program: Program) -> Tally {
    let mut cases = Vec::new();
    for call in ["fsync", "rename"] {
        let (before, all) = count(program, call);
        for number in before + 1..=all {
            for (signal, code) in WAYS {
                cases.push(Case {
                    call,
                    number,
                    signal,
                    code,
                });
            }
        }
    }
    let cases = setting.sample(cases, 12);
    let undisturbed = AtomicUsize::new(0);
    let mut tally = Tally::each("signals", &cases, |case| {
        attempt(&format!("{case:?}"), || {
            interrupted(program, case, &undisturbed)
        })
    });
    let undisturbed = undisturbed.into_inner();
    tally.tried -= undisturbed;
    if undisturbed > cases.len() / MAX_UNDISTURBED {
        let words = format!("{undisturbed} of {} sittings were over before", cases.len());
        tally.wrongs.push((Wrong::Broken, words));
    }
    tally
}

/// How many of these calls there are before the first page, and in all.
fn count(program: Program, call: &str) -> (usize, usize) {
    let home = home();
    let mut sitting = Sitting::begin(program, home.path(), call, &[]);
    sitting.terminal.see(STEPS[0].0);
    let before = sitting.calls();
    while sitting.step() {}
    let trace = sitting.trace.clone();
    let left = sitting.terminal.end();
    assert_eq!(left.code, 0, "{left:#?}");
    (before, calls(&trace, call))
}

struct Sitting {
    terminal: Terminal,
    trace: PathBuf,
    call: String,
    /// How many steps have been seen and answered.
    steps: usize,
}

impl Sitting {
    /// An interview under strace, which writes down each of these calls as it begins.
    fn begin(program: Program, home: &Path, call: &str, inject: &[&str]) -> Self {
        let trace = home.join("trace");
        let name = trace.to_str().expect("UTF-8").to_owned();
        let which = format!("trace={}", kinds(call));
        // The tracer keeps out of the way: the program is the terminal's own child.
        let wrapper = ["strace", "-DDD", "-f", "-qq", "-o", &name, "-e", &which];
        let wrapper = [&wrapper, inject].concat();
        let command = program.in_terminal(&wrapper, home, &ARGUMENTS);
        Self {
            terminal: Terminal::open(command, SIZE),
            trace,
            call: call.to_owned(),
            steps: 0,
        }
    }

    fn calls(&self) -> usize {
        calls(&self.trace, &self.call)
    }

    /// Does what is next. Gives whether there is more.
    fn step(&mut self) -> bool {
        let Some((seen, keys)) = STEPS.get(self.steps) else {
            return false;
        };
        self.terminal.see(seen);
        if *keys == NOTHING {
            self.terminal.pick(keys);
        } else {
            self.terminal.press(keys);
        }
        self.steps += 1;
        true
    }

    /// Goes on until that many calls have begun: the last of them is being held up. Gives `false` where
    /// the program has ended with fewer.
    fn until(&mut self, number: usize) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while self.calls() < number {
            let next = STEPS.get(self.steps);
            if next.is_some_and(|(seen, _)| self.is_there(seen)) {
                self.step();
            } else if self.terminal.is_running() {
                let screen = || self.terminal.contents();
                let steps = self.steps;
                let is_late = Instant::now() > deadline;
                assert!(
                    !is_late,
                    "no call {number} after {steps} steps\n{}",
                    screen()
                );
                thread::sleep(Duration::from_millis(1));
            } else {
                return self.calls() >= number;
            }
        }
        true
    }

    fn is_there(&self, seen: &str) -> bool {
        self.terminal.contents().contains(seen) && !self.terminal.takes_whole_lines()
    }
}

/// A call's names on every machine.
pub(crate) fn kinds(call: &str) -> String {
    match call {
        "rename" => "?rename,?renameat,?renameat2".to_owned(),
        call => call.to_owned(),
    }
}

/// How many of these calls have begun by what strace wrote.
pub(crate) fn calls(trace: &Path, call: &str) -> usize {
    let text = fs::read(trace).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let begun = text.lines().filter(|line| {
        let name = line
            .split_once(' ')
            .map_or("", |(_, rest)| rest.trim_start());
        name.starts_with(call)
    });
    begun.count()
}

/// A sitting that is told to end while a call is held up. One that ended before, with fewer calls than
/// the one that was counted, is added to the undisturbed: everything has to be stored then.
fn interrupted(program: Program, case: &Case, undisturbed: &AtomicUsize) -> Vec<(Wrong, String)> {
    let home = home();
    let home = home.path();
    let inject = format!(
        "inject={}:delay_enter={DELAY}:when={}",
        kinds(case.call),
        case.number
    );
    let mut sitting = Sitting::begin(program, home, case.call, &["-e", &inject]);
    let is_held_up = sitting.until(case.number);
    let steps = sitting.steps;
    let mut wrongs = Vec::new();
    let (code, screen) = match case.signal {
        "" if is_held_up => (sitting.terminal.close(), String::new()),
        name => {
            if is_held_up {
                sitting.terminal.signal(name);
            } else {
                undisturbed.fetch_add(1, Ordering::SeqCst);
            }
            let left = sitting.terminal.end();
            wrongs.extend(out_of_order(&left));
            (left.code, left.screen)
        }
    };
    // The last save of all is the end: nothing is asked any more that could be left. The table after
    // it has nowhere to go where the terminal is closed by then, and that is an error.
    let is_closed = case.signal.is_empty() && is_held_up;
    let is_end = steps == STEPS.len() && (code == 0 || is_closed && code == 1);
    if !is_end && (code != case.code || !is_held_up) {
        wrongs.push((Wrong::Broken, format!("exit code {code}\n{screen}")));
    }
    // What was answered before the step whose save was held up has been followed by a page.
    let answers = answers(home);
    for (place, (text, rating)) in TEXTS.into_iter().enumerate() {
        let found = answers.get(place);
        let is_text = found.is_some_and(|answer| answer["evidence"] == text);
        let is_rated = found.is_some_and(|answer| answer["rating"] == rating);
        if steps > 2 * place + 1 && !is_text {
            wrongs.push((Wrong::Lost, format!("{text:?} is {found:?}")));
        }
        if steps > 2 * place + 2 && !is_rated {
            wrongs.push((Wrong::Lost, format!("the rating of {text:?}: {found:?}")));
        }
        // Whole or not at all: a line of it, or all, or nothing.
        let is_whole = found.is_none_or(|answer| {
            let stored = answer["evidence"].as_str().unwrap_or_default();
            is_text || text.starts_with(stored)
        });
        if !is_whole {
            wrongs.push((Wrong::Lost, format!("{text:?} is half {found:?}")));
        }
    }
    if is_end {
        let is_finished = home
            .join("store/assessments/eight-skills/2026-Q4.yaml")
            .exists();
        if !is_finished {
            wrongs.push((Wrong::FalselySaved, format!("a good end\n{screen}")));
        }
    }
    if home.join("store/drafts/eight-skills/2026-Q4.yaml").exists() {
        wrongs.extend(next_works(home));
    } else if !home
        .join("store/assessments/eight-skills/2026-Q4.yaml")
        .exists()
        && steps > 1
    {
        wrongs.push((Wrong::Lost, "neither a draft nor an assessment".to_owned()));
    }
    wrongs
}
