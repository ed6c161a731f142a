//! What a person set aside or edited by hand is there after many sittings, and an export never takes its place.

use std::fs;
use std::path::Path;

use crate::program::{ASSESS, Program, RESUME, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting};
use crate::store_inspection::{DRAFT, files};

/// Sittings of one answer each, more than there are routine versions.
const SITTINGS: usize = 8;

const SHORT: Script = Script {
    answers: 1,
    finishes: false,
    mark: "later",
};

/// What a draft of many answers goes through before the short sittings begin.
const WAYS: [&str; 2] = ["set aside", "edited by hand"];

pub(crate) fn outlives(_: Setting, program: Program) -> Tally {
    Tally::each("drafts", &WAYS, |way| {
        let home = home();
        let home = home.path();
        let long = Script {
            answers: 20,
            mark: "long",
            ..SHORT
        };
        hold(program, home, &ASSESS, long);
        let draft = home.join(DRAFT);
        let mut text = fs::read_to_string(&draft).expect("a draft");
        if *way == "set aside" {
            hold(program, home, &[&ASSESS[..], &["--fresh"]].concat(), SHORT);
        } else {
            text = text.replace("– done.", "– done, in other words.");
            fs::write(&draft, &text).expect("written");
        }
        for _ in 0..SITTINGS {
            hold(program, home, &RESUME, SHORT);
        }
        let there = files(&home.join("store/kept"));
        let Some((path, _)) = there.iter().find(|(_, bytes)| bytes == text.as_bytes()) else {
            return vec![(Wrong::Lost, format!("what was {way} is gone"))];
        };
        let ran = program.command(home, &["doctor"]).output();
        let ran = ran.expect("the program runs");
        let said = String::from_utf8_lossy(&ran.stderr);
        let opens = format!("emkit show {}`", path.display());
        match said.contains(&opens) {
            true => Vec::new(),
            false => vec![(Wrong::Broken, format!("doctor does not list it:\n{said}"))],
        }
    })
}

fn hold(program: Program, home: &Path, arguments: &[&str], script: Script) {
    let sitting = Sitting::hold(program.command(home, arguments), script);
    assert_eq!(sitting.code, Some(0), "{sitting:#?}");
}

/// An export onto every file of a store, by its path and through a link.
pub(crate) fn exported_onto(_: Setting, program: Program) -> Tally {
    let home = home();
    let home = home.path();
    let script = Script {
        answers: 3,
        finishes: true,
        mark: "one",
    };
    hold(program, home, &ASSESS, script);
    let arguments = [&ASSESS[..], &["--fresh"]].concat();
    hold(program, home, &arguments, SHORT);
    let log = ["log", "--date", crate::support::TODAY, "Cut", "it"];
    program.command(home, &log).output().expect("it runs");
    let link = home.join("review.md");
    let mut tally = Tally::new("files");
    for (path, bytes) in files(&home.join("store")) {
        fs::remove_file(&link).ok();
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        for output in [&path, &link] {
            let output = output.to_str().expect("UTF-8");
            let arguments = ["export", "latest", "--force", "--output", output];
            let ran = program.command(home, &arguments).output();
            let ran = ran.expect("the program runs");
            let said = String::from_utf8_lossy(&ran.stderr);
            let is_whole = fs::read(&path).is_ok_and(|now| now == bytes);
            let lost = (!is_whole).then(|| (Wrong::Lost, format!("`{output}` is overwritten")));
            let is_refused = ran.status.code() == Some(1) && said.contains("hint: ");
            let broken = (!is_refused).then(|| (Wrong::Broken, format!("{output}: {said}")));
            tally.add(lost.into_iter().chain(broken));
            fs::write(&path, &bytes).expect("put back");
        }
    }
    tally
}
