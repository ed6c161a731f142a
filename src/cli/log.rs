//! What can be typed behind `emkit log`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format::{self, Json, Table};
use super::{Day, among};
use crate::domain::period::Period;

#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  emkit log Cut releases from 9 days to 2 --skill execution
  emkit log Told the board --skill alignment --skill clarity
  emkit log list                what this quarter has so far
  emkit log import notes.md     the bullets of a file
  emkit log -- list of owners agreed
                                a text like a command"
)]
pub struct Log {
    /// What happened; words need no quotes
    #[arg(allow_negative_numbers = true)]
    pub text: Vec<String>,
    #[command(flatten)]
    pub entry: LogEntry,
    /// Write it in your editor
    #[arg(long)]
    pub edit: bool,
    #[command(subcommand)]
    pub command: Option<LogCommand>,
}

// What belongs to an entry besides its text. No docs: clap would take them for the command's.
#[derive(Args, Clone, Debug)]
pub struct LogEntry {
    /// The skill it's about; may be given more than once
    #[arg(long, value_name = "ID")]
    pub skill: Vec<String>,
    /// Keep any answer that uses this entry out of exports
    #[arg(long)]
    pub private: bool,
    /// A link to it, such as the address of a document
    #[arg(long, value_name = "URL", value_parser = link)]
    pub link: Option<String>,
    #[command(flatten)]
    pub day: Day,
}

#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// List the entries of a quarter, oldest first
    #[command(after_help = "Example: emkit log list --period 2026-Q3 --skill execution")]
    List(LogList),
    /// Open the log of a quarter in your editor
    ///
    /// Each bullet is an entry: `- 2026-11-20 #team What happened`. The lines right below it belong to
    /// it, indented or not; after a blank line only indented ones do.
    #[command(after_help = "Example: emkit log edit --period 2026-Q3")]
    Edit {
        /// The quarter, such as 2026-Q4; the current one unless given
        #[arg(long)]
        period: Option<Period>,
        #[command(flatten)]
        day: Day,
    },
    /// Import the bullets of a notes file, an entry each
    ///
    /// A bullet may start with its date: `- 2026-11-20 What happened`, or stand below a heading that
    /// does. An entry without a date takes the date above, or today. Entries that are in the log
    /// already are skipped. A to-do that is done (`- [x]`) loses its box; open ones (`- [ ]`) are named and
    /// left out. Output of `emkit log list --format json` can be imported too.
    #[command(after_help = "Examples:
  emkit log import notes.md --skill team
  pbpaste | emkit log import -     what you copied, on macOS")]
    Import {
        /// The notes; `-` for stdin
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
        #[command(flatten)]
        entry: LogEntry,
    },
}

#[derive(Args, Debug)]
pub struct LogList {
    /// The quarter, such as 2026-Q4; the current one unless given
    #[arg(long)]
    pub period: Option<Period>,
    /// The entries of every quarter
    #[arg(long, conflicts_with = "period")]
    pub all: bool,
    /// Only those about this skill
    #[arg(long, value_name = "ID")]
    pub skill: Option<String>,
    /// Output format
    #[arg(long, default_value = "table", value_parser = among(&[Table, Json]))]
    pub format: Format,
    #[command(flatten)]
    pub day: Day,
}

fn link(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(format!("`{text}` is not an address; it has to be one word"));
    }
    Ok(text.to_owned())
}
