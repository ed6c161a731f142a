//! `emkit log list`.

use anyhow::Result;

use super::add::EXAMPLE;
use super::check_skills;
use crate::cli::{ListFormat, LogList};
use crate::commands::App;
use crate::commands::notices::report_problems;
use crate::domain::period::Period;
use crate::error::Exit;
use crate::report::log::{self, Row};
use crate::store::{Logged, Store};

pub(super) fn run(args: &LogList, app: &mut App<'_>) -> Result<Exit> {
    let periods = match (args.all, args.period) {
        (true, _) => app.store.logged_periods()?,
        (false, Some(period)) => vec![period],
        (false, None) => vec![Period::of(app.context.day(args.day.date)?)],
    };
    let mut logs = Vec::new();
    for period in &periods {
        logs.extend(app.ui.or_error(app.store.log(*period)));
    }
    for logged in &logs {
        report_problems(logged, logged.unread(), app.ui);
    }
    let entries = logs.iter().flat_map(|Logged { period, log, .. }| {
        let entries = log.entries.iter();
        entries.map(|(_, entry)| Row {
            period: *period,
            entry,
        })
    });
    let is_wanted = |row: &Row<'_>| {
        let skill = args.skill.as_ref();
        skill.is_none_or(|skill| row.entry.is_about(skill))
    };
    let mut rows: Vec<_> = entries.filter(is_wanted).collect();
    rows.sort_by_key(|row| (row.period, row.entry.date));
    if rows.is_empty() {
        check_skills(args.skill.as_slice(), &app.store)?;
    }
    let exit = app.ui.exit();
    match args.format {
        ListFormat::Json => app.ui.data(&log::json(&rows)?)?,
        ListFormat::Table if !rows.is_empty() => app.print(&log::page(&rows))?,
        ListFormat::Table if exit == Exit::Failed => {}
        ListFormat::Table => app.ui.status(&nothing(args, &periods, &app.store)?),
    }
    Ok(exit)
}

fn nothing(args: &LogList, periods: &[Period], store: &Store) -> Result<String> {
    let about = args.skill.as_ref();
    let about = about.map_or_else(String::new, |skill| format!(" for {skill}"));
    let of = match periods {
        [period] if !args.all => format!(" in {period}"),
        _ => String::new(),
    };
    let logged = store.logged_periods()?;
    let next = if logged.iter().any(|there| !periods.contains(there)) {
        "other quarters: emkit log list --all".to_owned()
    } else {
        format!("for the first: {EXAMPLE}")
    };
    Ok(format!("nothing is logged{about}{of}; {next}"))
}
