//! What no emkit would write, in the place of every file that it reads: texts built to exhaust it, pipes,
//! folders, devices, links to themselves. Refused at once, with little memory.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{PATIENCE, Setting};
use crate::support::rubric_builder::Sketch;

/// Two hundred megabytes of address space, in the kilobytes that `ulimit` counts.
const LITTLE_MEMORY: &str = "ulimit -v 204800; exec \"$0\" \"$@\"";

/// A second of work, for the program as it is handed out; more where it is built for looking into.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });

/// What is put in the place of a file.
#[derive(Clone)]
enum Thing {
    Text(String),
    Pipe,
    Folder,
    Zero,
    Full,
    Loop,
    /// So many bytes of nothing.
    Hole(u64),
}

/// Where it is put, relative to the home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Assessment,
    Draft,
    Rubric,
    RubricByPath,
    Answers,
    History,
    Reference,
    Lock,
    Kept,
}

const PLACES: [Position; 9] = [
    Position::Assessment,
    Position::Draft,
    Position::Rubric,
    Position::RubricByPath,
    Position::Answers,
    Position::History,
    Position::Reference,
    Position::Lock,
    Position::Kept,
];

impl Position {
    fn path(self, home: &Path) -> PathBuf {
        let below = match self {
            Self::Assessment => "store/assessments/eight-skills/2026-Q4.yaml",
            Self::Draft => "store/drafts/eight-skills/2026-Q4.yaml",
            Self::Rubric => "store/rubrics/mine.yaml",
            Self::RubricByPath => "mine.yaml",
            Self::Answers => "answers.yaml",
            Self::Reference => "it.yaml",
            Self::Lock => "store/.lock",
            Self::Kept => "store/kept/assessments/eight-skills/2026-Q3.1.yaml",
            Self::History => {
                let folder = home.join("store/rubric-history");
                let names = fs::read_dir(folder).into_iter().flatten().flatten();
                let mut own = names.map(|entry| entry.path()).filter(|path| {
                    path.file_name()
                        .is_some_and(|name| name.to_string_lossy().starts_with("own-"))
                });
                return own.next().expect("the rubric that was remembered");
            }
        };
        home.join(below)
    }

    /// The commands that read it, each with whether it has to refuse.
    fn commands(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Assessment => &[
                ("show 2026-Q4", true),
                ("list", true),
                ("doctor", true),
                ("assess --date 2026-11-20 --answers good.yaml --fresh", true),
            ],
            Self::Draft => &[
                ("assess --date 2026-11-20 --accessible --resume", true),
                ("assess --date 2026-11-20 --print-answers", true),
                ("doctor", true),
            ],
            Self::Rubric => &[
                ("rubric show --rubric mine", true),
                ("rubric list", false),
                ("doctor", true),
            ],
            Self::RubricByPath => &[
                ("rubric check ./mine.yaml", true),
                (
                    "assess --date 2026-11-20 --print-answers --rubric ./mine.yaml",
                    true,
                ),
            ],
            Self::Answers => &[("assess --date 2026-11-20 --answers ./answers.yaml", true)],
            // Without the old wording it is shown with today's, and that is said.
            Self::History => &[
                ("show own.yaml --rubric ./own.yaml", false),
                ("doctor", true),
            ],
            Self::Reference => &[
                ("show ./it.yaml", true),
                ("export ./it.yaml", true),
                ("diff ./it.yaml 2026-Q3", true),
                ("doctor --accept ./it.yaml", true),
            ],
            // Only its name and its lock count, never what is in it.
            Self::Lock => &[("assess --date 2026-11-20 --answers good.yaml", false)],
            Self::Kept => &[
                (
                    "show store/kept/assessments/eight-skills/2026-Q3.1.yaml",
                    true,
                ),
                (
                    "assess --date 2026-11-20 --period 2026-Q3 --answers good.yaml --fresh",
                    false,
                ),
            ],
        }
    }

    /// A text of the kind that stands there, with a bomb in it.
    fn text(self, bomb: &str) -> String {
        match self {
            Self::Answers => format!("answers: {{}}\n{bomb}\n"),
            Self::Rubric | Self::RubricByPath | Self::History => format!("{}{bomb}\n", own("x")),
            _ => emkit::format::marker::mark(
                &format!(
                    "schema: 1\nstatus: draft\nperiod: 2026-Q4\nrubric: {{id: eight-skills}}\nrole: em\nanswers: {{}}\n{bomb}\n"
                ),
                0,
            ),
        }
    }
}

fn own(anchor: &str) -> String {
    Sketch::new("own")
        .skill("one", "core", "3")
        .questions(&["a"])
        .anchored(anchor)
        .yaml()
}

/// The bombs: a name, and what is laid in a place.
fn things(place: Position) -> Vec<(&'static str, Thing)> {
    let mut laughs = "focus:\n- &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("- &a{level} [{aliases}]\n"));
    }
    let long = "x".repeat(100_000);
    let quadratic = format!("focus:\n- &long {long}\n{}", "- *long\n".repeat(40_000));
    let stairs: String = (0..2_000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    let lists = format!("focus: {}", "- ".repeat(100_000));
    let deep = format!("focus: {}", "[".repeat(100_000));
    let deep_maps = format!("focus: {}", "{a: ".repeat(100_000));
    let deep_closed = format!("focus: {}{}", "[".repeat(50_000), "]".repeat(50_000));
    let keys: String = (0..400_000).map(|number| format!("k{number}:\n")).collect();
    let documents = "---\na: 1\n".repeat(100_000);
    let line = format!("focus: {}", "x".repeat(4_000_000));
    let nested_quotes = format!("focus: {}", "\"'".repeat(500_000));
    let spaces = format!("focus: {}x", " ".repeat(2_000_000));
    let colons = format!("focus: {}", ": ".repeat(500_000));
    let hashes = format!("focus: a{}", " #".repeat(500_000));
    let breaks = "\n".repeat(3_000_000);
    let text = |bomb: &str| Thing::Text(place.text(bomb));
    vec![
        ("aliases that double", text(&laughs)),
        ("a long text aliased", text(&quadratic)),
        ("deep stairs", text(&stairs)),
        ("deep dashes", text(&lists)),
        ("deep lists", text(&deep)),
        ("deep lists that close", text(&deep_closed)),
        ("deep maps", text(&deep_maps)),
        ("many keys", text(&keys)),
        ("many documents", text(&documents)),
        ("one long line", text(&line)),
        ("quotes", text(&nested_quotes)),
        ("spaces", text(&spaces)),
        ("colons", text(&colons)),
        ("hashes", text(&hashes)),
        ("line feeds", text(&format!("{breaks}focus: [x"))),
        (
            "a merge key",
            text("base: &base {a: 1}\nfocus: {<<: *base}"),
        ),
        ("a tag", text("focus: !!python/object/apply:os.system [id]")),
        (
            "huge numbers",
            text("focus: 1e400\nlast_focus: 99999999999999999999999999"),
        ),
        ("no number", text("answers:\n  team.hired: {rating: .inf}")),
        (
            "a huge rating",
            text("answers:\n  team.hired: {rating: 1e400}"),
        ),
        (
            "a huge schema",
            Thing::Text(place.text("focus: []").replacen(
                "schema: 1",
                "schema: 99999999999999999999",
                1,
            )),
        ),
        ("fifty megabytes", Thing::Text("x".repeat(50 * 1024 * 1024))),
        ("a hole of a gigabyte", Thing::Hole(1 << 30)),
        ("a pipe", Thing::Pipe),
        ("a folder", Thing::Folder),
        ("an endless device", Thing::Zero),
        ("a full device", Thing::Full),
        ("a link to itself", Thing::Loop),
    ]
}

/// A store with something good in every place, and what to hand in.
fn furnish(home: &Path) {
    fs::write(home.join("good.yaml"), "answers:\n  team.hired: 3\n").expect("answers");
    fs::write(home.join("own.yaml"), own("x")).expect("a rubric");
    for arguments in [
        "assess --date 2026-11-20 --period 2026-Q3 --answers good.yaml",
        "assess --date 2026-11-20 --answers no.yaml --rubric ./own.yaml",
    ] {
        fs::write(home.join("no.yaml"), "answers:\n  one.a: 3\n").expect("answers");
        let arguments: Vec<_> = arguments.split(' ').collect();
        let ran = Program::Emkit.command(home, &arguments).output();
        let ran = ran.expect("emkit runs");
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
    // Today's wording of the rubric is another: the old one is needed.
    let made = home.join("store/assessments/own/2026-Q4.yaml");
    fs::rename(&made, home.join("made-with-own.yaml")).expect("moved");
}

/// The slowest run and the most memory that was seen.
#[derive(Default)]
struct Worst {
    time: Duration,
    of_time: String,
    memory: u64,
    of_memory: String,
}

#[allow(clippy::print_stdout)] // Figures that have no column of their own.
pub(crate) fn bombs(setting: Setting, _: Program) -> Tally {
    let mut points = Vec::new();
    for place in PLACES {
        for (name, thing) in things(place) {
            // An answers file has none.
            if place == Position::Answers && name == "a huge schema" {
                continue;
            }
            let is_text = matches!(thing, Thing::Text(_));
            if place == Position::Lock && is_text {
                continue;
            }
            for command in place.commands() {
                points.push((place, name, thing.clone(), *command));
            }
        }
    }
    let points = setting.sample(points, 40);
    let worst = Mutex::new(Worst::default());
    let mut tally = Tally::each("inputs", &points, |(place, name, thing, command)| {
        before(*place, name, thing, *command, &worst)
    });
    let worst = worst.into_inner().expect("the worst");
    println!(
        "slowest: {:?} ({}); most memory: {} kB ({})",
        worst.time, worst.of_time, worst.memory, worst.of_memory
    );
    tally.wrongs.sort_by_key(|(wrong, _)| *wrong);
    tally
}

fn before(
    place: Position,
    name: &str,
    thing: &Thing,
    (arguments, has_to_refuse): (&str, bool),
    worst: &Mutex<Worst>,
) -> Vec<(Wrong, String)> {
    let home = home();
    let home = home.path();
    furnish(home);
    let path = place.path(home);
    lay(thing, &path);
    if place == Position::History {
        fs::write(home.join("own.yaml"), own("y")).expect("a rubric");
        fs::rename(home.join("made-with-own.yaml"), home.join("store/own.yaml")).expect("moved");
    }
    let arguments = arguments.replace("show own.yaml", "show store/own.yaml");
    let arguments: Vec<_> = arguments.split(' ').collect();
    let emkit = Program::Emkit.command(home, &arguments);
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", LITTLE_MEMORY])
        .arg(emkit.get_program())
        .args(emkit.get_args())
        .env_clear()
        .current_dir(home)
        .envs(
            emkit
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
    let ran = watched(command);
    let point = format!("{name} as {place:?}: emkit {}", arguments.join(" "));
    note(worst, &ran, &point);
    let said = &ran.said;
    let mut wrongs = Vec::new();
    if ran.has_hung || ran.took > LIMIT {
        wrongs.push((Wrong::Hung, format!("{point}: {:?}\n{said}", ran.took)));
    }
    let is_sane = matches!(ran.code, Some(0 | 1 | 130));
    if said.contains("panicked") || (!is_sane && !ran.has_hung) {
        wrongs.push((Wrong::Panicked, format!("{point}: {:?}\n{said}", ran.code)));
    }
    // Some of what a person might write is only long.
    let is_only_long =
        ["one long line", "spaces", "colons", "hashes", "line feeds"].contains(&name);
    if has_to_refuse && !is_only_long && (ran.code == Some(0) || !said.contains("hint: ")) {
        wrongs.push((Wrong::Broken, format!("{point}: {:?}\n{said}", ran.code)));
    }
    if said.lines().any(|line| line.chars().count() > 1_000) {
        wrongs.push((Wrong::Broken, format!("{point}: a line that is too long")));
    }
    wrongs
}

fn lay(thing: &Thing, path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    // There may be a good one.
    let _ = fs::remove_file(path);
    match thing {
        Thing::Text(text) => fs::write(path, text).expect("written"),
        Thing::Pipe => {
            let made = Command::new("mkfifo").arg(path).status();
            assert!(made.expect("mkfifo").success());
        }
        Thing::Folder => fs::create_dir(path).expect("a folder"),
        Thing::Zero => symlink("/dev/zero", path).expect("a link"),
        Thing::Full => symlink("/dev/full", path).expect("a link"),
        Thing::Loop => symlink(path, path).expect("a link"),
        Thing::Hole(length) => {
            let file = fs::File::create(path).expect("a file");
            file.set_len(*length).expect("a length");
        }
    }
}

struct Watched {
    said: String,
    code: Option<i32>,
    took: Duration,
    /// In kilobytes, as last seen.
    memory: u64,
    has_hung: bool,
}

/// Runs a command and looks at its memory while it goes on.
fn watched(mut command: Command) -> Watched {
    use std::io::Read as _;
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut stderr = child.stderr.take().expect("stderr");
    let reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was said until an error counts.
        let _ = stderr.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut memory, mut worked) = (0, Duration::ZERO);
    let mut has_hung = false;
    let code = loop {
        worked = worked.max(work(&process));
        let most = fs::read_to_string(process.join("status")).unwrap_or_default();
        let most = most.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let most = most.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        memory = memory.max(most.unwrap_or_default());
        if let Some(status) = child.try_wait().expect("a status") {
            break status.code();
        }
        if start.elapsed() > PATIENCE {
            has_hung = true;
            // It may have ended just now.
            let _ = child.kill();
        }
        thread::sleep(Duration::from_micros(500));
    };
    Watched {
        // Where nothing is known of the work, the clock has to do.
        took: if memory > 0 { worked } else { start.elapsed() },
        said: reader.join().expect("stderr is read"),
        code,
        memory,
        has_hung,
    }
}

/// How long a process has been at work, which a busy machine does not change.
fn work(process: &Path) -> Duration {
    const TICK: Duration = Duration::from_millis(10);
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    // Behind the name in brackets: the twelfth and the thirteenth are of the program and of the system.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u32 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u32>().ok())
        .sum();
    TICK * ticks
}

fn note(worst: &Mutex<Worst>, ran: &Watched, point: &str) {
    let mut worst = worst.lock().expect("the worst");
    if ran.took > worst.time {
        worst.time = ran.took;
        worst.of_time = point.to_owned();
    }
    if ran.memory > worst.memory {
        worst.memory = ran.memory;
        worst.of_memory = point.to_owned();
    }
}
