//! The process as a value: where it runs, what its terminal is like, which day it is.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Result;
use dialoguer::console::Term;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::cli::{Common, When};
use crate::error::{Failure, quoted};
use crate::escape::shown;
use crate::format::config::Config;
use crate::settings::{Settings, Source, Sourced};

/// The narrowest width that anything is laid out for.
pub const NARROWEST: usize = 40;
/// Wider lines are hard to read.
pub const WIDEST: usize = 120;

/// What a command needs to know of the process that it runs in.
#[derive(Clone, Debug)]
pub struct Context {
    /// What was said by flags, the environment and the settings file. The rubric, plain lines and the
    /// editor below are taken from it.
    pub settings: Settings,
    /// The rubric that was named, if any.
    pub rubric: Option<String>,
    /// The flags that a command to run next needs to find the same store and rubric.
    pub flags: String,
    /// The same for a command that names a rubric itself.
    pub home_flag: String,
    /// The person's own folder, where `HOME` names one.
    pub own_folder: Option<PathBuf>,
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
            When::Auto if env::var_os("CLICOLOR").is_some_and(|value| value == "0") => false,
            When::Auto => std::io::stdout().is_terminal() && !dumb,
        };
        dialoguer::console::set_colors_enabled(color);
        dialoguer::console::set_colors_enabled_stderr(match common.color {
            When::Auto if color => std::io::stderr().is_terminal(),
            _ => color,
        });
        crossterm::style::force_color_output(color);
        let settings = settings(common, dumb);
        let home = common.home.as_deref();
        let home_flag = home.map_or_else(String::new, |home| flag("--home", home));
        let rubric = common.rubric.as_ref().map(Path::new);
        let rubric_flag = rubric.map(|rubric| flag("--rubric", rubric));
        Self {
            rubric: None,
            accessible: false,
            editor: None,
            flags: format!("{home_flag}{}", rubric_flag.unwrap_or_default()),
            home_flag,
            // Who the person is, is not looked up where `HOME` is missing: that may ask another
            // program over a socket.
            own_folder: absolute("HOME"),
            quiet: common.quiet,
            color,
            width: width(),
            stderr_width: stderr_width(),
            terminal: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            settings: Settings::default(),
        }
        .with(settings)
    }

    /// The same, with what the settings file says where nothing goes before it.
    #[must_use]
    pub fn configured(&self, file: Config) -> Self {
        let settings = self.settings.clone().or(file);
        self.clone().with(settings)
    }

    /// Whether the rubric is the one that the settings file names.
    #[must_use]
    pub fn is_rubric_from_file(&self) -> bool {
        self.settings
            .rubric
            .as_ref()
            .is_some_and(Sourced::is_from_file)
    }

    /// The same, with the default rubric in the place of the one that was named.
    #[must_use]
    pub fn without_rubric(&self) -> Self {
        let mut settings = self.settings.clone();
        settings.rubric = None;
        self.clone().with(settings)
    }

    /// The same, with a rubric that a file of answers names where no flag does, and for commands to
    /// run next too.
    #[must_use]
    pub fn for_rubric(&self, id: &str) -> Self {
        Self {
            rubric: Some(id.to_owned()),
            flags: format!("{}{}", self.home_flag, flag("--rubric", Path::new(id))),
            ..self.clone()
        }
    }

    fn with(self, settings: Settings) -> Self {
        let accessible = settings.accessible.as_ref();
        Self {
            rubric: settings.rubric.as_ref().map(|said| said.value.clone()),
            accessible: accessible.is_some_and(|said| said.value),
            editor: settings.editor.as_ref().map(|said| said.value.clone()),
            settings,
            ..self
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

    /// The day given, or else the day it is here, which is looked up only then.
    ///
    /// # Errors
    /// Where `TZ` names something that cannot be read as a time zone without end.
    pub fn day(&self, given: Option<Date>) -> Result<Date> {
        given.map_or_else(|| self.today(), Ok)
    }

    /// The day it is here.
    ///
    /// # Errors
    /// Where `TZ` names something that cannot be read as a time zone without end.
    pub fn today(&self) -> Result<Date> {
        let Some(name) = env::var_os("TZ") else {
            let zone = own_zone().unwrap_or_else(TimeZone::system);
            return Ok(Timestamp::now().to_zoned(zone).date());
        };
        check_zone(&name)?;
        Ok(Zoned::now().date())
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

/// A flag may name a folder below the one that one works in; a variable is for every folder, so what
/// it names must not depend on that. A `~` that the shell has left as it is was never meant.
fn check_home(home: &Sourced<PathBuf>) -> Result<()> {
    let is_flag = matches!(home.source, Source::Flag(_));
    let has_tilde = home.value.to_string_lossy().starts_with('~');
    if !has_tilde && (is_flag || home.value.is_absolute()) {
        return Ok(());
    }
    let cause = match has_tilde {
        true => "the shell leaves a `~` as it is behind `=` and in quotes, and so does emkit",
        false => "it names another folder wherever you are",
    };
    let example = match is_flag {
        true => "--home \"$HOME/emkit\"",
        false => "export EMKIT_HOME=\"$HOME/emkit\"",
    };
    Err(Failure::new(format!(
        "could not use `{}`, which {} says, as your data folder",
        shown(&home.value),
        if is_flag { "`--home`" } else { "`EMKIT_HOME`" }
    ))
    .because(cause)
    .hint(format!("name the whole path: {example}"))
    .into())
}

/// What flags and environment say.
fn settings(common: &Common, dumb: bool) -> Settings {
    let home = match &common.home {
        Some(home) => Some(Sourced::new(home.clone(), Source::Flag("--home"))),
        None => env::var_os("EMKIT_HOME")
            .map(|home| Sourced::new(PathBuf::from(home), Source::Environment("EMKIT_HOME"))),
    };
    let data = || {
        let data = absolute("XDG_DATA_HOME")?;
        Some(Sourced::new(
            data.join("emkit"),
            Source::Environment("XDG_DATA_HOME"),
        ))
    };
    let named = |name| Sourced::new(is_true(name), Source::Environment(name));
    let accessible = match dumb {
        true => Some(Sourced::new(true, Source::Environment("TERM"))),
        false => {
            let names = ["EMKIT_ACCESSIBLE", "ACCESSIBLE"].into_iter();
            let set: Vec<_> = names.filter(|name| is_set(name)).map(named).collect();
            // One that asks for plain lines is enough.
            let asking = set.iter().find(|said| said.value);
            asking.or(set.first()).cloned()
        }
    };
    let mut editors = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| {
        let editor = env::var_os(name)?;
        let is_blank = editor.as_encoded_bytes().trim_ascii().is_empty();
        (!is_blank).then(|| Sourced::new(editor, Source::Environment(name)))
    });
    Settings {
        home: home
            .filter(|home| !home.value.as_os_str().is_empty())
            .or_else(data),
        rubric: common
            .rubric
            .clone()
            .map(|rubric| Sourced::new(rubric, Source::Flag("--rubric"))),
        accessible,
        editor: editors.next(),
        ..Settings::default()
    }
}

/// The machine's time zone from its own file. Found by its name, as elsewhere, it takes longer than
/// all the rest of most commands: a walk through every zone that there is.
fn own_zone() -> Option<TimeZone> {
    TimeZone::tzif("local", &std::fs::read("/etc/localtime").ok()?).ok()
}

/// A flag for a command to run next. A value that looks like a flag itself has to be tied to it.
fn flag(name: &str, value: &Path) -> String {
    let is_flag_like = value.to_string_lossy().starts_with('-');
    let between = if is_flag_like { '=' } else { ' ' };
    format!(" {name}{between}{}", quoted(value))
}

/// The largest file that `TZ` may name, in bytes. That of a real zone has a few thousand.
const MAX_ZONE: u64 = 1024 * 1024;

/// Refuses a `TZ` that names a device, a pipe or a huge file, which would be read to its end.
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

/// Columns of the terminal that stderr is; none where it is something else.
#[must_use]
pub fn stderr_width() -> Option<usize> {
    std::io::stderr().is_terminal().then(width)
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

/// The folder that a variable names, where it can.
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
