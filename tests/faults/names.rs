//! Names that try to lead out of the store, wherever emkit takes a name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::{Chance, Setting};
use crate::support::TODAY;
use crate::support::rubric_builder::{Sketch, quoted};

/// Every call that makes, changes or removes something by its name.
const CALLS: &str = "trace=openat,?open,?openat2,?creat,?mkdir,?mkdirat,?rename,?renameat,?renameat2,?unlink,?unlinkat,?rmdir,?symlink,?symlinkat,?link,?linkat,?chmod,?fchmodat,?fchmodat2,?truncate,?mknod,?mknodat,?chown,?lchown,?fchownat,?utimensat,?setxattr";

const PIECES: [&str; 34] = [
    "..",
    ".",
    "/",
    "../",
    "../..",
    "/../",
    "//",
    "~",
    "~root",
    "-rf",
    "--",
    "-",
    "CON",
    "con",
    "nul.yaml",
    "mine",
    "MINE",
    "Mine",
    " ",
    "a b",
    "\n",
    "\r",
    "\t",
    "\u{1b}[2J",
    "\u{202e}",
    "é",
    "e\u{301}",
    "日本",
    ".yaml",
    "\\",
    "..\\..\\x",
    "$HOME",
    "`id`",
    "*",
];

/// Where a name goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Argument(&'static [&'static str]),
    /// `export --output`: the one place outside of the store that may be written to.
    Output,
    /// `--home`: the store itself.
    Store,
    /// The id of a rubric that is named by its path.
    RubricId,
    /// The id of a rubric in the store's own folder.
    RubricAtHand,
    /// The rubric's id and wording in an assessment and in a draft.
    Assessment(&'static [&'static str]),
    Wording(&'static [&'static str]),
}

/// `@` stands for the name.
const PLACES: [Position; 30] = [
    Position::Argument(&["--rubric", "@", "assess", "--accessible"]),
    Position::Argument(&["--rubric", "@", "assess", "--answers", "-", "--fresh"]),
    Position::Argument(&["--rubric", "@", "show"]),
    Position::Argument(&["rubric", "show", "--", "@"]),
    Position::Argument(&["rubric", "check", "--", "@"]),
    Position::Argument(&["assess", "--accessible", "--period", "@"]),
    Position::Argument(&["assess", "--answers", "-", "--fresh", "--period", "@"]),
    Position::Argument(&["assess", "--accessible", "--role", "@"]),
    Position::Argument(&["assess", "--accessible", "--stage", "@"]),
    Position::Argument(&["assess", "--accessible", "--skill", "@"]),
    Position::Argument(&["assess", "--accessible", "--edit", "@"]),
    Position::Argument(&["assess", "--answers", "@"]),
    Position::Argument(&["show", "--", "@"]),
    Position::Argument(&["diff", "--", "@", "latest"]),
    Position::Argument(&["diff", "--", "latest", "@"]),
    Position::Argument(&["export", "--", "@"]),
    Position::Argument(&["doctor", "--accept", "@"]),
    Position::Argument(&["completions", "--", "@"]),
    Position::Argument(&["show", "--role", "@"]),
    Position::Argument(&["show", "--era", "@"]),
    Position::Output,
    Position::Store,
    Position::RubricId,
    Position::RubricAtHand,
    Position::Assessment(&["show"]),
    Position::Assessment(&["assess", "--accessible", "--resume"]),
    Position::Assessment(&["doctor", "--accept", "@"]),
    Position::Wording(&["show"]),
    Position::Wording(&["assess", "--accessible", "--resume"]),
    Position::Wording(&["doctor", "--accept", "@"]),
];

pub(crate) fn names(setting: Setting, program: Program) -> Tally {
    let mut chance = setting.chance("names");
    let tries: Vec<_> = (0..setting.count(90, 1_500))
        .map(|index| (PLACES[index % PLACES.len()], name(&mut chance)))
        .collect();
    let prepared = prepared();
    Tally::each("names", &tries, |(place, name)| {
        Try::begin(&prepared, *place, name).run(program)
    })
}

/// A few pieces in a row, or one far too long.
fn name(chance: &mut Chance) -> String {
    if chance.below(8) == 0 {
        return ["a", "../", "日", "/"][chance.below(4)].repeat(300);
    }
    if chance.below(6) == 0 {
        return format!("@/elsewhere/{}", PIECES[chance.below(PIECES.len())]);
    }
    (0..=chance.below(4))
        .map(|_| PIECES[chance.below(PIECES.len())])
        .collect()
}

/// The text of a finished assessment, and a draft of the quarter after.
fn prepared() -> (String, String) {
    let home = home();
    let run = |arguments: &[&str], answers: &str| {
        fs::write(home.path().join("answers"), answers).expect("written");
        let ran = Program::Emkit.command(home.path(), arguments).output();
        assert!(ran.is_ok_and(|ran| ran.status.success()), "{arguments:?}");
    };
    let finish = [
        "assess",
        "--date",
        TODAY,
        "--answers",
        "answers",
        "--period",
    ];
    run(
        &[&finish[..], &["2026-Q3"]].concat(),
        "answers: {execution.friction: 2}\n",
    );
    let script = "printf 'slow\\n\\n3\\n:quit\\n' | \"$0\" \"$@\"";
    let arguments = ["assess", "--date", TODAY, "--accessible", "--role", "em"];
    let mut command = Program::Emkit.wrapped(&["/bin/sh", "-c", script], home.path(), &arguments);
    assert!(command.output().is_ok_and(|ran| ran.status.success()));
    let text = |kind: &str| fs::read_to_string(home.path().join("store").join(kind));
    (
        text("assessments/eight-skills/2026-Q3.yaml").expect("an assessment"),
        text("drafts/eight-skills/2026-Q4.yaml").expect("a draft"),
    )
}

struct Try {
    home: tempfile::TempDir,
    /// Deep enough for a name to go up a few folders without leaving the home.
    here: PathBuf,
    arguments: Vec<String>,
    /// Where it may write.
    allowed: Vec<PathBuf>,
    what: String,
}

impl Try {
    fn begin((finished, draft): &(String, String), place: Position, name: &str) -> Self {
        let home = home();
        let here = home.path().join("a/b/c/d/e/f/g/h/i/j/here");
        let store = home.path().join("store");
        fs::create_dir_all(&here).expect("a folder");
        fs::create_dir_all(home.path().join("elsewhere")).expect("a folder");
        let write = |path: &Path, text: &str| {
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        };
        let top = home.path().to_str().expect("UTF-8");
        let mut name = name.replace('@', top);
        let is_written_to = matches!(place, Position::Output | Position::Store);
        if is_written_to && !normal(&here, &name).starts_with(top) {
            // emkit would rightly write there, and this machine is not there to be written to.
            name = format!("../{}", name.replace(['/', '.'], ""));
        }
        let finished_file = store.join("assessments/eight-skills/2026-Q3.yaml");
        let mut assessment = finished.clone();
        let mut open = draft.clone();
        let sketch = Sketch::new(&quoted(&name))
            .skill("one", "core", "3")
            .questions(&["a", "b"]);
        let mut allowed = vec![store.clone()];
        let day = ["--date".to_owned(), TODAY.to_owned()];
        let mut arguments: Vec<String> = match place {
            Position::Argument(words) => {
                words.iter().map(|word| word.replace('@', &name)).collect()
            }
            Position::Output => {
                allowed.push(normal(&here, &name));
                ["export", "--force", &format!("--output={name}")]
                    .map(str::to_owned)
                    .to_vec()
            }
            Position::Store => {
                allowed = vec![normal(&here, &name)];
                vec![
                    format!("--home={name}"),
                    "assess".to_owned(),
                    "--answers=-".to_owned(),
                ]
            }
            Position::RubricId => {
                write(&here.join("hostile.yaml"), &sketch.yaml());
                ["assess", "--answers=-", "--rubric=./hostile.yaml"]
                    .map(str::to_owned)
                    .to_vec()
            }
            Position::RubricAtHand => {
                write(&store.join("rubrics/mine.yaml"), &sketch.yaml());
                ["assess", "--accessible", "--rubric=mine"]
                    .map(str::to_owned)
                    .to_vec()
            }
            Position::Assessment(words) | Position::Wording(words) => {
                let key = match place {
                    Position::Wording(_) => "digest",
                    _ => "id",
                };
                // What JSON can say YAML takes too, a NUL among them.
                name.push('\0');
                assessment = changed(finished, key, &quoted(&name));
                open = changed(draft, key, &quoted(&name));
                let file = finished_file.to_str().expect("UTF-8");
                words.iter().map(|word| word.replace('@', file)).collect()
            }
        };
        if arguments.iter().any(|word| word == "assess") {
            let at = arguments.iter().position(|word| word == "assess");
            let at = at.expect("just seen") + 1;
            arguments.splice(at..at, day);
        }
        write(&finished_file, &assessment);
        write(&store.join("drafts/eight-skills/2026-Q4.yaml"), &open);
        let what = format!("{arguments:?} with {name:?}");
        Self {
            home,
            here,
            arguments,
            allowed,
            what,
        }
    }

    fn run(self, program: Program) -> Vec<(Wrong, String)> {
        let top = self.home.path();
        let trace = top.join("trace");
        let script = "printf 'slow\\n\\n3\\n:quit\\n' | timeout 60 \"$0\" \"$@\"";
        let wrapper = [
            "/bin/sh",
            "-c",
            script,
            "strace",
            "-f",
            "-qq",
            "-xx",
            "-s",
            "8192",
            "-e",
            CALLS,
            "-o",
            trace.to_str().expect("UTF-8"),
        ];
        let arguments: Vec<_> = self.arguments.iter().map(String::as_str).collect();
        let mut command: Command = program.wrapped(&wrapper, top, &arguments);
        let ran = command.current_dir(&self.here).output().expect("it runs");
        let said = String::from_utf8_lossy(&ran.stderr);
        let mut wrongs = Vec::new();
        match ran.status.code() {
            Some(124) => wrongs.push((Wrong::Hung, self.what.clone())),
            Some(101) => wrongs.push((Wrong::Panicked, format!("{}\n{said}", self.what))),
            _ => {}
        }
        let text = fs::read(&trace).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let calls = text.lines().filter_map(|line| line.split_once(' '));
        for (_, call) in calls {
            for path in written(call.trim_start(), &self.here) {
                if !self.may_write(&path) {
                    let words = format!("{}\nwrote to {}: {call}", self.what, path.display());
                    wrongs.push((Wrong::Broken, words));
                }
            }
        }
        if !text.contains("openat(") {
            wrongs.push((Wrong::Broken, format!("{}\nno trace", self.what)));
        }
        wrongs
    }

    fn may_write(&self, path: &Path) -> bool {
        let known = ["/dev/null", "/dev/tty"].map(Path::new);
        known.contains(&path)
            || self.allowed.iter().any(|allowed| {
                // The store's folders, and a document that is written beside its place first.
                let is_beside = path.parent() == allowed.parent()
                    && path
                        .file_name()
                        .is_some_and(|name| name.to_string_lossy().starts_with(".emkit-"));
                let is_above = self.allowed.len() == 1 && allowed.starts_with(path);
                path.starts_with(allowed) || is_beside || is_above
            })
    }
}

/// The paths that a call as strace shows it makes, changes or removes.
fn written(call: &str, here: &Path) -> BTreeSet<PathBuf> {
    let name = call.split('(').next().unwrap_or_default();
    let is_open = name.starts_with("open");
    let writes = [
        "O_WRONLY",
        "O_RDWR",
        "O_CREAT",
        "O_TRUNC",
        "O_TMPFILE",
        "O_APPEND",
    ];
    let is_reading = is_open && !writes.iter().any(|flag| call.contains(flag));
    if is_reading || call.contains("= -1 ENAMETOOLONG") {
        return BTreeSet::new();
    }
    let mut paths: Vec<_> = strings(call);
    if name.starts_with("symlink") {
        // What a link says is no place; where it lies is.
        paths = paths.split_off(1.min(paths.len()));
    }
    paths.into_iter().map(|path| normal(here, &path)).collect()
}

/// The quoted strings of a call, in which each byte is written as `\x2f`.
fn strings(call: &str) -> Vec<String> {
    let byte = |digits: &str| u8::from_str_radix(digits, 16).ok();
    let text = |quoted: &str| {
        let bytes: Vec<_> = quoted.split("\\x").filter_map(byte).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    call.split('"').skip(1).step_by(2).map(text).collect()
}

/// A path without steps up, from a folder.
fn normal(here: &Path, path: &str) -> PathBuf {
    let mut found = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::ParentDir => {
                found.pop();
            }
            Component::CurDir => {}
            part => found.push(part),
        }
    }
    found
}

/// An assessment with another value for a key of its rubric, without its marker.
fn changed(text: &str, key: &str, value: &str) -> String {
    let mut is_in_rubric = false;
    let lines = text.lines().map(|line| {
        let is_nested = line.starts_with(' ');
        is_in_rubric = line.starts_with("rubric:") || (is_in_rubric && is_nested);
        match is_in_rubric && line.trim_start().starts_with(&format!("{key}:")) {
            true => format!("  {key}: {value}"),
            false => line.to_owned(),
        }
    });
    let text: Vec<_> = lines.collect();
    format!("{}\n", text.join("\n"))
}
