//! `emkit log import`: the bullets of notes that were made elsewhere.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use super::saving::{check_skills, warn_future, warn_unended};
use crate::cli;
use crate::commands::notices::warn;
use crate::commands::stdin;
use crate::context::Context;
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Exit, Failure};
use crate::escape::{shown, visible};
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};
use crate::format::log::{self, Log};
use crate::report::wording::count;
use crate::store::{self, MAX_BYTES, Store};
use crate::ui::Ui;

pub(super) fn run(
    file: &Path,
    said: &cli::LogEntry,
    store: &Store,
    context: &Context,
    ui: &mut Ui,
) -> Result<Exit> {
    check_skills(&said.skill, store)?;
    let text = notes(file)?;
    let failed = || {
        Failure::new(format!(
            "could not import `{}`; nothing was logged",
            shown(file)
        ))
    };
    let known = store.skill_ids()?;
    let today = context.day(said.day.date)?;
    let listed = log::listed(&text).transpose();
    let listed = listed.map_err(|wrong| {
        failed()
            .because(wrong)
            .hint("a file of notes has a line that begins with `- ` for each entry")
    })?;
    let is_listed = listed.is_some();
    let mut notes = match listed {
        Some(entries) => Log {
            entries: (1..).zip(entries).collect(),
            ..Log::default()
        },
        None => log::read_notes(file, &text, today, &known),
    };
    let todos = open_todos(&mut notes);
    if let Some(problems) = problems(&notes, file, &text, &known, is_listed) {
        return Err(failed()
            .because(problems)
            .hint("fix the lines named, then import the file again; a word that only looks like a skill is written `\\#word`")
            .into());
    }
    if notes.entries.is_empty() && todos.is_empty() {
        return Err(failed()
            .because("no line of it is a bullet")
            .hint("an entry is a line that begins with `- `")
            .into());
    }
    for (line, todo) in todos {
        let first = visible(todo.text.lines().next().unwrap_or_default());
        let file = shown(file);
        ui.warning(&format!(
            "left out, since it is still to do: {file}:{line}: {first}"
        ));
    }
    let all = notes.entries.len();
    let new = new_entries(notes, said, store)?;
    let count_new: usize = new.values().map(Vec::len).sum();
    for (period, entries) in &new {
        let added = store.add_to_log(*period, entries)?;
        warn_unended(&added, ui);
        warn_future(entries, context, ui);
        let number = count(entries.len(), "entry");
        ui.status(&format!("{number} logged in `{}`", shown(&added.path)));
    }
    if count_new > 0 {
        warn(store.lockless(), ui);
    }
    if count_new < all {
        ui.status(&format!(
            "{} of {all} were in the log already",
            all - count_new
        ));
    }
    Ok(Exit::Done)
}

/// Takes what is yet to be done out of notes: it is no evidence.
fn open_todos(notes: &mut Log) -> Vec<(usize, LogEntry)> {
    let entries = std::mem::take(&mut notes.entries).into_iter();
    let (open, done) = entries.partition(|(line, _)| notes.open.contains(line));
    notes.entries = done;
    open
}

/// The text of a file, or of stdin.
fn notes(file: &Path) -> Result<String> {
    if file != Path::new("-") {
        return match store::read_if_there(file)? {
            Some(text) => Ok(text),
            None => Err(
                Failure::new(format!("could not read `{}`", shown(file)))
                    .because("there is no such file")
                    .hint("check the path; to log a text that begins with this word: emkit log -- import …")
                    .into(),
            ),
        };
    }
    stdin(
        MAX_BYTES,
        "split the notes into files, and import one after the other",
    )
}

/// Everything that is wrong with notes, by line, or by entry where they come as JSON.
fn problems(
    notes: &Log,
    file: &Path,
    text: &str,
    known: &[String],
    is_listed: bool,
) -> Option<Diagnostics> {
    let named = |line: usize, message: String| {
        if is_listed {
            let message = format!("entry {line}: {message}");
            return Diagnostic {
                at: Position::default(),
                message,
            };
        }
        Diagnostic {
            at: Position::line(line),
            message,
        }
    };
    let mut list: Vec<Diagnostic> = notes
        .problems
        .iter()
        .flat_map(|problems| problems.list.clone())
        .collect();
    for (line, entry) in &notes.entries {
        let unknown = entry.skills.iter().filter(|skill| !known.contains(skill));
        list.extend(unknown.map(|skill| named(*line, log::no_such_skill(skill, known))));
        if entry.text.len() > MAX_TEXT {
            list.push(named(*line, format!("this is {}", too_long())));
        }
    }
    Diagnostics::check(file, text, list).err()
}

/// The entries that the logs do not have yet, by the quarter that they belong to. One without a
/// day of its own is known by its text, since its day is that of the import.
fn new_entries(
    notes: Log,
    said: &cli::LogEntry,
    store: &Store,
) -> Result<BTreeMap<Period, Vec<LogEntry>>> {
    let mut logged: Vec<LogEntry> = Vec::new();
    let mut periods: Vec<Period> = notes
        .entries
        .iter()
        .map(|(_, entry)| Period::of(entry.date))
        .collect();
    if !notes.undated.is_empty() {
        periods.extend(store.logged_periods()?);
    }
    periods.sort_unstable();
    periods.dedup();
    for period in periods {
        let entries = store.log(period)?.log.entries;
        logged.extend(entries.into_iter().map(|(_, entry)| entry));
    }
    let mut new: BTreeMap<Period, Vec<LogEntry>> = BTreeMap::new();
    for (line, mut entry) in notes.entries {
        let is_undated = notes.undated.contains(&line);
        let is_same =
            |known: &LogEntry| known.text == entry.text && (is_undated || known.date == entry.date);
        if logged.iter().any(is_same) {
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
