//! Arguments and the real environment in, exit code out.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use clap::error::{ContextKind, ErrorKind};
use emkit::cli::{Cli, is_log_command};
use emkit::commands;
use emkit::context::{Context, program, stderr_width};
use emkit::domain::period::Period;
use emkit::error::{Exit, Failure};
use emkit::escape::visible_lines;
use emkit::panic_report;
use emkit::process::{leave_no_core_dump, survive_file_size_limit};
use emkit::ui::Ui;

fn main() -> ExitCode {
    let streams = |quiet, width| {
        let ui = Ui::new(
            Box::new(std::io::stdout()),
            Box::new(std::io::stderr()),
            quiet,
            width,
        );
        ui.started_as(program())
    };
    if let Some((shell, words)) = commands::asked() {
        let mut ui = streams(true, None);
        let ended = panic_report::catch_panic("", || {
            leave_no_core_dump();
            commands::answer(shell, words, &mut ui)
        });
        // A shell would put a word on stderr into the line that is typed.
        return ExitCode::from(ended.unwrap_or(Exit::Failed).code());
    }
    let (exit, mut ui) = match Cli::try_parse() {
        Err(words) => {
            let mut ui = streams(false, stderr_width());
            (explain(&words, &mut ui), ui)
        }
        Ok(cli) => {
            let context = Context::of_process(&cli.common);
            let mut ui = streams(context.quiet, context.stderr_width);
            let exit = panic_report::catch_panic(&context.flags, || {
                leave_no_core_dump();
                survive_file_size_limit()?;
                commands::run(cli, &context, &mut ui)
            });
            (exit, ui)
        }
    };
    ExitCode::from(ui.end(exit).code())
}

/// How to log a text that was taken for a command or a flag, where that is what happened.
fn text_hint(words: &clap::Error) -> Option<&'static str> {
    let is_unexpected = matches!(
        words.kind(),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
    );
    let mut arguments = std::env::args_os().skip(1);
    if !is_unexpected || !arguments.any(|word| word == "log") {
        return None;
    }
    let is_command = arguments
        .find(|word| !word.to_string_lossy().starts_with('-'))
        .is_some_and(|word| word.to_str().is_some_and(is_log_command));
    let is_flag = words
        .get(ContextKind::InvalidArg)
        .is_some_and(|given| given.to_string().starts_with('-'));
    if is_command && is_flag {
        return None;
    }
    Some(if is_command {
        "put a text that starts like a command of the log after `--`, and flags before it: emkit log --skill team -- list of owners agreed"
    } else {
        "put a text with a word that starts with `-` after `--`, and flags before it: emkit log --skill team -- Attrition down to -3%"
    })
}

/// What to type instead, where that is known.
fn hint(words: &clap::Error) -> Option<String> {
    let given = words.get(ContextKind::InvalidArg)?.to_string();
    if words.kind() == ErrorKind::ValueValidation && given.starts_with("--relation") {
        return Some("say who replied: `manager`, `counterpart` (a product partner, or whoever shares the work from another side), `peer`, `report` or `other`".to_owned());
    }
    if words.kind() != ErrorKind::UnknownArgument || !given.starts_with("--period") {
        return None;
    }
    let arguments = || std::env::args_os().skip(1);
    let texts: Vec<_> = arguments()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let mut commands = texts.iter();
    let command = commands.find(|word| matches!(word.as_str(), "export" | "show"))?;
    let behind = texts.iter().skip_while(|word| *word != "--period").nth(1);
    let within = texts.iter().find_map(|word| word.strip_prefix("--period="));
    let named = within.or(behind.map(String::as_str))?;
    let period: Period = named.parse().ok()?;
    Some(format!(
        "name it without `--period`: emkit {command} {period}"
    ))
}

/// Help and version were asked for; anything else is wrong usage.
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
    // How to pass a flag as a value helps nobody who meant a flag.
    let cause: Vec<_> = said
        .filter(|line| !line.is_empty() && !line.starts_with("tip: to pass "))
        .collect();
    let cause = cause.join("; ").replace(":; ", ": ");
    let cause = cause
        .strip_prefix("error: ")
        .unwrap_or(&cause)
        .replace('\'', "`");
    Err(Failure::new("could not understand the command")
        .because(cause)
        .hint(hint(words).unwrap_or_else(|| {
            text_hint(words)
                .unwrap_or(
                    "`emkit --help` lists the commands, `emkit COMMAND --help` what each takes",
                )
                .to_owned()
        }))
        .exit(Exit::Usage)
        .into())
}
