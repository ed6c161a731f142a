//! Rubric files: the built-in one, a company's own, what `rubric check` says.

pub(crate) mod advice;
pub(crate) mod built_in;
pub(crate) mod check;
pub(crate) mod custom;
pub(crate) mod list;
pub(crate) mod wording;
