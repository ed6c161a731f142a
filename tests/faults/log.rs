//! The log: many writers at once, writers that are killed, and a disk that fills up.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::program::{Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::support::TODAY;
use crate::trace::{known, points_of};

const LOG: [&str; 3] = ["log", "--date", TODAY];

/// The texts of the log, read with emkit itself, or why they cannot be.
fn texts(home: &Path) -> Result<Vec<String>, String> {
    let arguments = ["log", "list", "--date", TODAY, "--format", "json"];
    let ran = Program::Emkit.command(home, &arguments).output();
    let ran = ran.expect("emkit runs");
    let said = || String::from_utf8_lossy(&ran.stderr).into_owned();
    if !ran.status.success() || !ran.stderr.is_empty() {
        return Err(said());
    }
    let listed: Value = serde_json::from_slice(&ran.stdout).map_err(|_| said())?;
    let entries = listed["entries"].as_array().into_iter().flatten();
    Ok(entries
        .filter_map(|entry| entry["text"].as_str().map(str::to_owned))
        .collect())
}

fn is_acknowledged(ran: &Output) -> bool {
    String::from_utf8_lossy(&ran.stderr).contains("logged in 2026-Q4")
}

/// What is wrong with the log after these were called logged, and others begun.
fn wrongs(home: &Path, logged: &[String], begun: &BTreeSet<String>) -> Vec<(Wrong, String)> {
    let there = match texts(home) {
        Ok(there) => there,
        Err(_) if logged.is_empty() && !home.join("store/log").exists() => return Vec::new(),
        Err(why) => return vec![(Wrong::Broken, why)],
    };
    let unknown = there.iter().filter(|text| !begun.contains(*text));
    let torn = unknown.map(|text| (Wrong::Broken, format!("nobody logged `{text}`")));
    let found: BTreeSet<_> = there.iter().collect();
    let lost = logged.iter().filter(|text| !found.contains(text));
    let lost = lost.map(|text| (Wrong::Lost, format!("`{text}` was called logged")));
    let mut wrongs: Vec<_> = torn.chain(lost).collect();
    if found.len() < there.len() {
        wrongs.push((Wrong::Broken, "an entry is there twice".to_owned()));
    }
    wrongs
}

/// So many programs that log so many entries each, all at the same time.
pub(crate) fn together(setting: Setting, _: Program) -> Tally {
    let (writers, each) = (setting.count(8, 20), setting.count(5, 20));
    let mut tally = Tally::new("entries");
    let home = home();
    let path = home.path();
    let name = |writer, number| format!("entry {number} of writer {writer}");
    let said: Vec<(String, bool)> = thread::scope(|scope| {
        let handles: Vec<_> = (0..writers)
            .map(|writer| {
                scope.spawn(move || {
                    let log = |number| {
                        let text = name(writer, number);
                        let arguments = [LOG.as_slice(), &[&text]].concat();
                        let ran = Program::Emkit.command(path, &arguments).output();
                        (text, is_acknowledged(&ran.expect("emkit runs")))
                    };
                    (0..each).map(log).collect::<Vec<_>>()
                })
            })
            .collect();
        let joined = handles.into_iter().map(|handle| handle.join());
        joined.flat_map(|said| said.expect("a writer")).collect()
    });
    for (text, is_logged) in &said {
        let refused = (!is_logged).then(|| (Wrong::Broken, format!("`{text}` was refused")));
        tally.add(refused);
    }
    let texts: Vec<_> = said.into_iter().map(|(text, _)| text).collect();
    let begun = texts.iter().cloned().collect();
    tally.wrongs.extend(wrongs(path, &texts, &begun));
    tally
}

/// Entries beside a shell that appends lines to the same file all the while.
pub(crate) fn beside_a_shell(setting: Setting, _: Program) -> Tally {
    const LINES: usize = 400;
    let script = format!(
        "for n in $(seq {LINES}); do echo \"- 2026-11-20 shell $n\" >> store/log/2026-Q4.md; \
         sleep 0.002; done"
    );
    let mut tally = Tally::new("entries");
    for round in 0..setting.count(2, 20) {
        let home = home();
        let path = home.path();
        let log = |text: &str| {
            let mut command = Program::Emkit.command(path, &[LOG.as_slice(), &[text]].concat());
            is_acknowledged(&command.output().expect("emkit runs"))
        };
        assert!(log("first"));
        let mut shell = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(path)
            .spawn()
            .expect("a shell");
        let mut logged = vec!["first".to_owned()];
        let mut begun: BTreeSet<_> = logged.iter().cloned().collect();
        while shell.try_wait().expect("a shell").is_none() {
            let text = format!("entry {} of round {round}", begun.len());
            begun.insert(text.clone());
            if log(&text) {
                logged.push(text);
                tally.add([]);
            } else {
                tally.add([(Wrong::Broken, format!("`{text}` was refused"))]);
            }
        }
        logged.extend((1..=LINES).map(|number| format!("shell {number}")));
        begun.extend(logged.iter().cloned());
        tally.wrongs.extend(wrongs(path, &logged, &begun));
    }
    tally
}

/// `kill -9` after a time that looks like chance, of a program that logs a text of many lines.
pub(crate) fn killed(setting: Setting, _: Program) -> Tally {
    let mut tally = Tally::new("kills");
    let mut chance = setting.chance("log killed");
    let folder = home();
    let (mut logged, mut begun) = (Vec::new(), BTreeSet::new());
    for number in 0..setting.count(30, 1_000) {
        let text = format!(
            "{number}\n\n{}{number}",
            "of many lines\n".repeat(number % 40)
        );
        let arguments = [LOG.as_slice(), &[&text]].concat();
        let mut child = Program::Emkit
            .command(folder.path(), &arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("emkit starts");
        thread::sleep(Duration::from_micros(
            u64::try_from(chance.below(12_000)).unwrap_or_default(),
        ));
        // It may have ended.
        let _ = child.kill();
        let ran = child.wait_with_output().expect("an end");
        begun.insert(text.clone());
        if is_acknowledged(&ran) {
            logged.push(text);
        }
        tally.add(wrongs(folder.path(), &logged, &begun));
    }
    tally
}

/// A file that may grow no further, at every size around that of the log.
pub(crate) fn full(setting: Setting, _: Program) -> Tally {
    let blocks: Vec<usize> = (0..setting.count(6, 40)).collect();
    Tally::each("limits", &blocks, |blocks| {
        let home = home();
        let path = home.path();
        let program = Program::Emkit.path();
        let first = "x".repeat(2_000);
        // What was cut off and not called logged may stand there.
        let begun = [&first, "m", "mo", "mor", "more", "after"]
            .map(str::to_owned)
            .into();
        let ran = Program::Emkit
            .command(path, &[LOG.as_slice(), &[&first]].concat())
            .output();
        assert!(is_acknowledged(&ran.expect("emkit runs")));
        let script = format!("ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let wrapper = ["/bin/sh", "-c", &script];
        let ran = Program::Emkit
            .wrapped(&wrapper, path, &[LOG.as_slice(), &["more"]].concat())
            .output()
            .expect("a shell");
        let is_logged = is_acknowledged(&ran);
        let mut logged = vec![first];
        logged.extend(is_logged.then(|| "more".to_owned()));
        let mut after = Program::Emkit.command(path, &[LOG.as_slice(), &["after"]].concat());
        assert!(is_acknowledged(&after.output().expect("emkit runs")));
        logged.push("after".to_owned());
        let mut wrongs = wrongs(path, &logged, &begun);
        if is_logged != ran.status.success() {
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            wrongs.push((
                Wrong::FalselySaved,
                format!("{}: {said}", program.display()),
            ));
        }
        wrongs
    })
}

/// A home with one entry, and another one logged under strace with these arguments.
fn traced(arguments: &[&str]) -> (tempfile::TempDir, Output) {
    let home = home();
    let log = |text| [LOG.as_slice(), &[text]].concat();
    let ran = Program::Emkit.command(home.path(), &log("first")).output();
    assert!(is_acknowledged(&ran.expect("emkit runs")));
    let wrapper = [&["strace", "-f", "-qq"], arguments].concat();
    let ran = Program::Emkit
        .wrapped(&wrapper, home.path(), &log("second\n\nline"))
        .output();
    (home, ran.expect("strace runs"))
}

/// A program that is killed, or refused what it asks for, at every file call in turn.
pub(crate) fn at_every_call(setting: Setting, _: Program) -> Tally {
    let folder = home();
    let file = folder.path().join("trace");
    let name = file.to_str().expect("UTF-8");
    let (_, ran) = traced(&["-o", name, "-e", &format!("trace={}", known())]);
    assert!(is_acknowledged(&ran), "{ran:?}");
    let text = fs::read(&file).expect("a trace");
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<_> = text.lines().map(str::to_owned).collect();
    let faults = ["signal=SIGKILL", "error=EIO", "error=ENOSPC"];
    let points = points_of(&lines).into_iter().flat_map(|(call, number)| {
        faults.map(|fault| format!("inject={call}:{fault}:when={number}"))
    });
    let points = setting.sample(points.collect(), 60);
    Tally::each("points", &points, |inject| {
        let (home, ran) = traced(&["-o", "/dev/null", "-e", inject]);
        let texts = ["first".to_owned(), "second\n\nline".to_owned()];
        let is_logged = is_acknowledged(&ran);
        let logged = if is_logged { &texts[..] } else { &texts[..1] };
        let begun = texts.iter().cloned().collect();
        let mut wrongs = wrongs(home.path(), logged, &begun);
        let said = String::from_utf8_lossy(&ran.stderr);
        if said.contains("panicked") {
            wrongs.push((Wrong::Panicked, said.to_string()));
        }
        // Where stderr itself is refused nobody can be told.
        if ran.status.success() && !is_logged && !inject.starts_with("inject=write:") {
            wrongs.push((Wrong::FalselySaved, said.to_string()));
        }
        let mut next = Program::Emkit.command(home.path(), &[LOG.as_slice(), &["next"]].concat());
        let ran = next.output().expect("emkit runs");
        if !is_acknowledged(&ran) {
            wrongs.push((Wrong::Broken, format!("the next one fails: {ran:?}")));
        }
        wrongs
            .into_iter()
            .map(|(wrong, words)| (wrong, format!("{inject}: {words}")))
            .collect::<Vec<_>>()
    })
}
