//! `emkit history`: every skill over all assessments of a rubric.

use anyhow::Result;

use super::notices::say_remarks;
use super::reference::finished_of_one;
use super::target_options::{privacy, unknown};
use super::{App, drawn};
use crate::cli::{History, HistoryFormat};
use crate::domain::history::{self, questions};
use crate::error::{Exit, Failure};
use crate::page::markdown;
use crate::report::history as report;
use crate::store::Loaded;

pub(super) fn run(args: &History, app: App<'_>) -> Result<Exit> {
    let entries = app.entries()?;
    // Without a rubric, that of the latest, as in `emkit diff`.
    let finished: Vec<_> = finished_of_one(&entries, 1).into_iter().cloned().collect();
    let mut all = Vec::new();
    for loaded in app.store.load_entries(&finished) {
        let loaded = app.ui.or_error(loaded);
        all.extend(loaded.inspect(|loaded| say_remarks(loaded, app.ui)));
    }
    let made: Vec<_> = all.iter().map(Loaded::snapshot).collect();
    let Some(history) = history::History::new(&made) else {
        let cause = match app.ui.exit() {
            Exit::Done => "there is no finished assessment",
            _ => "no finished assessment could be read",
        };
        let rubric = app.context.rubric();
        let rubric = rubric.map_or_else(String::new, |id| format!(" under the rubric `{id}`"));
        return Err(Failure::new("could not show your history")
            .because(format!("{cause}{rubric}"))
            .hint(format!(
                "`emkit assess{0}` starts the first; `emkit list{0}` shows what there is",
                app.context.flags
            ))
            .into());
    };
    let rubric = made.last().map(|made| made.rubric);
    let (history, asked) = match (&args.skill, rubric) {
        (Some(id), Some(latest)) => {
            let known = history.skills.iter().map(|skill| skill.skill.id.as_str());
            let found = history.of_skill(id);
            let found = found.ok_or_else(|| unknown(("skill", id), latest, known, None))?;
            let asked = questions(&made, id, privacy(args.include_private));
            (found, Some(asked))
        }
        _ => (history, None),
    };
    let asked = asked.as_deref();
    let text = match (args.format, asked) {
        (HistoryFormat::Json, _) => {
            report::json(&history, rubric.map_or("", |rubric| &rubric.id), asked)?
        }
        (HistoryFormat::Csv, None) => report::csv(&history)?,
        (HistoryFormat::Csv, Some(asked)) => report::drilled_csv(&history, asked)?,
        (HistoryFormat::Markdown, _) => {
            let mut page = report::page(&history, asked);
            page.sections.extend(report::every_score(&history));
            markdown::page(&page)
        }
        (HistoryFormat::Table, _) => drawn(&report::page(&history, asked), &app.context),
    };
    app.ui.data(&text)?;
    Ok(app.ui.exit())
}
