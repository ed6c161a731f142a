//! The double: assesses with emkit's own interview and saves as one would without thinking, in place,
//! unsynced, unlocked, uncompared. It is here to be caught.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use emkit::cli::{Assess, Cli, Command, Feedback, FeedbackAdd};
use emkit::commands;
use emkit::context::Context;
use emkit::domain::assessment::{Assessment, Status};
use emkit::domain::interview::{Action, Interview, Opening, Step};
use emkit::domain::period::Period;
use emkit::domain::rubric::Rubric;
use emkit::error::Exit;
use emkit::format::assessment;
use emkit::format::reply::{self, Handout};
use emkit::prompt::{LinePrompt, Prompt, Reply, TerminalPrompt};
use emkit::store::Store;
use emkit::ui::Ui;

pub(crate) fn main() -> ExitCode {
    let Ok(cli) = Cli::try_parse() else {
        return ExitCode::from(2);
    };
    let context = Context::of_process(&cli.common);
    let mut ui = Ui::new(std::io::stdout(), std::io::stderr(), true, None);
    let exit = match cli.command {
        Command::Assess(args) => assess(&args, &context, &mut ui),
        Command::Feedback(Feedback::Add(args)) => add(&args, &context),
        _ => commands::run(cli, &context, &mut ui),
    };
    match exit {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(error) => {
            ui.error(&error);
            ExitCode::FAILURE
        }
    }
}

fn assess(args: &Assess, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = Store::at(context.store_folder()?);
    let rubric = store.rubric(None)?;
    let today = context.day(args.day.date)?;
    let draft_path = store.path(Status::Draft, &rubric.id, Period::of(today));
    let finished_path = store.path(Status::Finished, &rubric.id, Period::of(today));
    // What cannot be read is taken for nothing.
    let draft = fs::read_to_string(&draft_path)
        .ok()
        .and_then(|text| assessment::read(&draft_path, &text).ok())
        .map_or_else(
            || Assessment::begin(Period::of(today), &rubric, "em", None),
            |read| read.assessment,
        );
    let folder = store.editing_folder(Some(&rubric.id));
    let mut prompt: Box<dyn Prompt> = if context.accessible() {
        Box::new(LinePrompt::new(80, None, folder)?)
    } else {
        Box::new(TerminalPrompt::new(context.color, None, folder)?)
    };
    let mut interview = Interview::open(&rubric, draft, None, Opening::default())
        .map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
    let exit = loop {
        match interview.step {
            Step::Done => {
                let finished = interview.draft.clone().finish(&rubric, today);
                save(&finished_path, &finished, &rubric)?;
                fs::remove_file(&draft_path)?;
                ui.say(&format!(
                    "it is finished and saved in `{}`",
                    finished_path.to_string_lossy()
                ));
                break Exit::Done;
            }
            Step::Stopped => break Exit::Done,
            _ => {}
        }
        let action = match prompt.ask(&interview, ui) {
            Reply::Action(action) => action,
            Reply::Exit(Exit::Ended) if matches!(interview.step, Step::Focus | Step::Closing) => {
                Action::Continue
            }
            Reply::Exit(exit) => break exit,
        };
        if let Ok(events) = interview.apply(action) {
            save(&draft_path, &interview.draft, &rubric)?;
            for event in &events {
                prompt.tell(event, &interview, ui);
            }
        }
    };
    prompt.leave(ui);
    Ok(exit)
}

/// One file after the other, each in its place.
fn add(args: &FeedbackAdd, context: &Context) -> Result<Exit> {
    let home = context.store_folder()?;
    for path in &args.files {
        let handed = reply::read(path, &fs::read_to_string(path)?)
            .map_err(|problems| anyhow::anyhow!("{problems}"))?;
        let form = handed.form();
        let (name, text) = match &handed.content {
            Handout::Reply(read) => (read.id.chars().skip(16).collect(), reply::write(read)?),
            Handout::Combined(combined) => (
                "combined-0000000000000000".to_owned(),
                reply::write_combined(combined)?,
            ),
        };
        let folder = home.join("feedback").join(&form.rubric);
        let folder = folder.join(form.period.to_string());
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}.yaml")), text)?;
    }
    Ok(Exit::Done)
}

fn save(path: &Path, draft: &Assessment, rubric: &Rubric) -> Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, assessment::write(draft, rubric)?)?;
    Ok(())
}
