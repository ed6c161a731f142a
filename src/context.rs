//! The process as a value. Flags override the environment, then the settings file, then the defaults.

mod settings;

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ColorChoice;
use dialoguer::console::Term;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::cli::Common;
use crate::error::{Failure, quoted};
use crate::escape::shown;

use self::settings::{absolute, is_set, is_true, settings};
pub use settings::{Settings, Source, Sourced};

/// Nothing is laid out narrower.
pub const NARROWEST: usize = 40;
/// Wider lines are hard to read.
pub const WIDEST: usize = 120;

#[derive(Clone, Debug)]
pub struct Context {
    pub settings: Settings,
    /// The flags with which a suggested command finds the same store and rubric.
    pub flags: String,
    pub own_folder: Option<PathBuf>,
    pub color: bool,
    pub width: usize,
    /// Rows of the terminal that stdout goes to.
    pub rows: Option<usize>,
    /// How emkit was started, where that is not by its own name.
    pub program: Option<&'static str>,
    /// Whether a person can be asked with prompts that move the cursor.
    pub terminal: bool,
}

impl Context {
    pub fn of_process(common: &Common) -> Self {
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = match common.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if is_set("NO_COLOR") => false,
            ColorChoice::Auto if is_true("CLICOLOR_FORCE") => true,
            ColorChoice::Auto if env::var_os("CLICOLOR").is_some_and(|value| value == "0") => false,
            ColorChoice::Auto => std::io::stdout().is_terminal() && !dumb,
        };
        dialoguer::console::set_colors_enabled(color);
        dialoguer::console::set_colors_enabled_stderr(match common.color {
            ColorChoice::Auto if color => std::io::stderr().is_terminal(),
            _ => color,
        });
        crossterm::style::force_color_output(color);
        let home = flag("--home", common.home.as_ref());
        Self {
            settings: settings(common, dumb),
            flags: home + &flag("--rubric", common.rubric.as_ref()),
            // Without `HOME` nobody is looked up: that may ask another program over a socket.
            own_folder: absolute("HOME"),
            color,
            width: width(),
            rows: Term::stdout().size_checked().map(|(rows, _)| rows.into()),
            program: program(),
            terminal: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        }
    }

    pub fn rubric(&self) -> Option<&str> {
        Some(self.settings.rubric.as_ref()?.value.as_str())
    }

    pub fn accessible(&self) -> bool {
        self.settings.accessible.as_ref().is_some_and(|it| it.value)
    }

    pub fn editor(&self) -> Option<OsString> {
        Some(self.settings.editor.as_ref()?.value.clone())
    }

    pub fn is_rubric_from_file(&self) -> bool {
        let rubric = self.settings.rubric.as_ref();
        rubric.is_some_and(|rubric| matches!(rubric.source, Source::File(_)))
    }

    /// The same with the rubric that an answers file names and no flag; suggested commands name it too.
    pub fn for_rubric(&self, id: &str) -> Self {
        let mut context = self.clone();
        context.flags += &flag("--rubric", Some(id));
        context.settings.rubric = Sourced::of(Some(id.to_owned()), Source::Flag("--rubric"));
        context
    }

    /// The given day, or today, which is looked up only then.
    pub fn day(&self, given: Option<Date>) -> Result<Date> {
        given.map_or_else(|| self.today(), Ok)
    }

    pub fn today(&self) -> Result<Date> {
        let Some(name) = env::var_os("TZ") else {
            // Looking a zone up by its name takes longer than all the rest of most commands.
            let own = std::fs::read("/etc/localtime").ok();
            let own = own.and_then(|zone| TimeZone::tzif("local", &zone).ok());
            let zone = own.unwrap_or_else(TimeZone::system);
            return Ok(Timestamp::now().to_zoned_datetime(zone).date());
        };
        check_zone(&name)?;
        Ok(ZonedDateTime::now().date())
    }

    pub fn store_folder(&self) -> Result<PathBuf> {
        let Some(home) = &self.settings.home else {
            let own = self.own_folder.as_ref().ok_or_else(|| {
                Failure::new("could not find your data folder")
                    .because("`HOME` is not set to an absolute path")
                    .hint("name a folder with `--home DIR` or `EMKIT_HOME`")
            })?;
            return Ok(own.join(".local/share/emkit"));
        };
        check_home(home)?;
        Ok(std::path::absolute(&home.value)?)
    }
}

/// A variable's folder has to be absolute, or it would be another wherever you are.
fn check_home(home: &Sourced<PathBuf>) -> Result<()> {
    let is_tilde = home.value.to_string_lossy().starts_with('~');
    let is_flag = matches!(home.source, Source::Flag(_));
    if !is_tilde && (is_flag || home.value.is_absolute()) {
        return Ok(());
    }
    let name = if is_flag { "--home" } else { "EMKIT_HOME" };
    let folder = shown(&home.value);
    Err(Failure::new(format!(
        "could not use `{folder}` from `{name}` as your data folder"
    ))
    .because("it is not an absolute path; `~` is not expanded after `=` or in quotes")
    .hint("use an absolute path, such as \"$HOME/emkit\"")
    .into())
}

/// A flag for a suggested command. A value that looks like a flag itself needs the `=` form.
fn flag(name: &str, value: Option<impl AsRef<Path>>) -> String {
    let Some(value) = &value else {
        return String::new();
    };
    let is_flag_like = value.as_ref().to_string_lossy().starts_with('-');
    let between = if is_flag_like { '=' } else { ' ' };
    format!(" {name}{between}{}", quoted(value.as_ref()))
}

/// Refuses a `TZ` that names a device, a pipe or a huge file: it would be read to its end.
fn check_zone(name: &OsStr) -> Result<()> {
    /// A real zone has a few thousand bytes.
    const MAX_ZONE: u64 = 1024 * 1024;
    let name = name.as_bytes();
    let path = Path::new(OsStr::from_bytes(name.strip_prefix(b":").unwrap_or(name)));
    let cause = match std::fs::metadata(path) {
        Ok(file) if file.is_file() && file.len() > MAX_ZONE => "is too large for a time zone",
        Ok(file) if !file.is_file() && !file.is_dir() => "is not a regular file",
        _ => return Ok(()),
    };
    Err(Failure::new("could not tell what day it is")
        .because(format!("`TZ` names `{}`, which {cause}", shown(path)))
        .hint("set `TZ` to a name such as `Europe/Berlin`, or unset it")
        .into())
}

pub fn stderr_width() -> Option<usize> {
    std::io::stderr().is_terminal().then(width)
}

/// What to type in the place of `emkit` where `cargo run` has started it.
#[must_use]
pub fn program() -> Option<&'static str> {
    let is_ours = env::var_os("CARGO_PKG_NAME").is_some_and(|name| name == "emkit");
    (is_ours && env::var_os("CARGO").is_some()).then_some(if cfg!(debug_assertions) {
        "cargo run --"
    } else {
        "cargo run --release --"
    })
}

fn width() -> usize {
    let columns = env::var("COLUMNS").ok();
    let columns = columns.and_then(|columns| columns.parse().ok());
    let terminal = || {
        let size = Term::stdout().size_checked();
        let (_, columns) = size.or_else(|| Term::stderr().size_checked())?;
        Some(usize::from(columns))
    };
    let columns = columns.or_else(terminal).unwrap_or(80);
    columns.clamp(NARROWEST, WIDEST)
}
