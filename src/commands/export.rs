//! `emkit export`: the self-review as a document.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::{lens, reference};
use crate::cli::{Export, ExportFormat};
use crate::context::Context;
use crate::domain::diff::{Made, diff};
use crate::error::{Exit, Failure, plain};
use crate::escape::shown;
use crate::render::diff::Shown;
use crate::render::document::Document;
use crate::render::report::Report;
use crate::render::review::{self, Part, Ratings, Review};
use crate::render::{json, markdown};
use crate::store::Loaded;
use crate::ui::Ui;

pub(super) fn run(args: &Export, context: &Context, ui: &mut Ui) -> Result<Exit> {
    check(args)?;
    let store = super::store(context)?;
    let loaded = reference::find(&store, context, &args.reference, ui)?;
    let privacy = lens::privacy(&args.lens);
    let bar = lens::bar(&loaded.rubric, &loaded.assessment, &args.lens)?;
    let report = Report::new(&loaded.rubric, &loaded.assessment, bar, privacy);
    let text = match args.format {
        ExportFormat::Json => json::report(&report)?,
        ExportFormat::Markdown => {
            let earlier = store.before(&loaded.rubric.id, loaded.assessment.period)?;
            let document = document(args, &report, earlier.as_ref());
            silent(args, &document, ui);
            markdown::document(&document)
        }
    };
    match &args.output {
        None => ui.data(&text)?,
        Some(path) => {
            write(path, &text, args.force)?;
            ui.status(&format!("written to `{}`", shown(path)));
        }
    }
    if report.withheld > 0 {
        ui.status(&crate::render::table::withheld(&report).unwrap_or_default());
    }
    Ok(Exit::Done)
}

/// Refuses what only a document has where something else is asked for.
fn check(args: &Export) -> Result<()> {
    let flag = match (args.no_ratings, args.sections.is_empty()) {
        (true, _) => "--no-ratings",
        (false, false) => "--sections",
        (false, true) => return Ok(()),
    };
    match args.format {
        ExportFormat::Markdown => Ok(()),
        ExportFormat::Json => Err(Failure::new("could not export")
            .because(format!(
                "`{flag}` is for documents, and JSON has every answer and figure"
            ))
            .hint("`--format markdown` makes a document")
            .exit(Exit::Usage)
            .into()),
    }
}

/// Names the sections that were asked for and have nothing to say.
fn silent(args: &Export, document: &Document, ui: &mut Ui) {
    for part in &args.sections {
        if !document
            .sections
            .iter()
            .any(|section| section.name == part.word())
        {
            ui.status(&format!(
                "nothing to say yet in `{}`; left out",
                part.word()
            ));
        }
    }
}

/// The review with the sections asked for, and what changed since an earlier assessment.
fn document(args: &Export, report: &Report<'_>, earlier: Option<&Loaded>) -> Document {
    let to = Made {
        assessment: report.assessment,
        rubric: report.rubric,
    };
    let from = earlier.map(|earlier| Made {
        assessment: &earlier.assessment,
        rubric: &earlier.rubric,
    });
    let changed = from.map(|from| (from, diff(from, to)));
    let since = changed.as_ref().map(|(from, diff)| Shown {
        diff,
        from: *from,
        against: None,
        to,
        privacy: lens::privacy(&args.lens),
    });
    let ratings = match args.no_ratings {
        true => Ratings::LeftOut,
        false => Ratings::Shown,
    };
    let parts = match args.sections.as_slice() {
        [] => &Part::ALL,
        parts => parts,
    };
    review::document(&Review::new(report, since, ratings), parts)
}

/// Writes the document for its owner alone: it is about real people. A file that is there stays
/// whole until the new one is.
pub(super) fn write(path: &Path, text: &str, force: bool) -> Result<()> {
    let failed = |cause: String| {
        Failure::new(format!("could not write to `{}`", shown(path))).because(cause)
    };
    let elsewhere =
        |error: &std::io::Error| failed(plain(error)).hint("`--output` names another place");
    // A link is written through; a device or a pipe is written to as it is.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let there = fs::metadata(&target).ok();
    if there.is_some() && !force {
        return Err(failed("the file is there already".to_owned())
            .hint("`--force` overwrites it, another `--output` leaves it")
            .into());
    }
    if there.is_some_and(|there| !there.is_file()) {
        return fs::write(&target, text).map_err(|error| elsewhere(&error).into());
    }
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".emkit-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(|error| elsewhere(&error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(|error| elsewhere(&error))?;
    let placed = if force {
        file.persist(&target)
    } else {
        file.persist_noclobber(&target)
    };
    placed
        .map(drop)
        .map_err(|error| elsewhere(&error.error).into())
}
