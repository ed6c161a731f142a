//! `emkit man`: the manual page, or a page for each command.

use std::path::Path;

use anyhow::Result;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::Cli;
use crate::error::{Failure, plain, quoted};
use crate::escape::shown;
use crate::ui::Ui;

pub(super) fn run(output: Option<&Path>, ui: &mut Ui) -> Result<()> {
    let command = Cli::command();
    if let Some(folder) = output {
        clap_mangen::generate_to(command, folder).map_err(|error| {
            let hint = format!("create the folder first: mkdir -p {}", quoted(folder));
            let failed = Failure::new(format!("could not write to `{}`", shown(folder)));
            failed.because(plain(&error)).hint(hint)
        })?;
        ui.status(&format!("written to `{}`", shown(folder)));
        return Ok(());
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    ui.data(&String::from_utf8_lossy(&page))
}
