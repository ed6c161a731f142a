//! What adding to a log checks beforehand and says afterwards.

use anyhow::Result;

use crate::commands::hints::edit_log;
use crate::context::Context;
use crate::domain::assessment::{MAX_TEXT, too_long};
use crate::domain::log::LogEntry;
use crate::domain::period::Period;
use crate::error::{Failure, unknown};
use crate::escape::shown;
use crate::prompt::{Editor, Writing};
use crate::store::{Added, Store};
use crate::ui::Ui;

/// What to do with a text that is too long for one entry.
pub(super) const MANY: &str = "`emkit log import FILE` takes many entries, a bullet each";

pub(super) fn editor(store: &Store, context: &Context) -> Editor {
    Editor::new(
        context.editor.clone(),
        store.log_editing_folder(),
        Writing::File,
    )
}

/// A text longer than an answer takes could never be evidence.
pub(super) fn check_length(entry: &LogEntry) -> Result<()> {
    if entry.text.len() <= MAX_TEXT {
        return Ok(());
    }
    Err(Failure::new("could not log it")
        .because(format!("it is {}", too_long()))
        .hint(MANY)
        .into())
}

/// What was written in an editor and could not be saved stays where it is.
pub(super) fn with_kept_text(error: anyhow::Error, editor: &mut Editor, ui: &Ui) -> anyhow::Error {
    let Some(path) = editor.keep_taken() else {
        return error;
    };
    let kept = format!(
        "what you wrote in the editor is kept in `{}`; take it from there once the problem is fixed, then remove its folder",
        shown(&path)
    );
    let mut failure = ui.failure(&error);
    failure.hint = Some(match failure.hint.take() {
        Some(hint) => format!("{hint}; {kept}"),
        None => kept,
    });
    failure.into()
}

/// A last line without an end may have been cut off. Once it has one, nobody could tell.
pub(super) fn warn_unended(added: &Added, ui: &mut Ui) {
    if added.is_unended {
        ui.warning(&format!(
            "the last line of `{}` had no end and was given one; `emkit log edit` shows whether it was cut off",
            shown(&added.path)
        ));
    }
}

/// A day to come is most likely a slip, and may be of a log that nobody looks into for long.
pub(super) fn warn_future(entries: &[LogEntry], context: &Context, ui: &mut Ui) {
    let Ok(today) = context.today() else {
        return;
    };
    if let Some(entry) = entries.iter().find(|entry| entry.date > today) {
        ui.warning(&format!(
            "{} is still to come; `{}` changes the day, or takes the entry out",
            entry.date,
            edit_log(Period::of(entry.date), &context.flags)
        ));
    }
}

/// Every skill that is named has to be one of an available rubric.
pub(super) fn check_skills(named: &[String], store: &Store) -> Result<()> {
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
        &format!("the rubric `{}` has", rubric.id),
        rubric.skills.iter().map(|skill| skill.id.as_str()),
        "name one of these with `--skill`, or leave it out and tag the entry later with `emkit log edit`",
    )
    .into())
}
