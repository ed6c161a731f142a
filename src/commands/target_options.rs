//! What a report is made with: whose it is, the role to score against, and whether private answers are in it.

use anyhow::Result;

use crate::cli::TargetOptions;
use crate::context::Context;
use crate::domain::assessment::Assessment;
use crate::domain::privacy::Privacy;
use crate::domain::rubric::{RoleTargets, Rubric};
use crate::domain::suggest::did_you_mean;
use crate::error::Failure;
use crate::report::review::lost_highlights;
use crate::report::{Author, Report};
use crate::store::Loaded;
use crate::ui::Ui;

pub(super) fn bar<'a>(
    rubric: &'a Rubric,
    assessment: &Assessment,
    lens: &TargetOptions,
) -> Result<RoleTargets<'a>> {
    let role = lens.role.as_ref().unwrap_or(&assessment.role);
    let stage = lens.stage.as_ref().or(assessment.stage.as_ref());
    let stage = stage.map(|id| find("stage", id, rubric, &rubric.stages, |it| &it.id));
    Ok(RoleTargets {
        profile: find("role", role, rubric, &rubric.profiles, |it| &it.id)?,
        stage: stage.transpose()?,
    })
}

/// Private answers are left out unless they are asked for.
pub(super) fn privacy(include_private: bool) -> Privacy {
    if include_private {
        Privacy::Include
    } else {
        Privacy::Withhold
    }
}

/// What is left out of each assessment: private answers, and highlights that lead nowhere.
pub(super) fn say_left_out(quarters: &[Report<'_>], loaded: &[Loaded], ui: &mut Ui) {
    for (report, loaded) in quarters.iter().zip(loaded) {
        let period = (quarters.len() > 1).then_some(report.assessment.period);
        let period = period.map_or_else(String::new, |period| format!("{period}: "));
        let lost = lost_highlights(report, &loaded.assessment).into_iter();
        for line in lost.chain(report.left_out.clone()) {
            ui.status(&format!("{period}{line}"));
        }
    }
}

pub(super) fn reports<'a>(
    loaded: &'a [Loaded],
    args: &TargetOptions,
    context: &'a Context,
) -> Result<Vec<Report<'a>>> {
    let privacy = privacy(args.include_private);
    let reports = loaded.iter().map(|loaded| {
        let bar = bar(&loaded.rubric, &loaded.assessment, args)?;
        let mut report = Report::new(&loaded.rubric, &loaded.assessment, bar, privacy);
        report.author = author(context);
        Ok(report)
    });
    reports.collect()
}

pub(super) fn author(context: &Context) -> Author<'_> {
    let file = &context.settings.file;
    Author {
        name: file.name.as_ref().map(|name| name.value.as_str()),
        team: file.team.as_ref().map(|team| team.value.as_str()),
    }
}

pub(super) fn find<'a, T>(
    kind: &str,
    id: &str,
    rubric: &Rubric,
    all: &'a [T],
    id_of: impl Fn(&'a T) -> &'a str,
) -> Result<&'a T> {
    let found = all.iter().find(|it| id_of(it) == id);
    found.ok_or_else(|| unknown((kind, id), rubric, all.iter().map(id_of)).into())
}

pub(super) fn unknown<'a>(
    (kind, id): (&str, &str),
    rubric: &Rubric,
    known: impl IntoIterator<Item = &'a str>,
) -> Failure {
    let known: Vec<_> = known.into_iter().collect();
    let has = if known.is_empty() {
        "none".to_owned()
    } else {
        format!("`{}`", known.join("`, `"))
    };
    let meant = did_you_mean(id, known);
    let meant = meant.map_or_else(String::new, |question| format!("{question} "));
    let rubric = &rubric.id;
    Failure::new(format!("could not find the {kind} `{id}`"))
        .because(format!("the rubric `{rubric}` has {has}"))
        .hint(format!(
            "{meant}`emkit rubric show {rubric}` describes them"
        ))
}
