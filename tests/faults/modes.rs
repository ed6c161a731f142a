//! Files are their owner's alone, whatever the shell would have them be.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{ASSESS, Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting};
use crate::support::TODAY;

const UMASKS: [&str; 3] = ["000", "022", "077"];

/// Each command that writes, one after the other in one home; they begin with an interview.
const COMMANDS: [&str; 8] = [
    "printf 'answers: {execution.friction: {rating: 3, evidence: Mine.}}\\n' > answers && \"$0\" assess --date DAY --period 2026-Q3 --answers answers",
    "printf 'answers: {}\\nclosing: Done.\\n' | \"$0\" assess --date DAY --period 2026-Q3 --answers - --fresh",
    "printf 'slow\\n\\n3\\n:quit\\n' | \"$0\" assess --date DAY --accessible --period 2026-Q2 --role em",
    "printf ':edit\\n3\\n:quit\\n' | EDITOR=./editor \"$0\" assess --date DAY --accessible --period 2026-Q1 --role em",
    "printf ':edit\\n:quit\\n' | EDITOR=./failing \"$0\" assess --date DAY --accessible --period 2025-Q4 --role em",
    "grep -v '^# emkit' store/assessments/eight-skills/2026-Q3.yaml > mine && cat mine > store/assessments/eight-skills/2026-Q3.yaml && \"$0\" doctor --accept store/assessments/eight-skills/2026-Q3.yaml",
    "\"$0\" export 2026-Q3 --output store/review.md",
    "\"$0\" export 2026-Q3 --format json --output store/review.md --force",
];

/// Editors that write their file anew for all to read; the second fails after that.
const EDITORS: [(&str, &str); 2] = [
    (
        "editor",
        "#!/bin/sh\numask 000\nrm \"$1\"\necho Edited. > \"$1\"\necho beside > \"$1~\"\n",
    ),
    (
        "failing",
        "#!/bin/sh\numask 000\nrm \"$1\"\necho Edited. > \"$1\"\necho beside > \"$1~\"\nexit 3\n",
    ),
];

pub(crate) fn umasks(_: Setting, program: Program) -> Tally {
    let mut tally = Tally::new("commands");
    for umask in UMASKS {
        let home = home();
        for (name, text) in EDITORS {
            let path = home.path().join(name);
            fs::write(&path, text).expect("an editor");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("set");
        }
        let first = format!("umask {umask}; exec \"$0\" \"$@\"");
        let script = Script {
            answers: 3,
            finishes: true,
            mark: "one",
        };
        let command = program.wrapped(&["/bin/sh", "-c", &first], home.path(), &ASSESS);
        let sitting = Sitting::hold(command, script);
        tally.add(wrongs(umask, "an interview", sitting.code, home.path()));
        for words in COMMANDS {
            let script = format!("umask {umask}; {}", words.replace("DAY", TODAY));
            let wrapper = ["/bin/sh", "-c", &script];
            let mut command: Command = program.wrapped(&wrapper, home.path(), &[]);
            let ran = command.output().expect("a shell");
            tally.add(wrongs(umask, words, ran.status.code(), home.path()));
        }
    }
    tally
}

fn wrongs(umask: &str, words: &str, code: Option<i32>, home: &Path) -> Vec<(Wrong, String)> {
    let mut wrongs: Vec<_> = loose(&home.join("store"))
        .into_iter()
        .map(|path| {
            let words = format!(
                "umask {umask}, {words}: others may look at {}",
                path.display()
            );
            (Wrong::Broken, words)
        })
        .collect();
    if code != Some(0) {
        wrongs.push((Wrong::Broken, format!("umask {umask}, {words}: {code:?}")));
    }
    wrongs
}

/// What is open to others at and below a path.
fn loose(path: &Path) -> Vec<PathBuf> {
    let metadata = fs::symlink_metadata(path).expect("there");
    let mut found = Vec::new();
    if metadata.permissions().mode() & 0o077 != 0 {
        found.push(path.to_owned());
    }
    if metadata.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            found.extend(loose(&entry.expect("an entry").path()));
        }
    }
    found
}
