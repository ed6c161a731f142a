//! The answers file of `emkit assess --answers`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use crate::commands::{STDIN, input};
use crate::domain::period::Period;
use crate::domain::rubric::Rubric;
use crate::error::Failure;
use crate::escape::shown;
use crate::format::answers::{self, About, Answers};
use crate::format::diagnostic::{Diagnostic, Diagnostics, Position};

pub(super) struct AnswersFile {
    label: PathBuf,
    text: String,
    pub(super) about: About,
}

impl AnswersFile {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let hint = "`emkit assess --print-answers` prints a file to fill in";
        let text = input(path, hint)?;
        let is_stdin = path == Path::new("-");
        let label = if is_stdin { Path::new(STDIN) } else { path };
        let about = answers::about(label, &text).map_err(|problems| {
            if is_answers_like(&text) {
                return refused(&problems);
            }
            Failure::new("could not take the answers; nothing was saved")
                .because(format!("`{}` is not an answers file", shown(label)))
                .hint("`emkit assess --print-answers > answers.yaml` writes one to fill in")
        })?;
        let label = label.to_owned();
        Ok(Self { label, text, about })
    }

    pub(super) fn answers(
        self,
        rubric: &Rubric,
        period: Period,
        today: Date,
    ) -> Result<(PathBuf, Answers)> {
        if let Some((said, at)) = self.about.period {
            if said > Period::of(today) {
                return Err(self.wrong(at, format!("{said} has not begun; today is {today}")));
            }
            if said != period {
                return Err(self.wrong(at, format!("the file is for {said}, not for {period}")));
            }
        }
        let answers = answers::read(&self.label, &self.text, rubric);
        let answers = answers.map_err(|problems| refused(&problems))?;
        if answers.is_empty() {
            let what = format!("could not take the answers of `{}`", shown(&self.label));
            return Err(Failure::new(what)
                .because("nothing is filled in")
                .hint("give a rating from 1 to 5, write what happened, or say what does not apply; then run the command again")
                .into());
        }
        Ok((self.label, answers))
    }

    pub(super) fn wrong(&self, at: Position, message: String) -> anyhow::Error {
        let problem = Diagnostic { at, message };
        refused(&Diagnostics::new(&self.label, &self.text, vec![problem])).into()
    }
}

/// Whether a text begins like an answers file, in YAML or JSON.
fn is_answers_like(text: &str) -> bool {
    const KEYS: &str = "answers period rubric last_focus focus closing highlights targets";
    let mut lines = text.lines().map(str::trim_end);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '%', '-']));
    first.is_none_or(|line| {
        let key = line.split(':').next().unwrap_or_default();
        let key = key.trim_matches(['"', '\'']);
        line.trim_start().starts_with('{') || KEYS.split(' ').any(|known| known == key)
    })
}

fn refused(problems: &Diagnostics) -> Failure {
    Failure::new("could not take the answers; nothing was saved")
        .because(format!("\n{problems}"))
        .hint("fix the lines named, then run the command again; `emkit assess --print-answers` prints a file to compare with")
}
