//! `emkit show`: the scored table with gap notes.

use anyhow::Result;

use super::lens;
use crate::cli::{Format, Show};
use crate::context::Context;
use crate::error::Exit;
use crate::render::report::Report;
use crate::render::table::Look;
use crate::render::{explain, export, json, plain, table};
use crate::ui::Ui;

pub(super) fn run(args: &Show, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let context = &context.accessible_if(args.accessible);
    let store = super::store(context)?;
    let loaded = super::reference::find(&store, context, &args.reference, ui)?;
    let bar = lens::bar(&loaded.rubric, &loaded.assessment, &args.lens)?;
    let report = Report::new(
        &loaded.rubric,
        &loaded.assessment,
        bar,
        lens::privacy(&args.lens),
    );
    let look = Look {
        width: context.width,
        color: context.color,
    };
    let mut text = match args.format {
        Format::Json => json::report(&report)?,
        Format::Markdown => export::scores(&report),
        Format::Table if context.accessible => plain::report(&report),
        Format::Table => table::report(&report, look),
    };
    if args.explain && args.format != Format::Json {
        text = format!(
            "{text}\n{}",
            explain::report(&report, context.width.min(100))
        );
    }
    ui.data(&text)?;
    Ok(Exit::Done)
}
