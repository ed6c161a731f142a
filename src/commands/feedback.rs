//! `emkit feedback`: forms for others, and what comes back.

mod add;
mod combine;
mod form;

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::notices::or_report;
use crate::cli::{FeedbackCommand, ListFormat};
use crate::context::Context;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::format::diagnostic::Diagnostics;
use crate::format::reply::{self, Handed};
use crate::report::feedback::{self as report, Row};
use crate::store::{MAX_BYTES, Store, Stored, read};
use crate::ui::Ui;

pub(super) fn run(command: &FeedbackCommand, context: &Context, ui: &mut Ui) -> Result<Exit> {
    match command {
        FeedbackCommand::Form(args) => form::run(args, context, ui),
        FeedbackCommand::Add(args) => add::run(args, context, ui),
        FeedbackCommand::List { format } => list(*format, context, ui),
        FeedbackCommand::Remove { name } => remove(name, context, ui),
        FeedbackCommand::Combine(args) => combine::run(args, context, ui),
    }
}

fn list(format: ListFormat, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    let (stored, exit) = all(&store, ui)?;
    let rows = stored.iter().flat_map(|stored| {
        let form = stored.handed.form();
        let groups = stored.groups().into_iter();
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
        ListFormat::Json => ui.data(&report::json(&rows)?)?,
        ListFormat::Table if rows.is_empty() => ui.status(&format!(
            "no replies yet; `emkit feedback form{} --output form.html` writes a form to send out",
            context.flags
        )),
        ListFormat::Table => ui.data(&super::drawn(&report::list(&rows), context))?,
    }
    Ok(exit)
}

/// Everything that is stored. What can't be read is reported, and the rest goes on.
fn all(store: &Store, ui: &mut Ui) -> Result<(Vec<Stored>, Exit)> {
    let mut stored = Vec::new();
    let mut exit = Exit::Done;
    for (rubric, period) in store.feedback_periods()? {
        let found = or_report(store.feedback(&rubric, period), &mut exit, ui);
        stored.extend(found.unwrap_or_default());
    }
    Ok((stored, exit))
}

fn remove(name: &str, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    // One that can't be read may be what has to go.
    let found: Vec<PathBuf> = store
        .feedback_files()?
        .into_iter()
        .filter(|path| {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            !name.is_empty() && stem.starts_with(name)
        })
        .collect();
    match found.as_slice() {
        [path] => {
            store.remove_feedback(path)?;
            ui.status(&format!("removed `{}`; no version is kept", shown(path)));
            Ok(Exit::Done)
        }
        several => Err(Failure::new(format!("could not remove `{name}`"))
            .because(if several.is_empty() {
                "no reply has that name".to_owned()
            } else {
                format!("{} replies have names that begin so", several.len())
            })
            .hint(format!(
                "`emkit feedback list{}` shows their names",
                context.flags
            ))
            .into()),
    }
}

/// A file that somebody handed over, and what it holds.
struct File {
    path: PathBuf,
    text: String,
    handed: Handed,
}

impl File {
    fn read(path: &Path) -> Result<Self> {
        let text = if path == Path::new("-") {
            super::stdin(MAX_BYTES, "save it to a file and name that")?
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

/// A document to a file or stdout; never over a file of the store.
fn hand_out(
    text: &str,
    (output, force): (Option<&Path>, bool),
    context: &Context,
    ui: &mut Ui,
) -> Result<()> {
    let Some(path) = output else {
        return ui.data(text);
    };
    if super::bare_store(context).is_ok_and(|store| store.holds(path)) {
        return Err(
            Failure::new(format!("could not write to `{}`", shown(path)))
                .because("it is a file of the store, or has the place of one")
                .hint("`--output` names another place")
                .into(),
        );
    }
    super::export::write(path, text, force)?;
    ui.status(&format!("written to `{}`", shown(path)));
    Ok(())
}
