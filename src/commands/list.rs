//! `emkit list`: what is in the store, newest first.

use anyhow::Result;

use super::App;
use crate::cli::Format;
use crate::error::Exit;
use crate::report::list;
use crate::store::Loaded;

pub(super) fn run(format: Format, mut app: App<'_>) -> Result<()> {
    let named = app.rubric_id();
    let mut entries = app.store.entries()?;
    let all = entries.len();
    entries.retain(|entry| named.as_ref().is_none_or(|id| *id == entry.rubric));
    let others = all - entries.len();
    entries.reverse();
    let loaded = app.load_each(&entries);
    let rows: Vec<_> = loaded.iter().map(Loaded::snapshot).collect();
    let is_empty = rows.is_empty() && app.ui.exit == Exit::Done;
    // Nobody asked for only a part of the list where the settings name the rubric.
    if others > 0 && (is_empty || app.context.is_rubric_from_file()) {
        app.ui.status(&format!(
            "{others} under other rubrics; `emkit list --rubric ID` lists those"
        ));
    }
    if format == Format::Json || !rows.is_empty() {
        return app.print(format, &list::page(&rows), || list::json(&rows));
    }
    if is_empty && others == 0 {
        app.say_empty();
    }
    Ok(())
}
