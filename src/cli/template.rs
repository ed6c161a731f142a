//! What can be typed about templates.

use clap::{Subcommand, ValueEnum};

use super::TargetOptions;

/// Fill in your company's own form
///
/// A template is text with placeholders, in the Jinja language: `{{ period }}` prints the period, and
/// `{% for skill in skills %} … {% endfor %}` repeats what is inside for each skill. `emkit export
/// --template FILE` fills it in. A line with nothing but a tag leaves no line behind.
///
/// The name of the template decides how the words of people are escaped: as Markdown in `.md`, as HTML in
/// `.html`, not at all otherwise. A `.j2` or `.jinja` after that is ignored. A missing value prints nothing; an
/// unknown name is an error. Lists and objects have to be taken apart before printing.
///
/// Tags: for, if, elif, else, set, with, filter, raw. Filters: `quote` (a quotation) and `paragraphs`, which keep
/// the paragraphs and lists of a text, `score` (two decimals, or a dash), `default("none")`, `join(", ")`, `length`,
/// `first`, `last`, `reverse`, `sort(attribute="gap")`, `map(attribute="title")`, `selectattr("gap", "gt", 0)`,
/// `rejectattr`, `replace`, `trim`, `upper`, `lower`, `capitalize`. Tests, as in `if skill.gap
/// is defined`: `defined`, `undefined`, `none`, `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `in`, `odd`, `even`. In a loop:
/// `loop.index`, `loop.first`, `loop.last`, `loop.cycle("odd", "even")`. There are no functions and no includes. A
/// template can have 256 KiB, and is stopped if it takes too long or too much memory.
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
