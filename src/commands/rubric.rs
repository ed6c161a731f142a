//! `emkit rubric`: the available rubrics, one of them, and a check.

use std::path::Path;

use anyhow::Result;

use super::App;
use super::export::write;
use super::schema;
use crate::cli::{Rubric, SchemaKind};
use crate::context::Context;
use crate::domain::rubric::{self, OWN_ROLE};
use crate::error::{Exit, Failure};
use crate::escape::{shown, visible};
use crate::format;
use crate::report::rubric::page;
use crate::report::wording::count;
use crate::store::{Origin, read};
use crate::ui::Ui;

pub(super) fn run(args: &Rubric, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match args {
        Rubric::List => list(App::open(context, false, ui)?),
        Rubric::Show { name } => {
            let mut app = App::open(context, false, ui)?;
            let rubric = named(name.as_deref(), &app)?;
            app.print(&page(&rubric))?;
            Ok(Exit::Done)
        }
        Rubric::New { id, from, output } => {
            let app = App::open(context, false, ui)?;
            new(id, from.as_deref(), output.as_deref(), app)
        }
        Rubric::Check { file } => check(file, ui),
    }
}

fn named(name: Option<&str>, app: &App<'_>) -> Result<rubric::Rubric> {
    match name {
        Some(name) => Ok(app.store.rubric(Some(name))?),
        None => app.rubric(),
    }
}

fn new(id: &str, from: Option<&str>, output: Option<&Path>, app: App<'_>) -> Result<Exit> {
    let failed = || Failure::new(format!("could not create the rubric `{}`", visible(id)));
    if !format::rubric::is_id(id) {
        return Err(failed()
            .because("an id is one word of lowercase letters, digits and hyphens, 64 at most")
            .hint("choose another id, such as `mine`")
            .into());
    }
    let from = named(from, &app)?;
    let flags = &app.context.flags;
    let taken = |cause: String| {
        let hint = format!("choose another id; `emkit rubric list{flags}` shows those taken");
        failed().because(cause).hint(hint)
    };
    let file_taken = |path: &Path| taken(format!("`{}` is there already", shown(path)));
    let mut available = app.store.rubrics()?.into_iter();
    if let Some(there) = available.find(|it| it.id == id) {
        return Err(match there.origin {
            Origin::BuiltIn => taken("a built-in rubric has that id".to_owned()),
            Origin::File(path) => file_taken(&path),
        }
        .into());
    }
    let path = output.map_or_else(|| app.store.own_rubric_path(id), Path::to_owned);
    let text = format::rubric::copy(&from.text, id);
    let text = text.filter(|text| format::rubric::read(&path, text).is_ok_and(|it| it.id == id));
    let copied = visible(&from.id);
    let text = text.ok_or_else(|| {
        failed()
            .because(format!(
                "the keys of `{copied}` don't begin their lines, so there is no place for comments"
            ))
            .hint("copy the file by hand, and change its `id`")
    })?;
    let text = schema::modeline(SchemaKind::Rubric, &app.store, &from) + &text;
    let there = shown(&path);
    let name = match output {
        Some(path) => {
            write(path, &text, false)?;
            &there
        }
        None if app.store.add_rubric(id, &text)? => id,
        None => return Err(file_taken(&path).into()),
    };
    app.ui.data(&format!("{there}\n"))?;
    app.ui.status(&format!(
        "a copy of `{copied}` to change; then:\n  emkit rubric check {there}\n  emkit assess --rubric {name}{flags}"
    ));
    Ok(Exit::Done)
}

fn list(app: App<'_>) -> Result<Exit> {
    for available in app.store.rubrics()? {
        let Some(rubric) = app.ui.or_error(available.summary) else {
            continue;
        };
        let origin = match &available.origin {
            Origin::BuiltIn => "built in".to_owned(),
            Origin::File(path) => shown(path),
        };
        let when = rubric.when.as_ref();
        let when = when.map_or_else(String::new, |when| format!("    {}\n", visible(when)));
        app.ui.data(&format!(
            "{}  {}, version {} ({origin})\n{when}",
            visible(&available.id),
            visible(&rubric.title),
            visible(&rubric.version),
        ))?;
    }
    Ok(app.ui.exit())
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
