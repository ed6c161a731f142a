//! `emkit log`: evidence, written down when it happened.

mod import;

use anyhow::Result;

use super::assess::warn;
use super::session::say_replaced;
use crate::cli::{self, Day, ListFormat, LogCommand, LogList};
use crate::context::Context;
use crate::domain::assessment::{MOST_TEXT, too_long};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Exit, Failure, unknown};
use crate::escape::shown;
use crate::format;
use crate::prompt::{Edited, Editor, LogPrompt, Logged as Asked, Writing};
use crate::report::log::{self, Row};
use crate::store::{self, Added, Logged, Store};
use crate::ui::Ui;

/// What to do with a text that is too long for one entry.
const MANY: &str = "`emkit log import FILE` takes many entries, a bullet each";

const EXAMPLE: &str = "emkit log Cut the release train from 9 days to 2";

pub(super) fn run(args: cli::Log, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    match args.command {
        None => add(&args, &store, context, ui),
        Some(LogCommand::List(args)) => list(&args, &store, context, ui),
        Some(LogCommand::Edit { period, day }) => edit(period, &day, &store, context, ui),
        Some(LogCommand::Import { file, entry }) => import::run(&file, &entry, &store, context, ui),
    }
}

fn editor(store: &Store, context: &Context) -> Editor {
    Editor::new(
        context.editor.clone(),
        store.log_editing_folder(),
        Writing::Log,
    )
}

/// What somebody who types these behind `--` did not mean to write down.
const FLAGS: [&str; 5] = ["--skill", "--private", "--link", "--date", "--edit"];

fn add(args: &cli::Log, store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
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
                "behind `--` the flag `{flag}` is a word of the text"
            ))
            .hint(format!(
                "put it before: emkit log {flag} … -- list of owners agreed"
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
    let text = match (args.edit, given.trim().is_empty()) {
        (true, _) => match editor.edit(&given)? {
            Edited::Taken(text) => text,
            Edited::Unchanged => given,
            Edited::Emptied => String::new(),
        },
        (false, false) => given,
        (false, true) if context.terminal => {
            let known = store.skill_ids()?;
            let asked = LogPrompt::new()?.ask(&mut skills, &known, ui);
            let Asked { text, signal, .. } = asked;
            exit = signal.map_or(Exit::Done, Exit::Signal);
            is_cut_short = asked.is_cut_short;
            if text.trim().is_empty() && signal.is_some() {
                // Below what the key left on the line.
                ui.say("\nnothing was logged");
                return Ok(exit);
            }
            text
        }
        (false, true) => store::read_stdin(MOST_TEXT as u64, MANY)?,
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
        .and_then(|()| store.add_to_log(period, std::slice::from_ref(&entry)))
        .map_err(|error| still_there(error, &mut editor))?;
    tell_end(&added, ui);
    tell_to_come(std::slice::from_ref(&entry), store, context, ui);
    warn(store.lockless_log(), ui);
    if is_cut_short {
        // Below what the key left on the line. Who left did not ask for this, so it is always said.
        ui.say(&format!(
            "\nlogged in {period} for no skill; `{}` changes that",
            store.edit_log(period)
        ));
        return Ok(exit);
    }
    let about = match entry.skills.as_slice() {
        [] => "for no skill yet, which `emkit log edit` can mend".to_owned(),
        skills => format!("for {}", skills.join(", ")),
    };
    // A shell may have taken a quote or a `$` for its own: what is there now is what it left.
    ui.status(&format!(
        "logged in {period}, {about}:\n  {}",
        log::line(&entry)
    ));
    Ok(exit)
}

/// A text longer than an answer takes could never be evidence.
fn check_length(entry: &LogEntry) -> Result<()> {
    if entry.text.len() <= MOST_TEXT {
        return Ok(());
    }
    Err(Failure::new("could not log it")
        .because(format!("it is {}", too_long()))
        .hint(MANY)
        .into())
}

/// What was written in an editor and could not be saved stays where it is.
fn still_there(error: anyhow::Error, editor: &mut Editor) -> anyhow::Error {
    let Some(path) = editor.keep_taken() else {
        return error;
    };
    let kept = format!(
        "what you wrote in the editor is kept in `{}`; take it from there once the cause is mended, then remove its folder",
        shown(&path)
    );
    let mut failure = error
        .downcast::<Failure>()
        .unwrap_or_else(|error| Failure::new(format!("{error:#}")));
    failure.hint = Some(match failure.hint.take() {
        Some(hint) => format!("{hint}; {kept}"),
        None => kept,
    });
    failure.into()
}

/// A last line without an end may have been cut off. Once it has one, nobody could tell.
fn tell_end(added: &Added, ui: &mut Ui) {
    if added.is_unended {
        ui.warning(&format!(
            "the last line of `{}` had no end and was given one; `emkit log edit` shows whether it was cut off",
            shown(&added.path)
        ));
    }
}

/// A day to come is most likely a slip, and may be of a log that nobody looks into for long.
fn tell_to_come(entries: &[LogEntry], store: &Store, context: &Context, ui: &mut Ui) {
    let Ok(today) = context.today() else {
        return;
    };
    if let Some(entry) = entries.iter().find(|entry| entry.date > today) {
        ui.warning(&format!(
            "{} is still to come; `{}` changes the day, or takes the entry out",
            entry.date,
            store.edit_log(Period::of(entry.date))
        ));
    }
}

/// Every skill that is named has to be one of a rubric at hand.
fn check_skills(named: &[String], store: &Store) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    let known = store.skill_ids()?;
    match named.iter().find(|id| !known.contains(id)) {
        None => Ok(()),
        Some(id) => Err(unknown(
            ("skill", id),
            "the rubrics at hand have",
            known.iter().map(String::as_str),
            "name one of these with `--skill`, or leave it out and tag the entry later with `emkit log edit`",
        )
        .into()),
    }
}

fn list(args: &LogList, store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let periods = match (args.all, args.period) {
        (true, _) => store.logged_periods()?,
        (false, Some(period)) => vec![period],
        (false, None) => vec![Period::of(context.day(args.day.date)?)],
    };
    let mut logs = Vec::new();
    let mut exit = Exit::Done;
    for period in periods.iter().copied() {
        match store.log(period) {
            Ok(logged) => logs.push(logged),
            // Of many, those that can be read are worth having.
            Err(error) => {
                ui.error(&error);
                exit = Exit::Failed;
            }
        }
    }
    if complain(&logs, store, Store::unread_in, ui) == Exit::Failed {
        exit = Exit::Failed;
    }
    let is_wanted = |entry: &LogEntry| match &args.skill {
        Some(skill) => entry.is_about(skill),
        None => true,
    };
    let mut rows: Vec<_> = logs
        .iter()
        .flat_map(|Logged { period, log, .. }| {
            let entries = log.entries.iter().map(|(_, entry)| entry);
            entries.map(|entry| Row {
                period: *period,
                entry,
            })
        })
        .filter(|row| is_wanted(row.entry))
        .collect();
    rows.sort_by_key(|row| (row.period, row.entry.date));
    if rows.is_empty() {
        check_skills(args.skill.as_slice(), store)?;
    }
    match args.format {
        ListFormat::Json => ui.data(&log::json(&rows)?)?,
        ListFormat::Table if rows.is_empty() && exit == Exit::Failed => {}
        ListFormat::Table if rows.is_empty() => ui.status(&nothing(args, &periods, store)?),
        ListFormat::Table => {
            let context = &context.accessible_if(args.accessible);
            ui.data(&super::drawn(&log::page(&rows), context))?;
        }
    }
    Ok(exit)
}

/// Why the list is empty, and what to run next.
fn nothing(args: &LogList, periods: &[Period], store: &Store) -> Result<String> {
    let about = args
        .skill
        .as_ref()
        .map_or_else(String::new, |skill| format!(" for {skill}"));
    let of = match periods {
        [period] if !args.all => format!(" in {period}"),
        _ => String::new(),
    };
    let next = match store
        .logged_periods()?
        .iter()
        .any(|there| !periods.contains(there))
    {
        true => "other quarters: emkit log list --all".to_owned(),
        false => format!("for the first: {EXAMPLE}"),
    };
    Ok(format!("nothing is logged{about}{of}; {next}"))
}

/// Says what could not be read of logs, in the words given. What could is used all the same.
pub(super) fn complain(
    logs: &[Logged],
    store: &Store,
    unread: impl Fn(&Store, &Logged) -> Option<Failure>,
    ui: &mut Ui,
) -> Exit {
    let mut exit = Exit::Done;
    for logged in logs {
        if let Some(failure) = unread(store, logged) {
            exit = Exit::Failed;
            ui.error(&failure.into());
        }
        for remark in logged.remarks() {
            ui.warning(&remark);
        }
    }
    exit
}

fn edit(
    period: Option<Period>,
    day: &Day,
    store: &Store,
    context: &Context,
    ui: &mut Ui,
) -> Result<Exit> {
    let period = match period {
        Some(period) => period,
        None => Period::of(context.day(day.date)?),
    };
    let path = store.log_path(period);
    let before = store::read_if_there(&path)?.unwrap_or_default();
    let mut editor = editor(store, context);
    let shown_text = match before.is_empty() {
        true => format::log::heading(period),
        false => before.clone(),
    };
    match editor.edit(&shown_text)? {
        Edited::Unchanged => ui.status("nothing was changed"),
        Edited::Emptied => ui.status("the file came back empty, so the log is as it was"),
        Edited::Taken(after) => {
            let replaced = store
                .replace_log(period, &before, &format!("{after}\n"))
                .map_err(|error| match error.downcast::<store::Conflict>() {
                    // Its own words say where the text is.
                    Ok(conflict) => Failure::new(conflict.to_string())
                        .hint(conflict.hint)
                        .into(),
                    Err(error) => still_there(error, &mut editor),
                })?;
            warn(store.lockless_log(), ui);
            say_replaced(&replaced, ui);
            ui.status(&format!("saved in `{}`", shown(&replaced.path)));
        }
    }
    Ok(complain(&[store.log(period)?], store, Store::unread_in, ui))
}
