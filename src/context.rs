//! The process as a value: where it runs, what its terminal is like, what day it is.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Result;
use dialoguer::console::Term;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use crate::cli::{Common, When};
use crate::error::{Failure, quoted};
use crate::escape::shown;
use crate::settings::{Settings, Source, Sourced};

/// Nothing is laid out narrower.
pub const NARROWEST: usize = 40;
/// Wider lines are hard to read.
pub const WIDEST: usize = 120;

#[derive(Clone, Debug)]
pub struct Context {
    pub settings: Settings,
    /// The flags with which a suggested command finds the same store and rubric.
    pub flags: String,
    /// The same for a suggested command that names a rubric itself.
    pub home_flag: String,
    /// The folder in `HOME`.
    pub own_folder: Option<PathBuf>,
    pub color: bool,
    /// Columns of the page.
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
            When::Always => true,
            When::Never => false,
            When::Auto if is_set("NO_COLOR") => false,
            When::Auto if is_true("CLICOLOR_FORCE") => true,
            When::Auto if env::var_os("CLICOLOR").is_some_and(|value| value == "0") => false,
            When::Auto => std::io::stdout().is_terminal() && !dumb,
        };
        dialoguer::console::set_colors_enabled(color);
        dialoguer::console::set_colors_enabled_stderr(match common.color {
            When::Auto if color => std::io::stderr().is_terminal(),
            _ => color,
        });
        crossterm::style::force_color_output(color);
        let home_flag = flag("--home", common.home.as_ref());
        Self {
            settings: settings(common, dumb),
            flags: format!("{home_flag}{}", flag("--rubric", common.rubric.as_ref())),
            home_flag,
            // Without `HOME` nobody is looked up: that may ask another program over a socket.
            own_folder: absolute("HOME"),
            color,
            width: width(),
            rows: rows(),
            program: program(),
            terminal: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        }
    }

    pub fn rubric(&self) -> Option<&str> {
        Some(self.settings.rubric.as_ref()?.value.as_str())
    }

    pub fn accessible(&self) -> bool {
        let said = self.settings.accessible.as_ref();
        said.is_some_and(|said| said.value)
    }

    pub fn editor(&self) -> Option<OsString> {
        Some(self.settings.editor.as_ref()?.value.clone())
    }

    pub fn is_rubric_from_file(&self) -> bool {
        let rubric = self.settings.rubric.as_ref();
        rubric.is_some_and(|rubric| matches!(rubric.source, Source::File(_)))
    }

    /// The same, with a rubric that an answers file names where no flag does; suggested commands name
    /// it too.
    pub fn for_rubric(&self, id: &str) -> Self {
        let mut context = self.clone();
        context.flags = format!("{}{}", self.home_flag, flag("--rubric", Some(id)));
        context.settings.rubric = Some(Sourced::new(id.to_owned(), Source::Flag("--rubric")));
        context
    }

    /// The same, for the current size of the terminal.
    pub fn measured(&self) -> Self {
        Self {
            width: width(),
            rows: rows(),
            ..self.clone()
        }
    }

    /// The given day, or today, which is looked up only then.
    pub fn day(&self, given: Option<Date>) -> Result<Date> {
        given.map_or_else(|| self.today(), Ok)
    }

    pub fn today(&self) -> Result<Date> {
        let Some(name) = env::var_os("TZ") else {
            let zone = own_zone().unwrap_or_else(TimeZone::system);
            return Ok(Timestamp::now().to_zoned_datetime(zone).date());
        };
        check_zone(&name)?;
        Ok(ZonedDateTime::now().date())
    }

    /// The folder of the store: the one asked for, or the platform's data folder.
    pub fn store_folder(&self) -> Result<PathBuf> {
        let unknown = |cause: &str| {
            Failure::new("could not find your data folder")
                .because(cause)
                .hint("name a folder with `--home DIR` or `EMKIT_HOME`")
        };
        if let Some(home) = &self.settings.home {
            check_home(home)?;
            return std::path::absolute(&home.value)
                .map_err(|error| unknown(&error.to_string()).into());
        }
        let own = self.own_folder.as_ref();
        own.map(|home| home.join(".local/share/emkit"))
            .ok_or_else(|| unknown("`HOME` is not set to an absolute path").into())
    }
}

/// A flag may name a relative folder; a variable holds wherever you are, so its folder has to be
/// absolute. A `~` that the shell did not expand was never meant literally.
fn check_home(home: &Sourced<PathBuf>) -> Result<()> {
    let is_flag = matches!(home.source, Source::Flag(_));
    let has_tilde = home.value.to_string_lossy().starts_with('~');
    if !has_tilde && (is_flag || home.value.is_absolute()) {
        return Ok(());
    }
    let cause = if has_tilde {
        "the shell does not expand `~` after `=` or in quotes, and neither does emkit"
    } else {
        "a relative path means a different folder wherever you are"
    };
    let (name, example) = if is_flag {
        ("--home", "--home \"$HOME/emkit\"")
    } else {
        ("EMKIT_HOME", "export EMKIT_HOME=\"$HOME/emkit\"")
    };
    let folder = shown(&home.value);
    Err(Failure::new(format!(
        "could not use `{folder}` from `{name}` as your data folder"
    ))
    .because(cause)
    .hint(format!("use an absolute path: {example}"))
    .into())
}

fn settings(common: &Common, dumb: bool) -> Settings {
    fn set<T>(value: T, name: &'static str) -> Option<Sourced<T>> {
        Some(Sourced::new(value, Source::Environment(name)))
    }
    let home = match common.home.clone() {
        Some(home) => Some(Sourced::new(home, Source::Flag("--home"))),
        None => env::var_os("EMKIT_HOME").and_then(|home| set(home.into(), "EMKIT_HOME")),
    };
    let data = || set(absolute("XDG_DATA_HOME")?.join("emkit"), "XDG_DATA_HOME");
    let accessible = if dumb {
        set(true, "TERM")
    } else {
        let names = ["EMKIT_ACCESSIBLE", "ACCESSIBLE"];
        let mut given = names.into_iter().filter(|name| is_set(name));
        // One that asks for plain lines is enough.
        let asking = given.clone().find(|name| is_true(name));
        let name = asking.or_else(|| given.next());
        name.and_then(|name| set(is_true(name), name))
    };
    let mut editors = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| {
        let editor = env::var_os(name)?;
        let is_blank = editor.as_encoded_bytes().trim_ascii().is_empty();
        set(editor, name).filter(|_| !is_blank)
    });
    let rubric = common.rubric.clone();
    Settings {
        home: home
            .filter(|home| !home.value.as_os_str().is_empty())
            .or_else(data),
        rubric: rubric.map(|rubric| Sourced::new(rubric, Source::Flag("--rubric"))),
        accessible,
        editor: editors.next(),
        ..Settings::default()
    }
}

/// The machine's time zone from its own file. Looking it up by name takes longer than all the rest of
/// most commands: it walks through every zone.
fn own_zone() -> Option<TimeZone> {
    TimeZone::tzif("local", &std::fs::read("/etc/localtime").ok()?).ok()
}

/// A flag for a suggested command. A value that looks like a flag itself needs the `=` form.
fn flag(name: &str, value: Option<impl AsRef<Path>>) -> String {
    let Some(value) = value else {
        return String::new();
    };
    let value = value.as_ref();
    let is_flag_like = value.to_string_lossy().starts_with('-');
    let between = if is_flag_like { '=' } else { ' ' };
    format!(" {name}{between}{}", quoted(value))
}

/// The largest file that `TZ` may name, in bytes. A real zone has a few thousand.
const MAX_ZONE: u64 = 1024 * 1024;

/// Refuses a `TZ` that names a device, a pipe or a huge file: it would be read to its end.
fn check_zone(name: &OsStr) -> Result<()> {
    let name = name.as_bytes();
    let path = Path::new(OsStr::from_bytes(name.strip_prefix(b":").unwrap_or(name)));
    let Ok(file) = std::fs::metadata(path) else {
        return Ok(());
    };
    let cause = if file.is_file() && file.len() > MAX_ZONE {
        "is too large for a time zone"
    } else if file.is_file() || file.is_dir() {
        return Ok(());
    } else {
        "is not a regular file"
    };
    Err(Failure::new("could not tell what day it is")
        .because(format!("`TZ` names `{}`, which {cause}", shown(path)))
        .hint("set `TZ` to a name such as `Europe/Berlin`, or unset it")
        .into())
}

/// Columns of stderr, if it is a terminal.
pub fn stderr_width() -> Option<usize> {
    std::io::stderr().is_terminal().then(width)
}

fn rows() -> Option<usize> {
    let (rows, _) = Term::stdout().size_checked()?;
    Some(usize::from(rows))
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

fn absolute(name: &str) -> Option<PathBuf> {
    let path = env::var_os(name).map(PathBuf::from);
    path.filter(|path| path.is_absolute())
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
