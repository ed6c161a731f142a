//! What can be typed about templates.

use clap::{Subcommand, ValueEnum};

use super::TargetOptions;

#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  emkit template show review > form.md.j2  a starting point
  emkit template data                      all the names
  emkit export --template form.md.j2       filled in")]
pub enum Template {
    /// Print a built-in template to start from
    #[command(after_help = "Example: emkit template show review > form.md.j2")]
    Show {
        /// Which one
        #[arg(default_value = "review")]
        name: BuiltIn,
    },
    /// Print the data that a template gets, as JSON
    #[command(after_help = "Example: emkit template data 2026-Q3")]
    Data {
        /// As for `emkit export`; without any assessment, a sample
        #[arg(value_name = "REF", default_value = "latest")]
        reference: String,
        #[command(flatten)]
        lens: TargetOptions,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BuiltIn {
    /// A short self-review
    Review,
    /// What most company forms ask for: accomplishments, strengths, growth, goals
    Company,
    /// A strategy to publish, from the rubric `strategy`
    Strategy,
    /// What engineering brought in half a year, from the rubric `measures`
    Measures,
}
