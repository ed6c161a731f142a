//! `emkit completions`, and what emkit answers when a shell asks. Nothing that a person wrote.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{Write, sink};
use std::path::{Path, absolute};
use std::sync::Arc;

use anyhow::Result;
use clap::{ColorChoice, Command, CommandFactory, FromArgMatches};
use clap_complete::Shell;
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::{EnvCompleter, Shells};
use itertools::Itertools;

use super::reference::finished_of_one;
use super::{App, config};
use crate::cli::{self, Cli, Common, Format};
use crate::context::Context;
use crate::domain::period::Period;
use crate::error::Failure;
use crate::escape::visible;
use crate::ui::Ui;

/// The variable by which a shell asks. What it has of the command line follows `--`.
const ASKS: &str = "COMPLETE";

const SHELLS: &Shells<'static> = &Shells::builtins();

/// From its function path zsh starts a file as the function, which the first time only defines it.
const ZSH_FROM_FILE: &str =
    r#"[[ ${funcstack[1]} != _emkit ]] || _clap_dynamic_completer_emkit "$@""#;

pub(super) fn run(shell: Shell, ui: &mut Ui) -> Result<()> {
    let name = shell.to_string();
    let unknown = || Failure::new(format!("could not complete in `{name}`"));
    let shell = SHELLS.completer(&name).ok_or_else(unknown)?;
    let mut script = Vec::new();
    // The shell finds this program again by its name, unless it was started by a path.
    let started = env::args_os().next().unwrap_or_else(|| "emkit".into());
    let is_path = Path::new(&started).components().count() > 1;
    let path = absolute(&started).ok().filter(|_| is_path);
    let path = path.unwrap_or_else(|| started.into());
    shell.write_registration(ASKS, "emkit", "emkit", &path.to_string_lossy(), &mut script)?;
    if name == "zsh" {
        writeln!(script, "{ZSH_FROM_FILE}")?;
    }
    ui.data(&String::from_utf8_lossy(&script))
}

pub fn asked() -> Option<(&'static dyn EnvCompleter, Vec<OsString>)> {
    let shell = env::var_os(ASKS)?;
    let shell = SHELLS.completer(Path::new(&shell).file_stem()?.to_str()?)?;
    let mut arguments = env::args_os().skip(1);
    let is_asked = arguments.next().is_some_and(|first| first == "--");
    is_asked.then(|| (shell, arguments.collect()))
}

pub fn answer(shell: &dyn EnvCompleter, words: Vec<OsString>, ui: &mut Ui) -> Result<()> {
    let mut whole = Cli::command();
    whole.build();
    let mut command = with_candidates(whole, "", &words.as_slice().into());
    let mut found = Vec::new();
    let folder = env::current_dir().ok();
    shell.write_complete(&mut command, words, folder.as_deref(), &mut found)?;
    ui.data(&String::from_utf8_lossy(&found))
}

type Candidate = (String, String);

/// What an argument can be, by its name; none where it cannot be read, which another command explains.
type Lookup = fn(&App<'_>, &str) -> Option<Vec<Candidate>>;

/// What an argument of a command can be, and whether it can be a path as well.
fn lookup(command: &str, argument: &str) -> Option<(Lookup, bool)> {
    Some(match (command, argument) {
        (_, "reference") | ("diff", "from" | "to") => (assessments, true),
        (_, "rubric") | ("rubric show", "name") | ("rubric new", "from") => (rubrics, true),
        (_, "period") => (periods_to_assess, false),
        (_, "skill" | "role" | "stage" | "era") | ("assess", "edit") => (of_rubric, false),
        _ => return None,
    })
}

/// A command and those below it, with candidates, which are only looked up for the word that is typed.
fn with_candidates(command: Command, path: &str, words: &Arc<[OsString]>) -> Command {
    let command = command.mut_args(|argument| {
        let name = argument.get_id().as_str().to_owned();
        let Some((lookup, can_be_path)) = lookup(path, &name) else {
            return argument;
        };
        let words = Arc::clone(words);
        argument.add(ArgValueCompleter::new(move |typed: &OsStr| {
            let is_path = |word: &str| word.contains('/') || word.starts_with(['.', '~']);
            if can_be_path && typed.to_str().is_none_or(is_path) {
                return PathCompleter::file().complete(typed);
            }
            let found = look(&words, |app| lookup(app, &name)).unwrap_or_default();
            let is_meant = |(word, _): &Candidate| word.starts_with(&*typed.to_string_lossy());
            let found = found.into_iter().filter(is_meant).map(|(word, title)| {
                let title = Some(visible(&title)).filter(|title| !title.is_empty());
                CompletionCandidate::new(word).help(title.map(Into::into))
            });
            found.collect()
        }))
    });
    command.mut_subcommands(|below_it| {
        let path = format!("{path} {}", below_it.get_name());
        with_candidates(below_it, path.trim_start(), words)
    })
}

/// Looks in the store with its settings, as the typed command would open it.
fn look<T>(words: &[OsString], found: impl FnOnce(&App<'_>) -> Option<T>) -> Option<T> {
    let context = Context::of_process(&Common {
        color: ColorChoice::Never,
        ..common(words)?
    });
    let format = Format::Table;
    let command = cli::Command::List { format };
    let mut silent = Ui::new(sink(), sink(), true, None);
    let context = config::load_settings(&command, &context, &mut silent).ok()?;
    found(&App::open(&context, &mut silent).ok()?)
}

/// The flags of every command among words as they were typed: in quotes, or split at `=` as bash does.
fn common(words: &[OsString]) -> Option<Common> {
    let words = words.iter().filter_map(|word| word.to_str());
    let words = words.flat_map(|word| shell_words::split(word).unwrap_or_default());
    let words = words.filter(|word| word != "=");
    let lenient = Cli::command().ignore_errors(true);
    Common::from_arg_matches(&lenient.try_get_matches_from(words).ok()?).ok()
}

fn items<W: ToString, B: ToString>(all: impl IntoIterator<Item = (W, B)>) -> Vec<Candidate> {
    let all = all.into_iter();
    let named = all.map(|(word, beside)| (word.to_string(), beside.to_string()));
    named.collect()
}

fn of_rubric(app: &App<'_>, argument: &str) -> Option<Vec<Candidate>> {
    let own = app.context.settings.file.own_targets();
    let rubric = app.store.rubric(None).ok()?.with_own(&own);
    Some(match argument {
        "skill" => items(rubric.skills.iter().map(|it| (&it.id, &it.title))),
        "role" => items(rubric.profiles.iter().map(|it| (&it.id, &it.title))),
        "stage" => items(rubric.stages.iter().map(|it| (&it.id, &it.title))),
        "era" => items(rubric.eras.iter().map(|it| (&it.id, &it.title))),
        _ => items(rubric.questions().map(|(_, it)| (&it.id, &it.title))),
    })
}

fn rubrics(app: &App<'_>, _: &str) -> Option<Vec<Candidate>> {
    let rubrics = app.store.rubrics().ok()?.into_iter();
    let titled = rubrics.map(|it| (it.id, it.summary.map(|it| it.title).unwrap_or_default()));
    Some(titled.collect())
}

fn periods(app: &App<'_>) -> Option<Vec<Candidate>> {
    let entries = app.entries().ok()?.into_iter().rev();
    let newest = entries.dedup_by(|one, other| one.period == other.period);
    Some(items(newest.map(|entry| (entry.period, entry.status))))
}

fn periods_to_assess(app: &App<'_>, _: &str) -> Option<Vec<Candidate>> {
    let this = Period::of(app.context.today().ok()?);
    let mut periods = periods(app)?;
    let new = [Some(this), this.previous()].into_iter().flatten();
    periods.extend(items(new.map(|period| (period, "not assessed"))));
    // Stable, so that what there is stands first.
    periods.sort_by(|one, other| other.0.cmp(&one.0));
    periods.dedup_by(|next, first| next.0 == first.0);
    Some(periods)
}

fn assessments(app: &App<'_>, _: &str) -> Option<Vec<Candidate>> {
    let entries = app.entries().ok()?;
    let mut found = periods(app)?;
    let latest = finished_of_one(&entries, 1).into_iter().rev();
    let named = ["latest", "previous"].into_iter().zip(latest);
    found.extend(items(named.map(|(word, entry)| (word, entry.period))));
    Some(found)
}
