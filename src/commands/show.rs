//! `emkit show`: the scored table with gap notes.

use std::borrow::Cow;

use anyhow::Result;

use super::App;
use super::target_options::{self, find};
use crate::cli::{Format, Show};
use crate::domain::era::{exposures, regrouped};
use crate::domain::privacy::Privacy;
use crate::error::Failure;
use crate::report::{Report, era, explain, json, scores};

pub(super) fn run(args: &Show, mut app: App<'_>) -> Result<()> {
    let loaded = app.find(&args.reference)?;
    let rubric = &*loaded.rubric;
    let bar = target_options::bar(rubric, &loaded.assessment, &args.lens)?;
    let era = args.era.as_ref();
    let era = era.map(|id| find("era", id, rubric, &rubric.eras, |it| &it.id));
    let era = era.transpose()?;
    let rubric = era.map_or(Cow::Borrowed(rubric), |era| {
        Cow::Owned(regrouped(rubric, era))
    });
    // The person's own screen may show the rating of a private answer.
    let privacy = match (args.lens.include_private, args.format) {
        (false, Format::Table) => Privacy::Ratings,
        (include, _) => target_options::privacy(include),
    };
    let mut report = Report::new(&rubric, &loaded.assessment, bar, privacy);
    report.era = era;
    report.author = target_options::author(app.context);
    if !args.eras {
        let mut page = scores::page(&report, &app.context.flags);
        if args.explain {
            page.sections.extend(explain::sections(&report));
        }
        return app.print(args.format, &page, || json::report(&report));
    }
    let scores: Vec<_> = report.skills().map(|skill| skill.score.clone()).collect();
    let exposures = exposures(report.rubric, &scores);
    if exposures.is_empty() {
        return Err(Failure::new("could not compare eras")
            .because(format!("the rubric `{}` names none", rubric.id))
            .hint("`emkit rubric show eight-skills` has three")
            .into());
    }
    let page = era::page(&report, &exposures);
    app.print(args.format, &page, || era::json(&report, &exposures))
}
