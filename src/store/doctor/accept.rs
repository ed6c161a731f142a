//! Marking a file as whole that a person made or mended.

use std::path::Path;

use anyhow::Result;

use crate::error::Failure;
use crate::escape::shown;
use crate::format::{assessment, marker};
use crate::store::file::{bytes_if_there, decode, missing};
use crate::store::{Replaced, Seen, Store};

impl Store {
    /// Marks a file as whole that a person made or mended.
    ///
    /// # Errors
    /// Where it does not read as an assessment.
    pub fn accept_file(&self, path: &Path) -> Result<Replaced> {
        let bytes = bytes_if_there(path)?.ok_or_else(|| missing(path))?;
        let seen = Seen::these(&bytes);
        let text = decode(path, bytes)?;
        let failed = |cause: String| {
            Failure::new(format!("could not accept `{}`", shown(path)))
                .because(cause)
                .hint("mend the lines named, then accept the file again")
        };
        let read = assessment::read_unmarked(path, &text)
            .map_err(|problems| failed(problems.to_string()))?;
        let rubric = self.rubric_of(path, &read.assessment)?;
        if read.assessment.is_made_with(&rubric) {
            read.check(path, &text, &rubric)
                .map_err(|problems| failed(problems.to_string()))?;
        }
        let marked = marker::mark(&text, read.assessment.answers.len());
        self.accept(&std::path::absolute(path)?, &marked, &seen)
    }
}
