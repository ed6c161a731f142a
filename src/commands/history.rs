//! `emkit history`: every skill over all assessments of a rubric.

use anyhow::Result;

use super::lens::unknown;
use crate::cli::{History, HistoryFormat};
use crate::context::Context;
use crate::domain::diff::Made;
use crate::domain::history::{self, questions};
use crate::error::{Exit, Failure};
use crate::render::history as render;
use crate::render::table::Look;
use crate::ui::Ui;

pub(super) fn run(args: &History, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let context = &context.accessible_if(args.accessible);
    let store = super::store(context)?;
    let rubric = super::rubric(&store, context)?;
    let mut exit = Exit::Done;
    let mut all = Vec::new();
    for entry in store.finished(&rubric.id)? {
        match store.load(&entry.path) {
            Ok(loaded) => all.push(loaded),
            Err(error) => {
                // The others have a history all the same.
                ui.error(&error);
                exit = Exit::Failed;
            }
        }
    }
    let made: Vec<_> = all
        .iter()
        .map(|loaded| Made {
            assessment: &loaded.assessment,
            rubric: &loaded.rubric,
        })
        .collect();
    let Some(mut history) = history::History::new(&made) else {
        return Err(Failure::new("could not show a history")
            .because(format!(
                "there is no finished assessment under the rubric `{}`",
                rubric.id
            ))
            .hint("`emkit assess` makes the first; `emkit list` shows what there is")
            .into());
    };
    let mut asked = None;
    if let Some(id) = &args.skill {
        let latest = made.last().map_or(&rubric, |made| made.rubric);
        let known = latest.skills.iter().map(|skill| skill.id.as_str());
        if latest.skill(id).is_none() {
            return Err(unknown("skill", id, latest, known).into());
        }
        history.skills.retain(|skill| skill.skill.id == *id);
        history.clusters.retain(|cluster| {
            let mut skills = history.skills.iter();
            skills.any(|skill| skill.skill.cluster == cluster.cluster.id)
        });
        asked = Some(questions(&made, id));
    }
    let look = Look {
        width: context.width,
        color: context.color,
    };
    let text = match (args.format, &asked) {
        (HistoryFormat::Json, asked) => render::json(&history, &rubric.id, asked.as_deref())?,
        (HistoryFormat::Csv, None) => render::csv(&history),
        (HistoryFormat::Csv, Some(asked)) => render::drilled_csv(&history, asked),
        (HistoryFormat::Markdown, None) => render::document(&history),
        (HistoryFormat::Markdown, Some(asked)) => render::drilled_document(&history, asked),
        (HistoryFormat::Table, Some(asked)) => render::drilled(&history, asked, context.width),
        (HistoryFormat::Table, None) if context.accessible => render::plain(&history),
        (HistoryFormat::Table, None) => render::table(&history, look),
    };
    ui.data(&text)?;
    Ok(exit)
}
