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

use std::path::PathBuf;

use anyhow::Result;

use crate::cli::{Cli, Command};
use crate::context::Context;
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::page::terminal::{self, Theme};
use crate::page::{Page, plain};
use crate::settings::{Source, Sourced};
use crate::store::{self, Kind, Store, is_path};
use crate::ui::Ui;

pub use completions::{answer, asked};

pub fn run(cli: Cli, context: &Context, ui: &mut Ui) -> Result<Exit> {
    set_hints(context, ui);
    let context = &config::load_settings(&cli.command, context, ui)?;
    set_hints(context, ui);
    match cli.command {
        Command::Assess(args) => assess::run(&args, App::open(context, args.accessible, ui)?),
        Command::Log(args) => log::run(args, context, ui),
        Command::Status(args) => status::run(&args, context, ui),
        Command::Show(args) => show::run(&args, App::open(context, args.accessible, ui)?),
        Command::List(args) => list::run(&args, App::open(context, false, ui)?),
        Command::Diff(args) => diff::run(&args, App::open(context, args.accessible, ui)?),
        Command::History(args) => history::run(&args, App::open(context, args.accessible, ui)?),
        Command::Export(args) => export::run(&args, context, ui),
        Command::Feedback(args) => feedback::run(&args, context, ui),
        Command::Compare(args) => compare::run(&args, App::open(context, args.accessible, ui)?),
        Command::Template(args) => template::run(&args, context, ui),
        Command::Rubric(args) => rubric::run(&args, context, ui),
        Command::Schema(args) => schema::run(&args, App::open(context, false, ui)?),
        Command::Doctor(args) => doctor::run(&args, App::open(context, false, ui)?),
        Command::Config(args) => config::run(&args, context, ui),
        Command::Completions(args) => completions::run(&args, ui),
        Command::Man(args) => man::run(&args, ui),
    }
}

fn set_hints(context: &Context, ui: &mut Ui) {
    let context = context.clone();
    ui.set_hints(move |error| hints::hint(error, &context));
}

/// What a command works with: its settings, its store, and where it prints.
struct App<'a> {
    context: Context,
    store: Store,
    ui: &'a mut Ui,
}

impl<'a> App<'a> {
    fn open(context: &Context, accessible: bool, ui: &'a mut Ui) -> Result<Self> {
        let (mut context, store) = (context.clone(), store(context)?);
        if accessible {
            let asked_for = Sourced::new(true, Source::Flag("--accessible"));
            context.settings.accessible = Some(asked_for);
        }
        Ok(Self { context, store, ui })
    }

    fn rubric(&self) -> Result<Rubric> {
        Ok(self.store.rubric(match self.store.given() {
            Some(_) => None,
            None => self.context.rubric(),
        })?)
    }

    fn rubric_id(&self) -> Option<String> {
        let given = self.store.given().map(|rubric| rubric.id.as_str());
        given.or(self.context.rubric()).map(str::to_owned)
    }

    fn print(&mut self, page: &Page) -> Result<()> {
        self.ui.data(&drawn(page, &self.context))
    }

    fn say_empty(&mut self) {
        let (home, flags) = (shown(self.store.home()), &self.context.flags);
        self.ui.status(&format!(
            "nothing in `{home}` yet; `emkit assess{flags}` starts the first"
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
    let store = Store::at(context.store_folder()?);
    let targets = context.settings.file.own_targets();
    Ok(store.of_person(context.own_folder.clone(), targets))
}

/// The store, with the rubric file that was named.
fn store(context: &Context) -> Result<Store> {
    let store = bare_store(context)?;
    let Some(path) = context.rubric().filter(|name| is_path(name)) else {
        return Ok(store);
    };
    let path = if context.is_rubric_from_file() {
        // The settings file is in the store, and so are its relative paths.
        store.rubric_path(path)
    } else {
        PathBuf::from(path)
    };
    Ok(store.with_rubric_file(&path)?)
}

/// All of stdin; the hint says what to do if it is too long.
fn stdin(most: u64, hint: &str) -> Result<String> {
    store::read_stdin(most).map_err(|error| match error.kind {
        Kind::Stdin => Failure::new(error.to_string()).hint(hint).into(),
        _ => error.into(),
    })
}
