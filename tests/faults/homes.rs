//! Where the store lies when the environment does not say it well.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::support::TODAY;

/// What is set, arguments before the command, and where the store then is; none for an error.
type Case = (
    &'static [(&'static str, &'static [u8])],
    &'static [&'static str],
    Option<&'static str>,
);

const AT_HOME: Option<&str> = Some("home/.local/share/emkit");

/// `@` stands for the folder of the try; runs happen in `@/here`.
const CASES: [Case; 21] = [
    (&[], &[], None),
    (&[("HOME", b"")], &[], None),
    (&[("HOME", b"home")], &[], None),
    (&[("HOME", b"../home")], &[], None),
    (&[("HOME", b"~")], &[], None),
    (&[("HOME", b"."), ("XDG_DATA_HOME", b"data")], &[], None),
    (&[("XDG_DATA_HOME", b"data")], &[], None),
    (&[("XDG_DATA_HOME", b"")], &[], None),
    (&[("EMKIT_HOME", b"")], &[], None),
    (&[("HOME", b"@/home")], &[], AT_HOME),
    (&[("HOME", b"@/home"), ("XDG_DATA_HOME", b"")], &[], AT_HOME),
    (
        &[("HOME", b"@/home"), ("XDG_DATA_HOME", b"data")],
        &[],
        AT_HOME,
    ),
    (&[("HOME", b"@/home"), ("EMKIT_HOME", b"")], &[], AT_HOME),
    (
        &[("HOME", b"@/home"), ("XDG_DATA_HOME", b"@/data")],
        &[],
        Some("data/emkit"),
    ),
    (&[("XDG_DATA_HOME", b"@/data")], &[], Some("data/emkit")),
    (
        &[("HOME", b"home"), ("XDG_DATA_HOME", b"@/data")],
        &[],
        Some("data/emkit"),
    ),
    (&[("HOME", b"@/home"), ("EMKIT_HOME", b"mine")], &[], None),
    (
        &[("HOME", b"@/home"), ("EMKIT_HOME", b"@/caf\xe9")],
        &[],
        Some("caf\u{fffd}"),
    ),
    (&[("HOME", b"@/home"), ("EMKIT_HOME", b"~/mine")], &[], None),
    (&[("HOME", b"@/home")], &["--home", ""], None),
    (
        &[("HOME", b"@/home"), ("EMKIT_HOME", b"@/other")],
        &["--home", "mine"],
        Some("here/mine"),
    ),
];

const COMMANDS: [&[&str]; 6] = [
    &["assess", "--date", TODAY, "--answers", "../answers"],
    &[
        "assess",
        "--date",
        TODAY,
        "--accessible",
        "--resume",
        "--role",
        "em",
    ],
    &["list"],
    &["show"],
    &["doctor"],
    &["export"],
];

pub(crate) fn homes(_: Setting, program: Program) -> Tally {
    let is_possible = |case: &&Case| {
        // Elsewhere a path is text.
        cfg!(target_os = "linux")
            || case
                .0
                .iter()
                .all(|(_, value)| str::from_utf8(value).is_ok())
    };
    let cases: Vec<_> = CASES.iter().filter(is_possible).collect();
    Tally::each("environments", &cases, |(environment, before, place)| {
        let home = home();
        let top = home.path();
        for folder in ["home", "here"] {
            fs::create_dir(top.join(folder)).expect("a folder");
        }
        fs::write(
            top.join("answers"),
            "answers: {}\nclosing: A quiet quarter.\n",
        )
        .expect("written");
        let mut wrongs = Vec::new();
        for arguments in COMMANDS {
            let arguments = [before, arguments].concat();
            let mut command = program.command(top, &arguments);
            command
                .current_dir(top.join("here"))
                .env_remove("EMKIT_HOME");
            for (name, value) in *environment {
                command.env(name, filled(value, top));
            }
            let ran = command.stdin(Stdio::null()).output().expect("it runs");
            let said = String::from_utf8_lossy(&ran.stderr);
            let what = format!("{environment:?} {arguments:?}: {:?}\n{said}", ran.status);
            // Without an assessment there is nothing to show.
            let is_first = arguments.contains(&"--answers");
            if place.is_none() && !matches!(ran.status.code(), Some(1 | 2)) {
                wrongs.push((Wrong::Broken, format!("no error: {what}")));
            }
            if place.is_none() && !said.contains("error: ") {
                wrongs.push((Wrong::Broken, format!("no word of why: {what}")));
            }
            if place.is_some() && is_first && !ran.status.success() {
                wrongs.push((Wrong::Broken, format!("an error: {what}")));
            }
            for path in listing(top) {
                let is_inside = place.is_some_and(|place| path.starts_with(place));
                if !is_inside
                    && !["home", "here", "answers"]
                        .iter()
                        .any(|known| path == Path::new(known))
                    && !place.is_some_and(|place| Path::new(place).starts_with(&path))
                {
                    let words = format!("{path} was written: {what}", path = path.display());
                    wrongs.push((Wrong::Broken, words));
                }
            }
        }
        if place.is_some_and(|place| !listing(top).contains(Path::new(place))) {
            wrongs.push((
                Wrong::Broken,
                format!("{environment:?}: nothing in {place:?}"),
            ));
        }
        wrongs
    })
}

fn filled(value: &[u8], top: &Path) -> std::ffi::OsString {
    match value.strip_prefix(b"@") {
        Some(rest) => {
            let mut path = top.as_os_str().to_owned();
            path.push(OsStr::from_bytes(rest));
            path
        }
        None => OsStr::from_bytes(value).to_owned(),
    }
}

/// Every path below a folder, from there, with stand-ins for what is no text.
fn listing(top: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![top.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let from_top = path.strip_prefix(top).expect("below");
            found.insert(PathBuf::from(from_top.to_string_lossy().into_owned()));
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found
}
