//! Input that was made to break emkit, or that nobody expected.

pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod layout;
pub(crate) mod limits;
pub(crate) mod properties;
pub(crate) mod replay;
pub(crate) mod safe_text;
pub(crate) mod store_path;
pub(crate) mod strategies;
pub(crate) mod text;
pub(crate) mod yaml;
