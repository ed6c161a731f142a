//! Runs under strace: what the program asks of the system, and what happens when that fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::program::{ASSESS, Program};
use crate::session::{Script, Sitting};

/// Every call that touches a file or what tells of one.
pub(crate) const FILE_CALLS: [&str; 29] = [
    "openat",
    "read",
    "write",
    "close",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "statx",
    "newfstatat",
    "fstat",
    "flock",
    "fchmod",
    "fchmodat",
    "getdents64",
    "readlink",
    "readlinkat",
    "lseek",
    "ftruncate",
    "linkat",
    "fcntl",
    "access",
    "pread64",
    "ioctl",
];

/// The sitting that is traced: three answers, then the end with a focus and a last word.
pub(crate) const SCRIPT: Script = Script {
    answers: 3,
    finishes: true,
    mark: "one",
};

/// A sitting under strace with these further arguments of strace.
pub(crate) fn sit(program: Program, home: &Path, arguments: &[&str]) -> Sitting {
    let wrapper = [&["strace", "-f", "-qq"], arguments].concat();
    Sitting::hold(program.wrapped(&wrapper, home, &ASSESS), SCRIPT)
}

/// What strace wrote of a sitting of which nothing was disturbed, a call a line.
pub(crate) fn lines(program: Program, calls: &str) -> (Sitting, Vec<String>) {
    let home = crate::program::home();
    let file = home.path().join("trace");
    let name = file.to_str().expect("UTF-8");
    let sitting = sit(
        program,
        home.path(),
        &[
            "-y",
            "-s",
            "300",
            "-e",
            &format!("trace={calls}"),
            "-o",
            name,
        ],
    );
    let text = fs::read(&file).expect("a trace");
    let lines = String::from_utf8_lossy(&text)
        .lines()
        .map(str::to_owned)
        .collect();
    (sitting, lines)
}

/// Every place where a call can be disturbed: its name and, counted in the thread that makes the
/// most of them as strace does, which of them.
pub(crate) fn points(program: Program) -> Vec<(&'static str, usize)> {
    let (sitting, lines) = lines(program, &known());
    assert!(sitting.is_finished, "{sitting:#?}");
    points_of(&lines)
}

/// The same for lines that strace wrote.
pub(crate) fn points_of(lines: &[String]) -> Vec<(&'static str, usize)> {
    let mut counts = BTreeMap::<&str, BTreeMap<String, usize>>::new();
    for line in lines {
        let Some((thread, call)) = line.split_once(' ') else {
            continue;
        };
        let name = call.trim_start().split('(').next().unwrap_or_default();
        if let Some(name) = FILE_CALLS.into_iter().find(|known| *known == name) {
            *counts
                .entry(name)
                .or_default()
                .entry(thread.to_owned())
                .or_default() += 1;
        }
    }
    let mut points = Vec::new();
    for (name, threads) in counts {
        let most = threads.into_values().max().unwrap_or_default();
        points.extend((1..=most).map(|number| (name, number)));
    }
    points
}

/// The calls as strace's `trace=` takes them; those that this machine does not have are left out.
pub(crate) fn known() -> String {
    let known: BTreeSet<_> = FILE_CALLS
        .into_iter()
        .map(|call| format!("?{call}"))
        .collect();
    known.into_iter().collect::<Vec<_>>().join(",")
}
