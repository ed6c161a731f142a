//! `emkit log edit`: the whole log of a quarter in the editor.

use anyhow::Result;

use super::{editor, with_kept_text};
use crate::cli::Day;
use crate::commands::App;
use crate::commands::notices::{report_problems, say_replaced, warn};
use crate::domain::period::Period;
use crate::error::Exit;
use crate::escape::shown;
use crate::format;
use crate::prompt::Edited;
use crate::store;

pub(super) fn run(period: Option<Period>, day: &Day, app: &mut App<'_>) -> Result<Exit> {
    let period = match period {
        Some(period) => period,
        None => Period::of(app.context.day(day.date)?),
    };
    let before = store::read_if_there(&app.store.log_path(period))?.unwrap_or_default();
    let mut editor = editor(app);
    let text = if before.is_empty() {
        format::log::heading(period)
    } else {
        before.clone()
    };
    match editor.edit(&text, &[])? {
        Edited::Unchanged => app.ui.status("nothing was changed"),
        Edited::Emptied => app
            .ui
            .status("the file came back empty, so the log is as it was"),
        Edited::Taken(after) => {
            let after = format!("{after}\n");
            let replaced = match app.store.replace_log(period, &before, &after) {
                Ok(replaced) => replaced,
                // It says itself where the text is.
                Err(error) if error.is_conflict() => return Err(error.into()),
                Err(error) => return Err(with_kept_text(error.into(), &mut editor, app.ui)),
            };
            warn(app.store.lockless(), app.ui);
            say_replaced(&replaced, app.ui);
            let path = shown(&replaced.path);
            app.ui.status(&format!("saved in `{path}`"));
        }
    }
    let logged = app.store.log(period)?;
    report_problems(&logged, logged.unread(), app.ui);
    Ok(app.ui.exit())
}
