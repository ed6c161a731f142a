//! What can be typed about settings.

use clap::{Args, Subcommand};

use super::ListFormat;

/// See the settings that hold, and where each comes from
///
/// A flag goes before the environment, the environment before `config.yaml` in your data folder. Among
/// editors VISUAL goes before EDITOR, and both before the file; EMKIT_ACCESSIBLE=0 goes before
/// `accessible: true`. The role and stage in the file are those of new assessments, whatever the last
/// one had; begun and finished ones keep their own. A path of a rubric begins in the data folder. Where
/// that is cannot be said in the file that lies in it.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  emkit config                     what holds
  emkit config edit                change it in your editor"
)]
pub struct Config {
    /// Print it in this form
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: ListFormat,
    #[command(subcommand)]
    pub command: Option<ConfigCommand>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigCommand {
    /// Open `config.yaml` in your editor; where there is none yet, one that explains itself
    #[command(after_help = "Example: emkit config edit")]
    Edit,
}
