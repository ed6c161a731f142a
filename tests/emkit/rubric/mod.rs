//! Rubric files: those built in, a company's own, what `rubric check` says.

pub(crate) mod advice;
pub(crate) mod built_in;
pub(crate) mod check;
pub(crate) mod custom;
pub(crate) mod house;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod wanted;
pub(crate) mod wording;
