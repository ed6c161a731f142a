//! The program under test: emkit, or a double that saves as one would without thinking.

use std::path::{Path, PathBuf};
use std::process::Command;

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::support::{self, TODAY};

/// Set for the double: this very test binary, which then is a program that assesses.
pub(crate) const NAIVE: &str = "EMKIT_NAIVE";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Emkit,
    Naive,
}

/// Builds emkit, which Cargo does not do for the tests of another package alone. As for all tests of
/// the workspace: with other features it would be another program.
pub(crate) fn build() {
    let Some(cargo) = std::env::var_os("CARGO") else {
        return;
    };
    let built = support::program();
    let profile = built.parent().expect("the folder of a profile");
    let mut build = Command::new(cargo);
    build
        .args([
            "test", "--quiet", "--no-run", "--test", "emkit", "--test", "faults",
        ])
        .arg("--target-dir")
        .args(profile.parent())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    if profile.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.status().expect("cargo").success());
}

impl Program {
    /// The program with these arguments in a home.
    pub(crate) fn command(self, home: &Path, arguments: &[&str]) -> Command {
        self.wrapped(&[], home, arguments)
    }

    /// The same started by another program, such as strace.
    pub(crate) fn wrapped(self, wrapper: &[&str], home: &Path, arguments: &[&str]) -> Command {
        let own = self.path();
        let mut words = wrapper.iter().map(PathBuf::from).chain([own]);
        let mut command = Command::new(words.next().expect("a program"));
        command
            .args(words)
            .args(arguments)
            .current_dir(home)
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("EMKIT_HOME", home.join("store"))
            .env("COLUMNS", "80");
        if self == Self::Naive {
            command.env(NAIVE, "1");
        }
        command
    }

    /// The same started by another program, for a terminal.
    pub(crate) fn in_terminal(
        self,
        wrapper: &[&str],
        home: &Path,
        arguments: &[&str],
    ) -> CommandBuilder {
        let plain = self.wrapped(wrapper, home, arguments);
        let mut command = CommandBuilder::new(plain.get_program());
        command.args(plain.get_args());
        command.cwd(home);
        command.env_clear();
        for (name, value) in plain.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        command
    }

    pub(crate) fn path(self) -> PathBuf {
        match self {
            Self::Emkit => support::program(),
            Self::Naive => std::env::current_exe().expect("this program"),
        }
    }
}

/// An interview in plain lines on [`TODAY`], for a manager of one team.
pub(crate) const ASSESS: [&str; 6] = ["assess", "--accessible", "--date", TODAY, "--role", "em"];

/// The same that goes on with a draft.
pub(crate) const RESUME: [&str; 7] = [
    "assess",
    "--accessible",
    "--date",
    TODAY,
    "--role",
    "em",
    "--resume",
];

/// A folder for one try.
pub(crate) fn home() -> TempDir {
    tempfile::tempdir().expect("a folder for the test")
}
