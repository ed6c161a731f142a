//! Arguments and the real environment in, exit code out.

use std::process::ExitCode;

use clap::Parser;
use emkit::cli::Cli;
use emkit::commands;
use emkit::context::Context;
use emkit::error::{Exit, Failure};
use emkit::escape::visible_lines;
use emkit::ui::Ui;

fn main() -> ExitCode {
    let streams = |quiet| {
        Ui::new(
            Box::new(std::io::stdout()),
            Box::new(std::io::stderr()),
            quiet,
        )
    };
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(words) => return ExitCode::from(explain(&words, &mut streams(false))),
    };
    let context = Context::of_process(&cli.common);
    let mut ui = streams(context.quiet);
    let exit = commands::run(cli, &context, &mut ui).unwrap_or_else(|error| {
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
fn explain(words: &clap::Error, ui: &mut Ui) -> u8 {
    let text = visible_lines(&words.to_string());
    if words.use_stderr() {
        ui.prompt(&text);
        return Exit::Usage.code();
    }
    match ui.data(&text) {
        Ok(()) => Exit::Done.code(),
        Err(error) => {
            let exit = error
                .downcast_ref::<Failure>()
                .map_or(Exit::Failed, |failure| failure.exit);
            if exit != Exit::ReaderGone {
                ui.error(&error);
            }
            exit.code()
        }
    }
}
