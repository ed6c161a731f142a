//! `emkit rubric`: the available rubrics, one of them, and a check.

use std::path::Path;

use anyhow::Result;

use super::export::write;
use super::schema;
use crate::cli::{Rubric, RubricCommand, SchemaKind};
use crate::context::Context;
use crate::domain::rubric::{self, OWN_ROLE};
use crate::error::{Exit, Failure};
use crate::escape::{shown, visible};
use crate::format;
use crate::report::rubric::page;
use crate::report::wording::count;
use crate::store::{Origin, Store, read};
use crate::ui::Ui;

pub(super) fn run(args: &Rubric, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match &args.command {
        RubricCommand::List => list(context, ui),
        RubricCommand::Show { name } => {
            let store = super::store(context)?;
            let rubric = named(&store, name.as_deref(), context)?;
            ui.data(&super::drawn(&page(&rubric), context))?;
            Ok(Exit::Done)
        }
        RubricCommand::New { id, from, output } => {
            new(id, from.as_deref(), output.as_deref(), context, ui)
        }
        RubricCommand::Check { file } => check(file, ui),
    }
}

/// The rubric of that name, or the one in use.
fn named(store: &Store, name: Option<&str>, context: &Context) -> Result<rubric::Rubric> {
    match name {
        Some(name) => Ok(store.rubric(Some(name))?),
        None => super::rubric(store, context),
    }
}

/// Copies a rubric under another id, into the store or to where the person says.
fn new(
    id: &str,
    from: Option<&str>,
    output: Option<&Path>,
    context: &Context,
    ui: &mut Ui,
) -> Result<Exit> {
    let failed = |cause: String, hint: String| {
        let failed = Failure::new(format!("could not create the rubric `{}`", visible(id)));
        failed.because(cause).hint(hint)
    };
    if !format::rubric::is_id(id) {
        return Err(failed(
            "an id is one word of lowercase letters, digits and hyphens, 64 at most".to_owned(),
            "choose another id, such as `mine`".to_owned(),
        )
        .into());
    }
    let store = super::store(context)?;
    let from = named(&store, from, context)?;
    let taken = |origin: &Origin| {
        let cause = match origin {
            Origin::BuiltIn => "a built-in rubric has that id".to_owned(),
            Origin::File(path) => format!("`{}` is there already", shown(path)),
        };
        failed(
            cause,
            format!(
                "choose another id; `emkit rubric list{}` shows those taken",
                context.flags
            ),
        )
    };
    let mut available = store.rubrics()?.into_iter();
    if let Some(there) = available.find(|it| it.id == id) {
        return Err(taken(&there.origin).into());
    }
    let path = output.map_or_else(|| store.own_rubric_path(id), Path::to_owned);
    let text = format::rubric::copy(&from.text, id);
    let text = text.filter(|text| format::rubric::read(&path, text).is_ok_and(|it| it.id == id));
    let text = text.ok_or_else(|| {
        failed(
            format!(
                "the keys of `{}` don't begin their lines, so there is no place for comments",
                visible(&from.id)
            ),
            "copy the file by hand, and change its `id`".to_owned(),
        )
    })?;
    let text = schema::modeline(SchemaKind::Rubric, &store, &from) + &text;
    let name = match output {
        Some(path) => {
            write(path, &text, false)?;
            shown(path)
        }
        None if store.add_rubric(id, &text)? => id.to_owned(),
        None => return Err(taken(&Origin::File(path)).into()),
    };
    ui.data(&format!("{}\n", shown(&path)))?;
    let flags = &context.flags;
    ui.status(&format!(
        "a copy of `{}` to change; then:\n  emkit rubric check {}\n  emkit assess --rubric {name}{flags}",
        visible(&from.id),
        shown(&path),
    ));
    Ok(Exit::Done)
}

fn list(context: &Context, ui: &mut Ui) -> Result<Exit> {
    let mut exit = Exit::Done;
    for available in super::store(context)?.rubrics()? {
        let origin = match &available.origin {
            Origin::BuiltIn => "built in".to_owned(),
            Origin::File(path) => shown(path),
        };
        match available.summary {
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
    let given = rubric.profiles.iter().filter(|role| role.id != OWN_ROLE);
    let roles = match given.count() {
        0 => "own targets".to_owned(),
        roles => count(roles, "role"),
    };
    ui.data(&format!(
        "`{}` is in order: {}, {}, {roles}\n",
        shown(path),
        count(rubric.skills.len(), "skill"),
        count(rubric.questions().count(), "question"),
    ))?;
    Ok(Exit::Done)
}
