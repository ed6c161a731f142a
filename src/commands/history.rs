//! `emkit history`: every skill over all assessments of a rubric.

use anyhow::Result;

use super::notices::{or_report, say_remarks};
use super::reference::{self, finished_of_one};
use super::target_options::{privacy, unknown};
use crate::cli::{History, HistoryFormat};
use crate::context::Context;
use crate::domain::history::{self, questions};
use crate::error::{Exit, Failure};
use crate::page::markdown;
use crate::report::history as report;
use crate::store::Loaded;
use crate::ui::Ui;

pub(super) fn run(args: &History, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let context = &context.accessible_if(args.accessible);
    let store = super::store(context)?;
    let entries = reference::entries(&store, context)?;
    // Without a rubric, that of the latest, as in `emkit diff`.
    let finished: Vec<_> = finished_of_one(&entries, 1).into_iter().cloned().collect();
    let mut exit = Exit::Done;
    let mut all = Vec::new();
    for loaded in store.load_entries(&finished) {
        if let Some(loaded) = or_report(loaded, &mut exit, ui) {
            say_remarks(&loaded, ui);
            all.push(loaded);
        }
    }
    let made: Vec<_> = all.iter().map(Loaded::snapshot).collect();
    let Some(history) = history::History::new(&made) else {
        let cause = match exit {
            Exit::Done => "there is no finished assessment",
            _ => "no finished assessment could be read",
        };
        return Err(Failure::new("could not show your history")
            .because(match &context.rubric {
                Some(id) => format!("{cause} under the rubric `{id}`"),
                None => cause.to_owned(),
            })
            .hint(format!(
                "`emkit assess{0}` starts the first; `emkit list{0}` shows what there is",
                context.flags
            ))
            .into());
    };
    let rubric = made.last().map(|made| made.rubric);
    let (history, asked) = match (&args.skill, rubric) {
        (None, _) | (_, None) => (history, None),
        (Some(id), Some(latest)) => {
            let known = history.skills.iter().map(|skill| skill.skill.id.as_str());
            let found = history.of_skill(id);
            let found = found.ok_or_else(|| unknown("skill", id, latest, known))?;
            (
                found,
                Some(questions(&made, id, privacy(args.include_private))),
            )
        }
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
        (HistoryFormat::Table, _) => super::drawn(&report::page(&history, asked), context),
    };
    ui.data(&text)?;
    Ok(exit)
}
