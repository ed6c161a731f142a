//! A file system of the row's own under the store, mounted where nobody else sees it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::program::home;

/// The mounts go when this does, or when the row dies.
pub(crate) struct Ground {
    home: TempDir,
    keeper: Child,
    id: String,
}

impl Ground {
    /// Prepares the store, which is there and empty, with a shell's commands. They find the store
    /// in `$1` and what else was given from `$2` on. None where they fail.
    pub(crate) fn prepare(script: &str, arguments: &[&str]) -> Option<Self> {
        let home = home();
        std::fs::create_dir(home.path().join("store")).expect("a folder");
        let script = format!("{{ {script}; }} >&2 && echo ready && read -r end");
        let mut keeper = Command::new("unshare")
            .args(["-m", "sh", "-c", &script, "sh"])
            .arg(home.path().join("store"))
            .args(arguments)
            .current_dir(home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("unshare starts");
        let mut said = String::new();
        let stdout = keeper.stdout.take().expect("stdout");
        let _ = BufReader::new(stdout).read_line(&mut said);
        let id = keeper.id().to_string();
        let ground = Self { home, keeper, id };
        (said == "ready\n").then_some(ground)
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// What a program has to be started by to see it.
    pub(crate) fn wrapper(&self) -> [&str; 4] {
        ["nsenter", "-m", "-t", &self.id]
    }

    /// Runs a shell's commands that see it, with the store in `$1`, in the home.
    pub(crate) fn shell(&self, script: &str) -> bool {
        let [nsenter, arguments @ ..] = self.wrapper();
        let status = Command::new(nsenter)
            .args(arguments)
            .args(["sh", "-c", &format!("cd \"$1/..\" && {{ {script}; }}")])
            .arg("sh")
            .arg(self.store())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }

    /// Takes the store to a place with room, where everybody sees it.
    pub(crate) fn leave(self) -> TempDir {
        let is_copied = self.shell("mkdir moved && cp -a \"$1/.\" moved");
        assert!(is_copied, "the store can be copied");
        let Self { home, .. } = &self;
        let (store, moved) = (self.store(), home.path().join("moved"));
        // Without the mount what is there has been copied too.
        std::fs::remove_dir_all(&store).expect("no store");
        std::fs::rename(moved, store).expect("a store");
        self.into_home()
    }

    fn into_home(mut self) -> TempDir {
        self.end();
        std::mem::replace(&mut self.home, home())
    }

    fn store(&self) -> PathBuf {
        self.home.path().join("store")
    }

    fn end(&mut self) {
        if let Some(mut stdin) = self.keeper.stdin.take() {
            let _ = stdin.write_all(b"\n");
        }
        let _ = self.keeper.wait();
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        self.end();
    }
}
