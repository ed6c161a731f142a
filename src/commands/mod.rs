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
mod quarters;
mod reference;
mod rubric;
mod schema;
mod show;
mod status;
mod target_options;
mod template;

use std::path::Path;

use anyhow::Result;

use crate::cli::{Cli, Command};
use crate::context::Context;
use crate::domain::rubric::Rubric;
use crate::error::{Exit, Failure};
use crate::page::terminal::{self, Theme};
use crate::page::{Page, plain};
use crate::store::{self, Kind, Store, is_path};
use crate::ui::Ui;

pub use completions::{answer, asked};

pub fn run(cli: Cli, context: &Context, ui: &mut Ui) -> Result<Exit> {
    set_hints(context, ui);
    let context = &config::load_settings(&cli.command, context, ui)?;
    set_hints(context, ui);
    match cli.command {
        Command::Assess(args) => assess::run(&args, context, ui),
        Command::Log(args) => log::run(args, context, ui),
        Command::Status(args) => status::run(&args, context, ui),
        Command::Show(args) => show::run(&args, context, ui),
        Command::List(args) => list::run(&args, context, ui),
        Command::Diff(args) => diff::run(&args, context, ui),
        Command::History(args) => history::run(&args, context, ui),
        Command::Export(args) => export::run(&args, context, ui),
        Command::Feedback(args) => feedback::run(&args.command, context, ui),
        Command::Compare(args) => compare::run(&args, context, ui),
        Command::Template(args) => template::run(&args, context, ui),
        Command::Rubric(args) => rubric::run(&args, context, ui),
        Command::Schema(args) => schema::run(&args, context, ui),
        Command::Doctor(args) => doctor::run(&args, context, ui),
        Command::Config(args) => config::run(&args, context, ui),
        Command::Completions(args) => completions::run(&args, ui),
        Command::Man(args) => man::run(&args, ui),
    }
}

fn set_hints(context: &Context, ui: &mut Ui) {
    let context = context.clone();
    ui.set_hints(move |error| hints::hint(error, &context));
}

/// A page in plain lines, or laid out for the terminal.
fn drawn(page: &Page, context: &Context) -> String {
    let page = &context
        .program
        .map_or_else(|| page.clone(), |program| page.clone().started_as(program));
    if context.accessible {
        plain::page(page)
    } else {
        let (width, color) = (context.width, context.color);
        terminal::page(page, Theme { width, color })
    }
}

/// The store, without the rubric that was named.
fn bare_store(context: &Context) -> Result<Store> {
    let store = Store::at(context.store_folder()?);
    let own = context.own_folder.as_deref();
    let targets = context.settings.file.own_targets();
    Ok(store.of_person(own).with_targets(targets))
}

/// The store, with the rubric file that was named.
fn store(context: &Context) -> Result<Store> {
    let store = bare_store(context)?;
    match context.rubric.as_deref().filter(|name| is_path(name)) {
        // The settings file is in the store, and so are its relative paths.
        Some(path) if context.is_rubric_from_file() => {
            let path = store.rubric_path(path);
            Ok(store.with_rubric_file(&path)?)
        }
        Some(path) => Ok(store.with_rubric_file(Path::new(path))?),
        None => Ok(store),
    }
}

/// The rubric that was named, or the default one.
fn rubric(store: &Store, context: &Context) -> Result<Rubric> {
    Ok(store.rubric(match store.given() {
        Some(_) => None,
        None => context.rubric.as_deref(),
    })?)
}

fn rubric_id(store: &Store, context: &Context) -> Option<String> {
    let given = store.given().map(|rubric| rubric.id.clone());
    given.or_else(|| context.rubric.clone())
}

/// All of stdin; the hint says what to do if it is too long.
fn stdin(most: u64, hint: &str) -> Result<String> {
    store::read_stdin(most).map_err(|error| match error.kind {
        Kind::Stdin => Failure::new(error.to_string()).hint(hint).into(),
        _ => error.into(),
    })
}
