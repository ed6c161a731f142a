//! Every screen of the interview as it looks in a terminal, kept as text in `screens/`.
//!
//! Where a screen is meant to look otherwise, `EMKIT_SCREENS=write cargo test screens` writes the
//! files anew; the difference is there to be read before it is committed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::Home;
use crate::support::screen_fixtures::{SCENES, Scene, Shown};

const NARROW: (u16, u16) = (60, 24);
const USUAL: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (120, 40);

/// Long enough for a busy machine; nothing waits this long unless a screen looks otherwise.
const PATIENCE: Duration = Duration::from_secs(10);
/// A screen that has not changed for so long is taken as whole when it is to be kept.
const STILL: Duration = Duration::from_millis(500);

fn folder() -> PathBuf {
    // The suite of faults is another package, beside this one.
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/emkit/screens", "../emkit/screens"].map(|path| own.join(path));
    let there = folders.into_iter().find(|folder| folder.is_dir());
    there.expect("the kept screens")
}

fn is_to_be_written() -> bool {
    std::env::var_os("EMKIT_SCREENS").is_some_and(|value| value == "write")
}

/// A screen in which the folder of the test goes by a name that is always the same.
fn with_steady_name(picture: &str, home: &Home) -> String {
    let name = home.path().file_name().expect("a name").to_string_lossy();
    picture.replace(&*name, &"x".repeat(name.len()))
}

/// The screen once it looks as expected, or how it looks when it does not get there.
fn settled(shown: &Shown, expected: Option<&str>) -> String {
    let (home, terminal) = match shown {
        Shown::Over(home, left) => return with_steady_name(&left.picture, home),
        Shown::Open(home, terminal) => (home, terminal),
    };
    let look = || with_steady_name(&terminal.picture(), home);
    let start = Instant::now();
    let (mut picture, mut since) = (look(), start);
    loop {
        let is_done = match expected {
            Some(expected) => picture == expected || start.elapsed() > PATIENCE,
            None => since.elapsed() > STILL,
        };
        if is_done {
            return picture;
        }
        thread::sleep(Duration::from_millis(5));
        let now = look();
        if now != picture {
            (picture, since) = (now, Instant::now());
        }
    }
}

/// The lines of the one that the other has not, and the other way round.
fn difference(expected: &str, found: &str) -> String {
    let lines = expected.lines().count().max(found.lines().count());
    let mut out = String::new();
    for row in 0..lines {
        let (one, other) = (expected.lines().nth(row), found.lines().nth(row));
        if one != other {
            let one = one.map(|line| format!("  kept {:>2} {line}\n", row + 1));
            let other = other.map(|line| format!("   now {:>2} {line}\n", row + 1));
            out.push_str(&(one.unwrap_or_default() + &other.unwrap_or_default()));
        }
    }
    out
}

fn file_name(name: &str, (columns, _): (u16, u16)) -> String {
    format!("{name}-{columns}.txt")
}

/// Waits until a screen is whole.
pub(crate) fn settle(name: &str, size: (u16, u16), shown: &Shown) {
    let kept = fs::read_to_string(folder().join(file_name(name, size))).expect("a kept screen");
    assert_eq!(settled(shown, Some(&kept)), kept, "{name}");
}

fn scenes_at(size: (u16, u16)) -> impl Iterator<Item = Scene> {
    SCENES
        .into_iter()
        .filter(move |(_, is_wide, _)| *is_wide || size != WIDE)
}

fn compare(size: (u16, u16)) {
    let mut differences = String::new();
    for (name, _, reach) in scenes_at(size) {
        let file = folder().join(file_name(name, size));
        let kept = fs::read_to_string(&file).ok();
        let shown = reach(size);
        if is_to_be_written() {
            fs::write(&file, settled(&shown, None)).expect("a kept screen");
            continue;
        }
        let kept = kept.unwrap_or_default();
        let found = settled(&shown, Some(&kept));
        if found != kept {
            let difference = difference(&kept, &found);
            differences.push_str(&format!("{}\n{difference}", file.display()));
        }
    }
    assert!(
        differences.is_empty(),
        "screens look otherwise; if they should, run `EMKIT_SCREENS=write cargo test screens`\n{differences}"
    );
}

#[test]
fn every_screen_looks_as_it_is_kept_at_60_columns() {
    compare(NARROW);
}

#[test]
fn every_screen_looks_as_it_is_kept_at_80_columns() {
    compare(USUAL);
}

#[test]
fn the_screens_that_gain_by_it_look_as_they_are_kept_at_120_columns() {
    compare(WIDE);
}

#[test]
fn every_kept_screen_is_one_that_is_looked_at() {
    let sizes = [NARROW, USUAL, WIDE];
    let names = sizes
        .into_iter()
        .flat_map(|size| scenes_at(size).map(move |(name, _, _)| file_name(name, size)));
    let entries = fs::read_dir(folder()).expect("the folder");
    let kept = entries.map(|entry| entry.expect("an entry").file_name().into_string());
    let kept: BTreeSet<_> = kept.map(|name| name.expect("a name")).collect();
    let orphans: Vec<_> = kept.difference(&names.collect()).cloned().collect();
    assert_eq!(orphans, [] as [String; 0], "remove them");
}
