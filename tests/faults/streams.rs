//! Every command with a stream that breaks: nobody reads it, it is full, it is closed.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::OnceLock;
use std::thread;

use tempfile::TempDir;

use crate::attempt::attempt;
use crate::leaving::answers;
use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::support::TODAY;
use crate::support::process::finish;

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

const ASSESSMENTS: &str = "store/assessments/eight-skills";
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
    /// Which of [`COMMANDS`].
    command: usize,
    way: Way,
}

pub(crate) fn broken(setting: Setting, _: Program) -> Tally {
    let mut cases = Vec::new();
    for command in 0..COMMANDS.len() {
        cases.extend(WAYS.map(|way| Case { command, way }));
    }
    let cases = setting.sample(cases, 82);
    let world = World::new();
    Tally::each("commands", &cases, |case| {
        let what = format!("`emkit {}` {:?}", COMMANDS[case.command].0, case.way);
        attempt(&what, || run(&world, case))
    })
}

/// What every run begins with, and how each command ends with nothing in its way.
struct World {
    /// Two assessments: their names and texts.
    assessments: Vec<(&'static str, Vec<u8>)>,
    usual: Vec<OnceLock<Ended>>,
}

impl World {
    fn new() -> Self {
        let home = home();
        let home = home.path();
        let assessed = |(period, rating)| {
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
            let file = home.join(ASSESSMENTS).join(format!("{period}.yaml"));
            (period, fs::read(file).expect("an assessment"))
        };
        Self {
            assessments: [("2026-Q2", 2), ("2026-Q3", 4)].map(assessed).into(),
            usual: COMMANDS.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    fn home(&self) -> TempDir {
        let home = home();
        let folder = home.path().join(ASSESSMENTS);
        fs::create_dir_all(&folder).expect("a store");
        for (period, text) in &self.assessments {
            fs::write(folder.join(format!("{period}.yaml")), text).expect("an assessment");
        }
        let rubric = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rubric/eight-skills.yaml");
        fs::copy(rubric, home.path().join("rubric.yaml")).expect("a rubric");
        fs::write(home.path().join("broken.yaml"), "schema: 1\nid: [").expect("a rubric");
        home
    }

    /// How a command ends with nothing in its way, with `HOME` for its folder.
    fn usual(&self, case: &Case) -> &Ended {
        self.usual[case.command].get_or_init(|| {
            let home = self.home();
            let command = Program::Emkit.command(home.path(), &case.arguments());
            let ran = finish(command, case.typed());
            Ended {
                code: ran.code,
                out: without_home(&ran.out, home.path()),
                err: ran.err,
            }
        })
    }
}

fn without_home(text: &str, home: &Path) -> String {
    text.replace(&*home.to_string_lossy(), "HOME")
}

impl Case {
    fn arguments(&self) -> Vec<&'static str> {
        COMMANDS[self.command].0.split_whitespace().collect()
    }

    fn typed(&self) -> &'static str {
        COMMANDS[self.command].1
    }
}

fn run(world: &World, case: &Case) -> Vec<(Wrong, String)> {
    let home = world.home();
    let home = home.path();
    let (arguments, typed) = (case.arguments(), case.typed());
    let usual = world.usual(case);
    let ended = match case.way {
        Way::Shell(words) => {
            let script = format!("exec \"$0\" \"$@\" {words}");
            let wrapper = ["/bin/sh", "-c", &script];
            let command = Program::Emkit.wrapped(&wrapper, home, &arguments);
            let ran = finish(command, typed);
            Ended {
                code: ran.code,
                out: ran.out,
                err: ran.err,
            }
        }
        Way::OutReadFor(bytes) => read_for(home, &arguments, typed, Some(bytes), None),
        Way::ErrReadFor(bytes) => read_for(home, &arguments, typed, None, Some(bytes)),
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
                Way::Shell("> /dev/full")
                    if has_data && (code == 0 || !ended.err.contains("error: could not write")) =>
                {
                    wrong("nothing is said about data that is lost");
                }
                Way::Shell(words) if words.starts_with("> /dev/full") && has_data && code == 0 => {
                    wrong("a good end with data lost");
                }
                Way::ErrReadFor(_) | Way::Shell("2> /dev/full" | "2>&-")
                    if ended.code != usual.code || without_home(&ended.out, home) != usual.out =>
                {
                    wrong("the data depend on somebody who listens");
                }
                _ => {}
            }
        }
    }
    if typed == TYPED && !matches!(case.way, Way::Shell(words) if words.starts_with("<&-")) {
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
