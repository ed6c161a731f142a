//! Editors that fail, die, or leave something else than a text, and commands that a shell would
//! take apart: the text before stays, and so does what was saved, inside the store.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::attempt::attempt;
use crate::leaving::{answers, out_of_order};
use crate::program::{ASSESS, Program, home};
use crate::row::{Tally, Wrong};
use crate::sample_size::Setting;
use crate::support::TODAY;
use crate::support::process::finish;
use crate::support::pty::{CTRL_O, CTRL_Q, Terminal};

const SIZE: (u16, u16) = (120, 40);

/// What comes of an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Taken,
    Unchanged,
    Emptied,
    /// Refused, with nothing to keep.
    Refused,
    /// Refused, and what it saved is kept.
    Kept,
    /// Refused or unchanged: nothing but a program with odd arguments was started, if any.
    Harmless,
}

/// Scripts that are run on a file, `$1`.
const SCRIPTS: [(&str, Outcome); 25] = [
    ("echo After. > \"$1\"", Outcome::Taken),
    (
        "echo After. > \"$1.new\"; mv \"$1.new\" \"$1\"",
        Outcome::Taken,
    ),
    ("cp \"$1\" \"$1~\"; echo After. > \"$1\"", Outcome::Taken),
    ("stty raw -echo; echo After. > \"$1\"", Outcome::Taken),
    (
        "printf '\\357\\273\\277After.\\r\\n' > \"$1\"",
        Outcome::Taken,
    ),
    (":", Outcome::Unchanged),
    ("echo >> \"$1\"", Outcome::Unchanged),
    ("rm \"$1\"; printf Before. > \"$1\"", Outcome::Unchanged),
    (": > \"$1\"", Outcome::Emptied),
    ("printf '\\n \\n' > \"$1\"", Outcome::Emptied),
    ("exit 1", Outcome::Refused),
    ("kill -9 $$", Outcome::Refused),
    ("kill -s TERM $$", Outcome::Refused),
    (": > \"$1\"; exit 1", Outcome::Refused),
    ("rm \"$1\"", Outcome::Refused),
    ("rm -r \"${1%/*}\"", Outcome::Refused),
    ("rm \"$1\"; mkdir \"$1\"", Outcome::Kept),
    ("rm \"$1\"; mkfifo \"$1\"", Outcome::Kept),
    ("ln -sf /dev/zero \"$1\"", Outcome::Kept),
    ("rm \"$1\"; ln -s \"$1\" \"$1\"", Outcome::Kept),
    ("echo Rescued. > \"$1\"; exit 7", Outcome::Kept),
    ("echo Rescued. > \"$1\"; kill -9 $$", Outcome::Kept),
    ("echo Rescued. > \"$1.save\"; kill -9 $$", Outcome::Kept),
    ("printf 'Caf\\351' > \"$1\"", Outcome::Kept),
    (
        "head -c 5000000 /dev/zero | tr '\\0' x >> \"$1\"",
        Outcome::Kept,
    ),
];

/// Values of `EDITOR`; what a shell would do in some of them makes a file `touched`.
const COMMANDS: [&str; 23] = [
    "",
    "  ",
    "\t\n",
    "vi 'it",
    "vi \"it",
    "\\",
    "'' file",
    "no-such-editor --wait",
    "~/bin/edit",
    "/",
    ".",
    "--",
    "-rf",
    "; touch touched",
    "true; touch touched",
    "true && touch touched",
    "true & touch touched",
    "true | touch touched",
    "true > touched",
    "$(touch touched)",
    "`touch touched`",
    "true $(touch touched) `touch touched`",
    "true\ntouch touched",
];

/// Names of the folder that all of it happens in.
const FOLDERS: [&str; 3] = ["plain", "two words", "it's \"a\" $(touch touched); `ls` *"];

#[derive(Clone, Debug)]
struct Case {
    command: Result<&'static str, &'static str>,
    outcome: Outcome,
    folder: &'static str,
    is_plain: bool,
}

pub(crate) fn misbehaving(setting: Setting, _: Program) -> Tally {
    let scripts = SCRIPTS.map(|(script, outcome)| (Ok(script), outcome));
    let commands = COMMANDS.map(|command| (Err(command), Outcome::Harmless));
    let mut cases = Vec::new();
    for folder in FOLDERS {
        for is_plain in [true, false] {
            for (command, outcome) in scripts.into_iter().chain(commands) {
                cases.push(Case {
                    command,
                    outcome,
                    folder,
                    is_plain,
                });
            }
        }
    }
    let cases = setting.sample(cases, 42);
    Tally::each("editors", &cases, |case| {
        attempt(&format!("{case:?}"), || edit(case))
    })
}

fn edit(case: &Case) -> Vec<(Wrong, String)> {
    let around = home();
    let home = around.path().join(case.folder);
    fs::create_dir_all(home.join("tmp")).expect("a folder");
    let editor = match case.command {
        Err(command) => command.to_owned(),
        Ok(script) => {
            let path = home.join("edit");
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("an editor");
            fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("a mode");
            shell_words::quote(path.to_str().expect("UTF-8")).into_owned()
        }
    };
    let said = match case.is_plain {
        true => in_lines(&home, &editor),
        false => on_a_screen(case, &home, &editor),
    };
    let mut wrongs = said.err().unwrap_or_default();
    let expected = match case.outcome {
        Outcome::Taken => "After.",
        _ => "Before.",
    };
    let found = answers(&home)
        .first()
        .map(|answer| answer["evidence"].clone());
    if found.as_ref().is_none_or(|found| found != expected) {
        wrongs.push((Wrong::Lost, format!("{expected:?} is {found:?}")));
    }
    let left = left_by_editors(&home);
    if left.len() != usize::from(case.outcome == Outcome::Kept) {
        wrongs.push((Wrong::Broken, format!("editors left {left:?}")));
    }
    wrongs.extend(unnamed(&home));
    wrongs.extend(strewn(&home).map(|name| (Wrong::Broken, format!("there is a `{name}`"))));
    wrongs
}

/// Writes, opens the editor and rates, in plain lines.
fn in_lines(home: &Path, editor: &str) -> Result<(), Vec<(Wrong, String)>> {
    let mut command = Program::Emkit.command(home, &ASSESS);
    command
        .env("EDITOR", editor)
        .env("TMPDIR", home.join("tmp"));
    let ran = finish(command, "Before.\n:edit\n\n3\n:quit\n");
    match ran.code == Some(0) && !ran.err.contains("panicked") {
        true => Ok(()),
        false => Err(vec![(Wrong::Broken, format!("{ran:#?}"))]),
    }
}

/// The same on the screen, left with Ctrl-Q once it says what came of the editor.
fn on_a_screen(case: &Case, home: &Path, editor: &str) -> Result<(), Vec<(Wrong, String)>> {
    let arguments = ["assess", "--date", TODAY, "--role", "em"];
    let mut command = Program::Emkit.in_terminal(&[], home, &arguments);
    command.env("EDITOR", editor);
    command.env("TMPDIR", home.join("tmp"));
    let mut terminal = Terminal::open(command, SIZE);
    terminal.see("1 of 28");
    terminal.line("Before.");
    terminal.press(CTRL_O);
    let (one, other) = match case.outcome {
        Outcome::Taken => ("After.", "After."),
        Outcome::Unchanged => ("Nothing was changed", "Nothing was changed"),
        Outcome::Emptied => ("came back empty", "came back empty"),
        Outcome::Refused | Outcome::Kept => ("could not take", "could not take"),
        Outcome::Harmless => ("could not take", "Nothing was changed"),
    };
    terminal.until("what came of it", |terminal| {
        let screen = terminal.contents();
        screen.contains(one) || screen.contains(other)
    });
    terminal.press(CTRL_Q);
    let left = terminal.end();
    let mut wrongs = out_of_order(&left);
    if left.code != 0 {
        wrongs.push((Wrong::Broken, format!("{left:#?}")));
    }
    wrongs.is_empty().then_some(()).ok_or(wrongs)
}

/// The folders with texts that editors left in the store.
fn left_by_editors(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.join("store/kept/drafts/eight-skills"));
    let entries = entries.into_iter().flatten().map_while(Result::ok);
    entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("editor-"))
        .map(|entry| entry.path())
        .collect()
}

/// Those of them that `doctor` does not name.
pub(crate) fn unnamed(home: &Path) -> Vec<(Wrong, String)> {
    let ran = Program::Emkit.command(home, &["doctor"]).output();
    let said = ran.expect("emkit runs").stderr;
    let said = String::from_utf8_lossy(&said);
    let left = left_by_editors(home).into_iter().filter(|folder| {
        // The last part is in no need of quotes.
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        !said.contains(&*name)
    });
    left.map(|folder| {
        (
            Wrong::Broken,
            format!("`{}` is not named", folder.display()),
        )
    })
    .collect()
}

/// What lies about outside the store.
fn strewn(home: &Path) -> impl Iterator<Item = String> {
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let names: Vec<_> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names
    };
    let known = ["store", "tmp", "edit"];
    let mut strewn = names(home);
    strewn.retain(|name| !known.contains(&name.as_str()));
    strewn.extend(names(&home.join("tmp")));
    strewn.into_iter()
}
