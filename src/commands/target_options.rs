//! What answers are scored against: the role of the assessment, or the one asked for.

use anyhow::Result;

use crate::cli::TargetOptions;
use crate::domain::assessment::Assessment;
use crate::domain::privacy::Privacy;
use crate::domain::rubric::{Era, Profile, RoleTargets, Rubric, Stage};
use crate::error::{self, Failure};

/// The role and stage asked for, else those of the assessment.
pub(super) fn bar<'a>(
    rubric: &'a Rubric,
    assessment: &Assessment,
    lens: &TargetOptions,
) -> Result<RoleTargets<'a>> {
    let stage = lens.stage.as_deref().or(assessment.stage.as_deref());
    Ok(RoleTargets {
        profile: profile(rubric, lens.role.as_deref().unwrap_or(&assessment.role))?,
        stage: stage.map(|stage| self::stage(rubric, stage)).transpose()?,
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

pub(super) fn profile<'a>(rubric: &'a Rubric, id: &str) -> Result<&'a Profile> {
    find("role", id, rubric, &rubric.profiles, |profile| &profile.id)
}

pub(super) fn stage<'a>(rubric: &'a Rubric, id: &str) -> Result<&'a Stage> {
    find("stage", id, rubric, &rubric.stages, |stage| &stage.id)
}

pub(super) fn era<'a>(rubric: &'a Rubric, id: &str) -> Result<&'a Era> {
    find("era", id, rubric, &rubric.eras, |era| &era.id)
}

fn find<'a, T>(
    kind: &str,
    id: &str,
    rubric: &Rubric,
    all: &'a [T],
    id_of: fn(&T) -> &String,
) -> Result<&'a T> {
    let found = all.iter().find(|one| id_of(one) == id);
    let known = all.iter().map(|one| id_of(one).as_str());
    found.ok_or_else(|| unknown(kind, id, rubric, known).into())
}

/// An id that a rubric does not have, with the ones it has.
pub(super) fn unknown<'a>(
    kind: &str,
    id: &str,
    rubric: &Rubric,
    known: impl Iterator<Item = &'a str>,
) -> Failure {
    let has = format!("the rubric `{}` has", rubric.id);
    let hint = format!("`emkit rubric show {}` describes them", rubric.id);
    error::unknown((kind, id), &has, known, &hint)
}
