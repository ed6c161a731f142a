//! `emkit log`: evidence, written down when it happened.

mod add;
mod edit;
mod import;
mod list;
mod saving;

use anyhow::Result;

use super::App;
use crate::cli::{self, LogCommand};
use crate::context::Context;
use crate::error::Exit;
use crate::prompt::LogPrompt;
use crate::ui::Ui;

pub(super) fn run(args: cli::Log, context: &Context, ui: &mut Ui) -> Result<Exit> {
    // Signals are caught from here on: Ctrl-C is to end it in order, however soon it comes.
    let prompt = add::is_asked(&args, context).then(LogPrompt::new);
    let prompt = prompt.transpose()?;
    let mut app = App::open(context, ui)?;
    match args.command {
        None => add::run(&args, prompt, &mut app),
        Some(LogCommand::List(args)) => list::run(&args, &mut app),
        Some(LogCommand::Edit { period, day }) => edit::run(period, &day, &mut app),
        Some(LogCommand::Import { file, entry }) => import::run(&file, &entry, &mut app),
    }
}
