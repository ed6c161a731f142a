//! A hermetic run of the built program: its own store, an empty environment, a fixed day.

pub(crate) mod process;
pub(crate) mod pty;
pub(crate) mod rubric_builder;
pub(crate) mod sample_rubric;
pub(crate) mod screen_fixtures;
pub(crate) mod screens;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::rubric_builder::Sketch;

/// The day on which tests happen unless they say otherwise: in the fourth quarter of 2026.
pub(crate) const TODAY: &str = "2026-11-20";

/// The built program. Cargo names it to the tests of its own package; for those of another it lies
/// in the folder above theirs.
pub(crate) fn program() -> PathBuf {
    option_env!("CARGO_BIN_EXE_emkit").map_or_else(
        || {
            let test = std::env::current_exe().expect("this test");
            let built = test.ancestors().nth(2).expect("a folder of what was built");
            built.join("emkit")
        },
        PathBuf::from,
    )
}

/// A folder with a store in it, and the program.
pub(crate) struct Home {
    folder: TempDir,
}

/// How a run ended and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: Option<i32>,
}

/// A run that is being put together.
#[must_use]
pub(crate) struct Run {
    command: Command,
    stdin: Vec<u8>,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder for the test"),
        }
    }

    /// The same with a path that is as long on every machine, for how lines break that show it.
    pub(crate) fn with_steady_path() -> Self {
        Self {
            folder: tempfile::tempdir_in("/tmp").expect("a folder for the test"),
        }
    }

    /// The folder that the store lies in; also the working folder of every run.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The store's own folder, which does not exist before the first save.
    pub(crate) fn store(&self) -> PathBuf {
        self.path().join("store")
    }

    /// The file of an assessment (`assessments`) or a draft (`drafts`) of the built-in rubric.
    pub(crate) fn file(&self, kind: &str, period: &str) -> PathBuf {
        self.store()
            .join(kind)
            .join("eight-skills")
            .join(format!("{period}.yaml"))
    }

    /// The texts of the earlier versions of assessments (`assessments`) or drafts (`drafts`).
    pub(crate) fn kept(&self, kind: &str) -> Vec<String> {
        let folder = self.store().join("kept").join(kind).join("eight-skills");
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries
            .map(|entry| entry.expect("an entry of a folder").path())
            .map(|path| fs::read_to_string(path).expect("a kept version"))
            .collect()
    }

    /// Puts a file where the folder of the drafts is: no draft can be saved any more.
    pub(crate) fn block_drafts(&self) {
        let drafts = self.store().join("drafts");
        // There may be none yet.
        let _ = fs::remove_dir_all(&drafts);
        fs::write(&drafts, "in the way").expect("a file in the way");
    }

    /// Writes a file into the working folder.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("a written file");
        path
    }

    /// The program with these arguments, split at spaces.
    pub(crate) fn emkit(&self, arguments: &str) -> Run {
        self.emkit_with(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    /// The program with these arguments, as they are.
    pub(crate) fn emkit_with(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("EMKIT_HOME", self.store())
            .env("COLUMNS", "80");
        Run {
            command,
            stdin: Vec::new(),
        }
    }

    /// A finished assessment of a period, from the `answers:` part of an answers file.
    pub(crate) fn assessed(&self, period: &str, answers: &str) {
        self.emkit_with(&[
            "assess",
            "--date",
            TODAY,
            "--period",
            period,
            "--answers",
            "-",
        ])
        .stdin(answers)
        .ok();
    }

    /// The same under a rubric of the test's own, whose file is written first.
    pub(crate) fn assessed_with(&self, rubric: &Sketch, period: &str, answers: &str) {
        self.write("rubric.yaml", rubric.yaml());
        self.emkit("assess --rubric ./rubric.yaml --answers -")
            .and(&["--date", TODAY, "--period", period])
            .stdin(answers)
            .ok();
    }

    /// An interview in plain lines on [`TODAY`], as the default role.
    pub(crate) fn interview(&self, arguments: &str, lines: &[&str]) -> Ran {
        let typed: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.emkit(&format!("assess --accessible --date {TODAY} {arguments}"))
            .stdin(typed)
            .run()
    }

    /// What `show --format json` says of an assessment.
    pub(crate) fn json(&self, reference: &str) -> Value {
        let ran = self.emkit(&format!("show {reference} --format json")).ok();
        serde_json::from_str(&ran.out).expect("JSON")
    }

    /// What `diff --format json` says of two assessments, or of the two latest.
    pub(crate) fn diff(&self, periods: &str) -> Value {
        let ran = self.emkit(&format!("diff {periods} --format json")).ok();
        serde_json::from_str(&ran.out).expect("JSON")
    }
}

impl Run {
    /// More arguments, as they are.
    pub(crate) fn and(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn stdin(mut self, text: impl AsRef<[u8]>) -> Self {
        self.stdin = text.as_ref().to_owned();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// The prepared command, for a test that needs other streams or another program around it.
    pub(crate) fn command(self) -> Command {
        self.command
    }

    pub(crate) fn run(mut self) -> Ran {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("stdin");
        let text = self.stdin;
        // A program that does not read to the end is its own business.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&text)));
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer ends");
        Ran {
            out: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
            code: output.status.code(),
        }
    }

    /// Runs and expects success.
    pub(crate) fn ok(self) -> Ran {
        let ran = self.run();
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        ran
    }

    /// Runs and expects an error with that exit code, and an error and a hint in the house's form.
    pub(crate) fn fails(self, code: i32) -> Ran {
        let ran = self.run();
        assert_eq!(ran.code, Some(code), "{ran:#?}");
        assert!(ran.err.contains("error: "), "{ran:#?}");
        assert!(ran.err.contains("hint: "), "{ran:#?}");
        assert!(!ran.err.contains("panicked"), "{ran:#?}");
        ran
    }
}

/// A skill of a report by its id.
pub(crate) fn skill<'a>(report: &'a Value, id: &str) -> &'a Value {
    by_id(&report["skills"], id)
}

/// An answer of a report by its question's id.
pub(crate) fn answer<'a>(report: &'a Value, id: &str) -> &'a Value {
    let skill_id = id.split('.').next().expect("a skill");
    by_id(&skill(report, skill_id)["answers"], id)
}

fn by_id<'a>(list: &'a Value, id: &str) -> &'a Value {
    list.as_array()
        .and_then(|items| items.iter().find(|item| item["id"] == id))
        .unwrap_or_else(|| panic!("no `{id}` in {list}"))
}
