//! What holds for a run where nothing else is said: a flag goes before the environment, that before
//! the settings file, that before what emkit does by itself.

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

/// A value that somebody gave, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<T> {
    pub value: T,
    pub source: Source,
}

/// Every setting that somebody gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub home: Option<Said<PathBuf>>,
    pub role: Option<Said<String>>,
    pub stage: Option<Said<String>>,
    pub rubric: Option<Said<String>>,
    pub accessible: Option<Said<bool>>,
    pub editor: Option<Said<OsString>>,
    /// The file, also where something else goes before it.
    pub file: Config,
}

impl<T> Said<T> {
    #[must_use]
    pub fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }

    #[must_use]
    pub fn is_from_file(&self) -> bool {
        matches!(self.source, Source::File(_))
    }
}

impl Settings {
    /// The same, with what the file says where nothing goes before it.
    #[must_use]
    pub fn or(self, file: Config) -> Self {
        Self {
            role: self.role.or_else(|| of_file(&file.role)),
            stage: self.stage.or_else(|| of_file(&file.stage)),
            rubric: self.rubric.or_else(|| of_file(&file.rubric)),
            accessible: self.accessible.or_else(|| of_file(&file.accessible)),
            editor: self.editor.or_else(|| of_file(&file.editor)),
            home: self.home,
            file,
        }
    }
}

fn of_file<T: Clone + Into<U>, U>(entry: &Option<Entry<T>>) -> Option<Said<U>> {
    let entry = entry.as_ref()?;
    Some(Said::new(
        entry.value.clone().into(),
        Source::File(entry.at.line),
    ))
}
