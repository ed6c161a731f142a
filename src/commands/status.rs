//! `emkit status`: what's due, the open drafts, the focus, and what's logged.

use std::io::sink;

use anyhow::Result;
use jiff::civil::Date;

use super::App;
use super::notices::{report_problems, warn};
use crate::cli::{Format, Status};
use crate::context::Context;
use crate::domain::assessment::Status as Of;
use crate::domain::period::{Period, period_to_assess};
use crate::domain::privacy::Privacy;
use crate::domain::rubric::Rubric;
use crate::domain::status::{Progress, Quarter, Tally};
use crate::error::Exit;
use crate::report::calendar::calendar;
use crate::report::status::{self, SHORT_UNKNOWN, StatusContext};
use crate::store::{Entry, together};
use crate::ui::Ui;

pub(super) fn run(args: &Status, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let today = context.day(args.day.date)?;
    if args.ics {
        ui.data(&calendar(today))?;
        return Ok(Exit::Done);
    }
    let is_due = if args.short {
        short(today, context, ui)?
    } else {
        in_full(args, today, App::open(context, ui)?)?
    };
    Ok(if args.exit_code && is_due {
        Exit::Due
    } else {
        ui.exit
    })
}

/// For a shell prompt: nothing is read that it does not show, and a problem is a question mark.
fn short(today: Date, context: &Context, ui: &mut Ui) -> Result<bool> {
    let mut silent = Ui::new(sink(), sink(), true, None);
    let read = App::open(context, &mut silent).and_then(|mut app| {
        let (mut quarter, mut entries) = begin(today, &*app.store.rubric(None)?, &app)?;
        let (period, is_assessed) = (quarter.period, quarter.is_assessed);
        entries.retain(|it| it.period == period && !is_assessed);
        quarter.drafts = drafts(&entries, &mut app);
        Ok((quarter, app.ui.exit == Exit::Done))
    });
    let Ok((quarter, is_whole)) = read else {
        ui.data(SHORT_UNKNOWN)?;
        return Ok(false);
    };
    ui.data(&status::short(&quarter, is_whole))?;
    Ok(quarter.is_due())
}

/// What could not be read is reported, and the rest goes on.
fn in_full(args: &Status, today: Date, mut app: App<'_>) -> Result<bool> {
    let rubric = app.store.rubric(None)?;
    let (mut quarter, entries) = begin(today, &rubric, &app)?;
    let running = Period::of(today);
    let is_finished = |it: &&Entry| it.status == Of::Finished && it.period <= running;
    let last = entries.iter().rfind(is_finished);
    if let Some(last) = last.and_then(|last| app.ui.or_error(app.store.load_entry(last))) {
        let shown = last.assessment.redacted(Privacy::Ratings);
        quarter.focus = shown.into_owned().focus;
    }
    let mut periods = vec![quarter.period, running];
    periods.dedup();
    for period in periods {
        if let Some(logged) = app.ui.or_error(app.store.log(period)) {
            report_problems(&logged, app.ui);
            let entries: Vec<_> = logged.log.entries.iter().map(|(_, entry)| entry).collect();
            quarter.logs.push(Tally::new(period, &rubric, &entries));
        }
    }
    let stored = app.store.feedback(&rubric.id, quarter.period);
    let groups = together(&app.ui.or_error(stored).unwrap_or_default());
    let replies = groups
        .into_iter()
        .map(|(relation, it)| (relation, it.replies));
    quarter.replies = replies.collect();
    quarter.drafts = drafts(&entries, &mut app);
    let mut strays = Vec::new();
    if args.format == Format::Text {
        let unknown = app.ui.or_error(app.store.unknown_files());
        strays = unknown.unwrap_or_default();
    }
    warn(app.store.shared(), app.ui);
    let around = StatusContext {
        flags: app.context.flags.clone(),
        strays,
    };
    let page = status::page(&quarter, &rubric, &around);
    app.print(args.format, &page, || status::json(&quarter))?;
    Ok(quarter.is_due())
}

/// What the names of the files say: the quarter, and the entries under this rubric.
fn begin(today: Date, rubric: &Rubric, app: &App<'_>) -> Result<(Quarter, Vec<Entry>)> {
    let mut own = app.store.entries()?;
    own.retain(|entry| entry.rubric == rubric.id);
    let is_finished = |period| {
        let mut of_it = own.iter().filter(|entry| entry.period == period);
        of_it.any(|entry| entry.status == Of::Finished)
    };
    let period = period_to_assess(today, is_finished);
    let quarter = Quarter {
        today,
        period,
        is_assessed: is_finished(period),
        drafts: Vec::new(),
        focus: Vec::new(),
        logs: Vec::new(),
        replies: Vec::new(),
    };
    Ok((quarter, own))
}

fn drafts(entries: &[Entry], app: &mut App<'_>) -> Vec<Progress> {
    let mut open = entries.to_vec();
    open.retain(|entry| entry.status == Of::Draft);
    let loaded = app.load_each(&open);
    let progress = loaded
        .iter()
        .map(|it| Progress::of(&it.assessment, &it.rubric));
    progress.collect()
}
