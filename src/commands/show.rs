//! `emkit show`: the scored table with gap notes.

use std::borrow::Cow;

use anyhow::Result;

use super::lens;
use crate::cli::{Format, Show};
use crate::context::Context;
use crate::domain::era::{exposures, regrouped};
use crate::error::{Exit, Failure};
use crate::render::report::Report;
use crate::render::table::Look;
use crate::render::{era, explain, json, plain, scores, table};
use crate::ui::Ui;

pub(super) fn run(args: &Show, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let context = &context.accessible_if(args.accessible);
    let store = super::store(context)?;
    let loaded = super::reference::find(&store, context, &args.reference, ui)?;
    let bar = lens::bar(&loaded.rubric, &loaded.assessment, &args.lens)?;
    let era = args.era.as_deref();
    let era = era.map(|id| lens::era(&loaded.rubric, id)).transpose()?;
    let rubric = era.map_or_else(
        || Cow::Borrowed(loaded.rubric.as_ref()),
        |era| Cow::Owned(regrouped(&loaded.rubric, era)),
    );
    let privacy = lens::privacy(&args.lens);
    let mut report = Report::new(&rubric, &loaded.assessment, bar, privacy);
    report.era = era;
    let look = Look {
        width: context.width,
        color: context.color,
    };
    if args.eras {
        ui.data(&eras(&report, args.format, look.width)?)?;
        return Ok(Exit::Done);
    }
    let mut text = match args.format {
        Format::Json => json::report(&report)?,
        Format::Markdown => scores::markdown(&report),
        Format::Table if context.accessible => plain::report(&report),
        Format::Table => table::report(&report, look),
    };
    if args.explain {
        let width = context.width.min(100);
        text = match args.format {
            Format::Json => text,
            Format::Markdown => format!("{text}\n{}", explain::markdown(&report, width)),
            Format::Table => format!("{text}\n{}", explain::report(&report, width)),
        };
    }
    ui.data(&text)?;
    Ok(Exit::Done)
}

/// How exposed one is when the fashion turns.
fn eras(report: &Report<'_>, format: Format, width: usize) -> Result<String> {
    let scores: Vec<_> = report.skills().map(|skill| skill.score.clone()).collect();
    let exposures = exposures(report.rubric, &scores);
    if exposures.is_empty() {
        return Err(Failure::new("could not compare eras")
            .because(format!("the rubric `{}` names none", report.rubric.id))
            .hint("`emkit rubric show eight-skills` has three")
            .into());
    }
    match format {
        Format::Json => era::json(report, &exposures),
        Format::Markdown => Ok(era::markdown(report, &exposures)),
        Format::Table => Ok(era::lines(report, &exposures, width.min(100))),
    }
}
