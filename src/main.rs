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

fn hint(words: &clap::Error) -> String {
    let given = words.get(ContextKind::InvalidArg);
    let given = given.map_or_else(String::new, ToString::to_string);
    let typed = std::env::args_os().skip(1);
    let typed: Vec<_> = typed
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let hint = match words.kind() {
        ErrorKind::ValueValidation if given.starts_with("--relation") => Some("say who replied: `manager`, `counterpart` (a product partner, or whoever shares the work from another side), `peer`, `report` or `other`".to_owned()),
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            let period = period_hint(&typed).filter(|_| given.starts_with("--period"));
            period.or_else(|| log_hint(&typed, &given))
        }
        _ => None,
    };
    hint.unwrap_or_else(|| {
        "`emkit --help` lists the commands, `emkit COMMAND --help` what each takes".to_owned()
    })
}

/// How to log a text that was taken for a command or a flag.
fn log_hint(typed: &[String], given: &str) -> Option<String> {
    let mut behind = typed.iter().skip_while(|word| *word != "log");
    behind.next()?;
    let word = behind.find(|word| !word.starts_with('-'));
    let is_command = word.is_some_and(|word| is_log_command(word));
    let (what, example) = match (is_command, given.starts_with('-')) {
        (true, true) => return None,
        (true, false) => (
            "that starts like a command of the log",
            "list of owners agreed",
        ),
        (false, _) => ("with a word that starts with `-`", "Attrition down to -3%"),
    };
    Some(format!(
        "put a text {what} after `--`, and flags before it: emkit log --skill team -- {example}"
    ))
}

fn period_hint(typed: &[String]) -> Option<String> {
    let mut words = typed.iter();
    let command = words.find(|word| matches!(word.as_str(), "export" | "show"))?;
    let mut periods = words.map(|word| word.trim_start_matches("--period=").parse::<Period>());
    let period = periods.find_map(Result::ok)?;
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
    let said = said.filter(|line| !line.is_empty() && !line.starts_with("tip: to pass "));
    let cause = said.collect::<Vec<_>>().join("; ").replace(":; ", ": ");
    let cause = cause.trim_start_matches("error: ").replace('\'', "`");
    let failed = Failure::new("could not understand the command").because(cause);
    Err(failed.hint(hint(words)).exit(Exit::Usage).into())
}
