//! The draft is edited while it is being saved: each call of a save is held up in turn, and the editor writes meanwhile.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::midsave::{calls, kinds};
use crate::program::{ASSESS, Program, RESUME, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::session::{Script, Sitting};
use crate::store_inspection::{DRAFT, files, next_goes_on, unfound, unnamed};

/// How long a call is held up, in microseconds; the edit comes well within.
const DELAY: &str = "300000";

/// How an editor writes.
#[derive(Clone, Copy, Debug)]
enum Editor {
    /// A new file, renamed over the draft.
    Renames,
    /// Into the file that it opened before.
    WritesInPlace,
}

#[derive(Debug)]
struct Case {
    call: &'static str,
    number: usize,
    editor: Editor,
}

const SCRIPT: Script = Script {
    answers: 1,
    finishes: false,
    mark: "one",
};

pub(crate) fn edited(setting: Setting, program: Program) -> Tally {
    let mut cases = Vec::new();
    for call in ["fsync", "rename"] {
        let home = begun();
        let sitting = sit(program, home.path(), call, &[]);
        assert_eq!(sitting.code, Some(0), "{sitting:#?}");
        for number in 1..=calls(&home.path().join("trace"), call) {
            for editor in [Editor::Renames, Editor::WritesInPlace] {
                cases.push(Case {
                    call,
                    number,
                    editor,
                });
            }
        }
    }
    let cases = setting.sample(cases, 24);
    Tally::each("edits", &cases, |case| {
        let with_case = |(wrong, words)| (wrong, format!("{case:?}: {words}"));
        let wrongs = case.run(program).into_iter();
        wrongs.map(with_case).collect::<Vec<_>>()
    })
}

/// A home with a draft of one answer.
fn begun() -> tempfile::TempDir {
    let home = home();
    let script = Script {
        mark: "begun",
        ..SCRIPT
    };
    let sitting = Sitting::hold(Program::Emkit.command(home.path(), &ASSESS), script);
    assert_eq!(sitting.code, Some(0), "{sitting:#?}");
    home
}

/// Goes on with the draft under strace, which writes down each of these calls as it begins.
fn sit(program: Program, home: &Path, call: &str, inject: &[&str]) -> Sitting {
    let trace = home.join("trace");
    let which = format!("trace={}", kinds(call));
    let name = trace.to_str().expect("UTF-8");
    let wrapper = ["strace", "-f", "-qq", "-o", name, "-e", &which];
    let wrapper = [&wrapper, inject].concat();
    Sitting::hold(program.wrapped(&wrapper, home, &RESUME), SCRIPT)
}

impl Case {
    fn run(&self, program: Program) -> Vec<(Wrong, String)> {
        let home = begun();
        let home = home.path();
        let draft = home.join(DRAFT);
        let text = fs::read_to_string(&draft).expect("a draft");
        let theirs = text.replacen("– done.", "– done, in other words.", 1);
        // The folder is synced after the rename, and the editor has the old file open by then.
        let opened = match self.call {
            "fsync" => self.number.saturating_sub(1).max(1),
            _ => self.number,
        };
        let inject = format!(
            "inject={}:delay_enter={DELAY}:when={opened}..{}",
            kinds(self.call),
            self.number
        );
        let is_over = AtomicBool::new(false);
        let (sitting, is_edited) = thread::scope(|scope| {
            let is_over = &is_over;
            let has_begun = move |number: usize| {
                while calls(&home.join("trace"), self.call) < number {
                    if is_over.load(Ordering::SeqCst) {
                        return false;
                    }
                    thread::sleep(Duration::from_millis(1));
                }
                true
            };
            let draft = &draft;
            let theirs = &theirs;
            let editor = scope.spawn(move || {
                if !has_begun(opened) {
                    return false;
                }
                let open = File::options().write(true).open(draft).expect("a draft");
                let is_edited = has_begun(self.number);
                if is_edited {
                    self.edit(&open, draft, theirs);
                }
                is_edited
            });
            let sitting = sit(program, home, self.call, &["-e", &inject]);
            is_over.store(true, Ordering::SeqCst);
            (sitting, editor.join().expect("the editor"))
        });
        let mut wrongs = sitting.wrongs("");
        if !is_edited {
            return wrongs;
        }
        let there = files(&home.join("store"));
        let mut holding = there.iter().filter(|(_, it)| it == theirs.as_bytes());
        let is_told = |path: &Path| sitting.said.contains(&*path.to_string_lossy());
        match holding.clone().next() {
            None => wrongs.push((Wrong::Lost, format!("the edit is gone\n{}", sitting.said))),
            Some(_) if holding.any(|(path, _)| *path == draft || is_told(path)) => {}
            Some((path, _)) => wrongs.push((
                Wrong::Broken,
                format!("nobody was told of `{}`\n{}", path.display(), sitting.said),
            )),
        }
        wrongs.extend(unfound(home, &sitting, &sitting.said));
        if program == Program::Emkit {
            wrongs.extend(unnamed(home));
            wrongs.extend(next_goes_on(home));
        }
        wrongs
    }

    fn edit(&self, open: &File, draft: &Path, theirs: &str) {
        match self.editor {
            Editor::Renames => {
                let beside = draft.with_file_name(".2026-Q4.yaml.sync");
                fs::write(&beside, theirs).expect("written");
                fs::rename(beside, draft).expect("renamed");
            }
            Editor::WritesInPlace => {
                open.write_all_at(theirs.as_bytes(), 0).expect("written");
                open.set_len(theirs.len() as u64).expect("as long");
            }
        }
    }
}
