//! What can be typed behind `emkit export`, and about the templates that it fills in.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use strum::VariantArray;

use super::Format::{self, Csv, Html, Json, Markdown};
use super::{TargetOptions, among};
use crate::report::review::Part;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit export --output self-review-2026-Q4.md
  emkit export --format html -o review.html  to look at
  emkit export 2026-H2                       a half-year
  emkit export 2026-Q3..2026-Q4              any quarters
  emkit export --sections delivered,goals    only these
  emkit export --template form.md            your form
  emkit export --all --format csv            for a table")]
pub struct Export {
    /// A period such as 2026-Q4, several such as 2026-H2, 2026 or 2026-Q3..2026-Q4, `latest`,
    /// `previous`, or the path of a file
    #[arg(value_name = "REF", default_value = "latest")]
    pub reference: String,
    /// Every finished assessment, as CSV or JSON
    #[arg(long, conflicts_with = "reference")]
    pub all: bool,
    /// Output format; `html` is one page with pictures, which loads nothing from elsewhere
    #[arg(long, default_value = "markdown", value_parser = among(&[Markdown, Html, Json, Csv]))]
    pub format: Format,
    /// Fill in this template instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "sections", "evidence", "no_ratings", "for_me"])]
    pub template: Option<PathBuf>,
    /// Only these sections, in this order; `others` appears only if you name it
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = among(Part::VARIANTS))]
    pub sections: Vec<Part>,
    /// Add every answer that is not private (HTML has them, folded)
    #[arg(long)]
    pub evidence: bool,
    /// Leave out ratings and the figures computed from them
    #[arg(long)]
    pub no_ratings: bool,
    /// For your eyes: with what to work on and what is not backed by evidence
    #[arg(long)]
    pub for_me: bool,
    /// Write to this file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long, requires = "output")]
    pub force: bool,
    #[command(flatten)]
    pub lens: TargetOptions,
}

#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  emkit template show review > form.md.j2  a starting point
  emkit template data                      all the names
  emkit export --template form.md.j2       filled in")]
pub enum Template {
    /// Print a built-in template to start from
    #[command(after_help = "Example: emkit template show review > form.md.j2")]
    Show {
        /// A short self-review, what most company forms ask for, a strategy to publish (from the rubric
        /// `strategy`), or what engineering brought in half a year (from `measures`)
        #[arg(default_value = "review", value_parser = ["review", "company", "strategy", "measures"])]
        name: String,
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
