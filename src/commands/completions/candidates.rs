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
use crate::commands::{config, reference, rubric, store};
use crate::context::Context;
use crate::domain::assessment::Status;
use crate::domain::feedback::Relation;
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::escape::{shown, visible};
use crate::report::review::Part;
use crate::store::Store;
use crate::ui::Ui;

/// What an argument names.
#[derive(Clone, Copy)]
enum Named {
    /// An assessment: a period, a word such as `latest`, or a path.
    Assessment,
    /// A period to assess.
    Period,
    /// A period with a log.
    Log,
    Question,
    Skill,
    Role,
    Stage,
    Era,
    /// A rubric, by its id or a path.
    Rubric,
    Section,
    Relation,
    Reply,
}

impl Named {
    fn by(argument: &str, command: &str) -> Option<Self> {
        Some(match (command, argument) {
            ("log list" | "log edit", "period") => Self::Log,
            (_, "period") => Self::Period,
            (_, "reference") | ("diff", "from" | "to") => Self::Assessment,
            ("assess", "edit") => Self::Question,
            (_, "skill") => Self::Skill,
            (_, "role") => Self::Role,
            (_, "stage") => Self::Stage,
            (_, "era") => Self::Era,
            (_, "rubric") | ("rubric show", "name") | ("rubric new", "from") => Self::Rubric,
            (_, "sections") => Self::Section,
            (_, "relation") => Self::Relation,
            ("feedback remove", "name") => Self::Reply,
            _ => return None,
        })
    }

    fn can_be_path(self) -> bool {
        matches!(self, Self::Assessment | Self::Rubric)
    }
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
        let Some(named) = Named::by(argument.get_id().as_str(), path) else {
            return argument;
        };
        let source = Arc::clone(source);
        let completer = move |typed: &OsStr| source.candidates(named, typed);
        argument.add(ArgValueCompleter::new(completer))
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

/// Where the typed command would look.
struct Source {
    home: Option<PathBuf>,
    rubric: Option<String>,
}

/// A word and what stands beside it.
type Candidate = (String, String);

impl Source {
    fn candidates(&self, named: Named, typed: &OsStr) -> Vec<CompletionCandidate> {
        let is_path = |word: &str| word.contains('/') || word.starts_with(['.', '~']);
        if named.can_be_path() && typed.to_str().is_none_or(is_path) {
            return PathCompleter::file().complete(typed);
        }
        let found = self.lookup(named).unwrap_or_default().into_iter();
        let found = found.filter(|(word, _)| word.starts_with(&*typed.to_string_lossy()));
        let found = found.map(|(word, title)| {
            let title = Some(visible(&title)).filter(|title| !title.is_empty());
            CompletionCandidate::new(word).help(title.map(Into::into))
        });
        found.collect()
    }

    /// None where there is nothing to read, or it cannot be read: another command says why.
    fn lookup(&self, named: Named) -> Option<Vec<Candidate>> {
        let plain = |words: &[&str]| words.iter().map(|word| item(word, "")).collect();
        match named {
            Named::Section => return Some(plain(&Part::ALL.map(Part::word))),
            Named::Relation => return Some(plain(&Relation::ALL.map(Relation::word))),
            _ => {}
        }
        let (context, store) = self.open()?;
        match named {
            Named::Assessment => assessments(&store, &context),
            Named::Period => {
                let this = Period::of(context.today().ok()?);
                let mut periods = periods(&store, &context)?;
                for period in [this.previous(), Some(this)].into_iter().flatten() {
                    if !periods
                        .iter()
                        .any(|(known, _)| *known == period.to_string())
                    {
                        periods.push(item(period, "not assessed"));
                    }
                }
                periods.sort_by(|one, other| other.cmp(one));
                Some(periods)
            }
            Named::Log => {
                let periods = store.logged_periods().ok()?.into_iter().rev();
                Some(periods.map(|period| item(period, "")).collect())
            }
            Named::Rubric => {
                let rubrics = store.rubrics().ok()?.into_iter();
                let titles = rubrics.map(|available| {
                    let title = available
                        .summary
                        .map_or_else(|_| String::new(), |it| it.title);
                    (available.id, title)
                });
                Some(titles.collect())
            }
            Named::Reply => {
                let files = store.feedback_files().ok()?.into_iter();
                let name = |part: Option<&OsStr>| shown(part.unwrap_or_default());
                let names = files.map(|file| {
                    let period = file.parent().and_then(Path::file_name);
                    item(name(file.file_stem()), name(period))
                });
                Some(names.collect())
            }
            _ => {
                let own = context.settings.file.own_targets();
                let rubric = rubric(&store, &context).ok()?.with_own(&own);
                Some(of_rubric(named, &rubric))
            }
        }
    }

    /// The store with its settings, as the typed command would open it.
    fn open(&self) -> Option<(Context, Store)> {
        let context = Context::of_process(&Common {
            home: self.home.clone(),
            rubric: self.rubric.clone(),
            color: When::Never,
            quiet: true,
        });
        let command = cli::Command::List(cli::List {
            format: ListFormat::Table,
        });
        let mut silent = Ui::new(Box::new(io::sink()), Box::new(io::sink()), true, None);
        let context = config::load_settings(&command, &context, &mut silent).ok()?;
        let store = store(&context).ok()?;
        Some((context, store))
    }
}

fn item(word: impl ToString, title: impl ToString) -> Candidate {
    (word.to_string(), title.to_string())
}

/// Every period with an assessment or a draft, the newest first.
fn periods(store: &Store, context: &Context) -> Option<Vec<Candidate>> {
    let mut periods: Vec<Candidate> = Vec::new();
    for entry in reference::entries(store, context).ok()?.iter().rev() {
        let period = entry.period.to_string();
        let status = match entry.status {
            Status::Draft => "draft",
            Status::Finished => "finished",
        };
        match periods.last_mut().filter(|(last, _)| *last == period) {
            Some((_, said)) if said.contains(status) => {}
            Some((_, said)) => said.push_str(&format!(", {status}")),
            None => periods.push(item(period, status)),
        }
    }
    Some(periods)
}

fn assessments(store: &Store, context: &Context) -> Option<Vec<Candidate>> {
    let entries = reference::entries(store, context).ok()?;
    let mut found = periods(store, context)?;
    let finished = reference::finished_of_one(&entries, 1);
    let mut latest = finished.iter().rev().map(|entry| entry.period);
    for word in ["latest", "previous"] {
        found.extend(latest.next().map(|period| item(word, period)));
    }
    Some(found)
}

fn of_rubric(named: Named, rubric: &Rubric) -> Vec<Candidate> {
    let skills = rubric.skills.iter();
    match named {
        Named::Question => {
            let questions = rubric.questions();
            questions.map(|(_, it)| item(&it.id, &it.title)).collect()
        }
        Named::Skill => skills.map(|it| item(&it.id, &it.title)).collect(),
        Named::Role => {
            let roles = rubric.profiles.iter();
            roles.map(|it| item(&it.id, &it.title)).collect()
        }
        Named::Stage => {
            let stages = rubric.stages.iter();
            stages.map(|it| item(&it.id, &it.title)).collect()
        }
        _ => {
            let eras = rubric.eras.iter();
            eras.map(|it| item(&it.id, &it.title)).collect()
        }
    }
}
