//! What can be typed about templates.

use clap::{Args, Subcommand, ValueEnum};

use super::Lens;

/// Write your assessment into a form of your own
///
/// A template is a text with places for what emkit knows, in the language of Jinja: `{{ period }}`
/// writes the period, `{% for skill in skills %} … {% endfor %}` goes through the skills. `emkit export
/// --template FILE` fills it in. Tags that stand alone in a line leave no line behind.
///
/// What people wrote is escaped by the template's name: as Markdown in `.md`, as HTML in `.html`; with any other
/// ending it stays plain text. A `.j2` or `.jinja` behind that changes nothing. What is not there
/// is written as nothing, a name that does not exist is an error. Lists and things with parts cannot be
/// written at once.
///
/// Tags: for, if, elif, else, set, with, filter, raw. Filters: `quote` (a text of several lines as a quotation, which
/// keeps its lines), `score` (two decimals, or a dash), `change` (the same with its sign), `times(20)` (so many
/// times the printed figure), `default("none")`, `join(", ")`, `length`, `first`, `last`, `reverse`,
/// `sort(attribute="gap")`, `map(attribute="title")`, `selectattr("gap", "gt", 0)`, `rejectattr`, `lines`,
/// `replace`, `trim`, `upper`, `lower`, `capitalize`, `round`. Tests, as in `if one is defined`: `defined`,
/// `undefined`, `none`, `true`, `false`, `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `in`, `odd`, `even`, `divisibleby`,
/// `startingwith`, `endingwith`. In a loop, `loop.index`, `loop.first`, `loop.last` and
/// `loop.cycle("odd", "even")`. A template has no functions, reads no other file, has 256 KiB at most, and is
/// stopped when it takes too long or too much memory.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit template show review > form.md.j2  to begin with
  emkit template data                      every name
  emkit export --template form.md.j2       filled in")]
pub struct Template {
    #[command(subcommand)]
    pub command: TemplateCommand,
}

#[derive(Debug, Subcommand)]
pub enum TemplateCommand {
    /// Print a built-in template, to begin with
    #[command(after_help = "Example: emkit template show review > form.md.j2")]
    Show {
        /// Which one
        #[arg(value_name = "NAME", default_value = "review")]
        name: BuiltIn,
    },
    /// Print what a template gets, as JSON
    #[command(after_help = "Example: emkit template data 2026-Q3")]
    Data {
        /// A period such as 2026-Q4, `latest`, `previous`, or the path of a file
        #[arg(value_name = "REF", default_value = "latest")]
        reference: String,
        #[command(flatten)]
        lens: Lens,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BuiltIn {
    /// A short self-review
    Review,
}
