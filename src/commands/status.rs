//! `emkit status`: what is due, what is begun, what is being worked on, what is written down.

use anyhow::Result;
use jiff::civil::Date;

use super::notices::{report_problems, warn};
use crate::cli::{Status, TextFormat};
use crate::context::Context;
use crate::domain::assessment::{Focus, Status as Of};
use crate::domain::period::{Period, period_to_assess};
use crate::domain::privacy::Privacy;
use crate::domain::quarter::{Progress, Quarter, Tally};
use crate::domain::rubric::Rubric;
use crate::error::Exit;
use crate::report::calendar::calendar;
use crate::report::status::{self, Around, SHORT_UNKNOWN};
use crate::store::{self, Entry, Loaded, Store};
use crate::ui::Ui;

pub(super) fn run(args: &Status, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let today = context.day(args.day.date)?;
    if args.ics {
        ui.data(&calendar(today))?;
        return Ok(Exit::Done);
    }
    if args.short {
        return short(args, today, context, ui);
    }
    let context = &context.accessible_if(args.accessible);
    let store = super::store(context)?;
    let rubric = super::rubric(&store, context)?;
    let mut look = Reading::begin(&store, &rubric, today)?;
    let quarter = look.quarter(&store)?;
    let strays = look.strays(&store, args.format);
    for complaint in &look.complaints {
        ui.error(complaint);
    }
    for remark in &look.remarks {
        ui.warning(remark);
    }
    let mut exit = match look.complaints.as_slice() {
        [] => Exit::Done,
        _ => Exit::Failed,
    };
    if report_problems(&look.logs, &store, Store::unread_lines_in, ui) == Exit::Failed {
        exit = Exit::Failed;
    }
    warn(store.shared(), ui);
    let text = match args.format {
        TextFormat::Json => status::json(&quarter)?,
        TextFormat::Text => {
            let around = Around {
                flags: context.flags.clone(),
                home_flag: context.home_flag.clone(),
                elsewhere: look.elsewhere(),
                strays,
            };
            super::drawn(&status::page(&quarter, &rubric, &around), context)
        }
    };
    ui.data(&text)?;
    Ok(ended(exit, args, &quarter))
}

/// A prompt is drawn after every command: nothing that it does not show is read. What is wrong is a
/// question mark in it, and for `emkit status` without `--short` to say; the exit code says only what
/// `--exit-code` asks.
fn short(args: &Status, today: Date, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let look = || -> Result<_> {
        let store = super::store(context)?;
        let rubric = super::rubric(&store, context)?;
        let mut look = Reading::begin(&store, &rubric, today)?;
        Ok((look.in_short(&store), look.complaints.is_empty()))
    };
    let (quarter, is_whole) = match look() {
        Ok(seen) => seen,
        Err(_) => {
            ui.data(SHORT_UNKNOWN)?;
            return Ok(Exit::Done);
        }
    };
    ui.data(&status::short(&quarter, is_whole))?;
    Ok(ended(Exit::Done, args, &quarter))
}

fn ended(exit: Exit, args: &Status, quarter: &Quarter) -> Exit {
    match args.exit_code && quarter.is_due() {
        true => Exit::Due,
        false => exit,
    }
}

/// A look at what is there, with what went wrong on the way.
struct Reading<'a> {
    rubric: &'a Rubric,
    today: Date,
    period: Period,
    is_assessed: bool,
    entries: Vec<Entry>,
    logs: Vec<store::Logged>,
    complaints: Vec<anyhow::Error>,
    remarks: Vec<String>,
}

impl<'a> Reading<'a> {
    fn begin(store: &Store, rubric: &'a Rubric, today: Date) -> Result<Self> {
        let entries = store.entries()?;
        let is_finished = |period| {
            entries.iter().any(|entry| {
                entry.status == Of::Finished && entry.rubric == rubric.id && entry.period == period
            })
        };
        let period = period_to_assess(today, is_finished);
        Ok(Self {
            rubric,
            today,
            period,
            is_assessed: is_finished(period),
            entries,
            logs: Vec::new(),
            complaints: Vec::new(),
            remarks: Vec::new(),
        })
    }

    /// What a shell prompt shows.
    fn in_short(&mut self, store: &Store) -> Quarter {
        let mut drafts = self.drafts();
        drafts.retain(|entry| entry.period == self.period && !self.is_assessed);
        let drafts = self.progress(store, &drafts);
        self.with(drafts, Vec::new())
    }

    fn quarter(&mut self, store: &Store) -> Result<Quarter> {
        let running = Period::of(self.today);
        let drafts = self.drafts();
        let drafts = self.progress(store, &drafts);
        let last = self.entries.iter().rfind(|entry| {
            entry.status == Of::Finished
                && entry.rubric == self.rubric.id
                && entry.period <= running
        });
        let last = last.cloned().and_then(|entry| self.read(store, &entry));
        if let Some(last) = &last {
            self.remarks = store.lost_focus(last, self.rubric);
        }
        let focus = last.map_or_else(Vec::new, |last| {
            last.assessment
                .redacted(Privacy::Ratings)
                .into_owned()
                .focus
        });
        let mut periods = vec![self.period, running];
        periods.dedup();
        for period in periods {
            match store.log(period) {
                Ok(logged) => self.logs.push(logged),
                Err(error) => self.complaints.push(error.into()),
            }
        }
        Ok(self.with(drafts, focus))
    }

    fn with(&self, drafts: Vec<Progress>, focus: Vec<Focus>) -> Quarter {
        let logs = self.logs.iter().map(|logged| {
            let entries: Vec<_> = logged.log.entries.iter().map(|(_, entry)| entry).collect();
            Tally::new(logged.period, self.rubric, &entries)
        });
        Quarter {
            today: self.today,
            period: self.period,
            is_assessed: self.is_assessed,
            drafts,
            focus,
            logs: logs.collect(),
        }
    }

    fn drafts(&self) -> Vec<Entry> {
        let drafts = self
            .entries
            .iter()
            .filter(|entry| entry.status == Of::Draft);
        let ours = drafts.filter(|entry| entry.rubric == self.rubric.id);
        ours.cloned().collect()
    }

    /// Drafts under other rubrics.
    fn elsewhere(&self) -> Vec<(String, Period)> {
        let drafts = self
            .entries
            .iter()
            .filter(|entry| entry.status == Of::Draft);
        drafts
            .filter(|entry| entry.rubric != self.rubric.id)
            .map(|entry| (entry.rubric.clone(), entry.period))
            .collect()
    }

    fn progress(&mut self, store: &Store, drafts: &[Entry]) -> Vec<Progress> {
        let drafts = drafts.iter().filter_map(|entry| {
            let draft = self.read(store, entry)?;
            Some(Progress::of(&draft.assessment, &draft.rubric))
        });
        drafts.collect()
    }

    /// What lies there and is never read, where the page says so.
    fn strays(&mut self, store: &Store, format: TextFormat) -> Vec<String> {
        if format == TextFormat::Json {
            return Vec::new();
        }
        store.unknown_files().unwrap_or_else(|error| {
            self.complaints.push(error.into());
            Vec::new()
        })
    }

    /// What is in a file; a file that is not well is complained about, and the rest goes on.
    fn read(&mut self, store: &Store, entry: &Entry) -> Option<Loaded> {
        store
            .load_entry(entry)
            .map_err(|error| self.complaints.push(error.into()))
            .ok()
    }
}
