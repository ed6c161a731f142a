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
    let (rubric, entries) = (app.store.rubric(None)?, app.entries()?);
    let mut period = named.parse::<Period>().ok();
    if entries.is_empty() && named == "latest" {
        let mut replies = app.store.feedback_files()?.into_iter();
        let replied = replies.rfind(|(id, ..)| *id == rubric.id);
        period = replied.map(|(_, period, _)| period);
    }
    if let Some(period) = period.filter(|period| entries.iter().all(|it| it.period != *period)) {
        return Ok((period, rubric, None));
    }
    let loaded = app.find(named)?;
    let rubric = Arc::clone(&loaded.rubric);
    Ok((loaded.assessment.period, rubric, Some(loaded)))
}
