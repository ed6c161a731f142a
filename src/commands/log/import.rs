//! `emkit log import`: the bullets of notes that were made elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path;

use anyhow::Result;

use super::check_skills;
use crate::cli;
use crate::commands::notices::warn;
use crate::commands::{App, input};
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::Failure;
use crate::escape::{shown, visible};
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};
use crate::format::log::{self, Log};
use crate::report::wording::count;
use crate::store::Store;

pub(super) fn run(file: &Path, said: &cli::LogEntry, app: &mut App<'_>) -> Result<()> {
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
    let listed = log::listed(&text).transpose().map_err(|wrong| {
        let hint = "a file of notes has a line that begins with `- ` for each entry";
        failed(&wrong, hint)
    })?;
    let is_listed = listed.is_some();
    let mut notes = match listed {
        Some(entries) => Log {
            entries: (1..).zip(entries).collect(),
            ..Log::default()
        },
        None => log::read_notes(file, &text, today, &known),
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
        let added = super::add(*period, entries, app)?;
        let (number, path) = (count(entries.len(), "entry"), shown(&added.path));
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
        let unknown = unknown.map(|skill| log::no_such_skill(skill, known));
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

/// The entries that the logs do not have yet, by the quarter that they belong to. One without a
/// day of its own is known by its text, since its day is that of the import.
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
    let mut new: BTreeMap<Period, Vec<LogEntry>> = BTreeMap::new();
    for (line, mut entry) in notes.entries {
        let is_undated = notes.undated.contains(&line);
        let mut same = logged.iter().filter(|(_, known)| known.text == entry.text);
        if same.any(|(_, known)| is_undated || known.date == entry.date) {
            continue;
        }
        for skill in &said.skill {
            if !entry.is_about(skill) {
                entry.skills.push(skill.clone());
            }
        }
        entry.private |= said.private;
        entry.link = entry.link.take().or_else(|| said.link.clone());
        new.entry(Period::of(entry.date)).or_default().push(entry);
    }
    Ok(new)
}
