//! `emkit diff`: what changed, like for like.

use anyhow::Result;

use super::{App, show, target_options};
use crate::cli::{Diff, Format};
use crate::domain::privacy::Comparison;
use crate::domain::scoring::score_all;
use crate::error::{Exit, Failure};
use crate::report::diff::{page, withheld};
use crate::report::json;

pub(super) fn run(args: &Diff, mut app: App<'_>) -> Result<Exit> {
    let (from, to) = match &args.from {
        None => app.two_latest()?,
        Some(from) => app.find_two(from, args.to.as_deref().unwrap_or("latest"))?,
    };
    if from.rubric.id != to.rubric.id {
        return Err(Failure::new("could not compare the two assessments")
            .because(format!(
                "one was made with the rubric `{}`, the other with `{}`",
                from.rubric.id, to.rubric.id
            ))
            .hint("compare two of the same rubric; `emkit list` shows them")
            .into());
    }
    let (from, to) = (from.snapshot(), to.snapshot());
    let comparison = Comparison::new(from, to, target_options::privacy(args.lens.include_private));
    // Gaps are shown only against a role or stage that was asked for, or what the person wants.
    let is_asked_for = args.lens.role.is_some() || args.lens.stage.is_some();
    let against = if is_asked_for || to.rubric.own_targets {
        let bar = target_options::bar(to.rubric, to.assessment, &args.lens)?;
        Some(score_all(to.rubric, to.assessment, bar))
    } else {
        None
    };
    let text = match args.format {
        Format::Json => json::diff(&comparison, against.as_deref())?,
        format => show::laid_out(&page(&comparison, against.as_deref()), format, &app.context),
    };
    app.ui.data(&text)?;
    if let Some(line) = withheld(&comparison).filter(|_| args.format == Format::Json) {
        app.ui.status(&line);
    }
    Ok(Exit::Done)
}
