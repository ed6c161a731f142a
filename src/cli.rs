//! What can be typed. No logic: each command's own file says what happens.

mod export;
mod feedback;
mod log;

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::styling::Styles;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum, ValueHint};
use jiff::civil::Date;
use strum::{EnumString, IntoStaticStr, ParseError};

use crate::domain::period::{Period, day};

use self::Format::{Json, Markdown, Table, Text};

pub use export::{Export, Template};
pub use feedback::{Compare, Feedback, FeedbackAdd, FeedbackCombine, FeedbackForm};
pub use log::{Log, LogCommand, LogEntry, LogList};

/// See honestly where you stand as an engineering manager, once a quarter
///
/// emkit asks about eight skills, four core and four growth, and scores your answers against the
/// role you hold or want. It writes your self-review and shows what really changed since the last
/// time. Everything stays in plain files on your own disk, and nothing is ever sent anywhere.
#[derive(Debug, Parser)]
#[command(name = "emkit", version, styles = Styles::plain(), max_term_width = 100, arg_required_else_help = true,
    after_help = "Examples:
  emkit assess      answer this quarter's questions
  emkit show        see where you stand
  emkit export --output self-review-2026-Q4.md")]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Common {
    /// Keep everything in this folder instead of your data folder (also EMKIT_HOME)
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub home: Option<PathBuf>,
    /// Use this rubric: its id, or the path of a file (also `rubric` in config.yaml)
    #[arg(long, global = true, value_name = "ID|PATH")]
    pub rubric: Option<String>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Ask and show in plain lines, without tables and without moving the cursor (also
    /// EMKIT_ACCESSIBLE=1, or `accessible` in config.yaml)
    #[arg(long, global = true)]
    pub accessible: bool,
    /// Say only what was asked for, and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
// Only the command that was typed is put together: all of them take longer than some commands run.
#[command(defer = true)]
pub enum Command {
    /// Answer the questions of this quarter, or pick up where you left off
    ///
    /// Every answer is saved as you give it. Leave with Ctrl-Q or Ctrl-C whenever you like.
    Assess(Assess),
    /// Write down a piece of evidence now, while you remember it
    ///
    /// The next assessment shows the quarter's entries at each question of their skill, and one key
    /// turns an entry into evidence. Without TEXT, emkit asks for it or reads stdin. For quotes, `$` or
    /// `!`, run `emkit log` alone and type at the prompt.
    Log(Log),
    /// See what's due, your open draft, your focus, and what you've logged
    Status(Status),
    /// Show the scores of an assessment and what's holding each skill back
    Show(Show),
    /// List your assessments and drafts, newest first
    #[command(after_help = "Example: emkit list --format json")]
    List {
        /// Output format
        #[arg(long, default_value = "table", value_parser = among(&[Table, Json]))]
        format: Format,
    },
    /// Show what changed between two assessments, like for like
    ///
    /// Compares only questions that were rated both times and worded the same. Without FROM and TO,
    /// the two latest finished assessments are compared.
    Diff(Diff),
    /// Show every skill over all your assessments
    ///
    /// A bar for each assessment, where you stand now, and what changed since, like for like.
    History(History),
    /// Write your self-review, ready for a last edit
    Export(Export),
    /// Ask others what they see, and keep their replies
    ///
    /// Nothing is sent: you hand out a form, and replies come back as files. If they come straight to
    /// you, you know who wrote each of them. Through a collector, you see only what several people said,
    /// combined.
    #[command(subcommand)]
    Feedback(Feedback),
    /// Show your own scores and what others see, side by side
    Compare(Compare),
    /// Fill in your company's own form
    ///
    /// A template is text with placeholders, in the Jinja language: `{{ period }}` prints the period, and
    /// `{% for skill in skills %} … {% endfor %}` repeats what is inside for each skill. `emkit export
    /// --template FILE` fills it in, and escapes what people wrote for Markdown where the name ends in `.md`,
    /// for HTML in `.html`, also with `.j2` behind it. A line with nothing but a tag leaves no line behind, a
    /// missing value prints nothing, and an unknown name is an error.
    ///
    /// Tags: for, if, elif, else, set, with, filter, raw. Filters: `quote` (a quotation) and `paragraphs`, which keep
    /// the paragraphs and lists of a text, `score` (two decimals, or a dash), `default("none")`, `join(", ")`, `length`,
    /// `first`, `last`, `reverse`, `sort(attribute="gap")`, `map(attribute="title")`, `selectattr("gap", "gt", 0)`,
    /// `rejectattr`, `replace`, `trim`, `upper`, `lower`, `capitalize`. Tests, as in `if skill.gap is defined`: `defined`,
    /// `undefined`, `none`, `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `in`, `odd`, `even`. In a loop: `loop.index`,
    /// `loop.first`, `loop.last`, `loop.cycle("odd", "even")`. There are no functions and no includes.
    #[command(subcommand)]
    Template(Template),
    /// See what a rubric asks and what each rating means
    #[command(subcommand)]
    Rubric(Rubric),
    /// Print a JSON Schema of a file that you write, for your editor
    ///
    /// An editor that knows it shows the question you are at, completes a rating with what it means, and marks
    /// typos. Files that emkit writes for you name theirs, kept in `schemas` in your data folder, in the first line.
    #[command(after_help = "Example: emkit schema answers > answers.schema.json")]
    Schema {
        /// The kind of file
        kind: SchemaKind,
    },
    /// Check every file in the store
    ///
    /// Reads every assessment, draft, log, earlier version and rubric, and the settings; names other files
    /// it finds; and suggests what to run for each finding. It changes nothing. The exit code is 1 if
    /// something is wrong, 0 if there are only notes.
    #[command(after_help = "Examples:
  emkit doctor                     check the store
  emkit doctor --accept FILE       mark a file as whole")]
    Doctor {
        /// Mark this assessment file as whole
        #[arg(long, value_name = "FILE", conflicts_with = "format")]
        accept: Option<PathBuf>,
        /// Output format
        #[arg(long, default_value = "text", value_parser = among(&[Text, Json]))]
        format: Format,
    },
    /// See the settings in effect, and where each comes from
    ///
    /// Flags override the environment, which overrides `config.yaml` in your data folder. VISUAL overrides
    /// EDITOR, and EMKIT_ACCESSIBLE=0 overrides `accessible: true`. The role and stage in the file apply
    /// to new assessments; drafts and finished ones keep their own. A rubric path is relative to the data
    /// folder. The file cannot set the data folder, since it is in it.
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "Examples:
  emkit config                     the settings in effect
  emkit config edit                change them"
    )]
    Config {
        /// Output format
        #[arg(long, default_value = "table", value_parser = among(&[Table, Json]))]
        format: Format,
        #[command(subcommand)]
        command: Option<ConfigCommand>,
    },
    /// Print a completion script for your shell
    ///
    /// The shell then asks emkit itself, so it can offer your quarters, and the questions, skills and roles of the
    /// rubric in use.
    #[command(after_help = "Examples, each for your shell's start-up file:
  emkit completions fish | source
  eval \"$(emkit completions bash)\"
  eval \"$(emkit completions zsh)\"    after compinit")]
    Completions {
        /// Your shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example: emkit man --output ~/.local/share/man/man1")]
    Man {
        /// Write a page for each command to this folder instead
        #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
        output: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit assess                  one question at a time
  emkit assess --quick          all ratings first
  emkit assess --accessible     plain lines: screen readers
  emkit assess --print-answers > answers.yaml
                                print a file to fill in
  emkit assess --answers answers.yaml
                                read the filled-in file")]
pub struct Assess {
    /// The quarter to assess, such as 2026-Q4
    #[arg(long)]
    pub period: Option<Period>,
    /// The role to score against; `emkit rubric show` lists them (also `role` in config.yaml)
    #[arg(long, value_name = "ID")]
    pub role: Option<String>,
    /// Your company's stage; `emkit rubric show` lists them (also `stage` in config.yaml)
    #[arg(long, value_name = "ID")]
    pub stage: Option<String>,
    /// Ask only the questions of this skill
    #[arg(long, value_name = "ID")]
    pub skill: Option<String>,
    /// Go straight to one question
    #[arg(long, value_name = "QUESTION", conflicts_with = "skill")]
    pub edit: Option<String>,
    /// Ask for all ratings first, then for evidence where a rating needs it
    #[arg(long, conflicts_with_all = ["edit", "answers", "print_answers"])]
    pub quick: bool,
    /// Ask nothing: take all answers from a file (`-` for stdin)
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["skill", "edit", "resume"])]
    pub answers: Option<PathBuf>,
    /// Ask nothing: print a file to fill in
    #[arg(long, conflicts_with_all = ["answers", "skill", "edit", "resume", "fresh"])]
    pub print_answers: bool,
    /// Continue the open draft without asking
    #[arg(long, conflicts_with = "fresh")]
    pub resume: bool,
    /// Start over; the old version is kept
    #[arg(long)]
    pub fresh: bool,
    #[command(flatten)]
    pub day: Day,
}

#[derive(Args, Clone, Debug)]
pub struct Day {
    /// Act as if it were this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Date>,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit status
  emkit status --short               for a shell prompt
  emkit status --exit-code           3 when one is due
  emkit status --ics > emkit.ics     for your calendar")]
pub struct Status {
    /// Print a few characters, for a shell prompt
    #[arg(long, conflicts_with_all = ["format", "ics"])]
    pub short: bool,
    /// Exit with code 3 when an assessment is due, whatever else is wrong
    #[arg(long)]
    pub exit_code: bool,
    /// Print a calendar file with an event in the last two weeks of every quarter
    #[arg(long, conflicts_with_all = ["format", "exit_code"])]
    pub ics: bool,
    /// Output format
    #[arg(long, default_value = "text", value_parser = among(&[Text, Json]))]
    pub format: Format,
    #[command(flatten)]
    pub day: Day,
}

// What answers are scored against, and what is shown of them. No docs: clap would take them for the command's.
#[derive(Args, Clone, Debug, Default)]
pub struct TargetOptions {
    /// Score against another role
    #[arg(long, value_name = "ID")]
    pub role: Option<String>,
    /// Score for another company stage
    #[arg(long, value_name = "ID")]
    pub stage: Option<String>,
    /// Include private answers, focus and closing answer
    #[arg(long)]
    pub include_private: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit show                       the latest
  emkit show 2026-Q3 --explain     the arithmetic
  emkit show --role director       against another role
  emkit show --eras                as in other eras")]
pub struct Show {
    /// A period such as 2026-Q4, `latest`, `previous`, or the path of a file
    #[arg(value_name = "REF", default_value = "latest")]
    pub reference: String,
    /// Show the arithmetic of every score
    #[arg(long)]
    pub explain: bool,
    /// Group core and growth skills as in another era; `emkit rubric show` lists them
    #[arg(long, value_name = "ID")]
    pub era: Option<String>,
    /// Show which core skill would be the weakest in each era
    #[arg(long, conflicts_with_all = ["era", "explain"])]
    pub eras: bool,
    /// Output format
    #[arg(long, default_value = "table", value_parser = among(&[Table, Markdown, Json]))]
    pub format: Format,
    #[command(flatten)]
    pub lens: TargetOptions,
}

#[derive(Args, Debug)]
#[command(after_help = "Example: emkit diff 2026-Q1 2026-Q4")]
pub struct Diff {
    /// The earlier one: a period, `latest`, `previous`, or the path of a file
    pub from: Option<String>,
    /// The later one; the latest unless given
    pub to: Option<String>,
    /// Output format
    #[arg(long, default_value = "table", value_parser = among(&[Table, Markdown, Json]))]
    pub format: Format,
    #[command(flatten)]
    pub lens: TargetOptions,
}

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  emkit history                       every skill
  emkit history --skill alignment     question by question
  emkit export --all --format csv     every score")]
pub struct History {
    /// Show the questions of this skill
    #[arg(long, value_name = "ID")]
    pub skill: Option<String>,
    /// Include the ratings of private answers
    #[arg(long)]
    pub include_private: bool,
    /// Output format
    #[arg(long, default_value = "table", value_parser = among(&[Table, Markdown, Json]))]
    pub format: Format,
}

#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  emkit rubric list                all, and when to use each
  emkit rubric show                the one in use
  emkit rubric new mine            a copy of it to change
  emkit rubric check mine.yaml     problems in your own")]
pub enum Rubric {
    /// List the available rubrics
    #[command(after_help = "Example: emkit rubric list")]
    List,
    /// Print one rubric: skills, questions, anchors, roles and stages
    #[command(after_help = "Example: emkit rubric show eight-skills")]
    Show {
        /// Its id, or the path of a file
        #[arg(value_name = "ID|PATH")]
        name: Option<String>,
    },
    /// Copy a rubric under another id, with comments, to make your own of it
    #[command(after_help = "Example: emkit rubric new mine --from leadership")]
    New {
        /// Its id: lowercase letters, digits and hyphens
        id: String,
        /// The rubric to copy; without it, the one in use
        #[arg(long, value_name = "ID|PATH")]
        from: Option<String>,
    },
    /// Check a rubric file for problems, and for questions that are hard to answer
    #[command(after_help = "Example: emkit rubric check mine.yaml")]
    Check {
        /// The rubric file
        file: PathBuf,
    },
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum ConfigCommand {
    /// Open `config.yaml` in your editor; the first time, with every setting explained
    #[command(after_help = "Example: emkit config edit")]
    Edit,
    /// Print the path of `config.yaml`
    #[command(after_help = "Example: emkit config path")]
    Path,
}

/// How something is printed. A command takes those that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Format {
    Table,
    Text,
    Markdown,
    Html,
    Json,
    Csv,
    Yaml,
}

fn among<T>(values: &[T]) -> impl TypedValueParser<Value = T> + use<T>
where
    T: Copy + Into<&'static str> + FromStr<Err = ParseError> + Send + Sync + 'static,
{
    let words: Vec<&str> = values.iter().map(|value| (*value).into()).collect();
    PossibleValuesParser::new(words).try_map(|word| word.parse())
}
