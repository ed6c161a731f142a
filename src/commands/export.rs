//! `emkit export`: the self-review as a document.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use itertools::Itertools;
use strum::VariantArray;

use super::{App, bare_store, target_options, template};
use crate::cli::{Export, Format};
use crate::context::Context;
use crate::domain::assessment::Status;
use crate::domain::feedback::{HandedOn, handed_on};
use crate::domain::history::History;
use crate::domain::privacy::Comparison;
use crate::error::{Exit, Failure, plain};
use crate::escape::shown;
use crate::page::{html, markdown};
use crate::render::chart;
use crate::report::review::{Part, Review};
use crate::report::{Report, csv, json};
use crate::store::{Loaded, together};
use crate::ui::Ui;

pub(super) fn run(args: &Export, context: &Context, ui: &mut Ui) -> Result<()> {
    check(args)?;
    let mut app = App::open(context, ui)?;
    let (loaded, several) = if args.all {
        (app.find_finished(None)?, true)
    } else {
        app.find_quarters(&args.reference)?
    };
    let quarters = target_options::reports(&loaded, &args.lens, context)?;
    let text = match (&args.template, args.format) {
        (Some(form), _) => template::filled(form, &template::data(&quarters, several, &app)?)?,
        (None, Format::Csv) => csv::answers(&quarters)?,
        (None, Format::Json) if !several => json::report(&quarters[0])?,
        (None, Format::Json) => {
            let changes = match loaded.as_slice() {
                [first, .., last] => Some(compared(first, last, args)),
                _ => None,
            };
            json::span(&quarters, changes.as_ref())?
        }
        (None, _) => document(args, &quarters, &loaded, &mut app)?,
    };
    target_options::say_left_out(&quarters, &loaded, app.ui);
    hand_out(&text, (args.output.as_deref(), args.force), context, ui)
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
        let cause = "it is a file of the store, or has the place of one";
        return Err(not_written(path, cause, ELSEWHERE).into());
    }
    write(path, text, force)?;
    ui.status(&format!("written to `{}`", shown(path)));
    Ok(())
}

/// Refuses what only a document has where something else is asked for.
fn check(args: &Export) -> Result<()> {
    let is_data = matches!(args.format, Format::Json | Format::Csv);
    let is_for_documents = args.no_ratings || args.evidence || args.for_me;
    let (cause, hint) = if is_data && (is_for_documents || !args.sections.is_empty()) {
        (
            "`--sections`, `--evidence`, `--no-ratings` and `--for-me` are for documents; JSON and CSV have every answer and figure",
            "`--format markdown` makes a document",
        )
    } else if args.all && !is_data {
        (
            "`--all` is for CSV and JSON",
            "a range such as `2026` makes one document of several quarters",
        )
    } else {
        return Ok(());
    };
    let failed = Failure::new("could not export").because(cause).hint(hint);
    Err(failed.exit(Exit::Usage).into())
}

fn compared<'a>(from: &'a Loaded, to: &'a Loaded, args: &Export) -> Comparison<'a> {
    let privacy = target_options::privacy(args.lens.include_private);
    Comparison::new(from.snapshot(), to.snapshot(), privacy)
}

/// The review as Markdown or HTML. What its author should know of it is said first.
fn document(
    args: &Export,
    quarters: &[Report<'_>],
    loaded: &[Loaded],
    app: &mut App<'_>,
) -> Result<String> {
    let Some(last) = loaded.last() else {
        return Ok(String::new());
    };
    let (rubric, period) = (&last.rubric.id, last.assessment.period);
    let first = match loaded {
        [_] => app.store.before(rubric, period)?,
        several => several.first().cloned(),
    };
    let changes = first.as_ref().map(|first| compared(first, last, args));
    let others = others(args, last, app)?;
    let (flags, is_html) = (&app.context.flags, args.format == Format::Html);
    let review = Review {
        quarters,
        since: changes.as_ref(),
        others: &others,
        has_ratings: !args.no_ratings,
        is_on_screen: is_html,
        for_author: args.for_me.then_some(flags),
    };
    let parts = parts(args);
    let mut page = review.page(&parts).started_as(app.context.program);
    let has = |name: &str| page.sections.iter().any(|section| section.name == name);
    for part in args.sections.iter().filter(|part| !has(part.word())) {
        let said = format!("nothing to say yet in `{}`; left out", part.word());
        app.ui.status(&said);
    }
    let is_in_store = app.store.path(last.assessment.status(), rubric, period) == last.path;
    let open = |question: &str| {
        let command = format!("emkit assess --period {period} --edit {question}{flags}");
        is_in_store.then_some(command)
    };
    for line in review.preflight(&parts, open) {
        app.ui.status(&line);
    }
    if !is_html {
        return Ok(markdown::page(&page));
    }
    if review.has_ratings {
        let mut past = app.store.entries_of(Status::Finished, rubric)?;
        past.retain(|entry| entry.period < period);
        let left_out = |error| format!("left out of the pictures: {error:#}");
        let past = app.store.load_entries(&past).into_iter();
        let past = past.filter_map(|it| it.map_err(|it| app.ui.warning(&left_out(it))).ok());
        let past: Vec<_> = past.collect();
        let made: Vec<_> = past.iter().chain([last]).map(Loaded::snapshot).collect();
        chart::draw(&mut page, &review, History::new(&made).as_ref());
    }
    let name = target_options::author(app.context).name;
    let name = name.map_or_else(String::new, |name| format!("{name} · "));
    let foot = html::foot(&format!("{name}{}", page.title));
    let style = format!("{}{foot}", chart::STYLE);
    Ok(html::page(&page, &style))
}

/// What others said about a quarter, where it is asked for, as far as it may be handed on.
fn others(args: &Export, loaded: &Loaded, app: &mut App<'_>) -> Result<HandedOn> {
    if args.no_ratings || !args.sections.contains(&Part::Others) {
        return Ok(HandedOn::new());
    }
    let period = loaded.assessment.period;
    let stored = app.store.feedback(&loaded.rubric.id, period)?;
    Ok(handed_on(&together(&stored)))
}

/// The parts asked for. On its first screen, HTML says where the person stands.
fn parts(args: &Export) -> Vec<Part> {
    let is_html = args.format == Format::Html;
    let mut parts: Vec<_> = args.sections.iter().copied().unique().collect();
    if parts.is_empty() {
        parts.extend(Part::VARIANTS.iter().filter(|part| match part {
            Part::Others => false,
            Part::Evidence => args.evidence || is_html,
            _ => true,
        }));
        parts.sort_by_key(|part| is_html && !part.is_on_first_screen());
    } else if args.evidence && !parts.contains(&Part::Evidence) {
        parts.push(Part::Evidence);
    }
    parts
}

const ELSEWHERE: &str = "`--output` names another place";

fn not_written(path: &Path, cause: &str, hint: &str) -> Failure {
    Failure::new(format!("could not write to `{}`", shown(path)))
        .because(cause)
        .hint(hint)
}

/// Writes for the owner alone: it is about real people. An old file stays whole until the new one is.
pub(super) fn write(path: &Path, text: &str, force: bool) -> Result<()> {
    // A link is written through; a device or a pipe is written to as it is.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let there = fs::metadata(&target).ok();
    if there.is_some() && !force {
        let hint = "`--force` overwrites it, another `--output` leaves it";
        return Err(not_written(path, "the file is there already", hint).into());
    }
    let put = || {
        if there.is_some_and(|there| !there.is_file()) {
            return fs::write(&target, text);
        }
        let folder = target.parent().unwrap_or(&target);
        let mut file = tempfile::Builder::new()
            .prefix(".emkit-")
            .tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        let placed = if force {
            file.persist(&target)
        } else {
            file.persist_noclobber(&target)
        };
        placed.map(drop).map_err(|error| error.error)
    };
    Ok(put().map_err(|error| not_written(path, &plain(&error), ELSEWHERE))?)
}
