//! Which assessment a person means: a period, `latest`, `previous`, or a path.

use std::path::Path;

use anyhow::Result;

use super::notices::say_remarks;
use crate::context::Context;
use crate::domain::assessment::Status;
use crate::domain::period::{NotASpan, Period, Span};
use crate::error::{Exit, Failure};
use crate::escape::shown;
use crate::report::wording::list;
use crate::store::{DEFAULT, Entry, Loaded, Store, is_path};
use crate::ui::Ui;

/// Finds and reads the assessment that `reference` names, and warns about what is wrong with it.
pub(super) fn find(
    store: &Store,
    context: &Context,
    reference: &str,
    ui: &mut Ui,
) -> Result<Loaded> {
    let loaded = load(store, context, reference, ui)?;
    mention_draft(store, &loaded, ui)?;
    Ok(loaded)
}

fn load(store: &Store, context: &Context, reference: &str, ui: &mut Ui) -> Result<Loaded> {
    let period = reference.parse::<Period>();
    let loaded = if period.is_ok() || matches!(reference, "latest" | "previous") {
        let entries = entries(store, context)?;
        let mut finished = finished_of_one(&entries, 1);
        let found = match (&period, reference) {
            (Ok(period), _) => entries.iter().rfind(|entry| entry.period == *period),
            (_, "previous") => finished.into_iter().rev().nth(1),
            _ => finished.pop().or(entries.last()),
        };
        let found = found.ok_or_else(|| nothing(store, context, reference, entries.is_empty()))?;
        store.load_entry(found)?
    } else if is_path(reference) || Path::new(reference).exists() {
        store.load(Path::new(reference))?
    } else {
        return Err(not_a_reference(reference).into());
    };
    say_remarks(&loaded, ui);
    Ok(loaded)
}

fn not_a_reference(reference: &str) -> Failure {
    let failure = Failure::new(format!("could not understand `{reference}`")).exit(Exit::Usage);
    match meant(reference) {
        Some(period) => failure
            .because("it is not written as a period is")
            .hint(format!("did you mean `{period}`?")),
        None => failure
            .because("it is neither a period such as `2026-Q4` nor a file")
            .hint("name `latest`, `previous`, a period that `emkit list` shows, or a path"),
    }
}

/// The two that are named. A newer draft is mentioned unless one of them is a draft.
pub(super) fn find_two(
    store: &Store,
    context: &Context,
    references: [&str; 2],
    ui: &mut Ui,
) -> Result<(Loaded, Loaded)> {
    let from = load(store, context, references[0], ui)?;
    let to = load(store, context, references[1], ui)?;
    if from.assessment.status() == Status::Finished {
        mention_draft(store, &to, ui)?;
    }
    Ok((from, to))
}

/// A newer draft was not asked for, but a person may be looking for it.
fn mention_draft(store: &Store, loaded: &Loaded, ui: &mut Ui) -> Result<()> {
    let assessment = &loaded.assessment;
    if assessment.status() == Status::Draft {
        return Ok(());
    }
    let draft = store.entries()?.into_iter().rfind(|entry| {
        entry.status == Status::Draft
            && entry.rubric == assessment.rubric.id
            && entry.period >= assessment.period
    });
    if let Some(Entry { period, path, .. }) = draft {
        ui.status(&format!(
            "there is also a draft of {period}: `{}`",
            shown(&path)
        ));
    }
    Ok(())
}

/// The span of quarters that a reference names; none where it names one assessment.
pub(super) fn span(reference: &str) -> Result<Option<Span>> {
    let wrong = |cause: String, hint: String| {
        Failure::new(format!("could not understand `{reference}`"))
            .because(cause)
            .hint(hint)
            .exit(Exit::Usage)
            .into()
    };
    let read = Span::read(reference).filter(|_| !reference.contains('/'));
    read.transpose().map_err(|error| match error {
        NotASpan::End(end) => wrong(
            end.to_string(),
            "say `2026-Q3..2026-Q4`, `2026-H2` or `2026`".to_owned(),
        ),
        NotASpan::Backwards(span) => wrong(
            "it ends before it begins".to_owned(),
            format!("the earlier quarter comes first: `{span}`"),
        ),
    })
}

/// How many quarters without an assessment are named.
const MAX_MISSING: usize = 8;

/// The finished assessments of one rubric in a span, or all there are, oldest first. Quarters of the
/// span without one are named.
pub(super) fn find_finished(
    store: &Store,
    context: &Context,
    span: Option<Span>,
    ui: &mut Ui,
) -> Result<Vec<Loaded>> {
    let of = span.map_or_else(String::new, |span| format!(" in `{span}`"));
    let mut found = entries(store, context)?;
    found.retain(|entry| span.is_none_or(|span| span.contains(entry.period)));
    let (finished, drafts): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|entry| entry.status == Status::Finished);
    let mut rubrics: Vec<_> = finished.iter().map(|entry| entry.rubric.as_str()).collect();
    rubrics.sort_unstable();
    rubrics.dedup();
    match rubrics.as_slice() {
        [] => {
            let hint = if drafts.is_empty() {
                "`emkit list` shows what there is"
            } else {
                "there is only a draft; `emkit assess` goes on with it"
            };
            let what = format!("could not find a finished assessment{of}");
            return Err(Failure::new(what)
                .because("there is none")
                .hint(hint)
                .into());
        }
        [_] => {}
        [first, ..] => {
            let named: Vec<_> = rubrics.iter().map(|id| format!("`{id}`")).collect();
            return Err(
                Failure::new(format!("could not take the assessments{of} together"))
                    .because(format!("they are of the rubrics {}", list(&named)))
                    .hint(format!("name one, such as `--rubric {first}`"))
                    .into(),
            );
        }
    }
    let is_there = |period: Period| finished.iter().any(|entry| entry.period == period);
    let missing = span.into_iter().flat_map(Span::periods);
    let missing: Vec<_> = missing.filter(|period| !is_there(*period)).collect();
    let named = missing.iter().take(MAX_MISSING).map(|period| {
        let is_draft = drafts.iter().any(|draft| draft.period == *period);
        let draft = if is_draft { " (a draft)" } else { "" };
        format!("{period}{draft}")
    });
    let mut named: Vec<_> = named.collect();
    if missing.len() > named.len() {
        named.push(format!("{} more", missing.len() - named.len()));
    }
    if !named.is_empty() {
        ui.status(&format!("no finished assessment of {}", list(&named)));
    }
    let mut all = Vec::new();
    for loaded in store.load_entries(&finished) {
        let loaded = loaded?;
        say_remarks(&loaded, ui);
        all.push(loaded);
    }
    Ok(all)
}

/// The period in another way of writing one, such as `2026Q3`, `q3/2026` or `2026-3`.
fn meant(reference: &str) -> Option<Period> {
    let is_between = |letter: char| matches!(letter, 'q' | 'Q' | '-' | '/' | '.' | '_' | ' ');
    let digits: String = reference
        .chars()
        .filter(|letter| !is_between(*letter))
        .collect();
    let is_period = digits.len() == 5 && digits.bytes().all(|digit| digit.is_ascii_digit());
    let forms = [(0..4, 4..5), (1..5, 0..1)]
        .into_iter()
        .filter(|_| is_period);
    let mut periods = forms.filter_map(|(year, quarter)| {
        // Other centuries are slips of the finger.
        digits[year.clone()].starts_with("20").then_some(())?;
        format!("{}-Q{}", &digits[year], &digits[quarter])
            .parse()
            .ok()
    });
    periods.next()
}

/// The two latest finished assessments, the earlier one first.
pub(super) fn two_latest(
    store: &Store,
    context: &Context,
    ui: &mut Ui,
) -> Result<(Loaded, Loaded)> {
    let entries = entries(store, context)?;
    let finished = match finished_of_one(&entries, 2) {
        none if none.is_empty() => finished_of_one(&entries, 1),
        finished => finished,
    };
    let [.., from, to] = finished.as_slice() else {
        let cause = match finished.len() {
            0 => "there is no finished assessment yet",
            _ => "there is only one finished assessment yet",
        };
        let flags = &context.flags;
        return Err(Failure::new("could not compare")
            .because(cause)
            .hint(format!(
                "`emkit list{flags}` shows what there is; `emkit assess{flags}` starts the next"
            ))
            .into());
    };
    let (from, to) = (store.load_entry(from)?, store.load_entry(to)?);
    say_remarks(&from, ui);
    say_remarks(&to, ui);
    Ok((from, to))
}

fn nothing(store: &Store, context: &Context, reference: &str, is_empty: bool) -> Failure {
    let what = match reference {
        "latest" | "previous" => format!("could not find the {reference} assessment"),
        period => format!("could not find an assessment of {period}"),
    };
    let rubric = context.rubric.as_ref().map_or(String::new(), |rubric| {
        format!(" under the rubric `{rubric}`")
    });
    let flags = &context.flags;
    if is_empty {
        let cause = format!("nothing{rubric} in `{}` yet", shown(store.home()));
        let hint = format!("`emkit assess{flags}` starts the first");
        return Failure::new(what).because(cause).hint(hint);
    }
    Failure::new(what)
        .because(format!("there is no such assessment{rubric}"))
        .hint(format!("`emkit list{flags}` shows what there is"))
}

/// The assessments under the rubric that was named, or under every rubric. Drafts come before finished
/// ones of the same period, and the built-in rubric after all others.
pub(super) fn entries(store: &Store, context: &Context) -> Result<Vec<Entry>> {
    let mut entries = store.entries()?;
    if let Some(id) = super::rubric_id(store, context) {
        if !entries.iter().any(|entry| entry.rubric == id) {
            store.rubric(Some(&id))?;
        }
        entries.retain(|entry| entry.rubric == id);
    }
    entries.sort_by_key(|entry| (entry.period, entry.status, entry.rubric == DEFAULT));
    Ok(entries)
}

/// The finished assessments of one rubric, oldest first: of the rubric used last among those with at
/// least that many.
pub(super) fn finished_of_one(entries: &[Entry], at_least: usize) -> Vec<&Entry> {
    let finished = || {
        entries
            .iter()
            .filter(|entry| entry.status == Status::Finished)
    };
    let of = |rubric: &str| -> Vec<&Entry> {
        finished().filter(|entry| entry.rubric == rubric).collect()
    };
    let mut of_each = finished().rev().map(|entry| of(&entry.rubric));
    of_each
        .find(|found| found.len() >= at_least)
        .unwrap_or_default()
}
