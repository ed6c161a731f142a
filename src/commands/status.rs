//! `emkit status`: what's due, the open drafts, the focus, and what's logged.

use anyhow::Result;
use jiff::civil::Date;

use super::notices::{report_problems, warn};
use crate::cli::{Status, TextFormat};
use crate::context::Context;
use crate::domain::assessment::{Focus, Status as Of};
use crate::domain::feedback::Relation;
use crate::domain::period::{Period, period_to_assess};
use crate::domain::privacy::Privacy;
use crate::domain::rubric::Rubric;
use crate::domain::status::{Progress, Quarter, Tally};
use crate::error::Exit;
use crate::report::calendar::calendar;
use crate::report::status::{self, SHORT_UNKNOWN, StatusContext};
use crate::store::{self, Entry, Loaded, Logged, Store, together};
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
    let quarter = look.quarter();
    let strays = if args.format == TextFormat::Json {
        Vec::new()
    } else {
        look.or_complain(store.unknown_files()).unwrap_or_default()
    };
    for complaint in &look.complaints {
        ui.error(complaint);
    }
    for remark in &look.remarks {
        ui.warning(remark);
    }
    let mut exit = report_problems(&look.logs, Logged::unread_lines, ui);
    if !look.complaints.is_empty() {
        exit = Exit::Failed;
    }
    warn(store.shared(), ui);
    let text = match args.format {
        TextFormat::Json => status::json(&quarter)?,
        TextFormat::Text => {
            let around = StatusContext {
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

/// For a shell prompt, drawn after every command: nothing is read that it does not show. A problem is
/// a question mark, and `emkit status` without `--short` tells it; the exit code is that of
/// `--exit-code` alone.
fn short(args: &Status, today: Date, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let look = || -> Result<_> {
        let store = super::store(context)?;
        let rubric = super::rubric(&store, context)?;
        let mut look = Reading::begin(&store, &rubric, today)?;
        Ok((look.in_short(), look.complaints.is_empty()))
    };
    let Ok((quarter, is_whole)) = look() else {
        ui.data(SHORT_UNKNOWN)?;
        return Ok(Exit::Done);
    };
    ui.data(&status::short(&quarter, is_whole))?;
    Ok(ended(Exit::Done, args, &quarter))
}

fn ended(exit: Exit, args: &Status, quarter: &Quarter) -> Exit {
    if args.exit_code && quarter.is_due() {
        Exit::Due
    } else {
        exit
    }
}

/// What was read so far, and what went wrong on the way.
struct Reading<'a> {
    store: &'a Store,
    rubric: &'a Rubric,
    today: Date,
    period: Period,
    is_assessed: bool,
    entries: Vec<Entry>,
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
        Ok(Self {
            store,
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
    fn in_short(&mut self) -> Quarter {
        let (mut drafts, _) = self.drafts();
        drafts.retain(|entry| entry.period == self.period && !self.is_assessed);
        self.with(&drafts, Vec::new())
    }

    fn quarter(&mut self) -> Quarter {
        let running = Period::of(self.today);
        let last = self.entries.iter().rfind(|entry| {
            entry.status == Of::Finished
                && entry.rubric == self.rubric.id
                && entry.period <= running
        });
        let last = last.cloned().and_then(|entry| self.read(&entry));
        let focus = last.map_or_else(Vec::new, |last| {
            self.remarks = self.store.lost_focus(&last, self.rubric);
            let shown = last.assessment.redacted(Privacy::Ratings);
            shown.into_owned().focus
        });
        let mut periods = vec![self.period, running];
        periods.dedup();
        for period in periods {
            let logged = self.or_complain(self.store.log(period));
            self.logs.extend(logged);
        }
        let (drafts, _) = self.drafts();
        let replies = self.replies();
        Quarter {
            replies,
            ..self.with(&drafts, focus)
        }
    }

    fn with(&mut self, drafts: &[Entry], focus: Vec<Focus>) -> Quarter {
        let drafts = drafts.iter().filter_map(|entry| {
            let draft = self.read(entry)?;
            Some(Progress::of(&draft.assessment, &draft.rubric))
        });
        let drafts = drafts.collect();
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
            replies: Vec::new(),
        }
    }

    /// How many others have replied about the quarter, by relation.
    fn replies(&mut self) -> Vec<(Relation, usize)> {
        let stored = self.store.feedback(&self.rubric.id, self.period);
        let stored = self.or_complain(stored).unwrap_or_default();
        let groups = together(&stored).into_iter();
        groups
            .map(|(relation, group)| (relation, group.replies))
            .collect()
    }

    /// The drafts under this rubric, and those under others.
    fn drafts(&self) -> (Vec<Entry>, Vec<Entry>) {
        let drafts = self
            .entries
            .iter()
            .filter(|entry| entry.status == Of::Draft);
        drafts
            .cloned()
            .partition(|entry| entry.rubric == self.rubric.id)
    }

    fn elsewhere(&self) -> Vec<(String, Period)> {
        let (_, others) = self.drafts();
        let others = others.into_iter();
        others.map(|entry| (entry.rubric, entry.period)).collect()
    }

    fn read(&mut self, entry: &Entry) -> Option<Loaded> {
        self.or_complain(self.store.load_entry(entry))
    }

    /// What could not be read is reported, and the rest goes on.
    fn or_complain<T>(&mut self, read: store::Result<T>) -> Option<T> {
        read.map_err(|error| self.complaints.push(error.into()))
            .ok()
    }
}
