//! `emkit export`: the self-review as a document.

use std::fs::{OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::Result;

use super::{lens, reference};
use crate::cli::{Export, ExportFormat};
use crate::context::Context;
use crate::domain::diff::{Made, diff};
use crate::error::{Exit, Failure};
use crate::render::diff::Shown;
use crate::render::report::Report;
use crate::render::{export, json};
use crate::ui::Ui;

pub(super) fn run(args: &Export, context: &Context, ui: &mut Ui) -> Result<Exit> {
    let store = super::store(context)?;
    let loaded = reference::find(&store, context, &args.reference, ui)?;
    let privacy = lens::privacy(&args.lens);
    let bar = lens::bar(&loaded.rubric, &loaded.assessment, &args.lens)?;
    let report = Report::new(&loaded.rubric, &loaded.assessment, bar, privacy);
    let text = match args.format {
        ExportFormat::Json => json::report(&report)?,
        ExportFormat::Markdown => {
            let earlier = store.before(&loaded.rubric.id, loaded.assessment.period)?;
            let to = Made {
                assessment: &loaded.assessment,
                rubric: &loaded.rubric,
            };
            let from = earlier.as_ref().map(|earlier| Made {
                assessment: &earlier.assessment,
                rubric: &earlier.rubric,
            });
            let changed = from.map(|from| (from, diff(from, to)));
            let since = changed.as_ref().map(|(from, diff)| Shown {
                diff,
                from: *from,
                against: None,
                to,
                privacy,
            });
            export::review(&report, since)
        }
    };
    match &args.output {
        None => ui.data(&text)?,
        Some(path) => {
            write(path, &text, args.force)?;
            ui.status(&format!("written to `{}`", path.display()));
        }
    }
    if report.withheld > 0 {
        ui.status(&crate::render::table::withheld(&report).unwrap_or_default());
    }
    Ok(Exit::Done)
}

/// Writes the document for its owner alone: it is about real people.
fn write(path: &Path, text: &str, force: bool) -> Result<()> {
    let failed = |cause: String| {
        Failure::new(format!("could not write to `{}`", path.display())).because(cause)
    };
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let file = options.open(path);
    let mut file = file.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => failed("the file is there already".to_owned())
            .hint("`--force` overwrites it, another `--output` leaves it"),
        _ => failed(error.to_string()),
    })?;
    if file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        file.set_permissions(Permissions::from_mode(0o600))
            .map_err(|error| failed(error.to_string()))?;
    }
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| failed(error.to_string()).into())
}
