//! `emkit log`: evidence, written down when it happened.

mod add;
mod edit;
mod import;
mod list;
mod saving;

use anyhow::Result;

use crate::cli::{self, LogCommand};
use crate::context::Context;
use crate::error::Exit;
use crate::ui::Ui;

pub(super) fn run(args: cli::Log, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    match args.command {
        None => add::run(&args, &store, context, ui),
        Some(LogCommand::List(args)) => list::run(&args, &store, context, ui),
        Some(LogCommand::Edit { period, day }) => edit::run(period, &day, &store, context, ui),
        Some(LogCommand::Import { file, entry }) => import::run(&file, &entry, &store, context, ui),
    }
}
