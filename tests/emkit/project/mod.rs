//! The rules of the code base, the README and the help.

pub(crate) mod help;
pub(crate) mod imports;
pub(crate) mod json_examples;
pub(crate) mod readme;
pub(crate) mod walls;
