//! `emkit list`: what is in the store, newest first.

use anyhow::Result;

use super::notices::or_report;
use crate::cli::{List, ListFormat};
use crate::context::Context;
use crate::error::Exit;
use crate::escape::shown;
use crate::report::list::{self, Row};
use crate::store::CONFIG;
use crate::ui::Ui;

pub(super) fn run(args: &List, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    let named = super::rubric_id(&store, context);
    let mut rows = Vec::new();
    let mut exit = Exit::Done;
    let mut entries = store.entries()?;
    let all = entries.len();
    entries.retain(|entry| named.as_ref().is_none_or(|id| *id == entry.rubric));
    let others = all - entries.len();
    entries.reverse();
    let loaded = store.load_entries(&entries);
    for (entry, loaded) in entries.into_iter().zip(loaded) {
        if let Some(loaded) = or_report(loaded, &mut exit, ui) {
            rows.push(Row {
                id: entry.period.to_string(),
                period: entry.period.to_string(),
                rubric: entry.rubric,
                role: loaded.assessment.role.clone(),
                status: loaded.assessment.status().to_string(),
                rated: loaded.assessment.rated(),
                questions: loaded.rubric.questions().count(),
            });
        }
    }
    let is_only_elsewhere = rows.is_empty() && others > 0 && exit == Exit::Done;
    if let Some(id) = named.as_ref().filter(|_| is_only_elsewhere) {
        ui.status(&format!(
            "nothing under the rubric `{id}`, {others} under other rubrics; `emkit list --rubric ID` lists those"
        ));
    } else if others > 0 && context.is_rubric_from_file() {
        // Nobody asked for only a part of the list.
        ui.status(&format!(
            "{others} more under rubrics other than the one in `{CONFIG}`; `emkit list --rubric ID` lists those"
        ));
    }
    match args.format {
        ListFormat::Json => ui.data(&list::json(&rows)?)?,
        ListFormat::Table if rows.is_empty() && (others > 0 || exit == Exit::Failed) => {}
        ListFormat::Table if rows.is_empty() => {
            ui.status(&format!(
                "nothing in `{}` yet; `emkit assess{}` starts the first",
                shown(store.home()),
                context.flags
            ));
        }
        ListFormat::Table => ui.data(&super::drawn(&list::page(&rows), context))?,
    }
    Ok(exit)
}
