//! `emkit diff`: what changed, like for like.

use anyhow::Result;

use super::{App, target_options};
use crate::cli::{Diff, Format};
use crate::domain::privacy::Comparison;
use crate::domain::scoring::score_all;
use crate::error::Failure;
use crate::report::diff::{page, withheld};
use crate::report::json;

pub(super) fn run(args: &Diff, mut app: App<'_>) -> Result<()> {
    let (from, to) = app.find_two(args.from.as_deref(), args.to.as_deref())?;
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
    let mut against = None;
    if args.lens.role.is_some() || args.lens.stage.is_some() || to.rubric.own_targets {
        let bar = target_options::bar(to.rubric, to.assessment, &args.lens)?;
        against = Some(score_all(to.rubric, to.assessment, bar));
    }
    let against = against.as_deref();
    let page = page(&comparison, against);
    app.print(args.format, &page, || json::diff(&comparison, against))?;
    if let Some(line) = withheld(&comparison).filter(|_| args.format == Format::Json) {
        app.ui.status(&line);
    }
    Ok(())
}
