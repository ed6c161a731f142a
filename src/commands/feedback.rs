//! `emkit feedback`: forms for others, and what comes back.

mod add;
mod combine;
mod form;

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::{App, stdin};
use crate::cli::{Feedback, ListFormat};
use crate::context::Context;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::diagnostic::Diagnostics;
use crate::format::reply::{self, Handed};
use crate::report::feedback::{self as report, Row};
use crate::store::{MAX_BYTES, Stored, read, together};
use crate::ui::Ui;

pub(super) fn run(command: &Feedback, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match command {
        Feedback::Form(args) => form::run(args, App::open(context, false, ui)?),
        Feedback::Add(args) => add::run(args, App::open(context, false, ui)?),
        Feedback::List { format } => list(*format, App::open(context, false, ui)?),
        Feedback::Remove { name } => remove(name, App::open(context, false, ui)?),
        Feedback::Combine(args) => combine::run(args, context, ui),
    }
}

fn list(format: ListFormat, mut app: App<'_>) -> Result<Exit> {
    let stored = all(&mut app)?;
    let rows = stored.iter().flat_map(|stored| {
        let form = stored.handed.form();
        let groups = together(std::slice::from_ref(stored)).into_iter();
        groups.map(|(relation, group)| Row {
            period: form.period.to_string(),
            rubric: form.rubric.clone(),
            relation: relation.word(),
            replies: group.replies,
            name: stored.name.clone(),
        })
    });
    let rows: Vec<_> = rows.collect();
    match format {
        ListFormat::Json => app.ui.data(&report::json(&rows)?)?,
        ListFormat::Table if rows.is_empty() => app.ui.status(&format!(
            "no replies yet; `emkit feedback form{} --output form.html` writes a form to send out",
            app.context.flags
        )),
        ListFormat::Table => app.print(&report::list(&rows))?,
    }
    Ok(app.ui.exit())
}

/// Everything that is stored. What can't be read is reported, and the rest goes on.
fn all(app: &mut App<'_>) -> Result<Vec<Stored>> {
    let mut stored = Vec::new();
    for (rubric, period) in app.store.feedback_periods()? {
        let found = app.ui.or_error(app.store.feedback(&rubric, period));
        stored.extend(found.unwrap_or_default());
    }
    Ok(stored)
}

fn remove(name: &str, app: App<'_>) -> Result<Exit> {
    // One that can't be read may be what has to go.
    let mut found = app.store.feedback_files()?;
    found.retain(|path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        !name.is_empty() && stem.starts_with(name)
    });
    let cause = match found.as_slice() {
        [path] => {
            app.store.remove_feedback(path)?;
            let path = shown(path);
            app.ui
                .status(&format!("removed `{path}`; no version is kept"));
            return Ok(Exit::Done);
        }
        [] => "no reply has that name".to_owned(),
        several => format!("{} replies have names that begin so", several.len()),
    };
    let flags = &app.context.flags;
    Err(Failure::new(format!("could not remove `{name}`"))
        .because(cause)
        .hint(format!("`emkit feedback list{flags}` shows their names"))
        .into())
}

struct File {
    path: PathBuf,
    text: String,
    handed: Handed,
}

impl File {
    fn read(path: &Path) -> Result<Self> {
        let text = if path == Path::new("-") {
            stdin(MAX_BYTES, "save it to a file and name that")?
        } else {
            read(path)?
        };
        let handed = reply::read(path, &text).map_err(|problems| refused(path, &problems))?;
        Ok(Self {
            path: path.to_owned(),
            text,
            handed,
        })
    }
}

fn refused(path: &Path, problems: &Diagnostics) -> Failure {
    Failure::new(format!("could not take `{}`", shown(path)))
        .because(problems)
        .hint("nothing was kept; correct the lines named, or ask for the reply again")
}
