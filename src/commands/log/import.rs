//! `emkit log import`: entries from notes kept elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;

use anyhow::Result;
use itertools::Itertools;

use super::{add, check_skills};
use crate::cli;
use crate::commands::notices::warn;
use crate::commands::{App, input};
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::Failure;
use crate::escape::{shown, visible};
use crate::format;
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};
use crate::format::log::Log;
use crate::report::wording::count;
use crate::store::Store;

pub(super) fn import(file: &Path, said: &cli::LogEntry, app: &mut App<'_>) -> Result<()> {
    check_skills(&said.skill, &app.store)?;
    let long = "split the notes into files, and import one after the other";
    let text = input(file, long)?;
    let name = shown(file);
    let failed = |cause: &dyn Display, hint: &str| {
        Failure::new(format!("could not import `{name}`; nothing was logged"))
            .because(cause)
            .hint(hint)
    };
    let known = app.store.skill_ids()?;
    let today = app.context.day(said.day.date)?;
    let listed = format::log::listed(&text).transpose().map_err(|wrong| {
        let hint = "a file of notes has a line that begins with `- ` for each entry";
        failed(&wrong, hint)
    })?;
    let is_listed = listed.is_some();
    let mut notes = match listed {
        Some(entries) => Log {
            entries: (1..).zip(entries).collect(),
            ..Log::default()
        },
        None => format::log::read_notes(file, &text, today, &known),
    };
    // What is yet to be done is no evidence.
    let entries = std::mem::take(&mut notes.entries).into_iter();
    let (todos, done): (Vec<_>, _) = entries.partition(|(line, _)| notes.open.contains(line));
    notes.entries = done;
    let problems = problems(&notes, &known, is_listed);
    Diagnostics::check(file, &text, problems).map_err(|problems| {
        failed(&problems, "fix the lines named, then import the file again; a word that only looks like a skill is written `\\#word`")
    })?;
    let all = notes.entries.len();
    if all == 0 && todos.is_empty() {
        let hint = "an entry is a line that begins with `- `";
        return Err(failed(&"no line of it is a bullet", hint).into());
    }
    for (line, todo) in todos {
        let first = visible(todo.text.lines().next().unwrap_or_default());
        app.ui.warning(&format!(
            "left out, since it is still to do: {name}:{line}: {first}"
        ));
    }
    let new = new_entries(notes, said, &app.store)?;
    let mut known = all;
    for (period, entries) in &new {
        add(*period, entries, app)?;
        let number = count(entries.len(), "entry");
        let path = shown(app.store.log_path(*period));
        app.ui.status(&format!("{number} logged in `{path}`"));
        known -= entries.len();
    }
    if !new.is_empty() {
        warn(app.store.lockless(), app.ui);
    }
    if known > 0 {
        let said = format!("{known} of {all} were in the log already");
        app.ui.status(&said);
    }
    Ok(())
}

/// Everything that is wrong with notes, by line, or by entry where they come as JSON.
fn problems(notes: &Log, known: &[String], is_listed: bool) -> Vec<Diagnostic> {
    let read = notes.problems.iter();
    let mut list: Vec<_> = read.flat_map(|problems| problems.list.clone()).collect();
    for (line, entry) in &notes.entries {
        let unknown = entry.skills.iter().filter(|skill| !known.contains(skill));
        let unknown = unknown.map(|skill| format::log::no_such_skill(skill, known));
        let long = (entry.text.len() > MAX_TEXT).then(|| format!("this is {}", too_long()));
        list.extend(unknown.chain(long).map(|message| {
            let (at, message) = if is_listed {
                (Position::default(), format!("entry {line}: {message}"))
            } else {
                (Position::line(*line), message)
            };
            Diagnostic { at, message }
        }));
    }
    list
}

/// What the logs do not have yet, by quarter. An entry that had no day is known by its text alone.
fn new_entries(
    notes: Log,
    said: &cli::LogEntry,
    store: &Store,
) -> Result<BTreeMap<Period, Vec<LogEntry>>> {
    let days = notes.entries.iter().map(|(_, entry)| entry.date);
    let mut periods: BTreeSet<_> = days.map(Period::of).collect();
    if !notes.undated.is_empty() {
        periods.extend(store.logged_periods()?);
    }
    let mut logged = Vec::new();
    for period in periods {
        logged.extend(store.log(period)?.log.entries);
    }
    let is_new = |(line, entry): &(usize, LogEntry)| {
        let is_undated = notes.undated.contains(line);
        let mut same = logged.iter().filter(|(_, known)| known.text == entry.text);
        !same.any(|(_, known)| is_undated || known.date == entry.date)
    };
    let new = notes.entries.into_iter().filter(is_new);
    let new = new.map(|(_, mut entry)| {
        let skills = entry.skills.into_iter().chain(said.skill.iter().cloned());
        entry.skills = skills.unique().collect();
        entry.private |= said.private;
        entry.link = entry.link.or_else(|| said.link.clone());
        (Period::of(entry.date), entry)
    });
    Ok(new.into_group_map().into_iter().collect())
}
