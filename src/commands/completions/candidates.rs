//! What an argument can be: ids and titles of the rubric in use, and periods of the store. Nothing that a
//! person wrote.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Command;
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};

use crate::cli::{self, Common, ListFormat, When};
use crate::commands::reference::finished_of_one;
use crate::commands::{App, config};
use crate::context::Context;
use crate::domain::feedback::Relation;
use crate::domain::period::Period;
use crate::escape::{shown, visible};
use crate::report::review::Part;
use crate::ui::Ui;

type Candidate = (String, String);

/// Finds what an argument can be, by its name. None where there is nothing to read, or it cannot be
/// read: another command says why.
type Lookup = fn(&Source, &str) -> Option<Vec<Candidate>>;

/// What an argument of a command can be, and whether it can be a path as well.
fn lookup(command: &str, argument: &str) -> Option<(Lookup, bool)> {
    let can_be_path = matches!(
        (command, argument),
        (_, "reference" | "rubric")
            | ("diff", "from" | "to")
            | ("rubric show", "name")
            | ("rubric new", "from")
    );
    let lookup: Lookup = match (command, argument) {
        (_, "reference") | ("diff", "from" | "to") => |source, _| source.in_store(assessments),
        (_, "rubric") | ("rubric show", "name") | ("rubric new", "from") => {
            |source, _| source.in_store(rubrics)
        }
        ("log list" | "log edit", "period") => |source, _| source.in_store(logged_periods),
        (_, "period") => |source, _| source.in_store(periods_to_assess),
        (_, "skill" | "role" | "stage" | "era") | ("assess", "edit") => {
            |source, argument| source.in_store(|app| of_rubric(argument, app))
        }
        (_, "sections") => |_, _| Some(Part::ALL.map(|part| item(part.word(), "")).to_vec()),
        (_, "relation") => |_, _| Some(Relation::ALL.map(|it| item(it.word(), "")).to_vec()),
        ("feedback remove", "name") => |source, _| source.in_store(replies),
        _ => return None,
    };
    Some((lookup, can_be_path))
}

/// The command line with candidates for its arguments, which are only looked up for the word that is
/// typed. What it says of the store and the rubric decides what they are.
pub(super) fn with_candidates(command: Command, words: &[OsString]) -> Command {
    let source = Source {
        home: flag(words, "--home").map(PathBuf::from),
        rubric: flag(words, "--rubric"),
    };
    below(command, "", &Arc::new(source))
}

fn below(command: Command, path: &str, source: &Arc<Source>) -> Command {
    let command = command.mut_args(|argument| {
        let name = argument.get_id().as_str().to_owned();
        let Some((lookup, can_be_path)) = lookup(path, &name) else {
            return argument;
        };
        let source = Arc::clone(source);
        argument.add(ArgValueCompleter::new(move |typed: &OsStr| {
            let is_path = |word: &str| word.contains('/') || word.starts_with(['.', '~']);
            if can_be_path && typed.to_str().is_none_or(is_path) {
                return PathCompleter::file().complete(typed);
            }
            let found = lookup(&source, &name).unwrap_or_default().into_iter();
            let found = found.filter(|(word, _)| word.starts_with(&*typed.to_string_lossy()));
            let found = found.map(|(word, title)| {
                let title = Some(visible(&title)).filter(|title| !title.is_empty());
                CompletionCandidate::new(word).help(title.map(Into::into))
            });
            found.collect()
        }))
    });
    command.mut_subcommands(|below_it| {
        let path = format!("{path} {}", below_it.get_name());
        below(below_it, path.trim_start(), source)
    })
}

/// The value of a flag among words as they were typed: in quotes, or split at `=` as bash does.
fn flag(words: &[OsString], name: &str) -> Option<String> {
    let mut words = words.iter().filter_map(|word| word.to_str());
    let typed = loop {
        let word = words.next()?;
        if word == name {
            break words.find(|word| *word != "=")?;
        }
        let value = word
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('='));
        if let Some(value) = value {
            break value;
        }
    };
    let value = shell_words::split(typed).ok()?.into_iter().next()?;
    let own = std::env::home_dir().filter(|_| typed.starts_with("~/"));
    Some(match own {
        Some(own) => own.join(&value[2..]).to_string_lossy().into_owned(),
        None => value,
    })
}

struct Source {
    home: Option<PathBuf>,
    rubric: Option<String>,
}

impl Source {
    /// Looks in the store with its settings, as the typed command would open it.
    fn in_store<T>(&self, look: impl FnOnce(&App<'_>) -> Option<T>) -> Option<T> {
        let context = Context::of_process(&Common {
            home: self.home.clone(),
            rubric: self.rubric.clone(),
            color: When::Never,
            quiet: true,
        });
        let command = cli::Command::List(cli::List {
            format: ListFormat::Table,
        });
        let mut silent = Ui::new(io::sink(), io::sink(), true, None);
        let context = config::load_settings(&command, &context, &mut silent).ok()?;
        look(&App::open(&context, false, &mut silent).ok()?)
    }
}

fn item(word: impl ToString, title: impl ToString) -> Candidate {
    (word.to_string(), title.to_string())
}

fn titled<T>(all: &[T], named: fn(&T) -> (&String, &String)) -> Vec<Candidate> {
    let named = all.iter().map(named);
    named.map(|(id, title)| item(id, title)).collect()
}

fn of_rubric(argument: &str, app: &App<'_>) -> Option<Vec<Candidate>> {
    let own = app.context.settings.file.own_targets();
    let rubric = app.rubric().ok()?.with_own(&own);
    Some(match argument {
        "skill" => titled(&rubric.skills, |it| (&it.id, &it.title)),
        "role" => titled(&rubric.profiles, |it| (&it.id, &it.title)),
        "stage" => titled(&rubric.stages, |it| (&it.id, &it.title)),
        "era" => titled(&rubric.eras, |it| (&it.id, &it.title)),
        _ => {
            let questions = rubric.questions();
            questions.map(|(_, it)| item(&it.id, &it.title)).collect()
        }
    })
}

fn logged_periods(app: &App<'_>) -> Option<Vec<Candidate>> {
    let periods = app.store.logged_periods().ok()?.into_iter().rev();
    Some(periods.map(|period| item(period, "")).collect())
}

fn rubrics(app: &App<'_>) -> Option<Vec<Candidate>> {
    let rubrics = app.store.rubrics().ok()?.into_iter();
    let titled = rubrics.map(|available| {
        let title = available.summary.map(|it| it.title);
        (available.id, title.unwrap_or_default())
    });
    Some(titled.collect())
}

fn replies(app: &App<'_>) -> Option<Vec<Candidate>> {
    let files = app.store.feedback_files().ok()?.into_iter();
    let name = |part: Option<&OsStr>| shown(part.unwrap_or_default());
    let names = files.map(|file| {
        let period = file.parent().and_then(Path::file_name);
        item(name(file.file_stem()), name(period))
    });
    Some(names.collect())
}

/// Every period with an assessment or a draft, the newest first.
fn periods(app: &App<'_>) -> Option<Vec<Candidate>> {
    let mut periods: Vec<Candidate> = Vec::new();
    for entry in app.entries().ok()?.iter().rev() {
        let period = entry.period.to_string();
        let status = entry.status.to_string();
        match periods.last_mut().filter(|(last, _)| *last == period) {
            Some((_, said)) if said.contains(&status) => {}
            Some((_, said)) => said.push_str(&format!(", {status}")),
            None => periods.push((period, status)),
        }
    }
    Some(periods)
}

fn periods_to_assess(app: &App<'_>) -> Option<Vec<Candidate>> {
    let this = Period::of(app.context.today().ok()?);
    let mut periods = periods(app)?;
    for period in [this.previous(), Some(this)].into_iter().flatten() {
        let period = period.to_string();
        if !periods.iter().any(|(known, _)| *known == period) {
            periods.push(item(period, "not assessed"));
        }
    }
    periods.sort_by(|one, other| other.cmp(one));
    Some(periods)
}

fn assessments(app: &App<'_>) -> Option<Vec<Candidate>> {
    let entries = app.entries().ok()?;
    let mut found = periods(app)?;
    let finished = finished_of_one(&entries, 1);
    let latest = finished.iter().rev().map(|entry| entry.period);
    let named = ["latest", "previous"].into_iter().zip(latest);
    found.extend(named.map(|(word, period)| item(word, period)));
    Some(found)
}
