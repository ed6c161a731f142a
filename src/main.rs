//! Arguments and the real environment in, exit code out.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use clap::error::ErrorKind;
use emkit::cli::Cli;
use emkit::commands;
use emkit::context::Context;
use emkit::error::{Exit, Failure};
use emkit::escape::visible_lines;
use emkit::prompt::survive_file_size_limit;
use emkit::ui::Ui;

fn main() -> ExitCode {
    let streams = |quiet, width| {
        Ui::new(
            Box::new(std::io::stdout()),
            Box::new(std::io::stderr()),
            quiet,
            width,
        )
    };
    let (exit, mut ui) = match Cli::try_parse() {
        Err(words) => {
            let mut ui = streams(false, None);
            (explain(&words, &mut ui), ui)
        }
        Ok(cli) => {
            let context = Context::of_process(&cli.common);
            let mut ui = streams(context.quiet, context.stderr_width);
            let exit =
                survive_file_size_limit().and_then(|()| commands::run(cli, &context, &mut ui));
            (exit, ui)
        }
    };
    let exit = exit.unwrap_or_else(|error| {
        let exit = error
            .downcast_ref::<Failure>()
            .map_or(Exit::Failed, |failure| failure.exit);
        if exit != Exit::ReaderGone {
            ui.error(&error);
        }
        exit
    });
    ExitCode::from(exit.code())
}

/// Help and version are what was asked for; anything else is a wrong call.
fn explain(words: &clap::Error, ui: &mut Ui) -> Result<Exit> {
    let text = visible_lines(&words.to_string());
    if !words.use_stderr() {
        ui.data(&text)?;
        return Ok(Exit::Done);
    }
    if words.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        ui.prompt(&text);
        return Ok(Exit::Usage);
    }
    let said = text.lines().map(str::trim).take_while(|line| {
        !line.starts_with("Usage:") && !line.starts_with("For more information")
    });
    let cause: Vec<_> = said.filter(|line| !line.is_empty()).collect();
    let cause = cause.join("; ");
    let cause = cause
        .strip_prefix("error: ")
        .unwrap_or(&cause)
        .replace('\'', "`");
    Err(Failure::new("could not understand the command")
        .because(cause)
        .hint("`emkit --help` lists the commands, `emkit COMMAND --help` what each takes")
        .exit(Exit::Usage)
        .into())
}
