//! What can be typed behind `emkit feedback` and `emkit compare`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use strum::VariantArray;

use super::Format::{self, Html, Json, Markdown, Table, Text, Yaml};
use super::{Day, among};
use crate::domain::feedback::Relation::{self, Other, Peer, Report};
use crate::domain::feedback::{DEFAULT_GROUP, MIN_GROUP};

#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  emkit feedback form --name Robin -o form.html
                                  a form to send out
  emkit feedback add reply-*.yaml --relation manager
                                  replies that came back
  emkit compare                   you beside the others")]
pub enum Feedback {
    /// Write a form for others to fill in
    ///
    /// The HTML page opens in any browser, sends nothing, and saves a file to send back. The text
    /// form is for mail and chat, where attachments don't get through.
    #[command(after_help = "Examples:
  emkit feedback form --name Robin -o form.html
  emkit feedback form --collector Kim -o form.html
  emkit feedback form --name Robin --format text")]
    Form(FeedbackForm),
    /// Keep replies, or what a collector put together
    ///
    /// Takes files that the form saved, mails with the text form in them, and a collector's file.
    /// Everything is checked first: if one is refused, none is kept.
    #[command(after_help = "Example: emkit feedback add reply.yaml --relation manager")]
    Add(FeedbackAdd),
    /// Show how many replies there are of each relation
    #[command(after_help = "Example: emkit feedback list")]
    List {
        /// Print it in this form
        #[arg(long, default_value = "table", value_parser = among(&[Table, Json]))]
        format: Format,
    },
    /// Remove a reply for good
    #[command(after_help = "Example: emkit feedback remove 7f3a90c1")]
    Remove {
        /// Its name, as `emkit feedback list` shows it
        name: String,
    },
    /// For a collector: put replies together, so that nobody can be told apart
    ///
    /// Needs no store. Combine once, when the round is closed: the difference between two combined
    /// files with one reply between them gives that reply away. Late replies wait for the next round.
    #[command(after_help = "Example: emkit feedback combine reply-* -o combined.yaml")]
    Combine(FeedbackCombine),
}

#[derive(Args, Debug)]
pub struct FeedbackForm {
    /// A quarter such as 2026-Q4, `latest`, `previous`, or the path of an assessment; without it, the
    /// quarter that an assessment begun today would be about
    #[arg(value_name = "REF")]
    pub reference: Option<String>,
    /// Your name on the form (also `name` in config.yaml)
    #[arg(long, value_parser = name)]
    pub name: Option<String>,
    /// Who gathers the replies and passes on only what several people said
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub collector: Option<String>,
    /// How many replies of a relation the form promises the collector waits for
    #[arg(long, value_name = "N", requires = "collector", default_value_t = DEFAULT_GROUP, value_parser = group)]
    pub at_least: usize,
    /// Write a page for a browser, plain text for mail and chat, or an empty reply to edit
    #[arg(long, default_value = "html", value_parser = among(&[Html, Text, Yaml]))]
    pub format: Format,
    /// Write to this file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite the file if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
    #[command(flatten)]
    pub day: Day,
}

#[derive(Args, Debug)]
pub struct FeedbackAdd {
    /// Replies, mails with a reply in them, or a combined file (`-` for stdin)
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Who replied; a counterpart is a product partner, or whoever shares the work from another side
    #[arg(long, value_parser = among(Relation::VARIANTS))]
    pub relation: Option<Relation>,
    /// Keep what was understood of a mail without asking
    #[arg(long, short)]
    pub yes: bool,
    #[command(flatten)]
    pub day: Day,
}

#[derive(Args, Debug)]
pub struct FeedbackCombine {
    /// Replies, or mails with a reply in them
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Who replied, for all of these files; a manager or counterpart is one person, and replies straight
    #[arg(long, value_parser = among(&[Peer, Report, Other]))]
    pub relation: Option<Relation>,
    /// Leave out a relation with fewer replies than this; what the form promised
    #[arg(long, value_name = "N", default_value_t = DEFAULT_GROUP, value_parser = group)]
    pub at_least: usize,
    /// Write to this file
    #[arg(long, short, value_name = "FILE", required = true)]
    pub output: PathBuf,
    /// Overwrite the file if it is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: emkit compare 2026-Q3 --format markdown")]
pub struct Compare {
    /// A period such as 2026-Q4, `latest`, `previous`, or the path of a file
    #[arg(value_name = "REF", default_value = "latest")]
    pub reference: String,
    /// Print it in this form
    #[arg(long, default_value = "table", value_parser = among(&[Table, Markdown, Json]))]
    pub format: Format,
}

/// A name in one line, short enough for a sentence.
fn name(text: &str) -> Result<String, String> {
    const MOST: usize = 80;
    let name = text.trim();
    if name.is_empty() || name.chars().count() > MOST || name.chars().any(char::is_control) {
        return Err(format!("a name is one line of 1 to {MOST} characters"));
    }
    Ok(name.to_owned())
}

fn group(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number >= MIN_GROUP);
    number.ok_or_else(|| format!("a group is {MIN_GROUP} people or more"))
}
