//! `emkit status`: what is due, what is begun, what is being worked on, what is written down.

use anyhow::Result;

use crate::cli::{Status, StatusFormat};
use crate::context::Context;
use crate::domain::assessment::Status as Of;
use crate::domain::period::{Period, period_to_assess};
use crate::domain::quarter::Quarter;
use crate::error::Exit;
use crate::render::status;
use crate::ui::Ui;

pub(super) fn run(args: &Status, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    let rubric = super::rubric(&store, context)?;
    let today = args.day.date.unwrap_or_else(|| context.today());
    let period = period_to_assess(today, |period| store.is_finished(&rubric.id, period));
    let mut exit = Exit::Done;
    let mut readable = |loaded: Result<Option<crate::store::Loaded>>, ui: &mut Ui| {
        loaded.unwrap_or_else(|error| {
            // The rest is worth knowing all the same.
            ui.error(&error);
            exit = Exit::Failed;
            None
        })
    };
    let draft = store.load_if_there(&store.path(Of::Draft, &rubric.id, period));
    let draft = readable(draft, ui);
    let finished = store.finished(&rubric.id)?;
    let last = finished
        .into_iter()
        .rfind(|entry| entry.period <= Period::of(today));
    let last = last.map(|entry| store.load(&entry.path)).transpose();
    let last = readable(last, ui);
    let logged = store.log(period)?;
    let entries: Vec<_> = logged.log.entries.iter().map(|(_, entry)| entry).collect();
    let quarter = Quarter::new(
        today,
        period,
        &rubric,
        draft.as_ref().map(|loaded| &loaded.assessment),
        last.as_ref().map(|loaded| &loaded.assessment),
        &entries,
    );
    if args.ics {
        ui.data(&status::calendar(&quarter))?;
    } else if args.short {
        ui.data(&status::short(&quarter))?;
    } else if args.format == StatusFormat::Json {
        ui.data(&status::json(&quarter)?)?;
    } else {
        ui.data(&status::page(
            &quarter,
            &rubric,
            &context.flags,
            context.width,
        ))?;
    }
    Ok(match exit {
        Exit::Done if args.exit_code && quarter.is_due() => Exit::Due,
        exit => exit,
    })
}
