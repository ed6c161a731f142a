//! `emkit man`: one manual page with every command in it, or a page for each command.

use anyhow::Result;
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::{self, Cli};
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::ui::Ui;

pub(super) fn run(args: &cli::Man, ui: &mut Ui) -> Result<Exit> {
    let mut command = Cli::command();
    if let Some(folder) = &args.output {
        clap_mangen::generate_to(command, folder).map_err(|error| {
            Failure::new(format!("could not write to `{}`", shown(folder)))
                .because(crate::error::plain(&error))
                .hint(format!(
                    "create the folder first: mkdir -p {}",
                    crate::error::quoted(folder)
                ))
        })?;
        ui.status(&format!("written to `{}`", shown(folder)));
        return Ok(Exit::Done);
    }
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    sections(&command, "EMKIT", &mut page)?;
    ui.data(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

fn sections(command: &Command, above: &str, page: &mut Vec<u8>) -> Result<()> {
    for verb in command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help")
    {
        let name = format!("{above} {}", verb.get_name().to_uppercase());
        page.extend_from_slice(format!(".SH \"{name}\"\n").as_bytes());
        let man = Man::new(verb.clone());
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        man.render_options_section(page)?;
        sections(verb, &name, page)?;
    }
    Ok(())
}
