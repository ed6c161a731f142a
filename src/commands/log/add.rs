//! `emkit log TEXT`: one entry, from the command line, the editor, the prompt or stdin.

use anyhow::Result;

use super::{MANY, check_skills, editor, with_kept_text};
use crate::cli;
use crate::commands::hints::edit_log;
use crate::commands::notices::warn;
use crate::commands::{App, stdin};
use crate::context::Context;
use crate::domain::assessment::MAX_TEXT;
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Exit, Failure};
use crate::prompt::{Edited, LogPrompt};
use crate::report::log;

pub(super) const EXAMPLE: &str = "emkit log Cut the release train from 9 days to 2";

/// Behind `--` these would be logged as words, which nobody means.
const FLAGS: [&str; 5] = ["--skill", "--private", "--link", "--date", "--edit"];

pub(super) fn is_asked(args: &cli::Log, context: &Context) -> bool {
    let has_text = args.text.iter().any(|word| !word.trim().is_empty());
    args.command.is_none() && !has_text && !args.edit && context.terminal
}

pub(super) fn run(args: &cli::Log, prompt: Option<LogPrompt>, app: &mut App<'_>) -> Result<Exit> {
    if let [word] = args.text.as_slice()
        && cli::is_log_command(word)
    {
        return Err(Failure::new(format!("could not log `{word}`"))
            .because("it is a command of the log, and one word is no evidence")
            .hint(format!(
                "flags come after it: `emkit log {word} --help` lists them"
            ))
            .exit(Exit::Usage)
            .into());
    }
    if let Some(flag) = args.text.iter().find(|word| FLAGS.contains(&word.as_str())) {
        return Err(Failure::new("could not log this")
            .because(format!(
                "after `--` the flag `{flag}` is a word of the text"
            ))
            .hint(format!(
                "put it first: emkit log {flag} … -- list of owners agreed"
            ))
            .exit(Exit::Usage)
            .into());
    }
    check_skills(&args.entry.skill, &app.store)?;
    let mut editor = editor(app);
    let mut skills = args.entry.skill.clone();
    let mut exit = Exit::Done;
    let mut is_cut_short = false;
    let given = args.text.join(" ");
    let text = if args.edit {
        match editor.edit(&given, &[])? {
            Edited::Taken(text) => text,
            Edited::Unchanged => given,
            Edited::Emptied => String::new(),
        }
    } else if !given.trim().is_empty() {
        given
    } else if let Some(mut prompt) = prompt {
        let asked = prompt.ask(&mut skills, &app.store.skill_ids()?, app.ui);
        exit = asked.exit;
        is_cut_short = asked.is_cut_short;
        if asked.text.trim().is_empty() && exit != Exit::Done {
            // Below what the key left on the line.
            app.ui.say("\nnothing was logged");
            return Ok(exit);
        }
        asked.text
    } else {
        stdin(MAX_TEXT as u64, MANY)?
    };
    let date = app.context.day(args.entry.day.date)?;
    let Some(mut entry) = LogEntry::new(date, &text, skills) else {
        return Err(Failure::new("could not log anything")
            .because("there is no text")
            .hint(format!("say what happened: {EXAMPLE}"))
            .into());
    };
    entry.private = args.entry.private;
    entry.link.clone_from(&args.entry.link);
    let period = Period::of(date);
    super::add(period, std::slice::from_ref(&entry), app)
        .map_err(|error| with_kept_text(error, &mut editor, app.ui))?;
    warn(app.store.lockless(), app.ui);
    if is_cut_short {
        // Below what the key left on the line. Who left did not ask for this, so it is always said.
        let edit = edit_log(period, &app.context.flags);
        app.ui.say(&format!(
            "\nlogged in {period} for no skill; `{edit}` changes that"
        ));
        return Ok(exit);
    }
    let about = match entry.skills.as_slice() {
        [] => "for no skill yet; `emkit log edit` adds one".to_owned(),
        skills => format!("for {}", skills.join(", ")),
    };
    // The shell may have taken a quote or a `$`: this shows what is left.
    let line = log::line(&entry);
    app.ui
        .status(&format!("logged in {period}, {about}:\n  {line}"));
    Ok(exit)
}
