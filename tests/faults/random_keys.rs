//! Sessions in a terminal at random: what was typed into a text and what is stored, compared.
//!
//! Every word that is typed has a number, so that it can be told where it went. In most sessions
//! nothing is done that takes a word away, and then every word has to be in the store however the
//! session ends. In the rest anything at all is typed, and less can be said of the words: nothing
//! may break.

mod act;
mod input;
mod writing;

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process};

use crate::attempt::attempt;
use crate::leaving::{next_works, out_of_order};
use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, PATIENCE, Setting};
use crate::session::shown;
use crate::support::TODAY;
use crate::support::process::finish;
use crate::support::pty::{CTRL_C, Left, Terminal};
use act::Act;
use input::Input;

/// No session takes as long, not even one that is at the end of its patience several times.
const LONGEST: Duration = Duration::from_secs(300);

/// What a session begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    Assess,
    Quick,
    Log,
}

pub(crate) fn typed(setting: Setting, _: Program) -> Tally {
    let seeds = setting.seeds("random keys", 20, 2_000);
    Tally::each("sessions", &seeds, |seed| {
        let one = Setting {
            seed: *seed,
            ..setting
        };
        attempt(&format!("EMKIT_FAULTS_REPLAY={seed}"), || {
            session(one.chance("a session"))
        })
    })
}

fn session(mut chance: Chance) -> Vec<(Wrong, String)> {
    let command = match chance.below(10) {
        0..=5 => Command::Assess,
        6 | 7 => Command::Quick,
        _ => Command::Log,
    };
    let is_wild = chance.below(4) == 0;
    match (command, is_wild) {
        (Command::Log, false) => writing::an_entry(chance),
        (_, false) => writing::an_interview(command, chance),
        (_, true) => anything(command, chance),
    }
}

/// Whatever is typed, it ends, and in order.
fn anything(command: Command, chance: Chance) -> Vec<(Wrong, String)> {
    let home = home();
    let mut input = Input::new(chance);
    let mut live = Live::begin(home.path(), command, &mut input);
    for _ in 0..=input.chance.below(12) {
        for _ in 0..=input.chance.below(12) {
            input.anything();
        }
        input.wait(20);
        live.perform(input.take().0);
        if !live.terminal.is_running() {
            break;
        }
    }
    // A paste that has not ended takes every key but this in its time.
    live.perform(vec![Act::Bytes(b"\x1b[201~".to_vec()), Act::Wait(200)]);
    for _ in 0..5 {
        if live.ends_within(Duration::from_secs(3)) {
            break;
        }
        live.perform(vec![Act::Bytes(CTRL_C.into()), Act::Signal(Signal::CONT)]);
    }
    let may_end = match command {
        Command::Log => &[0, 1, 130, 131][..],
        _ => &[0, 130, 131][..],
    };
    live.end(home.path(), may_end)
}

/// A session under way, with what was done in it.
struct Live {
    terminal: Terminal,
    done: String,
    wrongs: Vec<(Wrong, String)>,
    /// Says that it is over; until then a program that blocks is killed in the end.
    _over: std::sync::mpsc::Sender<()>,
}

impl Live {
    fn begin(home: &Path, command: Command, input: &mut Input) -> Self {
        let with_role = ["--role", "em"];
        let mut arguments = match command {
            Command::Log => vec!["log", "--date", TODAY],
            Command::Assess => vec!["assess", "--date", TODAY],
            Command::Quick => vec!["assess", "--quick", "--date", TODAY],
        };
        if command == Command::Quick {
            rated(home);
            arguments.push("--resume");
        } else if command == Command::Assess {
            arguments.extend(with_role);
        }
        let mut program = Program::Emkit.in_terminal(&[], home, &arguments);
        program.env("EDITOR", "true");
        program.env_remove("COLUMNS");
        let size = input.size();
        let terminal = Terminal::open(program, size);
        let (over, is_over) = channel();
        let process = terminal.process();
        thread::spawn(move || {
            if is_over.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
                let _ = kill_process(process, Signal::KILL);
            }
        });
        let live = Self {
            terminal,
            done: format!("emkit {} at {size:?}", arguments.join(" ")),
            wrongs: Vec::new(),
            _over: over,
        };
        match command {
            Command::Log => live.asks("Whathappened?"),
            _ => live
                .terminal
                .until("a text", |terminal| terminal.cursor().is_some()),
        }
        live
    }

    /// Waits for words in plain lines, wherever a narrow window breaks them.
    fn asks(&self, without_spaces: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let screen = self.terminal.contents();
            if screen
                .split_whitespace()
                .collect::<String>()
                .contains(without_spaces)
            {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "no {without_spaces} on\n{screen}\nafter {}",
                self.done
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn perform(&mut self, acts: Vec<Act>) {
        for act in acts {
            if !self.terminal.is_running() {
                break;
            }
            self.done.push_str(&format!(" {act}"));
            let wrong = act.perform(&mut self.terminal);
            self.wrongs
                .extend(wrong.map(|words| (Wrong::Broken, words)));
        }
    }

    fn ends_within(&mut self, time: Duration) -> bool {
        let start = Instant::now();
        while start.elapsed() < time {
            if !self.terminal.is_running() {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// Waits for the end, and gives what is wrong with it.
    fn end(mut self, home: &Path, codes: &[u32]) -> Vec<(Wrong, String)> {
        if !self.ends_within(PATIENCE) {
            self.wrongs.push((Wrong::Hung, self.terminal.picture()));
            return self.told();
        }
        let Self {
            terminal,
            done,
            mut wrongs,
            _over,
        } = self;
        let left = terminal.end();
        wrongs.extend(ended(&left, codes));
        wrongs.extend(in_order(home));
        told(&done, wrongs)
    }

    fn told(self) -> Vec<(Wrong, String)> {
        told(&self.done, self.wrongs)
    }
}

/// The wrongs with what was done before them.
fn told(done: &str, wrongs: Vec<(Wrong, String)>) -> Vec<(Wrong, String)> {
    let with_acts = |(wrong, words)| (wrong, format!("{words}\nafter {done}"));
    wrongs.into_iter().map(with_acts).collect()
}

fn ended(left: &Left, codes: &[u32]) -> Vec<(Wrong, String)> {
    let mut wrongs = out_of_order(left);
    if left.code == 101
        || left.screen.contains("internal error")
        || left.screen.contains("panicked")
    {
        wrongs.push((Wrong::Panicked, left.screen.clone()));
    } else if !codes.contains(&left.code) {
        let words = format!("exit code {}, not of {codes:?}: {left:#?}", left.code);
        wrongs.push((Wrong::Broken, words));
    }
    wrongs
}

/// What is wrong with the store when a session is over.
fn in_order(home: &Path) -> Vec<(Wrong, String)> {
    let mut wrongs = Vec::new();
    for report in shown(home) {
        wrongs.extend(report.err().map(|error| (Wrong::Lost, error)));
    }
    let checkup = finish(Program::Emkit.command(home, &["doctor"]), "");
    if checkup.code != Some(0) {
        wrongs.push((Wrong::Broken, format!("`doctor`: {checkup:#?}")));
    }
    if home.join("store/drafts/eight-skills/2026-Q4.yaml").exists() {
        wrongs.extend(next_works(home));
    }
    let next = Program::Emkit.command(home, &["log", "--date", TODAY, "the", "next"]);
    let next = finish(next, "");
    if next.code != Some(0) {
        wrongs.push((Wrong::Broken, format!("the next entry: {next:#?}")));
    }
    wrongs
}

/// A draft in which everything is rated, so that the texts are next.
fn rated(home: &Path) {
    let arguments = [
        "assess",
        "--quick",
        "--accessible",
        "--date",
        TODAY,
        "--role",
        "em",
    ];
    let ratings = format!("{}:quit\n", "4\n".repeat(28));
    let ran = finish(Program::Emkit.command(home, &arguments), &ratings);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
}
