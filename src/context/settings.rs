//! The settings, each with where it comes from.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::cli::Common;
use crate::format::config::{Config, Entry};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Flag(&'static str),
    Environment(&'static str),
    /// A line of the settings file, from 1.
    File(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced<T> {
    pub value: T,
    pub source: Source,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub home: Option<Sourced<PathBuf>>,
    pub rubric: Option<Sourced<String>>,
    pub accessible: Option<Sourced<bool>>,
    pub editor: Option<Sourced<OsString>>,
    /// The whole file, also where something overrides it.
    pub file: Config,
}

impl<T> Sourced<T> {
    pub fn of(value: Option<T>, source: Source) -> Option<Self> {
        value.map(|value| Self { value, source })
    }
}

impl Settings {
    /// The same, with what the file says where nothing overrides it.
    pub fn or(self, file: Config) -> Self {
        Self {
            rubric: self.rubric.or_else(|| of_file(&file.rubric)),
            accessible: self.accessible.or_else(|| of_file(&file.accessible)),
            editor: self.editor.or_else(|| of_file(&file.editor)),
            home: self.home,
            file,
        }
    }
}

fn of_file<T: Clone + Into<U>, U>(entry: &Option<Entry<T>>) -> Option<Sourced<U>> {
    let Entry { value, at } = entry.clone()?;
    Sourced::of(Some(value.into()), Source::File(at.line))
}

pub(super) fn settings(common: &Common, dumb: bool) -> Settings {
    let variable = Source::Environment;
    let home = Sourced::of(common.home.clone(), Source::Flag("--home"));
    let named = || env::var_os("EMKIT_HOME").map(PathBuf::from);
    let home = home.or_else(|| Sourced::of(named(), variable("EMKIT_HOME")));
    let home = home.filter(|home| !home.value.as_os_str().is_empty());
    let data = || absolute("XDG_DATA_HOME").map(|data| data.join("emkit"));
    let mut names = ["EMKIT_ACCESSIBLE", "ACCESSIBLE"].into_iter();
    let named = names.find(|name| is_set(name));
    let named = named.and_then(|name| Sourced::of(Some(is_true(name)), variable(name)));
    let flag = Sourced::of(
        common.accessible.then_some(true),
        Source::Flag("--accessible"),
    );
    let dumb = || Sourced::of(dumb.then_some(true), variable("TERM"));
    let mut editors = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| {
        let is_blank = |editor: &OsString| editor.as_encoded_bytes().trim_ascii().is_empty();
        let editor = env::var_os(name).filter(|editor| !is_blank(editor));
        Sourced::of(editor, variable(name))
    });
    Settings {
        home: home.or_else(|| Sourced::of(data(), variable("XDG_DATA_HOME"))),
        rubric: Sourced::of(common.rubric.clone(), Source::Flag("--rubric")),
        accessible: flag.or_else(dumb).or(named),
        editor: editors.next(),
        ..Settings::default()
    }
}

pub(super) fn absolute(name: &str) -> Option<PathBuf> {
    let path = env::var_os(name).map(PathBuf::from);
    path.filter(|path| path.is_absolute())
}

pub(super) fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

pub(super) fn is_true(name: &str) -> bool {
    const FALSE: [&str; 5] = ["", "0", "false", "no", "off"];
    env::var(name).is_ok_and(|value| !FALSE.contains(&value.to_lowercase().as_str()))
}
