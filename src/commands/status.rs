//! `emkit status`: what's due, the open drafts, the focus, and what's logged.

use anyhow::Result;
use jiff::civil::Date;

use super::notices::{report_problems, warn};
use super::{App, drawn};
use crate::cli::{Status, TextFormat};
use crate::context::Context;
use crate::domain::assessment::Status as Of;
use crate::domain::period::{Period, period_to_assess};
use crate::domain::privacy::Privacy;
use crate::domain::rubric::Rubric;
use crate::domain::status::{Progress, Quarter, Tally};
use crate::error::Exit;
use crate::report::calendar::calendar;
use crate::report::status::{self, SHORT_UNKNOWN, StatusContext};
use crate::store::{self, Entry, Logged, Store, together};
use crate::ui::Ui;

pub(super) fn run(args: &Status, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let today = context.day(args.day.date)?;
    if args.ics {
        ui.data(&calendar(today))?;
        return Ok(Exit::Done);
    }
    let quarter = if args.short {
        short(today, context, ui)?
    } else {
        Some(in_full(args, today, context, ui)?)
    };
    let is_due = quarter.is_some_and(|quarter| quarter.is_due());
    Ok(if args.exit_code && is_due {
        Exit::Due
    } else {
        ui.exit()
    })
}

/// For a shell prompt, drawn after every command: nothing is read that it does not show. A problem is
/// a question mark, and `emkit status` without `--short` tells it; the exit code is that of
/// `--exit-code` alone.
fn short(today: Date, context: &Context, ui: &mut Ui) -> Result<Option<Quarter>> {
    let read = App::open(context, false, ui).and_then(|app| {
        let rubric = app.rubric()?;
        let mut look = Reading::begin(&app.store, &rubric, today)?;
        let (period, is_assessed) = (look.quarter.period, look.quarter.is_assessed);
        look.drafts(|draft| draft.period == period && !is_assessed);
        Ok((look.quarter, look.complaints.is_empty()))
    });
    let Ok((quarter, is_whole)) = read else {
        ui.data(SHORT_UNKNOWN)?;
        return Ok(None);
    };
    ui.data(&status::short(&quarter, is_whole))?;
    Ok(Some(quarter))
}

fn in_full(args: &Status, today: Date, context: &Context, ui: &mut Ui) -> Result<Quarter> {
    let app = App::open(context, args.accessible, ui)?;
    let rubric = app.rubric()?;
    let mut look = Reading::begin(&app.store, &rubric, today)?;
    look.everything();
    let strays = if args.format == TextFormat::Json {
        Vec::new()
    } else {
        let unknown = look.or_complain(app.store.unknown_files());
        unknown.unwrap_or_default()
    };
    for complaint in &look.complaints {
        app.ui.error(complaint);
    }
    for remark in &look.remarks {
        app.ui.warning(remark);
    }
    for logged in &look.logs {
        report_problems(logged, logged.unread_lines(), app.ui);
    }
    warn(app.store.shared(), app.ui);
    let text = match args.format {
        TextFormat::Json => status::json(&look.quarter)?,
        TextFormat::Text => {
            let others = look.entries.iter();
            let others = others.filter(|it| it.status == Of::Draft && it.rubric != rubric.id);
            let around = StatusContext {
                flags: app.context.flags.clone(),
                home_flag: app.context.home_flag.clone(),
                elsewhere: others.map(|it| (it.rubric.clone(), it.period)).collect(),
                strays,
            };
            let page = status::page(&look.quarter, &rubric, &around);
            drawn(&page, &app.context)
        }
    };
    app.ui.data(&text)?;
    Ok(look.quarter)
}

struct Reading<'a> {
    store: &'a Store,
    rubric: &'a Rubric,
    entries: Vec<Entry>,
    quarter: Quarter,
    logs: Vec<Logged>,
    complaints: Vec<anyhow::Error>,
    remarks: Vec<String>,
}

impl<'a> Reading<'a> {
    fn begin(store: &'a Store, rubric: &'a Rubric, today: Date) -> Result<Self> {
        let entries = store.entries()?;
        let is_finished = |period| {
            entries.iter().any(|entry| {
                entry.status == Of::Finished && entry.rubric == rubric.id && entry.period == period
            })
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
        Ok(Self {
            store,
            rubric,
            entries,
            quarter,
            logs: Vec::new(),
            complaints: Vec::new(),
            remarks: Vec::new(),
        })
    }

    fn everything(&mut self) {
        let (id, running) = (&self.rubric.id, Period::of(self.quarter.today));
        let last = self.entries.iter().rfind(|entry| {
            entry.status == Of::Finished && entry.rubric == *id && entry.period <= running
        });
        let last = last.map(|entry| self.store.load_entry(entry));
        if let Some(last) = last.and_then(|last| self.or_complain(last)) {
            self.remarks = last.lost_focus(self.rubric);
            let shown = last.assessment.redacted(Privacy::Ratings);
            self.quarter.focus = shown.into_owned().focus;
        }
        let mut periods = vec![self.quarter.period, running];
        periods.dedup();
        for period in periods {
            let logged = self.or_complain(self.store.log(period));
            self.logs.extend(logged);
        }
        let tallies = self.logs.iter().map(|logged| {
            let entries: Vec<_> = logged.log.entries.iter().map(|(_, entry)| entry).collect();
            Tally::new(logged.period, self.rubric, &entries)
        });
        self.quarter.logs = tallies.collect();
        let stored = self.store.feedback(id, self.quarter.period);
        let groups = together(&self.or_complain(stored).unwrap_or_default()).into_iter();
        let replies = groups.map(|(relation, group)| (relation, group.replies));
        self.quarter.replies = replies.collect();
        self.drafts(|_| true);
    }

    fn drafts(&mut self, is_wanted: impl Fn(&Entry) -> bool) {
        let drafts = self.entries.iter().filter(|entry| {
            entry.status == Of::Draft && entry.rubric == self.rubric.id && is_wanted(entry)
        });
        let drafts: Vec<_> = drafts.map(|entry| self.store.load_entry(entry)).collect();
        for draft in drafts {
            let draft = self.or_complain(draft);
            let progress = draft.map(|draft| Progress::of(&draft.assessment, &draft.rubric));
            self.quarter.drafts.extend(progress);
        }
    }

    /// What could not be read is reported, and the rest goes on.
    fn or_complain<T>(&mut self, read: store::Result<T>) -> Option<T> {
        read.map_err(|error| self.complaints.push(error.into()))
            .ok()
    }
}
