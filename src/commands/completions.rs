//! `emkit completions`: shell completions.

use anyhow::Result;
use clap::CommandFactory;

use crate::cli::{Cli, Completions};
use crate::error::Exit;
use crate::ui::Ui;

pub(super) fn run(args: &Completions, ui: &mut Ui) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "emkit", &mut script);
    ui.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
