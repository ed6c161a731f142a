//! `emkit log`: evidence, written down when it happened.

use std::io::{BufRead, Read};
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;

use crate::cli::{self, Day, ListFormat, LogCommand, LogList};
use crate::context::Context;
use crate::domain::assessment::MOST_TEXT;
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Exit, Failure, plain};
use crate::escape::shown;
use crate::format;
use crate::prompt::{Edited, Editor, Writing};
use crate::render::log::{self, Row};
use crate::render::table::Look;
use crate::render::wording::count;
use crate::store::{self, Logged, Store};
use crate::ui::Ui;

pub(super) fn run(args: cli::Log, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    match args.command {
        None => add(&args, &store, context, ui),
        Some(LogCommand::List(args)) => list(&args, &store, context, ui),
        Some(LogCommand::Edit { period, day }) => edit(period, &day, &store, context, ui),
        Some(LogCommand::Import { file, entry }) => import(&file, &entry, &store, context, ui),
    }
}

fn today(day: &Day, context: &Context) -> Date {
    day.date.unwrap_or_else(|| context.today())
}

fn add(args: &cli::Log, store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
    check_skills(&args.entry.skill, store)?;
    let date = today(&args.entry.day, context);
    let mut editor = Editor::new(
        context.editor.clone(),
        store.log_editing_folder(),
        Writing::Log,
    );
    let given = args.text.join(" ");
    let text = match (args.edit, given.trim().is_empty()) {
        (true, _) => match editor.edit(&given)? {
            Edited::Taken(text) => text,
            Edited::Unchanged => given,
            Edited::Emptied => String::new(),
        },
        (false, false) => given,
        (false, true) => ask(context, ui)?,
    };
    let entry = LogEntry::new(date, &text, args.entry.skill.clone());
    let Some(mut entry) = entry else {
        return Err(Failure::new("could not log anything")
            .because("there is no text")
            .hint("say what happened: emkit log Cut the release train from 9 days to 2")
            .into());
    };
    entry.private = args.entry.private;
    entry.link.clone_from(&args.entry.link);
    let period = Period::of(date);
    store.add_to_log(period, std::slice::from_ref(&entry))?;
    let about = match entry.skills.as_slice() {
        [] => "for no skill yet; `--skill ID` says which".to_owned(),
        skills => format!("for {}", skills.join(", ")),
    };
    ui.status(&format!("logged in {period}, {about}"));
    Ok(Exit::Done)
}

/// Lines until an empty one from a terminal, else all of stdin.
fn ask(context: &Context, ui: &mut Ui) -> Result<String> {
    let failed = |cause: String| {
        Failure::new("could not read what to log")
            .because(cause)
            .hint("say it on the command line: emkit log Cut the release train from 9 days to 2")
    };
    let mut input = std::io::stdin().lock().take(MOST_TEXT as u64 + 1);
    let mut bytes = Vec::new();
    if context.terminal {
        ui.say("What happened? An empty line ends.");
        loop {
            let begin = bytes.len();
            let count = input.read_until(b'\n', &mut bytes);
            let count = count.map_err(|error| failed(plain(&error)))?;
            if count == 0 || bytes[begin..].trim_ascii().is_empty() {
                break;
            }
        }
    } else {
        let read = input.read_to_end(&mut bytes);
        read.map_err(|error| failed(plain(&error)))?;
    }
    if bytes.len() > MOST_TEXT {
        return Err(failed(format!(
            "it is longer than {} KiB, more than one entry takes",
            MOST_TEXT / 1024
        ))
        .into());
    }
    store::decode(Path::new("<stdin>"), bytes)
}

/// Every skill that is named has to be one of a rubric at hand.
fn check_skills(named: &[String], store: &Store) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    let known = skills(store)?;
    match named.iter().find(|id| !known.contains(id)) {
        None => Ok(()),
        Some(id) => {
            let known: Vec<_> = known.iter().map(|id| format!("`{id}`")).collect();
            Err(Failure::new(format!("could not find the skill `{id}`"))
                .because(format!("the rubrics at hand have {}", known.join(", ")))
                .hint("name one of these with `--skill`, or leave it out and tag the entry later with `emkit log edit`")
                .into())
        }
    }
}

/// The ids of the skills of every rubric at hand that can be read.
fn skills(store: &Store) -> Result<Vec<String>> {
    let mut known: Vec<String> = Vec::new();
    let given = store.given().cloned();
    let at_hand = store
        .rubrics()?
        .into_iter()
        .filter_map(|at_hand| at_hand.rubric.ok());
    for rubric in given.into_iter().chain(at_hand) {
        for skill in rubric.skills {
            if !known.contains(&skill.id) {
                known.push(skill.id);
            }
        }
    }
    Ok(known)
}

fn list(args: &LogList, store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
    check_skills(args.skill.as_slice(), store)?;
    let running = Period::of(today(&args.day, context));
    let periods = match args.all {
        true => store.logged_periods()?,
        false => vec![args.period.unwrap_or(running)],
    };
    let logs: Vec<_> = periods
        .into_iter()
        .map(|period| store.log(period))
        .collect::<Result<_>>()?;
    let exit = complain(&logs, store, ui)?;
    let mut rows: Vec<_> = logs
        .iter()
        .flat_map(|logged| {
            logged.log.entries.iter().map(|(_, entry)| Row {
                period: logged.period,
                entry,
            })
        })
        .filter(|row| {
            args.skill
                .as_ref()
                .is_none_or(|skill| row.entry.is_about(skill))
        })
        .collect();
    rows.sort_by_key(|row| (row.period, row.entry.date));
    match args.format {
        ListFormat::Json => ui.data(&log::json(&rows)?)?,
        ListFormat::Table if rows.is_empty() => ui.status(
            "nothing is logged; for the first: emkit log Cut the release train from 9 days to 2",
        ),
        ListFormat::Table if context.accessible => ui.data(&log::plain(&rows))?,
        ListFormat::Table => {
            let look = Look {
                width: context.width,
                color: context.color,
            };
            ui.data(&log::table(&rows, look))?;
        }
    }
    Ok(exit)
}

/// Says what could not be read of logs. What could is used all the same.
pub(super) fn complain(logs: &[Logged], store: &Store, ui: &mut Ui) -> Result<Exit> {
    let mut exit = Exit::Done;
    let tags = logs.iter().flat_map(|logged| &logged.log.entries);
    let known = match tags.clone().any(|(_, entry)| !entry.skills.is_empty()) {
        true => skills(store)?,
        false => Vec::new(),
    };
    for Logged { path, log, period } in logs {
        if let Some(problems) = &log.problems {
            exit = Exit::Failed;
            ui.error(
                &Failure::new(format!("could not read all of `{}`", shown(path)))
                    .because(problems)
                    .hint(format!("`emkit log edit --period {period}` opens it; everything else in it was read"))
                    .into(),
            );
        }
        if log.is_torn {
            ui.warning(&format!(
                "the last line of `{}` has no end; see whether it was cut off",
                shown(path)
            ));
        }
        for (line, entry) in &log.entries {
            for skill in entry.skills.iter().filter(|skill| !known.contains(skill)) {
                ui.warning(&format!(
                    "{}:{line}: no rubric at hand has the skill `{skill}`",
                    shown(path)
                ));
            }
        }
    }
    Ok(exit)
}

fn edit(
    period: Option<Period>,
    day: &Day,
    store: &Store,
    context: &Context,
    ui: &mut Ui,
) -> Result<Exit> {
    let period = period.unwrap_or_else(|| Period::of(today(day, context)));
    let path = store.log_path(period);
    let before = store::read_if_there(&path)?.unwrap_or_default();
    let mut editor = Editor::new(
        context.editor.clone(),
        store.log_editing_folder(),
        Writing::Log,
    );
    let shown_text = match before.is_empty() {
        true => format::log::heading(period),
        false => before.clone(),
    };
    match editor.edit(&shown_text)? {
        Edited::Unchanged => ui.status("nothing was changed"),
        Edited::Emptied => ui.status("the file came back empty, so the log is as it was"),
        Edited::Taken(after) => {
            let path = store.replace_log(period, &before, &format!("{after}\n"))?;
            ui.status(&format!("saved in `{}`", shown(&path)));
        }
    }
    complain(&[store.log(period)?], store, ui)
}

fn import(
    file: &Path,
    said: &cli::LogEntry,
    store: &Store,
    context: &Context,
    ui: &mut Ui,
) -> Result<Exit> {
    check_skills(&said.skill, store)?;
    let text = store::read(file)?;
    let notes = format::log::read(file, &text, today(&said.day, context));
    let failed = || {
        Failure::new(format!(
            "could not import `{}`; nothing was logged",
            shown(file)
        ))
    };
    if let Some(problems) = notes.problems {
        return Err(failed()
            .because(problems)
            .hint("mend the lines named, then import the file again")
            .into());
    }
    if notes.entries.is_empty() {
        return Err(failed()
            .because("no line of it is a bullet")
            .hint("an entry is a line that begins with `- `")
            .into());
    }
    let mut entries: Vec<LogEntry> = notes.entries.into_iter().map(|(_, entry)| entry).collect();
    for entry in &mut entries {
        for skill in &said.skill {
            if !entry.is_about(skill) {
                entry.skills.push(skill.clone());
            }
        }
        entry.private |= said.private;
        entry.link = entry.link.take().or_else(|| said.link.clone());
    }
    let tags: Vec<_> = entries
        .iter()
        .flat_map(|entry| entry.skills.clone())
        .collect();
    check_skills(&tags, store)?;
    let mut periods: Vec<_> = entries.iter().map(|entry| Period::of(entry.date)).collect();
    periods.sort_unstable();
    periods.dedup();
    let (mut new, all) = (0, entries.len());
    for period in periods {
        let there = store.log(period)?.log.entries;
        let of_period: Vec<_> = entries
            .iter()
            .filter(|entry| Period::of(entry.date) == period)
            .filter(|entry| {
                !there
                    .iter()
                    .any(|(_, known)| known.date == entry.date && known.text == entry.text)
            })
            .cloned()
            .collect();
        if of_period.is_empty() {
            continue;
        }
        new += of_period.len();
        let path = store.add_to_log(period, &of_period)?;
        ui.status(&format!(
            "{} logged in `{}`",
            count(of_period.len(), "entry"),
            shown(&path)
        ));
    }
    if new < all {
        ui.status(&format!("{} of {all} were in the log already", all - new));
    }
    Ok(Exit::Done)
}
