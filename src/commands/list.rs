//! `emkit list`: what is in the store, newest first.

use anyhow::Result;

use super::App;
use crate::cli::{List, ListFormat};
use crate::error::Exit;
use crate::report::list::{self, Row};
use crate::store::CONFIG;

pub(super) fn run(args: &List, mut app: App<'_>) -> Result<Exit> {
    let named = app.rubric_id();
    let mut rows = Vec::new();
    let mut entries = app.store.entries()?;
    let all = entries.len();
    entries.retain(|entry| named.as_ref().is_none_or(|id| *id == entry.rubric));
    let others = all - entries.len();
    entries.reverse();
    let loaded = app.store.load_entries(&entries);
    for (entry, loaded) in entries.into_iter().zip(loaded) {
        if let Some(loaded) = app.ui.or_error(loaded) {
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
    let exit = app.ui.exit();
    let is_only_elsewhere = rows.is_empty() && others > 0 && exit == Exit::Done;
    if let Some(id) = named.filter(|_| is_only_elsewhere) {
        app.ui.status(&format!(
            "nothing under the rubric `{id}`, {others} under other rubrics; `emkit list --rubric ID` lists those"
        ));
    } else if others > 0 && app.context.is_rubric_from_file() {
        // Nobody asked for only a part of the list.
        app.ui.status(&format!(
            "{others} more under rubrics other than the one in `{CONFIG}`; `emkit list --rubric ID` lists those"
        ));
    }
    match args.format {
        ListFormat::Json => app.ui.data(&list::json(&rows)?)?,
        ListFormat::Table if !rows.is_empty() => app.print(&list::page(&rows))?,
        ListFormat::Table if others > 0 || exit == Exit::Failed => {}
        ListFormat::Table => app.say_empty(),
    }
    Ok(exit)
}
