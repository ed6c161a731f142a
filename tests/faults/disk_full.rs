//! A disk without room, without inodes, or with a limit on how long a file may be.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::calls::unsaid;
use crate::mounted_fs::Ground;
use crate::program::{ASSESS, Program, RESUME, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting, next_works};

const SCRIPT: Script = Script {
    answers: 24,
    finishes: true,
    // Long enough for a draft to take more than one block.
    mark: "one of many that say in a few more words than it takes what happened in that quarter, to whom, and what came of it in the end",
};

/// Enough for every sitting, in KiB and in inodes.
const AMPLE: (usize, usize) = (64 * 1024, 10_000);

/// A store with a draft that is to be gone on with, or one without anything.
struct Begun {
    home: TempDir,
    sitting: Sitting,
    arguments: &'static [&'static str],
}

/// A disk with so much room.
struct Disk<'a> {
    begun: &'a Begun,
    kib: usize,
    inodes: usize,
}

/// A store of every size from the smallest up to one in which nothing runs out.
pub(crate) fn disk_full(setting: Setting, program: Program) -> Tally {
    let stores = [nothing(), draft()];
    let mut disks = Vec::new();
    for begun in &stores {
        disks.extend(sizes(begun, program));
    }
    let disks = setting.sample(disks, 24);
    Tally::each("disks", &disks, |disk| {
        let what = format!(
            "{} KiB, {} inodes, {:?}",
            disk.kib, disk.inodes, disk.begun.arguments
        );
        match disk.sit(program) {
            Some((sitting, home)) => wrongs(&what, &sitting, disk.begun, home.path()),
            None => vec![(Wrong::Broken, format!("{what}: no such disk"))],
        }
    })
}

/// Each size, then each number of inodes, from what is there to what is enough.
fn sizes<'a>(begun: &'a Begun, program: Program) -> Vec<Disk<'a>> {
    let disk = |kib, inodes| Disk { begun, kib, inodes };
    let is_enough = |disk: &Disk<'_>| {
        disk.sit(program)
            .is_some_and(|(sitting, _)| sitting.is_finished && sitting.offers == 0)
    };
    let enough = |first: usize, disk: &dyn Fn(usize) -> Disk<'a>| {
        let mut sizes = (0..).map(|doublings| first << doublings);
        sizes.find(|size| is_enough(&disk(*size))).expect("enough")
    };
    let (kib, entries) = used(&begun.home.path().join("store"));
    let (kib, inodes) = (kib.max(4), entries + 1);
    let most_kib = enough(kib, &|kib| disk(kib, AMPLE.1));
    let most_inodes = enough(inodes, &|inodes| disk(AMPLE.0, inodes));
    let by_size = (kib..=most_kib).step_by(4).map(|kib| disk(kib, AMPLE.1));
    let by_inodes = (inodes..=most_inodes).map(|inodes| disk(AMPLE.0, inodes));
    by_size.chain(by_inodes).collect()
}

impl Disk<'_> {
    /// The sitting on it, and the home with the store in a place with room. None where the system
    /// makes no such disk.
    fn sit(&self, program: Program) -> Option<(Sitting, TempDir)> {
        let before = self.begun.home.path().join("store");
        let ground = Ground::prepare(
            "mount -t tmpfs -o mode=700 none \"$1\" && cp -a \"$2/.\" \"$1/\" && mount -o remount,size=\"$3\"k,nr_inodes=\"$4\" \"$1\"",
            &[
                before.to_str().expect("UTF-8"),
                &self.kib.to_string(),
                &self.inodes.to_string(),
            ],
        )?;
        let command = program.wrapped(&ground.wrapper(), ground.home(), self.begun.arguments);
        let sitting = Sitting::hold(command, SCRIPT);
        Some((sitting, ground.leave()))
    }
}

/// Files that may be no longer than so many bytes, in each length up to that of the assessment.
pub(crate) fn short_files(setting: Setting, program: Program) -> Tally {
    let begun = draft();
    let (sitting, longest) = {
        let home = copied(&begun);
        let sitting = Sitting::hold(program.command(home.path(), &RESUME), SCRIPT);
        let finished = home
            .path()
            .join("store/assessments/eight-skills/2026-Q4.yaml");
        (sitting, fs::metadata(finished).map_or(0, |file| file.len()))
    };
    assert!(sitting.is_finished, "{sitting:#?}");
    let has_prlimit = Command::new("prlimit")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok();
    let longest = usize::try_from(longest).expect("a length");
    // A shell's own limit goes by blocks.
    let step = if has_prlimit { 64 } else { 512 };
    let limits: Vec<usize> = (0..=longest + step).step_by(step).collect();
    let limits = setting.sample(limits, 16);
    Tally::each("limits", &limits, |limit| {
        let home = copied(&begun);
        let bytes = format!("--fsize={limit}");
        let blocks = format!("ulimit -f {}; exec \"$0\" \"$@\"", limit / 512);
        let wrapper: &[&str] = match has_prlimit {
            true => &["prlimit", &bytes],
            false => &["/bin/sh", "-c", &blocks],
        };
        let command = program.wrapped(wrapper, home.path(), begun.arguments);
        let sitting = Sitting::hold(command, SCRIPT);
        wrongs(&format!("{limit} bytes"), &sitting, &begun, home.path())
    })
}

fn wrongs(what: &str, sitting: &Sitting, begun: &Begun, home: &Path) -> Vec<(Wrong, String)> {
    let mut wrongs = sitting.wrongs(what);
    for words in sitting.missing(home) {
        let words = format!("{what}: {words}\n{}", sitting.said);
        wrongs.push((Wrong::FalselySaved, words));
    }
    for words in begun.sitting.missing(home) {
        wrongs.push((Wrong::Lost, format!("{what}: the draft before: {words}")));
    }
    wrongs.extend(unsaid(sitting, what));
    for words in next_works(home, sitting) {
        wrongs.push((Wrong::Lost, format!("{what}: {words}")));
    }
    wrongs
}

fn nothing() -> Begun {
    let home = home();
    fs::create_dir(home.path().join("store")).expect("a folder");
    Begun {
        home,
        sitting: Sitting::default(),
        arguments: &ASSESS,
    }
}

fn draft() -> Begun {
    let home = home();
    let script = Script {
        answers: 2,
        finishes: false,
        mark: "early",
    };
    let sitting = Sitting::hold(Program::Emkit.command(home.path(), &ASSESS), script);
    assert_eq!(sitting.acknowledged.len(), 2, "{sitting:#?}");
    Begun {
        home,
        sitting,
        arguments: &RESUME,
    }
}

/// A home of its own with the same store.
fn copied(begun: &Begun) -> TempDir {
    let home = home();
    let status = Command::new("cp")
        .arg("-Rp")
        .arg(begun.home.path().join("store"))
        .arg(home.path())
        .status();
    assert!(status.is_ok_and(|status| status.success()), "a copy");
    home
}

/// How many KiB and how many inodes a folder's content takes.
fn used(folder: &Path) -> (usize, usize) {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.fold((0, 0), |(kib, entries), entry| {
        let path = entry.expect("an entry").path();
        let (of_it, below) = match path.is_dir() {
            true => used(&path),
            false => {
                let bytes = fs::metadata(&path).expect("a file").len();
                (
                    usize::try_from(bytes.div_ceil(4096) * 4).expect("a size"),
                    0,
                )
            }
        };
        (kib + of_it, entries + below + 1)
    })
}
