//! The process as a value: where it runs, what its terminal is like, which day it is.

use std::env;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::Result;
use dialoguer::console::Term;
use jiff::Zoned;
use jiff::civil::Date;

use crate::cli::{Common, When};
use crate::error::Failure;

/// The narrowest width that anything is laid out for.
pub const NARROWEST: usize = 40;
/// Wider lines are hard to read.
pub const WIDEST: usize = 120;

/// What a command needs to know of the process that it runs in.
#[derive(Clone, Debug)]
pub struct Context {
    /// The folder that was asked for, if any.
    pub home: Option<PathBuf>,
    /// The rubric that was asked for, if any.
    pub rubric: Option<String>,
    /// The flags that a command to run next needs to find the same store and rubric.
    pub flags: String,
    pub quiet: bool,
    /// Whether stdout gets colour.
    pub color: bool,
    /// Columns to lay out for.
    pub width: usize,
    /// The same for what is said on stderr, where that is a terminal.
    pub stderr_width: Option<usize>,
    /// Whether a person can be asked with prompts that move the cursor.
    pub terminal: bool,
    /// Whether plain lines are asked for.
    pub accessible: bool,
    /// The editor's command line.
    pub editor: Option<OsString>,
}

impl Context {
    /// Reads the real environment.
    #[must_use]
    pub fn of_process(common: &Common) -> Self {
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match common.color {
            When::Always => true,
            When::Never => false,
            When::Auto if is_set("NO_COLOR") => false,
            When::Auto if is_true("CLICOLOR_FORCE") => true,
            When::Auto => std::io::stdout().is_terminal() && !dumb,
        };
        dialoguer::console::set_colors_enabled(color);
        dialoguer::console::set_colors_enabled_stderr(match common.color {
            When::Auto if color => std::io::stderr().is_terminal(),
            _ => color,
        });
        crossterm::style::force_color_output(color);
        Self {
            home: common
                .home
                .clone()
                .or_else(|| env::var_os("EMKIT_HOME").map(PathBuf::from))
                .filter(|home| !home.as_os_str().is_empty()),
            rubric: common.rubric.clone(),
            flags: flags(common),
            quiet: common.quiet,
            color,
            width: width(),
            stderr_width: std::io::stderr().is_terminal().then(width),
            terminal: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            accessible: dumb || is_true("EMKIT_ACCESSIBLE") || is_true("ACCESSIBLE"),
            editor: ["VISUAL", "EDITOR"]
                .into_iter()
                .filter_map(env::var_os)
                .find(|editor| !editor.as_encoded_bytes().trim_ascii().is_empty()),
        }
    }

    /// The same, with plain lines where a command's own flag asks for them.
    #[must_use]
    pub fn accessible_if(&self, is_asked_for: bool) -> Self {
        let accessible = self.accessible || is_asked_for;
        Self {
            accessible,
            ..self.clone()
        }
    }

    /// The same, for the size that the terminal has now.
    #[must_use]
    pub fn measured(&self) -> Self {
        Self {
            width: width(),
            ..self.clone()
        }
    }

    /// The day it is here. Looked up only when asked for: finding out the local time zone takes
    /// longer than all the rest of most commands.
    #[must_use]
    pub fn today(&self) -> Date {
        Zoned::now().date()
    }

    /// The folder of the store: the one asked for, or the platform's data folder.
    ///
    /// # Errors
    /// Where neither is known.
    pub fn store_folder(&self) -> Result<PathBuf> {
        let unknown = |cause: &str| {
            Failure::new("could not find your data folder")
                .because(cause)
                .hint("name a folder with `--home DIR` or `EMKIT_HOME`")
        };
        if let Some(home) = &self.home {
            return std::path::absolute(home).map_err(|error| unknown(&error.to_string()).into());
        }
        // Who the person is, is not looked up where `HOME` is missing: that may ask another
        // program over a socket.
        let absolute = |name| {
            env::var_os(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        absolute("XDG_DATA_HOME")
            .or_else(|| Some(absolute("HOME")?.join(".local/share")))
            .map(|data| data.join("emkit"))
            .ok_or_else(|| unknown("`HOME` is not set to an absolute path").into())
    }
}

fn flags(common: &Common) -> String {
    let mut flags = String::new();
    if let Some(home) = &common.home {
        flags.push_str(&format!(
            " --home {}",
            shell_words::quote(&home.to_string_lossy())
        ));
    }
    if let Some(rubric) = &common.rubric {
        flags.push_str(&format!(" --rubric {}", shell_words::quote(rubric)));
    }
    flags
}

fn width() -> usize {
    let columns = env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let terminal = || {
        Term::stdout()
            .size_checked()
            .or_else(|| Term::stderr().size_checked())
    };
    columns
        .or_else(|| terminal().map(|(_, columns)| usize::from(columns)))
        .unwrap_or(80)
        .clamp(NARROWEST, WIDEST)
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

fn is_true(name: &str) -> bool {
    env::var(name).is_ok_and(|value| {
        !matches!(
            value.to_lowercase().as_str(),
            "" | "0" | "false" | "no" | "off"
        )
    })
}
