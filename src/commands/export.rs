//! `emkit export`: the self-review as a document.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::{lens, reference, template};
use crate::cli::{Export, ExportFormat};
use crate::context::Context;
use crate::domain::history::History;
use crate::domain::privacy::{Comparison, Privacy};
use crate::error::{Exit, Failure, plain};
use crate::escape::shown;
use crate::page::{Page, html, markdown};
use crate::render::chart;
use crate::render::pictures::pictures;
use crate::report::Report;
use crate::report::diff::Shown;
use crate::report::review::{self, Part, Ratings, Review};
use crate::report::{csv, json};
use crate::store::{Loaded, Store};
use crate::ui::Ui;

pub(super) fn run(args: &Export, context: &Context, ui: &mut Ui) -> Result<Exit> {
    check(args)?;
    let store = super::store(context)?;
    let loaded = reference::find(&store, context, &args.reference, ui)?;
    let privacy = lens::privacy(args.lens.include_private);
    let bar = lens::bar(&loaded.rubric, &loaded.assessment, &args.lens)?;
    let report = Report::new(&loaded.rubric, &loaded.assessment, bar, privacy);
    let text = match (&args.template, args.format) {
        (Some(form), _) => template::filled(form, &report)?,
        (None, ExportFormat::Json) => json::report(&report)?,
        (None, ExportFormat::Csv) => csv::answers(&report)?,
        (None, ExportFormat::Markdown | ExportFormat::Html) => {
            let is_drawn = args.format == ExportFormat::Html && !args.no_ratings;
            let past = match is_drawn {
                true => past(&store, &loaded, ui)?,
                false => Vec::new(),
            };
            compared(&store, &loaded, privacy, |since| {
                let page = document(args, &report, since);
                silent(args, &page, ui);
                if args.format == ExportFormat::Markdown {
                    return markdown::page(&page);
                }
                let made: Vec<_> = past.iter().chain([&loaded]).map(Loaded::made).collect();
                let drawn =
                    is_drawn.then(|| pictures(&report, since, History::new(&made).as_ref()));
                html::page(&page, &drawn.unwrap_or_default(), chart::STYLE)
            })?
        }
    };
    match &args.output {
        None => ui.data(&text)?,
        Some(path) if store.holds(path) => {
            return Err(
                Failure::new(format!("could not write to `{}`", shown(path)))
                    .because("it is a file of the store, or has the place of one")
                    .hint("`--output` names another place")
                    .into(),
            );
        }
        Some(path) => {
            write(path, &text, args.force)?;
            ui.status(&format!("written to `{}`", shown(path)));
        }
    }
    if let Some(line) = &report.left_out {
        ui.status(line);
    }
    Ok(Exit::Done)
}

/// Refuses a section named twice, and what only a document has where something else is asked for.
fn check(args: &Export) -> Result<()> {
    let again =
        |(index, part): (usize, &Part)| args.sections[..index].contains(part).then_some(*part);
    if let Some(part) = args.sections.iter().enumerate().find_map(again) {
        return Err(Failure::new("could not export")
            .because(format!("`--sections` names `{}` twice", part.word()))
            .hint("each section stands in a document once")
            .exit(Exit::Usage)
            .into());
    }
    let flag = match (args.no_ratings, args.sections.is_empty()) {
        (true, _) => "--no-ratings",
        (false, false) => "--sections",
        (false, true) => return Ok(()),
    };
    let has_all = match args.format {
        ExportFormat::Markdown | ExportFormat::Html => return Ok(()),
        ExportFormat::Json => "JSON",
        ExportFormat::Csv => "CSV",
    };
    Err(Failure::new("could not export")
        .because(format!(
            "`{flag}` is for documents, and {has_all} has every answer and figure"
        ))
        .hint("`--format markdown` makes a document")
        .exit(Exit::Usage)
        .into())
}

/// Names the sections that were asked for and have nothing to say.
fn silent(args: &Export, page: &Page, ui: &mut Ui) {
    for part in &args.sections {
        if !page
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

/// The review with the sections asked for.
fn document(args: &Export, report: &Report<'_>, since: Option<Shown<'_>>) -> Page {
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

/// What is made of an assessment next to what changed since the one before, where there is one.
fn compared<T>(
    store: &Store,
    loaded: &Loaded,
    privacy: Privacy,
    make: impl FnOnce(Option<Shown<'_>>) -> T,
) -> Result<T> {
    let earlier = store.before(&loaded.rubric.id, loaded.assessment.period)?;
    let since = earlier.as_ref().map(Loaded::made);
    let since = since.map(|from| Comparison::new(from, loaded.made(), privacy));
    Ok(make(since.as_ref().map(|since| Shown::new(since, None))))
}

/// The finished assessments before this one. One that cannot be read is named and left out: the
/// page has the others.
fn past(store: &Store, loaded: &Loaded, ui: &mut Ui) -> Result<Vec<Loaded>> {
    let mut entries = store.finished(&loaded.rubric.id)?;
    entries.retain(|entry| entry.period < loaded.assessment.period);
    let mut past = Vec::new();
    for read in store.load_entries(&entries) {
        match read {
            Ok(read) => past.push(read),
            Err(error) => ui.warning(&format!("left out of the pictures: {error:#}")),
        }
    }
    Ok(past)
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
