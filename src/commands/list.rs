//! `emkit list`: what is in the store, newest first.

use anyhow::Result;

use super::App;
use crate::cli::Format;
use crate::error::Exit;
use crate::report::list;
use crate::store::Loaded;

pub(super) fn run(format: Format, mut app: App<'_>) -> Result<()> {
    let mut entries = app.store.entries()?;
    // The rubric of the settings is for what is to come; the list has all there is.
    if let Some(id) = app
        .rubric_id()
        .filter(|_| !app.context.is_rubric_from_file())
    {
        entries.retain(|entry| entry.rubric == id);
    }
    entries.reverse();
    let loaded = app.load_each(&entries);
    let rows: Vec<_> = loaded.iter().map(Loaded::snapshot).collect();
    if format == Format::Json || !rows.is_empty() {
        return app.print(format, &list::page(&rows), || list::json(&rows));
    }
    if app.ui.exit == Exit::Done {
        app.say_empty();
    }
    Ok(())
}
