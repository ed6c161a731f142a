//! What can be typed about settings.

use clap::{Args, Subcommand};

use super::Format::{self, Json, Table};
use super::among;

/// See the settings in effect, and where each comes from
///
/// Flags override the environment, which overrides `config.yaml` in your data folder. VISUAL overrides
/// EDITOR, and EMKIT_ACCESSIBLE=0 overrides `accessible: true`. The role and stage in the file apply
/// to new assessments; drafts and finished ones keep their own. A rubric path is relative to the data
/// folder. The file cannot set the data folder, since it is in it.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  emkit config                     the settings in effect
  emkit config edit                change them"
)]
pub struct Config {
    /// Output format
    #[arg(long, default_value = "table", value_parser = among([Table, Json]))]
    pub format: Format,
    #[command(subcommand)]
    pub command: Option<ConfigCommand>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigCommand {
    /// Open `config.yaml` in your editor; the first time, with every setting explained
    #[command(after_help = "Example: emkit config edit")]
    Edit,
    /// Print the path of `config.yaml`
    #[command(after_help = "Example: emkit config path")]
    Path,
}
