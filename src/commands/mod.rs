//! One file for each command: load, compute, lay out, print.

mod assess;
mod compare;
mod completions;
mod config;
mod diff;
mod doctor;
mod export;
mod feedback;
mod hints;
mod history;
mod list;
mod log;
mod man;
mod notices;
mod reference;
mod rubric;
mod schema;
mod show;
mod status;
mod target_options;
mod template;

use std::io::{self, Read};
use std::path::Path;

use anyhow::Result;

use crate::cli::{Cli, Command, Format};
use crate::context::Context;
use crate::error::{self, Exit, Failure};
use crate::escape::shown;
use crate::page::terminal::{self, Theme};
use crate::page::{Page, markdown, plain};
use crate::store::{self, Entry, Loaded, MAX_BYTES, Store, is_path, longer_than, rubric_file};
use crate::ui::Ui;

pub use completions::{answer, asked};

pub fn run(cli: Cli, context: &Context, ui: &mut Ui) -> Result<Exit> {
    set_hints(context, ui);
    let context = &config::load_settings(&cli.command, context, ui)?;
    set_hints(context, ui);
    match cli.command {
        Command::Assess(args) => return assess::run(&args, App::open(context, ui)?),
        Command::Log(args) => return log::run(args, context, ui),
        Command::Status(args) => return status::run(&args, context, ui),
        Command::Show(args) => show::run(&args, App::open(context, ui)?)?,
        Command::List { format } => list::run(format, App::open(context, ui)?)?,
        Command::Diff(args) => diff::run(&args, App::open(context, ui)?)?,
        Command::History(args) => history::run(&args, App::open(context, ui)?)?,
        Command::Export(args) => export::run(&args, context, ui)?,
        Command::Feedback(args) => return feedback::run(&args, context, ui),
        Command::Compare(args) => compare::run(&args, App::open(context, ui)?)?,
        Command::Template(args) => template::run(&args, context, ui)?,
        Command::Rubric(args) => rubric::run(&args, context, ui)?,
        Command::Schema { kind } => schema::run(kind, App::open(context, ui)?)?,
        Command::Doctor { accept, format } => {
            return doctor::run(accept.as_deref(), format, App::open(context, ui)?);
        }
        Command::Config { format, command } => config::run(command, format, context, ui)?,
        Command::Completions { shell } => completions::run(shell, ui)?,
        Command::Man { output } => man::run(output.as_deref(), ui)?,
    }
    Ok(ui.exit)
}

fn set_hints(context: &Context, ui: &mut Ui) {
    let context = context.clone();
    ui.hints = Some(Box::new(move |error| hints::hint(error, &context)));
}

struct App<'a> {
    context: &'a Context,
    store: Store,
    ui: &'a mut Ui,
}

impl<'a> App<'a> {
    fn open(context: &'a Context, ui: &'a mut Ui) -> Result<Self> {
        let store = store(context)?;
        Ok(Self { context, store, ui })
    }

    fn rubric_id(&self) -> Option<String> {
        let given = self.store.given.as_ref().map(|rubric| &rubric.id);
        given.or(self.store.named.as_ref()).cloned()
    }

    /// Those that can be read. What went wrong with one of them is reported, and the others go on.
    fn load_each(&mut self, entries: &[Entry]) -> Vec<Loaded> {
        let loaded = self.store.load_entries(entries).into_iter();
        loaded.filter_map(|it| self.ui.or_error(it)).collect()
    }

    fn print(
        &mut self,
        format: Format,
        page: &Page,
        json: impl FnOnce() -> Result<String>,
    ) -> Result<()> {
        self.ui.data(&match format {
            Format::Json => json()?,
            Format::Markdown => markdown::page(page),
            _ => drawn(page, self.context),
        })
    }

    fn say_empty(&mut self) {
        let (home, flags) = (shown(&self.store.home), &self.context.flags);
        let rubric = self.under_rubric();
        self.ui.status(&format!(
            "nothing{rubric} in `{home}` yet; `emkit assess{flags}` starts the first"
        ));
    }
}

fn drawn(page: &Page, context: &Context) -> String {
    let page = page.clone().started_as(context.program);
    if context.accessible() {
        plain::page(&page)
    } else {
        let (width, color) = (context.width, context.color);
        terminal::page(&page, Theme { width, color })
    }
}

/// The store, without the rubric that was named.
fn bare_store(context: &Context) -> Result<Store> {
    let mut store = Store::at(context.store_folder()?);
    store.own.clone_from(&context.own_folder);
    store.targets = context.settings.file.own_targets();
    Ok(store)
}

/// The store, with the rubric that was named.
fn store(context: &Context) -> Result<Store> {
    let mut store = bare_store(context)?;
    match context.rubric() {
        Some(path) if is_path(path) => {
            // The settings file is in the store, and so are its relative paths.
            let in_store = context.is_rubric_from_file();
            let in_store = in_store.then(|| store.rubric_path(path));
            let path = in_store.unwrap_or_else(|| path.into());
            store.given = Some(rubric_file(&path)?);
        }
        id => store.named = id.map(str::to_owned),
    }
    Ok(store)
}

/// A file, or all of stdin for `-`; the hint says what to do if that is too long.
fn input(path: &Path, hint: &str) -> Result<String> {
    if path == Path::new("-") {
        return stdin(MAX_BYTES, hint);
    }
    Ok(store::read(path)?)
}

fn stdin(most: u64, hint: &str) -> Result<String> {
    let failed = |cause: String| {
        let failed = Failure::new("could not read stdin").because(cause);
        failed.hint(hint)
    };
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(error::plain(&error)))?;
    if bytes.len() as u64 > most {
        return Err(failed(format!("it is {}", longer_than(most))).into());
    }
    Ok(store::decode(Path::new(STDIN), &bytes)?.to_owned())
}

const STDIN: &str = "<stdin>";
