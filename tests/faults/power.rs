//! The power goes: a file system is shut down with what it has not written yet.

use std::thread;
use std::time::Duration;

use crate::mounted_fs::Ground;
use crate::program::{ASSESS, Program};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting, next_works, shown};

const SCRIPT: Script = Script {
    answers: 24,
    finishes: true,
    mark: "one",
};

const EXT4: &str = "truncate -s 64M disk/image && mkfs.ext4 -q -F disk/image";
const XFS: &str = "truncate -s 320M disk/image && mkfs.xfs -q -f disk/image";

/// How long after an answer the cut comes at most: the time of an answer or two.
const LATEST: usize = 40_000;

pub(crate) fn ext4(setting: Setting, program: Program) -> Tally {
    cuts(EXT4, setting, program)
}

pub(crate) fn xfs(setting: Setting, program: Program) -> Tally {
    cuts(XFS, setting, program)
}

fn cuts(make: &str, setting: Setting, program: Program) -> Tally {
    let mut chance = setting.chance(make);
    let moments: Vec<_> = (0..setting.count(6, 200))
        .map(|_| (1 + chance.below(SCRIPT.answers), chance.below(LATEST)))
        .collect();
    // The file system lies in memory, so that its own syncs cost nothing.
    let script = format!(
        "mkdir disk && mount -t tmpfs none disk && {make} && mount -o loop disk/image \"$1\""
    );
    Tally::each("cuts", &moments, |(answers, microseconds)| {
        let what = format!("cut {microseconds} µs after answer {answers}");
        let ground = Ground::prepare(&script, &[]).expect("a file system of its own");
        let sitting = thread::scope(|scope| {
            let cut = || assert!(ground.shell("xfs_io -x -c shutdown \"$1\""), "a cut");
            let mut is_cut = false;
            let command = program.wrapped(&ground.wrapper(), ground.home(), &ASSESS);
            let sitting = Sitting::hold_with(command, SCRIPT, |_, saved| {
                if saved >= *answers && !is_cut {
                    is_cut = true;
                    let delay = Duration::from_micros(u64::try_from(*microseconds).unwrap_or(0));
                    scope.spawn(move || {
                        thread::sleep(delay);
                        cut();
                    });
                }
            });
            if !is_cut {
                cut();
            }
            sitting
        });
        let is_back = ground.shell("umount \"$1\" && mount -o loop disk/image \"$1\"");
        assert!(is_back, "the file system can be mounted again");
        let home = ground.leave();
        let mut wrongs = sitting.wrongs(&what);
        let unreadable = shown(home.path()).into_iter().filter_map(Result::err);
        let lost = sitting.missing(home.path()).into_iter();
        let next = next_works(home.path(), &sitting).into_iter();
        for words in unreadable.chain(lost).chain(next) {
            wrongs.push((Wrong::Lost, format!("{what}: {words}\n{}", sitting.said)));
        }
        wrongs
    })
}
