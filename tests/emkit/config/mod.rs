//! Settings, the environment, and what words on the command line mean.

pub(crate) mod completions;
pub(crate) mod edit;
pub(crate) mod mistakes;
pub(crate) mod new_file;
pub(crate) mod reference;
pub(crate) mod schema;
pub(crate) mod settings;
pub(crate) mod suggestions;
pub(crate) mod time_zone;
