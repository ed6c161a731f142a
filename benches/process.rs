//! emkit as a whole process against a hello-world program, in turn, in one run:
//! `cargo bench --bench process`. Wall time as ratios of medians; instructions where `perf` is at
//! hand, peak memory where GNU time is. Stores of one assessment, of ten years and of forty; what
//! reads them also against `cat` of the same files.

#![allow(clippy::print_stdout)]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "process/years.rs"]
mod years;

const RUNS: usize = 101;

fn main() {
    // Not in `/tmp`: `status` looks for marks of synchronising in every folder above the store, and
    // how much lies there is no matter of emkit's.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let hello = folder.path().join("hello");
    let source = folder.path().join("hello.rs");
    fs::write(&source, "fn main() { println!(\"hello\") }").expect("the source");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let built = Command::new(rustc)
        .arg("-O")
        .arg("-o")
        .arg(&hello)
        .arg(&source)
        .status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "hello-world does not build"
    );
    let emkit = Path::new(env!("CARGO_BIN_EXE_emkit"));
    let home = folder.path().join("store");
    assess(emkit, &home);

    let home = home.to_string_lossy();
    let bytes = fs::metadata(emkit).map_or(0, |metadata| metadata.len());
    println!("binary: {:.2} MB", bytes as f64 / 1e6);
    for (name, arguments) in [
        ("--version", vec!["--version"]),
        ("show", vec!["--home", &home, "show"]),
        ("export", vec!["--home", &home, "export"]),
        (
            "log",
            vec!["--home", &home, "log", "Cut", "the", "release", "train"],
        ),
    ] {
        against(emkit, &arguments, &hello, name, &[]);
    }
    for years in [10, 40] {
        let store = folder.path().join(format!("{years}-years"));
        let home = store.to_string_lossy();
        years::fill(&store, Path::new(&*folder.path().join("store")), years);
        println!(
            "{years} years: {} assessments, {} log entries",
            years * 4,
            years::ENTRIES
        );
        let said = ["log", "--date", years::TODAY, "--skill", "team", "Hired."];
        let all = years::files(&store.join("assessments"));
        let latest = |many: usize| all[all.len() - many..].to_vec();
        let log = years::files(&store.join("log")).split_off(years * 4 - 1);
        let of_status: Vec<_> = latest(1).into_iter().chain(log.clone()).collect();
        let status = ["status", "--date", years::TODAY];
        let short = ["status", "--short", "--date", years::TODAY];
        for (words, files) in [
            (status.as_slice(), of_status),
            (&short, Vec::new()),
            (&["list"], all.clone()),
            (&["diff"], latest(2)),
            (&["history"], all.clone()),
            // Last: it makes the log longer.
            (&said, log),
        ] {
            let arguments: Vec<_> = ["--home", &home]
                .into_iter()
                .chain(words.iter().copied())
                .collect();
            let label = words.iter().take_while(|word| **word != "--date").copied();
            let label = label.collect::<Vec<_>>().join(" ");
            against(emkit, &arguments, &hello, &label, &files);
        }
    }
}

/// One command against hello-world and, where it reads files, against `cat` of these.
fn against(emkit: &Path, arguments: &[&str], hello: &Path, label: &str, files: &[PathBuf]) {
    let files: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
    let files: Vec<&str> = files.iter().map(|file| &**file).collect();
    let (mut ours, mut theirs, mut cat) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(once(emkit, arguments));
        theirs.push(once(hello, &[]));
        if !files.is_empty() {
            cat.push(once(Path::new("cat"), &files));
        }
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "{label:14} wall {:.2} × hello-world ({ours:?} against {theirs:?}, medians of {RUNS})",
        ours.as_secs_f64() / theirs.as_secs_f64(),
    );
    if !files.is_empty() {
        let cat = median(cat);
        println!(
            "               wall {:.2} × cat of {} files ({cat:?})",
            ours.as_secs_f64() / cat.as_secs_f64(),
            files.len()
        );
    }
    if let (Some(ours), Some(theirs)) = (instructions(emkit, arguments), instructions(hello, &[])) {
        println!(
            "               instructions {:.1} × hello-world ({ours} against {theirs})",
            ours / theirs
        );
    }
    if let Some(kilobytes) = peak_memory(emkit, arguments) {
        println!("               peak memory {:.1} MB", kilobytes / 1e3);
    }
}

/// A finished assessment with every question answered.
fn assess(emkit: &Path, home: &Path) {
    let run = |arguments: &[&str]| {
        Command::new(emkit)
            .arg("--home")
            .arg(home)
            .args(arguments)
            .output()
            .expect("emkit runs")
    };
    let blank = run(&["assess", "--date", "2026-11-20", "--print-answers"]).stdout;
    let answers = String::from_utf8(blank)
        .expect("UTF-8")
        .replace("rating:", "rating: 3")
        .replace(
            "    evidence:",
            &format!(
                "    evidence: {}",
                "Cut the release train from nine days to two. ".repeat(13)
            ),
        );
    let file = home.with_extension("yaml");
    fs::write(&file, answers).expect("the answers");
    let done = run(&[
        "assess",
        "--date",
        "2026-11-20",
        "--answers",
        &file.to_string_lossy(),
    ]);
    assert!(done.status.success(), "{done:?}");
}

fn once(program: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let took = start.elapsed();
    assert!(
        status.is_ok_and(|status| status.success()),
        "{} fails",
        program.display()
    );
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn instructions(program: &Path, arguments: &[&str]) -> Option<f64> {
    let output = Command::new("perf")
        .args(["stat", "-x", ",", "-e", "instructions:u"])
        .arg(program)
        .args(arguments)
        .stdout(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines()
        .find(|line| line.contains("instructions"))?
        .split(',')
        .next()?
        .parse()
        .ok()
}

fn peak_memory(program: &Path, arguments: &[&str]) -> Option<f64> {
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M"])
        .arg(program)
        .args(arguments)
        .output()
        .ok()?;
    String::from_utf8_lossy(&output.stderr)
        .lines()
        .last()?
        .trim()
        .parse()
        .ok()
}
