//! `emkit log`: evidence, written down when it happened.

mod add;
mod edit;
mod import;
mod list;

use anyhow::Result;

use super::App;
use super::hints::edit_log;
use super::target_options::unknown;
use crate::cli::{self, LogCommand};
use crate::context::Context;
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::prompt::{Editor, LogPrompt, Writing};
use crate::store::{Added, Store};
use crate::ui::Ui;

/// What to do with a text that is too long for one entry.
const MANY: &str = "`emkit log import FILE` takes many entries, a bullet each";

pub(super) fn run(args: cli::Log, context: &Context, ui: &mut Ui) -> Result<Exit> {
    // Signals are caught from here on: Ctrl-C is to end it in order, however soon it comes.
    let prompt = add::is_asked(&args, context).then(LogPrompt::new);
    let prompt = prompt.transpose()?;
    let accessible = matches!(&args.command, Some(LogCommand::List(list)) if list.accessible);
    let mut app = App::open(context, accessible, ui)?;
    match args.command {
        None => add::run(&args, prompt, &mut app),
        Some(LogCommand::List(args)) => list::run(&args, &mut app),
        Some(LogCommand::Edit { period, day }) => edit::run(period, &day, &mut app),
        Some(LogCommand::Import { file, entry }) => import::run(&file, &entry, &mut app),
    }
}

fn editor(app: &App<'_>) -> Editor {
    let folder = app.store.log_editing_folder();
    Editor::new(app.context.editor(), folder, Writing::File)
}

/// What was written in an editor and could not be saved stays where it is.
fn with_kept_text(error: anyhow::Error, editor: &mut Editor, ui: &Ui) -> anyhow::Error {
    let Some(path) = editor.keep_taken() else {
        return error;
    };
    let kept = format!(
        "what you wrote in the editor is kept in `{}`; take it from there once the problem is fixed, then remove its folder",
        shown(&path)
    );
    let mut failure = ui.failure(&error);
    let hint = failure.hint.take();
    let hint = hint.map_or_else(String::new, |hint| format!("{hint}; "));
    failure.hint(format!("{hint}{kept}")).into()
}

/// Adds entries to the log of a quarter, and says what is odd about that.
fn add(period: Period, entries: &[LogEntry], app: &mut App<'_>) -> Result<Added> {
    // It could never be evidence.
    if entries.iter().any(|entry| entry.text.len() > MAX_TEXT) {
        return Err(Failure::new("could not log it")
            .because(format!("it is {}", too_long()))
            .hint(MANY)
            .into());
    }
    let added = app.store.add_to_log(period, entries)?;
    let path = shown(&added.path);
    if added.is_unended {
        // Once it has an end, nobody could tell.
        app.ui.warning(&format!(
            "the last line of `{path}` had no end and was given one; `emkit log edit` shows whether it was cut off"
        ));
    }
    // A day to come is most likely a slip, and may be of a log that nobody looks into for long.
    let today = app.context.today().ok();
    let is_to_come = |entry: &&LogEntry| today.is_some_and(|today| entry.date > today);
    if let Some(LogEntry { date, .. }) = entries.iter().find(is_to_come) {
        let edit = edit_log(Period::of(*date), &app.context.flags);
        app.ui.warning(&format!(
            "{date} is still to come; `{edit}` changes the day, or takes the entry out"
        ));
    }
    Ok(added)
}

/// Every skill that is named has to be one of an available rubric.
fn check_skills(named: &[String], store: &Store) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    let known = store.skill_ids()?;
    let Some(id) = named.iter().find(|id| !known.contains(id)) else {
        return Ok(());
    };
    // The ids of all rubrics are too many to read.
    let rubric = store.rubric(None)?;
    Err(unknown(
        ("skill", id),
        &rubric,
        rubric.skills.iter().map(|skill| skill.id.as_str()),
        Some("name one of these with `--skill`, or leave it out and tag the entry later with `emkit log edit`"),
    )
    .into())
}
