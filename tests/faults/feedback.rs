//! Replies of several people added at once, by a program that is killed or refused half-way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::support::TODAY;
use crate::trace::{known, points_of};

/// Three replies and what a collector put together. One reply is in the store before, and so is an
/// earlier file of the collector.
const ADD: [&str; 9] = [
    "feedback",
    "add",
    "--date",
    TODAY,
    "--yes",
    "reply-5.yaml",
    "reply-6.yaml",
    "reply-7.yaml",
    "combined.yaml",
];
const BEFORE: [&str; 6] = [
    "feedback",
    "add",
    "--date",
    TODAY,
    "reply-8.yaml",
    "earlier.yaml",
];
const FOLDER: &str = "store/feedback/eight-skills/2026-Q4";
const UNFINISHED: &str = ".emkit-";

type Files = BTreeMap<PathBuf, String>;

/// Everything in the folder of the replies.
fn files(home: &Path) -> Files {
    let found = fs::read_dir(home.join(FOLDER)).into_iter().flatten();
    let paths = found.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let name = path.strip_prefix(home).expect("in the home").to_owned();
            (name, text)
        })
        .collect()
}

fn ran(program: Program, home: &Path, arguments: &[&str]) -> Output {
    let ran = program.command(home, arguments).output();
    ran.expect("the program runs")
}

fn said(ran: &Output) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

/// A home with the files to add, and what was added before.
fn prepared(program: Program) -> TempDir {
    let folder = home();
    let home = folder.path();
    let good = |arguments: &[&str]| {
        let ran = ran(Program::Emkit, home, arguments);
        assert!(ran.status.success(), "{arguments:?}: {ran:?}");
        String::from_utf8(ran.stdout).expect("UTF-8")
    };
    let form = ["feedback", "form", "2026-Q4", "--date", TODAY];
    let empty = good(&[&form[..], &["--format", "yaml"]].concat());
    for number in 1..=8 {
        let relation = if number < 5 { "peer" } else { "report" };
        let lines = empty.lines().map(|line| match line {
            "    rating:" => format!("    rating: {}", 1 + number % 5),
            "skills:" => format!("relation: {relation}\nskills:"),
            line if line.starts_with("id: ") => format!("id: \"{number:032x}\""),
            line => line.to_owned(),
        });
        let text: String = lines.map(|line| line + "\n").collect();
        fs::write(home.join(format!("reply-{number}.yaml")), text).expect("a reply");
    }
    let peers = [
        "reply-1.yaml",
        "reply-2.yaml",
        "reply-3.yaml",
        "reply-4.yaml",
    ];
    for (peers, output) in [(&peers[..3], "earlier.yaml"), (&peers[..], "combined.yaml")] {
        let combine = ["feedback", "combine", "--at-least", "3", "--output", output];
        good(&[&combine[..], peers].concat());
    }
    let added = ran(program, home, &BEFORE);
    assert!(added.status.success(), "{added:?}");
    folder
}

fn copied(from: &Path) -> TempDir {
    let to = home();
    let mut copy = Command::new("cp");
    let status = copy.arg("-Rp").arg(from.join(".")).arg(to.path()).status();
    assert!(status.is_ok_and(|status| status.success()), "a copy");
    to
}

/// The replies added under strace with these arguments.
fn traced(program: Program, home: &Path, arguments: &[&str]) -> Output {
    let wrapper = [&["strace", "-f", "-qq"], arguments].concat();
    let ran = program.wrapped(&wrapper, home, &ADD).output();
    ran.expect("strace runs")
}

pub(crate) fn at_every_call(setting: Setting, program: Program) -> Tally {
    let before = prepared(program);
    let trace = copied(before.path());
    let file = trace.path().join("trace");
    let name = file.to_str().expect("UTF-8");
    let undisturbed = traced(
        program,
        trace.path(),
        &["-o", name, "-e", &format!("trace={}", known())],
    );
    assert!(undisturbed.status.success(), "{undisturbed:?}");
    let text = fs::read(&file).expect("a trace");
    let lines: Vec<_> = String::from_utf8_lossy(&text)
        .lines()
        .map(str::to_owned)
        .collect();
    let all = files(trace.path());
    assert_eq!(all.len(), 5, "{all:#?}");
    let faults = ["signal=SIGKILL", "error=EIO", "error=ENOSPC"];
    let points = points_of(&lines).into_iter().flat_map(|(call, number)| {
        faults.map(|fault| format!("inject={call}:{fault}:when={number}"))
    });
    let points = setting.sample(points.collect(), 60);
    Tally::each("points", &points, |inject| {
        let home = copied(before.path());
        let ended = traced(program, home.path(), &["-o", "/dev/null", "-e", inject]);
        let wrongs = wrongs(program, home.path(), &ended, [&files(before.path()), &all]);
        let wrongs = wrongs.into_iter();
        wrongs
            .map(|(wrong, words)| (wrong, format!("{inject}: {words}")))
            .collect::<Vec<_>>()
    })
}

/// What is wrong after a run that was disturbed: each file has to be as it was or as it is to be, and
/// the same command, undisturbed, has to add what is not there yet.
fn wrongs(
    program: Program,
    home: &Path,
    ended: &Output,
    [before, all]: [&Files; 2],
) -> Vec<(Wrong, String)> {
    let mut wrongs = Vec::new();
    let words = said(ended);
    if words.contains("panicked") {
        wrongs.push((Wrong::Panicked, words.clone()));
    }
    let now = files(home);
    let is_unfinished = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().starts_with(UNFINISHED)
    };
    for (path, text) in &now {
        let is_whole = [before, all]
            .iter()
            .any(|files| files.get(path) == Some(text));
        if !is_whole && !is_unfinished(path) {
            wrongs.push((Wrong::Broken, format!("{path:?} is half there: {text:?}")));
        }
    }
    for path in before.keys().filter(|path| !now.contains_key(*path)) {
        wrongs.push((Wrong::Lost, format!("{path:?} was there before")));
    }
    for (path, text) in all {
        let is_called_kept = words.contains(&format!("kept as `{}`", home.join(path).display()));
        if (is_called_kept || ended.status.success()) && now.get(path) != Some(text) {
            wrongs.push((Wrong::FalselySaved, format!("{path:?}\n{words}")));
        }
    }
    // What was refused as a whole has left nothing new; a kill may leave whole replies.
    let is_told = ended.status.code() == Some(1) && words.contains("error: could not");
    let is_new = |path: &PathBuf| !before.contains_key(path) && !is_unfinished(path);
    if is_told && now.keys().any(is_new) && !words.contains("kept as `") {
        wrongs.push((Wrong::Broken, format!("a part is kept: {now:#?}\n{words}")));
    }

    let next = ran(program, home, &ADD);
    if !next.status.success() {
        wrongs.push((Wrong::Broken, format!("the next one fails: {next:?}")));
    }
    let mut now = files(home);
    let left: Vec<_> = now
        .keys()
        .filter(|path| is_unfinished(path))
        .cloned()
        .collect();
    now.retain(|path, _| !is_unfinished(path));
    if now != *all {
        wrongs.push((Wrong::Lost, format!("after the next one: {now:#?}")));
    }
    wrongs.extend(unlisted(home));
    let doctor = ran(Program::Emkit, home, &["doctor"]);
    let named = said(&doctor);
    let unnamed = left
        .iter()
        .filter(|path| !named.contains(&home.join(path).display().to_string()));
    for path in unnamed {
        wrongs.push((
            Wrong::Broken,
            format!("doctor does not name {path:?}: {named}"),
        ));
    }
    if left.is_empty() && !doctor.status.success() && !named.contains("save was cut off") {
        wrongs.push((Wrong::Broken, format!("doctor is not content: {named}")));
    }
    wrongs
}

/// What `feedback list` does not say of a store with all of it.
fn unlisted(home: &Path) -> Option<(Wrong, String)> {
    let ran = ran(
        Program::Emkit,
        home,
        &["feedback", "list", "--format", "json"],
    );
    let listed: Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
    let replies = |relation: &str| -> u64 {
        let rows = listed["replies"].as_array().into_iter().flatten();
        let rows = rows.filter(|row| row["relation"] == relation);
        rows.filter_map(|row| row["replies"].as_u64()).sum()
    };
    let is_right = ran.status.success() && replies("peer") == 4 && replies("report") == 4;
    (!is_right).then(|| (Wrong::Lost, format!("the list: {listed:#}\n{}", said(&ran))))
}
