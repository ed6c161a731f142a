//! `emkit log TEXT`: one entry, from the command line, the editor, the prompt or stdin.

use anyhow::Result;

use super::saving::{
    MANY, check_length, check_skills, editor, warn_future, warn_unended, with_kept_text,
};
use crate::cli;
use crate::commands::hints::edit_log;
use crate::commands::notices::warn;
use crate::commands::stdin;
use crate::context::Context;
use crate::domain::assessment::MAX_TEXT;
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Exit, Failure};
use crate::prompt::{Edited, LogPrompt, Logged};
use crate::report::log;
use crate::store::Store;
use crate::ui::Ui;

pub(super) const EXAMPLE: &str = "emkit log Cut the release train from 9 days to 2";

/// Behind `--` these would be logged as words, which nobody means.
const FLAGS: [&str; 5] = ["--skill", "--private", "--link", "--date", "--edit"];

/// Whether the person is asked what happened.
pub(super) fn is_asked(args: &cli::Log, context: &Context) -> bool {
    let has_text = args.text.iter().any(|word| !word.trim().is_empty());
    args.command.is_none() && !has_text && !args.edit && context.terminal
}

pub(super) fn run(
    args: &cli::Log,
    prompt: Option<LogPrompt>,
    store: &Store,
    context: &Context,
    ui: &mut Ui,
) -> Result<Exit> {
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
    check_skills(&args.entry.skill, store)?;
    let mut editor = editor(store, context);
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
        let asked = prompt.ask(&mut skills, &store.skill_ids()?, ui);
        let Logged { text, signal, .. } = asked;
        exit = signal.map_or(Exit::Done, Exit::Signal);
        is_cut_short = asked.is_cut_short;
        if text.trim().is_empty() && signal.is_some() {
            // Below what the key left on the line.
            ui.say("\nnothing was logged");
            return Ok(exit);
        }
        text
    } else {
        stdin(MAX_TEXT as u64, MANY)?
    };
    let date = context.day(args.entry.day.date)?;
    let Some(mut entry) = LogEntry::new(date, &text, skills) else {
        return Err(Failure::new("could not log anything")
            .because("there is no text")
            .hint(format!("say what happened: {EXAMPLE}"))
            .into());
    };
    entry.private = args.entry.private;
    entry.link.clone_from(&args.entry.link);
    let period = Period::of(date);
    let added = check_length(&entry)
        .and_then(|()| Ok(store.add_to_log(period, std::slice::from_ref(&entry))?))
        .map_err(|error| with_kept_text(error, &mut editor, ui))?;
    warn_unended(&added, ui);
    warn_future(std::slice::from_ref(&entry), context, ui);
    warn(store.lockless(), ui);
    if is_cut_short {
        // Below what the key left on the line. Who left did not ask for this, so it is always said.
        ui.say(&format!(
            "\nlogged in {period} for no skill; `{}` changes that",
            edit_log(period, &context.flags)
        ));
        return Ok(exit);
    }
    let about = match entry.skills.as_slice() {
        [] => "for no skill yet; `emkit log edit` adds one".to_owned(),
        skills => format!("for {}", skills.join(", ")),
    };
    // The shell may have taken a quote or a `$`: this shows what is left.
    ui.status(&format!(
        "logged in {period}, {about}:\n  {}",
        log::line(&entry)
    ));
    Ok(exit)
}
