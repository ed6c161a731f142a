//! `emkit diff`: what changed, like for like.

use anyhow::Result;

use super::{lens, reference};
use crate::cli::{Diff, Format};
use crate::context::Context;
use crate::domain::diff;
use crate::domain::scoring::score_all;
use crate::error::{Exit, Failure};
use crate::report::diff::{Shown, page};
use crate::report::json;
use crate::ui::Ui;

pub(super) fn run(args: &Diff, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let context = &context.accessible_if(args.accessible);
    let store = super::store(context)?;
    let (from, to) = match &args.from {
        None => reference::two_latest(&store, context, ui)?,
        Some(from) => {
            let to = args.to.as_deref().unwrap_or("latest");
            reference::find_two(&store, context, [from, to], ui)?
        }
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
    let (from, to) = (from.made(), to.made());
    let diff = diff::diff(from, to);
    // Without a role asked for there is nothing to hold a change against.
    let against = match args.lens.role.is_some() || args.lens.stage.is_some() {
        true => {
            let bar = lens::bar(to.rubric, to.assessment, &args.lens)?;
            Some(score_all(to.rubric, to.assessment, bar))
        }
        false => None,
    };
    let shown = Shown {
        against: against.as_deref(),
        diff: &diff,
        from,
        to,
        privacy: lens::privacy(&args.lens),
    };
    let text = match args.format {
        Format::Json => json::diff(&diff, from.assessment.period, to.assessment.period)?,
        format => super::show::laid_out(&page(shown), format, context),
    };
    ui.data(&text)?;
    Ok(Exit::Done)
}
