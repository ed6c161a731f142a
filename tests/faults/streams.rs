//! Every command with a stream that breaks: nobody reads it, it is full, it is closed.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;

use crate::attempt::attempt;
use crate::leaving::answers;
use crate::process::finish;
use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::setting::Setting;
use crate::support::TODAY;

/// Every command, with what goes to its stdin; the paths are in the folder of the test.
const COMMANDS: [(&str, &str); 34] = [
    ("show", ""),
    ("show --explain", ""),
    ("show --eras", ""),
    ("show 2026-Q3 --role director", ""),
    ("show --accessible", ""),
    ("show --format markdown", ""),
    ("show --format json", ""),
    ("show no-such-period", ""),
    ("list", ""),
    ("list --format json", ""),
    ("diff", ""),
    ("diff --accessible", ""),
    ("diff --format markdown", ""),
    ("diff --format json", ""),
    ("export", ""),
    ("export --format json", ""),
    ("export --output review.md --force", ""),
    ("rubric list", ""),
    ("rubric show", ""),
    ("rubric check rubric.yaml", ""),
    ("rubric check broken.yaml", ""),
    ("doctor", ""),
    ("completions bash", ""),
    ("completions zsh", ""),
    ("completions fish", ""),
    ("man", ""),
    ("--help", ""),
    ("assess --help", ""),
    ("--version", ""),
    ("no-such-command", ""),
    ("", ""),
    ("assess --print-answers", ""),
    (
        "assess --answers - --date 2026-11-20",
        "answers: {execution.friction: {rating: 4, evidence: Handed in.}}\n",
    ),
    (
        "assess --accessible --fresh --role em --date 2026-11-20",
        TYPED,
    ),
];

const TYPED: &str = "Told to nobody.\n\n4\n:quit\n";

/// What is done to the streams: the words of a shell around the program, and whether stdout or
/// stderr is a pipe whose reader goes after a byte, or at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Shell(&'static str),
    OutReadFor(usize),
    ErrReadFor(usize),
}

const WAYS: [Way; 12] = [
    Way::OutReadFor(0),
    Way::OutReadFor(1),
    Way::ErrReadFor(0),
    Way::ErrReadFor(1),
    Way::Shell("> /dev/full"),
    Way::Shell("2> /dev/full"),
    Way::Shell("> /dev/full 2>&1"),
    Way::Shell(">&-"),
    Way::Shell("2>&-"),
    Way::Shell("<&-"),
    Way::Shell("<&- >&- 2>&-"),
    Way::Shell("> /dev/full 2>&-"),
];

struct Case {
    command: &'static str,
    typed: &'static str,
    way: Way,
}

pub(crate) fn broken(setting: Setting, _: Program) -> Tally {
    let mut cases = Vec::new();
    for (command, typed) in COMMANDS {
        for way in WAYS {
            cases.push(Case {
                command,
                typed,
                way,
            });
        }
    }
    let cases = setting.sample(cases, 82);
    Tally::each("commands", &cases, |case| {
        let what = format!("`emkit {}` {:?}", case.command, case.way);
        attempt(&what, || run(case))
    })
}

/// A store with two assessments.
fn filled(home: &Path) {
    for (period, rating) in [("2026-Q2", 2), ("2026-Q3", 4)] {
        let arguments = [
            "assess",
            "--answers",
            "-",
            "--date",
            TODAY,
            "--period",
            period,
        ];
        let text = format!(
            "answers:\n  execution.friction: {{rating: {rating}, evidence: Twice as fast.}}\n  team.hired: {{rating: 3}}\n"
        );
        let ran = finish(Program::Emkit.command(home, &arguments), &text);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
    }
    let rubric = Path::new(env!("CARGO_MANIFEST_DIR")).join("rubric/eight-skills.yaml");
    fs::copy(rubric, home.join("rubric.yaml")).expect("a rubric");
    fs::write(home.join("broken.yaml"), "schema: 1\nid: [").expect("a rubric");
}

fn run(case: &Case) -> Vec<(Wrong, String)> {
    let home = home();
    let home = home.path();
    filled(home);
    let arguments: Vec<_> = case.command.split_whitespace().collect();
    let usual = usual(home, &arguments, case.typed);
    let ended = match case.way {
        Way::Shell(words) => {
            let script = format!("exec \"$0\" \"$@\" {words}");
            let wrapper = ["/bin/sh", "-c", &script];
            let command = Program::Emkit.wrapped(&wrapper, home, &arguments);
            let ran = finish(command, case.typed);
            Ended {
                code: ran.code,
                out: ran.out,
                err: ran.err,
            }
        }
        Way::OutReadFor(bytes) => read_for(home, &arguments, case.typed, Some(bytes), None),
        Way::ErrReadFor(bytes) => read_for(home, &arguments, case.typed, None, Some(bytes)),
    };
    let mut wrongs = Vec::new();
    let mut wrong = |what: &str| wrongs.push((Wrong::Broken, format!("{what}: {ended:#?}")));
    match ended.code {
        None => wrong("it was ended by a signal"),
        Some(101) => wrong("panicked"),
        Some(_) if ended.err.contains("panicked") => wrong("panicked"),
        Some(code) => {
            let has_data = !usual.out.is_empty();
            match case.way {
                Way::OutReadFor(_) if ended.err.contains("could not write") => {
                    wrong("it complains about a reader that has gone");
                }
                Way::Shell("> /dev/full") if has_data => {
                    if code == 0 || !ended.err.contains("error: could not write") {
                        wrong("nothing is said about data that is lost");
                    }
                }
                Way::Shell(words) if words.starts_with("> /dev/full") && has_data && code == 0 => {
                    wrong("a good end with data lost");
                }
                Way::ErrReadFor(_) | Way::Shell("2> /dev/full" | "2>&-")
                    if (ended.code, &ended.out) != (usual.code, &usual.out) =>
                {
                    wrong("the data depend on somebody who listens");
                }
                _ => {}
            }
        }
    }
    if case.typed == TYPED && !matches!(case.way, Way::Shell(words) if words.starts_with("<&-")) {
        let found = answers(home);
        let first = found.first().map(|answer| answer["evidence"].clone());
        if first.as_ref().is_none_or(|text| text != "Told to nobody.") {
            wrongs.push((
                Wrong::Lost,
                format!("what was typed is {first:?}: {ended:#?}"),
            ));
        }
    }
    wrongs
}

#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

/// The same command with nothing in its way, in a store of its own.
fn usual(home: &Path, arguments: &[&str], typed: &str) -> Ended {
    let other = crate::program::home();
    filled(other.path());
    let ran = finish(Program::Emkit.command(other.path(), arguments), typed);
    let own = |text: &str| text.replace(&*other.path().to_string_lossy(), &home.to_string_lossy());
    Ended {
        code: ran.code,
        out: own(&ran.out),
        err: own(&ran.err),
    }
}

/// Runs with readers that go after so many bytes.
fn read_for(
    home: &Path,
    arguments: &[&str],
    typed: &str,
    out: Option<usize>,
    err: Option<usize>,
) -> Ended {
    let input = home.join("typed");
    fs::write(&input, typed).expect("a file");
    let mut command = Program::Emkit.command(home, arguments);
    let mut child: Child = command
        .stdin(fs::File::open(input).expect("a file"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let read = |stream: Box<dyn Read + Send>, most: Option<usize>| {
        let most = most.map_or(u64::MAX, |most| u64::try_from(most).unwrap_or(u64::MAX));
        thread::spawn(move || {
            let mut bytes = Vec::new();
            // What was read until an error counts.
            let _ = stream.take(most).read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let out = read(Box::new(child.stdout.take().expect("stdout")), out);
    let err = read(Box::new(child.stderr.take().expect("stderr")), err);
    let (out, err) = (out.join().expect("read"), err.join().expect("read"));
    Ended {
        code: child.wait().expect("an end").code(),
        out,
        err,
    }
}
