//! `emkit history`: every skill over all assessments of a rubric.

use anyhow::Result;

use super::App;
use super::notices::say_remarks;
use super::reference::finished_of_one;
use super::target_options::{privacy, unknown};
use crate::cli::History;
use crate::domain::history::{self, questions};
use crate::error::Failure;
use crate::report::history as report;
use crate::store::Loaded;

pub(super) fn run(args: &History, mut app: App<'_>) -> Result<()> {
    let entries = app.entries()?;
    // Without a rubric, that of the latest, as in `emkit diff`.
    let finished: Vec<_> = finished_of_one(&entries, 1).into_iter().cloned().collect();
    let all = app.load_each(&finished);
    for loaded in &all {
        say_remarks(loaded, app.ui);
    }
    let made: Vec<_> = all.iter().map(Loaded::snapshot).collect();
    let (Some(mut history), Some(latest)) = (history::History::new(&made), made.last()) else {
        let (rubric, flags) = (app.under_rubric(), &app.context.flags);
        return Err(Failure::new("could not show your history")
            .because(format!("there is no finished assessment{rubric}"))
            .hint(format!(
                "`emkit assess{flags}` starts the first; `emkit list{flags}` shows what there is"
            ))
            .into());
    };
    let mut asked = None;
    if let Some(id) = &args.skill {
        let known = history.skills.iter().map(|skill| skill.skill.id.as_str());
        let found = history.of_skill(id);
        history = found.ok_or_else(|| unknown(("skill", id), latest.rubric, known))?;
        asked = Some(questions(&made, id, privacy(args.include_private)));
    }
    let asked = asked.as_deref();
    let page = report::page(&history, asked);
    app.print(args.format, &page, || {
        report::json(&history, &latest.rubric.id, asked)
    })
}
