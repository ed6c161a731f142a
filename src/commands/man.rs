//! `emkit man`: one manual page with every command in it, or a page for each command.

use std::path::Path;

use anyhow::Result;
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::Cli;
use crate::error::{Failure, plain, quoted};
use crate::escape::shown;
use crate::ui::Ui;

pub(super) fn run(output: Option<&Path>, ui: &mut Ui) -> Result<()> {
    let mut command = Cli::command();
    if let Some(folder) = output {
        clap_mangen::generate_to(command, folder).map_err(|error| {
            let hint = format!("create the folder first: mkdir -p {}", quoted(folder));
            let failed = Failure::new(format!("could not write to `{}`", shown(folder)));
            failed.because(plain(&error)).hint(hint)
        })?;
        ui.status(&format!("written to `{}`", shown(folder)));
        return Ok(());
    }
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    sections(&command, "EMKIT", &mut page)?;
    ui.data(&String::from_utf8_lossy(&page))
}

fn sections(command: &Command, name: &str, page: &mut Vec<u8>) -> Result<()> {
    let man = Man::new(command.clone());
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    let verbs = command.get_subcommands();
    for verb in verbs.filter(|verb| verb.get_name() != "help") {
        let name = format!("{name} {}", verb.get_name().to_uppercase());
        page.extend_from_slice(format!(".SH \"{name}\"\n").as_bytes());
        sections(verb, &name, page)?;
    }
    Ok(())
}
