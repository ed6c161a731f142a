//! What emkit prints for an editor, a shell and the manual.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// Print a JSON Schema of a file that you write, for your editor
///
/// An editor that knows the schema shows the question you are at, completes a rating with what it means, and
/// marks typos. Files that emkit writes for you name theirs in the first line, which the YAML extension of VS
/// Code and other clients of yaml-language-server read; it is kept in `schemas` in your data folder.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit schema answers > answers.schema.json
  emkit schema rubric > rubric.schema.json")]
pub struct Schema {
    /// The kind of file
    pub kind: SchemaKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// What `emkit assess --answers` takes
    Answers,
    /// A rubric of your own
    Rubric,
    /// `config.yaml`
    Config,
    /// What `emkit feedback add` takes
    Reply,
    /// An assessment in your data folder
    Assessment,
}

/// Print the manual page
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit man > emkit.1 && man ./emkit.1
  emkit man --output ~/.local/share/man/man1")]
pub struct Man {
    /// Write a page for each command to this folder instead
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
}

/// Print a completion script for your shell
///
/// The shell then asks emkit itself, so it can offer your quarters, and the questions, skills and roles of the
/// rubric in use.
#[derive(Args, Debug)]
#[command(after_help = "Examples, each for your shell's start-up file:
  emkit completions fish | source
  eval \"$(emkit completions bash)\"
  eval \"$(emkit completions zsh)\"    after compinit")]
pub struct Completions {
    /// Your shell
    pub shell: clap_complete::Shell,
}
