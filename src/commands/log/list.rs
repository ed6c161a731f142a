//! `emkit log list`.

use anyhow::Result;

use super::add::EXAMPLE;
use super::saving::check_skills;
use crate::cli::{ListFormat, LogList};
use crate::commands::drawn;
use crate::commands::notices::{or_report, report_problems};
use crate::context::Context;
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::Exit;
use crate::report::log::{self, Row};
use crate::store::{Logged, Store};
use crate::ui::Ui;

pub(super) fn run(args: &LogList, store: &Store, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let periods = match (args.all, args.period) {
        (true, _) => store.logged_periods()?,
        (false, Some(period)) => vec![period],
        (false, None) => vec![Period::of(context.day(args.day.date)?)],
    };
    let mut logs = Vec::new();
    let mut exit = Exit::Done;
    for period in periods.iter().copied() {
        logs.extend(or_report(store.log(period), &mut exit, ui));
    }
    if report_problems(&logs, Logged::unread, ui) == Exit::Failed {
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
            ui.data(&drawn(&log::page(&rows), context))?;
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
    let next = if store
        .logged_periods()?
        .iter()
        .any(|there| !periods.contains(there))
    {
        "other quarters: emkit log list --all".to_owned()
    } else {
        format!("for the first: {EXAMPLE}")
    };
    Ok(format!("nothing is logged{about}{of}; {next}"))
}
