//! Killed, or refused by the system, at every call that has to do with files.

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Sitting, next_works};
use crate::trace::{points, sit};

const ERRORS: [&str; 6] = ["EIO", "ENOSPC", "EDQUOT", "EACCES", "EXDEV", "EBUSY"];

pub(crate) fn killed(setting: Setting, program: Program) -> Tally {
    let points = setting.sample(points(program), 40);
    Tally::each("points", &points, |(call, number)| {
        let home = home();
        let inject = format!("inject={call}:signal=SIGKILL:when={number}");
        let sitting = sit(program, home.path(), &["-o", "/dev/null", "-e", &inject]);
        let mut wrongs = sitting.wrongs(&inject);
        let lost = sitting.missing(home.path()).into_iter();
        let broken = next_works(home.path(), &sitting).into_iter();
        for words in lost.chain(broken) {
            wrongs.push((Wrong::Lost, format!("{inject}: {words}")));
        }
        wrongs
    })
}

pub(crate) fn refused(setting: Setting, program: Program) -> Tally {
    let mut cases = Vec::new();
    for (call, number) in points(program) {
        for error in ERRORS {
            for for_good in ["", "+"] {
                cases.push(format!(
                    "inject={call}:error={error}:when={number}{for_good}"
                ));
            }
        }
    }
    let cases = setting.sample(cases, 60);
    Tally::each("errors", &cases, |inject| {
        let home = home();
        let sitting = sit(program, home.path(), &["-o", "/dev/null", "-e", inject]);
        let mut wrongs = sitting.wrongs(inject);
        for words in sitting.missing(home.path()) {
            wrongs.push((
                Wrong::FalselySaved,
                format!("{inject}: {words}\n{}", sitting.said),
            ));
        }
        wrongs.extend(unsaid(&sitting, inject));
        for words in next_works(home.path(), &sitting) {
            wrongs.push((Wrong::Lost, format!("{inject}: {words}")));
        }
        wrongs
    })
}

/// What was typed and neither saved nor handed back, and an end that says nothing of it.
pub(crate) fn unsaid(sitting: &Sitting, inject: &str) -> Vec<(Wrong, String)> {
    let mut wrongs = Vec::new();
    let saved = |text: &String| {
        sitting
            .acknowledged
            .values()
            .any(|said| said.evidence == *text)
    };
    // Words that were never asked for again because the input itself failed were not heard.
    let is_deaf = inject.starts_with("inject=read:");
    for text in sitting.typed.iter().filter(|text| !saved(text)) {
        let mark = text.split(':').next().unwrap_or_default();
        if sitting.offers > 0 && !is_deaf && !sitting.said.contains(mark) {
            wrongs.push((
                Wrong::Lost,
                format!("{inject}: {text:?} was not handed back\n{}", sitting.said),
            ));
        }
    }
    if sitting.code == Some(0) && !sitting.is_finished {
        wrongs.push((
            Wrong::FalselySaved,
            format!("{inject}: a good end\n{}", sitting.said),
        ));
    }
    wrongs
}
