//! What answers are held against: the role of the assessment, or the one asked for.

use anyhow::Result;

use crate::cli::Lens;
use crate::domain::assessment::Assessment;
use crate::domain::privacy::Privacy;
use crate::domain::rubric::{Bar, Era, Profile, Rubric, Stage};
use crate::error::{self, Failure};

/// The role and stage asked for, else those of the assessment.
pub(super) fn bar<'a>(rubric: &'a Rubric, assessment: &Assessment, lens: &Lens) -> Result<Bar<'a>> {
    let stage = lens.stage.as_deref().or(assessment.stage.as_deref());
    Ok(Bar {
        profile: profile(rubric, lens.role.as_deref().unwrap_or(&assessment.role))?,
        stage: stage.map(|stage| self::stage(rubric, stage)).transpose()?,
    })
}

/// What is private stays out unless it is asked for.
pub(super) fn privacy(include_private: bool) -> Privacy {
    if include_private {
        Privacy::Include
    } else {
        Privacy::Withhold
    }
}

/// The profile with that id.
pub(super) fn profile<'a>(rubric: &'a Rubric, id: &str) -> Result<&'a Profile> {
    let known = rubric.profiles.iter().map(|profile| profile.id.as_str());
    rubric
        .profile(id)
        .ok_or_else(|| unknown("role", id, rubric, known).into())
}

/// The stage with that id.
pub(super) fn stage<'a>(rubric: &'a Rubric, id: &str) -> Result<&'a Stage> {
    let known = rubric.stages.iter().map(|stage| stage.id.as_str());
    rubric
        .stage(id)
        .ok_or_else(|| unknown("stage", id, rubric, known).into())
}

/// The era with that id.
pub(super) fn era<'a>(rubric: &'a Rubric, id: &str) -> Result<&'a Era> {
    let known = rubric.eras.iter().map(|era| era.id.as_str());
    let found = rubric.eras.iter().find(|era| era.id == id);
    found.ok_or_else(|| unknown("era", id, rubric, known).into())
}

/// An id that a rubric does not have, with those that it has.
pub(super) fn unknown<'a>(
    kind: &str,
    id: &str,
    rubric: &Rubric,
    known: impl Iterator<Item = &'a str>,
) -> Failure {
    let has = format!("the rubric `{}` has", rubric.id);
    error::unknown(
        (kind, id),
        &has,
        known,
        "`emkit rubric show` describes them",
    )
}
