//! `emkit show`: the scored table with gap notes.

use std::borrow::Cow;

use anyhow::Result;

use super::{App, drawn, target_options};
use crate::cli::{Format, Show};
use crate::context::Context;
use crate::domain::era::{exposures, regrouped};
use crate::domain::privacy::Privacy;
use crate::error::{Exit, Failure};
use crate::page::{Page, markdown};
use crate::report::{Report, era, explain, json, scores};

pub(super) fn run(args: &Show, mut app: App<'_>) -> Result<Exit> {
    let loaded = app.find(&args.reference)?;
    let bar = target_options::bar(&loaded.rubric, &loaded.assessment, &args.lens)?;
    let (era, rubric) = match &args.era {
        None => (None, Cow::Borrowed(loaded.rubric.as_ref())),
        Some(id) => {
            let era = target_options::era(&loaded.rubric, id)?;
            (Some(era), Cow::Owned(regrouped(&loaded.rubric, era)))
        }
    };
    // The person's own screen may show the rating of a private answer.
    let privacy = match (args.lens.include_private, args.format) {
        (false, Format::Table) => Privacy::Ratings,
        (include, _) => target_options::privacy(include),
    };
    let mut report = Report::new(&rubric, &loaded.assessment, bar, privacy);
    report.era = era;
    report.author = target_options::author(&app.context);
    let text = if args.eras {
        let scores: Vec<_> = report.skills().map(|skill| skill.score.clone()).collect();
        let exposures = exposures(report.rubric, &scores);
        if exposures.is_empty() {
            return Err(Failure::new("could not compare eras")
                .because(format!("the rubric `{}` names none", rubric.id))
                .hint("`emkit rubric show eight-skills` has three")
                .into());
        }
        match args.format {
            Format::Json => era::json(&report, &exposures)?,
            format => laid_out(&era::page(&report, &exposures), format, &app.context),
        }
    } else if args.format == Format::Json {
        json::report(&report)?
    } else {
        let mut page = scores::page(&report, &app.context.flags);
        if args.explain {
            page.sections.extend(explain::sections(&report));
        }
        laid_out(&page, args.format, &app.context)
    };
    app.ui.data(&text)?;
    Ok(Exit::Done)
}

pub(super) fn laid_out(page: &Page, format: Format, context: &Context) -> String {
    match format {
        Format::Markdown => markdown::page(page),
        _ => drawn(page, context),
    }
}
