//! `emkit compare`: the person's own scores beside what others say.

use std::sync::Arc;

use anyhow::Result;

use super::{App, target_options};
use crate::cli::{Compare, TargetOptions};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::domain::scoring::score_all;
use crate::error::Failure;
use crate::report::compare::{self, Comparison};
use crate::store::{Loaded, together};

pub(super) fn run(args: &Compare, mut app: App<'_>) -> Result<()> {
    let (period, rubric, own) = subject(&args.reference, &mut app)?;
    let stored = app.store.feedback(&rubric.id, period)?;
    if stored.is_empty() {
        let flags = &app.context.flags;
        return Err(Failure::new(format!("could not compare {period}"))
            .because("nobody has replied for that quarter yet")
            .hint(format!(
                "`emkit feedback form {period}{flags} --output form.html` writes a form to send out; `emkit feedback add{flags} FILE` keeps what comes back"
            ))
            .into());
    }
    let mut scores = Vec::new();
    if let Some(own) = own.as_ref().map(Loaded::snapshot) {
        let bar = target_options::bar(own.rubric, own.assessment, &TargetOptions::default())?;
        scores = score_all(own.rubric, own.assessment, bar);
    }
    let others = together(&stored);
    let comparison = Comparison {
        period,
        rubric: &rubric,
        own: &scores,
        others: &others,
    };
    let page = compare::page(&comparison);
    app.print(args.format, &page, || compare::json(&comparison))
}

/// The quarter, its rubric, and the person's own assessment of it, which need not be there yet.
fn subject(named: &str, app: &mut App<'_>) -> Result<(Period, Arc<Rubric>, Option<Loaded>)> {
    let error = match app.find(named) {
        Ok(loaded) => {
            let rubric = Arc::clone(&loaded.rubric);
            return Ok((loaded.assessment.period, rubric, Some(loaded)));
        }
        Err(error) => error,
    };
    let rubric = app.store.rubric(None)?;
    let asked = named.parse::<Period>();
    let mut replies = app.store.feedback_files()?.into_iter();
    let replied = replies.rfind(|(id, period, _)| {
        *id == rubric.id && (named == "latest" || asked.as_ref() == Ok(period))
    });
    let mut entries = app.store.entries()?.into_iter();
    match replied {
        // One that is there and can't be read is an error.
        Some((id, period, _)) if !entries.any(|it| it.rubric == id && it.period == period) => {
            Ok((period, rubric, None))
        }
        _ => Err(error),
    }
}
