//! A store that may not be written or read: no question in vain, nothing taken for new.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::geteuid;
use tempfile::TempDir;

use crate::mounted_fs::Ground;
use crate::program::{ASSESS, Program, RESUME, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting};
use crate::support::TODAY;

const SCRIPT: Script = Script {
    answers: 3,
    finishes: true,
    mark: "one",
};

/// An ordinary user on every machine.
const NOBODY: u32 = 65534;

/// What is there before, in a store below the working folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A draft, a finished assessment of the same quarter and of the one before.
    Assessments,
}

use Before::{Assessments, Nothing};

/// What is done to it, as a shell says it, and whether a sitting can only be refused then.
type Case = (Before, &'static str, bool);

const MODES: [Case; 25] = [
    (Nothing, "mkdir store && chmod 500 store", true),
    (Nothing, "mkdir store && chmod 000 store", true),
    (
        Nothing,
        "mkdir -p store/drafts && chmod 500 store/drafts",
        true,
    ),
    (
        Nothing,
        "mkdir -p store/assessments && chmod 500 store/assessments",
        true,
    ),
    (
        Nothing,
        "mkdir -p store/rubric-history && chmod 500 store/rubric-history",
        true,
    ),
    (Nothing, "mkdir -p store/kept && chmod 500 store/kept", true),
    (
        Nothing,
        "mkdir -p store/rubrics && echo x > store/rubrics/eight-skills.yaml && chmod 000 store/rubrics/eight-skills.yaml",
        true,
    ),
    (
        Nothing,
        "mkdir -p store/rubrics && chmod 000 store/rubrics",
        true,
    ),
    (Nothing, "echo a file > store", true),
    (Nothing, "ln -s away/store store", true),
    (
        Nothing,
        "mkdir above && chmod 500 above && ln -s above/store store",
        true,
    ),
    (Nothing, "mkdir store && ln -s ../away store/drafts", true),
    (
        Nothing,
        "mkdir store && ln -s ../away store/assessments",
        true,
    ),
    (Assessments, "chmod 500 store/drafts/eight-skills", true),
    (
        Assessments,
        "chmod 500 store/assessments/eight-skills",
        true,
    ),
    (
        Assessments,
        "chmod 500 store/kept/drafts/eight-skills",
        true,
    ),
    (
        Assessments,
        "chmod 300 store/kept/drafts/eight-skills",
        true,
    ),
    (
        Assessments,
        "chmod 000 store/drafts/eight-skills/2026-Q4.yaml",
        true,
    ),
    (
        Assessments,
        "chmod 000 store/assessments/eight-skills/2026-Q4.yaml",
        true,
    ),
    (Assessments, "chmod 000 store/drafts/eight-skills", true),
    (
        Assessments,
        "chmod 000 store/assessments/eight-skills",
        true,
    ),
    (Assessments, "chmod 000 store/.lock", true),
    (
        Assessments,
        "rm store/drafts/eight-skills/2026-Q4.yaml && ln -s ../../../away/draft.yaml store/drafts/eight-skills/2026-Q4.yaml",
        true,
    ),
    (
        Assessments,
        "chmod 000 store/assessments/eight-skills/2026-Q3.yaml",
        false,
    ),
    (
        Assessments,
        "chmod 400 store/drafts/eight-skills/2026-Q4.yaml",
        false,
    ),
];

const LOCKED: [Case; 8] = [
    (
        Assessments,
        "chattr +i store/drafts/eight-skills/2026-Q4.yaml",
        true,
    ),
    (
        Assessments,
        "chattr +a store/drafts/eight-skills/2026-Q4.yaml",
        true,
    ),
    (
        Assessments,
        "chattr +i store/assessments/eight-skills/2026-Q4.yaml",
        true,
    ),
    (Assessments, "chattr +i store/drafts/eight-skills", true),
    (
        Assessments,
        "chattr +i store/assessments/eight-skills",
        true,
    ),
    (
        Assessments,
        "chattr +i store/kept/drafts/eight-skills",
        true,
    ),
    (Assessments, "chattr -R +i store", true),
    (Nothing, "mkdir store && chattr +i store", true),
];

/// Modes and links, for an ordinary user: root is let through everywhere.
pub(crate) fn modes(_: Setting, program: Program) -> Tally {
    let folder = home();
    let ordinary = Ordinary::beside(folder.path(), program);
    Tally::each("stores", &MODES, |case| {
        let home = ordinary.home(case.0);
        let before = texts(&home.path().join("store"));
        ordinary.shell(home.path(), case.1);
        let sitting = Sitting::hold(ordinary.sitting(program, home.path(), case.0), SCRIPT);
        ordinary.shell(home.path(), "chmod -R u+rwX . || true");
        wrongs(case, &sitting, &before, home.path())
    })
}

/// A disk that is mounted to be read only, and files that not even root may change.
pub(crate) fn locked(_: Setting, program: Program) -> Tally {
    let mut tally = Tally::each("stores", &LOCKED, |case| {
        let home = store(case.0);
        let before = texts(&home.path().join("store"));
        shell(&mut Command::new("sh"), home.path(), case.1);
        let sitting = Sitting::hold(program.command(home.path(), arguments(case.0)), SCRIPT);
        shell(
            &mut Command::new("sh"),
            home.path(),
            "chattr -R -f -i -a store || true",
        );
        wrongs(case, &sitting, &before, home.path())
    });
    for kind in [Nothing, Assessments] {
        let from = store(kind);
        let from = from.path().join("store");
        fs::create_dir_all(&from).expect("a folder");
        let script = "cp -a \"$2/.\" \"$1/\" && mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"";
        let ground = Ground::prepare(script, &[from.to_str().expect("UTF-8")]);
        let ground = ground.expect("a disk that can only be read");
        let command = program.wrapped(&ground.wrapper(), ground.home(), arguments(kind));
        let sitting = Sitting::hold(command, SCRIPT);
        let home = ground.leave();
        let case = (kind, "mounted to be read only", true);
        tally.add(wrongs(&case, &sitting, &texts(&from), home.path()));
    }
    tally
}

/// A disk that gives an error where something is looked for, opened or read.
pub(crate) fn unreadable(_: Setting, program: Program) -> Tally {
    let mut cases = Vec::new();
    for (path, is_needed) in [
        ("drafts/eight-skills/2026-Q4.yaml", true),
        ("assessments/eight-skills/2026-Q4.yaml", true),
        ("assessments/eight-skills/2026-Q3.yaml", false),
        ("rubrics/eight-skills.yaml", true),
        // An interview opens the file of its rubric without listing the folder.
        ("rubrics", false),
    ] {
        for calls in ["?statx,?newfstatat,?stat", "openat", "read,?pread64"] {
            // A folder is not read but listed.
            if path == "rubrics" && calls.starts_with("read") {
                continue;
            }
            cases.push((path, calls, is_needed));
        }
    }
    Tally::each("errors", &cases, |(path, calls, is_needed)| {
        let home = store(Assessments);
        let store = home.path().join("store");
        fs::create_dir(store.join("rubrics")).expect("a folder");
        let rubric = include_str!("../../rubric/eight-skills.yaml");
        fs::write(store.join("rubrics/eight-skills.yaml"), rubric).expect("a rubric");
        let before = texts(&store);
        let file = store.join(path);
        let inject = format!("inject={calls}:error=EIO");
        let wrapper = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-P",
            file.to_str().expect("UTF-8"),
            "-e",
            &inject,
        ];
        let command = program.wrapped(&wrapper, home.path(), &RESUME);
        let sitting = Sitting::hold(command, SCRIPT);
        let what = format!("{inject} on {path}");
        let case = (Assessments, what.as_str(), *is_needed);
        wrongs(&case, &sitting, &before, home.path())
    })
}

/// A sitting that is not refused has to save what it was told; one that cannot save asks nothing.
/// Nothing that was there is touched unless by an answer that was saved.
fn wrongs(
    (_, what, is_refused): &(Before, &str, bool),
    sitting: &Sitting,
    before: &BTreeMap<PathBuf, Vec<u8>>,
    home: &Path,
) -> Vec<(Wrong, String)> {
    let mut wrongs = sitting.wrongs(what);
    let mut broken = |words: &str| {
        let words = format!("{what}: {words}\n{}", sitting.said);
        wrongs.push((Wrong::Broken, words));
    };
    let is_asked = !sitting.typed.is_empty();
    let is_explained = sitting.said.contains("error: ") && sitting.said.contains("hint: ");
    if is_asked && (*is_refused || sitting.offers > 0) {
        broken("asked in vain");
    }
    if !is_asked && (sitting.code == Some(0) || !is_explained) {
        broken("not asked, and no word of why");
    }
    for words in sitting.missing(home) {
        wrongs.push((Wrong::FalselySaved, format!("{what}: {words}")));
    }
    if !is_asked {
        let after = texts(&home.join("store"));
        let is_same = |path: &&PathBuf| after.get(*path) == before.get(*path);
        for path in before.keys().filter(|path| !is_same(path)) {
            // The link that stands for a draft has been put there by the case itself.
            if !what.contains("rm store/drafts") {
                let words = format!("{what}: `{}` is not what it was", path.display());
                wrongs.push((Wrong::Lost, words));
            }
        }
    }
    wrongs
}

/// An ordinary user: oneself, or for root somebody else with a copy of the program.
struct Ordinary {
    program: PathBuf,
}

impl Ordinary {
    fn beside(folder: &Path, program: Program) -> Self {
        let mut path = program.path();
        if geteuid().is_root() {
            let open = fs::Permissions::from_mode(0o755);
            let copy = folder.join("program");
            fs::copy(path, &copy).expect("a copy of the program");
            fs::set_permissions(&copy, open.clone()).expect("set");
            fs::set_permissions(folder, open).expect("set");
            path = copy;
        }
        Self { program: path }
    }

    fn home(&self, before: Before) -> TempDir {
        let home = store(before);
        if geteuid().is_root() {
            give(home.path());
        }
        home
    }

    fn sitting(&self, program: Program, home: &Path, before: Before) -> Command {
        let own = program.command(home, arguments(before));
        let mut command = self.demoted(Command::new(&self.program));
        command.args(own.get_args()).current_dir(home).env_clear();
        for (name, value) in own.get_envs() {
            command.env(name, value.expect("a value"));
        }
        command
    }

    fn shell(&self, home: &Path, script: &str) {
        shell(&mut self.demoted(Command::new("sh")), home, script);
    }

    fn demoted(&self, mut command: Command) -> Command {
        if geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }
}

fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("given away");
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            give(&entry.expect("an entry").path());
        }
    }
}

fn shell(command: &mut Command, home: &Path, script: &str) {
    let status = command
        .args(["-c", script])
        .current_dir(home)
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "{script}");
}

fn arguments(before: Before) -> &'static [&'static str] {
    match before {
        Nothing => &ASSESS,
        Assessments => &RESUME,
    }
}

fn store(before: Before) -> TempDir {
    let home = home();
    if before == Nothing {
        return home;
    }
    finish(home.path(), "2026-Q3");
    let script = Script {
        answers: 1,
        finishes: false,
        mark: "early",
    };
    let sitting = Sitting::hold(Program::Emkit.command(home.path(), &ASSESS), script);
    assert_eq!(sitting.acknowledged.len(), 1, "{sitting:#?}");
    // Where there is a draft, nothing can be handed in.
    let other = crate::program::home();
    finish(other.path(), "2026-Q4");
    let finished = "store/assessments/eight-skills/2026-Q4.yaml";
    fs::copy(other.path().join(finished), home.path().join(finished)).expect("a copy");
    fs::create_dir_all(home.path().join("store/kept/drafts/eight-skills")).expect("a folder");
    home
}

fn finish(home: &Path, period: &str) {
    let file = home.join("answers");
    let answers = "answers: {execution.friction: {rating: 3, evidence: Early.}}\n";
    fs::write(&file, answers).expect("written");
    let arguments = [
        "assess",
        "--date",
        TODAY,
        "--period",
        period,
        "--answers",
        "answers",
    ];
    let ran = Program::Emkit.command(home, &arguments).output();
    assert!(ran.is_ok_and(|ran| ran.status.success()));
    fs::remove_file(file).expect("removed");
}

/// Every file below a folder with its bytes.
fn texts(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut texts = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    let mut is_first = true;
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            assert!(is_first, "{} can be read", next.display());
            break;
        };
        is_first = false;
        for entry in entries {
            let path = entry.expect("an entry").path();
            let kind = fs::symlink_metadata(&path).expect("there").file_type();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let bytes = fs::read(&path).expect("a file");
                let name = path.strip_prefix(folder).expect("inside").to_owned();
                texts.insert(name, bytes);
            }
        }
    }
    texts
}
