//! `emkit doctor`: checks the store, and marks a file as whole.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use super::App;
use super::notices::say_replaced;
use crate::cli::Format;
use crate::error::Exit;
use crate::escape::shown;
use crate::report::json;
use crate::report::wording::count;

pub(super) fn run(accept: Option<&Path>, format: Format, mut app: App<'_>) -> Result<Exit> {
    if let Some(path) = accept {
        let replaced = app.store.accept_file(path)?;
        say_replaced(&replaced, app.ui);
        let path = shown(&replaced.path);
        app.ui.status(&format!("`{path}` is marked as whole"));
        return Ok(Exit::Done);
    }
    let is_json = format == Format::Json;
    if app.store.home.symlink_metadata().is_err() && !is_json {
        app.say_empty();
        return Ok(Exit::Done);
    }
    let home = shown(&app.store.home);
    let ui = app.ui;
    let checkup = app.store.check_up();
    let findings = checkup.findings.iter();
    let wrong = findings.filter(|found| !found.is_note).count();
    let mut rows = Vec::new();
    for (place, finding) in checkup.findings.into_iter().enumerate() {
        let (path, is_note) = (finding.path.clone(), finding.is_note);
        let kind: &str = (&finding.kind).into();
        let error = finding.into();
        if is_json {
            rows.push(json!({
                "kind": kind,
                "path": path.to_string_lossy(),
                "what": format!("{error:#}"),
                "remedy": ui.hint(&error),
                "wrong": !is_note,
            }));
            continue;
        }
        if place > 0 {
            ui.say("");
        }
        ui.with_hint(if is_note { "note" } else { "error" }, &error);
    }
    let files = count(checkup.files, "file");
    ui.data(&match wrong {
        _ if is_json => json::rows("findings", &rows)?,
        0 => format!("`{home}` is in order: {files} checked\n"),
        _ => format!("`{home}`: {files} checked, {}\n", count(wrong, "finding")),
    })?;
    Ok(if wrong == 0 { Exit::Done } else { Exit::Failed })
}
