//! Setting precedence: flags override the environment, which overrides the settings file, which
//! overrides the defaults.

use std::ffi::OsString;
use std::path::PathBuf;

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
    pub fn new(value: T, source: Source) -> Self {
        Self { value, source }
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

/// A value of the file, with its line.
fn of_file<T: Clone + Into<U>, U>(entry: &Option<Entry<T>>) -> Option<Sourced<U>> {
    let Entry { value, at } = entry.clone()?;
    Some(Sourced::new(value.into(), Source::File(at.line)))
}
