//! Arguments and the real environment in, exit code out.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use clap::error::{ContextKind, ErrorKind};
use emkit::cli::Cli;
use emkit::commands;
use emkit::context::{Context, program, stderr_width};
use emkit::error::{Exit, Failure};
use emkit::escape::visible_lines;
use emkit::panic_report::end_at_panic;
use emkit::process::{leave_no_core_dump, survive_file_size_limit};
use emkit::ui::Ui;

fn main() -> ExitCode {
    let asked = commands::asked();
    // A shell would put a word on stderr into the line that is typed.
    end_at_panic(String::new(), asked.is_none().then_some(streams));
    leave_no_core_dump();
    let mut ui = streams();
    if let Some((shell, words)) = asked {
        ui.quiet = true;
        let answered = commands::answer(shell, words, &mut ui);
        return answered.map_or(Exit::Failed, |()| Exit::Done).code().into();
    }
    let exit = match Cli::try_parse() {
        Err(words) => explain(&words, &mut ui),
        Ok(cli) => run(cli, &mut ui),
    };
    ui.end(exit).code().into()
}

fn streams() -> Ui {
    let (out, err) = (std::io::stdout(), std::io::stderr());
    let mut ui = Ui::new(out, err, false, stderr_width());
    ui.program = program().unwrap_or(ui.program);
    ui
}

fn run(cli: Cli, ui: &mut Ui) -> Result<Exit> {
    let context = Context::of_process(&cli.common);
    end_at_panic(context.flags.clone(), Some(streams));
    survive_file_size_limit()?;
    ui.quiet = cli.common.quiet;
    commands::run(cli, &context, ui)
}

fn hint(words: &clap::Error) -> &'static str {
    let is_unknown = matches!(
        words.kind(),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand
    );
    let is_slip = words.get(ContextKind::SuggestedArg).is_some();
    if is_unknown && !is_slip && std::env::args_os().any(|word| word == "log") {
        "put a text that starts like a command, or has a word that starts with `-`, after `--`, and flags before it: emkit log --skill team -- list of owners agreed"
    } else {
        "`emkit --help` lists the commands, `emkit COMMAND --help` what each takes"
    }
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
    let said = said.filter(|line| !line.is_empty() && !line.starts_with("tip: to pass "));
    let cause = said.collect::<Vec<_>>().join("; ").replace(":; ", ": ");
    let cause = cause.trim_start_matches("error: ").replace('\'', "`");
    let failed = Failure::new("could not understand the command").because(cause);
    Err(failed.hint(hint(words)).exit(Exit::Usage).into())
}
