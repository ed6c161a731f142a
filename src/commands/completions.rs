//! `emkit completions`: what registers emkit with a shell, and what emkit answers when the shell asks.

mod candidates;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, absolute};

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::env::{EnvCompleter, Shells};

use self::candidates::with_candidates;
use crate::cli::{Cli, Completions};
use crate::error::{Exit, Failure};
use crate::ui::Ui;

/// The variable by which a shell asks. What it has of the command line follows `--`.
const ASKS: &str = "COMPLETE";

/// The shell starts a file of its function path as the function itself, which for the first word would
/// only define it.
const ZSH_FROM_FILE: &str =
    r#"[[ ${funcstack[1]} != _emkit ]] || _clap_dynamic_completer_emkit "$@""#;

pub(super) fn run(args: &Completions, ui: &mut Ui) -> Result<Exit> {
    let name = args.shell.to_string();
    let unknown = || Failure::new(format!("could not complete in `{name}`"));
    let shell = shell(OsStr::new(&name)).ok_or_else(unknown)?;
    let mut script = Vec::new();
    shell.write_registration(ASKS, "emkit", "emkit", &own_path(), &mut script)?;
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if name == "zsh" {
        script.push_str(ZSH_FROM_FILE);
        script.push('\n');
    }
    ui.data(&script)?;
    Ok(Exit::Done)
}

/// The shell that asks and the words it has, where one does.
pub fn asked() -> Option<(&'static dyn EnvCompleter, Vec<OsString>)> {
    let shell = shell(Path::new(&env::var_os(ASKS)?).file_stem()?)?;
    let mut arguments = env::args_os().skip(1);
    let is_asked = arguments.next().is_some_and(|first| first == "--");
    is_asked.then(|| (shell, arguments.collect()))
}

pub fn answer(shell: &dyn EnvCompleter, words: Vec<OsString>, ui: &mut Ui) -> Result<Exit> {
    let mut command = with_candidates(Cli::command(), &words);
    let mut found = Vec::new();
    let folder = env::current_dir().ok();
    shell.write_complete(&mut command, words, folder.as_deref(), &mut found)?;
    ui.data(&String::from_utf8_lossy(&found))?;
    Ok(Exit::Done)
}

fn shell(name: &OsStr) -> Option<&'static dyn EnvCompleter> {
    const KNOWN: Shells<'static> = Shells::builtins();
    let mut known = KNOWN.0.iter().copied();
    known.find(|shell| name.to_str().is_some_and(|name| shell.is(name)))
}

/// How the shell finds this program again: by its name, unless it was started by a path.
fn own_path() -> String {
    let started = env::args_os().next().unwrap_or_else(|| "emkit".into());
    let path = Path::new(&started);
    let path = (path.components().count() > 1).then(|| absolute(path).ok());
    let path = path.flatten().unwrap_or_else(|| started.into());
    path.to_string_lossy().into_owned()
}
