//! `emkit export`: the self-review as a document.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::{App, bare_store, target_options, template};
use crate::cli::{Export, ExportFormat};
use crate::context::Context;
use crate::domain::feedback::{HandedOn, MIN_GROUP, handed_on};
use crate::domain::history::History;
use crate::domain::privacy::Comparison;
use crate::error::{Exit, Failure, plain};
use crate::escape::shown;
use crate::page::{html, markdown};
use crate::render::chart::{self, pictures};
use crate::report::review::{Part, Review, preflight};
use crate::report::{csv, json};
use crate::store::{Loaded, together};
use crate::ui::Ui;

pub(super) fn run(args: &Export, context: &Context, ui: &mut Ui) -> Result<Exit> {
    check(args)?;
    let mut app = App::open(context, false, ui)?;
    let (loaded, several) = if args.all {
        (app.find_finished(None)?, true)
    } else {
        app.find_quarters(&args.reference)?
    };
    let quarters = target_options::reports(&loaded, &args.lens, context)?;
    let text = if let Some(form) = &args.template {
        template::filled(form, &template::data(&quarters, several, &app)?)?
    } else {
        match args.format {
            ExportFormat::Csv => csv::answers(&quarters)?,
            ExportFormat::Json if !several => json::report(&quarters[0])?,
            ExportFormat::Json => {
                let first = loaded.first().filter(|_| loaded.len() > 1);
                let changes = compared(first, &loaded, args);
                json::span(&quarters, changes.as_ref())?
            }
            ExportFormat::Markdown | ExportFormat::Html => {
                let first = match loaded.as_slice() {
                    [only] => app.store.before(&only.rubric.id, only.assessment.period)?,
                    several => several.first().cloned(),
                };
                let changes = compared(first.as_ref(), &loaded, args);
                let others = others(args, &loaded, &mut app)?;
                let review = Review {
                    quarters: &quarters,
                    since: changes.as_ref(),
                    others: &others,
                    has_ratings: !args.no_ratings,
                    is_on_screen: args.format == ExportFormat::Html,
                    for_author: args.for_me.then_some(&context.flags),
                };
                document(args, &review, &loaded, &mut app)?
            }
        }
    };
    target_options::say_left_out(&quarters, &loaded, app.ui);
    hand_out(&text, (args.output.as_deref(), args.force), context, ui)?;
    Ok(Exit::Done)
}

/// A document to a file or stdout; never over a file of the store.
pub(super) fn hand_out(
    text: &str,
    (output, force): (Option<&Path>, bool),
    context: &Context,
    ui: &mut Ui,
) -> Result<()> {
    let Some(path) = output else {
        return ui.data(text);
    };
    if bare_store(context).is_ok_and(|store| store.holds(path)) {
        let failed = Failure::new(format!("could not write to `{}`", shown(path)));
        return Err(failed
            .because("it is a file of the store, or has the place of one")
            .hint("`--output` names another place")
            .into());
    }
    write(path, text, force)?;
    ui.status(&format!("written to `{}`", shown(path)));
    Ok(())
}

/// Refuses a section named twice, and what only a document has where something else is asked for.
fn check(args: &Export) -> Result<()> {
    let wrong = |cause: String, hint: &str| {
        Err(Failure::new("could not export")
            .because(cause)
            .hint(hint)
            .exit(Exit::Usage)
            .into())
    };
    let again =
        |(index, part): (usize, &Part)| args.sections[..index].contains(part).then_some(*part);
    if let Some(part) = args.sections.iter().enumerate().find_map(again) {
        return wrong(
            format!("`--sections` names `{}` twice", part.word()),
            "each section is in a document once",
        );
    }
    let all = match args.format {
        ExportFormat::Json => "JSON",
        ExportFormat::Csv => "CSV",
        _ if args.all => {
            return wrong(
                "`--all` is for CSV and JSON".to_owned(),
                "a range such as `2026` makes one document of several quarters",
            );
        }
        _ => return Ok(()),
    };
    let flags = [
        ("--no-ratings", args.no_ratings),
        ("--sections", !args.sections.is_empty()),
        ("--evidence", args.evidence),
        ("--for-me", args.for_me),
    ];
    match flags.into_iter().find(|(_, is_set)| *is_set) {
        None => Ok(()),
        Some((flag, _)) => wrong(
            format!("`{flag}` is for documents, and {all} has every answer and figure"),
            "`--format markdown` makes a document",
        ),
    }
}

fn compared<'a>(
    from: Option<&'a Loaded>,
    loaded: &'a [Loaded],
    args: &Export,
) -> Option<Comparison<'a>> {
    let privacy = target_options::privacy(args.lens.include_private);
    let (from, to) = (from?.snapshot(), loaded.last()?.snapshot());
    Some(Comparison::new(from, to, privacy))
}

/// The review as Markdown or HTML. What its author should know of it is said first.
fn document(
    args: &Export,
    review: &Review<'_>,
    loaded: &[Loaded],
    app: &mut App<'_>,
) -> Result<String> {
    let parts = parts(args);
    let page = review.page(&parts).started_as(app.context.program);
    let named = args.sections.iter().filter(|part| **part != Part::Others);
    for part in named.map(|part| part.word()) {
        if !page.sections.iter().any(|it| it.name == part) {
            let said = format!("nothing to say yet in `{part}`; left out");
            app.ui.status(&said);
        }
    }
    let Some(last) = loaded.last() else {
        return Ok(String::new());
    };
    let (period, status) = (last.assessment.period, last.assessment.status());
    let is_in_store = app.store.path(status, &last.rubric.id, period) == last.path;
    let flags = &app.context.flags;
    let open = |question: &str| {
        let command = format!("emkit assess --period {period} --edit {question}{flags}");
        is_in_store.then_some(command)
    };
    if args.for_me && !page.sections.iter().any(|it| it.name == "advice") {
        app.ui.status("`--for-me` adds nothing: no skill with a score is short of target or has a claim without evidence");
    }
    for line in preflight(review, &parts, open) {
        app.ui.status(&line);
    }
    if args.format == ExportFormat::Markdown {
        return Ok(markdown::page(&page));
    }
    let drawn = if review.has_ratings {
        let past = past(last, app)?;
        let made: Vec<_> = past.iter().chain([last]).map(Loaded::snapshot).collect();
        pictures(review, History::new(&made).as_ref())
    } else {
        Default::default()
    };
    let name = target_options::author(&app.context).name;
    let name = name.map_or_else(String::new, |name| format!("{name} · "));
    let foot = html::foot(&format!("{name}{}", page.title));
    let style = format!("{}{foot}", chart::STYLE);
    Ok(html::page(&page, &drawn, &style))
}

/// What others said about the last quarter, where it is asked for, as far as it may be handed on.
fn others(args: &Export, loaded: &[Loaded], app: &mut App<'_>) -> Result<HandedOn> {
    let is_asked_for = args.sections.contains(&Part::Others);
    let Some(last) = loaded.last().filter(|_| is_asked_for) else {
        return Ok(HandedOn::new());
    };
    let period = last.assessment.period;
    let stored = app.store.feedback(&last.rubric.id, period)?;
    let others = handed_on(&together(&stored));
    let why = if stored.is_empty() {
        format!("nobody has replied for {period} yet")
    } else if args.no_ratings {
        "it has ratings alone".to_owned()
    } else if others.is_empty() {
        format!("too few ratings for {period}: a group has to be of {MIN_GROUP} or more")
    } else {
        return Ok(others);
    };
    app.ui.status(&format!("`others` is left out: {why}"));
    Ok(HandedOn::new())
}

/// The parts asked for. On its first screen, HTML says where the person stands.
fn parts(args: &Export) -> Vec<Part> {
    let is_html = args.format == ExportFormat::Html;
    let mut parts = args.sections.clone();
    if parts.is_empty() {
        parts.extend(Part::ALL.into_iter().filter(|part| *part != Part::Others));
        parts.sort_by_key(|part| is_html && !part.is_on_first_screen());
    }
    let is_named = args.sections.contains(&Part::Evidence);
    let has_evidence = args.evidence || is_named || (is_html && args.sections.is_empty());
    if !has_evidence {
        parts.retain(|part| *part != Part::Evidence);
    } else if !parts.contains(&Part::Evidence) {
        parts.push(Part::Evidence);
    }
    parts
}

/// The finished assessments before this one. One that cannot be read is named and left out: the
/// page has the others.
fn past(loaded: &Loaded, app: &mut App<'_>) -> Result<Vec<Loaded>> {
    let mut entries = app.store.finished(&loaded.rubric.id)?;
    entries.retain(|entry| entry.period < loaded.assessment.period);
    let mut past = Vec::new();
    for read in app.store.load_entries(&entries) {
        match read {
            Ok(read) => past.push(read),
            Err(error) => app
                .ui
                .warning(&format!("left out of the pictures: {error:#}")),
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
    let elsewhere = |error| failed(plain(&error)).hint("`--output` names another place");
    // A link is written through; a device or a pipe is written to as it is.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let there = fs::metadata(&target).ok();
    if there.is_some() && !force {
        return Err(failed("the file is there already".to_owned())
            .hint("`--force` overwrites it, another `--output` leaves it")
            .into());
    }
    if there.is_some_and(|there| !there.is_file()) {
        return Ok(fs::write(&target, text).map_err(elsewhere)?);
    }
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".emkit-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .map_err(elsewhere)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(elsewhere)?;
    let placed = if force {
        file.persist(&target)
    } else {
        file.persist_noclobber(&target)
    };
    placed.map_err(|error| elsewhere(error.error))?;
    Ok(())
}
