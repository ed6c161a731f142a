//! `emkit rubric`: the available rubrics, one of them, and a check.

use std::path::Path;

use anyhow::Result;

use crate::cli::{Rubric, RubricCommand};
use crate::context::Context;
use crate::error::{Exit, Failure};
use crate::escape::{shown, visible};
use crate::format;
use crate::report::rubric::page;
use crate::report::wording::count;
use crate::store::{Origin, read};
use crate::ui::Ui;

pub(super) fn run(args: &Rubric, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match &args.command {
        RubricCommand::List => list(context, ui),
        RubricCommand::Show { name } => {
            let store = super::store(context)?;
            let name = name.as_deref().or(match store.given() {
                Some(_) => None,
                None => context.rubric.as_deref(),
            });
            ui.data(&super::drawn(&page(&store.rubric(name)?), context))?;
            Ok(Exit::Done)
        }
        RubricCommand::Check { file } => check(file, ui),
    }
}

fn list(context: &Context, ui: &mut Ui) -> Result<Exit> {
    let mut exit = Exit::Done;
    for available in super::store(context)?.rubrics()? {
        let origin = match &available.origin {
            Origin::BuiltIn => "built in".to_owned(),
            Origin::File(path) => shown(path),
        };
        match available.rubric {
            Ok(rubric) => ui.data(&format!(
                "{}  {}, version {} ({origin})\n{}",
                visible(&available.id),
                visible(&rubric.title),
                visible(&rubric.version),
                rubric
                    .when
                    .as_ref()
                    .map_or(String::new(), |when| format!("    {}\n", visible(when))),
            ))?,
            Err(error) => {
                ui.error(&error.into());
                exit = Exit::Failed;
            }
        }
    }
    Ok(exit)
}

fn check(path: &Path, ui: &mut Ui) -> Result<Exit> {
    let text = read(path)?;
    let rubric = format::rubric::check(path, &text).map_err(|problems| {
        Failure::new(format!(
            "could not accept `{}`, {}",
            shown(path),
            count(problems.list.len(), "problem")
        ))
        .because(problems)
        .hint(
            "correct the lines named and check again; `emkit rubric show` prints a rubric to compare with",
        )
    })?;
    if let Some(advice) = format::rubric::advice(path, &text) {
        ui.warning(&format!(
            "{} for `{}`, which can be used as it is\n{advice}",
            count(advice.list.len(), "suggestion"),
            shown(path),
        ));
    }
    ui.data(&format!(
        "`{}` is in order: {}, {}, {}\n",
        shown(path),
        count(rubric.skills.len(), "skill"),
        count(rubric.questions().count(), "question"),
        count(rubric.profiles.len(), "role")
    ))?;
    Ok(Exit::Done)
}
