//! `emkit rubric`: the available rubrics, one of them, and a check.

use anyhow::Result;
use std::path::Path;

use super::{App, drawn, schema};
use crate::cli::{Rubric, SchemaKind};
use crate::context::Context;
use crate::domain::rubric::OWN_ROLE;
use crate::error::Failure;
use crate::escape::{shown, visible};
use crate::format;
use crate::report::rubric::page;
use crate::report::wording::count;
use crate::store::read;
use crate::ui::Ui;

pub(super) fn run(args: &Rubric, context: &Context, ui: &mut Ui) -> Result<()> {
    if let Rubric::Check { file } = args {
        return check(file, ui);
    }
    let app = App::open(context, ui)?;
    match args {
        Rubric::New { id, from } => new(id, from.as_deref(), app),
        Rubric::Show { name } => {
            let rubric = app.store.rubric(name.as_deref())?;
            app.ui.data(&drawn(&page(&rubric), context))
        }
        _ => list(app),
    }
}

fn new(id: &str, from: Option<&str>, app: App<'_>) -> Result<()> {
    let failed = |cause: String, hint: &str| {
        let failed = Failure::new(format!("could not create the rubric `{}`", visible(id)));
        failed.because(cause).hint(hint)
    };
    if !format::rubric::is_id(id) {
        let cause = "an id is one word of lowercase letters, digits and hyphens, 64 at most";
        return Err(failed(cause.to_owned(), "choose another id, such as `mine`").into());
    }
    let from = app.store.rubric(from)?;
    let flags = &app.context.flags;
    let taken = || {
        let another = format!("choose another id; `emkit rubric list{flags}` shows those taken");
        failed("a rubric has that id already".to_owned(), &another)
    };
    if app.store.rubrics()?.iter().any(|it| it.id == id) {
        return Err(taken().into());
    }
    let path = app.store.own_rubric_path(id);
    let (there, copied) = (shown(&path), visible(&from.id));
    let text = format::rubric::copy(&from.text, id);
    let text = text.filter(|text| format::rubric::read(&path, text).is_ok_and(|it| it.id == id));
    let text = text.ok_or_else(|| {
        let cause = format!(
            "the keys of `{copied}` don't begin their lines, so there is no place for comments"
        );
        failed(cause, "copy the file by hand, and change its `id`")
    })?;
    let text = schema::modeline(SchemaKind::Rubric, &app.store, &from) + &text;
    if !app.store.add_rubric(id, &text)? {
        return Err(taken().into());
    }
    app.ui.data(&format!("{there}\n"))?;
    app.ui.status(&format!(
        "a copy of `{copied}` to change; then:\n  emkit rubric check {there}\n  emkit assess --rubric {id}{flags}"
    ));
    Ok(())
}

fn list(app: App<'_>) -> Result<()> {
    for available in app.store.rubrics()? {
        let Some(rubric) = app.ui.or_error(available.summary) else {
            continue;
        };
        let origin = available.file.map_or_else(|| "built in".to_owned(), shown);
        let when = rubric.when.as_ref();
        let when = when.map_or_else(String::new, |when| format!("    {}\n", visible(when)));
        let (id, title) = (visible(&available.id), visible(&rubric.title));
        let version = visible(&rubric.version);
        let line = format!("{id}  {title}, version {version} ({origin})\n{when}");
        app.ui.data(&line)?;
    }
    Ok(())
}

fn check(path: &Path, ui: &mut Ui) -> Result<()> {
    let (text, name) = (read(path)?, shown(path));
    let rubric = format::rubric::check(path, &text).map_err(|problems| {
        let number = count(problems.list.len(), "problem");
        Failure::new(format!("could not accept `{name}`, {number}")).because(problems).hint(
            "correct the lines named and check again; `emkit rubric show` prints a rubric to compare with",
        )
    })?;
    if let Some(advice) = format::rubric::advice(path, &text) {
        let number = count(advice.list.len(), "suggestion");
        ui.warning(&format!(
            "{number} for `{name}`, which can be used as it is\n{advice}"
        ));
    }
    let given = rubric.profiles.iter().filter(|role| role.id != OWN_ROLE);
    let roles = match given.count() {
        0 => "own targets".to_owned(),
        roles => count(roles, "role"),
    };
    let skills = count(rubric.skills.len(), "skill");
    let questions = count(rubric.questions().count(), "question");
    ui.data(&format!(
        "`{name}` is in order: {skills}, {questions}, {roles}\n"
    ))
}
