//! `emkit template`: what a form of one's own begins with, and what can be written into it.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

use super::export::compared;
use super::{lens, reference};
use crate::cli::{BuiltIn, Template, TemplateCommand};
use crate::context::Context;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::render::report::{Privacy, Report};
use crate::render::review::{Ratings, Review};
use crate::render::wording::left_out;
use crate::render::{json, template};
use crate::store::{Loaded, Store, read};
use crate::ui::Ui;

pub(super) fn run(args: &Template, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let (reference, lens) = match &args.command {
        TemplateCommand::Show {
            name: BuiltIn::Review,
        } => {
            ui.data(template::REVIEW)?;
            return Ok(Exit::Done);
        }
        TemplateCommand::Data { reference, lens } => (reference, lens),
    };
    let store = super::store(context)?;
    let loaded = reference::find(&store, context, reference, ui)?;
    let bar = lens::bar(&loaded.rubric, &loaded.assessment, lens)?;
    let privacy = lens::privacy(lens);
    let report = Report::new(&loaded.rubric, &loaded.assessment, bar, privacy);
    ui.data(&json::write(&seen(&store, &loaded, &report, privacy)?)?)?;
    if let Some(line) = left_out(report.withheld) {
        ui.status(&line);
    }
    Ok(Exit::Done)
}

/// What a template gets to see of an assessment.
pub(super) fn seen(
    store: &Store,
    loaded: &Loaded,
    report: &Report<'_>,
    privacy: Privacy,
) -> Result<Value> {
    compared(store, loaded, privacy, |since| {
        template::data(report, &Review::new(report, since, Ratings::Shown))
    })?
}

/// The document that the template in a file makes of that.
pub(super) fn filled(path: &Path, seen: &Value) -> Result<String> {
    let text = read(path)?;
    template::render(path, &text, seen).map_err(|problems| {
        Failure::new(format!("could not fill in `{}`", shown(path)))
            .because(problems)
            .hint("`emkit template data` prints every name that a template can use, `emkit template --help` its tags and filters")
            .into()
    })
}
