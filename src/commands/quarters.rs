//! The assessments that a document is made from: one, or those of several quarters.

use anyhow::Result;

use super::target_options;
use crate::cli::TargetOptions;
use crate::context::Context;
use crate::report::Report;
use crate::report::review::{Author, lost_highlights};
use crate::store::Loaded;
use crate::ui::Ui;

/// What is left out of each assessment: private answers, and highlights that lead nowhere.
pub(super) fn say_left_out(quarters: &[Report<'_>], loaded: &[Loaded], ui: &mut Ui) {
    for (report, loaded) in quarters.iter().zip(loaded) {
        let period = if quarters.len() > 1 {
            format!("{}: ", report.assessment.period)
        } else {
            String::new()
        };
        let lost = lost_highlights(report, &loaded.assessment).into_iter();
        for line in lost.chain(report.left_out.clone()) {
            ui.status(&format!("{period}{line}"));
        }
    }
}

/// What is said of each assessment, scored against its role or the one asked for.
pub(super) fn reports<'a>(
    loaded: &'a [Loaded],
    args: &TargetOptions,
    context: &'a Context,
) -> Result<Vec<Report<'a>>> {
    let privacy = target_options::privacy(args.include_private);
    let reports = loaded.iter().map(|loaded| {
        let bar = target_options::bar(&loaded.rubric, &loaded.assessment, args)?;
        let mut report = Report::new(&loaded.rubric, &loaded.assessment, bar, privacy);
        report.author = author(context);
        Ok(report)
    });
    reports.collect()
}

/// Whose review it is, by the settings.
pub(super) fn author(context: &Context) -> Author<'_> {
    let file = &context.settings.file;
    Author {
        name: file.name.as_ref().map(|name| name.value.as_str()),
        team: file.team.as_ref().map(|team| team.value.as_str()),
    }
}
