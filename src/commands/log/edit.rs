//! `emkit log edit`: the whole log of a quarter in the editor.

use anyhow::Result;

use super::saving::{editor, with_kept_text};
use crate::cli::Day;
use crate::commands::notices::{report_problems, say_replaced, warn};
use crate::context::Context;
use crate::domain::period::Period;
use crate::error::Exit;
use crate::escape::shown;
use crate::format;
use crate::prompt::Edited;
use crate::store::{self, Logged, Store};
use crate::ui::Ui;

pub(super) fn run(
    period: Option<Period>,
    day: &Day,
    store: &Store,
    context: &Context,
    ui: &mut Ui,
) -> Result<Exit> {
    let period = match period {
        Some(period) => period,
        None => Period::of(context.day(day.date)?),
    };
    let path = store.log_path(period);
    let before = store::read_if_there(&path)?.unwrap_or_default();
    let mut editor = editor(store, context);
    let shown_text = if before.is_empty() {
        format::log::heading(period)
    } else {
        before.clone()
    };
    match editor.edit(&shown_text, &[])? {
        Edited::Unchanged => ui.status("nothing was changed"),
        Edited::Emptied => ui.status("the file came back empty, so the log is as it was"),
        Edited::Taken(after) => {
            let replaced = store
                .replace_log(period, &before, &format!("{after}\n"))
                .map_err(|error| {
                    // A conflict says itself where the text is.
                    if error.is_conflict() {
                        error.into()
                    } else {
                        with_kept_text(error.into(), &mut editor, ui)
                    }
                })?;
            warn(store.lockless(), ui);
            say_replaced(&replaced, ui);
            ui.status(&format!("saved in `{}`", shown(&replaced.path)));
        }
    }
    Ok(report_problems(&[store.log(period)?], Logged::unread, ui))
}
